import type { AddressSet } from './address-set';
import { everyAddressOf, internetAddresses, listAddresses, serviceAddresses, unknownAddress } from './address-set';
import type { CandidatePath, Demand, PathSegment, Peer } from './candidate-path';
import { concat, egress, ingress } from './candidate-path';
import { answersOver } from './listener-families';
import type { NetworkContext } from './network-context';
import { TAKE_A_SNAPSHOT, alternatives, notInTemplates, unknown, unknownResource } from './obstacles';
import { assumptionsOf, atResource } from './resource-paths';
import { refuted, unknownGroups } from './unknown-group';
import type { AddressFamily } from '../model/address-block';
import type { Hop } from '../model/hop';
import { componentHop } from '../model/hop';
import type { Workload } from '../model/network';
import type { Question, ResourceQuestion } from '../model/question';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the path from a subnet that no template defines. Nothing is known of it; what the function's groups let out is.
 * Law: the obstacle of the subnet stands beside those of the groups, never in their place, so that whoever vouches for the subnet has
 * vouched for nothing else.
 */

/** The path out of a subnet of which nothing is known. */
export function fromUnknownSubnet(context: NetworkContext, id: ResourceId, question: Question, family: AddressFamily): CandidatePath {
  return leave(context, [componentHop('subnet', undefined, id)], notInTemplates(`subnet ${id}`, { id, type: 'AWS::EC2::Subnet' }), question, family);
}

/** The path out of a function of which not even the subnets are known. */
export function fromUnknownSubnets(
  context: NetworkContext, { source }: Workload, reason: string, question: Question, family: AddressFamily,
): CandidatePath {
  const name = describeSource(source);
  return leave(context, [], unknownResource(`which subnets ${name} has`, reason, source), question, family);
}

/** Nothing is known of where the function is, perhaps in no VPC at all; a resource that lets nobody in is not reached from anywhere. */
export function fromUnknownAttachment({ source }: Workload, reason: string, question: Question, family: AddressFamily): CandidatePath {
  return concat({
    obstacles: [unknownResource(`what ${describeSource(source)} is attached to`, reason, source), ...withoutFamily(question, family)],
    demands: entering(question, family).map(refuted),
  });
}

function leave(context: NetworkContext, hops: readonly Hop[], obstacle: Obstacle, question: Question, family: AddressFamily): CandidatePath {
  const ports = question.ports ?? [];
  const inConstructs = alternatives([TAKE_A_SNAPSHOT.inConstructs, stateFor(question)]);
  const orTo = question.kind === 'aws-service' ? unknownAddress(family) : undefined;
  const out = egress(addressesOf(question, family), nameOf(question), ports, peerOf(question), orTo);
  return concat({
    hops,
    obstacles: [{ ...obstacle, mend: { ...obstacle.mend, inConstructs } }, ...ofUnknownGroups(question)],
    demands: [ofUnknownGroups(question).length > 0 ? refuted(out) : out, ...entering(question, family)],
  }, question.kind === 'resource' ? atTheEnd(context, question, family) : {});
}

/** All that is known of the resource itself stands in the way from wherever it is reached. */
function atTheEnd(context: NetworkContext, question: ResourceQuestion, family: AddressFamily): PathSegment {
  return { obstacles: [...atResource(context, question, family), ...namedOutside(context, question)], assumptions: assumptionsOf(question) };
}

/** A name that leads to public addresses in the VPC of the resource too leads there everywhere. */
function namedOutside({ network }: NetworkContext, { name, listeners = [], isAddressed }: ResourceQuestion): readonly Obstacle[] {
  const names = network.model.dns?.publicNames;
  const found = isAddressed === true ? undefined : listeners.find(({ source }) => (names?.get(source.id)?.inside ?? 'private') !== 'private');
  const named = found === undefined ? undefined : names?.get(found.source.id);
  return found === undefined || named === undefined ? [] : [unknown({
    code: 'DNS_NAME_NOT_KNOWN', source: found.source,
    detail: `whether public addresses are reached, to which the name of ${name} ${named.inside === 'public' ? 'leads' : 'may lead'}, is not known: ${describeSource(found.source)} ${named.because}`,
    mend: named.mend,
  })];
}

/** How the importer of a network states what no template shows, when it is so. */
function stateFor(question: Question): string {
  switch (question.kind) {
    case 'internet':
      return 'where the routes of these subnets lead to the internet, state so with internetAddressFamilies of the existing network';
    case 'aws-service':
      return `where the VPC has an endpoint for ${question.service}, state so with gatewayEndpoints or endpointSecurityGroups of the existing network`;
    case 'cidr':
      return 'where they are addresses of the VPC, state its blocks with ipv4Blocks or ipv6Blocks of the existing network, and where routes lead to them beyond the VPC, routedDestinations';
    case 'prefix-list':
      return 'where the routes of these subnets lead to the prefix list, state so with routedDestinations of the existing network';
    case 'resource':
      return 'where it is in another VPC, name its addresses with Destination.cidr(), and them in routedDestinations of the existing network when routes lead there';
  }
}

/** The groups of a resource have to let the function in, wherever it is. Rules can name its group: of what is in another VPC it is not known anyway whether it is reached. */
function entering(question: Question, family: AddressFamily): readonly Demand[] {
  return question.kind !== 'resource' || !question.securityGroups.known || question.isUnfiltered === true ? [] : [ingress({
    groups: question.securityGroups.value, of: undefined, what: question.name, from: [unknownAddress(family)], references: 'yes', ports: question.ports,
    inConstructs: `Destination.connectable(${question.name}, …) writes the rule`,
  })];
}

function ofUnknownGroups(question: Question): readonly Obstacle[] {
  return question.kind === 'resource' && !question.securityGroups.known ? [unknownGroups(question.name, question.securityGroups.reason)] : [];
}

/** A resource that surely has no addresses of the family, for a function of which it is not known whether it is in a VPC. */
function withoutFamily(question: Question, family: AddressFamily): readonly Obstacle[] {
  return question.kind === 'resource' ? answersOver(question, family).filter(({ status }) => status === 'violated') : [];
}

function addressesOf(question: Question, family: AddressFamily): AddressSet {
  switch (question.kind) {
    case 'internet':
      return internetAddresses(family);
    case 'cidr':
      return everyAddressOf(question.block);
    case 'aws-service':
      return serviceAddresses(family, question.service);
    case 'prefix-list':
      return question.id.known ? listAddresses(family, question.id.value) : unknownAddress(family);
    case 'resource':
      return unknownAddress(family);
  }
}

/** A service can be behind an endpoint of any group, a resource is behind its own. */
function peerOf(question: Question): Peer {
  switch (question.kind) {
    case 'resource':
      return { groups: question.securityGroups, references: 'yes' };
    case 'aws-service':
      return { groups: { known: false, reason: 'the endpoint is not known' }, references: 'unknown' };
    case 'internet':
    case 'cidr':
    case 'prefix-list':
      return { references: 'no' };
  }
}

function nameOf(question: Question): string {
  switch (question.kind) {
    case 'internet':
      return 'the internet';
    case 'aws-service':
      return question.service;
    case 'resource':
      return question.name;
    case 'cidr':
    case 'prefix-list':
      return 'the destination';
  }
}
