import type { AddressSet } from './address-set';
import { describeAddresses, everywhereOf, isAwsList, isNarrow } from './address-set';
import type { NetworkIndex } from './network-index';
import type { ObstacleDetails } from './obstacles';
import { unknown, unknownResource, violated } from './obstacles';
import type { RouteMatch, RouteEntry, Table } from './routing';
import { describeAmbiguity, lookUpRoutes, tableOf } from './routing';
import { findOutRoutes } from './unknown-routes';
import type { RouteHop } from '../model/hop';
import { describeTarget, spellRuleBlock } from '../model/hop';
import type { RouteTable, RouteTarget, Subnet } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the route tables of subnets: those that templates associate, and the main table of a VPC, which has the local routes and no
 * other when a template defines the VPC.
 * Law: local routes stand in every table, for each block of its VPC.
 * Refuses: to say what is in the main table of a VPC that no template defines.
 */

export type SubnetRouteMatch = RouteMatch<RouteTarget>;

/** The purpose for which a set of addresses is asked: the internet leaves out what routes lead to somebody's own network. */
export type Purpose = 'internet' | 'addresses';

/** The facts that are known of the table of a subnet. */
export interface SubnetRoutes {
  readonly name: string;
  readonly source: Source | undefined;
  readonly table: Table<RouteTarget>;

  /** The reason why unknown routes can be there; with `propagated`, only those that a virtual private gateway learns. */
  readonly gap?: { readonly reason: string; readonly isPropagated: boolean };
}

const LOCAL: RouteTarget = { kind: 'local' };
const RANKS = { local: 0, static: 1 };

export class RouteTables {
  private readonly routes = new Map<string, SubnetRoutes>();
  private readonly matches = new Map<string, readonly SubnetRouteMatch[]>();

  constructor(private readonly network: NetworkIndex) {}

  of(subnet: Subnet): SubnetRoutes {
    const { vpc, routeTable } = subnet;
    const key = routeTable.known ? `${routeTable.value} ${vpc}` : `? ${subnet.source.id}`;
    const known = this.routes.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = this.read(subnet);
    this.routes.set(key, found);
    return found;
  }

  /** Tells where a set of addresses goes from a subnet. */
  lookUp(subnet: Subnet, addresses: AddressSet, purpose: Purpose): readonly SubnetRouteMatch[] {
    const routes = this.of(subnet);
    const key = `${subnet.routeTable.known ? subnet.routeTable.value : `? ${subnet.source.id}`} ${subnet.vpc} ${purpose} ${addresses.key}`;
    const known = this.matches.get(key);
    if (known !== undefined) {
      return known;
    }
    const matches = lookUpRoutes(this.tableFor(routes, addresses, purpose), addresses, { isElsewhere: (entry) => purpose === 'internet' && leadsToANetwork(entry), holdsNoService: leadsToAVpc });
    this.matches.set(key, matches);
    return matches;
  }

  /** Addresses of a VPC are in no list that AWS keeps, and what is asked of the internet leaves those lists out. */
  private tableFor({ table }: SubnetRoutes, addresses: AddressSet, purpose: Purpose): Table<RouteTarget> {
    const leavesOut = addresses.kind !== 'service' && table.unplaced.length > 0 && (purpose === 'internet' || this.network.isInVpc(addresses.block));
    return leavesOut ? { ...table, unplaced: table.unplaced.filter(({ block }) => block.kind !== 'prefix-list' || !isAwsList(block.id)) } : table;
  }

  /** Returns what is not sure about the route of a match. */
  ambiguitiesOf(subnet: Subnet, match: SubnetRouteMatch, purpose: Purpose): readonly Obstacle[] {
    const { addresses, entry } = match;
    const ambiguities = allAmbiguities(match);
    const { name, source, gap } = this.of(subnet);
    const isHarmless = gap === undefined || gap.isPropagated && (purpose === 'internet' || entry?.target.kind === 'local');
    const reasons = isHarmless ? ambiguities : [...ambiguities, gap.reason];
    return entry === undefined || reasons.length === 0 ? [] : [unknown({
      code: 'MORE_SPECIFIC_ROUTE',
      source,
      detail: `${name} can lead a part of ${describeAddresses(addresses)} elsewhere than its route to ${spellRuleBlock(entry.block)}: ${reasons.join('; ')}`,
      ...findOutRoutes(source, reasons, name),
    })];
  }

  private read(subnet: Subnet): SubnetRoutes {
    const { vpc, routeTable, source } = subnet;
    const locals = this.localEntries(vpc);
    const nothing = { source: undefined, table: this.build(locals) };
    if (!routeTable.known) {
      return { ...nothing, name: `the route table of ${describeSource(source)}`, gap: { reason: routeTable.reason, isPropagated: false } };
    }
    const main = routeTable.value === 'main' ? this.network.model.vpcs.get(vpc)?.mainRouteTable : undefined;
    if (routeTable.value === 'main' && main === undefined) {
      const name = `the main route table of ${nameOfVpc(this.network, vpc)}`;
      return this.network.model.vpcs.get(vpc)?.defined === true ? { ...nothing, name }
        : { ...nothing, name, gap: { reason: 'no template defines it', isPropagated: false } };
    }
    const table = this.network.model.routeTables.get(main ?? routeTable.value);
    return table === undefined ? { ...nothing, name: `route table ${main ?? routeTable.value}`, gap: { reason: 'no template that was read defines it', isPropagated: false } }
      : this.readTable(table, locals);
  }

