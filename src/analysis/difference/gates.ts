import type { Difference, VerdictChange } from './difference';

/*
 * Models: which differences do not pass.
 */

export const GATES = ['lost', 'opened', 'forbidden', 'replaced', 'inconclusive'] as const;

export type Gate = typeof GATES[number];

export interface Gates {
  readonly gates: ReadonlySet<Gate>;

  /** Tells whether somebody asked for the destinations that are compared, so that they count even for functions that say themselves what they reach, and do not say these. */
  readonly isAsked?: boolean;

  /** The most by which a month may cost more, in US dollars; undefined when cost is no matter. */
  readonly cost?: number;
}

/** The gates that hold unless somebody says otherwise. */
export const USUAL_GATES: Gates = { gates: new Set(['lost', 'forbidden', 'inconclusive']) };

/** Returns why a difference does not pass, a few words each; none when it does. */
export function failedGates(difference: Difference, { gates, isAsked, cost }: Gates): string[] {
  const { lost, opened, changed, inconclusive, resources, functions } = difference;
  // whoever stops declaring a destination wants it closed, and whoever never declared it does not need it
  const isNeeded = ({ undeclared, declaredBefore, forbidden }: VerdictChange) =>
    forbidden !== true && (undeclared !== true || isAsked === true && declaredBefore !== true);
  const violated = [...opened, ...changed, ...inconclusive].filter(({ forbidden, after }) => forbidden === true && after !== 'blocked' && after !== null);
  const replaced = resources.filter(({ change, type }) => change !== 'added' && !type.endsWith('::Function'));
  const more = difference.cost.after - difference.cost.before;
  const found: Record<Gate, number> = {
    lost: lost.filter(isNeeded).length,
    opened: opened.filter(({ forbidden }) => forbidden !== true).length,
    forbidden: violated.length,
    replaced: replaced.length,
    inconclusive: inconclusive.filter((change) => change.after === 'inconclusive' && isNeeded(change)).length
      + functions.unread.filter(({ judged }) => judged === 'before').length,
  };
  return [
    ...GATES.filter((gate) => gates.has(gate) && found[gate] > 0).map((gate) => `${gate}: ${found[gate]}`),
    ...cost !== undefined && more > cost ? [`cost: ${more.toFixed(2)} USD a month more, and ${cost} are allowed`] : [],
  ];
}
