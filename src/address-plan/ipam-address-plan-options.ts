import type { AddressPlanOptions } from './address-plan-options';

/** How an address plan divides the addresses of a VPC whose primary IPv4 block comes from an IPAM pool. */
export interface IpamAddressPlanOptions extends AddressPlanOptions {
  /** The id of an IPv4 pool, such as `ipam-pool-0a1b2c3d4e5f67890`, or the reference to a pool in the same application. */
  readonly ipamPoolId: string;

  /** The netmask length of the block to allocate from the pool: a whole number from 16 to 28. */
  readonly netmaskLength: number;
}
