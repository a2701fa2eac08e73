import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AddressFamily } from '../../vpc/address-family';

/**
 * The facts of a network that exists already which no import can know.
 *
 * Nothing is assumed in favour of a network: what is not stated is not there.
 */
export interface ExistingNetworkOptions {
  /**
   * Whether the function subnets have IPv4 addresses only, or IPv4 and IPv6.
   *
   * @default - what the subnets show when this app defines them, otherwise ec2.IpProtocol.IPV4_ONLY
   */
  readonly ipProtocol?: ec2.IpProtocol;

  /**
   * The address families over which routes lead from the function subnets to the internet.
   *
   * IPv4 through a NAT gateway or instance, IPv6 through an egress-only internet gateway, either through a transit gateway. Public blocks of addresses are
   * reached the same way.
   *
   * @default - none, so that no function can declare the internet
   */
  readonly internetAddressFamilies?: AddressFamily[];

  /**
   * The instance tenancy of the VPC. Lambda attaches to default tenancy only.
   *
   * @default - what the VPC shows when this app defines it, otherwise ec2.DefaultInstanceTenancy.DEFAULT
   */
  readonly instanceTenancy?: ec2.DefaultInstanceTenancy;

  /**
   * The services that have a gateway endpoint with a route in every function subnet, by their endpoint names: `s3`, `dynamodb`.
   *
   * The id of a service's prefix list is looked up during deployment when a function declares the service.
   *
   * @default - those in `prefixListIds`
   */
  readonly gatewayEndpoints?: string[];

  /**
   * Ids of the prefix lists of services that have a gateway endpoint, by the services' endpoint names.
   *
   * A service that is named here needs no entry in `gatewayEndpoints`, and no look-up during deployment.
   *
   * @default - none
   */
  readonly prefixListIds?: { [service: string]: string };

  /**
   * The security groups of interface endpoints, by the services' endpoint names.
   *
   * A function that declares the service gets a rule to the group, and the group a rule from the function, unless it was
   * imported as immutable.
   *
   * @default - none
   */
  readonly endpointSecurityGroups?: { [service: string]: ec2.ISecurityGroup };

  /**
   * The blocks beyond the VPC, and the ids of prefix lists, to which routes lead from the function subnets: through peering connections,
   * transit gateways or VPNs.
   *
   * A function that declares addresses in one of them is taken to have a route to it; without this it is not known, and the analysis
   * says so. What is inside of the VPC is reached by the local route and needs no entry.
   *
   * @default - none
   */
  readonly routedDestinations?: string[];

  /**
   * All IPv4 blocks of the VPC. Peering needs them, for its routes and to see that nothing overlaps. A function that declares addresses in one of them
   * reaches these by the local route.
   *
   * @default - those that this app defines; an imported VPC knows its primary block at the most
   */
  readonly ipv4Blocks?: string[];

  /**
   * All IPv6 blocks of the VPC. Peering needs them, for its routes. A function that declares addresses in one of them reaches these by the local route.
   *
   * @default - those that this app defines
   */
  readonly ipv6Blocks?: string[];

  /**
   * The id of the account that owns the VPC and shares its subnets with this one through AWS Resource Access Manager.
   *
   * The execution roles of functions allow network interfaces in subnets of this account, beside those of the function's own.
   *
   * @default - the account that a look-up finds where it is another one; otherwise subnets of any account are allowed
   */
  readonly ownerAccountId?: string;

  /**
   * How many Hyperplane network interfaces AWS lets the VPC have; what the functions of this app need is checked against it.
   *
   * @default 500
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly networkInterfaceQuota?: number;
}
