import { endOfString, isName, nameAt } from './json-names';

/*
 * Models: the objects of a JSON text, to find a name that stands twice in one. `JSON.parse` keeps the last of them in silence, and
 * CloudFormation refuses the template.
 */

const [QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = '"{}[]'.split('').map((character) => character.charCodeAt(0));

/**
 * The first name that an object of the text has twice.
 *
 * @param text valid JSON
 */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let position = 0; position < text.length; position += 1) {
    const character = text.charCodeAt(position);
    if (character === OPEN_OBJECT) {
      open.push(new Set());
    } else if (character === OPEN_LIST) {
      open.push(undefined);
    } else if (character === CLOSE_OBJECT || character === CLOSE_LIST) {
      open.pop();
    } else if (character === QUOTE) {
      const end = endOfString(text, position);
      const names = open[open.length - 1];
      if (names !== undefined && isName(text, end)) {
        const name = nameAt(text, position, end);
        if (names.has(name)) {
          return name;
        }
        names.add(name);
      }
      position = end - 1;
    }
  }
  return undefined;
}
