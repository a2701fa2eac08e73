import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { assertNonePublic, assertSubnetCount } from './function-subnets';
import { assertGroupCount } from './further-groups';
import { sameMembers } from './same-members';
import { NetworkError } from '../private/network-error';

/*
 * Models: the comparison of a function with what its connection defines for it.
 * Law: a function that is attached has the role, subnets, groups and IPv6 flag of its connection, whichever class it is of.
 * Refuses: a function that differs in any of them.
 */

/** The things that a connection defines for a function. */
interface Given {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.ISubnet[];
  readonly securityGroups: ec2.ISecurityGroup[];
  readonly roleArn: string;
  readonly ipv6AllowedForDualStack?: boolean;
}

/** Refuse a function that was not given what its connection defines. */
export function verifyAttachment(connection: Given, lambdaFunction: IConstruct, resource: lambda.CfnFunction): void {
  const config = resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty | undefined;
  if (config === undefined) {
    throw notConnected(lambdaFunction, 'is attached to no VPC', 'vpc, vpcSubnets and securityGroups');
  }
  if (!sameMembers(lambdaFunction, [resource.role], [connection.roleArn])) {
    throw notConnected(lambdaFunction, 'runs with a role of its own', 'role');
  }
  verifySubnets(connection, lambdaFunction, config.subnetIds ?? []);
  verifyGroups(connection, lambdaFunction, config.securityGroupIds ?? []);
  if ((config.ipv6AllowedForDualStack === true) !== (connection.ipv6AllowedForDualStack === true)) {
    throw new NetworkError(
      'FUNCTION_IPV6_FLAG',
      `the function has ipv6AllowedForDualStack ${String(config.ipv6AllowedForDualStack)}, expected ${String(connection.ipv6AllowedForDualStack)}: `
      + 'give it the ipv6AllowedForDualStack of its connection',
      lambdaFunction,
    );
  }
}

function verifySubnets({ vpc, subnets }: Given, lambdaFunction: IConstruct, attached: readonly string[]): void {
  assertNonePublic(lambdaFunction, vpc, attached);
  assertSubnetCount(lambdaFunction, attached.length);
  if (!sameMembers(lambdaFunction, attached, subnets.map(({ subnetId }) => subnetId))) {
    throw notConnected(lambdaFunction, 'is attached to other subnets', 'vpc and vpcSubnets');
  }
}

function verifyGroups({ securityGroups }: Given, lambdaFunction: IConstruct, attached: readonly string[]): void {
  assertGroupCount(lambdaFunction, attached.length);
  if (!sameMembers(lambdaFunction, attached, securityGroups.map(({ securityGroupId }) => securityGroupId))) {
    throw notConnected(lambdaFunction, 'has other security groups', 'securityGroups');
  }
}

function notConnected(lambdaFunction: IConstruct, what: string, properties: string): NetworkError {
  return new NetworkError(
    'FUNCTION_NOT_CONNECTED', `the function ${what}, expected what its connection defines: give it the ${properties} of the connection`, lambdaFunction,
  );
}
