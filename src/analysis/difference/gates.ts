import type { Difference } from './difference';

/*
 * Models: which differences do not pass.
 */

export const GATES = ['lost', 'opened', 'forbidden', 'replaced', 'inconclusive'] as const;

export type Gate = typeof GATES[number];

export interface Gates {
  readonly gates: ReadonlySet<Gate>;

  /** The most by which a month may cost more, in US dollars; undefined when cost is no matter. */
  readonly cost?: number;
}

/** The gates that hold unless somebody says otherwise. */
export const USUAL_GATES: Gates = { gates: new Set(['lost', 'forbidden', 'inconclusive']) };

/** Returns why a difference does not pass, a few words each; none when it does. */
export function failedGates(difference: Difference, { gates, cost }: Gates): string[] {
  const { lost, opened, changed, inconclusive, resources } = difference;
  // whoever stops declaring a destination wants it closed
  const needed = lost.filter(({ undeclared, forbidden }) => undeclared !== true && forbidden !== true);
  const violated = [...opened, ...changed, ...inconclusive].filter(({ forbidden, after }) => forbidden === true && after !== 'blocked' && after !== null);
  const replaced = resources.filter(({ change, type }) => change !== 'added' && !type.endsWith('::Function'));
  const more = difference.cost.after - difference.cost.before;
  const found: Record<Gate, number> = {
    lost: needed.length,
    opened: opened.filter(({ forbidden }) => forbidden !== true).length,
    forbidden: violated.length,
    replaced: replaced.length,
    inconclusive: inconclusive.filter(({ after, forbidden }) => after === 'inconclusive' && forbidden !== true).length,
  };
  return [
    ...GATES.filter((gate) => gates.has(gate) && found[gate] > 0).map((gate) => `${gate}: ${found[gate]}`),
    ...cost !== undefined && more > cost ? [`cost: ${more.toFixed(2)} USD a month more, and ${cost} are allowed`] : [],
  ];
}
