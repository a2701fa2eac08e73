import type { PortRange } from '../vpc/port-range';
import { AddressFamily } from '../vpc/address-family';

/*
 * Models: a destination the way the template states it, in the Metadata of the function (docs/MODEL.md has the description
 * for readers). Whoever judges a template learns from this what a function is meant to reach.
 * Law: plain data. Names and construct paths, never a token, so that stating a destination creates no dependency.
 */

/** The key of the Metadata entry. */
export const DESTINATIONS_METADATA_KEY = 'cdk-lambda-network:destinations';

/** The key of the Metadata entry with what must not be reached, in the same form. */
export const FORBIDDEN_METADATA_KEY = 'cdk-lambda-network:must-not-reach';

export interface InternetDestination {
  readonly kind: 'internet';
  readonly addressFamilies: readonly AddressFamily[];
  readonly ports: readonly PortRange[];
}

export interface AwsServiceDestination {
  readonly kind: 'aws-service';
  readonly service: string;
}

export interface ResourceDestination {
  readonly kind: 'resource';
  readonly resource: string;
  readonly securityGroups: readonly string[];
  readonly ports: readonly PortRange[];
}

export interface CidrDestination {
  readonly kind: 'cidr';
  readonly cidr: string;
  readonly ports: readonly PortRange[];
}

export interface PrefixListDestination {
  readonly kind: 'prefix-list';
  readonly prefixListId?: string;
  readonly resource?: string;
  readonly ports: readonly PortRange[];
}

export type DeclaredDestination =
  | InternetDestination
  | AwsServiceDestination
  | ResourceDestination
  | CidrDestination
  | PrefixListDestination;

/** The same destinations, each of them once. */
export function distinct(destinations: readonly DeclaredDestination[]): DeclaredDestination[] {
  return [...new Map(destinations.map((destination) => [JSON.stringify(destination), destination])).values()];
}

/** The address families over which any of the destinations is the internet. */
export function internetFamilies(destinations: readonly DeclaredDestination[]): AddressFamily[] {
  const families = new Set(destinations.flatMap((destination) => destination.kind === 'internet' ? destination.addressFamilies : []));
  return Object.values(AddressFamily).filter((family) => families.has(family));
}

/** Whether any of the destinations is the internet on the port of AWS services, so that their public endpoints are reached. */
export function includesPublicEndpoints(destinations: readonly DeclaredDestination[]): boolean {
  return destinations.some((destination) => destination.kind === 'internet'
    && destination.ports.some(({ protocol, fromPort, toPort }) => protocol === 'tcp' && fromPort <= 443 && toPort >= 443));
}
