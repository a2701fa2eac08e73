import type { Boundaries } from './boundaries';
import { boundariesOf, literalBoundaries } from './boundaries';
import { partsOf } from './parts';
import type { Own, Part } from './proves-closed';
import { closes, ownOf } from './proves-closed';
import type { AddressBlock, AddressFamily } from '../../model/address-block';
import { ADDRESS_FAMILIES, contains, spellBlock } from '../../model/address-block';
import type { WrittenDestination } from '../../model/declared-destination';
import type { Judgement } from '../../model/judgement';
import type { NetworkModel, Workload } from '../../model/network';
import type { Question, ResourceQuestion } from '../../model/question';
import type { Mend, SubnetVerdict } from '../../model/verdict';
import { disjunction } from '../../model/verdict';
import { internetAddresses, isNarrow, narrowed, notPublic } from '../../reason/address-set';
import { pieces } from '../../reason/ports';
import type { Reasoner } from '../../reason/reasoner';
import { spellDestination } from '../destinations/asked-destination';
import { inconclusive } from '../destinations/inconclusive';
import type { Names } from '../destinations/names';

const MEND: Mend = { inTemplate: 'forbid the internet, a block of addresses, or a resource' };

/*
 * Models: what a function must not reach: no address of it, on none of the ports, from none of the subnets.
 * A question asks for all of a destination at once. So what is forbidden is cut into parts that all rules and routes of the function treat alike;
 * for each the answer to all of it is the answer to any of it.
 * Law: closed exactly when each part is proven to be; reached as soon as one is; otherwise not known.
 */

export interface ForbiddenContext {
  readonly reasoner: Reasoner;
  readonly model: NetworkModel;
  readonly names: Names;
}

/** One question for one part. */
interface Asked extends Part {
  readonly question: Question;
}

/** The parts of a forbidden destination over one family. */
interface Wanted {
  readonly destination: string;
  readonly family: AddressFamily;
  readonly parts: readonly Asked[];

  /** The reason why it cannot be judged. */
  readonly reason?: string;
}

/** A judgement for each destination and family that is forbidden. Its verdict is that of the part that is open, or may be. */
export function judgeForbidden(workload: Workload, context: ForbiddenContext): Judgement[] {
  const { forbidden = [] } = workload;
  if (forbidden.length === 0) {
    return [];
  }
  const boundaries = boundariesOf(workload, context.model);
  const own = ownOf(workload, context.model, boundaries);
  return forbidden.flatMap((destination) => wantedOf(destination, boundaries, context)).map((wanted) => {
    const verdicts = wanted.reason !== undefined ? [inconclusive(workload, wanted.reason, MEND)]
      : wanted.parts.flatMap((part) => judgePart(workload, { family: wanted.family, part, boundaries, own }, context));
    const verdict = disjunction(verdicts.map((each) => each.verdict));
    return {
      destination: wanted.destination, family: wanted.family, verdict, declared: false, asked: false, forbidden: true, conditions: [],
      subnets: verdicts.filter((each) => each.verdict === verdict).slice(0, 1),
    };
  });
}

function wantedOf(destination: WrittenDestination, boundaries: Boundaries, { model, names }: ForbiddenContext): Wanted[] {
  switch (destination.kind) {
    case 'internet':
      return destination.addressFamilies.map((family) => ({
        destination: spellDestination('internet', destination.ports), family, parts: partsOfInternet(family, destination.ports, boundaries),
      }));
    case 'cidr': {
      const { block, ports } = destination;
      const blocks = partsOf(block, literalBoundaries(boundaries, block.family));
      return [{ destination: spellDestination(spellBlock(block), ports), family: block.family, parts: askBlocks(blocks, ports, boundaries, false) }];
    }
    case 'resource': {
      const { resource: name, securityGroups, ports } = destination;
      const named = names.declared(name, securityGroups);
      const parts = partsOfResource({ kind: 'resource', name, ports, ...named, securityGroups: allGroups(named.securityGroups, model) }, boundaries, model);
      return ADDRESS_FAMILIES.map((family) => ({ destination: spellDestination(name, ports), family, parts }));
    }
    case 'aws-service':
      return [cannotBeProven(destination.service, 'its addresses are not known before deployment')];
    case 'prefix-list':
      return [cannotBeProven(destination.prefixListId ?? destination.resource ?? 'a prefix list', 'its entries can change')];
    case 'unreadable':
      return [cannotBeProven(destination.text, destination.reason)];
  }
}

