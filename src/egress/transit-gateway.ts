import type { EgressDesign, EgressRequest } from './egress-design';
import type { TransitGatewayEgressOptions } from './transit-gateway-options';
import { Ipv6DefaultRoute } from './transit-gateway-options';
import { NetworkError } from '../private/network-error';

/*
 * Models: default routes to a transit gateway, behind which another VPC has the way out.
 * Law: the network has no internet gateway and no public subnet. IPv6 leaves through an egress-only internet gateway unless it is asked for here.
 * Refuses: IPv6 through the transit gateway when the network has none, or the attachment carries none.
 */

const FACTORY = 'Egress.transitGateway()';

/** Design default routes to a transit gateway, behind which another VPC has the way out. */
export function transitGateway(options: TransitGatewayEgressOptions, request: EgressRequest): EgressDesign {
  const carriesIpv6 = options.ipv6DefaultRoute === Ipv6DefaultRoute.TRANSIT_GATEWAY;
  if (carriesIpv6 && !request.ipv6) {
    throw new NetworkError(
      'TRANSIT_GATEWAY_IPV6', `${FACTORY} got ipv6DefaultRoute TRANSIT_GATEWAY, but the network is IPV4_ONLY: leave ipProtocol out, or ipv6DefaultRoute`, request.scope,
    );
  }
  if (carriesIpv6 && options.ipv6Support === false) {
    throw new NetworkError(
      'TRANSIT_GATEWAY_IPV6', `${FACTORY} got ipv6DefaultRoute TRANSIT_GATEWAY and ipv6Support false: leave one of them out`, request.scope,
    );
  }
  return {
    carriesIpv4: true,
    carriesIpv6: request.ipv6,
    internetGateway: false,
    publicZones: [],
    transitGateway: { attachment: options, carriesIpv6 },
  };
}
