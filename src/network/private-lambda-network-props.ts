import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { FlowLogs } from './flow-logs/flow-logs';
import type { SubnetTier } from './subnets/subnet-tier';
import type { Zones } from './subnets/zones';
import type { AddressPlan } from '../address-plan/address-plan';
import type { Egress } from '../egress/egress';
import type { EndpointPolicy } from '../endpoints/endpoint-policy';

/** The properties of a network. Each has a default that is safe to start with. */
export interface PrivateLambdaNetworkProps {
  /**
   * The Availability Zones the network spans.
   *
   * @default - Zones.count(2)
   */
  readonly zones?: Zones;

  /**
   * How functions reach the internet.
   *
   * @default - Egress.natGateways(), a NAT gateway in each zone
   */
  readonly egress?: Egress;

  /**
   * The address blocks of the VPC and of every subnet, and the room that is kept for more zones and tiers.
   *
   * @default - AddressPlan.cidr('10.0.0.0/16'), with room for eight zones and eight tiers
   */
  readonly addressPlan?: AddressPlan;

  /**
   * Whether subnets have IPv4 and IPv6 blocks, or IPv4 only.
   *
   * @default ec2.IpProtocol.DUAL_STACK
   */
  readonly ipProtocol?: ec2.IpProtocol;

  /**
   * Tiers of your own, beside `private`, `isolated` and `public`.
   *
   * @default - none
   */
  readonly tiers?: SubnetTier[];

  /**
   * The choice whether and where traffic is recorded.
   *
   * @default - FlowLogs.toCloudWatchLogs(), kept for one month
   */
  readonly flowLogs?: FlowLogs;

  /**
   * The AWS services that get an interface endpoint, which costs by the hour and zone.
   *
   * The gateway endpoints of Amazon S3 and Amazon DynamoDB are always there and cost nothing. To say more of an endpoint, use `addEndpoint()`.
   *
   * @default - none but those that are inferred
   */
  readonly endpoints?: ec2.IInterfaceVpcEndpointService[];

  /**
   * Whether a service that a function declares, and that nothing else leads to, gets an interface endpoint by itself.
   *
   * Otherwise such a declaration is an error.
   *
   * @default true
   */
  readonly inferEndpoints?: boolean;

  /**
   * Ids of the prefix lists that AWS keeps for `s3` and `dynamodb` in the Region, such as `{ s3: 'pl-6da54004' }`: security group rules name them.
   *
   * `aws ec2 describe-managed-prefix-lists` tells them. With them, no function looks anything up during deployment. A service that is not named here
   * is looked up when a function declares it, unless the context of the app has what `ec2.PrefixList.fromLookup()` found for its list.
   *
   * @default - looked up during deployment
   */
  readonly prefixListIds?: { [service: string]: string };

  /**
   * Which requests pass the endpoints of this network, gateway and interface endpoints alike.
   *
   * @default - EndpointPolicy.fullAccess()
   */
  readonly endpointPolicy?: EndpointPolicy;

  /**
   * How many Hyperplane network interfaces AWS lets the VPC have; what the functions of this app need is checked against it.
   *
   * @default 500
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly networkInterfaceQuota?: number;
}
