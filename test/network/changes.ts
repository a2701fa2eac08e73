import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateLambdaNetwork, PrivateLambdaNetworkProps, TransitGatewayEgressOptions } from '../../src';
import { AddressPlan, Egress, EncryptionControlMode, EndpointPolicy, FlowLogs, Ipv6DefaultRoute, SubnetTier, Zones } from '../../src';

/** A network before or after a change: its props, and what is then called on it. */
export interface NetworkSide extends PrivateLambdaNetworkProps {
  readonly define?: (network: PrivateLambdaNetwork) => void;
}

/** A change a user makes to a network that is already deployed. */
export interface NetworkChange {
  readonly name: string;
  readonly before: NetworkSide;
  readonly after: NetworkSide;

  /** Which kinds of stack can express it: an environment-agnostic one knows two zones only. */
  readonly stacks: ReadonlyArray<'agnostic' | 'concrete'>;

  /** Types and tiers of which the change takes a resource out of use, gateways of a switched egress apart. */
  readonly retires?: readonly string[];

  /** Zones the account shows before and after, in a concrete stack. */
  readonly accountZones?: { readonly before: string[]; readonly after: string[] };
}

const A = 'eu-west-1a';
const B = 'eu-west-1b';
const C = 'eu-west-1c';
const BOTH = ['agnostic', 'concrete'] as const;

/** The changes of N12, and every switch of egress. */
export const CHANGES: NetworkChange[] = [
  {
    name: 'two zones → three',
    stacks: ['concrete'],
    before: { zones: Zones.count(2) },
    after: { zones: Zones.count(3) },
  },
  {
    name: 'a later zone is named',
    stacks: BOTH,
    before: { zones: Zones.named(A, B) },
    after: { zones: Zones.named(A, B, C) },
  },
  {
    name: 'an earlier zone is named',
    stacks: BOTH,
    before: { zones: Zones.named(B, C) },
    after: { zones: Zones.named(A, B, C) },
  },
  {
    name: 'the account gains an earlier zone',
    stacks: ['concrete'],
    before: { zones: Zones.count(2) },
    after: { zones: Zones.count(3) },
    accountZones: { before: [B, C], after: [A, B, C] },
  },
  {
    name: 'the account gains a Local Zone',
    stacks: ['concrete'],
    before: { zones: Zones.count(2) },
    after: { zones: Zones.count(2) },
    accountZones: { before: [A, B], after: ['eu-west-1-aaa-1a', A, B] },
  },
  {
    name: 'zone ids: an earlier one',
    stacks: BOTH,
    before: { zones: Zones.ids('euw1-az2', 'euw1-az3') },
    after: { zones: Zones.ids('euw1-az1', 'euw1-az2', 'euw1-az3') },
  },
  {
    name: 'a tier is added',
    stacks: BOTH,
    before: {},
    after: { tiers: [SubnetTier.isolated('cache', 4)] },
  },
  {
    name: 'a tier is added before another',
    stacks: BOTH,
    before: { tiers: [SubnetTier.withEgress('tasks', 5)] },
    after: { tiers: [SubnetTier.isolated('cache', 4), SubnetTier.withEgress('tasks', 5)] },
  },
  {
    name: 'a secondary block for a new tier',
    stacks: BOTH,
    before: {},
    after: {
      addressPlan: AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'pods' }] }),
      tiers: [SubnetTier.withEgress('pods', 4)],
    },
  },
  {
    name: 'IPAM: a tier is added',
    stacks: BOTH,
    before: { addressPlan: AddressPlan.ipam({ ipamPoolId: 'ipam-pool-0123456789abcdef0', netmaskLength: 16 }) },
    after: {
      addressPlan: AddressPlan.ipam({ ipamPoolId: 'ipam-pool-0123456789abcdef0', netmaskLength: 16 }), tiers: [SubnetTier.isolated('cache', 4)],
    },
  },
  ...onAndOff('peering', (network) => network.peerWith('Peer', { vpc: peerOf(network) })),
  {
    name: 'peering, and an earlier zone',
    stacks: BOTH,
    before: { zones: Zones.named(B, C), define: (network) => network.peerWith('Peer', { vpc: peerOf(network) }) },
    after: { zones: Zones.named(A, B, C), define: (network) => network.peerWith('Peer', { vpc: peerOf(network) }) },
  },
  ...onAndOff('publishing', (network) => network.publishTo('/shop/network')),
  ...onAndOff('sharing with an account', (network) => network.shareWith('Shop', { principals: ['444455556666'] })),
  ...egressSwitches(),
  ...transit(),
  ...natOptions(),
  ...protections(),
  {
    name: 'one NAT gateway → one for each zone',
    stacks: BOTH,
    before: { egress: Egress.natGateways({ count: 1 }) },
    after: { egress: Egress.natGateways() },
  },
  {
    name: 'one NAT gateway, named, and an earlier zone',
    stacks: BOTH,
    before: { zones: Zones.named(B, C), egress: Egress.natGateways({ zones: [B] }) },
    after: { zones: Zones.named(A, B, C), egress: Egress.natGateways({ zones: [B] }) },
  },
  {
    name: 'a secondary address for each NAT gateway',
    stacks: BOTH,
    before: {},
    after: { egress: Egress.natGateways({ secondaryElasticIps: 1 }) },
  },
  {
    name: 'interface endpoints are added', stacks: BOTH,
    before: { endpoints: [ec2.InterfaceVpcEndpointAwsService.SQS] },
    after: { endpoints: [ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, ec2.InterfaceVpcEndpointAwsService.SQS] },
  },
  {
    name: 'a service is offered in one more zone', stacks: BOTH,
    before: { define: (network) => network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.SQS, { zones: ['b'] }) },
    after: { define: (network) => network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.SQS, { zones: ['a', 'b'] }) },
  },
  {
    name: 'an endpoint policy is given', stacks: BOTH,
    before: {}, after: { endpointPolicy: EndpointPolicy.ownAccount() },
  },
  {
    name: 'IPv4 → dual-stack',
    stacks: BOTH,
    before: { ipProtocol: ec2.IpProtocol.IPV4_ONLY },
    after: { ipProtocol: ec2.IpProtocol.DUAL_STACK },
  },
];