  private readTable(table: RouteTable, locals: readonly RouteEntry<RouteTarget>[]): SubnetRoutes {
    const entries = table.routes.map(({ destination, target, source }) => ({ block: destination, target, source, rank: RANKS.static }));
    const { furtherRoutes, furtherRoutesArePropagated = false } = table;
    const gap = furtherRoutes === undefined ? {} : { gap: { reason: furtherRoutes, isPropagated: furtherRoutesArePropagated } };
    return { name: nameOfTable(table.source), source: table.source, table: this.build([...locals, ...entries]), ...gap };
  }

  private localEntries(vpc: ResourceId): readonly RouteEntry<RouteTarget>[] {
    return [...this.network.blocksOf(vpc, 'ipv4'), ...this.network.blocksOf(vpc, 'ipv6')]
      .map((block) => ({ block: { kind: 'block', block }, target: LOCAL, rank: RANKS.local }));
  }

  private build(entries: readonly RouteEntry<RouteTarget>[]): Table<RouteTarget> {
    return tableOf(entries, this.network.model.prefixLists);
  }
}

/** The hop of a route that is taken. */
export function routeHop({ block, target, source }: RouteEntry<RouteTarget>): RouteHop {
  return { kind: 'route', block, target, source };
}

/** Tells why another route may be the one, those of AWS's lists included. */
function allAmbiguities({ ambiguities, alternatives = [] }: SubnetRouteMatch): readonly string[] {
  return [...ambiguities, ...alternatives.map(describeAmbiguity)];
}

/** A missing route, or one of which it is not known whether it is there. */
export interface NoRoute extends Pick<Obstacle, 'status' | 'code' | 'source' | 'detail'> {
  /** How to find out, where it is not known: nobody adds a route that is there already. */
  readonly toFindOut?: Pick<ObstacleDetails, 'mend' | 'inConstructs'>;
}

/** No route of a subnet leads to a set of addresses. */
export function noRoute({ name, source, gap }: SubnetRoutes, match: SubnetRouteMatch): NoRoute {
  const { addresses } = match;
  const ambiguities = allAmbiguities(match);
  const [all, meant] = [everywhereOf(addresses.family), describeAddresses(addresses)];
  const missing = addresses.kind === 'every' && isNarrow(addresses.block) || meant === all ? meant : `${all} or ${meant}`;
  const reasons = gap === undefined ? ambiguities : [...ambiguities, gap.reason];
  return {
    status: reasons.length === 0 ? 'violated' : 'unknown',
    code: 'NO_ROUTE_TO_DESTINATION',
    source,
    detail: reasons.length === 0 ? `${name} has no route to ${missing}` : `whether ${name} has a route to ${missing} is not known: ${reasons.join('; ')}`,
    ...reasons.length === 0 ? {} : { toFindOut: findOutRoutes(source, reasons, name) },
  };
}

/** The table of a subnet that the CDK defines is called by the subnet. */
function nameOfTable(source: Source): string {
  return source.constructPath?.endsWith('/RouteTable') === true ? `the route table of ${describeSource(source)}` : describeSource(source);
}

/** Returns what is in the path where a route leads to something of which nothing is known. */
export function unknownTarget(target: RouteTarget, entry: RouteEntry<RouteTarget>): Obstacle {
  const where = `the route to ${spellRuleBlock(entry.block)}`;
  if (target.kind === 'missing') {
    return violated({
      code: 'BAD_STATE_ROUTE', source: entry.source, detail: `${where} leads to ${target.what}, which does not exist`,
      mend: `define ${target.what}, or lead the route elsewhere`,
    });
  }
  if (target.kind === 'unknown') {
    return unknownResource(`where ${where} leads`, target.reason, entry.source);
  }
  const isForeign = target.kind === 'unsupported';
  return unknown({
    code: 'UNSUPPORTED_COMPONENT',
    source: entry.source,
    detail: `${where} leads to ${isForeign ? target.what : `a ${describeTarget(target)}`}, which is not modelled${isForeign ? '' : ' for this destination'}`,
    mend: 'try it with VPC Reachability Analyzer after deployment',
  });
}

export function nameOfVpc(network: NetworkIndex, vpc: ResourceId): string {
  const found = network.model.vpcs.get(vpc);
  return found === undefined ? vpc : describeSource(found.source);
}

/** A narrow route to a network of somebody's own: what is behind it is not the internet. */
function leadsToANetwork({ block, target }: RouteEntry<RouteTarget>): boolean {
  if (target.kind === 'local' || target.kind === 'gateway-endpoint') {
    return true;
  }
  const isSomebodys = target.kind === 'vpc-peering' || target.kind === 'transit-gateway' || target.kind === 'unsupported' && target.isPrivateNetwork === true;
  return isSomebodys && (block.kind !== 'block' || isNarrow(block.block));
}

/** Blocks of VPCs are their owners' alone. */
function leadsToAVpc({ block, target }: RouteEntry<RouteTarget>): boolean {
  return target.kind === 'local' || target.kind === 'vpc-peering' || block.kind === 'block' && block.block.allocation?.by === 'amazon';
}
