import * as fc from 'fast-check';
import type { EntryText, RuleText } from './builders';
import { ModelBuilder, known } from './builders';
import type { AddressFamily } from '../../../src/analysis/model/address-block';
import type { RouteTarget } from '../../../src/analysis/model/network';

/*
 * Random dual-stack networks without unknowns but for what is in AWS's prefix lists: two peered VPCs, every kind of gateway, a NAT host,
 * endpoints, and Block Public Access with exclusions.
 */

export const DUAL_STACK_BLOCKS: Readonly<Record<AddressFamily, readonly string[]>> = {
  ipv4: ['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '10.0.0.0/16', '10.0.1.0/24', '10.9.0.0/16', '8.0.0.0/8', '52.0.0.0/6', '52.1.0.0/16'],
  ipv6: [
    '::/0', '::/0', '2000::/3', '8000::/1', '2001:db9:0:100::/56', '2001:db9:0:101::/64', '2001:db9:0:900::/56', '2600::/12', '2600:1f00::/24', '2001:db8::/32', 'fd00::/8',
  ],
};

const SUBNETS = ['Public', 'Private', 'Second', 'Data'] as const;

const ADDRESSES: Readonly<Record<string, readonly [string, string]>> = {
  Public: ['10.0.0.0/24', '2001:db9:0:100::/64'], Private: ['10.0.1.0/24', '2001:db9:0:101::/64'], Second: ['10.0.2.0/24', '2001:db9:0:102::/64'],
  Data: ['10.9.1.0/24', '2001:db9:0:901::/64'],
};

type Routes = readonly (readonly [string, RouteTarget])[];

const IGW: RouteTarget = { kind: 'internet-gateway', id: 'Igw' };
const NAT: RouteTarget = { kind: 'nat-gateway', id: 'Nat' };
const HOST: RouteTarget = { kind: 'network-interface', id: 'Host' };
const EIGW: RouteTarget = { kind: 'egress-only-internet-gateway', id: 'Eigw' };
const PEERING: RouteTarget = { kind: 'vpc-peering', id: 'Peering' };
const TARGETS: readonly RouteTarget[] = [IGW, NAT, NAT, HOST, EIGW, EIGW, PEERING, { kind: 'missing', what: 'something' }];

const SOUND: Readonly<Record<typeof SUBNETS[number], Routes>> = {
  Public: [['0.0.0.0/0', IGW], ['::/0', IGW], ['10.9.0.0/16', PEERING]],
  Private: [['0.0.0.0/0', NAT], ['::/0', EIGW], ['10.9.0.0/16', PEERING], ['2001:db9:0:900::/56', PEERING]],
  Second: [['0.0.0.0/0', HOST], ['::/0', EIGW], ['2001:db9:0:900::/56', PEERING]],
  Data: [['10.0.0.0/16', PEERING], ['2001:db9:0:100::/56', PEERING]],
};

const PORTS: readonly (number | readonly [number, number])[] = [443, [0, 65535], [1024, 65535], [400, 442], [443, 2000]];
const ALL: readonly RuleText[] = [['all', undefined, '0.0.0.0/0'], ['all', undefined, '::/0']];
const OPEN: readonly EntryText[] = (['out', 'in'] as const).flatMap((direction) =>
  (['0.0.0.0/0', '::/0'] as const).map((to, place): EntryText => [1000 + place, direction, 'allow', 'all', undefined, to]));

/** What works, most of the time. */
function sometimes<T>(sound: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(sound) }, { weight: 1, arbitrary: other });
}

const block = fc.constantFrom(...DUAL_STACK_BLOCKS.ipv4, ...DUAL_STACK_BLOCKS.ipv6);

function routes(subnet: typeof SUBNETS[number]): fc.Arbitrary<Routes> {
  const target = subnet === 'Data' ? fc.constant(PEERING) : fc.constantFrom(...TARGETS);
  const some = fc.uniqueArray(fc.tuple(block, target), { maxLength: 3, selector: ([destination]) => destination });
  return sometimes(SOUND[subnet], fc.tuple(fc.boolean(), some).map(([isSound, extra]) =>
    [...isSound ? SOUND[subnet].filter(([destination]) => extra.every(([other]) => other !== destination)) : [], ...extra]));
}

const entries = fc.tuple(fc.array(fc.tuple(fc.constantFrom('out' as const, 'in' as const), fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
  fc.constantFrom('tcp' as const, 'all' as const, 'udp' as const), fc.constantFrom(...PORTS), block), { maxLength: 5 }), fc.boolean())
  .map(([some, isOpen]): readonly EntryText[] => [...some.map((fields, place): EntryText => [100 + place, ...fields]), ...isOpen ? OPEN : []]);

const acl = sometimes<readonly EntryText[] | undefined>(undefined, fc.oneof(fc.constant(OPEN), entries));

function rules(...others: readonly string[]): fc.Arbitrary<readonly RuleText[]> {
  const peer = fc.constantFrom(...DUAL_STACK_BLOCKS.ipv4, ...DUAL_STACK_BLOCKS.ipv6, ...others, ...others, ...others);
  return fc.array(fc.tuple(fc.constantFrom('tcp' as const, 'tcp' as const, 'all' as const, 'udp' as const), fc.constantFrom(...PORTS), peer), { maxLength: 4 });
}

