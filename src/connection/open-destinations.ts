import { Annotations } from 'aws-cdk-lib';
import { distinct } from './declared-destinations';
import type { Destination } from './destination';
import { openDnsServers } from './open-dns-servers';
import type { OpenContext, DeclareContext } from './target';
import type { DeclaredDestination } from '../metadata/declared-destination';

/** State destinations as data, or refuse those that the network cannot have. */
export function declareDestinations(context: DeclareContext, what: string, destinations?: readonly Destination[]): DeclaredDestination[] {
  if (destinations === undefined) {
    Annotations.of(context.scope).addWarningV2(
      'cdk-lambda-network:noDestinations',
      `no destinations are declared, so ${what} can connect to nothing: declare what it talks to, or destinations: [] if that is nothing`,
    );
  }
  return distinct((destinations ?? []).map(({ _target }) => _target.declare(context)));
}

/** State as data what must not be reached. Nothing is opened for it, nor closed that is open. */
export function forbidDestinations(context: DeclareContext, destinations: readonly Destination[] = []): DeclaredDestination[] {
  return distinct(destinations.map(({ _target }) => _target.forbid(context)));
}

/**
 * Let out of a security group what the destinations need, and in at their end, and to the DNS servers that the network names. What is open already stays
 * as it is.
 */
export function openDestinations(context: OpenContext, destinations: readonly Destination[]): void {
  openDnsServers(context);
  context.securityGroup.whileOpening(() => destinations.forEach(({ _target }) => _target.open(context)));
}
