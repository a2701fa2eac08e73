import { isIPv6 } from 'node:net';
import { NetworkError } from '../private/network-error';

/*
 * Models: the spelling of a block of IPv6 addresses.
 * Law: a block has one spelling, lower case and shortened as RFC 5952 has it, with no bits set behind its prefix length.
 * Refuses: to round. What is not spelled that way is an error that says how it would be.
 */

const ADDRESS_BITS = 128n;
const GROUP = 0x10000n;

/** Refuse a text that is not a block of IPv6 addresses in its one spelling; it holds a colon, so it is no token. */
export function assertIpv6Cidr(text: string): void {
  const [address, length, ...rest] = text.split('/');
  if (rest.length > 0 || !isIPv6(address) || address.includes('%') || !isLength(length)) {
    throw new NetworkError(
      'CIDR_MALFORMED', `destination '${text}' is not spelled as an IPv6 block, expected an address and a prefix length from 0 to 128: write it like '2001:db8::/32'`,
    );
  }
  const canonical = firstBlock(address, BigInt(length));
  if (canonical !== text) {
    throw new NetworkError(
      'CIDR_NOT_CANONICAL', `destination '${text}' is not the canonical spelling of a block, lower case with no bits behind the prefix length: did you mean ${canonical}?`,
    );
  }
}

function isLength(text?: string): boolean {
  return text !== undefined && /^(0|[1-9]\d{0,2})$/.test(text) && BigInt(text) <= ADDRESS_BITS;
}

/** The spelling of the block that an address lies in. */
function firstBlock(address: string, length: bigint): string {
  const value = groups(address).reduce((number, group) => number * GROUP + BigInt(`0x${group}`), 0n);
  const first = value - value % 2n ** (ADDRESS_BITS - length);
  const places = [7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n];
  return `${shorten(places.map((place) => (first / GROUP ** place % GROUP).toString(16)).join(':'))}/${length}`;
}

/** The eight groups of an address, those that `::` stands for included. */
function groups(address: string): string[] {
  const [head, tail] = shorten(address).split('::').map((part) => part.split(':').filter((group) => group !== ''));
  return tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
}

/** The shortest spelling of an address: that of a host in a URL, which follows RFC 5952. */
function shorten(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
