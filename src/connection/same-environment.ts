import { Stack, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { NetworkError } from '../private/network-error';
import { definedVpc } from '../vpc/vpc-blocks';

/**
 * Refuse a network of another Region or account than the function's, and return its VPC where it is not.
 *
 * Models: Lambda attaches a function to subnets of its own Region and, unless they are shared, of its own account. References between stacks
 * of two Regions synthesize without complaint, so nothing else would say so before the deployment. A VPC that is imported may be of another account, which
 * shares it.
 * Refuses: to guess at an environment that is known only during deployment.
 */
export function assertSameEnvironment(scope: Construct, vpc: ec2.IVpc): ec2.IVpc {
  const { region, account } = Stack.of(scope);
  const differs = (one: string, other: string) => !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
  if (differs(region, vpc.env.region)) {
    throw new NetworkError(
      'FUNCTION_IN_OTHER_ENVIRONMENT',
      `the function is in ${region}, but the VPC ${vpc.node.path} is in ${vpc.env.region}, and Lambda attaches functions to subnets of their own Region: define a network in ${region}`,
      scope,
    );
  }
  if (definedVpc(vpc) !== undefined && differs(account, vpc.env.account)) {
    throw new NetworkError(
      'FUNCTION_IN_OTHER_ENVIRONMENT',
      `the function is in account ${account}, but the VPC ${vpc.node.path} is in account ${vpc.env.account}: share its subnets with network.shareWith(), and import them in ${account} `
      + 'with PrivateLambdaNetwork.fromAttributes()',
      scope,
    );
  }
  return vpc;
}
