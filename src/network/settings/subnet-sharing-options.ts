import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** With whom subnets are shared, and which. */
export interface SubnetSharingOptions {
  /**
   * The accounts of the organization, or groups of them: account ids, ARNs of organizational units, or the ARN of the organization.
   *
   * Subnets are shared within one organization only, in which sharing through AWS RAM was enabled once.
   */
  readonly principals: string[];

  /**
   * Subnets that are shared besides the function subnets, such as the `isolatedSubnets` of the network.
   *
   * @default - none
   */
  readonly furtherSubnets?: ec2.ISubnet[];
}
