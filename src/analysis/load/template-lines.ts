import { isMap, isScalar } from 'yaml';
import { InputError } from './input-error';
import { endOfString, isName, nameAt } from './json-names';
import { yamlDocument } from './yaml-documents';

/*
 * Models: the lines of a template on which its resources begin.
 * Law: a line is that of the name of the resource in the object `Resources` of the template itself, whatever else in it is called so.
 * Refuses: names that a macro or a loop makes. They stand nowhere, and have no line.
 */

/** Returns the line of each resource, counted from 1. */
export function resourceLines(text: string, path: string): ReadonlyMap<string, number> {
  return /^\uFEFF?\s*\{/.test(text) && isJson(text) ? linesInJson(text) : linesInYaml(text, path);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

/** Walks over valid JSON: only strings can hold what looks like structure. */
function linesInJson(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const opened: (string | undefined)[] = [];
  let name: string | undefined;
  let line = 1;
  for (let position = 0; position < text.length; position += 1) {
    switch (text[position]) {
      case '\n':
        line += 1;
        break;
      case '{':
      case '[':
        opened.push(name);
        name = undefined;
        break;
      case '}':
      case ']':
        opened.pop();
        break;
      case '"': {
        const end = endOfString(text, position);
        if (isName(text, end)) {
          name = nameAt(text, position, end);
          if (opened.length === 2 && opened[1] === 'Resources') {
            lines.set(name, line);
          }
        }
        position = end - 1;
      }
    }
  }
  return lines;
}

function linesInYaml(text: string, path: string): Map<string, number> {
  const { contents } = attempt(() => yamlDocument(text, path)) ?? { contents: null };
  const resources = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'Resources')?.value : undefined;
  const starts = lineStarts(text);
  return new Map((isMap(resources) ? resources.items : []).flatMap(({ key }): [string, number][] =>
    isScalar(key) && key.range !== null && key.range !== undefined ? [[key.source ?? String(key.value), lineOf(key.range[0], starts)]] : []));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error: unknown) {
    if (error instanceof InputError) {
      return undefined;
    }
    throw error;
  }
}

/** The places at which lines begin. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function lineOf(position: number, starts: readonly number[]): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    [low, high] = starts[middle] <= position ? [middle, high] : [low, middle];
  }
  return low + 1;
}
