import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateLambdaNetworkProps } from '../../src';
import { AddressPlan, Egress, SubnetTier, Zones } from '../../src';

/** A change a user makes to a network that is already deployed. */
export interface NetworkChange {
  readonly name: string;
  readonly before: PrivateLambdaNetworkProps;
  readonly after: PrivateLambdaNetworkProps;
  /** Which kinds of stack can express it: an environment-agnostic one knows two zones only. */
  readonly stacks: ReadonlyArray<'agnostic' | 'concrete'>;
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
  ...egressSwitches(),
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
    name: 'IPv4 → dual-stack',
    stacks: BOTH,
    before: { ipProtocol: ec2.IpProtocol.IPV4_ONLY },
    after: { ipProtocol: ec2.IpProtocol.DUAL_STACK },
  },
];

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
