import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IPrivateLambdaNetwork } from '../../connection/lambda-network';

/** With which VPC a network is peered, and what is routed. */
export interface VpcPeeringOptions {
  /** The peer: a VPC of any tenancy, of this account and Region unless told otherwise. */
  readonly vpc: ec2.IVpc;

  /**
   * The IPv4 blocks of the peer, all or some of them, to which routes lead.
   *
   * @default - those that this app defines; the primary block of an imported VPC
   */
  readonly peerIpv4Blocks?: string[];

  /**
   * The IPv6 blocks of the peer to which routes lead, when the network has IPv6 too.
   *
   * @default - those that this app defines; none of an imported VPC
   */
  readonly peerIpv6Blocks?: string[];

  /**
   * The subnets of the peer that get routes back.
   *
   * @default - all subnets of the peer, so that a function that declares the blocks of the peer reaches every address in them
   */
  readonly peerSubnets?: ec2.SubnetSelection;

  /**
   * Subnets of the network that get routes besides the function subnets, such as its `isolatedSubnets`.
   *
   * @default - none
   */
  readonly furtherSubnets?: ec2.ISubnet[];

  /**
   * The account of the peer, when it is another one. Routes back are then defined in that account.
   *
   * @default - the account of the network
   */
  readonly peerOwnerId?: string;

  /**
   * The Region of the peer, when it is another one. Routes back are then defined in that Region.
   *
   * @default - the Region of the network
   */
  readonly peerRegion?: string;

  /**
   * The ARN of the role in the account of the peer with which CloudFormation accepts the peering.
   *
   * @default - none, which is right for a peer of the same account only
   */
  readonly peerRoleArn?: string;
}

/** A network, and the VPC with which it is peered. */
export interface VpcPeeringProps extends VpcPeeringOptions {
  /** The network. */
  readonly network: IPrivateLambdaNetwork;
}
