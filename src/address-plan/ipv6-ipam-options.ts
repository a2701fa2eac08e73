/** How the IPv6 block of a VPC is allocated from an IPAM pool. */
export interface Ipv6IpamOptions {
  /** The id of an IPv6 pool, such as `ipam-pool-0a1b2c3d4e5f67890`, or the reference to a pool in the same application. */
  readonly ipamPoolId: string;

  /**
   * The netmask length of the block: 44, 48, 52 or 56.
   *
   * @default 56
   */
  readonly netmaskLength?: number;
}
