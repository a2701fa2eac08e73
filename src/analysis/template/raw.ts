import { spellData } from '../model/spell-data';

/*
 * Models: data from a parsed file, of which nothing is certain. A name of JavaScript's own, such as `constructor`, is no entry.
 */

/** An object of data. */
export type RawObject = Readonly<Record<string, unknown>>;

/** The key under which a template has a macro work on what stands beside it. */
export const MACRO = 'Fn::Transform';

const EMPTY: RawObject = {};

/** Tells whether something is an object of data, not a list. */
export function isRawObject(raw: unknown): raw is RawObject {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** The entry of an object; undefined when there is none, or no object. */
export function entry(raw: unknown, key: string): unknown {
  return isRawObject(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;
}

/** The object, or an empty one. */
export function objectOf(raw: unknown): RawObject {
  return isRawObject(raw) ? raw : EMPTY;
}

/** The list, or an empty one. */
export function arrayOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

/** The texts of a list. */
export function textsOf(raw: unknown): readonly string[] {
  return arrayOf(raw).filter((item): item is string => typeof item === 'string');
}

/** The only key of an object that has one. */
export function onlyKey(raw: RawObject): string | undefined {
  let only: string | undefined;
  for (const key in raw) {
    if (only !== undefined) {
      return undefined;
    }
    only = key;
  }
  return only;
}

/** Tells whether two pieces of data are spelled alike. */
export function isSameData(one: unknown, other: unknown): boolean {
  return spellData(one) === spellData(other);
}
