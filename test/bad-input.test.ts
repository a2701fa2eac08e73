import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aws, CfnResource, Duration, Fn, RemovalPolicy, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import type {
  ExistingNetworkAttributes,
  ExistingVpcOptions,
  InterfaceEndpointOptions,
  GuardedVpcSettings,
  PrivateLambdaNetworkProps,
  SnapshotNetworkOptions,
  TransitGatewayConnectionOptions,
  TransitGatewayEgressOptions,
  TroubleshootingOptions,
  VpcConnectedFunctionProps,
  VpcConnectionOptions,
  VpcPeeringOptions,
} from '../src';
import {
  AddressFamily, AddressPlan, ComputeConnection, Destination, Egress, EndpointPolicy, FlowLogs, Ipv6Block, Ipv6DefaultRoute, LambdaVpcGuardrail,
  PrivateLambdaNetwork, ReachabilityAnalyzer, SubnetTier, VpcConnectedFunction, Zones,
} from '../src';
import { VPC, answers, snapshotOf } from './analysis/describe/answers';
import { spellSnapshot } from '../src/analysis/describe/spell-snapshot';
import type { NetworkErrorCode } from '../src/private/error-codes';
import { NETWORK_ERROR_CODES } from '../src/private/error-codes';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const SQS = ec2.InterfaceVpcEndpointAwsService.SQS;
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

/** A function of a stack whose Region or account differs from the network's. */
function connectFrom(env: Partial<typeof ENV>): void {
  const net = network({}, ENV);
  net.connect(new Stack(net.node.root as App, 'Other', { env: { ...ENV, ...env } }), 'Orders', { destinations: [] });
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
  ['a block that no host can be in', () => AddressPlan.cidr('169.254.0.0/16'), 'VPC_BLOCK_RESERVED', '169.254.0.0/16', 'link-local'],
  ['blocks that EC2 does not combine', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '192.168.0.0/16', tier: 'private' }] }), 'SECONDARY_BLOCK_RANGE', '192.168.0.0/16', '100.64.0.0/10'],
  ['a secondary block with host bits', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.9/16', tier: 'private' }] }), 'CIDR_NOT_CANONICAL', '100.64.0.9/16'],
  ['two blocks for a tier', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'private' }, { cidr: '100.65.0.0/16', tier: 'private' }] }), 'SECONDARY_BLOCK_TIER', 'private'],
  ['five secondary blocks', () => AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [1, 2, 3, 4, 5].map((n) => ({ cidr: `10.${n}.0.0/16`, tier: `t${n}` })) }), 'SECONDARY_BLOCK_COUNT', '5'],
  ['a pool that is none', () => AddressPlan.ipam({ ipamPoolId: 'pool-1', netmaskLength: 16 }), 'IPAM_POOL', 'pool-1'],
  ['a netmask no VPC has', () => AddressPlan.ipam({ ipamPoolId: IPAM, netmaskLength: 12 }), 'VPC_BLOCK_SIZE', '12'],
  ['an IPv6 block that is too small', () => Ipv6Block.ipam({ ipamPoolId: IPAM, netmaskLength: 60 }), 'IPV6_BLOCK', '60', '56'],
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
  ['an address in place of its allocation', () => network({ egress: Egress.natGateways({ allocationIds: { a: '203.0.113.7' } }) }), 'EGRESS_ELASTIC_IPS', '203.0.113.7', 'eipalloc-'],
  ['one address for two NAT gateways', () => network({ egress: Egress.natGateways({ allocationIds: { a: 'eipalloc-0a', b: 'eipalloc-0a' } }) }), 'EGRESS_ELASTIC_IPS', 'eipalloc-0a', 'a and b'],
  ['one address as primary and secondary', () => network({ egress: Egress.natGateways({ allocationIds: { a: 'eipalloc-0a' }, secondaryAllocationIds: { a: ['eipalloc-0a'] } }) }), 'EGRESS_ELASTIC_IPS', 'twice for zone a'],
  ['a drain that is too long', () => network({ egress: Egress.natGateways({ maxDrainDuration: Duration.seconds(4_001) }) }), 'EGRESS_DRAIN_DURATION', '4001', '4000'],
  ['a drain of a regional NAT gateway that is too short', () => network({ egress: Egress.regionalNatGateway({ maxDrainDuration: Duration.seconds(0) }) }), 'EGRESS_DRAIN_DURATION', '0 seconds', '1 to'],
  ['more addresses than a NAT gateway holds', () => network({ egress: Egress.natGateways({ secondaryElasticIps: 8 }) }), 'EGRESS_ELASTIC_IPS', '8', '7'],
  ['a client of endpoints without a security group', () => network({}).allowEndpointAccess(ec2.Peer.ipv4('10.0.0.0/24'), { services: ['sqs'] }), 'ENDPOINT_ACCESS', 'Stack/Network', 'fromSecurityGroupId'],
  ['a function as a client of endpoints', () => {
    const net = network({});
    net.allowEndpointAccess(net.connect(net, 'Orders', { destinations: [] }));
  }, 'ENDPOINT_ACCESS', 'Orders', "Destination.awsService('secretsmanager')"],
  ['a client of endpoints in another Region', () => {
    const net = network({}, ENV);
    const other = new Stack(net.node.root, 'Other', { env: { ...ENV, region: 'us-east-1' } });
    net.allowEndpointAccess(ec2.SecurityGroup.fromSecurityGroupId(other, 'Client', 'sg-0123456789abcdef0'));
  }, 'ENDPOINT_ACCESS', 'Other/Client', 'us-east-1', 'eu-west-1'],
  ['two endpoints for a service', () => network({ endpoints: [SQS, SQS] }), 'ENDPOINT_DUPLICATE', 'sqs', 'Stack/Network'],
  ['IPv6 egress without IPv6', () => network({ egress: Egress.ipv6Only(), ipProtocol: ec2.IpProtocol.IPV4_ONLY }), 'EGRESS_NEEDS_IPV6', 'IPV4_ONLY', 'Stack/Network'],
];

