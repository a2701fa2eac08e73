import { IPv4, IPv6 } from 'ipaddr.js';
import type { Ternary } from './ternary';
import { ternary } from './ternary';

/*
 * Models: a block of addresses of either family, and what can be said of two of them. A block is literal (its addresses are
 * known) or lies in an allocation that is made during deployment: the IPv6 block that Amazon gives a VPC, a block of an IPAM pool.
 * Law: two blocks are related exactly as their sets of addresses are, for every allocation that AWS could make. Where
 * allocations could make it true or false, the answer is `unknown`.
 * Refuses: to guess where an allocation lies, beyond what AWS documents: Amazon's IPv6 blocks are global unicast addresses.
 */

/** The two families of internet addresses. */
export type AddressFamily = 'ipv4' | 'ipv6';

export const ADDRESS_FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

/** The allocation that gives a block its place during deployment. */
export interface Allocation {
  /** A name of its own: two blocks of one name are counted from the same beginning. */
  readonly name: string;

  /** `amazon` for the IPv6 block that Amazon gives a VPC, which is global; `pool` for a pool of IPAM, which may be private. */
  readonly by: 'amazon' | 'pool';

  /** The pool, when it is known: it gives no address twice. */
  readonly pool?: string;
}

/** Addresses in a row that share their first bits. */
export interface AddressBlock {
  readonly family: AddressFamily;

  /** The allocation that places the block during deployment; undefined when the block is literal. */
  readonly allocation?: Allocation;

  /** The first address: of all addresses when literal, otherwise counted from the beginning of the allocation. */
  readonly first: bigint;

  /** The number of bits that the addresses of the block share. */
  readonly prefixLength: number;
}

const BITS: Record<AddressFamily, number> = { ipv4: 32, ipv6: 128 };

/** Blocks that were read before: rules of thousands of groups name the same few. */
const PARSED = new Map<string, AddressBlock | undefined>();
const MAX_PARSED = 10_000;

/** The block in which every address lies that Amazon allocates to a VPC: RFC 4291 calls it global unicast. */
const GLOBAL_UNICAST = parseBlock('2000::/3')!;

/** Returns how many bits an address of a family has. */
export function addressBits(family: AddressFamily): number {
  return BITS[family];
}

/** All addresses of a family. */
export function everywhere(family: AddressFamily): AddressBlock {
  return { family, first: 0n, prefixLength: 0 };
}

/** Returns whether a block is all addresses of its family. */
export function isEverywhere(block: AddressBlock): boolean {
  return block.allocation === undefined && block.prefixLength === 0;
}

/**
 * The block that a text spells, bits behind the prefix length masked as EC2 masks them; an address alone is a block of one.
 *
 * @returns undefined when the text spells none
 */
export function parseBlock(text: string): AddressBlock | undefined {
  if (PARSED.size > MAX_PARSED) {
    PARSED.clear();
  }
  if (!PARSED.has(text)) {
    PARSED.set(text, readBlock(text));
  }
  return PARSED.get(text);
}

function readBlock(text: string): AddressBlock | undefined {
  const [address, length, ...rest] = text.trim().split('/');
  const parsed = rest.length > 0 ? undefined : parseAddress(address);
  if (parsed === undefined || length !== undefined && !/^\d{1,3}$/.test(length)) {
    return undefined;
  }
  const prefixLength = length === undefined ? BITS[parsed.family] : Number(length);
  return prefixLength > BITS[parsed.family] ? undefined : { ...parsed, first: mask(parsed.family, parsed.first, prefixLength), prefixLength };
}

/** A block of an allocation: the whole of it, or a part. */
export function allocatedBlock(family: AddressFamily, allocation: Allocation, prefixLength: number, first = 0n): AddressBlock {
  return { family, allocation, first, prefixLength };
}

/** The block as RFC 4632 and RFC 5952 spell it; that of an allocation by its name and its place there. */
export function spellBlock(block: AddressBlock): string {
  if (block.allocation !== undefined) {
    return `/${block.prefixLength} of ${block.allocation.name}${block.first === 0n ? '' : ` at +0x${block.first.toString(16)}`}`;
  }
  const bytes = Array.from({ length: BITS[block.family] / 8 }, (_, place) =>
    Number(block.first / 2n ** BigInt(BITS[block.family] - 8 * (place + 1)) % 256n));
  const address = block.family === 'ipv4' ? new IPv4(bytes).toString() : new IPv6(bytes).toRFC5952String();
  return `${address}/${block.prefixLength}`;
}

