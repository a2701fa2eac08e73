/**
 * A further IPv4 block of a VPC, all of which belongs to one tier.
 *
 * It is cut into as many equal subnets as the plan has zone slots. The tier's subnets lie in this block and no longer in
 * the VPC's primary block, where the tier's slot stays empty. So a tier has its secondary block from the start, or moves:
 * giving one to a tier that is already deployed replaces the subnets of that tier, and of no other.
 *
 * Amazon EC2 combines blocks of some ranges only: one private range with public addresses and those of `100.64.0.0/10`, for example, and not two private ranges.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export interface SecondaryBlock {
  /** The block in its canonical spelling, between /16 and /28, such as `100.64.0.0/16`. */
  readonly cidr: string;

  /** The name of the tier whose subnets are cut from the block. */
  readonly tier: string;
}
