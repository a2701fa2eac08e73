/*
 * Models: how a plan numbers subnets. A subnet belongs to a zone slot and a tier slot, and its number follows from the two.
 * Law: nothing else goes into the number. Neither the other zones and tiers, nor their order, nor how many there are.
 */
import { isEncodedToken } from './encoded-token';
import type { Ipv4Cidr } from './ipv4-cidr';
import type { TierSlot } from './tier-slot';
import { isWithin } from './whole-number';
import type { ZoneSlot } from './zone-slot';
import type { NetworkErrorCode } from '../private/error-codes';
import { NetworkError } from '../private/network-error';

const ZONE_SLOTS = [1, 2, 4, 8, 16];
const TIER_SLOTS = [4, 8, 16];
const DEFAULT_SLOTS = 8;

/** The most slots of a kind: one hexadecimal digit of the IPv6 subnet number each. */
const IPV6_SLOTS = 16;

/** The smallest subnet AWS has. */
const SMALLEST_SUBNET = 28;

/** A block of the VPC that subnets are cut from, literal or of a known size only. */
export interface ParentBlock {
  /** The name of the block in errors. */
  readonly what: string;
  readonly netmaskLength: number;
  readonly cidr?: Ipv4Cidr;
}

/** The words of an error about the holders of one kind of slot. */
interface SlotKind {
  readonly kind: 'tier' | 'zone';
  readonly option: 'tierSlots' | 'zoneSlots';
  readonly slots: number;
  readonly slotCode: NetworkErrorCode;
  readonly nameCode: NetworkErrorCode;
}

/** The zone slots and tier slots of a plan, and the numbers that follow from them. */
export class PlanGeometry {
  private readonly zones: SlotKind;
  private readonly tiers: SlotKind;

  constructor(public readonly zoneSlots: number = DEFAULT_SLOTS, public readonly tierSlots: number = DEFAULT_SLOTS) {
    requireOneOf('zoneSlots', zoneSlots, ZONE_SLOTS);
    requireOneOf('tierSlots', tierSlots, TIER_SLOTS);
    this.zones = { kind: 'zone', option: 'zoneSlots', slots: zoneSlots, slotCode: 'ZONE_SLOT', nameCode: 'ZONE_DUPLICATE' };
    this.tiers = { kind: 'tier', option: 'tierSlots', slots: tierSlots, slotCode: 'TIER_SLOT', nameCode: 'TIER_NAME' };
  }

  /** The number of a subnet among the subnets of the primary block: zone by zone, and in each zone tier by tier. */
  public primaryIndex(tier: TierSlot, zone: ZoneSlot): number {
    return zone.slot * this.tierSlots + tier.slot;
  }

  /** The number of a subnet among the subnets of its tier's secondary block. */
  public secondaryIndex(zone: ZoneSlot): number {
    return zone.slot;
  }

  /** The number of a subnet's /64 among those of the VPC's IPv6 block. */
  public ipv6Index(tier: TierSlot, zone: ZoneSlot): number {
    return zone.slot * IPV6_SLOTS + tier.slot;
  }

  /** The netmask length of the subnets of a primary block. */
  public primarySubnetLength(netmaskLength: number): number {
    return netmaskLength + Math.log2(this.zoneSlots) + Math.log2(this.tierSlots);
  }

  /** The netmask length of the subnets of a secondary block, which is also that of one zone in the primary block. */
  public secondarySubnetLength(netmaskLength: number): number {
    return netmaskLength + Math.log2(this.zoneSlots);
  }

  /** Refuse a primary block whose subnets would be smaller than AWS has them. */
  public requirePrimaryFits(parent: ParentBlock): void {
    const subnet = this.primarySubnetLength(parent.netmaskLength);
    if (subnet <= SMALLEST_SUBNET) { return; }
    throw doesNotFit(parent, `${this.zoneSlots} zone slots x ${this.tierSlots} tier slots`, subnet, this.smallerGeometries(parent.netmaskLength));
  }

  /** Refuse a secondary block whose subnets would be smaller than AWS has them. */
  public requireSecondaryFits(parent: ParentBlock): void {
    const subnet = this.secondarySubnetLength(parent.netmaskLength);
    if (subnet <= SMALLEST_SUBNET) { return; }
    throw doesNotFit(parent, `${this.zoneSlots} zone slots`, subnet, [`zoneSlots: ${2 ** (SMALLEST_SUBNET - parent.netmaskLength)}`]);
  }