/** Flow logs, and what can be asked of a network that stands. */
function protections(): NetworkChange[] {
  return [
    {
      name: 'flow logs in CloudWatch Logs → in Amazon S3', stacks: BOTH, retires: ['AWS::EC2::FlowLog', 'AWS::Logs::LogGroup'],
      before: {}, after: { flowLogs: FlowLogs.toS3() },
    },
    {
      name: 'flow logs in Amazon S3 → in CloudWatch Logs', stacks: BOTH, retires: ['AWS::EC2::FlowLog'],
      before: { flowLogs: FlowLogs.toS3() }, after: {},
    },
    {
      name: 'exclusions from Block Public Access: a zone is added', stacks: BOTH,
      before: { zones: Zones.named(B, C), define: (network) => network.excludeFromBlockPublicAccess() },
      after: { zones: Zones.named(A, B, C), define: (network) => network.excludeFromBlockPublicAccess() },
    },
    {
      name: 'encryption is monitored → enforced', stacks: BOTH,
      before: { define: (network) => network.addEncryptionControl() },
      after: { define: (network) => network.addEncryptionControl({ mode: EncryptionControlMode.ENFORCE }) },
    },
    { name: 'DHCP options are set', stacks: BOTH, before: {}, after: { define: (network) => network.useDhcpOptions({ domainName: 'corp.example' }) } },
    { name: 'network ACLs are added', stacks: BOTH, before: {}, after: { define: (network) => network.addNetworkAcls() } },
    {
      name: 'network ACLs: a port, a zone and a tier are added', stacks: BOTH,
      before: { zones: Zones.named(B, C), define: (network) => network.addNetworkAcls({ internetPorts: [ec2.Port.tcp(8443)] }) },
      after: {
        zones: Zones.named(A, B, C),
        tiers: [SubnetTier.isolated('cache', 4)],
        define: (network) => network.addNetworkAcls({ internetPorts: [ec2.Port.tcp(22), ec2.Port.tcp(8443)] }),
      },
    },
    ...aclsAndWays(),
    {
      name: 'network ACLs: IPv4 → dual-stack', stacks: BOTH,
      before: { ipProtocol: ec2.IpProtocol.IPV4_ONLY, define: (network) => network.addNetworkAcls() },
      after: { ipProtocol: ec2.IpProtocol.DUAL_STACK, define: (network) => network.addNetworkAcls() },
    },
  ];
}

/** Ways to other networks that come to, and leave, a network with network ACLs; the rules for them come and leave as well. */
function aclsAndWays(): NetworkChange[] {
  const peering = (network: PrivateLambdaNetwork) => network.peerWith('Peer', { vpc: peerOf(network) });
  const acls = (network: PrivateLambdaNetwork) => network.addNetworkAcls({ privateBlocks: ['172.16.0.0/12'] });
  const both = (network: PrivateLambdaNetwork) => [peering(network), acls(network)];
  return [
    { name: 'network ACLs: a peering, on', stacks: BOTH, before: { define: acls }, after: { define: both } },
    { name: 'network ACLs: a peering, off', stacks: BOTH, retires: ['AWS::EC2::NetworkAclEntry'], before: { define: both }, after: { define: acls } },
  ];
}

function egressSwitches(): NetworkChange[] {
  const kinds: Array<readonly [string, () => Egress]> = [
    ['none', () => Egress.none()],
    ['NAT gateways', () => Egress.natGateways()],
    ['regional NAT gateway', () => Egress.regionalNatGateway()],
    ['NAT instances', () => Egress.natInstances()],
    ['IPv6 only', () => Egress.ipv6Only()],
    ['a provider', () => Egress.provider(ec2.NatProvider.gateway())],
  ];
  return kinds.flatMap(([from, before]) => kinds.filter(([to]) => to !== from).map(([to, after]) => ({
    name: `${from} → ${to}`, stacks: BOTH, before: { egress: before() }, after: { egress: after() },
  })));
}

