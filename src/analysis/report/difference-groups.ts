import { alike } from './alike';
import { FAMILY_NAMES } from './describe';
import { counted } from './summarize';
import type { Difference, ResourceChange, VerdictChange } from '../difference/difference';

/*
 * Models: changes that are the same for many functions, told once.
 */

/** The lists of a difference, the ones that matter most first. */
export const LISTS = ['lost', 'opened', 'inconclusive', 'changed'] as const;

export type ListName = typeof LISTS[number];

/** Equal changes of several functions, over one family or both. */
export interface ChangeGroup {
  readonly functions: readonly string[];

  /** `IPv4`, `IPv6`, or both. */
  readonly families: string;

  /** The first of them. */
  readonly change: VerdictChange;
}

/** Put equal changes together. */
export function groupChanges(changes: readonly VerdictChange[]): ChangeGroup[] {
  const perFunction = alike(changes, (change) => JSON.stringify([change.function, ...keyOf(change)]));
  return alike(perFunction, (group) => JSON.stringify([keyOf(group[0]), group.map(({ family }) => family)])).map((groups) => ({
    functions: groups.map(([change]) => change.function),
    families: groups[0].map(({ family }) => FAMILY_NAMES[family]).join(', '),
    change: groups[0][0],
  }));
}

function keyOf({ destination, before, after, codes, forbidden, undeclared, declared, was, is }: VerdictChange): readonly unknown[] {
  return [destination, before, after, codes, forbidden, undeclared, declared, after === 'reachable' && before === 'reachable' ? [was.ways.map(kindsOnly), is.ways.map(kindsOnly)] : []];
}

/** A way without the names in it, which differ from function to function. */
function kindsOnly(way: string): string {
  return way.split(' → ').slice(1).join(' → ');
}

/** Words for a group: `40 functions → internet (IPv4)`, `Orders → s3 (IPv4, IPv6)`. */
export function spellGroup({ functions, families, change: { destination } }: ChangeGroup): string {
  return `${functions.length === 1 ? functions[0] : `${functions.length} functions`} → ${destination} (${families})`;
}

/** The verdict before and after. */
export function spellVerdicts({ before, after, undeclared, forbidden }: VerdictChange): string {
  const verdicts = before === after ? `still ${after}` : `${before ?? 'not asked'} → ${after ?? 'not asked'}`;
  return `${verdicts}${forbidden === true ? ', must not be reached' : ''}${undeclared === true ? ', no longer declared' : ''}`;
}

/** The sentences on what stands in the way, now, or before where nothing does now; and what to do, unless it is reached now. */
export function spellObstacles({ was, is, after, mend }: VerdictChange): { readonly details: readonly string[]; readonly mends: readonly string[] } {
  return { details: is.details.length > 0 ? is.details : was.details, mends: after === 'reachable' || mend === '' ? [] : [`mend: ${mend}`] };
}

/** The ways before and now; those that stay once. */
export function spellWays({ was, is }: VerdictChange): string[] {
  const isSame = String(was.ways) === String(is.ways);
  return [
    ...isSame ? [] : was.ways.filter((way) => way !== '').map((way) => `was: ${way}`),
    ...is.ways.filter((way) => way !== '').map((way) => `${isSame ? 'way' : 'is'}: ${way}`),
  ];
}

/** The resources as lines: those that go or are replaced one by one, while those that are added hurt nobody and are counted. */
export function spellResources({ resources }: Difference): { readonly lines: readonly string[]; readonly told: number; readonly added: number } {
  const gone = resources.filter(({ change }) => change !== 'added');
  const added = resources.length - gone.length;
  return {
    told: gone.length,
    added,
    lines: [...gone.map(spellResource), ...added === 0 ? [] : [`added: ${counted(added, 'resource')}`]],
  };
}

function spellResource({ change, type, id, because }: ResourceChange): string {
  return `${change}: ${type} ${id}${because.length === 0 ? '' : `: ${because.join(', ')}`}`;
}

/** The difference in one line. */
export function spellCounts({ lost, opened, inconclusive, changed, unchanged }: Difference): string {
  const counts = [[lost, 'lost'], [opened, 'opened'], [inconclusive, 'not known on one side'], [changed, 'reached or blocked in another way']] as const;
  const told = counts.filter(([list]) => list.length > 0).map(([list, words]) => `${list.length} ${words}`);
  return `${told.length === 0 ? 'no verdict changes' : told.join(', ')}; ${unchanged} unchanged`;
}

/** Money, interfaces and functions, one line for each that changes. */
export function spellFigures({ cost, interfaces, functions: { added, removed } }: Difference, fold: (names: readonly string[]) => string): string[] {
  const more = cost.after - cost.before;
  return [
    ...cost.parts.length === 0 ? [] : [
      `fixed cost: ${cost.before.toFixed(2)} → ${cost.after.toFixed(2)} ${cost.currency} a month (${more < 0 ? '−' : '+'}${Math.abs(more).toFixed(2)}; prices of ${cost.pricesOf}): `
      + cost.parts.map(({ what, before, after }) => `${what} ${before} → ${after}`).join(', '),
    ],
    ...interfaces.before === interfaces.after ? [] : [`network interfaces of Lambda, at least: ${interfaces.before} → ${interfaces.after}`],
    ...added.length === 0 ? [] : [`new functions: ${fold(added)}`],
    ...removed.length === 0 ? [] : [`functions that go: ${fold(removed)}`],
  ];
}
