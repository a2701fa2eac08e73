import { alike } from './alike';
import { FAMILY_NAMES } from './describe';
import { counted } from './summarize';
import type { Difference, Evidence, VerdictChange } from '../difference/difference';
import type { AddressFamily } from '../model/address-block';

/*
 * Models: changes that are the same for many functions, told once.
 */

/** The parts of a difference of verdicts, the ones that matter most first. */
export const SECTIONS = ['lost', 'opened', 'inconclusive', 'unmet', 'oneSided', 'changed'] as const;

export type Section = typeof SECTIONS[number];

/** The changes of a part. What a function says that it reaches, or says nothing of, comes before what it does not declare. */
export function changesIn(difference: Difference, section: Section): readonly VerdictChange[] {
  const changes = section === 'unmet' || section === 'oneSided' || section === 'changed'
    ? difference.changed.filter((change) => partOf(change) === section) : difference[section];
  const isAside = ({ undeclared, declaredBefore }: VerdictChange) => undeclared === true && declaredBefore !== true;
  return [...changes.filter((change) => !isAside(change)), ...changes.filter(isAside)];
}

/** The part in which a verdict is told that does not change, or that one side alone asks for. */
function partOf({ before, after, declared, declaredBefore, forbidden }: VerdictChange): Section {
  const isUnmet = declared && declaredBefore !== true && forbidden !== true && after !== 'reachable';
  return isUnmet ? 'unmet' : before === null || after === null ? 'oneSided' : 'changed';
}

/** Equal changes of several functions, over one family or both. */
export interface ChangeGroup {
  readonly functions: readonly string[];

  /** `IPv4`, `IPv6`, or both. */
  readonly families: string;

  readonly inFamilies: readonly AddressFamily[];

  /** The first of them. */
  readonly change: VerdictChange;
}

/** Put equal changes together. */
export function groupChanges(changes: readonly VerdictChange[]): ChangeGroup[] {
  const perFunction = alike(changes, (change) => JSON.stringify([change.function, ...causeOf(change)]));
  return alike(perFunction, (group) => JSON.stringify([causeOf(group[0]), group.map(({ family }) => family)])).map((groups) => ({
    functions: groups.map(([change]) => change.function),
    families: groups[0].map(({ family }) => FAMILY_NAMES[family]).join(', '),
    inFamilies: groups[0].map(({ family }) => family),
    change: groups[0][0],
  }));
}

/** Returns what makes changes of several functions one. */
export function causeOf(change: VerdictChange): readonly unknown[] {
  const { destination, before, after, codes, forbidden, undeclared, declared, declaredBefore, was, is } = change;
  const isReachable = after === 'reachable' && before === 'reachable';
  const ways = isReachable ? [was.ways.map(kindsOnly).sort(), is.ways.map(kindsOnly).sort(), spellAssumptions(change)] : [];
  return [destination, before, after, [...codes].sort(), forbidden, undeclared, declared, declaredBefore, ways];
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
export function spellVerdicts({ before, after, declared, declaredBefore, undeclared, forbidden }: VerdictChange): string {
  const verdicts = before === after ? `still ${after}` : `${before ?? 'not asked'} → ${after ?? 'not asked'}`;
  const declaration = forbidden === true ? ', must not be reached'
    : undeclared === true ? declaredBefore === true ? ', no longer declared' : ', not declared'
      : declared && declaredBefore !== true && before !== null ? ', declared now' : '';
  return `${verdicts}${declaration}`;
}

/** The codes of what is in the way; of what is no longer, with a word that says so. */
export function spellCodes({ codes, is }: VerdictChange, spell: (code: string) => string = (code) => code): string {
  return codes.length === 0 ? '' : ` (${is.codes.length === 0 ? 'before: ' : ''}${codes.map(spell).join(', ')})`;
}

/** The sentences on what stands in the way now, or, as such, before; and what to do, unless it is reached now, or nobody asks. */
export function spellObstacles(change: VerdictChange): { readonly details: readonly string[]; readonly mends: readonly string[] } {
  const { was, is, before, after, mend, undeclared } = change;
  // what was not reached, and is not wanted any more, is in nobody's way
  return undeclared === true && before !== 'reachable' && after !== 'reachable' ? { details: [], mends: [] } : {
    details: is.details.length > 0 ? is.details : was.details.map((detail) => `before: ${detail}`),
    mends: after === 'reachable' || after === null || mend === '' ? [] : [`mend: ${mend}`],
  };
}

/** The ways before and now; those that stay once. What is blocked before it leaves its subnet has none. */
export function spellWays(change: VerdictChange): string[] {
  const waysOf = ({ ways }: Evidence, verdict: VerdictChange['after']) => ways.filter((way) => verdict === 'reachable' ? way !== '' : way.split(' → ').length > 2);
  const [before, now] = [waysOf(change.was, change.before), waysOf(change.is, change.after)];
  const isSame = String(before) === String(now);
  return [...isSame ? [] : before.map((way) => `was: ${way}`), ...now.map((way) => `${isSame ? 'way' : 'is'}: ${way}`)];
}

/** The assumptions of a verdict that stays: those that are new, and those that are gone. */
export function spellAssumptions({ before, after, was, is }: VerdictChange): string[] {
  return before !== after ? [] : [
    ...is.assumptions.filter((each) => !was.assumptions.includes(each)).map((each) => `assumed now: ${each}`),
    ...was.assumptions.filter((each) => !is.assumptions.includes(each)).map((each) => `assumed no longer: ${each}`),
  ];
}

/** The difference in one line. */
export function spellCounts(difference: Difference): string {
  const { unchanged, functions: { unread } } = difference;
  const told = [
    ...SECTIONS.map((section) => ({ section, count: changesIn(difference, section).length })).filter(({ count }) => count > 0)
      .map(({ section, count }) => `${count} ${COUNTED[section]}`),
    ...unread.length === 0 ? [] : [`${counted(unread.length, 'function')} not read on one side`],
  ];
  return `${told.length === 0 ? 'no verdict changes' : told.join(', ')}; ${unchanged} unchanged`;
}

const COUNTED: Readonly<Record<Section, string>> = {
  lost: 'lost',
  opened: 'opened',
  inconclusive: 'not known on one side',
  unmet: 'declared now and not reached',
  oneSided: 'asked on one side alone',
  changed: 'reached or blocked in another way',
};
