import * as fc from 'fast-check';
import { blockAround } from './naive-cidr';
import { AddressPlan } from '../../src/address-plan/address-plan';
import { Ipv6Block } from '../../src/address-plan/ipv6-block';
import type { SecondaryBlock } from '../../src/address-plan/secondary-block';
import type { TierSlot } from '../../src/address-plan/tier-slot';
import type { ZoneSlot } from '../../src/address-plan/zone-slot';

/** How often each law is tried. */
export const RUNS = { numRuns: 1000 };

/** The first and the last /16 network of ranges whose blocks a VPC can have beside each other: private ones, the shared one, a public one. */
const RANGES: readonly (readonly [number, number])[] = [
  [10 * 256 + 2, 10 * 256 + 255], [172 * 256 + 16, 172 * 256 + 30], [100 * 256 + 64, 100 * 256 + 127], [52 * 256, 52 * 256 + 255],
];

/** A plan and its users, with one zone, one tier and one secondary block to spare. */
export interface PlanCase {
  readonly block: string;
  readonly netmaskLength: number;
  readonly zoneSlots: number;
  readonly tierSlots: number;
  readonly secondaryBlocks: SecondaryBlock[];
  readonly ipv6: Ipv6Block;
  readonly tiers: TierSlot[];
  readonly zones: ZoneSlot[];

  /** A zone that is not in use, if a slot is left. */
  readonly spareZone?: ZoneSlot;

  /** A tier that is not in use, if a slot is left. */
  readonly spareTier?: TierSlot;

  /** A block that overlaps no other, for a tier that has no subnet and no block. */
  readonly spareBlock: SecondaryBlock;

  /** A number to choose a place in a list with. */
  readonly place: number;
}

export const addresses = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Blocks in their canonical spelling. */
/** Addresses that hosts of a VPC can have. */
export const hostAddresses = addresses.filter((address) => {
  const [first, second] = [Math.floor(address / 2 ** 24), Math.floor(address / 2 ** 16) % 256];
  return first > 0 && first < 224 && first !== 127 && !(first === 169 && second === 254);
});

export const canonicalBlocks = fc.tuple(addresses, fc.integer({ min: 0, max: 32 })).map(([address, length]) => blockAround(address, length));

export const ipv6Blocks = fc.constantFrom(
  Ipv6Block.amazonProvided(),
  ...[44, 48, 52, 56].map((length) => Ipv6Block.ipam({ ipamPoolId: 'ipam-pool-0a1b2c3d4e5f67890', netmaskLength: length })),
);

/** Every slot of a number of slots in any order, and how many of them are held. */
function holders(slots: number): fc.Arbitrary<{ readonly order: number[]; readonly held: number }> {
  const all = Array.from({ length: slots }, (_, slot) => slot);
  return fc.record({
    order: fc.shuffledSubarray(all, { minLength: slots, maxLength: slots }),
    held: fc.integer({ min: 1, max: slots }),
  });
}

export const planCases: fc.Arbitrary<PlanCase> = fc
  .record({ zoneSlots: fc.constantFrom(1, 2, 4, 8, 16), tierSlots: fc.constantFrom(4, 8, 16) })
  .chain(({ zoneSlots, tierSlots }) => {
    const zoneBits = zoneSlots.toString(2).length - 1;
    const tierBits = tierSlots.toString(2).length - 1;
    return fc.record({
      zoneSlots: fc.constant(zoneSlots),
      tierSlots: fc.constant(tierSlots),
      netmaskLength: fc.integer({ min: 16, max: 28 - zoneBits - tierBits }),
      // Blocks out of different /16 networks cannot overlap: the primary one, four secondary ones, one to spare. Those of one range go together.
      networks: fc.constantFrom(...RANGES).chain(([min, max]) => fc.uniqueArray(fc.integer({ min, max }), { minLength: 6, maxLength: 6 })),
      offsets: fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 6, maxLength: 6 }),
      secondaryLengths: fc.array(fc.integer({ min: 16, max: 28 - zoneBits }), { minLength: 5, maxLength: 5 }),
      secondaryTiers: fc.shuffledSubarray(Array.from({ length: tierSlots }, (_, slot) => slot), { maxLength: 3 }),
      zoneHolders: holders(zoneSlots),
      tierHolders: holders(tierSlots),
      ipv6: ipv6Blocks,
      place: fc.nat(),
    });
  })
  .map(({ networks, offsets, secondaryLengths, secondaryTiers, zoneHolders, tierHolders, ...rest }) => {
    const block = (position: number, length: number) => blockAround(networks[position] * 65536 + offsets[position], length);
    const zones = zoneHolders.order.map((slot) => ({ name: `zone-${slot}`, slot }));
    const tiers = tierHolders.order.map((slot) => ({ name: `tier-${slot}`, slot }));
    return {
      ...rest,
      block: block(0, rest.netmaskLength),
      secondaryBlocks: secondaryTiers.map((slot, position) => ({ cidr: block(position + 1, secondaryLengths[position]), tier: `tier-${slot}` })),
      zones: zones.slice(0, zoneHolders.held),
      tiers: tiers.slice(0, tierHolders.held),
      spareZone: zones[zoneHolders.held],
      spareTier: tiers[tierHolders.held],
      spareBlock: { cidr: block(5, secondaryLengths[4]), tier: 'a tier of its own' },
    };
  });

/** The plan of a case, its primary block known. */
export function literalPlan(planCase: PlanCase): AddressPlan {
  const { block, zoneSlots, tierSlots, secondaryBlocks, ipv6 } = planCase;
  return AddressPlan.cidr(block, { zoneSlots, tierSlots, secondaryBlocks, ipv6 });
}

/** The plan of a case, its primary block out of an IPAM pool. */
export function ipamPlan(planCase: PlanCase): AddressPlan {
  const { netmaskLength, zoneSlots, tierSlots, secondaryBlocks, ipv6 } = planCase;
  return AddressPlan.ipam({ ipamPoolId: 'ipam-pool-0123', netmaskLength, zoneSlots, tierSlots, secondaryBlocks, ipv6 });
}

/** A list with one more member somewhere in it. */
export function withInserted<T>(list: readonly T[], member: T, place: number): T[] {
  const at = place % (list.length + 1);
  return [...list.slice(0, at), member, ...list.slice(at)];
}
