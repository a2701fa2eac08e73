import { Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { assertNonePublic, assertSubnetCount } from './function-subnets';
import { assertGroupCount } from './further-groups';
import type { VpcConnection } from './vpc-connection';
import { NetworkError } from '../private/network-error';

/** Refuse a function that was not given what its connection defines. */
export function verifyAttachment(connection: VpcConnection, lambdaFunction: lambda.Function, resource: lambda.CfnFunction): void {
  const config = resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty | undefined;
  if (config === undefined) {
    throw notConnected(lambdaFunction, 'is attached to no VPC', 'vpc, vpcSubnets and securityGroups');
  }
  if (!sameMembers(lambdaFunction, [resource.role], [connection.role.roleArn])) {
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

function verifySubnets({ vpc, subnets }: VpcConnection, lambdaFunction: lambda.Function, attached: readonly string[]): void {
  assertNonePublic(lambdaFunction, vpc, attached);
  assertSubnetCount(lambdaFunction, attached.length);
  if (!sameMembers(lambdaFunction, attached, subnets.map(({ subnetId }) => subnetId))) {
    throw notConnected(lambdaFunction, 'is attached to other subnets', 'vpc and vpcSubnets');
  }
}

function verifyGroups({ securityGroups }: VpcConnection, lambdaFunction: lambda.Function, attached: readonly string[]): void {
  assertGroupCount(lambdaFunction, attached.length);
  if (!sameMembers(lambdaFunction, attached, securityGroups.map(({ securityGroupId }) => securityGroupId))) {
    throw notConnected(lambdaFunction, 'has other security groups', 'securityGroups');
  }
}

function notConnected(lambdaFunction: lambda.Function, what: string, properties: string): NetworkError {
  return new NetworkError(
    'FUNCTION_NOT_CONNECTED', `the function ${what}, expected what its connection defines: give it the ${properties} of the connection`, lambdaFunction,
  );
}

/** Whether two lists name the same things. Things that come from the connection have the same token; only others need to be resolved. */
function sameMembers(scope: Construct, one: readonly string[], other: readonly string[]): boolean {
  return haveSameMembers(one, other) || haveSameMembers(resolved(scope, one), resolved(scope, other));
}

function haveSameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.every((member) => other.includes(member)) && other.every((member) => one.includes(member));
}

function resolved(scope: Construct, values: readonly string[]): string[] {
  return values.map((value) => JSON.stringify(Stack.of(scope).resolve(value)));
}
