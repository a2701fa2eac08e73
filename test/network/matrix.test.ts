import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { SynthesizedTemplate } from './harm';
import type { StackKind } from './template-in';
import { templateIn } from './template-in';
import { Egress, FlowLogs, Ipv6DefaultRoute, PrivateLambdaNetwork, SubnetTier, Zones } from '../../src';

/*
 * N1-N7: egress × IP protocol × zones × kind of stack, every combination that can be; and with these, in turns, tiers and endpoints, so that
 * every pair of values of two different factors is in at least one of the networks: a fault that needs three factors to show has not been seen
 * yet, and one that needs two is the usual kind. The whole product would have 1,920 networks. Tests below prove what is covered.
 * Each template holds the resources told from the description of the network, and no others; its routes lead where they should, and nowhere
 * else. It is also judged by CloudFormation's rules, as all templates of the tests are.
 */

const EGRESS = [
  'none', 'natGateways', 'oneNatGateway', 'natGateways64', 'regional', 'regional64', 'regionalOwn', 'natInstances', 'ipv6Only', 'transit', 'transitIpv6', 'provider',
] as const;
const FACTORS = {
  egress: EGRESS,
  zones: [1, 2, 3, 4, 5, 6],
  ipv6: [true, false],
  tiers: ['none', 'isolated', 'egress', 'both'],
  endpoints: [0, 2],
  stack: ['agnostic', 'concrete'],
} as const;

interface Network {
  readonly egress: typeof EGRESS[number];
  readonly zones: number;
  readonly ipv6: boolean;
  readonly tiers: typeof FACTORS.tiers[number];
  readonly endpoints: number;
  readonly stack: StackKind;
}
type Factor = keyof typeof FACTORS;
type Counts = Record<string, number>;

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];
const ZONE_NAMES = LETTERS.map((letter) => `eu-west-1${letter}`);
const SERVICES = [ec2.InterfaceVpcEndpointAwsService.SQS, ec2.InterfaceVpcEndpointAwsService.KMS];
const TGW = 'tgw-0123456789abcdef0';

/** Every egress, protocol, number of zones and kind of stack; the other factors take turns so that all pairs come up. */
const NETWORKS: Network[] = EGRESS.flatMap((egress, row) => FACTORS.zones.flatMap((zones, column) => FACTORS.ipv6.flatMap((ipv6, layer) =>
  FACTORS.stack.flatMap((stack, kind) => (!ipv6 && needsIpv6(egress) ? [] : [{
    egress,
    zones,
    ipv6,
    tiers: FACTORS.tiers[(row + column + layer + 2 * kind) % 4],
    endpoints: FACTORS.endpoints[(Math.floor(row / 2) + column + layer + kind) % 2],
    stack,
  }])))));

/** What cannot be: these kinds of egress are refused in an IPv4 network. */
function needsIpv6(egress: Network['egress']): boolean {
  return ['ipv6Only', 'natGateways64', 'regional64', 'transitIpv6'].includes(egress);
}

function egressOf({ egress, zones }: Network): Egress {
  switch (egress) {
    case 'none': return Egress.none();
    case 'natGateways': return Egress.natGateways();
    case 'oneNatGateway': return Egress.natGateways({ count: 1 });
    case 'natGateways64': return Egress.natGateways({ nat64: true });
    case 'regional': return Egress.regionalNatGateway();
    case 'regional64': return Egress.regionalNatGateway({ nat64: true });
    case 'regionalOwn':
      return Egress.regionalNatGateway({ allocationIds: Object.fromEntries(ZONE_NAMES.slice(0, zones).map((name, index) => [name, [`eipalloc-0${index}`]])) });
    case 'natInstances': return Egress.natInstances();
    case 'ipv6Only': return Egress.ipv6Only();
    case 'transit': return Egress.transitGateway({ transitGatewayId: TGW });
    case 'transitIpv6': return Egress.transitGateway({ transitGatewayId: TGW, ipv6DefaultRoute: Ipv6DefaultRoute.TRANSIT_GATEWAY });
    case 'provider': return Egress.provider(ec2.NatProvider.gateway());
  }
}

