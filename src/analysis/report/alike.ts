import type { Workload } from '../model/network';
import type { Source } from '../model/source';
import { describeSource } from '../model/source';

/*
 * Models: what is the same of many functions, but for the names that are their own.
 */

/** The mark in the place of a name. */
const OWN = '\u0000';

/** Puts together what has the same key, in the order in which each is first seen. */
export function alike<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyArray<readonly [Item, ...Item[]]> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups.values()];
}

/** Returns a text with a mark in the place of each of some names, where they stand as whole words. */
export function withoutNames(text: string, names: readonly string[]): string {
  return names.reduce((result, name) => result.split(name).reduce((before, after) =>
    before + (isInsideOfAName(before.at(-1)) || isInsideOfAName(after[0]) ? name : OWN) + after), text);
}

function isInsideOfAName(character: string | undefined): boolean {
  return character !== undefined && /[\w/-]/.test(character);
}

/** The names of a function and of those of its security groups that stand in its way, the longest first. */
export function ownNames({ source, attachment }: Workload, inTheWay: readonly Source[]): readonly string[] {
  const groups = attachment.kind === 'vpc' && attachment.securityGroups.known ? attachment.securityGroups.value : [];
  const names = [source, ...inTheWay.filter(({ id }) => groups.includes(id))].map(describeSource);
  return [...new Set(names)].filter((name) => name !== '').sort((one, other) => other.length - one.length);
}

/** Says below what is told of many that names in it are those of the first one. */
export function spellOwnNames(first: string): string {
  return `      with the names of ${first}: of the others it is the same, but for their own names`;
}
