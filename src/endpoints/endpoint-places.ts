import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { InterfaceEndpointOptions } from './interface-endpoint-options';
import { NetworkError } from '../private/network-error';

/*
 * Models: in which subnets an interface endpoint stands. It has a network interface in each, and any subnet of the VPC reaches
 * any of them, so an endpoint in one zone serves all.
 * Refuses: an endpoint that would stand nowhere, and words that name no zone.
 */

/** The function subnets of a network, by zone. */
export interface EndpointPlaces {
  /** The subnets, and what their zones are called. */
  readonly subnets: ReadonlyArray<{ readonly zone: string; readonly subnet: ec2.ISubnet; readonly isIn: (zone: string) => boolean }>;

  /** Whether the zones are placeholders, because they have not been looked up yet. */
  readonly pending: boolean;

  /** Whether a text can be the name of a zone. */
  readonly looksLikeZone: (text: string) => boolean;
}

/** The subnets of an endpoint: those that are given, or those in zones where the service is offered, or all. */
export function endpointSubnets(scope: Construct, service: string, places: EndpointPlaces, options: InterfaceEndpointOptions): ec2.SubnetSelection {
  const { zones, subnets } = options;
  if (zones === undefined) {
    return subnets ?? { subnets: places.subnets.map(({ subnet }) => subnet) };
  }
  if (subnets !== undefined) {
    throw new NetworkError('ENDPOINT_ZONE', `the endpoint for ${service} got zones and subnets, which say the same thing twice: leave one of them out`, scope);
  }
  const stray = zones.find((zone) => !places.looksLikeZone(zone));
  if (stray !== undefined) {
    throw new NetworkError('ENDPOINT_ZONE', `the endpoint for ${service} got zone '${stray}', expected one like eu-west-1a, a, euw1-az1 or az1: name zones as Zones does`, scope);
  }
  const offered = places.subnets.filter(({ isIn }) => zones.some(isIn));
  if (offered.length === 0 && !places.pending) {
    const spanned = places.subnets.map(({ zone }) => zone).join(', ');
    throw new NetworkError(
      'ENDPOINT_ZONE', `the endpoint for ${service} is offered in zones ${zones.join(', ') || 'of an empty list'}, but the network spans ${spanned}: name one of these, or add a zone to the network`, scope,
    );
  }
  return { subnets: (offered.length === 0 ? places.subnets : offered).map(({ subnet }) => subnet) };
}