function tiersOf({ tiers }: Network): SubnetTier[] {
  return [
    ...tiers === 'isolated' || tiers === 'both' ? [SubnetTier.isolated('cache', 4)] : [],
    ...tiers === 'egress' || tiers === 'both' ? [SubnetTier.withEgress('tasks', 5)] : [],
  ];
}

function synthesize(network: Network): SynthesizedTemplate {
  return templateIn(network.stack, ZONE_NAMES, (stack) => new PrivateLambdaNetwork(stack, 'Network', {
    zones: Zones.named(...ZONE_NAMES.slice(0, network.zones)),
    egress: egressOf(network),
    ipProtocol: network.ipv6 ? ec2.IpProtocol.DUAL_STACK : ec2.IpProtocol.IPV4_ONLY,
    tiers: tiersOf(network),
    endpoints: SERVICES.slice(0, network.endpoints),
    flowLogs: FlowLogs.none(),
  }));
}

/** How many of what there should be, told from the description alone. */
function expected({ egress, zones, ipv6, tiers, endpoints }: Network): Counts {
  const zonal = ['natGateways', 'natGateways64', 'provider'].includes(egress);
  const regional = ['regional', 'regional64', 'regionalOwn'].includes(egress);
  const transit = egress === 'transit' || egress === 'transitIpv6';
  const gateways = zonal ? zones : Number(egress === 'oneNatGateway' || regional);
  const instances = egress === 'natInstances' ? zones : 0;
  const publicSubnets = zonal || egress === 'natInstances' ? zones : Number(egress === 'oneNatGateway');
  const own = { none: 0, isolated: 1, egress: 1, both: 2 }[tiers];
  const subnets = zones * (2 + own + Number(transit)) + publicSubnets;
  const routed = zones * (1 + Number(tiers === 'egress' || tiers === 'both'));
  const ipv4Default = egress === 'none' || egress === 'ipv6Only' ? 0 : routed;
  const ipv6Default = ipv6 && egress !== 'none' ? routed : 0;
  const internetGateway = Number(publicSubnets > 0 || regional);
  return {
    'AWS::EC2::VPC': 1,
    'AWS::EC2::VPCCidrBlock': Number(ipv6),
    'AWS::EC2::Subnet': subnets,
    'AWS::EC2::RouteTable': subnets,
    'AWS::EC2::SubnetRouteTableAssociation': subnets,
    'AWS::EC2::Route': ipv4Default + ipv6Default + (egress.endsWith('64') ? routed : 0) + publicSubnets + (ipv6 ? instances : 0),
    'AWS::EC2::NatGateway': gateways,
    'AWS::EC2::EIP': regional ? 0 : gateways + instances,
    'AWS::EC2::Instance': instances,
    'AWS::IAM::InstanceProfile': instances,
    'AWS::EC2::InternetGateway': internetGateway,
    'AWS::EC2::VPCGatewayAttachment': internetGateway,
    'AWS::EC2::EgressOnlyInternetGateway': Number(ipv6 && egress !== 'none' && egress !== 'transitIpv6'),
    'AWS::EC2::TransitGatewayAttachment': Number(transit),
    'AWS::EC2::VPCEndpoint': 2 + endpoints,
    // The one of the endpoints, and the one of the NAT instances.
    'AWS::EC2::SecurityGroup': Number(endpoints > 0) + Number(instances > 0),
    // The CDK's provider that empties the default security group has a role of its own.
    'AWS::IAM::Role': 1 + instances,
    'AWS::Lambda::Function': 1,
    'Custom::VpcRestrictDefaultSG': 1,
  };
}

