import type { Value } from './value';
import { isComposite, reasonOf, symbolOf } from './value';
import type { Known } from '../model/network';

/*
 * Models: a value as plain data, such as the JSON of a policy. A text that is not known, or not wholly, is spelled with the name
 * of what is missing in `${…}`.
 * Refuses: lists and objects that are not known; then nothing is known of the whole.
 */

const MAX_DEPTH = 60;
const MAX_NODES = 65_536;

/** How much more may be read of a value: one that names another one twice, and so on, has no end in sight. */
interface Budget {
  nodes: number;
}

/** The value as plain data. */
export function toPlain(value: Value): Known<unknown> {
  return plainOf(value, 0, { nodes: MAX_NODES });
}

function plainOf(value: Value, depth: number, budget: Budget): Known<unknown> {
  budget.nodes -= 1;
  if (!isComposite(value)) {
    return { known: true, value };
  }
  if (depth > MAX_DEPTH || budget.nodes < 0) {
    return { known: false, reason: depth > MAX_DEPTH ? 'it is nested too deeply' : 'it is too long to be read' };
  }
  switch (value.kind) {
    case 'reference':
      return { known: true, value: `\${${value.id}}` };
    case 'text':
      return { known: true, value: value.parts.map((part) => typeof part === 'string' ? part : `\${${symbolOf(part) ?? reasonOf(part)}}`).join('') };
    case 'none':
      return { known: true, value: null };
    case 'list':
      return plainList(value.items, depth, budget);
    case 'map': {
      const entries = value.keys().map((key) => [key, value.get(key)] as const).filter(([, item]) => !(isComposite(item) && item.kind === 'none'));
      const items = plainList(entries.map(([, item]) => item), depth, budget);
      return items.known ? { known: true, value: Object.fromEntries(entries.map(([key], index) => [key, items.value[index]])) } : items;
    }
    case 'unknown':
      return value.symbol === undefined ? { known: false, reason: value.reason } : { known: true, value: `\${${value.symbol}}` };
    case 'block':
    case 'zones':
    case 'missing':
      return { known: false, reason: reasonOf(value) };
  }
}

function plainList(items: readonly Value[], depth: number, budget: Budget): Known<unknown[]> {
  const result: unknown[] = [];
  for (const item of items) {
    const plain = plainOf(item, depth + 1, budget);
    if (!plain.known) {
      return plain;
    }
    result.push(plain.value);
  }
  return { known: true, value: result };
}
