import * as fc from 'fast-check';
import type { EntryText, RuleText } from './builders';
import { ModelBuilder, known } from './builders';
import type { RouteTarget } from '../../../src/analysis/model/network';

/*
 * Random networks without unknowns: two VPCs that a peering connection and a transit gateway connect, each with a NAT gateway, and in them
 * any routes, network ACLs and rules. Blocks come from a pool in which they meet often.
 */

export const BLOCKS = [
  '0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '10.0.0.0/16', '10.0.0.0/24', '10.0.1.0/24', '10.9.0.0/16', '10.9.1.0/24',
  '8.0.0.0/8', '52.0.0.0/6', '52.1.0.0/16', '192.168.0.0/16',
];

const PORTS: readonly (number | readonly [number, number] | undefined)[] = [443, [0, 65535], [1024, 65535], [400, 442], [443, 2000]];

export interface NetworkPlan {
  readonly routes: Record<string, readonly (readonly [string, RouteTarget])[]>;
  readonly acls: Record<string, readonly EntryText[] | undefined>;
  readonly groups: Record<'Group' | 'DbGroup', { readonly egress: readonly RuleText[]; readonly ingress: readonly RuleText[] }>;
  readonly spokes: readonly (readonly [string, string | undefined])[];
  readonly hub: readonly (readonly [string, string | undefined])[];
  readonly propagations: readonly string[];
  readonly subnets: readonly string[];

  /** The zone of each subnet, and the subnets of the two attachments. */
  readonly zones: Record<string, string>;
  readonly landings: { readonly Attachment: readonly string[]; readonly OtherAttachment: readonly string[] };
}

const SUBNETS = ['Public', 'Private', 'Second', 'Data', 'Outside'] as const;

const TARGETS: Record<string, readonly RouteTarget[]> = {
  Vpc: [
    { kind: 'nat-gateway', id: 'Nat' }, { kind: 'nat-gateway', id: 'Nat' }, { kind: 'internet-gateway', id: 'Igw' }, { kind: 'vpc-peering', id: 'Peering' },
    { kind: 'transit-gateway', id: 'Tgw' }, { kind: 'missing', what: 'something' },
  ],
  Other: [
    { kind: 'nat-gateway', id: 'OtherNat' }, { kind: 'internet-gateway', id: 'OtherIgw' }, { kind: 'vpc-peering', id: 'Peering' }, { kind: 'transit-gateway', id: 'Tgw' },
  ],
};

/** What works, so that the random changes have something to break. */
const SOUND: Record<string, readonly (readonly [string, RouteTarget])[]> = {
  Public: [['0.0.0.0/0', { kind: 'internet-gateway', id: 'Igw' }]],
  Private: [['0.0.0.0/0', { kind: 'nat-gateway', id: 'Nat' }], ['10.9.0.0/16', { kind: 'vpc-peering', id: 'Peering' }]],
  Second: [['0.0.0.0/0', { kind: 'transit-gateway', id: 'Tgw' }]],
  Data: [['0.0.0.0/0', { kind: 'nat-gateway', id: 'OtherNat' }], ['10.0.0.0/16', { kind: 'vpc-peering', id: 'Peering' }]],
  Outside: [['0.0.0.0/0', { kind: 'internet-gateway', id: 'OtherIgw' }], ['10.0.0.0/16', { kind: 'transit-gateway', id: 'Tgw' }]],
};

const OPEN: readonly EntryText[] = [[1000, 'out', 'allow', 'all', undefined, '0.0.0.0/0'], [1000, 'in', 'allow', 'all', undefined, '0.0.0.0/0']];

const ALL: readonly RuleText[] = [['all', undefined, '0.0.0.0/0']];

function block(): fc.Arbitrary<string> {
  return fc.constantFrom(...BLOCKS);
}

function routes(subnet: string): fc.Arbitrary<readonly (readonly [string, RouteTarget])[]> {
  const targets = TARGETS[['Data', 'Outside'].includes(subnet) ? 'Other' : 'Vpc'];
  const some = fc.uniqueArray(fc.tuple(block(), fc.constantFrom(...targets)), { maxLength: 2, selector: ([destination]) => destination });
  const changed = fc.tuple(fc.boolean(), some).map(([isSound, extra]) =>
    [...isSound ? SOUND[subnet].filter(([destination]) => extra.every(([other]) => other !== destination)) : [], ...extra]);
  return sometimes(SOUND[subnet], changed);
}

/** What works, most of the time. */
function sometimes<T>(sound: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(sound) }, { weight: 1, arbitrary: other });
}

