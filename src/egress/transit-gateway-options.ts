import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** How a VPC is attached to a transit gateway. */
export interface TransitGatewayAttachmentOptions {
  /**
   * The id of the transit gateway, such as `tgw-0123456789abcdef0`.
   *
   * When it belongs to another account, that account shares it and, unless it accepts attachments by itself, accepts this one.
   */
  readonly transitGatewayId: string;

  /**
   * Whether the two directions of a connection pass the same zone, as stateful appliances behind the transit gateway need.
   *
   * It is the attachment of the VPC with the appliances that usually needs it, not that of the VPCs that send traffic there.
   *
   * @default false
   */
  readonly applianceMode?: boolean;

  /**
   * Whether public DNS names of hosts in other attached VPCs resolve to their private addresses here.
   *
   * @default true
   */
  readonly dnsSupport?: boolean;

  /**
   * Whether the attachment carries IPv6.
   *
   * @default - true in a dual-stack network, false otherwise
   */
  readonly ipv6Support?: boolean;

  /**
   * The route table of the transit gateway that decides where traffic from this VPC goes.
   *
   * An attachment has one association, so leave this out when the transit gateway associates attachments with its default table.
   *
   * @default - what the transit gateway does by default
   */
  readonly associationRouteTableId?: string;

  /**
   * The route tables of the transit gateway that learn the blocks of this VPC, so that answers find their way back.
   *
   * @default - what the transit gateway does by default
   */
  readonly propagationRouteTableIds?: string[];
}

/** The way out for IPv6 in a network whose IPv4 leaves through a transit gateway. */
export enum Ipv6DefaultRoute {
  /** Through an egress-only internet gateway of the VPC itself, past whatever inspects IPv4. */
  EGRESS_ONLY_INTERNET_GATEWAY = 'egress-only-internet-gateway',

  /** Through the transit gateway, like IPv4. */
  TRANSIT_GATEWAY = 'transit-gateway',
}

/** The transit gateway through which a network reaches the internet. */
export interface TransitGatewayEgressOptions extends TransitGatewayAttachmentOptions {
  /**
   * The target of `::/0` in a dual-stack network.
   *
   * @default Ipv6DefaultRoute.EGRESS_ONLY_INTERNET_GATEWAY
   */
  readonly ipv6DefaultRoute?: Ipv6DefaultRoute;
}

/** The transit gateway through which functions reach networks that they cannot reach otherwise. */
export interface TransitGatewayConnectionOptions extends TransitGatewayAttachmentOptions {
  /**
   * The IPv4 and IPv6 blocks that are behind the transit gateway, such as `10.0.0.0/8`, and ids of prefix lists, such as `pl-0123456789abcdef0`.
   *
   * A block may hold the VPC's own, whose local route is narrower, but cannot lie within it.
   *
   * @default - none; there are `prefixLists`, then
   */
  readonly destinations?: string[];

  /**
   * Prefix lists of blocks that are behind the transit gateway: those of your own, for AWS's own lead to AWS services.
   *
   * A list that changes changes the routes without a deployment. The greatest number of entries it may have counts as that many
   * routes in each route table. What `destinations` refuses (the internet, the VPC's own blocks) must not be in a list either.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
   * @default - none; there are `destinations`, then
   */
  readonly prefixLists?: ec2.IPrefixList[];
}
