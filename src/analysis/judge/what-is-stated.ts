import type { AddressBlock, AddressFamily } from '../model/address-block';
import { contains, isEverywhere, spellBlock } from '../model/address-block';
import type { NetworkModel, SecurityGroupRule, Workload } from '../model/network';
import type { NetworkStatement } from '../model/network-statement';
import type { BlockQuestion, Question, ResourceQuestion } from '../model/question';
import type { ResourceId } from '../model/source';
import { isOnTheInternet } from '../reason/address-set';
import { isCovered } from '../reason/coverage';
import { areTwo } from '../reason/one-vpc';
import { matches, pieces } from '../reason/ports';
import { waysToAsk } from '../reason/service-ways';

/*
 * Models: what the importer of a network states, and what follows from that it is a VPC: each of its route tables has the local routes.
 * Law: what is not stated is not vouched for, and neither is what is in another VPC, or in one that the templates define. Where a resource is that no template defines, is an assumption.
 */

/** A network with what is stated of it, and with what templates show of it all the same. */
export interface StatedNetwork {
  readonly statement: NetworkStatement;
  readonly model: Pick<NetworkModel, 'securityGroups' | 'subnets' | 'vpcs'>;

  /** The VPC of the function's security groups; undefined when it is not known. */
  readonly vpc?: ResourceId;

  /** The rules by which the function's own groups let it out. */
  readonly egress: readonly SecurityGroupRule[];
}

/** Nothing is stated for a function of which the groups are not known. */
export function statedNetwork({ attachment, stated: statement }: Workload, model: StatedNetwork['model']): StatedNetwork | undefined {
  if (statement === undefined || attachment.kind !== 'vpc' || !attachment.securityGroups.known) {
    return undefined;
  }
  const [vpc] = attachment.securityGroups.value.flatMap((id) => vpcOfGroup(id, model) ?? []);
  const egress = attachment.securityGroups.value.flatMap((id) => model.securityGroups.get(id)?.egress ?? []);
  return { statement, model, egress, ...vpc === undefined ? {} : { vpc } };
}

/** Tells whether the function's own groups let it speak to a service in some way, at what may be an endpoint: a group, a prefix list, all of the VPC. */
export function letsOutToEndpoint(question: Question, family: AddressFamily, { egress, statement }: StatedNetwork): boolean {
  const rules = egress.filter(({ peer }) => PEERS_OF_ENDPOINTS.has(peer.kind) || peer.kind === 'block' && peer.block.family === family && coversVpc(peer.block, statement));
  return waysToAsk(question).some(({ ports = [] }) =>
    ports.flatMap((asked) => pieces(asked, rules)).every((piece) => rules.some((rule) => matches(rule, piece) === 'yes')));
}

/** The peers of rules that may be endpoints whatever their addresses are. */
const PEERS_OF_ENDPOINTS: ReadonlySet<string> = new Set(['security-group', 'prefix-list']);

function coversVpc(block: AddressBlock, { vpcBlocks }: NetworkStatement): boolean {
  const own = vpcBlocks.filter(({ family }) => family === block.family);
  return isEverywhere(block) || own.length > 0 && own.every((each) => contains(block, each) === 'yes');
}

const STATED = 'the network, which no template defines, is as its importer states';

/** The assumption that the local routes of a VPC lead there, which snapshots show. */
export const LOCAL = 'no network ACL and no narrower route of a subnet that no template defines stands in the way of what is inside of the VPC';

/** Returns what has to be assumed of the network for a path to be there; undefined when nobody vouches for one. */
export function vouchedBy(question: Question, family: AddressFamily, stated: StatedNetwork): readonly string[] | undefined {
  const { internetFamilies, services, routedPrefixLists } = stated.statement;
  switch (question.kind) {
    case 'internet':
      return internetFamilies.includes(family) ? [STATED] : undefined;
    case 'aws-service':
      return services.includes(question.service) || internetFamilies.includes(family) ? [STATED] : undefined;
    case 'prefix-list':
      return question.id.known && routedPrefixLists.includes(question.id.value) ? [STATED] : undefined;
    case 'cidr':
      return toBlock(question, stated);
    case 'resource':
      return toResource(question, family, stated);
  }
}

function toBlock({ block }: BlockQuestion, { statement, model, vpc }: StatedNetwork): readonly string[] | undefined {
  const { internetFamilies, routedBlocks, vpcBlocks } = statement;
  const listens = `something listens at ${spellBlock(block)} and lets the function in`;
  const inside = [...vpcBlocks, ...vpc === undefined ? [] : blocksOf(vpc, block.family, model)];
  if (isCovered(block, inside)) {
    return [LOCAL, listens];
  }
  if (isCovered(block, [...inside, ...routedBlocks])) {
    return [STATED, ...isCovered(block, routedBlocks) ? [] : [LOCAL], listens];
  }
  return internetFamilies.includes(block.family) && isOnTheInternet(block) ? [STATED, listens] : undefined;
}

function toResource(question: ResourceQuestion, family: AddressFamily, { statement, model, vpc }: StatedNetwork): readonly string[] | undefined {
  const places = placesOf(question, model);
  if (places.length === 0) {
    return undefined;
  }
  const elsewhere = vpc === undefined ? undefined : places.find((place) => place !== undefined && areTwo(model, place, vpc));
  if (elsewhere !== undefined) {
    const blocks = blocksOf(elsewhere, family, model);
    const isRouted = blocks.length > 0 && blocks.every((block) => statement.routedBlocks.some((routed) => contains(routed, block) === 'yes'));
    return isRouted ? [STATED, 'rules can name groups of the other VPC, as over a peering connection'] : undefined;
  }
  if (places.some((place) => isNewVpc(place, vpc, model))) {
    return undefined;
  }
  const isInside = vpc !== undefined && places.every((place) => place === vpc);
  return isInside ? [LOCAL] : [LOCAL, `${question.name} is in the VPC of the function, and its name leads to private addresses there`];
}

/** A VPC that a template defines is mostly none that another one names by its id. */
function isNewVpc(place: ResourceId | undefined, own: ResourceId | undefined, { vpcs }: StatedNetwork['model']): boolean {
  const found = place === undefined || place === own ? undefined : vpcs.get(place);
  return own?.startsWith('vpc-') === true && found?.defined === true && found.source.snapshot === undefined;
}

/** The VPCs where a resource can be, one for each of its subnets or groups; undefined for one that is not known. */
function placesOf({ subnets, securityGroups }: ResourceQuestion, model: StatedNetwork['model']): readonly (ResourceId | undefined)[] {
  const shown = subnets.known ? subnets.value.flatMap((id) => model.subnets.get(id)?.vpc ?? []) : [];
  return shown.length > 0 ? shown : securityGroups.known ? securityGroups.value.map((id) => vpcOfGroup(id, model)) : [];
}

/** A group that is associated with further VPCs says of none that its members are there. */
function vpcOfGroup(id: ResourceId, { securityGroups }: StatedNetwork['model']): ResourceId | undefined {
  const group = securityGroups.get(id);
  return group?.associatedVpcs === undefined || group.associatedVpcs.length === 0 ? group?.vpc : undefined;
}

function blocksOf(vpc: ResourceId, family: AddressFamily, { vpcs }: StatedNetwork['model']): readonly AddressBlock[] {
  const found = vpcs.get(vpc);
  return (family === 'ipv4' ? found?.ipv4Blocks : found?.ipv6Blocks) ?? [];
}
