import type { TransitGatewaySite } from './transit-gateway-site';
import { Ipv4Cidr } from '../address-plan/ipv4-cidr';
import { assertIpv6Cidr } from '../connection/ipv6-cidr';
import type { TransitGatewayConnectionOptions } from '../egress/transit-gateway-options';
import { NetworkError } from '../private/network-error';

/** Refuse destinations that cannot be routed to a transit gateway. */
export function assertDestinations(site: TransitGatewaySite, id: string, { destinations, ipv6Support }: TransitGatewayConnectionOptions): void {
  if (destinations.length === 0) {
    throw refused(site, `transit gateway attachment ${id} got no destinations, so nothing would use it: name the blocks behind the transit gateway`);
  }
  destinations.forEach((destination, index) => {
    if (destinations.indexOf(destination) !== index) {
      throw refused(site, `transit gateway attachment ${id} got destination ${destination} twice: name each block once`);
    }
    if (destination.endsWith('/0')) {
      throw refused(site, `transit gateway attachment ${id} got destination ${destination}, the internet: choose it as egress with Egress.transitGateway()`);
    }
    if (destination.includes(':')) {
      assertIpv6Destination(site, id, destination, ipv6Support);
    } else {
      assertOutsideVpc(site, id, Ipv4Cidr.parse(destination, 'destination'));
    }
  });
}

function assertIpv6Destination({ network, ipv6 }: TransitGatewaySite, id: string, destination: string, ipv6Support?: boolean): void {
  assertIpv6Cidr(destination);
  if (!ipv6 || ipv6Support === false) {
    const why = ipv6Support === false ? 'has ipv6Support false' : 'belongs to an IPV4_ONLY network';
    throw new NetworkError('TRANSIT_GATEWAY_IPV6', `transit gateway attachment ${id} got IPv6 destination ${destination}, but ${why}: name IPv4 blocks, or turn IPv6 on`, network);
  }
}

/** EC2 lets nothing that is narrower than the local route, or the same, lead to a transit gateway. */
function assertOutsideVpc(site: TransitGatewaySite, id: string, destination: Ipv4Cidr): void {
  const { cidrBlock, secondaryBlocks } = site.plan;
  const own = [...cidrBlock === undefined ? [] : [cidrBlock], ...secondaryBlocks.map(({ cidr }) => cidr)];
  const around = own.find((block) => Ipv4Cidr.parse(block).contains(destination));
  if (around !== undefined) {
    throw refused(site, `transit gateway attachment ${id} got destination ${destination}, which lies in the VPC's own block ${around}: name blocks of other networks`);
  }
}

function refused({ network }: TransitGatewaySite, message: string): NetworkError {
  return new NetworkError('TRANSIT_GATEWAY_DESTINATION', message, network);
}
