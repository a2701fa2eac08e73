import { finding } from './finding';
import { knownSubnets } from './rule';
import type { AddressFamily } from '../model/address-block';
import { contains, spellBlock } from '../model/address-block';
import type { Finding } from '../model/finding';
import type { NetworkModel, VpcEndpoint, VpcPeering, Workload } from '../model/network';
import type { NetworkStatement } from '../model/network-statement';
import type { PathCode } from '../model/path-codes';
import { isOfNames } from '../model/path-codes';
import type { Question } from '../model/question';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';
import { HTTPS } from '../model/traffic';
import { isCovered } from '../reason/coverage';
import { WithoutGroups } from '../reason/without-groups';

/*
 * Models: statements about networks, held against a snapshot. Where it knows, it counts for the verdicts, and the statement is to be corrected.
 * Law: what a snapshot does not have contradicts nothing. A statement is about routes and endpoints, so rules, network ACLs and names contradict none of it.
 */

/** A contradiction: what is stated, what is there, and the property that states it. */
interface Contradiction {
  readonly message: string;
  readonly property: string;
}

/** A network as its importer states it, with the functions in it. */
interface Stated {
  readonly stated: NetworkStatement;
  readonly subnets: readonly ResourceId[];
  readonly functions: Workload[];
}

/** Codes that say nothing of where routes lead. */
const BESIDE_ROUTES: ReadonlySet<PathCode> = new Set(['ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES', 'SUBNET_ACL_RESTRICTION', 'LAMBDA_SUBNET_NO_IPV4']);

/** Finds statements that snapshots contradict, each once for all functions whose network it is of. */
export function snapshotContradictions(model: NetworkModel): Finding[] {
  const networks = statedNetworks(model);
  const network = networks.length === 0 ? undefined : new WithoutGroups(model);
  const ofNetworks = networks.flatMap(({ stated, subnets, functions: [first, ...others] }) => [
    ...internet(network!, stated, subnets), ...routed(network!, stated, subnets), ...services(model, stated, subnets),
    ...prefixLists(model, stated, subnets), ...endpointGroups(model, stated, subnets),
  ].map((found) => contradiction(first.source, found, others)));
  return [...ofNetworks, ...[...model.peerings.values()].flatMap((peering) => peers(model, peering))];
}

function contradiction(source: Source, { message, property }: Contradiction, functions: readonly Workload[]): Finding {
  return {
    ...finding('SNAPSHOT_CONTRADICTS_STATEMENT', source, message, {
      inConstructs: `state what is there, or leave it out of ${property}; take the snapshot again if the network has changed`,
      inTemplate: 'correct the statement in the Metadata, or take the snapshot again if the network has changed',
    }),
    functions: functions.map((workload) => workload.source.id),
  };
}

/** The networks of which something is stated and all subnets are in a snapshot. */
function statedNetworks({ workloads, subnets: all }: NetworkModel): readonly Stated[] {
  const networks = new Map<string, Stated>();
  for (const workload of workloads.values()) {
    const { stated } = workload;
    const subnets = knownSubnets(workload);
    if (stated !== undefined && subnets.length > 0 && subnets.every((id) => all.get(id)?.source.snapshot !== undefined)) {
      const key = JSON.stringify([subnets, stated.internetFamilies, stated.services, stated.routedBlocks.map(spellBlock), stated.routedPrefixLists,
        [...stated.prefixLists ?? []], [...stated.endpointGroups ?? []]]);
      const known = networks.get(key);
      if (known === undefined) {
        networks.set(key, { stated, subnets, functions: [workload] });
      } else {
        known.functions.push(workload);
      }
    }
  }
  return [...networks.values()];
}

function internet(network: WithoutGroups, { internetFamilies }: NetworkStatement, subnets: readonly ResourceId[]): Contradiction[] {
  return internetFamilies.flatMap((family) => deniedWith(network, subnets, { kind: 'internet', ports: HTTPS }, family, {
    what: `the internet is stated to be reached over ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`, property: 'internetAddressFamilies',
  }));
}

function routed(network: WithoutGroups, { routedBlocks, routedPrefixLists }: NetworkStatement, subnets: readonly ResourceId[]): Contradiction[] {
  const property = 'routedDestinations';
  return [
    ...routedBlocks.flatMap((block) =>
      deniedWith(network, subnets, { kind: 'cidr', block, ports: HTTPS }, block.family, { what: `routes are stated to lead to ${spellBlock(block)}`, property })),
    ...routedPrefixLists.map((id) => ({ kind: 'prefix-list', id: { known: true, value: id }, ports: HTTPS } as const)).flatMap((question) =>
      deniedWith(network, subnets, question, 'ipv4', { what: `routes are stated to lead to ${question.id.value}`, property })),
  ];
}

