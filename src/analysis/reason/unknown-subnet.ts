import type { AddressSet } from './address-set';
import { everyAddressOf, internetAddresses, listAddresses, serviceAddresses, unknownAddress } from './address-set';
import type { CandidatePath, Demand, Peer } from './candidate-path';
import { concat, egress, ingress } from './candidate-path';
import { answersOver } from './listener-families';
import { notInTemplates, unknownResource } from './obstacles';
import type { AddressFamily } from '../model/address-block';
import type { Hop } from '../model/hop';
import { componentHop } from '../model/hop';
import type { Workload } from '../model/network';
import type { Question } from '../model/question';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the path from a subnet that no template defines. Nothing is known of it; what the function's groups let out is.
 * Law: the obstacle of the subnet stands beside those of the groups, never in their place, so that whoever vouches for the subnet has
 * vouched for nothing else.
 */

/** The path out of a subnet of which nothing is known. */
export function fromUnknownSubnet(id: ResourceId, question: Question, family: AddressFamily): CandidatePath {
  return leave([componentHop('subnet', undefined, id)], notInTemplates(`subnet ${id}`), question, family);
}

/** The path out of a function of which not even the subnets are known. */
export function fromUnknownSubnets({ source }: Workload, reason: string, question: Question, family: AddressFamily): CandidatePath {
  const name = describeSource(source);
  return leave([], unknownResource(`which subnets ${name} has`, reason, source), question, family);
}

/** Nothing is known of where the function is, perhaps in no VPC at all; a resource that lets nobody in is not reached from anywhere. */
export function fromUnknownAttachment({ source }: Workload, reason: string, question: Question, family: AddressFamily): CandidatePath {
  return concat({
    obstacles: [unknownResource(`what ${describeSource(source)} is attached to`, reason, source), ...withoutFamily(question, family)], demands: entering(question, family),
  });
}

/** How the importer of a network says what no template shows. */
const STATE = 'take a snapshot with `cdk-lambda-network snapshot cdk.out` and run `cdk-lambda-network check cdk.out --snapshot network.snapshot.json`, or state what the import cannot know, when it is so: internetAddressFamilies, gatewayEndpoints, endpointSecurityGroups or routedDestinations of the existing network';

function leave(hops: readonly Hop[], obstacle: Obstacle, question: Question, family: AddressFamily): CandidatePath {
  const ports = question.ports ?? [];
  return concat({
    hops,
    obstacles: [{ ...obstacle, mend: { ...obstacle.mend, inConstructs: STATE } }, ...withoutFamily(question, family)],
    demands: [
      egress(addressesOf(question, family), nameOf(question), ports, peerOf(question), question.kind === 'aws-service' ? unknownAddress(family) : undefined),
      ...entering(question, family),
    ],
  });
}

/** The groups of a resource, as far as they surely let no function in, wherever that is. */
function entering(question: Question, family: AddressFamily): readonly Demand[] {
  return question.kind !== 'resource' || !question.securityGroups.known || question.isUnfiltered === true ? [] : [ingress({
    groups: question.securityGroups.value, of: undefined, what: question.name, from: [unknownAddress(family)], references: 'unknown', ports: question.ports,
    inConstructs: `Destination.connectable(${question.name}, …) writes the rule`, isOnlyRefuted: true,
  })];
}

/** A resource that surely has no addresses of the family. */
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
