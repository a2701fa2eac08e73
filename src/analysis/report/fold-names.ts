/*
 * Models: many names in one line. All of them are in the JSON.
 */

/** The names that are shown of many. */
const SHOWN = 3;

/** Puts names together: the first ones, and how many more there are. */
export function foldNames(names: readonly string[], separator = ', '): string {
  return names.length <= SHOWN + 1 ? names.join(separator) : `${names.slice(0, SHOWN).join(separator)} and ${names.length - SHOWN} more`;
}
