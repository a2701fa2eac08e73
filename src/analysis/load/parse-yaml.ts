import type { Node, Pair, Scalar } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { InputError } from './input-error';
import { yamlDocument } from './yaml-documents';

/*
 * Models: YAML as CloudFormation reads it: version 1.1, the short forms of its functions as tags, dates as texts. Keys are texts as they
 * are written, so that a key `y` does not turn into `true`.
 * Law: what the text unfolds to is bounded, whatever anchors and aliases it has.
 */

/** How long a YAML text may be; templates end at 1 MB. */
const MAX_LENGTH = 8 * 1024 * 1024;
const MAX_NODES = 1_000_000;
const MAX_DEPTH = 200;

/** The tag of a function without which its name has no `Fn::` before it. */
const BARE_FUNCTIONS = new Set(['Ref', 'Condition']);

interface Unfolding {
  readonly path: string;
  readonly anchors: Map<string, Node>;
  readonly underWay: Set<Node>;
  nodes: number;
}

/** The data of a YAML text. */
export function parseYaml(text: string, path: string): unknown {
  if (text.length > MAX_LENGTH) {
    throw new InputError(`${path} is YAML of ${text.length} characters, more than the ${MAX_LENGTH} that are read; write it as JSON`);
  }
  return unfold(yamlDocument(text, path).contents, { path, anchors: new Map(), underWay: new Set(), nodes: 0 }, 0);
}

function unfold(node: Node | Pair | null, unfolding: Unfolding, depth: number): unknown {
  unfolding.nodes += 1;
  if (unfolding.nodes > MAX_NODES || depth > MAX_DEPTH) {
    throw new InputError(`${unfolding.path} ${depth > MAX_DEPTH ? 'is nested too deeply' : `unfolds to more than ${MAX_NODES} values`}`);
  }
  if (isAlias(node)) {
    return unfoldAlias(node.source, unfolding, depth);
  }
  if (node === null || isPair(node)) {
    return null;
  }
  if (node.anchor !== undefined) {
    unfolding.anchors.set(node.anchor, node);
  }
  if (unfolding.underWay.has(node)) {
    throw new InputError(`${unfolding.path} has an alias within what it stands for`);
  }
  unfolding.underWay.add(node);
  const data = withTag(node.tag, isSeq(node) ? node.items.map((item) => unfold(item as Node, unfolding, depth + 1))
    : isMap(node) ? unfoldMap(node.items, unfolding, depth)
      : isScalar(node) ? scalarValue(node) : null);
  unfolding.underWay.delete(node);
  return data;
}

/** Readers of YAML 1.1 take `y` and `n` for texts, though the specification has them among the booleans. */
function scalarValue({ value, source }: Scalar): unknown {
  return typeof value === 'boolean' && source?.length === 1 ? source : value;
}

function unfoldAlias(name: string, unfolding: Unfolding, depth: number): unknown {
  const anchored = unfolding.anchors.get(name);
  if (anchored === undefined) {
    throw new InputError(`${unfolding.path} has an alias *${name} without an anchor before it`);
  }
  return unfold(anchored, unfolding, depth + 1);
}

function unfoldMap(pairs: readonly Pair[], unfolding: Unfolding, depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? key.source ?? String(key.value) : undefined;
    if (name === undefined) {
      throw new InputError(`${unfolding.path} has a key that is not a text`);
    }
    if (Object.hasOwn(result, name)) {
      throw new InputError(`${unfolding.path} has the key '${name}' twice in one object`);
    }
    const data = unfold(value as Node | null, unfolding, depth + 1);
    Object.defineProperty(result, name, { value: data, enumerable: true, configurable: true, writable: true });
  }
  return merged(result);
}

/** The keys of what `<<` names, where the map has none of its own. */
function merged(map: Record<string, unknown>): Record<string, unknown> {
  if (!Object.hasOwn(map, '<<')) {
    return map;
  }
  const { '<<': base, ...own } = map;
  const bases = (Array.isArray(base) ? base as unknown[] : [base]).filter((each) => typeof each === 'object' && each !== null).reverse();
  return [...bases, own].reduce<Record<string, unknown>>((all, each) => Object.assign(all, each), {});
}

/** The function that a tag stands for. `!GetAtt a.b` names the resource before the first dot. */
function withTag(tag: string | undefined, data: unknown): unknown {
  if (tag === undefined || !tag.startsWith('!') || tag === '!') {
    return data;
  }
  const name = tag.slice(1);
  const argument = name === 'GetAtt' && typeof data === 'string' ? divide(data) : data;
  return { [BARE_FUNCTIONS.has(name) ? name : `Fn::${name}`]: argument };
}

function divide(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