function acl(): fc.Arbitrary<readonly EntryText[] | undefined> {
  const entry = fc.tuple(fc.constantFrom('out' as const, 'in' as const), fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
    fc.constantFrom('tcp' as const, 'all' as const, 'udp' as const), fc.constantFrom(...PORTS), block());
  const entries = fc.tuple(fc.array(entry, { maxLength: 5 }), fc.boolean()).map(([some, isOpen]): readonly EntryText[] =>
    [...some.map((fields, place): EntryText => [100 + place, ...fields]), ...isOpen ? OPEN : []]);
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(undefined, OPEN) }, { weight: 1, arbitrary: entries });
}

function rules(others: readonly string[]): fc.Arbitrary<readonly RuleText[]> {
  return fc.array(fc.tuple(fc.constantFrom('tcp' as const, 'tcp' as const, 'all' as const, 'udp' as const), fc.constantFrom(...PORTS), fc.constantFrom(...BLOCKS, ...others, ...others)), { maxLength: 3 });
}

function transit(attachment: string): fc.Arbitrary<readonly (readonly [string, string | undefined])[]> {
  const route = fc.tuple(block(), fc.constantFrom(attachment, attachment, undefined));
  return fc.uniqueArray(route, { maxLength: 2, selector: ([destination]) => destination });
}

export function networkPlans(): fc.Arbitrary<NetworkPlan> {
  return fc.record({
    routes: fc.record(Object.fromEntries(SUBNETS.map((subnet) => [subnet, routes(subnet)]))),
    acls: fc.record(Object.fromEntries(SUBNETS.map((subnet) => [subnet, acl()]))),
    groups: fc.record({
      Group: fc.record({ egress: sometimes(ALL, rules(['DbGroup'])), ingress: fc.constant([]) }),
      DbGroup: fc.record({ egress: fc.constant([]), ingress: sometimes(ALL, rules(['Group'])) }),
    }),
    spokes: sometimes([['0.0.0.0/0', 'OtherAttachment']], transit('OtherAttachment')),
    hub: sometimes([['10.0.0.0/16', 'Attachment']], transit('Attachment')),
    propagations: fc.subarray(['Attachment', 'OtherAttachment']),
    subnets: fc.constantFrom(['Private'], ['Second'], ['Private', 'Second']),
    zones: fc.record(Object.fromEntries(SUBNETS.map((subnet) => [subnet, sometimes('a', fc.constant('b'))]))),
    landings: fc.record({
      Attachment: sometimes(['Private'], fc.subarray(['Private', 'Second', 'Public'], { minLength: 1 })),
      OtherAttachment: sometimes(['Data'], fc.subarray(['Data', 'Outside'], { minLength: 1 })),
    }),
  });
}

export function build(plan: NetworkPlan): ModelBuilder {
  const net = new ModelBuilder();
  net.vpc('Vpc', ['10.0.0.0/16']);
  net.vpc('Other', ['10.9.0.0/16']);
  net.internetGateway('Igw', 'Vpc');
  net.internetGateway('OtherIgw', 'Other');
  const blocks: Record<string, string> = { Public: '10.0.0.0/24', Private: '10.0.1.0/24', Second: '10.0.2.0/24', Data: '10.9.1.0/24', Outside: '10.9.0.0/24' };
  for (const subnet of SUBNETS) {
    net.subnet(subnet, ['Data', 'Outside'].includes(subnet) ? 'Other' : 'Vpc', [blocks[subnet]], {}, { zone: known(plan.zones[subnet]) });
    plan.routes[subnet].forEach(([destination, target]) => net.route(subnet, destination, target));
    const entries = plan.acls[subnet];
    if (entries !== undefined) {
      net.networkAcl(`${subnet} acl`, [subnet], entries);
    }
  }
  net.natGateway('Nat', 'Public');
  net.natGateway('OtherNat', 'Outside');
  net.peering('Peering', 'Vpc', 'Other');
  net.transitGateway('Tgw', 'no');
  net.attachment('Attachment', 'Tgw', 'Vpc', plan.landings.Attachment);
  net.attachment('OtherAttachment', 'Tgw', 'Other', plan.landings.OtherAttachment);
  net.transitRouteTable('Spokes', 'Tgw', ['Attachment'], plan.propagations, Object.fromEntries(plan.spokes));
  net.transitRouteTable('Hub', 'Tgw', ['OtherAttachment'], plan.propagations, Object.fromEntries(plan.hub));
  net.group('Group', plan.groups.Group, { vpc: 'Vpc' });
  net.group('DbGroup', plan.groups.DbGroup, { vpc: 'Other' });
  net.lambda('Fn', plan.subnets, ['Group']);
  return net;
}
