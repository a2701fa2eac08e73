import { shortName } from './names';
import type { Place, ReachabilityRecord, Tier } from '../record/reachability-record';

/*
 * Models: the IPv4 blocks of a VPC as lines, and its subnets as stretches of them, to scale.
 * Law: a stretch begins and ends where its block does; what is between stretches is free.
 */

/** A subnet on a line. */
export interface Stretch {
  readonly subnet: Place;
  readonly label: string;
  readonly block: string;
  readonly tier: Tier;
  readonly zone?: string;

  /** Parts of the line, from 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** An IPv4 block of a VPC. */
export interface AddressLine {
  readonly vpc: Place;
  readonly block: string;
  readonly stretches: readonly Stretch[];

  /** The part of the line that no subnet has, from 0 to 1. */
  readonly free: number;
}

interface Range {
  readonly first: number;
  readonly size: number;
}

export function addressLines({ network, resources }: ReachabilityRecord): readonly AddressLine[] {
  return network.vpcs.flatMap(({ resource: vpc, ipv4Blocks }) => ipv4Blocks.flatMap((block): AddressLine[] => {
    const line = rangeOf(block);
    if (line === undefined) {
      return [];
    }
    const stretches = network.subnets.flatMap(({ resource, vpc: of, ipv4Block, tier, zone }): Stretch[] => {
      const range = ipv4Block === undefined || of !== vpc ? undefined : rangeOf(ipv4Block);
      return range === undefined || range.first < line.first || range.first + range.size > line.first + line.size ? [] : [{
        subnet: resource, label: shortName(resources[resource].id), block: ipv4Block!, tier, ...zone === undefined ? {} : { zone },
        from: (range.first - line.first) / line.size, to: (range.first + range.size - line.first) / line.size,
      }];
    }).sort((one, other) => one.from - other.from);
    return [{ vpc, block, stretches, free: Math.max(0, 1 - stretches.reduce((sum, { from, to }) => sum + to - from, 0)) }];
  }));
}

/** Undefined of a block that an allocation makes. */
function rangeOf(block: string): Range | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  if (match === null) {
    return undefined;
  }
  const [a, b, c, d, length] = match.slice(1).map(Number);
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, size: 2 ** (32 - length) };
}
