import type { AddressBlock, AddressFamily } from '../../model/address-block';
import { areDisjoint, parseBlock } from '../../model/address-block';
import type { NetworkModel, Route, SecurityGroupRule, Workload } from '../../model/network';
import { notPublic } from '../../reason/address-set';
import { blocksOfEntry } from '../../reason/routing';
import { knownGroups, knownSubnets } from '../../rules/rule';

/*
 * Models: what of a function's own decides about a packet: the outgoing rules of its groups, and the routes of its subnets with the blocks of
 * its VPC. Nothing else is looked at, because nothing else is needed to prove that a packet does not leave.
 */

/** The edges of blocks at which a verdict can change. */
export interface Boundaries {
  readonly rules: readonly SecurityGroupRule[];
  readonly routes: readonly Route[];

  /** The blocks of the rules, as far as they are known. */
  readonly ofRules: readonly AddressBlock[];

  /** The blocks of the routes, of the VPC and of the function's subnets. */
  readonly ofRoutes: readonly AddressBlock[];

  /** The blocks of every VPC that is known: where a member of a security group can be. */
  readonly ofVpcs: readonly AddressBlock[];
}

/** RFC 6052: what NAT64 translates is judged apart. */
const NAT64 = parseBlock('64:ff9b::/96')!;

/** Returns what decides about the packets of one function. */
export function boundariesOf(workload: Workload, model: NetworkModel): Boundaries {
  const subnets = knownSubnets(workload).flatMap((id) => model.subnets.get(id) ?? []);
  const tables = subnets.flatMap(({ routeTable }) => routeTable.known ? model.routeTables.get(routeTable.value) ?? [] : []);
  const routes = [...new Set(tables)].flatMap((table) => table.routes);
  const rules = knownGroups(workload).flatMap((id) => model.securityGroups.get(id)?.egress ?? []);
  const vpcs = subnets.flatMap(({ vpc }) => model.vpcs.get(vpc) ?? []);
  return {
    rules,
    routes,
    ofRules: rules.flatMap(({ peer }) => peer.kind === 'security-group' ? [] : blocksOfEntry(peer, model.prefixLists) ?? []),
    ofRoutes: [
      ...routes.flatMap(({ destination }) => blocksOfEntry(destination, model.prefixLists) ?? []),
      ...subnets.flatMap(({ ipv4Block, ipv6Block }) => [ipv4Block ?? [], ipv6Block ?? []].flat()),
      ...vpcs.flatMap(({ ipv4Blocks, ipv6Blocks }) => [...ipv4Blocks, ...ipv6Blocks]),
    ],
    ofVpcs: [...model.vpcs.values()].flatMap(({ ipv4Blocks, ipv6Blocks }) => [...ipv4Blocks, ...ipv6Blocks]),
  };
}

/** All boundaries of a family that are literal. */
export function literalBoundaries({ ofRules, ofRoutes }: Boundaries, family: AddressFamily): AddressBlock[] {
  return [...ofRules, ...ofRoutes, ...notPublic(family), NAT64].filter((block) => block.family === family && block.allocation === undefined);
}

/** Tells whether some of the blocks are placed by the deployment, perhaps within a destination. */
export function mayLieIn(blocks: readonly AddressBlock[], destination: AddressBlock): boolean {
  return blocks.some((block) => block.allocation !== undefined && areDisjoint(block, destination) !== 'yes');
}
