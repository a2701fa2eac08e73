/*
 * Models: the strings of a valid JSON text, told apart by what they are: names in objects, or values.
 */

const [QUOTE, BACKSLASH, COLON] = '"\\:'.split('').map((character) => character.charCodeAt(0));

/** Returns the name that stands between two places, quotes included. */
export function nameAt(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end - 1);
  return name.includes('\\') ? JSON.parse(text.slice(start, end)) as string : name;
}

/** Returns the place behind the string that begins at a quote. */
export function endOfString(text: string, start: number): number {
  let position = start + 1;
  for (let character = text.charCodeAt(position); character !== QUOTE && position < text.length; character = text.charCodeAt(position)) {
    position += character === BACKSLASH ? 2 : 1;
  }
  return position + 1;
}

/** Tells whether a colon follows, blanks apart, so that the string that ends there is a name. */
export function isName(text: string, end: number): boolean {
  let position = end;
  while (text.charCodeAt(position) <= 32) {
    position += 1;
  }
  return text.charCodeAt(position) === COLON;
}
