import { namesOfGroup, nameOf, shortName } from './names';
import type { Connection, Item } from './picture';
import type { Place, ReachabilityRecord, RecordedEndpoint, RecordedGateway, RecordedSubnet, RecordedVpc, Tier } from '../record/reachability-record';

/*
 * Models: the parts of a picture and where they belong, before anything is measured: for each VPC a grid of zones and tiers, gateways above it, endpoints beside it.
 * Law: each subnet, gateway, endpoint and peer of a record is in exactly one place. Functions and what listens are in each of their subnets, the first few of many.
 */

/** Groups and listeners of one subnet that are shown; of more, their number. */
const SHOWN_IN_SUBNET = 5;

export const TIERS: readonly Tier[] = ['public', 'private', 'isolated', 'unknown'];

/** A subnet in the grid. */
export interface Cell {
  readonly item: Item;
  readonly subnet: RecordedSubnet;
  readonly column: number;
  readonly row: number;
  readonly items: readonly Item[];
}

/** A VPC with all that is in it. */
export interface Frame {
  readonly item: Item;
  readonly vpc: RecordedVpc;

  /** The names of zones; undefined for subnets of which no zone is known. */
  readonly columns: readonly (string | undefined)[];
  readonly rows: readonly Tier[];
  readonly top: readonly Item[];
  readonly internet?: Item;
  readonly cells: readonly Cell[];
  readonly endpoints: readonly Item[];
}

/** All that is drawn. */
export interface Parts {
  readonly frames: readonly Frame[];

  /** Peering connections and transit gateways, and gateways that no VPC has. */
  readonly peers: readonly Item[];

  /** VPCs of which nothing but their ids is known. */
  readonly others: readonly Item[];
  readonly connections: readonly Connection[];
}

/** The parts that somebody wants to see. */
export interface Focus {
  /** An interface group that is shown however many there are. */
  readonly group?: Place;

  /** The resources that are shown however many there are. */
  readonly resources?: ReadonlySet<Place>;
}

/** Sort the parts of a record. */
export function partsOf(record: ReachabilityRecord, focus: Focus = {}): Parts {
  const { peers: connections, vpcs, gateways } = record.network;
  const frames = [...framedVpcs(record).map((vpc) => frameOf(record, vpc, focus)), ...frameOfOthers(record, focus)];
  const peers = [
    ...connections.map(({ resource, kind }) => itemOf(record, resource, 'peer', kind === 'vpc-peering' ? 'peering' : 'transit gateway')),
    ...gateways.filter((gateway) => gateway.vpcs.length === 0 && gateway.subnet === undefined)
      .map((gateway) => itemOf(record, gateway.resource, 'gateway', GATEWAYS[gateway.kind])),
  ];
  const known = new Set(frames.map(({ vpc }) => vpc.resource));
  const all = new Set([...connections.flatMap((peer) => peer.vpcs), ...vpcs.map(({ resource }) => resource)]);
  const ends = connections.flatMap((peer) => peer.vpcs.map((vpc) => ({ from: idOf(peer.resource), to: idOf(vpc) })));
  return {
    frames, peers, others: [...all].filter((place) => !known.has(place)).map((place) => itemOf(record, place, 'other-vpc')),
    connections: [...frames.flatMap((frame) => connectionsIn(record, frame, peers)), ...ends],
  };
}

/** VPCs in which something is known to be; those with functions first. */
function framedVpcs({ network: { vpcs, subnets, endpoints, gateways, interfaceGroups } }: ReachabilityRecord): readonly RecordedVpc[] {
  const holders = new Set([...[...subnets, ...endpoints].flatMap(({ vpc }) => vpc ?? []), ...gateways.flatMap((gateway) => gateway.vpcs)]);
  const ofFunctions = new Set(interfaceGroups.flatMap((group) => group.subnets));
  const withFunctions = new Set(subnets.flatMap(({ resource, vpc }) => ofFunctions.has(resource) && vpc !== undefined ? [vpc] : []));
  const framed = vpcs.filter(({ resource, defined }) => defined || holders.has(resource));
  return [...framed.filter(({ resource }) => withFunctions.has(resource)), ...framed.filter(({ resource }) => !withFunctions.has(resource))];
}

export function idOf(resource: Place): string {
  return `r${resource}`;
}

/** The id of something inside a subnet, where it may be several times. */
export function idIn(subnet: Place, what: string): string {
  return `${what}@${subnet}`;
}

export function internetOf(vpc: Place): string {
  return `internet@${vpc}`;
}

function itemOf(record: ReachabilityRecord, resource: Place, kind: Item['kind'], what?: string): Item {
  const name = nameOf(record, resource);
  return { id: idOf(resource), kind, label: what === undefined ? shortName(name) : `${what} ${shortName(name)}`, title: name, resource };
}

function frameOf(record: ReachabilityRecord, vpc: RecordedVpc, focus: Focus): Frame {
  const { subnets: all, gateways, endpoints } = record.network;
  const subnets = all.filter((subnet) => subnet.vpc === vpc.resource);
  const named = [...new Set(subnets.flatMap(({ zone }) => zone ?? []))].sort();
  const columns = [...named, ...subnets.some(({ zone }) => zone === undefined) || subnets.length === 0 ? [undefined] : []];
  const rows = TIERS.filter((tier) => subnets.some((subnet) => subnet.tier === tier));
  const top = gateways.filter(({ vpcs, subnet }) => subnet === undefined && vpcs[0] === vpc.resource);
  const leadOut = gateways.some(({ vpcs, kind }) => vpcs[0] === vpc.resource && kind !== 'nat-gateway' && kind !== 'nat-instance');
  return {
    item: itemOf(record, vpc.resource, 'vpc', 'VPC'), vpc, columns, rows: rows.length === 0 ? ['unknown'] : rows,
    top: top.map((gateway) => gatewayItem(record, gateway)),
    ...leadOut ? { internet: { id: internetOf(vpc.resource), kind: 'internet' as const, label: 'Internet', title: 'the internet' } } : {},
    cells: subnets.map((subnet) => ({
      item: { ...itemOf(record, subnet.resource, 'subnet'), tier: subnet.tier }, subnet,
      column: columns.indexOf(subnet.zone), row: rows.indexOf(subnet.tier), items: itemsIn(record, subnet.resource, focus),
    })),
    endpoints: endpoints.filter((endpoint) => endpoint.vpc === vpc.resource).map((endpoint) => endpointItem(record, endpoint)),
  };
}

