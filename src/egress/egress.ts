import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EgressDesign, EgressRequest } from './egress-design';
import { NO_EGRESS, throughNat } from './egress-design';
import type { NatInstanceEgressOptions } from './nat-instance-options';
import { natInstances } from './nat-instances';
import { regionalNatGateway } from './regional-nat-gateway';
import { transitGateway } from './transit-gateway';
import type { TransitGatewayEgressOptions } from './transit-gateway-options';
import { zonalNatGateways } from './zonal-nat-gateways';
import { NetworkError } from '../private/network-error';

/** The places of NAT gateways, and their addresses. */
export interface NatGatewayEgressOptions {
  /**
   * How many NAT gateways, in the first zones of the network.
   *
   * With fewer than one for each zone, the loss of a NAT gateway's zone takes the internet from the others, and traffic that
   * crosses zones is charged.
   *
   * @default - one for each zone
   */
  readonly count?: number;

  /**
   * The zones that get a NAT gateway, named as in `Zones`; `a`, `b` … in an environment-agnostic stack.
   *
   * Naming them keeps each NAT gateway and its address where it is when an earlier zone joins the network.
   *
   * @default - the first `count` zones
   */
  readonly zones?: string[];

  /**
   * Allocation ids of Elastic IP addresses of your own, by zone; a NAT gateway without one gets a new address.
   *
   * @default - a new Elastic IP address for each NAT gateway
   */
  readonly allocationIds?: Record<string, string>;

  /**
   * Allocation ids of secondary addresses of your own, by zone.
   *
   * Each address lets a NAT gateway keep 55,000 more simultaneous connections to one destination.
   *
   * @default - none
   */
  readonly secondaryAllocationIds?: Record<string, string[]>;

  /**
   * How many new Elastic IP addresses each NAT gateway gets as secondary addresses.
   *
   * The quota of an account is two addresses for each NAT gateway until it is raised, and eight is the most there is.
   *
   * @default 0
   */
  readonly secondaryElasticIps?: number;

  /**
   * Whether hosts reach IPv4 hosts from IPv6: DNS64 in the function subnets and all tiers with egress, and a route for the
   * addresses that it makes up, `64:ff9b::/96`, to the NAT gateway that serves the zone.
   *
   * Functions have IPv4 addresses and do not need it. It is for clients without them, and it has a price: a name that has only
   * a private IPv4 address leads through the NAT gateway as well, and what is there sees the address of the NAT gateway.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
   * @default false
   */
  readonly nat64?: boolean;

  /**
   * How long a secondary address that is taken away waits for its connections to end: 1 to 4,000 seconds.
   *
   * @default - 350 seconds, as CloudFormation has it
   */
  readonly maxDrainDuration?: Duration;
}

/** A NAT gateway that serves all zones. */
export interface RegionalNatGatewayEgressOptions {
  /**
   * Allocation ids of Elastic IP addresses of your own, one or more for each zone of the network.
   *
   * Zones are named as in `Zones`; `a`, `b` … in an environment-agnostic stack. With addresses of its own the gateway no longer
   * follows the VPC into further zones by itself, so a zone without any is refused.
   *
   * @default - AWS chooses addresses, and brings the gateway into each zone that has network interfaces
   */
  readonly allocationIds?: Record<string, string[]>;

  /**
   * Whether hosts reach IPv4 hosts from IPv6: DNS64 in the function subnets and all tiers with egress, and a route for the
   * addresses that it makes up, `64:ff9b::/96`, to the NAT gateway.
   *
   * Functions have IPv4 addresses and do not need it. It is for clients without them, and it has a price: a name that has only
   * a private IPv4 address leads through the NAT gateway as well, and what is there sees the address of the NAT gateway.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
   * @default false
   */
  readonly nat64?: boolean;

  /**
   * How long an address that is taken away waits for its connections to end: 1 to 4,000 seconds.
   *
   * @default - 350 seconds, as CloudFormation has it
   */
  readonly maxDrainDuration?: Duration;
}

