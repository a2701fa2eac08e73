import * as fc from 'fast-check';
import type { ReachabilityRecord, RecordedGateway, RecordedSubnet, Tier } from '../../../src/analysis/record/reachability-record';

/*
 * Records with networks of any size and any names, and no verdicts.
 */

const TIERS: readonly Tier[] = ['public', 'private', 'isolated', 'unknown'];

interface VpcPlan {
  readonly subnets: readonly (readonly [zone: number, tier: number, isZoneKnown: boolean])[];
  readonly gateways: readonly RecordedGateway['kind'][];
  readonly endpoints: number;
  readonly groups: readonly (readonly number[])[];
  readonly listeners: readonly (readonly number[])[];
  readonly routes: readonly (readonly number[])[];
}

const vpcPlan: fc.Arbitrary<VpcPlan> = fc.record({
  subnets: fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.boolean()), { maxLength: 9 }),
  gateways: fc.array(fc.constantFrom('internet-gateway' as const, 'egress-only-internet-gateway' as const, 'nat-gateway' as const, 'nat-instance' as const), { maxLength: 5 }),
  endpoints: fc.nat(12),
  groups: fc.array(fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
  listeners: fc.array(fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }), { maxLength: 9 }),
  routes: fc.array(fc.array(fc.nat(20), { maxLength: 6 }), { maxLength: 4 }),
});

/** A record of some VPCs, with peers between any of them. */
export const records: fc.Arbitrary<ReachabilityRecord> = fc.tuple(
  fc.array(vpcPlan, { maxLength: 3 }), fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 60 }),
).map(([plans, peers, name]) => build(plans, peers, name));

function build(plans: readonly VpcPlan[], peers: readonly (readonly [number, number])[], name: string): ReachabilityRecord {
  const resources: { id: string; type: string }[] = [];
  const make = (type: string) => resources.push({ id: `${name}/${type}${resources.length}/Resource`, type }) - 1;
  const vpcs = [...plans, undefined].map((plan) => ({ resource: make('vpc'), ipv4Blocks: ['10.0.0.0/16'], ipv6Blocks: [], defined: plan !== undefined }));
  const peering = peers.map(([one, other]) => ({
    resource: make('peer'), kind: 'vpc-peering' as const, vpcs: [...new Set([vpcs[one % vpcs.length].resource, vpcs[other % vpcs.length].resource])],
  }));
  const parts = plans.map((plan, index) => buildVpc(plan, vpcs[index].resource, make, peering.map(({ resource }) => resource)));
  const all = <Key extends keyof typeof parts[number]>(key: Key) => parts.flatMap((part) => part[key] as unknown[]) as (typeof parts[number])[Key];
  const groups = all('interfaceGroups');
  return {
    version: 2, templates: [], resources, mends: [], obstacles: [], paths: [], answers: [[]], findings: [],
    functions: groups.map(() => ({ resource: make('fn'), kind: 'function' as const, declares: true, answers: 0 })),
    network: {
      vpcs, zones: [], peers: peering, securityGroups: [], subnets: all('subnets'), routeTables: all('routeTables'), gateways: all('gateways'), endpoints: all('endpoints'), listeners: all('listeners'),
      interfaceGroups: groups.map((group, place) => ({ ...group, functions: [place] })),
    },
    capacity: { interfaces: [], addresses: [], connectionsPerNatAddress: 55_000 },
    cost: { currency: 'USD', pricesOf: '', perMonth: 0, parts: [], notCounted: [] },
  } as unknown as ReachabilityRecord;
}

function buildVpc(plan: VpcPlan, vpc: number, make: (type: string) => number, peers: readonly number[]) {
  const tables = plan.routes.map(() => make('table'));
  const subnets: RecordedSubnet[] = plan.subnets.map(([zone, tier, isKnown], place) => ({
    resource: make('subnet'), vpc, tier: TIERS[tier], ipv4Block: `10.0.${place}.0/24`, ...isKnown ? { zone: `eu-${zone}` } : {},
    ...tables.length === 0 ? {} : { routeTable: tables[place % tables.length] },
  }));
  const at = (places: readonly number[]) => subnets.length === 0 ? [] : [...new Set(places.map((place) => subnets[place % subnets.length].resource))];
  const gateways = plan.gateways.map((kind, place) => ({
    resource: make('gateway'), kind, vpcs: [vpc], ...kind.startsWith('nat') && subnets.length > 0 && place % 3 !== 0 ? { subnet: subnets[place % subnets.length].resource } : {},
  }));
  const endpoints = Array.from({ length: plan.endpoints }, (_, place) => ({ resource: make('endpoint'), kind: place % 2 === 0 ? 'gateway' as const : 'interface' as const, service: `s${place}`, vpc, subnets: [], securityGroups: [] }));
  const targets = [...gateways, ...endpoints].map(({ resource }) => resource).concat(peers);
  return {
    subnets, gateways, endpoints,
    routeTables: tables.map((resource, place) => ({
      resource, vpc, routes: plan.routes[place].flatMap((target) => targets.length === 0 ? [] : [{ to: '0.0.0.0/0', by: '', resource: targets[target % targets.length] }]),
    })),
    interfaceGroups: plan.groups.map((places) => ({ subnets: at(places), securityGroups: [] })).filter((group) => group.subnets.length > 0),
    listeners: plan.listeners.map((places) => ({ resource: make('listener'), subnets: at(places), securityGroups: [] })),
  };
}