function endpointItem(record: ReachabilityRecord, { resource, kind, service }: RecordedEndpoint): Item {
  const item = itemOf(record, resource, 'endpoint');
  return service === undefined ? item : { ...item, label: kind === 'gateway' ? `${service} (gateway)` : service };
}

/** Columns of subnets of which no zone is known. */
const COLUMNS_OF_OTHERS = 4;

/** The subnets that functions and listeners are in and that nobody describes. */
function frameOfOthers(record: ReachabilityRecord, focus: Focus): readonly Frame[] {
  const { subnets, interfaceGroups, listeners, gateways } = record.network;
  const known = new Set(subnets.map(({ resource }) => resource));
  const named = [...[...interfaceGroups, ...listeners].flatMap((each) => each.subnets), ...gateways.flatMap(({ subnet }) => subnet ?? [])];
  const others = [...new Set(named)].filter((place) => !known.has(place));
  const columns = Array<undefined>(Math.min(COLUMNS_OF_OTHERS, others.length)).fill(undefined);
  return others.length === 0 ? [] : [{
    item: { id: 'others', kind: 'vpc', label: 'Subnets that no template shows', title: 'Subnets of which nothing but the id is known: give a snapshot of the network that is there' },
    vpc: { resource: -1, ipv4Blocks: [], ipv6Blocks: [], defined: false },
    columns, rows: ['unknown'], top: [], endpoints: [],
    cells: others.map((resource, place) => ({
      item: { ...itemOf(record, resource, 'subnet'), tier: 'unknown' }, subnet: { resource, tier: 'unknown' },
      column: place % columns.length, row: 0, items: itemsIn(record, resource, focus),
    })),
  }];
}

const GATEWAYS: Readonly<Record<RecordedGateway['kind'], string>> = {
  'internet-gateway': 'internet gateway', 'egress-only-internet-gateway': 'egress-only IPv6', 'nat-gateway': 'NAT', 'nat-instance': 'NAT instance',
};

function gatewayItem(record: ReachabilityRecord, { resource, kind, subnet }: RecordedGateway): Item {
  return { ...itemOf(record, resource, 'gateway'), label: subnet === undefined && kind === 'nat-gateway' ? 'regional NAT' : GATEWAYS[kind] };
}

/** NAT gateways first, then the functions, then what listens; of each kind the first few. */
function itemsIn(record: ReachabilityRecord, subnet: Place, { group, resources }: Focus): Item[] {
  const { gateways, interfaceGroups, listeners } = record.network;
  const nats = gateways.filter((gateway) => gateway.subnet === subnet).map((gateway) => gatewayItem(record, gateway));
  const groups = interfaceGroups.flatMap(({ subnets }, place): Item[] => subnets.includes(subnet)
    ? [{ id: idIn(subnet, `g${place}`), kind: 'functions', group: place, ...namesOfGroup(record, place) }] : []);
  const listening = listeners.filter(({ subnets }) => subnets.includes(subnet))
    .map(({ resource }): Item => ({ ...itemOf(record, resource, 'listener'), id: idIn(subnet, idOf(resource)) }));
  return [
    ...nats,
    ...firstOf(groups, (item) => item.group === group, idIn(subnet, 'more functions'), 'groups'),
    ...firstOf(listening, (item) => resources?.has(item.resource!) === true, idIn(subnet, 'more listeners'), 'resources'),
  ];
}

function firstOf(items: readonly Item[], isWanted: (item: Item) => boolean, id: string, what: string): readonly Item[] {
  if (items.length <= SHOWN_IN_SUBNET + 1) {
    return items;
  }
  const wanted = items.filter(isWanted).slice(0, SHOWN_IN_SUBNET);
  const shown = new Set([...wanted, ...items.filter((item) => !isWanted(item)).slice(0, SHOWN_IN_SUBNET - wanted.length)]);
  const rest = items.length - shown.size;
  return [...items.filter((item) => shown.has(item)), { id, kind: 'more', label: `${rest} more ${what}`, title: `${rest} more ${what} are here` }];
}

/** Subnets with what their routes lead to, and gateways with the internet. */
function connectionsIn({ network }: ReachabilityRecord, { vpc, cells, top, endpoints, internet }: Frame, peers: readonly Item[]): Connection[] {
  const targets = new Map(network.routeTables.map(({ resource, routes }) =>
    [resource, new Set(routes.flatMap((route) => route.resource === undefined ? [] : [idOf(route.resource)]))]));
  const inSubnets = cells.flatMap(({ items }) => items.filter(({ kind }) => kind === 'gateway'));
  const ends = new Set([...top, ...endpoints, ...inSubnets, ...peers].map(({ id }) => id));
  const ofSubnets = cells.flatMap(({ item, subnet: { routeTable } }) =>
    [...(routeTable === undefined ? undefined : targets.get(routeTable)) ?? []].filter((to) => ends.has(to)).map((to) => ({ from: item.id, to })));
  return [...ofSubnets, ...internet === undefined ? [] : top.map(({ id }) => ({ from: id, to: internetOf(vpc.resource) }))];
}
