import type { AddressBlock, AddressFamily } from './address-block';

/*
 * Models: what somebody states of a network that no template defines, read from the Metadata of a function in it, or of a peering
 * connection with it (docs/MODEL.md).
 * Law: a statement stands in for what cannot be known, and never against what is.
 */

export interface NetworkStatement {
  /** The families over which routes lead to the internet. */
  readonly internetFamilies: readonly AddressFamily[];

  /** The services that have an endpoint, by their endpoint names. */
  readonly services: readonly string[];

  /** The blocks beyond the VPC to which routes lead. */
  readonly routedBlocks: readonly AddressBlock[];

  /** The ids of prefix lists to which routes lead. */
  readonly routedPrefixLists: readonly string[];

  /** The ids of prefix lists, and of security groups of endpoints, by service. */
  readonly prefixLists?: ReadonlyMap<string, string>;
  readonly endpointGroups?: ReadonlyMap<string, string>;

  /** The blocks that are known of the VPC. */
  readonly vpcBlocks: readonly AddressBlock[];
}
