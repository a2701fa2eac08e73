import type { AddressSet } from './address-set';
import { everyAddressOf, internetAddresses, listAddresses, serviceAddresses, unknownAddress } from './address-set';
import type { Peer, CandidatePath } from './candidate-path';
import { egress, concat } from './candidate-path';
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

/** How the importer of a network says what no template shows. */
const STATE = 'state what the import cannot know, when it is so: internetAddressFamilies, gatewayEndpoints, endpointSecurityGroups or routedDestinations of the existing network';

function leave(hops: readonly Hop[], obstacle: Obstacle, question: Question, family: AddressFamily): CandidatePath {
  const ports = question.ports ?? [];
  return concat({
    hops,
    obstacles: [{ ...obstacle, mend: { ...obstacle.mend, inConstructs: STATE } }],
    demands: [egress(addressesOf(question, family), nameOf(question), ports, peerOf(question))],
  });
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