/** Where the route tables lead: how many routes to which destination, through what. */
function expectedRoutes({ egress, zones, ipv6, tiers }: Network): Counts {
  const routed = zones * (1 + Number(tiers === 'egress' || tiers === 'both'));
  const publicSubnets = ['natGateways', 'natGateways64', 'provider', 'natInstances'].includes(egress) ? zones : Number(egress === 'oneNatGateway');
  const nat = egress === 'natInstances' ? 'InstanceId' : 'NatGatewayId';
  const ipv4 = egress.startsWith('transit') ? 'TransitGatewayId' : nat;
  const ipv6Way = egress === 'transitIpv6' ? 'TransitGatewayId' : 'EgressOnlyInternetGatewayId';
  return withoutZeros({
    [`0.0.0.0/0 ${ipv4}`]: egress === 'none' || egress === 'ipv6Only' ? 0 : routed,
    [`::/0 ${ipv6Way}`]: ipv6 && egress !== 'none' ? routed : 0,
    '64:ff9b::/96 NatGatewayId': egress.endsWith('64') ? routed : 0,
    '0.0.0.0/0 GatewayId': publicSubnets,
    // NAT instances are updated over IPv6; NAT gateways have nothing to do with it.
    '::/0 GatewayId': ipv6 && egress === 'natInstances' ? publicSubnets : 0,
  });
}

const ROUTE_TARGETS = ['GatewayId', 'NatGatewayId', 'InstanceId', 'NetworkInterfaceId', 'EgressOnlyInternetGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId'];

function routes({ Resources }: SynthesizedTemplate): Counts {
  const counts: Counts = {};
  Object.values(Resources).filter(({ Type }) => Type === 'AWS::EC2::Route').forEach(({ Properties = {} }) => {
    const to = Properties.DestinationCidrBlock ?? Properties.DestinationIpv6CidrBlock;
    const way = `${String(to)} ${ROUTE_TARGETS.filter((target) => Properties[target] !== undefined).join()}`;
    counts[way] = (counts[way] ?? 0) + 1;
  });
  return counts;
}

function counted({ Resources }: SynthesizedTemplate): Counts {
  const counts: Counts = {};
  Object.values(Resources).forEach(({ Type }) => (counts[Type] = (counts[Type] ?? 0) + 1));
  return counts;
}

function withoutZeros(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

describe('N1-N7: a network holds what was asked for, and nothing else', () => {
  test.each(NETWORKS.map((network) => [
    `${network.egress}, ${network.zones} zones, ${network.ipv6 ? 'dual-stack' : 'IPv4'}, tiers ${network.tiers}, ${network.endpoints} endpoints, ${network.stack}`, network,
  ] as const))('%s', (_, network) => {
    const template = synthesize(network);
    expect(counted(template)).toEqual(withoutZeros(expected(network)));
    expect(routes(template)).toEqual(expectedRoutes(network));
  });
});

describe('the design of the matrix', () => {
  test('every egress, protocol, number of zones and kind of stack that can be is in a network, once', () => {
    const product = EGRESS.flatMap((egress) => FACTORS.zones.flatMap((zones) => FACTORS.stack.flatMap((stack) =>
      (needsIpv6(egress) ? [true] : [true, false]).map((ipv6) => [egress, zones, stack, ipv6].join()))));
    expect(NETWORKS.map(({ egress, zones, stack, ipv6 }) => [egress, zones, stack, ipv6].join()).sort()).toEqual(product.sort());
  });

  const pairs = (Object.keys(FACTORS) as Factor[]).flatMap((one, index, all) => all.slice(index + 1).map((other) => [one, other] as const));

  test.each(pairs)('every pair of %s and %s that can be is in a network', (one, other) => {
    const missing = FACTORS[one].flatMap((value) => FACTORS[other]
      .filter((another) => !NETWORKS.some((network) => network[one] === value && network[other] === another))
      .map((another) => [value, another]));
    expect(missing.filter(([value, another]) => !(one === 'egress' && another === false && needsIpv6(value as Network['egress'])))).toEqual([]);
  });
});
