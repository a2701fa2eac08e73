import type { CfnResource } from 'aws-cdk-lib';
import type { NetworkFacts } from './network-facts';
import { statementOf } from './stated-networks';
import type { DeclaredDestination } from '../metadata/declared-destination';
import { DESTINATIONS_METADATA_KEY, FORBIDDEN_METADATA_KEY } from '../metadata/declared-destination';
import { NETWORK_METADATA_KEY } from '../metadata/network-statement';

/*
 * Models: the Metadata that carries a declaration to the analysis (docs/adr/0012-metadata-contract.md).
 * Law: the list of destinations is always written, also when it is empty.
 */

/** The declarations that are to be proven of a resource. */
export interface Declaration {
  readonly network: NetworkFacts;
  readonly declared: readonly DeclaredDestination[];
  readonly forbidden?: readonly DeclaredDestination[];
}

/** Write into the Metadata of a resource what it is meant to reach and what not, and what is stated of a network that no template shows. */
export function declareIn(resource: CfnResource, { network, declared, forbidden = [] }: Declaration): void {
  resource.addMetadata(DESTINATIONS_METADATA_KEY, declared);
  if (forbidden.length > 0) {
    resource.addMetadata(FORBIDDEN_METADATA_KEY, forbidden);
  }
  const stated = statementOf(network);
  if (stated !== undefined) {
    resource.addMetadata(NETWORK_METADATA_KEY, stated);
  }
}
