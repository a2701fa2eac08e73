import type { DeclaredFamily } from './declared-destination';

/*
 * Models: what the importer of a network states of it, and no template shows. It travels with the functions of the network, in the Metadata of
 * their resources, so that the analysis can build on it and say that it did (docs/MODEL.md).
 * Law: plain data.
 */

/** The key of the Metadata entry of a function. */
export const NETWORK_METADATA_KEY = 'cdk-lambda-network:network';

/** The facts that are stated of a network. */
export interface NetworkStatement {
  /** The families over which routes lead to the internet. */
  readonly internetAddressFamilies: readonly DeclaredFamily[];

  /** The services that have an endpoint, by their endpoint names, sorted. */
  readonly services: readonly string[];

  /** The blocks beyond the VPC, and the ids of prefix lists, to which routes lead. */
  readonly routedDestinations: readonly string[];

  /** The ids of the prefix lists of services that have a gateway endpoint, by the services, as far as they are known before deployment. */
  readonly prefixListIds?: Readonly<Record<string, string>>;

  /** The ids of the security groups of interface endpoints, by the services, as far as they are known before deployment. */
  readonly endpointSecurityGroupIds?: Readonly<Record<string, string>>;

  /** The blocks of the VPC that are known, all or some of them; left out when none is. */
  readonly vpcBlocks?: readonly string[];
}
