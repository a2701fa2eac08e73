import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../src';
import { judge } from '../../src/analysis/judge/judge';
import { loadInput } from '../../src/analysis/load/load-input';
import type { Hop } from '../../src/analysis/model/hop';
import type { Source } from '../../src/analysis/model/source';
import { readWorlds } from '../../src/analysis/worlds/read-worlds';
import { Deployment, referencesIn, stackOrder } from '../lifecycle/deployment-order';

/*
 * Law: whatever the analysis names on the path to a declared destination, and whatever rule of a security group lets it through, is created before the function and deleted after
 * it. What is not is on a list, with its reason.
 */

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const POSTGRES = ec2.Port.tcp(5432);

const EGRESSES: Record<string, () => Egress> = {
  'none': () => Egress.none(),
  'NAT gateways': () => Egress.natGateways(),
  'a NAT gateway': () => Egress.natGateways({ count: 1 }),
  'NAT gateways with NAT64': () => Egress.natGateways({ nat64: true, secondaryElasticIps: 1 }),
  'a regional NAT gateway': () => Egress.regionalNatGateway(),
  'NAT instances': () => Egress.natInstances(),
  'IPv6 only': () => Egress.ipv6Only(),
  'a provider': () => Egress.provider(ec2.NatProvider.gateway()),
};

/** The world of one run. `data` is the stack in which what is reached lies. */
interface World {
  readonly network: PrivateLambdaNetwork;
  readonly data: () => Stack;
  readonly hasInternet: boolean;
}

const DESTINATIONS: Record<string, (world: World) => Destination[]> = {
  'the internet': ({ hasInternet }) => hasInternet ? [Destination.internet()] : [],
  's3': () => [Destination.awsService('s3')],
  'sqs': () => [Destination.awsService('sqs')],
  'a group': ({ data, network }) => [Destination.connectable(new ec2.SecurityGroup(data(), 'Cache', { vpc: network.vpc, allowAllOutbound: false }), POSTGRES)],
  'a file system': ({ data, network }) => {
    const files = new efs.FileSystem(data(), 'Files', { vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets }, encrypted: true });
    return [Destination.connectable(files, ec2.Port.NFS)];
  },
  'a peer': ({ data, network }) => {
    const peer = new ec2.Vpc(Stack.of(network), 'Peer', { ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/16'), natGateways: 0, maxAzs: 2 });
    network.peerWith('Peer', { vpc: peer });
    return [Destination.connectable(new ec2.SecurityGroup(data(), 'PeerGroup', { vpc: peer, allowAllOutbound: false }), POSTGRES), Destination.cidr('10.9.0.0/16', POSTGRES)];
  },
  'a block in the VPC': () => [Destination.cidr('10.0.0.0/16', POSTGRES)],
};

const SETTINGS: Record<string, (network: PrivateLambdaNetwork) => void> = {
  'network ACLs': (network) => network.addNetworkAcls({ }),
  'DHCP options': (network) => network.useDhcpOptions({ domainName: 'shop.internal' }),
  'a transit gateway': (network) => network.attachToTransitGateway('Office', { transitGatewayId: 'tgw-0123456789abcdef0', destinations: ['10.20.0.0/16'] }),
};

/** The endpoint through which a function may invoke itself, and nothing else. */
const OWN_ENDPOINT = 'lambda';

/** What does not come before a function although it is on a path, and why. */
const EXCEPTIONS: ReadonlyArray<{ readonly id: RegExp; readonly reason: string }> = [
  { id: /^Base\.NetworkEndpointslambda/, reason: 'the policy of the endpoint names the function, so the endpoint comes after it' },
];

const LAYOUTS = ['one stack', 'network and function', 'network, data and function'] as const;

interface Choice {
  readonly egress: string;
  readonly destinations: readonly string[];
  readonly settings: readonly string[];
  readonly layout: typeof LAYOUTS[number];
  readonly dedicated: boolean;
  readonly policyNamesFunction: boolean;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  egress: fc.constantFrom(...Object.keys(EGRESSES)),
  destinations: fc.uniqueArray(fc.constantFrom(...Object.keys(DESTINATIONS)), { minLength: 1 }),
  settings: fc.uniqueArray(fc.constantFrom(...Object.keys(SETTINGS))),
  layout: fc.constantFrom(...LAYOUTS),
  dedicated: fc.boolean(),
  policyNamesFunction: fc.boolean(),
});

