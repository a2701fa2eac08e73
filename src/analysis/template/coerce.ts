import { blockOf } from './cidr-function';
import type { MapValue, Value } from './value';
import { hasPlaceholder, isComposite, isNone, literalText, reasonOf, symbolOf } from './value';
import type { AddressFamily } from '../model/address-block';
import type { Known } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import type { RuleBlock } from '../model/traffic';

/*
 * Models: values as the model wants them: ids, blocks, yes or no. What does not fit is not known, with the reason.
 */

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function notKnown(reason: string): Known<never> {
  return { known: false, reason };
}

/** A text that is known, pseudo parameters in it apart. */
export function textOf(value: Value): Known<string> {
  const text = literalText(value);
  return text === undefined ? notKnown(reasonOf(value)) : known(text);
}

/** Yes or no; the default when nothing is written. */
export function ternaryOf(value: Value, standard: Ternary): Ternary {
  if (isNone(value)) {
    return standard;
  }
  const text = literalText(value)?.toLowerCase();
  return text === 'true' || text === 'enable' ? 'yes' : text === 'false' || text === 'disable' ? 'no' : 'unknown';
}

/** A whole number that is known. */
export function integerOf(value: Value): number | undefined {
  const text = literalText(value);
  return text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

/** The resource that a value names: by reference, or by its id in AWS, which may stand behind the owner's account. */
export function idOf(value: Value): Known<ResourceId> {
  const text = literalText(value);
  if (text !== undefined) {
    const id = text.slice(text.lastIndexOf('/') + 1);
    return id === '' ? notKnown('it is empty') : hasPlaceholder(id) ? notKnown(`'${text}' is known during deployment only`) : known(id);
  }
  if (isComposite(value) && value.kind === 'reference') {
    return known(value.id);
  }
  if (isComposite(value) && value.kind === 'text' && value.parts.length === 2) {
    const [owner, name] = value.parts;
    return typeof owner === 'string' && owner.endsWith('/') && isComposite(name) && name.kind === 'reference' ? known(name.id) : notKnown(reasonOf(value));
  }
  return notKnown(reasonOf(value));
}

/** The resources that a value names; all of them, or the reason why one is not known. */
export function idsOf(value: Value): Known<readonly ResourceId[]> {
  if (isNone(value)) {
    return known([]);
  }
  const items = isComposite(value) && value.kind === 'list' ? value.items : [value];
  const ids = new Set<ResourceId>();
  for (const item of items) {
    const inner = isComposite(item) && item.kind === 'list' ? idsOf(item) : idOf(item);
    if (!inner.known) {
      return inner;
    }
    for (const id of typeof inner.value === 'string' ? [inner.value] : inner.value) {
      ids.add(id);
    }
  }
  return known([...ids]);
}

/**
 * The resource that a value names, or a name of its own for one that is not known: what is named alike is the same, and nothing in
 * the model has the name. Such names begin with a question mark.
 */
export function idOrSymbol(value: Value): ResourceId {
  const id = idOf(value);
  return id.known ? id.value : `?${symbolOf(value) ?? id.reason}`;
}

/** The same, of a value that is known from itself alone: undefined where nothing tells it from another one, or it names what is not there. */
export function idOfExpression(value: Value): ResourceId | undefined {
  const id = idOf(value);
  const symbol = isComposite(value) && value.kind === 'missing' ? undefined : symbolOf(value);
  return id.known ? id.value : symbol === undefined ? undefined : `?${symbol}`;
}

/** The addresses that a value spells. */
export function ruleBlockOf(value: Value, family: AddressFamily): RuleBlock {
  const block = blockOf(value);
  const text = literalText(value);
  return block?.family === family ? { kind: 'block', block }
    : { kind: 'unknown', reason: text === undefined ? reasonOf(value) : `'${text}' is not an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} block`, family };
}

/** The entries of an object; undefined when it is none. */
export function mapOf(value: Value): MapValue | undefined {
  return isComposite(value) && value.kind === 'map' ? value : undefined;
}

/** An entry of an object: none when there is no object, unknown when the object is. */
export function entryOf(value: Value, key: string): Value {
  return mapOf(value)?.get(key) ?? value;
}

/** The items of a list, one item for what is no list, none for nothing. */
export function itemsOf(value: Value): readonly Value[] {
  return isNone(value) ? [] : isComposite(value) && value.kind === 'list' ? value.items : [value];
}