/** Returns a contradiction when something other than a filter or a name is known to stand in the way from a subnet. */
function deniedWith(
  network: WithoutGroups, subnets: readonly ResourceId[], question: Question, family: AddressFamily,
  { what, property }: { readonly what: string; readonly property: string },
): Contradiction[] {
  const obstacles = network.judge(subnets, question, family).subnets.flatMap(({ path }) => path.obstacles)
    .filter(({ status, code }) => status === 'violated' && !isOfNames(code) && !BESIDE_ROUTES.has(code));
  const details = [...new Set(obstacles.map(({ detail }) => detail))];
  return details.length === 0 ? [] : [{ message: `${what}, and the snapshot shows otherwise: ${details.join('; ')}`, property }];
}

/** Endpoints are known when none is there of which the service is not. */
function services(model: NetworkModel, { services: stated }: NetworkStatement, subnets: readonly ResourceId[]): Contradiction[] {
  const { vpc = '', tables } = placeOf(model, subnets);
  const all = endpointsIn(model, vpc);
  if (all.some(({ kind, service }) => !kind.known || !service.known)) {
    return [];
  }
  return stated.flatMap((name) => {
    const own = all.filter(({ service }) => service.known && service.value === name);
    const missing = tables.filter((table) => !own.some(({ kind, routeTables }) =>
      kind.known && (kind.value !== 'gateway' || !routeTables.known || routeTables.value.includes(table))));
    const property = 'gatewayEndpoints, prefixListIds and endpointSecurityGroups';
    return own.length === 0 ? [{ message: `an endpoint for ${name} is stated, and the snapshot shows none in ${vpc}`, property }]
      : missing.length === 0 ? [] : [{
        message: `an endpoint for ${name} is stated, and in the snapshot ${own.map(({ source }) => describeSource(source)).join(', ')} has no route in ${missing.join(', ')}`, property,
      }];
  });
}

function prefixLists(model: NetworkModel, statement: NetworkStatement, subnets: readonly ResourceId[]): Contradiction[] {
  const { prefixLists: stated = new Map<string, string>() } = statement;
  const { vpc = '' } = placeOf(model, subnets);
  const known = [...model.servicePrefixLists ?? []].filter(([key]) => key.startsWith(`${vpc} `))
    .map(([key, service]) => [key.slice(vpc.length + 1), service.slice('pl:'.length)]);
  return [...stated].flatMap(([service, id]) => {
    const [of] = known.filter(([list]) => list === id).map(([, name]) => name);
    const [own] = known.filter(([, name]) => name === service).map(([list]) => list);
    return of === service || of === undefined && own === undefined ? [] : [{
      message: `${id} is stated to be the prefix list of ${service}, and in the snapshot ${of === undefined ? `that is ${own}` : `it is that of ${of}`}`, property: 'prefixListIds',
    }];
  });
}

function endpointGroups(model: NetworkModel, statement: NetworkStatement, subnets: readonly ResourceId[]): Contradiction[] {
  const { endpointGroups: stated = new Map<string, string>() } = statement;
  const all = endpointsIn(model, placeOf(model, subnets).vpc);
  return [...stated].flatMap(([service, group]) => {
    const own = all.filter(({ kind, service: name }) => kind.known && kind.value === 'interface' && name.known && name.value === service);
    const has = ({ securityGroups: groups }: VpcEndpoint) => !groups.known || groups.value.includes(group);
    return own.length === 0 || own.some(has) || all.some(({ service: name }) => !name.known) ? [] : [{
      message: `${group} is stated to be a security group of the endpoint for ${service}, and in the snapshot ${own.map(({ source }) => describeSource(source)).join(', ')} does not have it`,
      property: 'endpointSecurityGroups',
    }];
  });
}

/** Blocks that the peer does not have, although the snapshot has all of it. */
function peers({ vpcs, workloads, subnets }: NetworkModel, { source, requester, accepter, statedBlocks }: VpcPeering): Finding[] {
  const peer = accepter.known ? vpcs.get(accepter.value) : undefined;
  if (peer?.source.snapshot === undefined || peer.blocksComplete !== 'yes') {
    return [];
  }
  const own = [...peer.ipv4Blocks, ...peer.ipv6Blocks];
  const wrong = statedBlocks.filter((block) => !isCovered(block, own) && !own.some((other) => contains(other, block) === 'unknown'));
  const isInRequester = (id: ResourceId) => requester.known && subnets.get(id)?.vpc === requester.value;
  const functions = [...workloads.values()].filter((workload) => knownSubnets(workload).some(isInRequester));
  return wrong.map((block) => contradiction(source, {
    message: `${spellBlock(block)} is stated to be of the peer, and in the snapshot ${describeSource(peer.source)} has ${own.map(spellBlock).join(', ')}`, property: 'peerIpv4Blocks and peerIpv6Blocks',
  }, functions));
}

function placeOf({ subnets: all }: NetworkModel, subnets: readonly ResourceId[]) {
  const known = subnets.flatMap((id) => all.get(id) ?? []);
  return { vpc: known[0]?.vpc, tables: [...new Set(known.flatMap(({ routeTable }) => routeTable.known ? [routeTable.value] : []))] };
}

function endpointsIn({ endpoints }: NetworkModel, vpc: ResourceId | undefined): readonly VpcEndpoint[] {
  return [...endpoints.values()].filter((endpoint) => endpoint.vpc === vpc);
}