/** Each egress and each destination at least once, whatever is drawn. */
const EXAMPLES: Array<[Choice]> = Object.keys(EGRESSES).map((egress, index) => [{
  egress,
  destinations: Object.keys(DESTINATIONS),
  settings: Object.keys(SETTINGS),
  layout: LAYOUTS[index % 3],
  dedicated: index % 2 === 0,
  policyNamesFunction: index % 3 === 0,
}]);

function define({ egress, destinations, settings, layout, dedicated, policyNamesFunction }: Choice): App {
  const app = new App();
  const base = new Stack(app, 'Base');
  const network = new PrivateLambdaNetwork(base, 'Network', { zones: Zones.count(2), egress: EGRESSES[egress]() });
  const shop = layout === 'one stack' ? base : new Stack(app, 'Shop');
  // an empty stack is no template
  const data = () => layout !== 'network, data and function' ? shop : app.node.tryFindChild('Data') as Stack | undefined ?? new Stack(app, 'Data');
  const world = { network, data, hasInternet: network.internetAddressFamilies.length > 0 };
  const itself = policyNamesFunction && layout === 'one stack';
  const declared = [...destinations.flatMap((one) => DESTINATIONS[one](world)), ...itself ? [Destination.awsService(OWN_ENDPOINT)] : []];
  const fn = new VpcConnectedFunction(shop, 'Orders', { network, destinations: declared, dedicatedSecurityGroup: dedicated, ...CODE });
  settings.forEach((one) => SETTINGS[one](network));
  if (itself) {
    const endpoint = network.node.findChild('Endpoints').node.tryFindChild(OWN_ENDPOINT) as ec2.InterfaceVpcEndpoint | undefined;
    endpoint?.addToPolicy(new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
  }
  return app;
}

/** The resources on the paths to what the function declares, by the names that the deployment gives them. */
function onPaths(directory: string, stackOf: ReadonlyMap<string, string>): Set<string> {
  const { worlds, notes } = readWorlds(loadInput([directory]).templates);
  const judgements = judge(worlds, { notes }).functions.flatMap((one) => one.judgements.filter(({ declared }) => declared));
  const paths = judgements.flatMap(({ subnets }) => subnets.map(({ path }) => path));
  const sources = paths.flatMap(({ hops, obstacles }) => [...hops.flatMap(sourceOf), ...obstacles.flatMap(({ source }) => source ?? [])]);
  const defined = sources.filter(({ template, logicalId }) => template !== undefined && logicalId !== undefined);
  return new Set(defined.map(({ template, logicalId }) => `${stackOf.get(template!)!}.${logicalId!}`));
}

function sourceOf(hop: Hop): Source[] {
  return 'source' in hop && hop.source !== undefined ? [hop.source] : [];
}

/** The rules of the groups that functions have, on both sides. */
function rulesOf(deployment: Deployment, fn: string): string[] {
  const { SecurityGroupIds } = (deployment.resources.get(fn)!.Properties as { VpcConfig: { SecurityGroupIds: unknown } }).VpcConfig;
  const groups = referencesIn(SecurityGroupIds);
  return ['AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress'].flatMap((type) => deployment.ofType(type)).filter((rule) => {
    const { GroupId, SourceSecurityGroupId } = deployment.resources.get(rule)!.Properties!;
    return [...referencesIn(GroupId), ...referencesIn(SourceSecurityGroupId)].some((name) => groups.includes(name));
  });
}

/** Everything on a path that does not come before the function. */
function late(app: App): string[] {
  const { directory, stacks } = app.synth();
  const named = new Map(stacks.map(({ templateFile, stackName }) => [templateFile, stackName]));
  const deployment = new Deployment(new Map(stacks.map(({ stackName, template }) => [stackName, template as unknown])), stackOrder(stacks));
  expect(deployment.hasOrder).toBe(true);
  const [fn] = deployment.ofType('AWS::Lambda::Function').filter((id) => deployment.resources.get(id)!.Properties!.VpcConfig !== undefined);
  const needs = deployment.needsOf(fn);
  return [...onPaths(directory, named), ...rulesOf(deployment, fn)].filter((id) => !needs.has(id));
}

describe('F9: what the analysis names on a path precedes the function', () => {
  test('for all egresses, destinations and layouts of stacks', () => {
    const met = new Set<string>();
    fc.assert(fc.property(choice, (drawn) => {
      const unexplained = late(define(drawn)).filter((id) => {
        const exception = EXCEPTIONS.find((one) => one.id.test(id));
        return exception === undefined || !met.add(exception.reason);
      });
      expect(unexplained).toEqual([]);
    }), { numRuns: 20, examples: EXAMPLES });
    expect([...met]).toEqual(EXCEPTIONS.map(({ reason }) => reason));
  });
});
