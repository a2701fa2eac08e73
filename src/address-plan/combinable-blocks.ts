import { Ipv4Cidr } from './ipv4-cidr';
import { NetworkError } from '../private/network-error';

/*
 * Models: the IPv4 blocks that Amazon EC2 lets one VPC have, November 2026.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, "IPv4 CIDR block association restrictions", and RFC 6890 for the ranges that no host has.
 */

const range = (text: string) => Ipv4Cidr.parse(text);

/** Ranges in which no VPC has a block. */
const RESERVED = [
  { range: range('0.0.0.0/8'), why: 'means the own network' },
  { range: range('127.0.0.0/8'), why: 'means the own host' },
  { range: range('169.254.0.0/16'), why: 'is link-local, and AWS uses it' },
  { range: range('224.0.0.0/4'), why: 'is for multicast' },
  { range: range('240.0.0.0/4'), why: 'is reserved' },
];

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(range);

/** A range of its own beside the private ones, which goes with none of them. */
const BENCHMARKING = range('198.19.0.0/16');

/** The default VPCs have it, and the rest of their private range does not go with it. */
const OF_DEFAULT_VPCS = range('172.31.0.0/16');

/** Blocks beside another one of this range are not from the first part of it. */
const [FIRST_PAIR, FIRST] = [range('10.0.0.0/15'), range('10.0.0.0/16')];

/** A block of a VPC, and what an error calls it. */
export interface NamedBlock {
  readonly what: string;
  readonly cidr: Ipv4Cidr;
}

/** Refuse a block that no VPC can have. */
export function requireUsableBlock({ what, cidr }: NamedBlock): void {
  const reserved = RESERVED.find((each) => each.range.overlaps(cidr));
  if (reserved !== undefined) {
    throw new NetworkError('VPC_BLOCK_RESERVED', `${what} is in ${reserved.range}, which ${reserved.why}, expected a block that hosts can have: use one of 10.0.0.0/8, for example`);
  }
}

/** Refuse a further block that Amazon EC2 does not associate with a VPC that has the blocks before it, the primary one among them. */
export function requireCombinable(block: NamedBlock, primary: NamedBlock, before: readonly NamedBlock[]): void {
  const refused = refusedBeside(primary.cidr).find((each) => each.overlaps(block.cidr));
  const pair = FIRST.contains(block.cidr) ? before.find(({ cidr }) => FIRST_PAIR.contains(cidr)) : undefined;
  if (refused === undefined && pair === undefined) {
    return;
  }
  const [within, other] = refused === undefined ? [FIRST, pair!] : [refused, primary];
  throw new NetworkError(
    'SECONDARY_BLOCK_RANGE',
    `${block.what} is in ${within}, of which Amazon EC2 associates no block with a VPC that has ${other.what}, `
    + `expected one of ${rangeOf(primary.cidr) ?? 'the public ranges'} or of 100.64.0.0/10: use 100.64.0.0/16, for example`,
  );
}

/** The ranges of which a VPC with such a primary block gets no further one. */
function refusedBeside(primary: Ipv4Cidr): readonly Ipv4Cidr[] {
  const own = rangeOf(primary);
  const others = [...PRIVATE, BENCHMARKING].filter((each) => each !== own);
  return own?.contains(OF_DEFAULT_VPCS) === true ? [...others, OF_DEFAULT_VPCS] : others;
}

/** The range of private addresses that a block lies in; undefined for one with public or shared addresses. */
function rangeOf(block: Ipv4Cidr): Ipv4Cidr | undefined {
  return [...PRIVATE, BENCHMARKING].find((each) => each.contains(block));
}
