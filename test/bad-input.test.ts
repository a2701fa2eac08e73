import { App, Aws, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type {
  PrivateLambdaNetworkProps,
  VpcConnectionOptions,
} from '../src';
import {
  AddressFamily, AddressPlan, Destination, Egress, Ipv6Block, PrivateLambdaNetwork, SubnetTier, VpcConnectedFunction, Zones,
} from '../src';
import type { NetworkErrorCode } from '../src/private/error-codes';
import { NETWORK_ERROR_CODES } from '../src/private/error-codes';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const IPAM = 'ipam-pool-0123456789abcdef0';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

/** A wrong call, the code it ends in, and what its message must hold: the value received and the change to make. */
type BadInput = [what: string, call: () => unknown, code: NetworkErrorCode, ...mentions: string[]];

function stackOf(env?: typeof ENV): Stack {
  const app = new App({ context: { [`availability-zones:account=${ENV.account}:region=${ENV.region}`]: ['eu-west-1a', 'eu-west-1b'] } });
  return new Stack(app, 'Stack', { env });
}

function network(props: PrivateLambdaNetworkProps, env?: typeof ENV): PrivateLambdaNetwork {
  return new PrivateLambdaNetwork(stackOf(env), 'Network', props);
}

function connect(options: VpcConnectionOptions, props: PrivateLambdaNetworkProps = {}): unknown {
  const net = network(props);
  return net.connect(net, 'Orders', options);
}

/** Attach a function that was made without, or against, its connection. */
function attach(change: (net: PrivateLambdaNetwork) => Partial<lambda.FunctionProps>, options: VpcConnectionOptions = { destinations: [] }): void {
  const net = network({ ipProtocol: ec2.IpProtocol.IPV4_ONLY });
  const connection = net.connect(net, 'Connection', options);
  connection.attach(new lambda.Function(net, 'Orders', {
    ...CODE, role: connection.role, vpc: net.vpc, vpcSubnets: connection.vpcSubnets, securityGroups: connection.securityGroups, ...change(net),
  }));
}

/** Connect in subnets and with further groups that are made of the network itself. */
function attachTo(
  vpcSubnets: (net: PrivateLambdaNetwork) => ec2.SubnetSelection,
  securityGroups?: (net: PrivateLambdaNetwork) => ec2.ISecurityGroup[],
): void {
  const net = network({});
  net.connect(net, 'Connection', { destinations: [], vpcSubnets: vpcSubnets(net), securityGroups: securityGroups?.(net) });
}

function importedSubnets(count: number): ec2.ISubnet[] {
  const stack = stackOf();
  return Array.from({ length: count }, (_, index) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${index}`, {
    subnetId: `subnet-${index}`, availabilityZone: 'eu-west-1a', routeTableId: 'rtb-1',
  }));
}

function groups(net: PrivateLambdaNetwork, count: number): ec2.ISecurityGroup[] {
  return Array.from({ length: count }, (_, index) => new ec2.SecurityGroup(net, `Group${index}`, { vpc: net.vpc }));
}

function logGroupAndRetention(): void {
  const net = network({});
  net.connect(net, 'Connection', { destinations: [], logGroup: new logs.LogGroup(net, 'Logs'), logRetention: logs.RetentionDays.ONE_DAY });
}

function connectToFunction(): void {
  const net = network({});
  const other = new VpcConnectedFunction(net, 'Other', { network: net, destinations: [], ...CODE });
  net.connect(net, 'Connection', { destinations: [Destination.connectable(other, ec2.Port.tcp(443))] });
}

const PLAN: BadInput[] = [
  ['no prefix length', () => AddressPlan.cidr('10.0.0.0'), 'CIDR_MALFORMED', '10.0.0.0'],
  ['an address out of range', () => AddressPlan.cidr('10.0.256.0/16'), 'CIDR_MALFORMED', '10.0.256.0/16'],
  ['a prefix length out of range', () => AddressPlan.cidr('10.0.0.0/33'), 'CIDR_MALFORMED', '10.0.0.0/33'],
  ['an IPv6 block', () => AddressPlan.cidr('2001:db8::/56'), 'CIDR_MALFORMED', '2001:db8::/56'],
  ['host bits', () => AddressPlan.cidr('10.0.0.1/16'), 'CIDR_NOT_CANONICAL', '10.0.0.1/16', '10.0.0.0/16'],
  ['a VPC block that is too large', () => AddressPlan.cidr('10.0.0.0/8'), 'VPC_BLOCK_SIZE', '10.0.0.0/8', '/16'],
  ['a VPC block that is too small', () => AddressPlan.cidr('10.0.0.0/29'), 'VPC_BLOCK_SIZE', '10.0.0.0/29', '/28'],
  ['a token as block', () => AddressPlan.cidr(Aws.STACK_ID), 'TOKEN_NOT_ALLOWED', 'write it out'],
  ['a plan that does not fit', () => AddressPlan.cidr('10.0.0.0/24'), 'PLAN_DOES_NOT_FIT', '10.0.0.0/24', '/22'],
  ['an odd number of zone slots', () => AddressPlan.cidr('10.0.0.0/16', { zoneSlots: 3 }), 'PLAN_GEOMETRY', '3'],
  ['too many tier slots', () => AddressPlan.cidr('10.0.0.0/16', { tierSlots: 32 }), 'PLAN_GEOMETRY', '32'],
  ['overlapping blocks', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '10.0.128.0/17', tier: 'private' }] }), 'SECONDARY_BLOCK_OVERLAPS', '10.0.128.0/17', '10.0.0.0/16'],
  ['a secondary block with host bits', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.9/16', tier: 'private' }] }), 'CIDR_NOT_CANONICAL', '100.64.0.9/16'],
  ['two blocks for a tier', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'private' }, { cidr: '100.65.0.0/16', tier: 'private' }] }), 'SECONDARY_BLOCK_TIER', 'private'],
  ['five secondary blocks', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [1, 2, 3, 4, 5].map((n) => ({ cidr: `10.${n}.0.0/16`, tier: `t${n}` })) }), 'SECONDARY_BLOCK_COUNT', '5'],
  ['a pool that is none', () => AddressPlan.ipam({ ipamPoolId: 'pool-1', netmaskLength: 16 }), 'IPAM_POOL', 'pool-1'],
  ['a netmask no VPC has', () => AddressPlan.ipam({ ipamPoolId: IPAM, netmaskLength: 12 }), 'VPC_BLOCK_SIZE', '12'],
  ['an IPv6 block that is too small', () => Ipv6Block.ipam(IPAM, 60), 'IPV6_BLOCK', '60', '56'],
];

const ZONES: BadInput[] = [
  ['no zone at all', () => Zones.count(0), 'ZONE_COUNT', 'Zones.count(0)'],
  ['half a zone', () => Zones.count(1.5), 'ZONE_COUNT', '1.5'],
  ['an empty list of zones', () => Zones.named(), 'ZONE_COUNT', 'Zones.named()'],
  ['a zone named twice', () => Zones.named('eu-west-1a', 'eu-west-1a'), 'ZONE_DUPLICATE', 'eu-west-1a'],
  ['a Local Zone', () => Zones.named('us-east-1-bos-1a'), 'ZONE_NAME', 'us-east-1-bos-1a'],
  ['a Region for a zone', () => Zones.named('eu-west-1'), 'ZONE_NAME', 'eu-west-1'],
  ['a zone name for an id', () => Zones.ids('eu-west-1a'), 'ZONE_NAME', 'eu-west-1a', 'euw1-az1'],
  ['a token for a zone', () => Zones.named(Aws.REGION), 'TOKEN_NOT_ALLOWED', 'Zones.named()'],
  ['three zones of an agnostic stack', () => network({ zones: Zones.count(3) }), 'ZONES_UNAVAILABLE', 'Zones.count(3)', 'env', 'Stack/Network'],
  ['more zones than the account has', () => network({ zones: Zones.count(3) }, ENV), 'ZONES_UNAVAILABLE', 'eu-west-1', '2', 'Stack/Network'],
  ['a zone of another Region', () => network({ zones: Zones.named('us-east-1a') }, ENV), 'ZONES_UNAVAILABLE', 'us-east-1a', 'eu-west-1', 'Stack/Network'],
  ['a zone the account does not have', () => network({ zones: Zones.named('eu-west-1c') }, ENV), 'ZONES_UNAVAILABLE', 'eu-west-1c', 'eu-west-1a, eu-west-1b'],
  ['zones of two Regions', () => network({ zones: Zones.named('eu-west-1a', 'us-east-1b') }), 'ZONES_UNAVAILABLE', '2 Regions', 'Stack/Network'],
  ['a zone beyond the plan', () => network({ zones: Zones.named('eu-west-1c', 'eu-west-1i') }), 'ZONE_SLOT', 'eu-west-1i', '8'],
];

const TIERS: BadInput[] = [
  ['a tier name with a dash', () => SubnetTier.isolated('my-cache', 4), 'TIER_NAME', 'my-cache'],
  ['the name of a built-in tier', () => SubnetTier.withEgress('private', 4), 'TIER_NAME', 'private'],
  ['the slot of a built-in tier', () => SubnetTier.isolated('cache', 2), 'TIER_SLOT', 'slot 2', 'from 4'],
  ['half a slot', () => SubnetTier.isolated('cache', 4.5), 'TIER_SLOT', '4.5'],
  ['a slot beyond the plan', () => network({ tiers: [SubnetTier.isolated('cache', 8)] }), 'TIER_SLOT', 'cache', '8'],
  ['two tiers in a slot', () => network({ tiers: [SubnetTier.isolated('cache', 4), SubnetTier.isolated('db', 4)] }), 'TIER_SLOT', 'cache', 'db', 'Stack/Network'],
  ['two tiers of a name', () => network({ tiers: [SubnetTier.isolated('db', 4), SubnetTier.isolated('db', 5)] }), 'TIER_NAME', 'db', 'Stack/Network'],
  ['a block for no tier', () => network({ addressPlan: AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'pods' }] }) }), 'TIER_UNKNOWN', 'pods', 'private, isolated, public', 'Stack/Network'],
];

const EGRESS: BadInput[] = [
  ['more NAT gateways than zones', () => network({ egress: Egress.natGateways({ count: 3 }) }), 'EGRESS_NAT_COUNT', 'count 3', '2 zones', 'Stack/Network'],
  ['no NAT gateway', () => network({ egress: Egress.natGateways({ count: 0 }) }), 'EGRESS_NAT_COUNT', 'count 0', 'Egress.none()'],
  ['no NAT instance', () => network({ egress: Egress.natInstances({ count: 0 }) }), 'EGRESS_NAT_COUNT', 'Egress.natInstances()'],
  ['a count beside zones', () => network({ egress: Egress.natGateways({ count: 2, zones: ['a'] }) }), 'EGRESS_NAT_COUNT', 'count 2'],
  ['a zone the network does not span', () => network({ egress: Egress.natGateways({ zones: ['c'] }) }), 'EGRESS_NAT_ZONE', '\'c\'', 'a, b', 'Stack/Network'],
  ['an address for another zone', () => network({ egress: Egress.natGateways({ allocationIds: { c: 'eipalloc-1' } }) }), 'EGRESS_ELASTIC_IPS', '\'c\'', 'a, b'],
  ['more addresses than a NAT gateway holds', () => network({ egress: Egress.natGateways({ secondaryElasticIps: 8 }) }), 'EGRESS_ELASTIC_IPS', '8', '7'],
  ['IPv6 egress without IPv6', () => network({ egress: Egress.ipv6Only(), ipProtocol: ec2.IpProtocol.IPV4_ONLY }), 'EGRESS_NEEDS_IPV6', 'IPV4_ONLY', 'Stack/Network'],
];

const FUNCTIONS: BadInput[] = [
  ['the internet without egress', () => connect({ destinations: [Destination.internet()] }, { egress: Egress.none() }), 'DESTINATION_NO_EGRESS', 'Stack/Network'],
  ['IPv4 where the egress is IPv6', () => connect({ destinations: [Destination.internet({ addressFamilies: [AddressFamily.IPV4] })] }, { egress: Egress.ipv6Only() }), 'DESTINATION_FAMILY', 'ipv4'],
  ['IPv6 in an IPv4 network', () => connect({ destinations: [Destination.cidr('2001:db8::/32', ec2.Port.tcp(443))] }, { ipProtocol: ec2.IpProtocol.IPV4_ONLY }), 'DESTINATION_FAMILY', '2001:db8::/32'],
  ['a service without a path', () => connect({ destinations: [Destination.awsService('secretsmanager')] }), 'DESTINATION_SERVICE_NO_PATH', 'secretsmanager', 'Destination.internet()'],
  ['a service that has no name', () => Destination.awsService('https://sqs'), 'DESTINATION_SERVICE', 'https://sqs'],
  ['the whole internet as a block', () => Destination.cidr('0.0.0.0/0', ec2.Port.tcp(443)), 'DESTINATION_CIDR', '0.0.0.0/0', 'Destination.internet()'],
  ['a block with host bits', () => Destination.cidr('10.1.0.1/16', ec2.Port.tcp(443)), 'CIDR_NOT_CANONICAL', '10.1.0.1/16', '10.1.0.0/16'],
  ['ICMP', () => Destination.cidr('10.1.0.0/16', ec2.Port.icmpPing()), 'DESTINATION_PORT', 'TCP', 'UDP'],
  ['a prefix list that is none', () => Destination.prefixList('sg-1', ec2.Port.tcp(443)), 'DESTINATION_PREFIX_LIST', 'sg-1'],
  ['a function in public subnets', () => connect({ destinations: [], vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }), 'FUNCTION_IN_PUBLIC_SUBNET'],
  ['no subnet', () => connect({ destinations: [], vpcSubnets: { subnets: [] } }), 'FUNCTION_SUBNET_COUNT', '0', '16'],
  ['seventeen subnets', () => connect({ destinations: [], vpcSubnets: { subnets: importedSubnets(17) } }), 'FUNCTION_SUBNET_COUNT', '17', '16'],
  ['subnets with different routes', () => attachTo((net) => ({ subnets: [...net.functionSubnets, ...net.isolatedSubnets] })), 'FUNCTION_SUBNETS_DIVERGE', 'private', 'isolated'],
  ['six security groups', () => attachTo(() => ({}), (net) => groups(net, 5)), 'FUNCTION_SECURITY_GROUP_COUNT', '6', '5'],
  ['a retention for a log group of one\'s own', () => logGroupAndRetention(), 'FUNCTION_LOG_GROUP', 'logRetention', 'Stack/Network'],
  ['a function that connects to a function', () => connectToFunction(), 'DESTINATION_CONNECTABLE', 'Destination.awsService(\'lambda\')'],
  ['a function beside its connection', () => attach((net) => ({ vpcSubnets: { subnets: net.isolatedSubnets } })), 'FUNCTION_NOT_CONNECTED', 'Stack/Network/Orders'],
  ['IPv6 on IPv4 subnets', () => attach(() => ({ ipv6AllowedForDualStack: true })), 'FUNCTION_IPV6_FLAG', 'Stack/Network/Orders'],
];

const ALL: BadInput[] = [...PLAN, ...ZONES, ...TIERS, ...EGRESS, ...FUNCTIONS];

describe('a mistake ends in an error that names the code, the value and the change to make', () => {
  test.each(ALL)('%s', (_, call, code, ...mentions) => {
    const message = messageOf(call);
    expect(message).toContain(`[${code}]`);
    mentions.forEach((mention) => expect(message).toContain(mention));
  });

  test.each(ALL)('%s: one sentence, in lower case, without a full stop', (_, call) => {
    const sentence = messageOf(call).replace(/ \[[A-Z0-9_]+\].*$/, '');
    expect(sentence).not.toMatch(/\.$/);
    expect(sentence).toMatch(/^[a-z0-9']|^[A-Z][A-Za-z0-9]*\.[a-z]|^(IPAM|IPv[46]|VPC|AWS) /);
  });

  test('the table covers every code that a single call can end in', () => {
    const covered = new Set(ALL.map(([, , code]) => code));
    const elsewhere: NetworkErrorCode[] = ['VPC_DEDICATED_TENANCY', 'FUNCTION_SUBNET_IPV6_ONLY'];
    expect(Object.keys(NETWORK_ERROR_CODES).filter((code) => !covered.has(code as NetworkErrorCode)).sort()).toEqual([...elsewhere].sort());
    expect(ALL.length).toBeGreaterThanOrEqual(40);
  });
});

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the call was accepted');
}

// VpcConnectedFunction is the usual way in; the same checks run through it.
test('the error of a connected function names the function\'s connection', () => {
  const net = network({ egress: Egress.none() });
  expect(() => new VpcConnectedFunction(net, 'Orders', {
    network: net, destinations: [Destination.internet()], ...CODE,
  })).toThrow(/DESTINATION_NO_EGRESS.*Stack\/Network\/OrdersConnection/);
});
