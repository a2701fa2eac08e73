import * as fc from 'fast-check';
import type { PlanCase } from './arbitraries';
import { hostAddresses, ipamPlan, ipv6Blocks, literalPlan, planCases, RUNS, withInserted } from './arbitraries';
import { areDisjoint, blockAround, intervalOf, isCanonical, isInside, nthBlock, sizeOf } from './naive-cidr';
import { thrownBy } from './thrown-by';
import { AddressPlan } from '../../src/address-plan/address-plan';
import type { PlannedSubnet } from '../../src/address-plan/planned-subnet';
import type { TierSlot } from '../../src/address-plan/tier-slot';
import type { ZoneSlot } from '../../src/address-plan/zone-slot';

function subnetsOf(plan: AddressPlan, tiers: readonly TierSlot[], zones: readonly ZoneSlot[]): PlannedSubnet[] {
  return zones.flatMap((zone) => tiers.map((tier) => plan.subnet({ tier, zone })));
}

function literalSubnets(planCase: PlanCase): PlannedSubnet[] {
  return subnetsOf(literalPlan(planCase), planCase.tiers, planCase.zones);
}

/** The block of a subnet that must have one. */
function blockOf({ cidrBlock }: PlannedSubnet): string {
  if (cidrBlock === undefined) { throw new Error('the subnet has no literal block'); }
  return cidrBlock;
}

/** The block a subnet is to be cut from. */
function parentOf(planCase: PlanCase, subnet: PlannedSubnet): string {
  return planCase.secondaryBlocks.find(({ tier }) => tier === subnet.tier)?.cidr ?? planCase.block;
}

/** The rows of a drawing that show a subnet, whatever the width of the columns. */
function subnetRows(drawing: string): string[] {
  return drawing.split('\n').filter((line) => line.includes(' usable ')).map((line) => line.replace(/ +/g, ' '));
}

describe('N12: where a plan places subnets, laws', () => {
  test('no two subnets share an address', () => {
    fc.assert(fc.property(planCases, (planCase) => areDisjoint(literalSubnets(planCase).map((subnet) => intervalOf(blockOf(subnet))))), RUNS);
  });

  test('a subnet lies in the secondary block of its tier, and in the VPC block when the tier has none', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const misplaced = literalSubnets(planCase).filter((subnet) => {
        const parent = parentOf(planCase, subnet);
        return subnet.parentBlock !== parent || !isInside(intervalOf(blockOf(subnet)), intervalOf(parent));
      });
      expect(misplaced).toEqual([]);
    }), RUNS);
  });

  test('a subnet is a canonical block that AWS has: a /28 or larger', () => {
    fc.assert(fc.property(planCases, (planCase) => literalSubnets(planCase).every((subnet) =>
      isCanonical(blockOf(subnet)) && sizeOf(intervalOf(blockOf(subnet))) >= 16n)), RUNS);
  });

  test('a plan is refused exactly when its subnets would be smaller than AWS has them, and every way out in the error is one', () => {
    const zoneSlotsOf = fc.constantFrom(1, 2, 4, 8, 16);
    const tierSlotsOf = fc.constantFrom(4, 8, 16);
    fc.assert(fc.property(hostAddresses, fc.integer({ min: 16, max: 28 }), zoneSlotsOf, tierSlotsOf, (address, length, zoneSlots, tierSlots) => {
      const block = blockAround(address, length);
      const fits = sizeOf(intervalOf(block)) / BigInt(zoneSlots * tierSlots) >= 16n;
      const error = thrownBy(() => AddressPlan.cidr(block, { zoneSlots, tierSlots }));
      expect(error?.code).toBe(fits ? undefined : 'PLAN_DOES_NOT_FIT');
      if (error === undefined) { return; }
      const larger = /use '([^']+)'/.exec(error.message)?.[1] ?? 'none';
      expect(thrownBy(() => AddressPlan.cidr(larger, { zoneSlots, tierSlots }))).toBeUndefined();
      expect(isInside(intervalOf(block), intervalOf(larger))).toBe(true);
      const fewer = [...error.message.matchAll(/zoneSlots: (\d+) with tierSlots: (\d+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
      expect(fewer.length > 0).toBe(length <= 26);
      for (const [zones, tiers] of fewer) {
        expect(thrownBy(() => AddressPlan.cidr(block, { zoneSlots: zones, tierSlots: tiers }))).toBeUndefined();
        expect(zones <= zoneSlots && tiers <= tierSlots).toBe(true);
      }
    }), RUNS);
  });

  test('the subnets of a block are of one size, and as many as there are slots fill it', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const misfits = literalSubnets(planCase).filter((subnet) => {
        const parent = parentOf(planCase, subnet);
        const slots = parent === planCase.block ? planCase.zoneSlots * planCase.tierSlots : planCase.zoneSlots;
        return sizeOf(intervalOf(blockOf(subnet))) * BigInt(slots) !== sizeOf(intervalOf(parent));
      });
      expect(misfits).toEqual([]);
    }), RUNS);
  });

  test('the index and the netmask lengths say the same as the literal block', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const contradictions = literalSubnets(planCase).filter((subnet) => {
        const block = intervalOf(blockOf(subnet));
        const walked = nthBlock(parentOf(planCase, subnet), subnet.netmaskLength, subnet.index);
        return !parentOf(planCase, subnet).endsWith(`/${subnet.parentNetmaskLength}`)
          || !blockOf(subnet).endsWith(`/${subnet.netmaskLength}`)
          || block.first !== walked.first || block.last !== walked.last;
      });
      expect(contradictions).toEqual([]);
    }), RUNS);
  });

  test('every subnet has an IPv6 index of its own, from 0 to 255', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const indexes = literalSubnets(planCase).map((subnet) => subnet.ipv6Index);
      expect(new Set(indexes).size).toBe(indexes.length);
      expect(indexes.every((index) => Number.isInteger(index) && index >= 0 && index <= 255)).toBe(true);
    }), RUNS);
  });

  test('a plan out of an IPAM pool places every subnet as the plan of a known block does', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const ofPool = subnetsOf(ipamPlan(planCase), planCase.tiers, planCase.zones);
      const known = literalSubnets(planCase).map((subnet) =>
        planCase.secondaryBlocks.some(({ tier }) => tier === subnet.tier) ? subnet : { ...subnet, cidrBlock: undefined, parentBlock: undefined });
      expect(ofPool).toEqual(known);
    }), RUNS);
  });
});

