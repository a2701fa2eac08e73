import type { ExistingNetworkOptions } from './existing-network-options';
import type { Zones } from '../subnets/zones';

/** A network that another stack publishes with `publishTo()`. */
export interface PublishedNetworkOptions extends ExistingNetworkOptions {
  /** The path of the Systems Manager parameters, such as `/shop/network`, as it was given to `publishTo()`. */
  readonly prefix: string;

  /**
   * The zones whose subnets are used: all zones of the network, or some, in the same words: by count, name or id.
   *
   * @default - Zones.count(2)
   */
  readonly zones?: Zones;

  /**
   * Whether the isolated subnets are read too, for databases and the like.
   *
   * @default false
   */
  readonly isolatedSubnets?: boolean;

  /**
   * The services that have an interface endpoint in the network, by their endpoint names, such as `secretsmanager`.
   *
   * @default - none
   */
  readonly interfaceEndpoints?: string[];
}