  /** Refuse a tier that has no slot in the plan, and tiers that share a slot or a name. */
  public requireTiers(tiers: readonly TierSlot[]): void {
    requireHolders(this.tiers, tiers);
  }

  /** Refuse a zone that has no slot in the plan, and zones that share a slot or a name. */
  public requireZones(zones: readonly ZoneSlot[]): void {
    requireHolders(this.zones, zones);
  }

  /** The geometries with fewer slots that just fit a primary block, as a caller would write them. */
  private smallerGeometries(netmaskLength: number): string[] {
    return TIER_SLOTS
      .map((tierSlots) => ({ tierSlots, zoneSlots: 2 ** (SMALLEST_SUBNET - netmaskLength - Math.log2(tierSlots)) }))
      .filter((fitting) => fitting.tierSlots <= this.tierSlots && isWithin(fitting.zoneSlots, 1, this.zoneSlots))
      .map((fitting) => `zoneSlots: ${fitting.zoneSlots} with tierSlots: ${fitting.tierSlots}`);
  }
}

function doesNotFit(parent: ParentBlock, slots: string, subnetLength: number, smallerGeometries: readonly string[]): NetworkError {
  const netmaskLength = parent.netmaskLength - (subnetLength - SMALLEST_SUBNET);
  const fitting = parent.cidr ? `'${parent.cidr.resized(netmaskLength)}'` : `netmaskLength: ${netmaskLength}`;
  return new NetworkError('PLAN_DOES_NOT_FIT',
    `${parent.what} is too small for ${slots}, expected a subnet of /${SMALLEST_SUBNET} or larger in each: `
    + `the smallest block that fits is a /${netmaskLength}, so use ${[fitting, ...smallerGeometries].join(', or ')}`);
}

function requireOneOf(option: string, value: number, allowed: readonly number[]): void {
  if (isEncodedToken(value)) {
    throw new NetworkError('TOKEN_NOT_ALLOWED', `${option} is a token, expected a number that is known at synthesis: write out one of ${allowed.join(', ')}`);
  }
  if (!allowed.includes(value)) {
    const next = allowed.find((number) => number >= value) ?? allowed[allowed.length - 1];
    throw new NetworkError('PLAN_GEOMETRY', `${option} is ${value}, expected one of ${allowed.join(', ')}: use ${option}: ${next}`);
  }
}

function requireHolders(kind: SlotKind, holders: readonly (TierSlot | ZoneSlot)[]): void {
  for (const [position, holder] of holders.entries()) {
    requireSlot(kind, holder);
    const earlier = holders.slice(0, position);
    if (earlier.some((other) => other.name === holder.name)) {
      throw new NetworkError(kind.nameCode, `${kind.kind} '${holder.name}' is given twice, expected each ${kind.kind} once: leave one of the two out`);
    }
    const rival = earlier.find((other) => other.slot === holder.slot);
    if (rival !== undefined) {
      throw new NetworkError(kind.slotCode,
        `${kind.kind} '${holder.name}' and ${kind.kind} '${rival.name}' both have slot ${holder.slot}, expected a slot for each: give one of them a free slot`);
    }
  }
}

function requireSlot({ kind, option, slots, slotCode }: SlotKind, { name, slot }: TierSlot | ZoneSlot): void {
  if (isEncodedToken(slot)) {
    throw new NetworkError('TOKEN_NOT_ALLOWED',
      `the slot of ${kind} '${name}' is a token, expected a number that is known at synthesis: write out a number from 0 to ${slots - 1}`);
  }
  if (isWithin(slot, 0, slots - 1)) { return; }
  const roomier = ZONE_SLOTS.find((larger) => isWithin(slot, 0, larger - 1));
  throw new NetworkError(slotCode,
    `${kind} '${name}' has slot ${slot}, expected a whole number from 0 to ${slots - 1}: give the ${kind} a slot in that range`
    + `${roomier === undefined ? '' : `, or plan with ${option}: ${roomier} before the first deployment`}`);
}
