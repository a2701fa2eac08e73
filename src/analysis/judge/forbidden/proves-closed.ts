import type { Boundaries } from './boundaries';
import { mayLieIn } from './boundaries';
import type { AddressBlock } from '../../model/address-block';
import { areDisjoint } from '../../model/address-block';
import type { NetworkModel, Workload } from '../../model/network';
import { isOfNames } from '../../model/path-codes';
import type { ResourceId } from '../../model/source';
import type { PortedTransport, RuleBlock } from '../../model/traffic';
import type { Obstacle } from '../../model/verdict';
import { internetAddresses, isAwsList } from '../../reason/address-set';
import { touches } from '../../reason/coverage';
import { matches } from '../../reason/ports';
import { knownGroups, knownSubnets } from '../../rules/rule';

/*
 * Models: which obstacles prove that no packet passes, and not only that some packet does not.
 * A verdict asks whether all of a destination is reached; what stands in its way may stand in the way of a part. So only that counts which the
 * function itself has: its flags, its groups, its subnets and their routes. What others have, a network ACL with its answers, a gateway in one of
 * several zones, the groups at the other end, closes perhaps, and proves nothing. Only addresses that the other end does not have are beyond doubt.
 */

/** A part of what is forbidden: addresses and ports that all rules and routes of the function treat alike. */
export interface Part {
  /** Undefined for a resource, of which the addresses are not known before deployment. */
  readonly block?: AddressBlock;
  readonly port: PortedTransport;

  /** Tells whether the part is of the internet: there the lists that AWS keeps of its services are not meant, nor members of groups. */
  readonly isInternet: boolean;
}

/** The resources that are the function's own, by their ids. */
export interface Own {
  readonly function: ResourceId;
  readonly groups: ReadonlySet<ResourceId>;
  readonly ways: ReadonlySet<ResourceId>;
}

export function ownOf(workload: Workload, model: NetworkModel, { routes }: Boundaries): Own {
  const subnets = knownSubnets(workload);
  const tables = subnets.flatMap((id) => {
    const table = model.subnets.get(id)?.routeTable;
    return table?.known === true ? [table.value] : [];
  });
  return {
    function: workload.source.id,
    groups: new Set(knownGroups(workload)),
    ways: new Set([...subnets, ...tables, ...routes.map(({ source }) => source.id)]),
  };
}

/** Tells whether an obstacle keeps every packet to a part from leaving. What keeps names from resolving keeps nobody from an address. */
export function closes({ status, code, source }: Obstacle, part: Part, own: Own, boundaries: Boundaries, model: NetworkModel): boolean {
  if (status !== 'violated' || source === undefined || isOfNames(code)) {
    return false;
  }
  if (source.id === own.function || own.ways.has(source.id) && code.startsWith('LAMBDA_') || code === 'RESOURCE_NO_ADDRESS_FAMILY') {
    return true;
  }
  if (own.groups.has(source.id)) {
    return areGroupsExact(part, boundaries, model);
  }
  return own.ways.has(source.id) && areRoutesExact(part, boundaries);
}

/** Tells whether the routes, read for all of a part, say the same of each of its addresses. */
function areRoutesExact({ block, isInternet }: Part, { routes, ofRoutes }: Boundaries): boolean {
  return block !== undefined && !mayLieIn(ofRoutes, block)
    && (isInternet || !isPublicInPart(block) || !routes.some(({ destination }) => isListOfAws(destination)));
}

/** Tells whether the groups, read for all of a part, say the same of each of its addresses. */
function areGroupsExact({ block, port, isInternet }: Part, { rules, ofRules, ofVpcs }: Boundaries, { vpcs, securityGroups }: NetworkModel): boolean {
  if (block === undefined) {
    return true;
  }
  const about = rules.filter((rule) => matches(rule, port) !== 'no');
  const named = about.flatMap(({ peer }) => peer.kind === 'security-group' ? [securityGroups.get(peer.id)?.vpc] : []);
  const namesPublicLists = about.some(({ peer }) => peer.kind !== 'security-group' && isListOfAws(peer)) && isPublicInPart(block);
  const areVpcsKnown = named.every((vpc) => vpc !== undefined && vpcs.has(vpc)) && [...vpcs.values()].every(({ blocksComplete }) => blocksComplete === 'yes');
  return !mayLieIn(ofRules, block)
    && (isInternet || !namesPublicLists && (named.length === 0 || areVpcsKnown && ofVpcs.every((other) => areDisjoint(other, block) === 'yes')));
}

/** Some of the addresses that AWS has in such a list may be among those of a public block. */
function isListOfAws(block: RuleBlock): boolean {
  return block.kind === 'prefix-list' && isAwsList(block.id);
}

function isPublicInPart(block: AddressBlock): boolean {
  return touches(internetAddresses(block.family), block);
}
