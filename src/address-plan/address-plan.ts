import type { AddressPlanOptions } from './address-plan-options';
import { drawAddressPlan } from './draw-address-plan';
import type { IpamAddressPlanOptions } from './ipam-address-plan-options';
import { requireIpamPoolId } from './ipam-pool-id';
import { Ipv6Block } from './ipv6-block';
import type { ParentBlock } from './plan-geometry';
import { PlanGeometry } from './plan-geometry';
import type { PlannedSubnet } from './planned-subnet';
import { readSecondaryBlocks } from './read-secondary-blocks';
import type { SecondaryBlock } from './secondary-block';
import type { SubnetSlot } from './subnet-slot';
import type { TierSlot } from './tier-slot';
import { parseVpcBlock, requireVpcNetmaskLength } from './vpc-block';
import type { ZoneSlot } from './zone-slot';

/** The primary block of a plan and where it comes from. */
interface PrimaryBlock extends ParentBlock {
  readonly ipamPoolId?: string;
}

/**
 * Which addresses the subnet of each tier in each zone has: a plan that never renumbers.
 *
 * The primary block is divided evenly into zone slots, and each zone slot into tier slots. A subnet lies where its zone's
 * slot and its tier's slot say, and nothing else has a say. So adding a zone (an earlier one as well), adding a tier, giving
 * another tier a secondary block or going dual-stack leaves every existing subnet where it is, in IPv4 and in IPv6.
 * By default, 10.0.0.0/16 has 8 zone slots of a /19, each with 8 tier slots of a /22: room for 1,019 network
 * interfaces in a subnet.
 *
 * What does move subnets, and so cannot be changed without replacing them: the primary block, the numbers of slots, the
 * slot of a zone or a tier, and the secondary block of the subnets' own tier.
 *
 * `AddressPlan` is imported from `cdk-lambda-network`.
 *
 * @example
 * import { AddressPlan } from 'cdk-lambda-network';
 *
 * const plan = AddressPlan.cidr('10.0.0.0/16', {
 *   secondaryBlocks: [{ cidr: '100.64.0.0/16', tier: 'isolated' }],
 * });
 *
 * const tier = { name: 'private', slot: 0 };
 * const zone = { name: 'eu-west-1b', slot: 1 };
 * plan.subnet({ tier, zone }).cidrBlock; // 10.0.32.0/22
 */
export class AddressPlan {
  /**
   * Plan a VPC whose primary IPv4 block is known.
   *
   * @param block the block in its canonical spelling, between /16 and /28, such as `10.0.0.0/16`; not a token
   * @param options how the block is divided
   */
  public static cidr(block: string, options: AddressPlanOptions = {}): AddressPlan {
    const cidr = parseVpcBlock(block, 'VPC block');
    return new AddressPlan({ what: `VPC block '${block}'`, netmaskLength: cidr.netmaskLength, cidr }, options);
  }

  /**
   * Plan a VPC whose primary IPv4 block is allocated from an IPAM pool.
   *
   * The block is known only when the VPC has been deployed. The plan places each subnet all the same: as one of the blocks
   * of its size, counted from 0, in whatever block the pool allocates.
   *
   * @param options the pool, the size of the block and how it is divided
   */
  public static ipam(options: IpamAddressPlanOptions): AddressPlan {
    const { ipamPoolId, netmaskLength } = options;
    requireIpamPoolId(ipamPoolId);
    requireVpcNetmaskLength(netmaskLength);
    return new AddressPlan({ what: `a /${netmaskLength} VPC block of an IPAM pool`, netmaskLength, ipamPoolId }, options);
  }

  /** The primary IPv4 block, or undefined when it comes from an IPAM pool. */
  public readonly cidrBlock?: string;

  /** The IPAM pool of the primary IPv4 block, or undefined when the block is known. */
  public readonly ipamPoolId?: string;

  /** The netmask length of the primary IPv4 block. */
  public readonly netmaskLength: number;

  /** How many zones the plan has room for. */
  public readonly zoneSlots: number;

  /** How many tiers the plan has room for. */
  public readonly tierSlots: number;

  /** The further IPv4 blocks of the VPC, in the order given. */
  public readonly secondaryBlocks: SecondaryBlock[];

  /** The origin of the IPv6 block of the VPC. */
  public readonly ipv6: Ipv6Block;

  private readonly geometry: PlanGeometry;
  private readonly primary: PrimaryBlock;
  private readonly secondaries: ReadonlyMap<string, ParentBlock>;

  private constructor(primary: PrimaryBlock, options: AddressPlanOptions) {
    this.geometry = new PlanGeometry(options.zoneSlots, options.tierSlots);
    this.geometry.requirePrimaryFits(primary);
    this.secondaryBlocks = [...options.secondaryBlocks ?? []];
    this.secondaries = readSecondaryBlocks(this.secondaryBlocks, primary, this.geometry);
    this.primary = primary;
    this.cidrBlock = primary.cidr?.toString();
    this.ipamPoolId = primary.ipamPoolId;
    this.netmaskLength = primary.netmaskLength;
    this.zoneSlots = this.geometry.zoneSlots;
    this.tierSlots = this.geometry.tierSlots;
    this.ipv6 = options.ipv6 ?? Ipv6Block.amazonProvided();
  }

  /**
   * Return the place of the subnet of a tier in a zone.
   *
   * @param slot the tier and the zone
   */
  public subnet(slot: SubnetSlot): PlannedSubnet {
    const { tier, zone } = slot;
    this.geometry.requireTiers([tier]);
    this.geometry.requireZones([zone]);
    const secondary = this.secondaries.get(tier.name);
    const parent = secondary ?? this.primary;
    const netmaskLength = secondary
      ? this.geometry.secondarySubnetLength(secondary.netmaskLength)
      : this.geometry.primarySubnetLength(this.netmaskLength);
    const index = secondary ? this.geometry.secondaryIndex(zone) : this.geometry.primaryIndex(tier, zone);
    return {
      tier: tier.name,
      zone: zone.name,
      cidrBlock: parent.cidr?.child(netmaskLength, index).toString(),
      parentBlock: parent.cidr?.toString(),
      parentNetmaskLength: parent.netmaskLength,
      netmaskLength,
      index,
      ipv6Index: this.geometry.ipv6Index(tier, zone),
    };
  }

  /**
   * Draw the plan as text: every zone slot with its block, and in it every tier with its block, its usable addresses and
   * the end of its IPv6 block; what is free is drawn as well.
   *
   * The drawing is at most 100 columns wide and does not depend on the order of the tiers and zones.
   *
   * @param tiers the tiers in use
   * @param zones the zones in use
   */
  public draw(tiers: TierSlot[], zones: ZoneSlot[]): string {
    this.geometry.requireTiers(tiers);
    this.geometry.requireZones(zones);
    return drawAddressPlan(this, tiers, zones);
  }
}