const FUNCTIONS: BadInput[] = [
  ['the internet without egress', () => connect({ destinations: [Destination.internet()] }, { egress: Egress.none() }), 'DESTINATION_NO_EGRESS', 'Stack/Network'],
  ['IPv4 where the egress is IPv6', () => connect({ destinations: [Destination.internet({ addressFamilies: [AddressFamily.IPV4] })] }, { egress: Egress.ipv6Only() }), 'DESTINATION_FAMILY', 'IPv4'],
  ['IPv6 in an IPv4 network', () => connect({ destinations: [Destination.cidr('2001:db8::/32', ec2.Port.tcp(443))] }, { ipProtocol: ec2.IpProtocol.IPV4_ONLY }), 'DESTINATION_FAMILY', '2001:db8::/32'],
  ['a service without a path', () => connect({ destinations: [Destination.awsService('secretsmanager')] }, { inferEndpoints: false }), 'DESTINATION_SERVICE_NO_PATH', 'secretsmanager', 'Destination.internet()'],
  ['a service that has no name', () => Destination.awsService('https://sqs'), 'DESTINATION_SERVICE', 'https://sqs'],
  ['the whole internet as a block', () => Destination.cidr('0.0.0.0/0', ec2.Port.tcp(443)), 'DESTINATION_CIDR', '0.0.0.0/0', 'Destination.internet()'],
  ['a block with host bits', () => Destination.cidr('10.1.0.1/16', ec2.Port.tcp(443)), 'CIDR_NOT_CANONICAL', '10.1.0.1/16', '10.1.0.0/16'],
  ['ICMP', () => Destination.cidr('10.1.0.0/16', ec2.Port.icmpPing()), 'DESTINATION_PORT', 'TCP', 'UDP'],
  ['an AWS service that must not be reached', () => connect({ destinations: [], mustNotReach: [Destination.awsService('sqs')] }), 'DESTINATION_FORBIDDEN', "'sqs'", 'Destination.internet()'],
  ['a prefix list that is none', () => Destination.prefixList('sg-1', ec2.Port.tcp(443)), 'DESTINATION_PREFIX_LIST', 'sg-1'],
  ['a function of another Region', () => connectFrom({ region: 'us-east-1' }), 'FUNCTION_IN_OTHER_ENVIRONMENT', 'us-east-1', 'eu-west-1', 'define a network'],
  ['a function of another account', () => connectFrom({ account: '444455556666' }), 'FUNCTION_IN_OTHER_ENVIRONMENT', '444455556666', '111122223333', 'shareWith()'],
  ['a function in public subnets', () => connect({ destinations: [], vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }), 'FUNCTION_IN_PUBLIC_SUBNET'],
  ['no subnet', () => connect({ destinations: [], vpcSubnets: { subnets: [] } }), 'FUNCTION_SUBNET_COUNT', '0', '16'],
  ['seventeen subnets', () => connect({ destinations: [], vpcSubnets: { subnets: importedSubnets(17) } }), 'FUNCTION_SUBNET_COUNT', '17', '16'],
  ['subnets with different routes', () => attachTo((net) => ({ subnets: [...net.functionSubnets, ...net.isolatedSubnets] })), 'FUNCTION_SUBNETS_DIVERGE', 'private', 'isolated'],
  ['six security groups', () => attachTo(() => ({}), (net) => groups(net, 5)), 'FUNCTION_SECURITY_GROUP_COUNT', '6', '5'],
  ['a retention for a log group of one\'s own', () => logGroupAndRetention(), 'FUNCTION_LOG_GROUP', 'logRetention', 'Stack/Network'],
  ['a function that connects to a function', () => connectToFunction(), 'DESTINATION_CONNECTABLE', 'Destination.awsService(\'lambda\')'],
  ['a construct without a function', () => {
    const net = network({});
    net.connect(net, 'Connection', { destinations: [] }).attach(new s3.Bucket(net, 'Site'));
  }, 'FUNCTION_AMBIGUOUS', 'Stack/Network/Site', 'attach the function itself'],
  ['a function in the stack of the network, and its connection in another', () => attachFromOtherStack(), 'CONNECTION_STACK', 'Other/Connection', 'make the connection in the stack Stack'],
  ['a bare function with a role of elsewhere', () => attachBare({ Role: 'arn:aws:iam::111122223333:role/Orders' }), 'FUNCTION_ROLE', 'Stack/Network/Bare', 'define the role here'],
  ['a bare function that is kept alive', () => attachBare({}, { keepAlive: {} }), 'FUNCTION_PLAIN', 'Stack/Network/Bare', 'leave it out'],
  ['functions of another stage', () => network({}).connectAll(new Stage(new App(), 'Other')), 'CONNECT_ALL_STAGE', 'Stack/Network', 'call connectAll() in each stage'],
  ['a function beside its connection', () => attach((net) => ({ vpcSubnets: { subnets: net.isolatedSubnets } })), 'FUNCTION_NOT_CONNECTED', 'Stack/Network/Orders'],
  ['IPv6 on IPv4 subnets', () => attach(() => ({ ipv6AllowedForDualStack: true })), 'FUNCTION_IPV6_FLAG', 'Stack/Network/Orders'],
];

