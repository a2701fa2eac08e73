import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { TransitGatewayAttachmentOptions } from './transit-gateway-options';

/** A zone as egress needs to know it. */
export interface EgressZone {
  /** How the user refers to the zone. */
  readonly name: string;

  /** The zone's place in the address plan. */
  readonly slot: number;

  /** The name of the zone as its subnets carry it; may be a token. */
  readonly availabilityZone: string;

  /** The zone id, where zones were asked for by id. */
  readonly zoneId?: string;
}

/** What a network asks its egress. */
export interface EgressRequest {
  /** The network, for error messages. */
  readonly scope: Construct;

  /** The zones of the network, by slot. */
  readonly zones: readonly EgressZone[];

  /** Whether the network has IPv6. */
  readonly ipv6: boolean;
}

/** Default routes through a transit gateway. */
export interface TransitGatewayDesign {
  readonly attachment: TransitGatewayAttachmentOptions;

  /** Whether `::/0` leads to the transit gateway, and not to an egress-only internet gateway. */
  readonly carriesIpv6: boolean;
}

/** What an egress needs from the VPC, in the terms of `ec2.Vpc`. */
export interface EgressDesign {
  /** Whether function subnets get default routes at all. */
  readonly carriesIpv4: boolean;

  /** Whether function subnets have a route to the internet over IPv6: through an egress-only internet gateway, unless the transit gateway carries it. */
  readonly carriesIpv6: boolean;

  /** Whether something routes to an internet gateway. */
  readonly internetGateway: boolean;

  /** The zones that need a public subnet. */
  readonly publicZones: readonly EgressZone[];

  /** Whether instances launched in public subnets get a public IPv4 address by themselves; left to `ec2.Vpc` when undefined. */
  readonly mapPublicIpOnLaunch?: boolean;

  /** Where the IPv4 default route of the function subnets leads. */
  readonly natProvider?: ec2.NatProvider;

  /** The transit gateway that default routes lead to, in place of NAT. */
  readonly transitGateway?: TransitGatewayDesign;

  /**
   * What is left to do when the VPC stands, before its subnets get their logical ids.
   *
   * @returns the public IPv4 addresses that the internet sees, where they are known
   */
  finish?(vpc: ec2.Vpc): string[];
}

/** What kinds of NAT differ in. */
type NatDesign = Pick<EgressDesign, 'publicZones' | 'mapPublicIpOnLaunch' | 'finish'> & { readonly natProvider: ec2.NatProvider };

/** NAT for IPv4 behind an internet gateway; IPv6, where there is any, goes around it. */
export function throughNat(request: EgressRequest, design: NatDesign): EgressDesign {
  return { carriesIpv4: true, carriesIpv6: request.ipv6, internetGateway: true, ...design };
}

/** No route out, no gateway. */
export const NO_EGRESS: EgressDesign = { carriesIpv4: false, carriesIpv6: false, internetGateway: false, publicZones: [] };