describe('N12: what exists never moves, laws', () => {
  test('when a zone is added, an earlier one too', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      fc.pre(planCase.spareZone !== undefined);
      const zones = withInserted(planCase.zones, planCase.spareZone!, planCase.place);
      expectNothingMoved(planCase, { ...planCase, zones });
    }), RUNS);
  });

  test('when a tier is added', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      fc.pre(planCase.spareTier !== undefined);
      const tiers = withInserted(planCase.tiers, planCase.spareTier!, planCase.place);
      expectNothingMoved(planCase, { ...planCase, tiers });
    }), RUNS);
  });

  test('when another tier is given a secondary block', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const secondaryBlocks = withInserted(planCase.secondaryBlocks, planCase.spareBlock, planCase.place);
      expectNothingMoved(planCase, { ...planCase, secondaryBlocks });
    }), RUNS);
  });

  test('when the IPv6 block comes from elsewhere', () => {
    fc.assert(fc.property(planCases, ipv6Blocks, (planCase, ipv6) => expectNothingMoved(planCase, { ...planCase, ipv6 })), RUNS);
  });

  function expectNothingMoved(before: PlanCase, after: PlanCase): void {
    for (const planOf of [literalPlan, ipamPlan]) {
      const placesAfter = placesOf(planOf(after), after);
      const moved = [...placesOf(planOf(before), before)].filter(([subnet, place]) => placesAfter.get(subnet) !== place);
      expect(moved).toEqual([]);
    }
  }

  /** All that is planned for each subnet, by tier and zone. */
  function placesOf(plan: AddressPlan, { tiers, zones }: PlanCase): Map<string, string> {
    return new Map(subnetsOf(plan, tiers, zones).map(({ tier, zone, ...place }) => [`${tier} in ${zone}`, JSON.stringify(place)]));
  }
});

describe('N12: the drawing of a plan, laws', () => {
  const drawn = (planCase: PlanCase, { tiers, zones }: Pick<PlanCase, 'tiers' | 'zones'> = planCase) => [literalPlan, ipamPlan].map((planOf) => planOf(planCase).draw(tiers, zones));

  test('shows the block of every subnet', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const rows = subnetRows(literalPlan(planCase).draw(planCase.tiers, planCase.zones));
      const subnets = literalSubnets(planCase);
      expect(rows).toHaveLength(subnets.length);
      const missing = subnets.filter((subnet) => {
        const ipv6 = `…${(256 + subnet.ipv6Index).toString(16).slice(1)}::/64`;
        return !rows.some((row) => row.includes(` ${blockOf(subnet)} `) && row.endsWith(` ${ipv6}`));
      });
      expect(missing).toEqual([]);
    }), RUNS);
  });

  test('does not depend on the order of tiers and zones', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      expect(drawn(planCase, { tiers: [...planCase.tiers].reverse(), zones: [...planCase.zones].reverse() })).toEqual(drawn(planCase));
    }), RUNS);
  });

  test('keeps the row of every subnet when a zone and a tier are added', () => {
    fc.assert(fc.property(planCases, (planCase) => {
      const tiers = [...planCase.tiers, ...planCase.spareTier ? [planCase.spareTier] : []];
      const zones = [...planCase.zones, ...planCase.spareZone ? [planCase.spareZone] : []];
      const after = new Set(drawn(planCase, { tiers, zones }).flatMap(subnetRows));
      expect(drawn(planCase).flatMap(subnetRows).filter((row) => !after.has(row))).toEqual([]);
    }), RUNS);
  });

  test('is at most 100 columns wide, without spaces at the ends of lines', () => {
    fc.assert(fc.property(planCases, fc.nat({ max: 60 }), (planCase, length) => {
      const rename = <T extends { readonly name: string }>(holder: T) => ({ ...holder, name: holder.name.padEnd(length, 'x') });
      const tiers = planCase.tiers.map(rename);
      const zones = planCase.zones.map(rename);
      const secondaryBlocks = planCase.secondaryBlocks.map((block) => ({ ...block, tier: block.tier.padEnd(length, 'x') }));
      const lines = drawn({ ...planCase, tiers, zones, secondaryBlocks }).flatMap((drawing) => drawing.split('\n'));
      expect(lines.filter((line) => line.length > 100 || line !== line.trimEnd())).toEqual([]);
    }), RUNS);
  });
});
