import type { AddressSet } from './address-set';
import type { PathSegment } from './candidate-path';
import type { NetworkContext } from './network-context';
import type { NetworkIndex } from './network-index';
import { unknown } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { areDisjoint } from '../model/address-block';
import { describeTarget, spellRuleBlock } from '../model/hop';
import type { Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import type { RuleBlock } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the local routes of a VPC, and the routes that are narrower: those are preferred, also inside of the VPC.
 */

/**
 * The matches to a set of addresses of a VPC. Inside of one the local route leads, in blocks too that are not known; only a narrower route can lead
 * elsewhere.
 */
export function lookUpInVpc({ network, routes }: NetworkContext, subnet: Subnet, to: AddressSet, vpc: ResourceId): readonly SubnetRouteMatch[] {
  return routes.lookUp(subnet, to, 'addresses').map((match) =>
    vpc === subnet.vpc && !isNarrowerThanLocal(network, subnet, match.entry?.block) ? { ...match, entry: undefined, ambiguities: [] } : match);
}

/** Returns what a route that is narrower than the local one says, if there is one. */
export function narrowerRoute({ entry }: SubnetRouteMatch): PathSegment {
  return entry === undefined || entry.target.kind === 'local' ? {} : {
    obstacles: [unknown({
      code: 'UNSUPPORTED_COMPONENT',
      source: entry.source,
      detail: `the route to ${spellRuleBlock(entry.block)} leads traffic inside of the VPC to ${describeTarget(entry.target)}, which is not modelled`,
      mend: 'try it with VPC Reachability Analyzer after deployment',
    })],
  };
}

/** Returns what leads traffic from a subnet to a set of addresses of the same VPC elsewhere than there. */
export function redirected({ network, routes }: NetworkContext, subnet: Subnet, to: AddressSet): readonly Obstacle[] {
  return routes.lookUp(subnet, to, 'addresses').filter(({ entry }) => isNarrowerThanLocal(network, subnet, entry?.block))
    .flatMap((match) => narrowerRoute(match).obstacles ?? []);
}

/** Tells whether a route is for a part of the VPC, so that it is preferred to the local route. */
function isNarrowerThanLocal(network: NetworkIndex, subnet: Subnet, route: RuleBlock | undefined): boolean {
  return route?.kind === 'block' && network.blocksOf(subnet.vpc, route.block.family)
    .some((own) => own.prefixLength < route.block.prefixLength && areDisjoint(own, route.block) !== 'yes');
}
