/**
 * The place that an address plan gives to the subnet of one tier in one zone.
 *
 * `index` and `netmaskLength` say it whether or not the parent block is known: the subnet is the `index`-th block, counted
 * from 0, of all the blocks of its size in its parent.
 */
export interface PlannedSubnet {
  /** The name of the tier. */
  readonly tier: string;

  /** The name of the zone. */
  readonly zone: string;

  /**
   * The IPv4 block of the subnet.
   * @default - not known until deployment, because the parent block comes from an IPAM pool
   */
  readonly cidrBlock?: string;

  /**
   * The block of the VPC that the subnet is cut from: the primary one, or the secondary one of its tier.
   * @default - not known until deployment, because it comes from an IPAM pool
   */
  readonly parentBlock?: string;

  /** The netmask length of the block that the subnet is cut from. */
  readonly parentNetmaskLength: number;

  /** The netmask length of the subnet. */
  readonly netmaskLength: number;

  /** Which of the blocks of its size in its parent the subnet is, counted from 0. */
  readonly index: number;

  /**
   * Which /64 of the VPC's IPv6 block the subnet has, counted from 0: 16 times its zone slot, plus its tier slot.
   *
   * It never depends on anything about IPv4, and is always below 256, the number of /64 blocks in a /56.
   */
  readonly ipv6Index: number;
}