/** The public addresses, less those that a narrow route leads to somebody's own network. */
function partsOfInternet(family: AddressFamily, ports: Parameters<typeof askBlocks>[1], boundaries: Boundaries): Asked[] {
  const networks = boundaries.routes.flatMap(({ destination, target }) => destination.kind === 'block' && isNarrow(destination.block)
    && ['vpc-peering', 'transit-gateway', 'unsupported'].includes(target.kind) ? [destination.block] : []);
  const blocks = partsOf(internetAddresses(family).block, literalBoundaries(boundaries, family))
    .filter((part) => ![...notPublic(family), ...networks].some((other) => contains(other, part) === 'yes'));
  return askBlocks(blocks, ports, boundaries, true);
}

function askBlocks(blocks: readonly AddressBlock[], ports: readonly Part['port'][], { rules }: Boundaries, isInternet: boolean): Asked[] {
  return ports.flatMap((each) => pieces(each, rules))
    .flatMap((port) => blocks.map((block) => ({ block, port, isInternet, question: { kind: 'cidr', block, ports: [port] } as const })));
}

function partsOfResource(question: ResourceQuestion, { rules }: Boundaries, model: NetworkModel): Asked[] {
  const ported = [...rules, ...ingressOf(question.securityGroups, model)];
  return question.ports.flatMap((each) => pieces(each, ported))
    .flatMap((port) => separately({ ...question, ports: [port] }).flatMap((part) => byNameAndAddress(part, model))
      .map((part) => ({ question: part, port, isInternet: false })));
}

/** Adds the private addresses, which a program may know, to a resource that has public ones; what is in no VPC has none. */
function byNameAndAddress(question: ResourceQuestion, { dns }: NetworkModel): ResourceQuestion[] {
  const { listeners = [], subnets } = question;
  const isPublic = listeners.some(({ source }) => dns?.publicNames.has(source.id));
  const isInVpc = !subnets.known || subnets.value.length > 0;
  return [...isInVpc ? [{ ...question, isAddressed: true }] : [], ...isPublic ? [question] : []];
}

/** Members of a group that no template defines may have others as well, and a rule to one of those lets the function out to them. */
function allGroups(groups: ResourceQuestion['securityGroups'], { securityGroups }: NetworkModel): ResourceQuestion['securityGroups'] {
  const foreign = groups.known ? groups.value.find((id) => securityGroups.get(id)?.source.logicalId === undefined) : undefined;
  return foreign === undefined ? groups : { known: false, reason: `which other security groups stand beside ${foreign} is not known` };
}

/** A name may lead to any of what it stands for, in any of its subnets. */
function separately(question: ResourceQuestion): ResourceQuestion[] {
  const { subnets, listeners = [] } = question;
  const places = !subnets.known || subnets.value.length === 0 ? [question]
    : subnets.value.map((id) => ({ ...question, subnets: { known: true, value: [id] } as const }));
  return listeners.length < 2 ? places : places.flatMap((place) => listeners.map((listener) => ({ ...place, listeners: [listener] })));
}

function ingressOf(groups: ResourceQuestion['securityGroups'], { securityGroups }: NetworkModel) {
  return groups.known ? groups.value.flatMap((id) => securityGroups.get(id)?.ingress ?? []) : [];
}

function cannotBeProven(destination: string, reason: string): Wanted {
  return { destination, family: 'ipv4', parts: [], reason: `that ${destination} is closed cannot be proven: ${reason}` };
}

/** Outside of any VPC a block counts as public when it is somebody's network: of a larger part a piece is as good, because all of it is alike. */
function questionFor({ attachment }: Workload, { question }: Asked): Question {
  return attachment.kind === 'none' && question.kind === 'cidr' ? { ...question, block: narrowed(question.block) } : question;
}

interface PartOfFamily {
  readonly family: AddressFamily;
  readonly part: Asked;
  readonly boundaries: Boundaries;
  readonly own: Own;
}

/** From each subnet: closed only by what closes for sure. */
function judgePart(workload: Workload, { family, part, boundaries, own }: PartOfFamily, { reasoner, model }: ForbiddenContext): SubnetVerdict[] {
  return reasoner.judge(workload, questionFor(workload, part), family).subnets.map((found): SubnetVerdict => {
    const isClosed = found.path.obstacles.some((obstacle) => closes(obstacle, part, own, boundaries, model));
    return found.verdict === 'blocked' && !isClosed ? { ...found, verdict: 'inconclusive' } : found;
  });
}
