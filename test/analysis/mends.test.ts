import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './judging';
import { judgeTemplates, mendsOf } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';
import { judge } from '../../src/analysis/judge/judge';
import { loadInput } from '../../src/analysis/load/load-input';
import type { Source } from '../../src/analysis/model/source';
import { readWorlds } from '../../src/analysis/worlds/read-worlds';

/*
 * What there is to do can be done, does no harm, and is not what the template has already.
 */

const ref = (name: string) => ({ Ref: name });

const ROUTED: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
  Igw: ['AWS::EC2::InternetGateway'],
  Attachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  Public: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' }],
  PublicRt: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  PublicAssociation: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: ref('PublicRt') }],
  PublicDefault: ['AWS::EC2::Route', { RouteTableId: ref('PublicRt'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
  Eip: ['AWS::EC2::EIP'],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } }],
  Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }],
  PrivateRt: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  PrivateAssociation: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('PrivateRt') }],
  PrivateDefault: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRt'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }],
  Group: ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'functions' }],
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } }],
};

function judged(resources: Resources, rest: object = {}): Report {
  return judgeTemplates([template({ Resources: resourcesOf({ ...ROUTED, ...resources }), ...rest })]);
}

/** The mend of the internet over IPv4. */
function mendOf(report: Report): string {
  return mendsOf(report.functions[0].verdicts.find(({ destination, family }) => destination === 'internet' && family === 'ipv4')!);
}

test.each([
  ['Network Firewall', { VpcEndpointId: { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] } }], ['a Gateway Load Balancer', { VpcEndpointId: ref('Gwlbe') }],
])('a NAT gateway behind %s is not led past it', (_, target) => {
  const report = judged({
    Firewall: ['AWS::NetworkFirewall::Firewall', { VpcId: ref('Vpc') }],
    Gwlbe: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'GatewayLoadBalancer', VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123', SubnetIds: [ref('Public')] }],
    PublicDefault: ['AWS::EC2::Route', { RouteTableId: ref('PublicRt'), DestinationCidrBlock: '0.0.0.0/0', ...target }],
  });
  expect(mendOf(report)).toBe('try it with VPC Reachability Analyzer after deployment');
});

test('a macro is expanded, not given parameters', () => {
  const mend = mendOf(judged({}, { Transform: 'MyMacro' }));
  expect(mend).toMatch(/get-template .*--template-stage Processed/);
  expect(mend).not.toContain('parameters');
});

test('a regional NAT gateway has addresses by zone', () => {
  const mend = mendOf(judged({ Nat: ['AWS::EC2::NatGateway', { AvailabilityMode: 'regional', VpcId: ref('Vpc'), AvailabilityZoneAddresses: ref('Nothing') }] }));
  expect(mend).toMatch(/AvailabilityZoneAddresses/);
  expect(mend).not.toContain('give it the AllocationId');
});

test('a rule names addresses where no rule can name the group', () => {
  const peered: Resources = {
    Hub: ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }],
    Data: ['AWS::EC2::Subnet', { VpcId: ref('Hub'), CidrBlock: '10.1.1.0/24', AvailabilityZone: 'us-east-1a' }],
    DbGroup: ['AWS::EC2::SecurityGroup', { VpcId: ref('Hub'), GroupDescription: 'database' }],
    DbSubnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Data')] }],
    Db: ['AWS::RDS::DBInstance', { DBSubnetGroupName: ref('DbSubnets'), VPCSecurityGroups: [ref('DbGroup')] }],
    Tgw: ['AWS::EC2::TransitGateway', {}],
    OfVpc: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Private')] }],
    OfHub: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Hub'), SubnetIds: [ref('Data')] }],
    There: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRt'), DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: ref('Tgw') }],
    DataRt: ['AWS::EC2::RouteTable', { VpcId: ref('Hub') }],
    DataAssociation: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Data'), RouteTableId: ref('DataRt') }],
    Back: ['AWS::EC2::Route', { RouteTableId: ref('DataRt'), DestinationCidrBlock: '10.0.0.0/16', TransitGatewayId: ref('Tgw') }],
  };
  const asked = { kind: 'resource', text: 'Db:5432', name: 'Db', ports: [{ transport: 'tcp', ports: { fromPort: 5432, toPort: 5432 } }] } as const;
  const { functions: [fn] } = judgeTemplates([template({ Resources: resourcesOf({ ...ROUTED, ...peered }) })], [asked]);
  const found = fn.verdicts.find(({ destination, family }) => destination === 'Db:5432' && family === 'ipv4')!;
  expect(mendsOf(found)).toBe('add an ingress rule for tcp 5432 from 10.0.1.0/24');
});

test('subnets of two VPCs are not given the same routes', () => {
  const { findings } = judged({
    Other: ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }],
    Far: ['AWS::EC2::Subnet', { VpcId: ref('Other'), CidrBlock: '10.1.1.0/24', AvailabilityZone: 'us-east-1b' }],
    Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private'), ref('Far')], SecurityGroupIds: [ref('Group')] } }],
  });
  expect(findings.map(({ code }) => code)).toContain('LAMBDA_VPC_MISMATCH');
  expect(findings.map(({ mend }) => mend).join()).not.toContain('same routes');
});

describe('what a mend asks to set is not set already', () => {
  const CASES = join(__dirname, 'cases');

  /** The settings that a text names, such as `InstanceTenancy: default`. */
  const settingsIn = (mend: string) => [...mend.matchAll(/\b([A-Z]\w+): ([\w-]+)/g)].map(([, property, value]) => ({ property, value }));

  /** Whether an object has a property of a value, anywhere in it. */
  const has = (raw: unknown, property: string, value: string): boolean => typeof raw === 'object' && raw !== null
    && Object.entries(raw).some(([key, inner]) => key === property && String(inner) === value || has(inner, property, value));

  test.each(readdirSync(CASES))('%s', (code) => {
    const { templates } = loadInput([['template.yaml', 'template'].map((name) => join(CASES, code, name)).find((path) => existsSync(path))!]);
    const { functions, findings } = judge(readWorlds(templates).worlds);
    const obstacles = functions.flatMap(({ judgements }) => judgements.flatMap(({ subnets }) => subnets.flatMap(({ path }) => path.obstacles)));
    const told: { source?: Source; mend: { inTemplate: string } }[] = [...obstacles, ...findings];
    for (const { source, mend } of told) {
      const body = templates.templates[0].body as { Resources: Record<string, { Properties?: unknown }> };
      const properties = body.Resources[source?.logicalId ?? '']?.Properties;
      expect(settingsIn(mend.inTemplate).filter(({ property, value }) => has(properties, property, value))).toEqual([]);
    }
  });
});
