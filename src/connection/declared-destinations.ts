import type { DeclaredDestination } from '../metadata/declared-destination';
import type { PortSet } from '../services/service-ports';
import { AddressFamily } from '../vpc/address-family';

/*
 * Models: questions about a list of declared destinations that decide what a connection opens.
 */

/** The same destinations, each of them once. */
export function distinct(destinations: readonly DeclaredDestination[]): DeclaredDestination[] {
  return [...new Map(destinations.map((destination) => [JSON.stringify(destination), destination])).values()];
}

/** The address families over which any of the destinations is the internet. */
export function internetFamilies(destinations: readonly DeclaredDestination[]): AddressFamily[] {
  const families = new Set<string>(destinations.flatMap((destination) => destination.kind === 'internet' ? destination.addressFamilies : []));
  return Object.values(AddressFamily).filter((family) => families.has(family));
}

/** Returns whether any of the destinations is the internet on the ports of an AWS service, so that its public endpoints are reached. */
export function includesPublicEndpoints(destinations: readonly DeclaredDestination[], ports: PortSet): boolean {
  return ports.every(([from, to]) => destinations.some((destination) => destination.kind === 'internet'
    && destination.ports.some(({ protocol, fromPort, toPort }) => protocol === 'tcp' && fromPort <= from && toPort >= to)));
}
