import type { CfnResource } from 'aws-cdk-lib';
import { DESTINATIONS_METADATA_KEY } from './declared-destination';
import type { DeclaredDestination } from './declared-destination';
import type { IPrivateLambdaNetwork } from '../network/lambda-network';
import { NETWORK_METADATA_KEY, statementOf } from '../network/network-statement';

/** Write into the Metadata of a resource what it is meant to reach, and what is stated of a network that no template shows. */
export function declareIn(resource: CfnResource, declared: readonly DeclaredDestination[], network: IPrivateLambdaNetwork): void {
  resource.addMetadata(DESTINATIONS_METADATA_KEY, declared);
  const stated = statementOf(network);
  if (stated !== undefined) {
    resource.addMetadata(NETWORK_METADATA_KEY, stated);
  }
}
