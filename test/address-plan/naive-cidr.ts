/*
 * The oracle: IPv4 blocks by the slowest and plainest means, written without a look at src. An address is a text of 32
 * binary digits, a block is the interval from its first to its last address, and children are found by walking.
 */

/** The addresses of a block, both ends included. */
export interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

function binary(address: string): string {
  return address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('');
}

function dotted(digits: string): string {
  return [0, 8, 16, 24].map((from) => parseInt(digits.slice(from, from + 8), 2)).join('.');
}

/** The addresses of a block, whose host bits do not matter. */
export function intervalOf(block: string): Interval {
  const [address, netmaskLength] = block.split('/');
  const network = binary(address).slice(0, Number(netmaskLength));
  return { first: BigInt(`0b${network.padEnd(32, '0')}`), last: BigInt(`0b${network.padEnd(32, '1')}`) };
}

/** The block of a netmask length around an address, as text. */
export function blockAround(address: number, netmaskLength: number): string {
  const network = address.toString(2).padStart(32, '0').slice(0, netmaskLength);
  return `${dotted(network.padEnd(32, '0'))}/${netmaskLength}`;
}

/** Whether a text is the one spelling of a block. */
export function isCanonical(text: string): boolean {
  const [address, netmaskLength, ...more] = text.split('/');
  if (more.length > 0 || netmaskLength === undefined || !isNumeral(netmaskLength, 32)) { return false; }
  const octets = address.split('.');
  if (octets.length !== 4 || !octets.every((octet) => isNumeral(octet, 255))) { return false; }
  return [...binary(address).slice(Number(netmaskLength))].every((digit) => digit === '0');
}

/** The numerals there are. */
const NUMERALS = Array.from({ length: 256 }, (_, number) => String(number));

function isNumeral(text: string, highest: number): boolean {
  const number = NUMERALS.indexOf(text);
  return number !== -1 && number <= highest;
}

/** The index-th of the blocks of a netmask length in a parent, found by walking from the first. */
export function nthBlock(parent: string, netmaskLength: number, index: number): Interval {
  const length = BigInt(`0b1${'0'.repeat(32 - netmaskLength)}`);
  let first = intervalOf(parent).first;
  for (let step = 0; step < index; step++) { first += length; }
  return { first, last: first + length - 1n };
}

/** How many addresses an interval holds. */
export function sizeOf({ first, last }: Interval): bigint {
  return last - first + 1n;
}

/** Whether an interval lies in another one. */
export function isInside(inner: Interval, outer: Interval): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two intervals have an address in common. */
export function haveCommon(one: Interval, other: Interval): boolean {
  return !(one.last < other.first || other.last < one.first);
}

/** Whether no two of many intervals have an address in common. */
export function areDisjoint(intervals: readonly Interval[]): boolean {
  return intervals.every((one, position) => intervals.slice(position + 1).every((other) => !haveCommon(one, other)));
}
