import type { RawObject } from './raw';
import { isRawObject } from './raw';
import type { Value } from './value';
import { isComposite, literalText } from './value';

/*
 * Models: the loops of the transform `AWS::LanguageExtensions`: `"Fn::ForEach::Name": [identifier, collection, {key: body}]` stands
 * for an entry for each item. In keys and bodies `${identifier}` is the item, `&{identifier}` the item's letters and digits.
 * Refuses: collections that are known during deployment only. Loops that make more than any template may hold are left out as a whole, and said to be;
 * how much they make at the least is counted before anything is made.
 */

const LOOP = 'Fn::ForEach::';
const MAX_DEPTH = 200;

/** How many values loops may make. CloudFormation takes 500 resources and 1 MB of what transforms make of a template. */
const MAX_NODES = 100_000;

interface Unrolling {
  readonly evaluate: (raw: unknown) => Value;
  readonly notes: LoopNote[];
  nodes: number;

  /** Whether loops make too much, so that nothing more is made. */
  isTooLarge: boolean;
}

/** Why a loop is not unrolled. */
export interface LoopNote {
  readonly reason: string;

  /** Tells whether CloudFormation refuses the template for it. */
  readonly isInvalid: boolean;
}

/** Tells whether there is a loop anywhere. */
export function hasForEach(raw: unknown, depth = 0): boolean {
  if (typeof raw !== 'object' || raw === null || depth > MAX_DEPTH) {
    return false;
  }
  return Array.isArray(raw) ? raw.some((item) => hasForEach(item, depth + 1))
    : Object.entries(raw).some(([key, value]) => key.startsWith(LOOP) || hasForEach(value, depth + 1));
}

/** A template with its loops unrolled, and what could not be unrolled. */
export interface Unrolled {
  readonly expanded: unknown;
  readonly notes: readonly LoopNote[];
}

/** Unroll the loops of a template. */
export function expandForEach(raw: RawObject, evaluate: (raw: unknown) => Value): Unrolled {
  const unrolling: Unrolling = { evaluate, notes: [], nodes: 0, isTooLarge: false };
  const expanded = expand(raw, new Map(), unrolling, 0);
  return !unrolling.isTooLarge ? { expanded, notes: unrolling.notes } : {
    expanded: withoutLoops(raw, 0),
    notes: [{ reason: `the loops of the template make more than ${MAX_NODES} values, which no template may hold, so what they make is left out`, isInvalid: true }],
  };
}

function withoutLoops(raw: unknown, depth: number): unknown {
  if (Array.isArray(raw)) {
    return raw.map((item) => withoutLoops(item, depth + 1));
  }
  return !isRawObject(raw) || depth > MAX_DEPTH ? raw : Object.fromEntries(Object.entries(raw)
    .filter(([key]) => !key.startsWith(LOOP)).map(([key, value]) => [key, withoutLoops(value, depth + 1)]));
}

type Bindings = ReadonlyMap<string, string>;

function expand(raw: unknown, bindings: Bindings, unrolling: Unrolling, depth: number): unknown {
  unrolling.nodes += 1;
  unrolling.isTooLarge ||= unrolling.nodes > MAX_NODES || depth > MAX_DEPTH;
  if (unrolling.isTooLarge) {
    return undefined;
  }
  if (typeof raw === 'string') {
    return substitute(raw, bindings);
  }
  if (Array.isArray(raw)) {
    return raw.map((item) => expand(item, bindings, unrolling, depth + 1));
  }
  if (!isRawObject(raw)) {
    return raw;
  }
  if (typeof raw.Ref === 'string' && bindings.has(raw.Ref) && Object.keys(raw).length === 1) {
    return bindings.get(raw.Ref);
  }
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const entries: [string, unknown][] = key.startsWith(LOOP) ? unroll(key, value, bindings, unrolling, depth)
      : [[substitute(key, bindings), expand(value, bindings, unrolling, depth + 1)]];
    for (const [name, body] of entries) {
      if (key.startsWith(LOOP) && Object.hasOwn(result, name)) {
        unrolling.notes.push({ reason: `the loop ${key} makes ${name} a second time`, isInvalid: true });
      }
      Object.defineProperty(result, name, { value: body, enumerable: true, configurable: true, writable: true });
    }
    if (unrolling.isTooLarge) {
      break;
    }
  }
  return result;
}

function unroll(key: string, loop: unknown, bindings: Bindings, unrolling: Unrolling, depth: number): [string, unknown][] {
  const [identifier, collection, body] = Array.isArray(loop) ? loop as unknown[] : [];
  const items = itemsOf(unrolling.evaluate(expand(collection, bindings, unrolling, depth + 1)));
  if (typeof identifier !== 'string' || items === undefined || !isRawObject(body)) {
    unrolling.notes.push({ reason: `the loop ${key} cannot be unrolled before deployment: its collection is not known`, isInvalid: false });
    return [];
  }
  unrolling.isTooLarge ||= unrolling.nodes + items.length * leastSize(body, 0) > MAX_NODES;
  const result: [string, unknown][] = [];
  for (const item of items) {
    const expanded = expand(body, new Map([...bindings, [identifier, item]]), unrolling, depth + 1);
    for (const made of Object.entries(isRawObject(expanded) ? expanded : {})) {
      result.push(made);
    }
    if (unrolling.isTooLarge) {
      break;
    }
  }
  return result;
}

/** How many values a body makes at the least: loops in it over written lists count as often as these have items. */
function leastSize(raw: unknown, depth: number): number {
  if (typeof raw !== 'object' || raw === null || depth > MAX_DEPTH) {
    return 1;
  }
  return Object.entries(raw).reduce((sum, [key, value]: [string, unknown]) => {
    const [, collection, body] = key.startsWith(LOOP) && Array.isArray(value) ? value as unknown[] : [];
    return sum + (Array.isArray(collection) ? collection.length * leastSize(body, depth + 1) : leastSize(value, depth + 1));
  }, 1);
}

function itemsOf(value: Value): string[] | undefined {
  const items = isComposite(value) && value.kind === 'list' ? value.items.map(literalText) : [undefined];
  return items.includes(undefined) ? undefined : items as string[];
}

function substitute(text: string, bindings: Bindings): string {
  return bindings.size === 0 ? text : text.replace(/([$&])\{([A-Za-z0-9]+)\}/g, (whole, sign: string, name: string) => {
    const item = bindings.get(name);
    return item === undefined ? whole : sign === '$' ? item : item.replace(/[^A-Za-z0-9]/g, '');
  });
}
