import { Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * The look-ups of Lambda and CloudFormation with the permissions of the one who deploys.
 *
 * Lambda verifies the VPC settings of a function with the first three. CloudFormation waits with `DescribeNetworkInterfaces` until Lambda
 * has deleted the network interfaces of a function that goes. The console lists the security groups of a VPC with the last.
 */
const LOOKUPS = [
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:DescribeNetworkInterfaces',
  'ec2:GetSecurityGroupsForVpc',
];

/** The receivers of the permissions of a deployer. */
export interface LambdaVpcDeployerPolicyProps {
  /**
   * Roles that get the policy.
   *
   * @default - none
   */
  readonly roles?: iam.IRole[];

  /**
   * Groups that get the policy.
   *
   * @default - none
   */
  readonly groups?: iam.IGroup[];

  /**
   * Users that get the policy.
   *
   * @default - none
   */
  readonly users?: iam.IUser[];

  /**
   * The name of the policy.
   *
   * @default - CloudFormation makes one up
   */
  readonly managedPolicyName?: string;
}

/**
 * A managed policy with the EC2 permissions that connecting functions to a VPC takes, for those who deploy them.
 *
 * All of them read, and none can be limited to certain resources. Permissions for functions and roles themselves are not included.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-vpcconfig.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as iam from 'aws-cdk-lib/aws-iam';
 * import { LambdaVpcDeployerPolicy } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const developers: iam.Role;
 * new LambdaVpcDeployerPolicy(stack, 'DeployToVpc', { roles: [developers] });
 */
export class LambdaVpcDeployerPolicy extends iam.ManagedPolicy {
  /** The permissions as statements, for a policy of your own. */
  public static statements(): iam.PolicyStatement[] {
    return [new iam.PolicyStatement({ actions: [...LOOKUPS].sort(), resources: ['*'] })];
  }

  constructor(scope: Construct, id: string, props: LambdaVpcDeployerPolicyProps = {}) {
    super(scope, id, {
      description: 'Lets deployers connect Lambda functions to a VPC',
      statements: LambdaVpcDeployerPolicy.statements(),
      roles: props.roles,
      groups: props.groups,
      users: props.users,
      managedPolicyName: props.managedPolicyName,
    });
    Validations.of(this.node.defaultChild!).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]', reason: 'actions that describe know no resources',
    });
  }
}
