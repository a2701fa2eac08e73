import { compareResources } from './compare-resources';
import type { VerdictChanges } from './compare-verdicts';
import { compareVerdicts } from './compare-verdicts';
import type { CostChange, Difference } from './difference';
import { DIFFERENCE_VERSION } from './difference';
import { matchResources, matchTemplates } from './match-resources';
import { cents } from '../../services/prices';
import type { Place, ReachabilityRecord, RecordedResource } from '../record/reachability-record';

/** Compare two records: what the change from the one to the other does. */
export function compareRecords(base: ReachabilityRecord, head: ReachabilityRecord): Difference {
  const templates = matchTemplates(base, head);
  const match = matchResources({ base, head, templates }, { base: likenessIn(base), head: likenessIn(head) });
  const changes: VerdictChanges = { lost: [], opened: [], changed: [], inconclusive: [], unchanged: 0 };
  const functionsOfHead = new Map(head.functions.map((each) => [each.resource, each]));
  const names = new Map([...match].map(([before, after], index) => [before, { after, name: `#${index}` }]));
  const namesOfHead = new Map([...names.values()].map(({ after, name }) => [after, name]));
  const removed: Place[] = [];
  for (const before of base.functions) {
    const counterpart = match.get(before.resource);
    const after = counterpart === undefined ? undefined : functionsOfHead.get(counterpart);
    if (after === undefined) {
      removed.push(before.resource);
      continue;
    }
    functionsOfHead.delete(after.resource);
    compareVerdicts(
      { record: base, function: before, nameOf: (resource) => names.get(resource)?.name },
      { record: head, function: after, nameOf: (resource) => namesOfHead.get(resource) },
      changes,
    );
  }
  return {
    version: DIFFERENCE_VERSION,
    ...changes,
    functions: {
      added: [...functionsOfHead.keys()].map((place) => head.resources[place].id),
      removed: removed.map((place) => base.resources[place].id),
    },
    resources: compareResources({ base, head, templates }, match),
    cost: compareCost(base, head),
    interfaces: { before: interfacesOf(base), after: interfacesOf(head) },
  };
}

/** Tells whether two records come to the same. */
export function isEmptyDifference({ lost, opened, changed, inconclusive, functions, resources, cost, interfaces }: Difference): boolean {
  return [lost, opened, changed, inconclusive, functions.added, functions.removed, resources, cost.parts].every(({ length }) => length === 0)
    && interfaces.before === interfaces.after;
}

/** Tells resources without a common name apart: a function by what it reaches, and another one by the literal properties that make it what it is. */
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

function interfacesOf({ capacity: { interfaces } }: ReachabilityRecord): number {
  return interfaces.reduce((sum, { interfaces: own }) => sum + own, 0);
}