/** Transit gateways, as egress and beside it. */
function transit(): NetworkChange[] {
  const transitGatewayId = 'tgw-0123456789abcdef0';
  const through = (options?: Partial<TransitGatewayEgressOptions>) => Egress.transitGateway({ transitGatewayId, ...options });
  const connect = (...destinations: string[]) => (network: PrivateLambdaNetwork) => {
    network.attachToTransitGateway('Corporate', { transitGatewayId, destinations });
  };
  const retires = ['transit', 'AWS::EC2::TransitGatewayAttachment'];
  const central = { ipv6DefaultRoute: Ipv6DefaultRoute.TRANSIT_GATEWAY };
  return [
    { name: 'NAT gateways → transit gateway', stacks: BOTH, before: { egress: Egress.natGateways() }, after: { egress: through() } },
    { name: 'transit gateway → regional NAT gateway', stacks: BOTH, before: { egress: through() }, after: { egress: Egress.regionalNatGateway() } },
    { name: 'none → transit gateway with IPv6', stacks: BOTH, before: { egress: Egress.none() }, after: { egress: through(central) } },
    { name: 'transit gateway with IPv6 → IPv6 only', stacks: BOTH, before: { egress: through(central) }, after: { egress: Egress.ipv6Only() } },
    {
      name: 'transit gateway: an earlier zone', stacks: BOTH,
      before: { egress: through(), zones: Zones.named(B, C) }, after: { egress: through(), zones: Zones.named(A, B, C) },
    },
    { name: 'transit gateway: every option', stacks: BOTH, before: { egress: through() }, after: { egress: through({ applianceMode: true, dnsSupport: false }) } },
    { name: 'transit gateway for some destinations, on', stacks: BOTH, before: {}, after: { define: connect('172.16.0.0/12') } },
    {
      name: 'transit gateway for some destinations: a prefix list', stacks: BOTH,
      before: { define: connect('172.16.0.0/12') }, after: { define: connect('pl-0123456789abcdef0', '172.16.0.0/12') },
    },
    { name: 'transit gateway for some destinations, off', stacks: BOTH, retires, before: { define: connect('172.16.0.0/12') }, after: {} },
    {
      name: 'transit gateway for some destinations: an earlier one, an earlier zone and IPAM', stacks: BOTH,
      before: { addressPlan: ipamPlan(), zones: Zones.ids('euw1-az2'), define: connect('172.16.0.0/12') },
      after: { addressPlan: ipamPlan(), zones: Zones.ids('euw1-az1', 'euw1-az2'), define: connect('10.0.0.0/8', '172.16.0.0/12') },
    },
  ];
}

function ipamPlan(): AddressPlan {
  return AddressPlan.ipam({ ipamPoolId: 'ipam-pool-0123456789abcdef0', netmaskLength: 16 });
}

/** What an egress with NAT can be told. */
function natOptions(): NetworkChange[] {
  const zones = Zones.named(A, B);
  const allocationIds = { [A]: ['eipalloc-0a'], [B]: ['eipalloc-0b'] };
  return [
    {
      name: 'NAT instances: an earlier zone', stacks: BOTH,
      before: { zones: Zones.named(B, C), egress: Egress.natInstances() }, after: { zones: Zones.named(A, B, C), egress: Egress.natInstances() },
    },
    { name: 'NAT64 from IPv6, on', stacks: BOTH, before: {}, after: { egress: Egress.natGateways({ nat64: true }) } },
    { name: 'NAT64 from IPv6, off', stacks: BOTH, before: { egress: Egress.natGateways({ nat64: true }) }, after: {} },
    {
      name: 'NAT64 from IPv6: zonal → regional', stacks: BOTH,
      before: { egress: Egress.natGateways({ nat64: true }) }, after: { egress: Egress.regionalNatGateway({ nat64: true }) },
    },
    {
      name: 'regional NAT gateway: an address for each zone', stacks: BOTH,
      before: { zones, egress: Egress.regionalNatGateway({ allocationIds }) },
      after: { zones, egress: Egress.regionalNatGateway({ allocationIds: { ...allocationIds, [B]: ['eipalloc-0b', 'eipalloc-0c'] } }) },
    },
  ];
}

/** Something that is defined by a method, switched on and switched off. */
function onAndOff(name: string, define: (network: PrivateLambdaNetwork) => void): NetworkChange[] {
  return [
    { name: `${name}, on`, stacks: BOTH, before: {}, after: { define } },
    { name: `${name}, off`, stacks: BOTH, before: { define }, after: {} },
  ];
}

/** A VPC that exists already and has room beside the network. */
function peerOf(network: PrivateLambdaNetwork): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(network, 'Peer', {
    vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: '10.200.0.0/16', availabilityZones: [A], privateSubnetIds: ['subnet-0a'], privateSubnetRouteTableIds: ['rtb-0a'],
  });
}
