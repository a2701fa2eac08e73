import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Zone } from './zone';
import { isDummyZone, isZone, looksLikeZone } from './zone';
import type { EndpointPlaces } from '../../endpoints/endpoint-places';

/** Returns the places where interface endpoints of a network can stand: its function subnets, one in each zone. */
export function endpointPlaces(subnets: readonly ec2.ISubnet[], zones: readonly Zone[]): EndpointPlaces {
  return {
    subnets: zones.map((zone, index) => ({ zone: zone.name, subnet: subnets[index], isIn: (given) => isZone(zone, given) })),
    pending: zones.some(({ name }) => isDummyZone(name)),
    looksLikeZone,
  };
}
