import type { OneSided } from './compare-findings';
import { compareFindings, mayBeUnread, unreadIn } from './compare-findings';
import { compareResources } from './compare-resources';
import type { VerdictChanges } from './compare-verdicts';
import { addUnproven, compareVerdicts } from './compare-verdicts';
import type { CapacityChange, CostChange, Difference, UnreadFunction } from './difference';
import { DIFFERENCE_VERSION } from './difference';
import type { Match } from './match-resources';
import { matchResources, matchTemplates } from './match-resources';
import type { Speaker } from './same-sentence';
import { speaker } from './same-sentence';
import { cents } from '../../services/prices';
import { interfacesOf, natConnectionsOf } from '../record/figures';
import type { Place, ReachabilityRecord, RecordedResource } from '../record/reachability-record';

/** Compare two records: what the change from the one to the other does. */
export function compareRecords(base: ReachabilityRecord, head: ReachabilityRecord): Difference {
  const templates = matchTemplates(base, head);
  const match = matchResources({ base, head, templates }, { base: likenessIn(base), head: likenessIn(head) });
  const speakers = speakersOf(base, head, match);
  const { changes, alone } = compareFunctions(speakers, match);
  const ids = {
    base: [...alone.base].map((place) => base.resources[place].id), head: [...alone.head].map((place) => head.resources[place].id),
  };
  const [isUnreadInHead, isUnreadInBase] = [mayBeUnread(speakers.head, speakers.base), mayBeUnread(speakers.base, speakers.head)];
  const unread = [
    ...ids.base.filter(isUnreadInHead).map((id): UnreadFunction => ({ function: id, judged: 'before' })),
    ...ids.head.filter(isUnreadInBase).map((id): UnreadFunction => ({ function: id, judged: 'after' })),
  ];
  return {
    version: DIFFERENCE_VERSION,
    ...changes,
    functions: { added: ids.head.filter((id) => !isUnreadInBase(id)), removed: ids.base.filter((id) => !isUnreadInHead(id)), unread },
    unread: { before: unreadIn(speakers.base), after: unreadIn(speakers.head) },
    findings: compareFindings(speakers.base, speakers.head, alone),
    resources: compareResources({ base, head, templates }, match).filter(({ change, type, id }) =>
      change === 'replaced' || !type.endsWith('::Function') || !unread.some((each) => each.function === id)),
    cost: compareCost(base, head),
    interfaces: { before: interfacesOf(base), after: interfacesOf(head) },
    capacity: compareCapacity(base, head),
  };
}

interface Speakers {
  readonly base: Speaker;
  readonly head: Speaker;
}

function speakersOf(base: ReachabilityRecord, head: ReachabilityRecord, match: Match): Speakers {
  const names = new Map([...match.keys()].map((before, index) => [before, `#${index}`]));
  const namesOfHead = new Map([...match].map(([before, after]) => [after, names.get(before)!]));
  return { base: speaker(base, (place) => names.get(place)), head: speaker(head, (place) => namesOfHead.get(place)) };
}

/** Compare what functions reach, and return the changes with the places of those that one side has alone. */
function compareFunctions({ base, head }: Speakers, match: Match): { readonly changes: VerdictChanges; readonly alone: OneSided } {
  const changes: VerdictChanges = { lost: [], opened: [], changed: [], inconclusive: [], unchanged: 0 };
  const functionsOfHead = new Map(head.record.functions.map((each) => [each.resource, each]));
  const removed = new Set<Place>();
  for (const before of base.record.functions) {
    const counterpart = match.get(before.resource);
    const after = counterpart === undefined ? undefined : functionsOfHead.get(counterpart);
    if (after === undefined) {
      removed.add(before.resource);
      addUnproven({ ...base, function: before }, 'before', changes);
    } else {
      functionsOfHead.delete(after.resource);
      compareVerdicts({ ...base, function: before }, { ...head, function: after }, changes);
    }
  }
  functionsOfHead.forEach((added) => addUnproven({ ...head, function: added }, 'after', changes));
  return { changes, alone: { base: removed, head: new Set(functionsOfHead.keys()) } };
}

/** Tells whether two records come to the same. */
export function isEmptyDifference(difference: Difference): boolean {
  const { lost, opened, changed, inconclusive, functions, findings, resources, cost, interfaces, capacity } = difference;
  const lists = [
    lost, opened, changed, inconclusive, functions.added, functions.removed, functions.unread, findings.added, findings.removed,
    resources, cost.parts,
  ];
  return lists.every(({ length }) => length === 0)
    && [interfaces, capacity.natConnections, capacity.freeAddresses].every(({ before, after }) => before === after);
}

/**
 * Tells resources without a common name apart: a function by what it reaches, and another one by the literal properties that make it what it is.
 */
function likenessIn({ functions, answers, resources }: ReachabilityRecord): (resource: RecordedResource, place: Place) => string | undefined {
  const byPlace = new Map(functions.map((each) => [each.resource, each]));
  return ({ logicalId, createOnly }, place) => {
    const found = byPlace.get(place);
    if (found !== undefined) {
      return JSON.stringify(answers[found.answers].map(({ destination, resource, family, verdict, declared }) =>
        [resource === undefined ? destination : resources[resource].type, family, verdict, declared]));
    }
    const literal = Object.entries(createOnly ?? {}).filter(([, value]) => !/[@$]/.test(value));
    return logicalId === undefined || literal.length === 0 ? undefined : JSON.stringify(literal);
  };
}

function compareCost({ cost: before }: ReachabilityRecord, { cost: after }: ReachabilityRecord): CostChange {
  const parts = [...new Set([...before.parts, ...after.parts].map(({ what }) => what))].map((what) => {
    const [was, is] = [before, after].map(({ parts: all }) => all.find((part) => part.what === what));
    return { what, before: was?.count ?? 0, after: is?.count ?? 0, perMonth: cents((is?.perMonth ?? 0) - (was?.perMonth ?? 0)) };
  });
  return {
    currency: after.currency, pricesOf: after.pricesOf, before: before.perMonth, after: after.perMonth,
    parts: parts.filter((part) => part.before !== part.after || part.perMonth !== 0),
  };
}

function compareCapacity(base: ReachabilityRecord, head: ReachabilityRecord): CapacityChange {
  return {
    natConnections: { before: natConnectionsOf(base), after: natConnectionsOf(head) },
    freeAddresses: { before: freeAddressesOf(base), after: freeAddressesOf(head) },
  };
}

function freeAddressesOf({ capacity: { addresses } }: ReachabilityRecord): number | null {
  return addresses.length === 0 ? null : Math.min(...addresses.map(({ free }) => free));
}