/** Tells whether every address of the inner block is one of the outer. */
export function contains(outer: AddressBlock, inner: AddressBlock): Ternary {
  if (outer.family !== inner.family) {
    return 'no';
  }
  if (isEverywhere(outer)) {
    return 'yes';
  }
  if (outer.prefixLength > inner.prefixLength) {
    return 'no';
  }
  if (isSameOrigin(outer, inner)) {
    return ternary(literallyContains(outer, inner));
  }
  return areDisjoint(outer, inner) === 'yes' ? 'no' : containsAllocation(outer, inner);
}

/** Tells whether the blocks have no address in common. */
export function areDisjoint(one: AddressBlock, other: AddressBlock): Ternary {
  if (one.family !== other.family) {
    return 'yes';
  }
  if (isSameOrigin(one, other)) {
    return ternary(!literallyContains(one, other) && !literallyContains(other, one));
  }
  if (isEverywhere(one) || isEverywhere(other)) {
    return 'no';
  }
  return one.allocation !== undefined && other.allocation !== undefined ? disjointAllocations(one.allocation, other.allocation)
    : disjointFromAllocation(one, other);
}

/** The halves of a block. */
export function halves(block: AddressBlock): [AddressBlock, AddressBlock] {
  const prefixLength = block.prefixLength + 1;
  const second = block.first + 2n ** BigInt(BITS[block.family] - prefixLength);
  return [{ ...block, prefixLength }, { ...block, first: second, prefixLength }];
}

/** Returns whether two descriptions are of the same block. */
export function isSameBlock(one: AddressBlock, other: AddressBlock): boolean {
  return one.family === other.family && isSameOrigin(one, other)
    && one.first === other.first && one.prefixLength === other.prefixLength;
}

function parseAddress(text: string): Pick<AddressBlock, 'family' | 'first'> | undefined {
  if (IPv4.isValidFourPartDecimal(text)) {
    return { family: 'ipv4', first: toNumber(IPv4.parse(text).toByteArray()) };
  }
  return text.includes(':') && !text.includes('%') && IPv6.isValid(text)
    ? { family: 'ipv6', first: toNumber(IPv6.parse(text).toByteArray()) }
    : undefined;
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

function mask(family: AddressFamily, address: bigint, prefixLength: number): bigint {
  return address - address % 2n ** BigInt(BITS[family] - prefixLength);
}

/** Both are counted from the same beginning. */
function literallyContains(outer: AddressBlock, inner: AddressBlock): boolean {
  return outer.prefixLength <= inner.prefixLength && mask(outer.family, inner.first, outer.prefixLength) === outer.first;
}

function containsAllocation(outer: AddressBlock, inner: AddressBlock): Ternary {
  const isGlobal = inner.allocation?.by === 'amazon' && inner.family === 'ipv6';
  return isGlobal && outer.allocation === undefined && literallyContains(outer, GLOBAL_UNICAST) ? 'yes' : 'unknown';
}

/** Global addresses are given once; those of two pools can be the same private ones. */
function disjointAllocations(one: Allocation, other: Allocation): Ternary {
  return one.by === 'amazon' && other.by === 'amazon' || one.pool !== undefined && one.pool === other.pool ? 'yes' : 'unknown';
}

/** One of the blocks is literal. */
function disjointFromAllocation(one: AddressBlock, other: AddressBlock): Ternary {
  const [literal, allocated] = one.allocation === undefined ? [one, other] : [other, one];
  if (allocated.allocation?.by !== 'amazon' || literal.family !== 'ipv6') {
    return 'unknown';
  }
  if (literallyContains(literal, GLOBAL_UNICAST)) {
    return 'no';
  }
  return literallyContains(GLOBAL_UNICAST, literal) ? 'unknown' : 'yes';
}

function isSameOrigin(one: AddressBlock, other: AddressBlock): boolean {
  return one.allocation?.name === other.allocation?.name;
}
