import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { TransitGatewayAttachmentOptions } from './transit-gateway-options';

/*
 * Models: the design of an egress: which gateways there are, which zones need a public subnet, and where default routes lead.
 * Law: a design is made from the zones before there is a VPC. It decides about routes and gateways, and never about who uses them.
 */

/** A zone as egress needs to know it. */
export interface EgressZone {
  /** The user's word for the zone. */
  readonly name: string;

  /** The zone's place in the address plan. */
  readonly slot: number;

  /** The name of the zone as its subnets carry it; may be a token. */
  readonly availabilityZone: string;

  /** The zone id, where zones were asked for by id. */
  readonly zoneId?: string;
}

/** The facts of a network that its egress is designed for. */
export interface EgressRequest {
  /** The network, for error messages. */
  readonly scope: Construct;

  /** The zones of the network, by slot. */
  readonly zones: readonly EgressZone[];

  /** Tells whether the network has IPv6. */
  readonly ipv6: boolean;
}

/** Default routes through a transit gateway. */
export interface TransitGatewayDesign {
  readonly attachment: TransitGatewayAttachmentOptions;

  /** Tells whether `::/0` leads to the transit gateway, and not to an egress-only internet gateway. */
  readonly carriesIpv6: boolean;
}

/** The demands of an egress on the VPC, in the terms of `ec2.Vpc`. */
export interface EgressDesign {
  /** Tells whether function subnets get default routes at all. */
  readonly carriesIpv4: boolean;

  /** Tells whether function subnets have a route to the internet over IPv6: through an egress-only internet gateway, unless the transit gateway carries it. */
  readonly carriesIpv6: boolean;

  /** Tells whether something routes to an internet gateway. */
  readonly internetGateway: boolean;

  /** The zones that need a public subnet. */
  readonly publicZones: readonly EgressZone[];

  /** The provider to which the IPv4 default route of the function subnets leads. */
  readonly natProvider?: ec2.NatProvider;

  /** The transit gateway that default routes lead to, in place of NAT. */
  readonly transitGateway?: TransitGatewayDesign;

  /**
   * Does what is left to do when the VPC stands, before its subnets get their logical ids.
   *
   * @returns the public IPv4 addresses that the internet sees, where they are known
   */
  finish?(vpc: ec2.Vpc): string[];
}

/** The members in which kinds of NAT differ. */
type NatDesign = Pick<EgressDesign, 'publicZones' | 'finish'> & { readonly natProvider: ec2.NatProvider };

/** NAT for IPv4 behind an internet gateway; IPv6, where there is any, goes around it. */
export function throughNat(request: EgressRequest, design: NatDesign): EgressDesign {
  return { carriesIpv4: true, carriesIpv6: request.ipv6, internetGateway: true, ...design };
}

/** No route out, no gateway. */
export const NO_EGRESS: EgressDesign = { carriesIpv4: false, carriesIpv6: false, internetGateway: false, publicZones: [] };
