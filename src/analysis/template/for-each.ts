import type { RawObject } from './raw';
import { isRawObject } from './raw';
import type { Value } from './value';
import { isComposite, literalText } from './value';

/*
 * Models: the loops of the transform `AWS::LanguageExtensions`: `"Fn::ForEach::Name": [identifier, collection, {key: body}]` stands
 * for an entry for each item. In keys and bodies `${identifier}` is the item, `&{identifier}` the item's letters and digits.
 * Refuses: collections that are known during deployment only, and loops that make more than a template may hold.
 */

const LOOP = 'Fn::ForEach::';
const MAX_NODES = 500_000;
const MAX_DEPTH = 200;

interface Unrolling {
  readonly evaluate: (raw: unknown) => Value;
  readonly notes: string[];
  nodes: number;
}

/** Whether there is a loop anywhere. */
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
  readonly notes: readonly string[];
}

/** Unroll the loops of a template. */
export function expandForEach(raw: RawObject, evaluate: (raw: unknown) => Value): Unrolled {
  const unrolling: Unrolling = { evaluate, notes: [], nodes: 0 };
  return { expanded: expand(raw, new Map(), unrolling, 0), notes: unrolling.notes };
}

type Bindings = ReadonlyMap<string, string>;

function expand(raw: unknown, bindings: Bindings, unrolling: Unrolling, depth: number): unknown {
  unrolling.nodes += 1;
  if (unrolling.nodes > MAX_NODES || depth > MAX_DEPTH) {
    unrolling.notes.push('the loops of the template make more than can be read');
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
      Object.defineProperty(result, name, { value: body, enumerable: true, configurable: true, writable: true });
    }
    if (unrolling.nodes > MAX_NODES) {
      break;
    }
  }
  return result;
}

function unroll(key: string, loop: unknown, bindings: Bindings, unrolling: Unrolling, depth: number): [string, unknown][] {
  const [identifier, collection, body] = Array.isArray(loop) ? loop as unknown[] : [];
  const items = itemsOf(unrolling.evaluate(expand(collection, bindings, unrolling, depth + 1)));
  if (typeof identifier !== 'string' || items === undefined || !isRawObject(body)) {
    unrolling.notes.push(`the loop ${key} cannot be unrolled before deployment`);
    return [];
  }
  const result: [string, unknown][] = [];
  for (const item of items) {
    const expanded = expand(body, new Map([...bindings, [identifier, item]]), unrolling, depth + 1);
    for (const made of Object.entries(isRawObject(expanded) ? expanded : {})) {
      result.push(made);
    }
    if (unrolling.nodes > MAX_NODES) {
      break;
    }
  }
  return result;
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