function attachFromOtherStack(): void {
  const net = network({});
  const connection = net.connect(new Stack(net.node.root as App, 'Other'), 'Connection', { destinations: [] });
  connection.attach(new logs.LogRetention(net, 'Retention', { logGroupName: '/aws/lambda/orders', retention: logs.RetentionDays.ONE_WEEK }));
}

function attachBare(properties: object, options: VpcConnectionOptions = {}): void {
  const net = network({});
  const role = new iam.Role(net, 'BareRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const bare = new CfnResource(net, 'Bare', { type: 'AWS::Lambda::Function', properties: { Role: role.roleArn, ...properties } });
  net.connect(net, 'Connection', { destinations: [], ...options }).attach(bare);
}

function twice(call: (net: PrivateLambdaNetwork) => void): void {
  const net = network({});
  call(net);
  call(net);
}

function keyForOwnBucket(): void {
  const own = stackOf();
  const flowLogs = FlowLogs.toS3({ bucket: s3.Bucket.fromBucketName(new Stack(own, 'Own'), 'Bucket', 'flow-logs'), encryptionKey: new kms.Key(own, 'Key') });
  new PrivateLambdaNetwork(own, 'Network', { flowLogs });
}

function streamOf(account: string): void {
  const own = stackOf(ENV);
  const stream = firehose.DeliveryStream.fromDeliveryStreamArn(own, 'Stream', `arn:aws:firehose:eu-west-1:${account}:deliverystream/flows`);
  new PrivateLambdaNetwork(own, 'Network', { flowLogs: FlowLogs.toFirehose(stream) });
}

const PROTECTIONS: BadInput[] = [
  ['the internet as a private block', () => network({}).addNetworkAcls({ privateBlocks: ['0.0.0.0/0'] }), 'NETWORK_ACL_BLOCK', '0.0.0.0/0', 'internetPorts'],
  ['an IPv6 block in an IPv4 network', () => network({ ipProtocol: ec2.IpProtocol.IPV4_ONLY }).addNetworkAcls({ privateBlocks: ['fd00::/32'] }), 'NETWORK_ACL_BLOCK', 'fd00::/32'],
  ['a private block with host bits', () => network({}).addNetworkAcls({ privateBlocks: ['10.1.0.1/16'] }), 'CIDR_NOT_CANONICAL', '10.1.0.0/16'],
  ['a private block that is a token', () => network({}).addNetworkAcls({ privateBlocks: [Aws.REGION] }), 'TOKEN_NOT_ALLOWED', 'privateBlocks'],
  ['ICMP as an internet port', () => network({}).addNetworkAcls({ internetPorts: [ec2.Port.allIcmp()] }), 'DESTINATION_PORT', 'TCP', 'UDP'],
  ['DHCP options without an option', () => network({}).useDhcpOptions({}), 'DHCP_OPTIONS', 'domainName', 'Stack/Network'],
  ['an IPv6 lease that is too short', () => network({}).useDhcpOptions({ ipv6LeaseTime: Duration.seconds(139) }), 'DHCP_LEASE_TIME', '139', '140'],
  ['five DNS servers', () => network({}).useDhcpOptions({ domainNameServers: ['10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4', '10.1.0.5'] }), 'DHCP_SERVERS', '5', '4'],
  ['a time server by name', () => network({}).useDhcpOptions({ ntpServers: ['pool.ntp.org'] }), 'DHCP_SERVERS', 'pool.ntp.org', 'IP address'],
  ['DHCP options twice', () => twice((net) => net.useDhcpOptions({ domainName: 'a.example' })), 'NETWORK_DEFINED_TWICE', 'useDhcpOptions()'],
  ['an exclusion without egress', () => network({ egress: Egress.none() }).excludeFromBlockPublicAccess(), 'BLOCK_PUBLIC_ACCESS', 'block-bidirectional', 'Stack/Network'],
  ['encryption control twice', () => twice((net) => net.addEncryptionControl()), 'NETWORK_DEFINED_TWICE', 'addEncryptionControl()'],
  ['network ACLs twice', () => twice((net) => net.addNetworkAcls()), 'NETWORK_DEFINED_TWICE', 'addNetworkAcls()', 'Stack/Network'],
  ['a record without fields', () => network({ flowLogs: FlowLogs.toS3({ logFormat: [] }) }), 'FLOW_LOGS_FORMAT', 'empty list', 'Stack/Network'],
  ['a folder that AWS keeps for itself', () => network({ flowLogs: FlowLogs.toS3({ keyPrefix: 'logs/AWSLogs' }) }), 'FLOW_LOGS_PREFIX', '\'logs/AWSLogs\''],
  ['a key for a bucket of one\'s own', () => keyForOwnBucket(), 'FLOW_LOGS_BUCKET', 'Own/Bucket', 'leave encryptionKey out'],
  ['a stream of another account without roles', () => streamOf('444455556666'), 'FLOW_LOGS_ROLE', '444455556666', 'deliveryRole and crossAccountRole'],
];

/** Import a network whose ids are right, so that what is stated is wrong. */
function importIds(attrs: Partial<ExistingNetworkAttributes>, destinations?: Destination[]): unknown {
  const net = PrivateLambdaNetwork.fromAttributes(stackOf(), 'Network', {
    vpcId: 'vpc-0123456789abcdef0', functionSubnets: [{ subnetId: 'subnet-0123456789abcdef0', availabilityZone: 'eu-west-1a' }], ...attrs,
  });
  return net.connect(net, 'Orders', { destinations });
}

function importVpc(props: ec2.VpcProps, options: Partial<ExistingVpcOptions> = {}): unknown {
  const stack = stackOf();
  return PrivateLambdaNetwork.fromVpc(stack, 'Network', { vpc: new ec2.Vpc(stack, 'Vpc', props), ...options });
}

/** Peer a network with a VPC that is imported. */
function peer(attributes: Partial<ec2.VpcAttributes>, options: Partial<VpcPeeringOptions> = {}): unknown {
  const net = network({});
  const zone = { availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0a'], privateSubnetRouteTableIds: ['rtb-0a'] };
  return net.peerWith('Peer', { vpc: ec2.Vpc.fromVpcAttributes(net, 'Peer', { vpcId: 'vpc-0123456789abcdef0', ...zone, ...attributes }), ...options });
}

/** Peer a network with VPCs that are imported. */
function peers(...blocks: readonly string[]): PrivateLambdaNetwork {
  const net = network({});
  blocks.forEach((vpcCidrBlock, place) => net.peerWith(['First', 'Second'][place], {
    vpc: ec2.Vpc.fromVpcAttributes(net, `Vpc${place}`, {
      vpcId: `vpc-0123456789abcdef${place}`, vpcCidrBlock, availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0a'], privateSubnetRouteTableIds: ['rtb-0a'],
    }),
  }));
  return net;
}

/** A network of a snapshot with one VPC. */
function fromSnapshot(options: Partial<SnapshotNetworkOptions>, env?: typeof ENV): void {
  const folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
  try {
    const file = join(folder, 'network.snapshot.json');
    writeFileSync(file, spellSnapshot(snapshotOf(answers())));
    PrivateLambdaNetwork.fromSnapshot(stackOf(env), 'Network', { file, ...options });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The sentence of a synthesis that is refused. */
function withContext(context: Record<string, unknown>): void {
  const app = new App({ context });
  ReachabilityAnalyzer.register(app);
  throw new Error(app.node.validate().join());
}

const PUBLIC_ONLY = [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }];

const EXISTING: BadInput[] = [
  ['dedicated tenancy, stated', () => importIds({ instanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED }), 'VPC_DEDICATED_TENANCY', '\'dedicated\'', 'peerWith()', 'Stack/Network'],
  ['dedicated tenancy, shown', () => importVpc({ defaultInstanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED }), 'VPC_DEDICATED_TENANCY', '\'dedicated\'', 'peerWith()', 'Stack/Network'],
  ['dedicated tenancy, denied', () => importVpc({ defaultInstanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED }, { instanceTenancy: ec2.DefaultInstanceTenancy.DEFAULT }), 'VPC_DEDICATED_TENANCY', '\'dedicated\''],
  ['a VPC without private subnets', () => importVpc({ subnetConfiguration: PUBLIC_ONLY }), 'IMPORT_SUBNETS', 'Stack/Vpc', 'vpcSubnets', 'Stack/Network'],
  ['an import without subnets', () => importIds({ functionSubnets: [] }), 'IMPORT_SUBNETS', 'vpc-0123456789abcdef0', 'Stack/Network'],
  ['IPv6 that the subnets do not have', () => importVpc({}, { ipProtocol: ec2.IpProtocol.DUAL_STACK }), 'IMPORT_IP_PROTOCOL', 'Dual_Stack', 'ipProtocol'],
  ['IPv4 only where the subnets have both', () => importVpc({ ipProtocol: ec2.IpProtocol.DUAL_STACK }, { ipProtocol: ec2.IpProtocol.IPV4_ONLY }), 'IMPORT_IP_PROTOCOL', 'Ipv4_Only', 'ipProtocol'],
  ['an owner that is no account', () => importIds({ ownerAccountId: 'network-team' }), 'IMPORT_OWNER_ACCOUNT', '\'network-team\'', '111122223333', 'Stack/Network'],
  ['an IPv6 internet without IPv6', () => importIds({ internetAddressFamilies: [AddressFamily.IPV6] }), 'EGRESS_NEEDS_IPV6', 'DUAL_STACK', 'Stack/Network'],
  ['a stated block with bits behind its length', () => importIds({ routedDestinations: ['10.20.1.0/16'] }), 'CIDR_NOT_CANONICAL', '10.20.1.0/16', '10.20.0.0/16'],
  ['a stated prefix list by its name', () => importIds({ routedDestinations: ['pl-office'] }), 'DESTINATION_PREFIX_LIST', 'pl-office'],
  ['a stated destination that is a token', () => importIds({ routedDestinations: [Fn.importValue('Block')] }), 'TOKEN_NOT_ALLOWED', 'routedDestinations', '10.20.0.0/16'],
  ['an internet that is not stated', () => importIds({}, [Destination.internet()]), 'DESTINATION_NO_EGRESS', 'internetAddressFamilies'],
  ['a service that is not stated', () => importIds({}, [Destination.awsService('sqs')]), 'DESTINATION_SERVICE_NO_PATH', 'sqs'],
  ['a snapshot that is not there', () => fromSnapshot({ file: 'missing.snapshot.json' }), 'SNAPSHOT_FILE', 'missing.snapshot.json', 'cdk-lambda-network snapshot', 'Stack/Network'],
  ['a snapshot that is none', () => fromSnapshot({ file: 'package.json' }), 'SNAPSHOT_FILE', 'package.json', 'cdk-lambda-network snapshot', 'Stack/Network'],
  ['a VPC that the snapshot does not have', () => fromSnapshot({ vpcId: 'vpc-0fffffffffffffff9' }), 'SNAPSHOT_VPC', 'vpc-0fffffffffffffff9', VPC, 'Stack/Network'],
  ['a snapshot that is out of date on no day', () => withContext({ 'cdk-lambda-network:snapshotDays': 0 }), 'SNAPSHOT_DAYS', '0', '30'],
  ['a subnet by a name that none has', () => fromSnapshot({ functionSubnets: ['app-a'] }), 'IMPORT_SUBNETS', '\'app-a\'', 'subnet-0aaaaaaaaaaaaaaa1 (private-a, private)', 'Stack/Network'],
  ['subnets that are named in two ways', () => fromSnapshot({ functionSubnets: ['private-a'], vpcSubnets: {} }), 'IMPORT_SUBNETS', 'vpcSubnets', 'functionSubnets'],
  ['a snapshot of another Region', () => fromSnapshot({}, { ...ENV, region: 'us-east-1' }), 'FUNCTION_IN_OTHER_ENVIRONMENT', 'eu-west-1', 'us-east-1', 'Stack/Network'],
  ['subnets shared with nobody', () => network({}).shareWith('Shop', { principals: [] }), 'SHARE_PRINCIPAL', 'Stack/Network'],
  ['subnets shared with a role', () => network({}).shareWith('Shop', { principals: ['arn:aws:iam::111122223333:role/Admin'] }), 'SHARE_PRINCIPAL', 'role/Admin', 'organizational unit', 'Stack/Network'],
  ['a peer with the same addresses', () => peer({ vpcCidrBlock: '10.0.128.0/17' }), 'PEERING_BLOCKS_OVERLAP', '10.0.128.0/17', '10.0.0.0/16', 'Stack/Network'],
  ['a peer with unknown addresses', () => peer({}), 'PEERING_BLOCKS', 'Stack/Network/Peer', 'peerIpv4Blocks'],
  ['a peer block with host bits', () => peer({}, { peerIpv4Blocks: ['10.200.0.1/16'] }), 'CIDR_NOT_CANONICAL', '10.200.0.1/16', '10.200.0.0/16'],
  ['a peer without route tables', () => peer({ vpcCidrBlock: '10.200.0.0/16', privateSubnetRouteTableIds: undefined }), 'PEERING_ROUTE_TABLE', 'PrivateSubnet1', 'routeTableId'],
  ['a peer of another account without a role', () => peer({ vpcCidrBlock: '10.200.0.0/16' }, { peerOwnerId: '444455556666' }), 'PEERING_ROLE', '444455556666', 'peerRoleArn'],
  ['a path of AWS\'s own', () => network({}).publishTo('/aws/network'), 'PARAMETER_PREFIX', '/aws/network', '/shop/network', 'Stack/Network'],
  ['a path with a slash too many', () => network({}).publishTo('/shop/network/'), 'PARAMETER_PREFIX', '/shop/network/', 'Stack/Network'],
  ['a path without a slash', () => PrivateLambdaNetwork.fromParameters(stackOf(), 'Network', { prefix: 'shop' }), 'PARAMETER_PREFIX', '\'shop\'', 'Stack/Network'],
  ['a token for a path', () => network({}).publishTo(Aws.STACK_NAME), 'TOKEN_NOT_ALLOWED', 'prefix', 'Stack/Network'],
  ['a prefix list by its name', () => importIds({ prefixListIds: { s3: 'com.amazonaws.eu-west-1.s3' } }), 'DESTINATION_PREFIX_LIST', 'com.amazonaws.eu-west-1.s3', 's3'],
];

function regionalWith(allocationIds: Record<string, string[]>): unknown {
  return network({ egress: Egress.regionalNatGateway({ allocationIds }) });
}

function through(options: Partial<TransitGatewayEgressOptions>, props: PrivateLambdaNetworkProps = {}): unknown {
  return network({ egress: Egress.transitGateway({ transitGatewayId: TGW, ...options }), ...props });
}

function beside(destinations: string[], props: PrivateLambdaNetworkProps = {}, options: Partial<TransitGatewayConnectionOptions> = {}): unknown {
  return network(props).attachToTransitGateway('Corporate', { transitGatewayId: TGW, destinations, ...options });
}

const TGW = 'tgw-0123456789abcdef0';
const IPV4 = { ipProtocol: ec2.IpProtocol.IPV4_ONLY };

function offeredIn(zones: string[], options: InterfaceEndpointOptions = {}): unknown {
  return network({ zones: Zones.named('eu-west-1a', 'eu-west-1b') }).addEndpoint(SQS, { zones, ...options });
}

const ENDPOINTS: BadInput[] = [
  ['a service in zones where the network is not', () => offeredIn(['eu-west-1c', 'd']), 'ENDPOINT_ZONE', 'sqs', 'eu-west-1c, d', 'eu-west-1a, eu-west-1b', 'Stack/Network'],
  ['a service in no zone', () => offeredIn([]), 'ENDPOINT_ZONE', 'sqs', 'an empty list', 'eu-west-1a, eu-west-1b'],
  ['a service in what is no zone', () => offeredIn(['eu-west1-a']), 'ENDPOINT_ZONE', '\'eu-west1-a\'', 'eu-west-1a', 'Stack/Network'],
  ['a service in zones and subnets', () => offeredIn(['a'], { subnets: { subnets: [] } }), 'ENDPOINT_ZONE', 'sqs', 'zones and subnets', 'leave one of them out'],
];

const TRANSIT: BadInput[] = [
  ['NAT64 without IPv6', () => network({ egress: Egress.natGateways({ nat64: true }), ...IPV4 }), 'EGRESS_NEEDS_IPV6', 'nat64', 'IPV4_ONLY', 'Stack/Network'],
  ['NAT64 of a region without IPv6', () => network({ egress: Egress.regionalNatGateway({ nat64: true }), ...IPV4 }), 'EGRESS_NEEDS_IPV6', 'nat64', 'Egress.regionalNatGateway()'],
  ['one address for two zones', () => regionalWith({ a: ['eipalloc-0a'], b: ['eipalloc-0a'] }), 'EGRESS_ELASTIC_IPS', 'eipalloc-0a', 'a and b'],
  ['a zone without addresses', () => regionalWith({ a: ['eipalloc-0a'] }), 'EGRESS_ELASTIC_IPS', '\'b\'', 'a, b', 'Stack/Network'],
  ['a zone with no address in its list', () => regionalWith({ a: ['eipalloc-0a'], b: [] }), 'EGRESS_ELASTIC_IPS', '\'b\''],
  ['addresses for another zone', () => regionalWith({ a: ['eipalloc-0a'], b: ['eipalloc-0b'], c: ['eipalloc-0c'] }), 'EGRESS_ELASTIC_IPS', '\'c\'', 'a, b'],
  ['a transit gateway by its name', () => through({ transitGatewayId: 'corporate' }), 'TRANSIT_GATEWAY', 'corporate', 'tgw-', 'Stack/Network'],
  ['IPv6 through a transit gateway in an IPv4 network', () => through({ ipv6DefaultRoute: Ipv6DefaultRoute.TRANSIT_GATEWAY }, IPV4), 'TRANSIT_GATEWAY_IPV6', 'IPV4_ONLY', 'Stack/Network'],
  ['IPv6 through an attachment without it', () => through({ ipv6DefaultRoute: Ipv6DefaultRoute.TRANSIT_GATEWAY, ipv6Support: false }), 'TRANSIT_GATEWAY_IPV6', 'ipv6Support false'],
  ['an attachment with IPv6 in an IPv4 network', () => through({ ipv6Support: true }, IPV4), 'TRANSIT_GATEWAY_IPV6', 'ipv6Support', 'IPV4_ONLY'],
  ['a prefix list of a network by its name', () => network({ prefixListIds: { s3: 'com.amazonaws.eu-west-1.s3' } }), 'DESTINATION_PREFIX_LIST', 'com.amazonaws.eu-west-1.s3', 'pl-0123456789abcdef0', 'Stack/Network'],
  ['two peers with the same block', () => peers('10.200.0.0/16', '10.200.0.0/16'), 'ROUTE_DESTINATION_TAKEN', '10.200.0.0/16', 'Stack/Network/Second', 'Stack/Network/First', 'Stack/Network'],
  ['a transit gateway to the block of a peer', () => peers('10.200.0.0/16').attachToTransitGateway('Corporate', { transitGatewayId: TGW, destinations: ['10.200.0.0/16'] }), 'ROUTE_DESTINATION_TAKEN', '10.200.0.0/16', 'Corporate'],
  ['two transit gateways to the same block', () => { const net = network({}); net.attachToTransitGateway('One', { transitGatewayId: TGW, destinations: ['172.16.0.0/12'] }); net.attachToTransitGateway('Other', { transitGatewayId: 'tgw-0fedcba9876543210', destinations: ['172.16.0.0/12'] }); }, 'ROUTE_DESTINATION_TAKEN', '172.16.0.0/12', 'Stack/Network'],
  ['one transit gateway twice', () => beside(['172.16.0.0/12'], { egress: Egress.transitGateway({ transitGatewayId: TGW }) }), 'TRANSIT_GATEWAY', TGW, 'once', 'Stack/Network'],
  ['nothing behind a transit gateway', () => beside([]), 'TRANSIT_GATEWAY_DESTINATION', 'Corporate', 'Stack/Network'],
  ['a prefix list behind a transit gateway by its name', () => beside(['pl-sites']), 'DESTINATION_PREFIX_LIST', '\'pl-sites\'', 'Corporate', 'Stack/Network'],
  ['a prefix list behind a transit gateway twice', () => beside(['pl-0123456789abcdef0', 'pl-0123456789abcdef0']), 'TRANSIT_GATEWAY_DESTINATION', 'pl-0123456789abcdef0', 'twice'],
  ['a destination twice', () => beside(['172.16.0.0/12', '172.16.0.0/12']), 'TRANSIT_GATEWAY_DESTINATION', '172.16.0.0/12', 'twice'],
  ['the internet behind a transit gateway', () => beside(['0.0.0.0/0']), 'TRANSIT_GATEWAY_DESTINATION', '0.0.0.0/0', 'Egress.transitGateway()'],
  ['the VPC behind a transit gateway', () => beside(['10.0.64.0/18']), 'TRANSIT_GATEWAY_DESTINATION', '10.0.64.0/18', '10.0.0.0/16'],
  ['IPv6 behind a transit gateway in an IPv4 network', () => beside(['fd00::/8'], IPV4), 'TRANSIT_GATEWAY_IPV6', 'fd00::/8', 'IPV4_ONLY'],
  ['a destination with host bits', () => beside(['172.16.0.1/12']), 'CIDR_NOT_CANONICAL', '172.16.0.1/12', '172.16.0.0/12'],
];

/** Enough ids to make a policy too long. */
const MANY_SUBNETS = Array.from({ length: 400 }, (_, index) => `subnet-${index.toString(16).padStart(17, '0')}`);

function organization(targetIds: string[], settings: GuardedVpcSettings = { vpcIds: ['vpc-0123456789abcdef0'] }): unknown {
  return LambdaVpcGuardrail.deny(settings).toServiceControlPolicy(stackOf(), 'Organization', { targetIds });
}

const GUARDRAILS: BadInput[] = [
  ['a guardrail about nothing', () => LambdaVpcGuardrail.deny({}), 'GUARDRAIL_EMPTY', 'LambdaVpcGuardrail.deny()', 'name VPCs'],
  ['an empty list of ids', () => LambdaVpcGuardrail.allowOnly({ vpcIds: ['vpc-0123456789abcdef0'], subnetIds: [] }), 'GUARDRAIL_EMPTY', 'subnetIds', 'leave the list out'],
  ['an empty list of constructs', () => LambdaVpcGuardrail.allowOnly({ securityGroups: [] }), 'GUARDRAIL_EMPTY', 'securityGroups'],
  ['nothing to combine', () => LambdaVpcGuardrail.combine(), 'GUARDRAIL_EMPTY', 'at least one guardrail'],
  ['the name of a VPC', () => LambdaVpcGuardrail.deny({ vpcIds: ['production'] }), 'GUARDRAIL_ID', '\'production\'', 'vpc-0123456789abcdef0'],
  ['a VPC among subnets', () => LambdaVpcGuardrail.allowOnly({ subnetIds: ['vpc-0123456789abcdef0'] }), 'GUARDRAIL_ID', 'subnetIds', 'subnet-0123456789abcdef0'],
  ['a digit too few', () => LambdaVpcGuardrail.deny({ securityGroupIds: ['sg-0123456789abcdef'] }), 'GUARDRAIL_ID', 'sg-0123456789abcdef', 'securityGroupIds'],
  ['a wildcard for an id', () => LambdaVpcGuardrail.deny({ vpcIds: ['vpc-*'] }), 'GUARDRAIL_ID', 'vpc-*'],
  ['ids that are one token', () => LambdaVpcGuardrail.deny({ subnetIds: Fn.split(',', Aws.STACK_NAME) }), 'TOKEN_NOT_ALLOWED', 'subnetIds', 'Fn.select()'],
  ['compute resources by their VPC', () => LambdaVpcGuardrail.deny({ vpcIds: ['vpc-0123456789abcdef0'], includeComputeResources: true }), 'GUARDRAIL_COMPUTE', 'name subnets'],
  ['everybody exempt', () => LambdaVpcGuardrail.requireVpc({ exemptPrincipalArns: ['arn:aws:iam::*:role/*'] }), 'GUARDRAIL_EXEMPTION', 'arn:aws:iam::*:role/*', 'BreakGlass'],
  ['a role exempt by its name', () => LambdaVpcGuardrail.requireVpc({ exemptPrincipalArns: ['Admin'] }), 'GUARDRAIL_EXEMPTION', '\'Admin\'', 'exemptPrincipalArns'],
  ['a session exempt', () => LambdaVpcGuardrail.requireVpc({ exemptPrincipalArns: ['arn:aws:sts::111122223333:assumed-role/Admin/me'] }), 'GUARDRAIL_EXEMPTION', 'assumed-role'],
  ['every function exempt', () => LambdaVpcGuardrail.requireVpc({ exemptFunctionNames: ['*'] }), 'GUARDRAIL_EXEMPTION', '\'*\'', 'exemptFunctionNames'],
  ['a function exempt by its ARN', () => LambdaVpcGuardrail.requireVpc({ exemptFunctionNames: ['arn:aws:lambda:*:*:function:a'] }), 'GUARDRAIL_EXEMPTION', 'function:a'],
  ['a policy attached to nothing', () => organization([]), 'GUARDRAIL_TARGET', 'Organization', 'targetIds', 'Stack'],
  ['a policy attached by a name', () => organization(['Workloads']), 'GUARDRAIL_TARGET', '\'Workloads\'', 'ou-abcd-0123abcd', 'Stack'],
  ['a service control policy that is too long', () => organization(['r-abcd'], { subnetIds: MANY_SUBNETS }), 'GUARDRAIL_POLICY_SIZE', '5120', 'name VPCs', 'Stack'],
  ['a managed policy that is too long', () => LambdaVpcGuardrail.deny({ subnetIds: MANY_SUBNETS }).toManagedPolicy(stackOf(), 'Policy'), 'GUARDRAIL_POLICY_SIZE', '6144', 'Stack'],
  ['a token in the text of a policy', () => LambdaVpcGuardrail.allowOnlyNetwork(network({})).renderServiceControlPolicy(), 'TOKEN_NOT_ALLOWED', 'write the ids out'],
];

/** Widen the group that a function shares with others. */
function widen(change: (fn: VpcConnectedFunction, net: PrivateLambdaNetwork) => void): void {
  const net = network({});
  change(new VpcConnectedFunction(net, 'Orders', { network: net, destinations: [], ...CODE }), net);
}

/** What the end of synthesis says of a network whose functions need four network interfaces. */
function interfacesWith(networkInterfaceQuota: number): void {
  const net = network({ networkInterfaceQuota });
  ['One', 'Two'].forEach((id) => net.connect(net, id, { destinations: [], dedicatedSecurityGroup: true }));
  throw new Error(net.node.validate().join());
}

function attachCompute(make: (net: PrivateLambdaNetwork) => IConstruct): void {
  const net = network({});
  new ComputeConnection(net, 'Fleet', { network: net, destinations: [] }).attach(make(net));
}

function connectorNowhere(scope: PrivateLambdaNetwork): IConstruct {
  const vpcEgressConfiguration = { associatedComputeResourceTypes: ['MicroVm'], networkProtocol: 'IPv4', subnetIds: [], securityGroupIds: [] };
  return new lambda.CfnNetworkConnector(scope, 'Connector', { configuration: { vpcEgressConfiguration } });
}

const SHARED: BadInput[] = [
  ['a rule for one of many functions', (): void => widen((fn) => fn.connections.allowToAnyIpv4(ec2.Port.tcp(5432))), 'SECURITY_GROUP_SHARED', '0.0.0.0/0', '5432', 'dedicatedSecurityGroup: true'],
  ['compute of another type', () => attachCompute((net) => net.vpc), 'COMPUTE_NOT_CONNECTED', 'Stack/Network/Vpc', 'attach one of these'],
  ['compute in another place', () => attachCompute(connectorNowhere), 'COMPUTE_NOT_CONNECTED', '0 subnets', 'give it the subnets'],
  ['a quota of nothing', () => network({ networkInterfaceQuota: 0 }), 'NETWORK_INTERFACE_QUOTA', 'networkInterfaceQuota is 0', 'Stack/Network'],
  ['a quota that is too small', () => interfacesWith(3), 'NETWORK_INTERFACE_QUOTA', '4', 'may have 3', 'Stack/Network'],
];

/** A function with an option of its life cycle. */
function living(options: Partial<VpcConnectedFunctionProps>, change: (fn: VpcConnectedFunction) => void = () => undefined): unknown {
  const net = network({});
  const fn = new VpcConnectedFunction(net, 'Orders', { network: net, destinations: [], ...CODE, ...options });
  change(fn);
  throw new Error(fn.node.findAll().flatMap(({ node }) => node.validate()).join());
}

const FILES: lambda.FileSystem = {
  config: { localMountPath: '/mnt/files', arn: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-0123456789abcdef0' },
};

const toTroubleshoot = (options: TroubleshootingOptions) => living({}, (fn) => fn.connection.troubleshootingCommand(fn, options));

function invocations(service: ec2.InterfaceVpcEndpointAwsService, ...functions: lambda.IFunction[]): unknown {
  return network({}).addEndpoint(service, { policy: EndpointPolicy.invocationsOf(...functions) });
}

const LIFE_CYCLE: BadInput[] = [
  ['release of a function that stays', () => living({ releaseNetworkInterfacesOnDelete: true }, (fn) => fn.applyRemovalPolicy(RemovalPolicy.RETAIN)), 'RELEASE_KEPT_FUNCTION', 'Retain', 'leave the option out', 'Orders'],
  ['a file system without a network', () => living({ detached: true, filesystem: FILES }), 'FUNCTION_DETACHED', 'leave filesystem out', 'Stack/Network/Orders'],
  ['kept alive too rarely', () => living({ keepAlive: { rate: Duration.days(14) } }), 'KEEP_ALIVE_RATE', '14 days', '13 days', 'Stack/Network/Orders/KeepAlive'],
  ['kept alive too often', () => living({ keepAlive: { rate: Duration.minutes(90) } }), 'KEEP_ALIVE_RATE', '1 hour 30 minutes', 'whole hours'],
  ['kept alive at a time nobody knows', () => living({ keepAlive: { rate: Duration.hours(Token.asNumber(Aws.NO_VALUE)) } }), 'TOKEN_NOT_ALLOWED', 'rate'],
  ['troubleshooting over IPv6', () => toTroubleshoot({ destinationIp: '2001:db8::1' }), 'TROUBLESHOOTING_TARGET', '2001:db8::1', 'IPv4', 'Stack/Network/Orders'],
  ['troubleshooting of no port', () => toTroubleshoot({ destinationPort: 0 }), 'TROUBLESHOOTING_TARGET', 'destinationPort 0', '65535'],
  ['invocations through the endpoint of another service', () => invocations(SQS, lambda.Function.fromFunctionName(stackOf(), 'Orders', 'orders')), 'ENDPOINT_POLICY_SERVICE', 'sqs', 'endpoint of lambda'],
  ['invocations of nothing', () => invocations(ec2.InterfaceVpcEndpointAwsService.LAMBDA), 'ENDPOINT_POLICY_SERVICE', '0 functions', 'one function or more'],
];

const ALL: BadInput[] = [
  ...SHARED, ...PLAN, ...ZONES, ...TIERS, ...EGRESS, ...FUNCTIONS, ...PROTECTIONS, ...EXISTING, ...ENDPOINTS, ...TRANSIT, ...GUARDRAILS,
  ...LIFE_CYCLE,
];

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
    const elsewhere: NetworkErrorCode[] = ['FUNCTION_SUBNET_IPV6_ONLY'];
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
