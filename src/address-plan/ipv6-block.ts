import { isEncodedToken } from './encoded-token';
import { requireIpamPoolId } from './ipam-pool-id';
import type { Ipv6IpamOptions } from './ipv6-ipam-options';
import { NetworkError } from '../private/network-error';

const AMAZON_NETMASK_LENGTH = 56;
const NETMASK_LENGTHS = [44, 48, 52, 56];

/**
 * The origin of the IPv6 block of a VPC.
 *
 * A plan uses the first 256 of the block's /64 subnets, whatever the size of the block. So another size moves no subnet to
 * another index; another source, though, gives the VPC other addresses.
 *
 * @example
 * import { AddressPlan, Ipv6Block } from 'cdk-lambda-network';
 *
 * AddressPlan.cidr('10.0.0.0/16', {
 *   ipv6: Ipv6Block.ipam({ ipamPoolId: 'ipam-pool-0a1b2c3d4e5f67890' }),
 * });
 */
export class Ipv6Block {
  /** A /56 out of Amazon's own addresses; it costs nothing. */
  public static amazonProvided(): Ipv6Block {
    return new Ipv6Block(AMAZON_NETMASK_LENGTH, undefined);
  }

  /**
   * A block out of an IPAM pool, for instance of addresses that you brought to AWS.
   *
   * @param options the pool, and the size of the block
   */
  public static ipam(options: Ipv6IpamOptions): Ipv6Block {
    const { ipamPoolId, netmaskLength = AMAZON_NETMASK_LENGTH } = options;
    requireIpamPoolId(ipamPoolId);
    if (isEncodedToken(netmaskLength)) {
      throw new NetworkError('TOKEN_NOT_ALLOWED',
        'the netmask length of the IPv6 block is a token, expected a number that is known at synthesis: write out 44, 48, 52 or 56');
    }
    if (!NETMASK_LENGTHS.includes(netmaskLength)) {
      throw new NetworkError('IPV6_BLOCK',
        `the netmask length of the IPv6 block is ${netmaskLength}, expected 44, 48, 52 or 56: use 56, which holds every subnet of a plan`);
    }
    return new Ipv6Block(netmaskLength, ipamPoolId);
  }

  /** The netmask length of the block. */
  public readonly netmaskLength: number;

  /** The pool that the block is allocated from, or undefined when Amazon provides it. */
  public readonly ipamPoolId?: string;

  private constructor(netmaskLength: number, ipamPoolId: string | undefined) {
    this.netmaskLength = netmaskLength;
    this.ipamPoolId = ipamPoolId;
  }
}
