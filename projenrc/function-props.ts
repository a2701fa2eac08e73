import { Struct, TypeScriptRenderer } from '@mrgrain/jsii-struct-builder';
import type { awscdk } from 'projen';
import { TextFile } from 'projen';

type Property = Struct['properties'][number];

const NAME = 'VpcConnectedFunctionProps';
const FILE = 'src/function/vpc-connected-function-props.ts';
const SOURCE = 'aws-cdk-lib.aws_lambda.FunctionProps';
const PACKAGE = 'cdk-lambda-network';

/** Where the types of this library are declared, seen from the generated file. */
const OWN_TYPES: Record<string, string> = {
  IPrivateLambdaNetwork: '../connection/lambda-network',
  VpcConnectionOptions: '../connection/vpc-connection',
};

/** What the network and the connection decide, so that no caller can contradict them. */
const DECIDED_BY_THE_NETWORK = [
  'vpc',
  'securityGroup',
  'allowAllOutbound',
  'allowAllIpv6Outbound',
  'allowPublicSubnet',
  'ipv6AllowedForDualStack',
];

/** Members that `VpcConnectionOptions` has, with a meaning of their own; the generated struct extends it. */
const OPTIONS_OF_THE_CONNECTION = ['vpcSubnets', 'securityGroups', 'role', 'logGroup', 'logRetention', 'logRemovalPolicy'];

/** Knobs of the custom resource that sets retention afterwards; here the log group is an ordinary resource. */
const LOG_RETENTION_MACHINERY = ['logRetentionRole', 'logRetentionRetryOptions'];

const NETWORK: Property = {
  name: 'network',
  type: { fqn: `${PACKAGE}.IPrivateLambdaNetwork` },
  docs: { summary: 'The network the function is attached to.' },
};

/**
 * Generate the props of `VpcConnectedFunction`: those of `lambda.Function`, without what could contradict the network.
 *
 * jsii has no `Omit`, so the struct is written out. It follows the aws-cdk-lib this project compiles against, which is
 * the oldest one it supports: a newer member is never promised to a user of an older release.
 *
 * @returns the path of the generated file
 */
export function generateFunctionProps(project: awscdk.AwsCdkConstructLibrary): string {
  const inherited = Struct.fromFqn(SOURCE)
    .withoutDeprecated()
    .omit(...DECIDED_BY_THE_NETWORK, ...OPTIONS_OF_THE_CONNECTION, ...LOG_RETENTION_MACHINERY);
  const struct = Struct.empty(`${PACKAGE}.${NAME}`).mixin(inherited).add(NETWORK).map(documented);
  const spec = {
    ...struct.spec,
    name: `${NAME} extends VpcConnectionOptions`,
    properties: [...struct.properties].sort(requiredFirst),
    docs: {
      summary: 'How to define a function that is attached to a network.',
      remarks: '\nEvery member of `lambda.FunctionProps`, save what the network decides: the VPC, outbound rules and address families.',
    },
  };

  const file = new TextFile(project, FILE);
  file.addLine(`// ${file.marker}`);
  file.addLine(new StructRenderer({ importLocations: { [PACKAGE]: PACKAGE } }).renderStructSpec(spec).trimEnd());
  file.addLine('');
  return FILE;
}

function requiredFirst(one: Property, other: Property): number {
  return Number(one.optional ?? false) - Number(other.optional ?? false) || one.name.localeCompare(other.name, 'en');
}

function documented(member: Property): Property {
  const docs = member.docs ?? {};
  if (member.optional === true && docs.default === undefined) {
    throw new Error(`${SOURCE}.${member.name} has no documented default: document it here`);
  }
  const remarks = docs.remarks === undefined ? '' : `\n${docs.remarks}${docs.default === undefined ? '' : '\n'}`;
  // a default is one line here; aws-cdk-lib has some that wrap
  return { ...member, docs: { summary: docs.summary, remarks, default: docs.default?.replace(/\s+/g, ' ') } };
}

/** Imports the library's own types from the files that declare them, because nothing in `src` imports its index. */
class StructRenderer extends TypeScriptRenderer {
  protected override renderImports(modules: Map<string, Set<string>>): void {
    const foreign = [...modules].filter(([module]) => module !== PACKAGE);
    super.renderImports(new Map(foreign));
    for (const name of [...modules.get(PACKAGE) ?? [], 'VpcConnectionOptions'].sort()) {
      const file = OWN_TYPES[name];
      if (file === undefined) {
        throw new Error(`say in OWN_TYPES which file declares ${name}`);
      }
      super.renderImports(new Map([[file, new Set([name])]]));
    }
  }
}
