import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** To whom and to what a guardrail does not apply. */
export interface LambdaVpcGuardrailOptions {
  /**
   * ARNs of roles and users that the guardrail leaves alone, such as `arn:aws:iam::*:role/BreakGlass`; `*` and `?` are wildcards.
   *
   * A role is named by its own ARN and not by that of a session. CloudFormation acts as the role that deploys the stack, so exempting
   * that role exempts every function it deploys.
   *
   * @default - nobody is exempt
   */
  readonly exemptPrincipalArns?: string[];

  /**
   * Names of functions that the guardrail leaves alone, such as `*-CustomS3AutoDeleteObjects*`; `*` and `?` are wildcards.
   *
   * Meant for functions that AWS CDK defines by itself and that have no VPC. Who may choose the name of a function can make use of the
   * exemption, so name as little as possible.
   *
   * @default - no function is exempt
   */
  readonly exemptFunctionNames?: string[];
}

/**
 * VPCs, subnets and security groups that a guardrail denies, or is limited to.
 *
 * Each list can be given as constructs, as ids, or as both, which count together. A list that is left out is not looked at.
 */
export interface GuardedVpcSettings extends LambdaVpcGuardrailOptions {
  /**
   * VPCs, such as `network.vpc`.
   *
   * @default - only those of `vpcIds`
   */
  readonly vpcs?: ec2.IVpc[];

  /**
   * Ids of VPCs, such as `vpc-0123456789abcdef0`.
   *
   * @default - only those of `vpcs`
   */
  readonly vpcIds?: string[];

  /**
   * Subnets, such as `network.functionSubnets`.
   *
   * @default - only those of `subnetIds`
   */
  readonly subnets?: ec2.ISubnet[];

  /**
   * Ids of subnets, such as `subnet-0123456789abcdef0`.
   *
   * @default - only those of `subnets`
   */
  readonly subnetIds?: string[];

  /**
   * Security groups.
   *
   * @default - only those of `securityGroupIds`
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Ids of security groups, such as `sg-0123456789abcdef0`.
   *
   * @default - only those of `securityGroups`
   */
  readonly securityGroupIds?: string[];

  /**
   * Whether new capacity providers and network connectors are held to the same subnets and security groups as functions.
   *
   * Their requests carry no VPC, so subnets or security groups must be given. Changing a network connector cannot be guarded at all: its
   * request carries neither, so grant `lambda:UpdateNetworkConnector` with care.
   *
   * @default false
   */
  readonly includeComputeResources?: boolean;
}
