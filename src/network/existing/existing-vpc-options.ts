import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { ExistingNetworkOptions } from './existing-network-options';

/** A VPC that is not defined by `PrivateLambdaNetwork`, and what is to be known of it. */
export interface ExistingVpcOptions extends ExistingNetworkOptions {
  /** The VPC: looked up, imported by its attributes, or defined elsewhere in the app. */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets that functions are attached to, all with the same routes and none of them public.
   *
   * @default - the private subnets with egress; the isolated ones in a VPC that has no other private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
}
