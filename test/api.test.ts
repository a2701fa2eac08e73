import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const SRC = join(__dirname, '..', 'src');

/** Everything that users see. A name that appears here unasked, or leaves, is a change of the API: say so in CHANGELOG.md. */
const PUBLIC = [
  'class AddressPlan',
  'class ComputeConnection',
  'class Destination',
  'class Egress',
  'class EndpointPolicy',
  'class EventSourcePollers',
  'class FlowLogs',
  'class Ipv6Block',
  'class KeepAlive',
  'class LambdaVpcDeployerPolicy',
  'class LambdaNetworkInjector',
  'class LambdaVpcGuardrail',
  'class PrivateLambdaNetwork',
  'class ReachabilityAnalyzer',
  'class SubnetTier',
  'class VpcConnectedFunction',
  'class VpcConnection',
  'class VpcPeering',
  'class Zones',
  'enum AddressFamily',
  'enum BlockPublicAccessMode',
  'enum EncryptionControlExclusion',
  'enum EncryptionControlMode',
  'enum Ipv6DefaultRoute',
  'enum KafkaAuthentication',
  'interface AddressPlanOptions',
  'interface BlockPublicAccessExclusionOptions',
  'interface CloudWatchFlowLogsOptions',
  'interface ComputeConnectionProps',
  'interface ConnectAllOptions',
  'interface DhcpOptions',
  'interface EncryptionControlOptions',
  'interface EndpointAccessOptions',
  'interface EventSourceConnectionOptions',
  'interface ExistingNetworkAttributes',
  'interface ExistingNetworkOptions',
  'interface ExistingSubnet',
  'interface ExistingVpcOptions',
  'interface FirehoseFlowLogsOptions',
  'interface FlowLogsOptions',
  'interface GuardedVpcSettings',
  'interface GuardrailManagedPolicyOptions',
  'interface GuardrailPermissionsBoundaryOptions',
  'interface GuardrailServiceControlPolicyDocumentOptions',
  'interface GuardrailServiceControlPolicyOptions',
  'interface IPrivateLambdaNetwork',
  'interface InterfaceEndpointOptions',
  'interface InternetDestinationOptions',
  'interface IpamAddressPlanOptions',
  'interface Ipv6IpamOptions',
  'interface KafkaPollersOptions',
  'interface KeepAliveOptions',
  'interface KeepAliveProps',
  'interface LambdaVpcDeployerPolicyProps',
  'interface LambdaVpcGuardrailOptions',
  'interface LambdaNetworkInjectorOptions',
  'interface MskPollersOptions',
  'interface NatGatewayEgressOptions',
  'interface NatInstanceEgressOptions',
  'interface NetworkAclsOptions',
  'interface PlannedSubnet',
  'interface PrivateLambdaNetworkProps',
  'interface PublishedNetworkOptions',
  'interface RegionalNatGatewayEgressOptions',
  'interface S3FlowLogsOptions',
  'interface SecondaryBlock',
  'interface SelfManagedKafkaPollersOptions',
  'interface SnapshotNetworkOptions',
  'interface SubnetSharingOptions',
  'interface SubnetSlot',
  'interface TierSlot',
  'interface TransitGatewayAttachmentOptions',
  'interface TransitGatewayConnectionOptions',
  'interface TransitGatewayEgressOptions',
  'interface TroubleshootingOptions',
  'interface VpcConnectedFunctionProps',
  'interface VpcConnectionOptions',
  'interface VpcConnectionProps',
  'interface VpcPeeringOptions',
  'interface VpcPeeringProps',
  'interface ZoneSlot',
];

/** The names, with what each of them is, that a file declares and exports. */
function exportsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const from = statement.moduleSpecifier as ts.StringLiteral;
      return exportsOf(join(file, '..', `${from.text}.ts`));
    }
    const isExported = ts.canHaveModifiers(statement)
      && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported ? [describeDeclaration(statement)] : [];
  });
}

function describeDeclaration(statement: ts.Statement): string {
  if (ts.isClassDeclaration(statement)) {
    return `class ${statement.name!.text}`;
  }
  if (ts.isInterfaceDeclaration(statement)) {
    return `interface ${statement.name.text}`;
  }
  if (ts.isEnumDeclaration(statement)) {
    return `enum ${statement.name.text}`;
  }
  throw new Error(`only classes, interfaces and enums exist in every language of jsii, not ${ts.SyntaxKind[statement.kind]}`);
}

test('the public names are these', () => {
  expect(exportsOf('index.ts').sort()).toEqual(PUBLIC.sort());
});

test('the index does nothing but export', () => {
  const lines = readFileSync(join(SRC, 'index.ts'), 'utf8').trim().split('\n');
  expect(lines.filter((line) => !/^export \* from '\.\/[a-z0-9/-]+';$/.test(line))).toEqual([]);
  expect(lines).toEqual([...lines].sort());
});
