import type { Described } from './described';
import { blockOf } from './described';
import type { Item } from './sections';
import { isSameBlock } from '../model/address-block';
import type { Route, RouteTable, RouteTarget, Vpc } from '../model/network';
import type { ResourceId, Source } from '../model/source';

/*
 * Models: route tables as they are, with the routes that endpoints, virtual private gateways and route servers put into them. Local routes follow from the blocks of the VPC.
 * Law: of two routes to one block the one that somebody wrote is taken, not the one that a gateway learned. A route to something that is no more (`blackhole`) leads nowhere.
 * Refuses: to follow a table in which the local route leads elsewhere than into the VPC.
 */

type RouteItem = NonNullable<Item<'RouteTables'>['Routes']>[number];

/** Fields of a route and the kinds of things that they name, in the order in which they count: a route to an instance names its interface too. */
const TARGETS = [
  ['NatGatewayId', 'nat-gateway'], ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'], ['NetworkInterfaceId', 'network-interface'], ['InstanceId', 'network-interface'],
  ['TransitGatewayId', 'transit-gateway'], ['VpcPeeringConnectionId', 'vpc-peering'],
] as const;

const UNSUPPORTED = [
  ['CarrierGatewayId', 'a carrier gateway'], ['LocalGatewayId', 'a local gateway'], ['CoreNetworkArn', 'a core network of AWS Cloud WAN'],
  ['OdbNetworkArn', 'a network of Oracle Database@AWS'],
] as const;

/** How learned routes say that they are. */
const LEARNED: ReadonlySet<string> = new Set(['EnableVgwRoutePropagation', 'Advertisement']);

export function describeRouteTables(described: Described, vpcs: ReadonlyMap<ResourceId, Vpc>): ReadonlyMap<ResourceId, RouteTable> {
  const endpoints = new Map(described.items('VpcEndpoints').map(({ VpcEndpointId: id, VpcEndpointType: type }) => [id, type]));
  return new Map(described.items('RouteTables').map((item) => {
    const { RouteTableId: id = '', VpcId: vpc = `?VPC of ${id}`, Routes: written } = item;
    const source = described.source(id, 'AWS::EC2::RouteTable', item.Name);
    const all = written ?? [];
    const own = all.filter((route) => !LEARNED.has(route.Origin ?? ''));
    const learned = all.filter((route) => LEARNED.has(route.Origin ?? '') && !own.some((other) => destinationOf(other) === destinationOf(route)));
    const routes = [...own, ...learned].flatMap((route) => readRoute(described, route, source, endpoints)).filter((route) => route.target.kind !== 'local' || !vpcs.has(vpc));
    const furtherRoutes = written === undefined ? `the snapshot of ${described.snapshot.takenOn} has no Routes of ${id}` : localElsewhere(routes, vpcs.get(vpc));
    return [id, { source, vpc, routes, ...furtherRoutes === undefined ? {} : { furtherRoutes } }];
  }));
}

/** The route tables of gateways, which may lead answers elsewhere. */
export function describeGatewayRouteTables(described: Described): ReadonlyMap<ResourceId, Source> {
  return new Map(described.items('RouteTables').flatMap(({ RouteTableId: id = '', Name: name, Associations: associations = [] }) =>
    associations.flatMap(({ GatewayId: gateway }): [ResourceId, Source][] => gateway === undefined ? [] : [[gateway, described.source(id, 'AWS::EC2::RouteTable', name)]])));
}

function destinationOf({ DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: list }: RouteItem): string {
  return String(ipv4 ?? ipv6 ?? list);
}

function readRoute(described: Described, route: RouteItem, source: Source, endpoints: ReadonlyMap<string | undefined,
  string | undefined>): readonly Route[] {
  const { DestinationCidrBlock: ipv4, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: list } = route;
  const destination: Route['destination'] = ipv4 !== undefined ? blockOf(ipv4, 'ipv4') : ipv6 !== undefined ? blockOf(ipv6, 'ipv6')
    : list !== undefined ? described.list(list) : { kind: 'unknown', reason: `a route of ${source.id} names no destination` };
  return [{ source, destination, target: targetOf(route, endpoints) }];
}

function targetOf(route: RouteItem, endpoints: ReadonlyMap<string | undefined, string | undefined>): RouteTarget {
  const { GatewayId: gateway, State: state } = route;
  const [kind, id] = TARGETS.map(([field, each]) => [each, route[field]] as const).find(([, each]) => each !== undefined) ?? [];
  if (state === 'blackhole') {
    return { kind: 'missing', what: `${id ?? gateway ?? 'something'} (blackhole)` };
  }
  if (kind !== undefined && id !== undefined) {
    return { kind, id };
  }
  const unsupported = UNSUPPORTED.find(([field]) => route[field] !== undefined);
  return gateway !== undefined ? gatewayTarget(gateway, route.DestinationPrefixListId !== undefined, endpoints.get(gateway))
    : unsupported === undefined ? { kind: 'unknown', reason: 'the route names no target that is read' } : { kind: 'unsupported', what: unsupported[1] };
}

/** An endpoint that a route leads to is that of a firewall or of a Gateway Load Balancer, unless the route has the list of a service. */
function gatewayTarget(id: string, hasList: boolean, endpointType?: string): RouteTarget {
  return id === 'local' ? { kind: 'local' }
    : id.startsWith('igw-') ? { kind: 'internet-gateway', id }
      : id.startsWith('vgw-') ? { kind: 'unsupported', what: 'a virtual private gateway', isPrivateNetwork: true }
        : id.startsWith('vpce-') ? endpointType === 'Gateway' || endpointType === undefined && hasList ? { kind: 'gateway-endpoint', id }
          : { kind: 'unsupported', what: 'an endpoint of a firewall or Gateway Load Balancer' }
          : { kind: 'unknown', reason: `the route leads to ${id}, which is not read` };
}

/** Tells that the route to a block of the VPC itself was led elsewhere: the local routes are not what they seem then. */
function localElsewhere(routes: readonly Route[], vpc: Vpc | undefined): string | undefined {
  const blocks = [...vpc?.ipv4Blocks ?? [], ...vpc?.ipv6Blocks ?? []];
  const replaced = routes.find(({ destination }) => destination.kind === 'block' && blocks.some((block) => isSameBlock(block, destination.block)));
  return replaced === undefined ? undefined : `its local route is replaced by one to ${replaced.target.kind.replace(/-/g, ' ')}, which is not modelled`;
}
