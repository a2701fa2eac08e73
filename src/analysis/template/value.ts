import type { AddressBlock } from '../model/address-block';
import type { ResourceId } from '../model/source';

/*
 * Models: what an expression of a template amounts to, as far as that is known before deployment.
 * Law: a value that hangs on what is not known is `unknown` with the reason, or a text with such a part. Pseudo parameters of
 * which nothing is known stand in texts as they are written, `${AWS::Region}`: such a text is equal to itself, and nothing else
 * is known of it.
 */

/** The id, or another name, of a resource. */
export interface ReferenceValue {
  readonly kind: 'reference';
  readonly id: ResourceId;

  /** The CloudFormation type of the resource. */
  readonly type: string;
}

/** A block of addresses that is not known literally. */
export interface BlockValue {
  readonly kind: 'block';
  readonly block: AddressBlock;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

/** A text of which some parts are no literals. */
export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly (string | ReferenceValue | BlockValue | UnknownValue)[];
}

/** The Availability Zones of a Region, by their places in the list. */
export interface ZonesValue {
  readonly kind: 'zones';
  readonly region: string;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;

  /** A name for the value: what has the same name has the same value. */
  readonly symbol?: string;

  /** The only values it can have. */
  readonly allowed?: readonly string[];
}

/** A reference to something that the template does not define. */
export interface MissingValue {
  readonly kind: 'missing';
  readonly what: string;
}

/** `AWS::NoValue`, or a property that is not there. */
export interface NoValue {
  readonly kind: 'none';
}

/** An object, of which each entry is evaluated when it is asked for. */
export interface MapValue {
  readonly kind: 'map';
  keys(): string[];

  /** The value of an entry; none when it is not there. */
  get(key: string): Value;
}

export type Composite = ReferenceValue | BlockValue | ListValue | TextValue | ZonesValue | UnknownValue | MissingValue | NoValue | MapValue;
export type Value = string | number | boolean | null | Composite;

export const NONE: NoValue = { kind: 'none' };

/** How long texts and lists may become, so that hostile templates do not fill the memory. */
const MAX_TEXT = 262_144;
const MAX_ITEMS = 65_536;

/** Returns a value that is not known; one whose name is too long to be told from others has none. */
export function unknown(reason: string, symbol?: string, allowed?: readonly string[]): UnknownValue {
  return { kind: 'unknown', reason, ...symbol === undefined || symbol.length > MAX_TEXT ? {} : { symbol }, ...allowed === undefined ? {} : { allowed } };
}

export function isComposite(value: Value): value is Composite {
  return typeof value === 'object' && value !== null;
}

/** Tells whether there is no value: a property that is not written, or `null`. */
export function isNone(value: Value): boolean {
  return value === null || isComposite(value) && value.kind === 'none';
}

/** Tells whether a text holds a pseudo parameter that is not known. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('${');
}

/** Returns a list, unless it is too long with all lists in it. */
export function listOf(items: readonly Value[]): Value {
  const size = items.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (size > MAX_ITEMS) {
    return unknown(`a list of ${size} items is too long to be read`);
  }
  const list: ListValue = { kind: 'list', items };
  SIZES.set(list, size);
  return list;
}

/** Counts the items of lists with those of the lists in them: a list that stands twice in another one counts twice, though it is kept once. */
const SIZES = new WeakMap<ListValue, number>();

function sizeOf(item: Value): number {
  return isComposite(item) && item.kind === 'list' ? 1 + (SIZES.get(item) ?? item.items.length) : 1;
}

/** Returns a text, unless it is too long. */
export function textOfLength(text: string): Value {
  return text.length > MAX_TEXT ? unknown('the text is too long to be read') : text;
}

/** Literal text of what has one; numbers and booleans as CloudFormation spells them. */
export function literalText(value: Value): string | undefined {
  return typeof value === 'string' ? value
    : typeof value === 'number' || typeof value === 'boolean' ? String(value)
      : undefined;
}

/** The texts one after the other. */
export function concatenate(values: readonly Value[]): Value {
  const parts: (string | ReferenceValue | BlockValue | UnknownValue)[] = [];
  let length = 0;
  for (const value of values) {
    for (const part of partsOf(value)) {
      length += typeof part === 'string' ? part.length : 1;
      if (typeof part === 'string' && typeof parts[parts.length - 1] === 'string') {
        parts[parts.length - 1] = `${parts[parts.length - 1] as string}${part}`;
      } else if (part !== '') {
        parts.push(part);
      }
    }
    if (length > MAX_TEXT) {
      return unknown('the text is too long to be read');
    }
  }
  return parts.length === 0 ? '' : parts.length === 1 ? parts[0] : { kind: 'text', parts };
}

/** The parts of a text; a single part that is unknown for what is no text. */
function partsOf(value: Value): readonly (string | ReferenceValue | BlockValue | UnknownValue)[] {
  const literal = literalText(value);
  if (literal !== undefined) {
    return [literal];
  }
  if (!isComposite(value) || value.kind === 'none') {
    return [''];
  }
  switch (value.kind) {
    case 'text':
      return value.parts;
    case 'reference':
    case 'block':
    case 'unknown':
      return [value];
    case 'missing':
      return [unknown(`${value.what} is not defined`, `missing ${value.what}`)];
    case 'list':
    case 'map':
    case 'zones':
      return [unknown('a text is expected where a list or an object stands')];
  }
}

/** Tells why a value is not known, in words. */
export function reasonOf(value: Value): string {
  if (!isComposite(value)) {
    return `${JSON.stringify(value)} is not what is expected here`;
  }
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'missing':
      return `${value.what} is not defined`;
    case 'text':
      return value.parts.map((part) => typeof part !== 'string' && part.kind === 'unknown' ? part.reason : undefined).find((reason) => reason !== undefined)
        ?? 'the text is made of ids that are known during deployment only';
    case 'none':
      return 'it is not given';
    case 'reference':
      return `it refers to ${value.id}, which is a ${value.type}`;
    case 'block':
    case 'list':
    case 'map':
    case 'zones':
      return `a ${value.kind} is not what is expected here`;
  }
}

/** A name for what a value is: values of one name are the same. Undefined when nothing is known of it. */
export function symbolOf(value: Value): string | undefined {
  const literal = literalText(value);
  if (literal !== undefined) {
    return literal;
  }
  if (!isComposite(value)) {
    return undefined;
  }
  switch (value.kind) {
    case 'unknown':
      return value.symbol;
    case 'reference':
      return value.id;
    case 'missing':
      return `missing ${value.what}`;
    case 'text': {
      const symbols = value.parts.map(symbolOf);
      return symbols.includes(undefined) ? undefined : symbols.join('');
    }
    case 'block':
    case 'list':
    case 'map':
    case 'none':
    case 'zones':
      return undefined;
  }
}
