import type { Difference, ResourceChange, VerdictChange } from './difference';

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

/** The lists of a difference, the ones that matter most first. */
export const LISTS = ['lost', 'opened', 'inconclusive', 'changed'] as const;

export type ListName = typeof LISTS[number];

/**
 * The gate that a change in a list does not pass; undefined for one that passes them all.
 *
 * @param isAsked tells whether somebody asks for the destination, declared or not
 */
export function gateOf(list: ListName, change: VerdictChange, isAsked = false): Gate | undefined {
  const { forbidden, after } = change;
  if (forbidden === true) {
    return list !== 'lost' && after !== 'blocked' && after !== null ? 'forbidden' : undefined;
  }
  switch (list) {
    case 'lost':
      return isNeeded(change, isAsked) ? 'lost' : undefined;
    case 'opened':
      return 'opened';
    case 'inconclusive':
      return after === 'inconclusive' && isNeeded(change, isAsked) ? 'inconclusive' : undefined;
    case 'changed':
      return undefined;
  }
}

/** Whoever stops declaring a destination wants it closed, and whoever never declared it does not need it, unless somebody asks. */
function isNeeded({ undeclared, declaredBefore }: VerdictChange, isAsked: boolean): boolean {
  return undeclared !== true || isAsked && declaredBefore !== true;
}

/** Tells whether others may rely on a resource that is replaced or goes. */
export function isReliedOn({ change, type }: ResourceChange): boolean {
  return change !== 'added' && !type.endsWith('::Function');
}

/** Tells whether a month costs more than is allowed. */
export function costsTooMuch({ cost: { before, after } }: Difference, { cost }: Gates): boolean {
  return cost !== undefined && after - before > cost;
}

/** Returns why a difference does not pass, a few words each; none when it does. */
export function failedGates(difference: Difference, held: Gates): string[] {
  const violated = LISTS.flatMap((list) => difference[list].map((change) => gateOf(list, change, held.isAsked)));
  const unread = difference.functions.unread.filter(({ judged }) => judged === 'before').length;
  const found = (gate: Gate) => gate === 'replaced' ? difference.resources.filter(isReliedOn).length
    : violated.filter((each) => each === gate).length + (gate === 'inconclusive' ? unread : 0);
  const more = difference.cost.after - difference.cost.before;
  return [
    ...GATES.filter((gate) => held.gates.has(gate) && found(gate) > 0).map((gate) => `${gate}: ${found(gate)}`),
    ...costsTooMuch(difference, held) ? [`cost: ${more.toFixed(2)} USD a month more, and ${held.cost} are allowed`] : [],
  ];
}