/**
 * How function subnets reach the internet.
 *
 * IPv6 never needs NAT: in a dual-stack network every egress but `none()` sends `::/0` through an egress-only internet
 * gateway, which lets nothing in and costs nothing by the hour. A transit gateway can be told to carry it as well.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Egress, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.natGateways({ count: 1 }) });
 */
export abstract class Egress {
  /** No way out: no internet gateway, no NAT, no default route. What functions need is reached through VPC endpoints. */
  public static none(): Egress {
    return new DesignedEgress(() => NO_EGRESS);
  }

  /**
   * Zonal NAT gateways for IPv4, each in the public subnet of its zone with an Elastic IP address.
   *
   * @param options how many, where, and with which addresses
   */
  public static natGateways(options: NatGatewayEgressOptions = {}): Egress {
    return new DesignedEgress((request) => zonalNatGateways(options, request));
  }

  /**
   * One regional NAT gateway for IPv4, which needs no public subnet and follows the VPC into each of its zones.
   *
   * AWS takes up to 60 minutes to bring it into a zone; until then the zone's traffic crosses to another one.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
   * @param options its addresses, and how long they drain
   */
  public static regionalNatGateway(options: RegionalNatGatewayEgressOptions = {}): Egress {
    return new DesignedEgress((request) => regionalNatGateway(options, request));
  }

  /**
   * EC2 instances that translate IPv4 addresses, each with an Elastic IP address, open to the subnets that route to them only.
   *
   * The cheapest NAT for little traffic; you keep the instances patched and watched yourself. They install nothing at any boot, require
   * IMDSv2, and have an encrypted volume. In a dual-stack network an instance has an IPv6 address for its own updates, and forwards no IPv6.
   *
   * @param options how many, where, and of which type
   */
  public static natInstances(options: NatInstanceEgressOptions = {}): Egress {
    return new DesignedEgress((request) => natInstances(options, request));
  }

  /** IPv6 only: the egress-only internet gateway and no NAT. Hosts that have no IPv6 address are out of reach. */
  public static ipv6Only(): Egress {
    return new DesignedEgress(ipv6Only);
  }

  /**
   * A transit gateway, behind which another VPC has the way out: central egress, with its NAT and its inspection.
   *
   * The VPC gets a small tier `transit`, in slot 3 of the address plan, and an attachment with one subnet of it in each zone;
   * it has no internet gateway and no NAT of its own. The transit gateway needs a route back to this VPC, which it learns by
   * propagation.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
   * @param options the transit gateway, its route tables, and where IPv6 goes
   */
  public static transitGateway(options: TransitGatewayEgressOptions): Egress {
    return new DesignedEgress((request) => transitGateway(options, request));
  }

  /**
   * Any NAT provider for `ec2.Vpc`, such as one from another construct library.
   *
   * It gets one public subnet in each zone and the private subnets to route.
   *
   * @param natProvider the provider; use a new one for each network
   */
  public static provider(natProvider: ec2.NatProvider): Egress {
    return new DesignedEgress((request) => throughNat(request, { publicZones: request.zones, natProvider }));
  }

  /** @internal */
  public abstract _design(request: EgressRequest): EgressDesign;
}

class DesignedEgress extends Egress {
  constructor(private readonly design: (request: EgressRequest) => EgressDesign) {
    super();
  }

  public _design(request: EgressRequest): EgressDesign {
    return this.design(request);
  }
}

function ipv6Only(request: EgressRequest): EgressDesign {
  if (!request.ipv6) {
    throw new NetworkError(
      'EGRESS_NEEDS_IPV6', 'Egress.ipv6Only() needs IPv6, but the network is IPV4_ONLY: leave ipProtocol out, or choose another egress', request.scope,
    );
  }
  return { ...NO_EGRESS, carriesIpv6: true };
}
