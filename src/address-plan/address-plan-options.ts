import type { Ipv6Block } from './ipv6-block';
import type { SecondaryBlock } from './secondary-block';

/** How an address plan divides the addresses of a VPC. */
export interface AddressPlanOptions {
  /**
   * How many zones the plan has room for: 1, 2, 4, 8 or 16.
   *
   * Reserve for the zones to come: changing the number after deployment moves every subnet.
   * @default 8
   */
  readonly zoneSlots?: number;

  /**
   * How many tiers the plan has room for: 4, 8 or 16.
   *
   * Reserve for the tiers to come: changing the number after deployment moves every subnet of the primary block.
   * @default 8
   */
  readonly tierSlots?: number;

  /**
   * Further IPv4 blocks of the VPC, at most four, each for one tier.
   * @default - none: every tier lies in the primary block
   */
  readonly secondaryBlocks?: SecondaryBlock[];

  /**
   * The origin of the IPv6 block of the VPC.
   *
   * Every subnet has its place in the IPv6 block from the start, so a network that is IPv4 only now can become dual-stack
   * later, and nothing moves.
   * @default Ipv6Block.amazonProvided()
   */
  readonly ipv6?: Ipv6Block;
}