export type DualStackPlan = typeof dualStackPlans extends fc.Arbitrary<infer Plan> ? Plan : never;

export const dualStackPlans = fc.record({
  routes: fc.record(Object.fromEntries(SUBNETS.map((subnet) => [subnet, routes(subnet)]))),
  acls: fc.record(Object.fromEntries(SUBNETS.map((subnet) => [subnet, acl]))),
  out: sometimes(ALL, rules('DbGroup', 'EndpointGroup', 'pl:s3')),
  intoDb: sometimes(ALL, rules('Group')),
  intoEndpoint: sometimes<readonly RuleText[]>([['tcp', 443, 'Group']], rules('Group')),
  ofHost: fc.record({ egress: sometimes(ALL, rules()), ingress: sometimes<readonly RuleText[]>([['all', undefined, 'Group']], rules('Group')) }),
  withoutIpv6: sometimes<readonly string[]>([], fc.subarray(['Private', 'Second'])),
  ipv6Allowed: sometimes<'yes' | 'no'>('yes', fc.constant('no')),
  dualStackEndpoints: fc.constantFrom('yes' as const, 'no' as const),
  vpcOfEigw: sometimes('Vpc', fc.constant('Other')),
  vpcOfIgw: sometimes('Vpc', fc.constant('Other')),
  host: sometimes({ sourceDestCheck: 'no' as const, hasPublicAddress: 'yes' as const }, fc.record({ sourceDestCheck: fc.constantFrom('yes' as const, 'no' as const), hasPublicAddress: fc.constantFrom('yes' as const, 'no' as const) })),
  gatewayEndpoint: fc.subarray(['Public', 'Private', 'Second']),
  interfaceEndpoint: fc.record({
    subnets: fc.subarray(['Public', 'Private', 'Second']), privateDns: sometimes<'yes' | 'no'>('yes', fc.constant('no')), families: fc.constantFrom<readonly AddressFamily[]>(['ipv4'], ['ipv4', 'ipv6'], ['ipv6']),
  }),
  dnsHostnames: sometimes<'yes' | 'no'>('yes', fc.constant('no')),
  blockPublicAccess: sometimes<'off' | 'block-bidirectional' | 'block-ingress'>('off', fc.constantFrom('block-bidirectional', 'block-ingress')),
  exclusions: fc.array(fc.tuple(fc.constantFrom('Vpc', 'Other', 'Public', 'Private', 'Second'), fc.constantFrom('allow-bidirectional' as const, 'allow-egress' as const)), { maxLength: 2 }),
  subnets: fc.constantFrom(['Private'], ['Second'], ['Private', 'Second'], ['Public']),
});

export function buildDualStack(plan: DualStackPlan): ModelBuilder {
  const net = new ModelBuilder();
  net.vpc('Vpc', ['10.0.0.0/16', '2001:db9:0:100::/56'], { dnsHostnames: plan.dnsHostnames });
  net.vpc('Other', ['10.9.0.0/16', '2001:db9:0:900::/56']);
  for (const subnet of SUBNETS) {
    const blocks = ADDRESSES[subnet].filter((_, place) => place === 0 || !plan.withoutIpv6.includes(subnet));
    net.subnet(subnet, subnet === 'Data' ? 'Other' : 'Vpc', blocks);
    plan.routes[subnet].forEach(([destination, target]) => net.route(subnet, destination, target));
    const own = plan.acls[subnet];
    if (own !== undefined) {
      net.networkAcl(`${subnet} acl`, [subnet], own);
    }
  }
  net.internetGateway('Igw', plan.vpcOfIgw);
  net.egressOnlyGateway('Eigw', plan.vpcOfEigw);
  net.natGateway('Nat', 'Public');
  net.natInstance('Host', 'Public', ['HostGroup'], plan.host);
  net.peering('Peering', 'Vpc', 'Other');
  net.group('Group', { egress: plan.out }, { vpc: 'Vpc' });
  net.group('DbGroup', { ingress: plan.intoDb }, { vpc: 'Other' });
  net.group('EndpointGroup', { ingress: plan.intoEndpoint }, { vpc: 'Vpc' });
  net.group('HostGroup', plan.ofHost, { vpc: 'Vpc' });
  net.gatewayEndpoint('S3', 'Vpc', 's3', plan.gatewayEndpoint);
  net.interfaceEndpoint('Secrets', 'Vpc', 'secretsmanager', plan.interfaceEndpoint.subnets, ['EndpointGroup'],
    { privateDns: plan.interfaceEndpoint.privateDns, families: known(plan.interfaceEndpoint.families) });
  net.model.blockPublicAccess.push({ source: { id: 'Bpa', type: 'AWS::EC2::VPCBlockPublicAccessOptions' }, environment: { group: 'here' }, mode: known(plan.blockPublicAccess) });
  plan.exclusions.forEach(([of, mode], place) => net.model.blockPublicAccessExclusions.push({ source: { id: `Exclusion${place}`, type: 'AWS::EC2::VPCBlockPublicAccessExclusion' }, of: known(of), mode: known(mode) }));
  net.lambda('Fn', plan.subnets, ['Group'], {
    attachment: { kind: 'vpc', subnets: known(plan.subnets), securityGroups: known(['Group']), ipv6Allowed: plan.ipv6Allowed }, dualStackEndpoints: plan.dualStackEndpoints,
  });
  return net;
}
