import type { ExistingNetworkOptions } from './existing-network-options';

/** A subnet that exists already. */
export interface ExistingSubnet {
  /** The id, such as `subnet-0123456789abcdef0`. */
  readonly subnetId: string;

  /**
   * The name of the Availability Zone, as it is called in the account of the stack.
   *
   * One name can be two places in two accounts, so the zone of a shared subnet is not called as its owner calls it.
   */
  readonly availabilityZone: string;

  /**
   * The id of the route table. Only peering needs it; a participant of a shared subnet cannot change routes anyway.
   *
   * @default - unknown
   */
  readonly routeTableId?: string;
}

/** A network that is known by its ids. No tag is read, so a participant can name the subnets that were shared with it. */
export interface ExistingNetworkAttributes extends ExistingNetworkOptions {
  /** The id of the VPC, such as `vpc-0123456789abcdef0`. */
  readonly vpcId: string;

  /** The subnets that functions are attached to, all with the same routes. */
  readonly functionSubnets: ExistingSubnet[];

  /**
   * Subnets without a route to the internet, for databases and the like.
   *
   * @default - none
   */
  readonly isolatedSubnets?: ExistingSubnet[];
}
