/*
 * Models: a block of IPv4 addresses, written as an address and a prefix length.
 * Law: a block has one spelling. What parses prints as it was written, and nothing is ever rounded to make it parse.
 * Refuses: tokens. A block that is known only at deployment is no value of this type.
 */
import { isEncodedToken } from './encoded-token';
import { isWithin } from './whole-number';
import { NetworkError } from '../private/network-error';

const ADDRESS_BITS = 32;

/** In every subnet AWS keeps the first four addresses and the last one. */
const RESERVED_IN_SUBNET = 5;

const SPELLING = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Returns how many addresses a block of a netmask length holds. */
export function blockSize(netmaskLength: number): number {
  return 2 ** (ADDRESS_BITS - netmaskLength);
}

/** Returns how many addresses of a subnet network interfaces can have: all but those that AWS keeps for itself. */
export function usableAddresses(netmaskLength: number): number {
  return Math.max(0, blockSize(netmaskLength) - RESERVED_IN_SUBNET);
}

/** A canonical block of IPv4 addresses, such as `10.0.0.0/16`. */
export class Ipv4Cidr {
  /**
   * Read a block.
   *
   * @param text the block in its canonical spelling
   * @param what what an error calls the block, such as `VPC block`
   */
  public static parse(text: string, what: string = 'block'): Ipv4Cidr {
    if (isEncodedToken(text)) {
      throw new NetworkError('TOKEN_NOT_ALLOWED',
        `${what} '${text}' is a token, expected a block that is known at synthesis: write it out, such as '10.0.0.0/16'`);
    }
    const spelled = read(text);
    if (spelled === undefined || join(spelled) !== text) {
      const meant = read(text.replace(/\s/g, ''));
      throw new NetworkError('CIDR_MALFORMED',
        `${what} '${text}' is not spelled as an IPv4 block, expected four numbers from 0 to 255 and a prefix length from 0 to 32, `
        + `without spaces or leading zeros: ${meant ? `did you mean ${Ipv4Cidr.around(meant)}?` : "write it like '10.0.0.0/16'"}`);
    }
    const block = Ipv4Cidr.around(spelled);
    if (block.toString() !== text) {
      throw new NetworkError('CIDR_NOT_CANONICAL',
        `${what} '${text}' has bits set behind its prefix length, expected the first address of the block: did you mean ${block}?`);
    }
    return block;
  }

  /** The block that an address lies in. */
  private static around({ octets, netmaskLength }: Spelled): Ipv4Cidr {
    const address = octets.reduce((number, octet) => number * 256 + octet, 0);
    return new Ipv4Cidr(address, ADDRESS_BITS).resized(netmaskLength);
  }

  private constructor(private readonly first: number, public readonly netmaskLength: number) {
  }

  /** The number of addresses in the block. */
  public get size(): number {
    return blockSize(this.netmaskLength);
  }

  /** The number of addresses that network interfaces can have when the block is a subnet. */
  public get usable(): number {
    return usableAddresses(this.netmaskLength);
  }

  /** Returns whether every address of the other block is in this one. */
  public contains(other: Ipv4Cidr): boolean {
    return this.first <= other.first && other.end <= this.end;
  }

  /** Returns whether the blocks share an address. */
  public overlaps(other: Ipv4Cidr): boolean {
    return this.first < other.end && other.first < this.end;
  }

  /**
   * The blocks of a netmask length that this block is made of, one of them.
   *
   * @param netmaskLength the netmask length of the child, this block's own or longer
   * @param index which of them, counted from 0
   */
  public child(netmaskLength: number, index: number): Ipv4Cidr {
    const children = 2 ** (netmaskLength - this.netmaskLength);
    if (!isWithin(netmaskLength, this.netmaskLength, ADDRESS_BITS) || !isWithin(index, 0, children - 1)) {
      throw new RangeError(`${this} has no /${netmaskLength} number ${index}`);
    }
    return new Ipv4Cidr(this.first + index * blockSize(netmaskLength), netmaskLength);
  }

  /**
   * The block of a netmask length that starts where this one starts, or that this one lies in.
   *
   * @param netmaskLength the netmask length of the other block
   */
  public resized(netmaskLength: number): Ipv4Cidr {
    const size = blockSize(netmaskLength);
    return new Ipv4Cidr(Math.floor(this.first / size) * size, netmaskLength);
  }

  /** The canonical spelling. */
  public toString(): string {
    const octets = [3, 2, 1, 0].map((place) => Math.floor(this.first / 256 ** place) % 256);
    return `${octets.join('.')}/${this.netmaskLength}`;
  }

  /** The number of the first address behind the block. */
  private get end(): number {
    return this.first + this.size;
  }
}

/** The numbers of a spelling. */
interface Spelled {
  readonly octets: readonly number[];
  readonly netmaskLength: number;
}

/** The numbers in a text that has the shape of a block and no number out of range; leading zeros pass. */
function read(text: string): Spelled | undefined {
  const match = SPELLING.exec(text);
  if (match === null) { return undefined; }
  const numbers = match.slice(1).map(Number);
  const octets = numbers.slice(0, 4);
  const netmaskLength = numbers[4];
  return octets.every((octet) => octet <= 255) && netmaskLength <= ADDRESS_BITS ? { octets, netmaskLength } : undefined;
}

/** The spelling of numbers, without leading zeros. */
function join({ octets, netmaskLength }: Spelled): string {
  return `${octets.join('.')}/${netmaskLength}`;
}
