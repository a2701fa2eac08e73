import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/*
 * Models: the statements of an execution role: what Lambda needs, and what the function's own code is denied.
 * Law: nothing wider than the lists below is allowed, and the denial names no function (docs/adr/0002-deny-any-function.md).
 */

/** The actions of the Lambda service on a function's network interfaces, for which it uses the function's role. */
const MANAGE_INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

const DESCRIBE_INTERFACES = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/** The actions on network interfaces that the code of a function has no need of. */
const DENIED_TO_CODE = [...MANAGE_INTERFACES, ...DESCRIBE_INTERFACES, 'ec2:DetachNetworkInterface'].sort();

/**
 * The permissions Lambda needs to attach a function to a VPC.
 *
 * The describing actions know no resources, and an interface can be deleted only with permission for all that it belongs to. Of subnets that
 * another account owns, the ARNs have that account, and so have those of their VPC.
 *
 * @param owner the account that owns the subnets, `*` when it is not known; undefined for the account of the function
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export function networkInterfaceStatements(scope: Construct, owner?: string): iam.PolicyStatement[] {
  const arnOf = (resource: string, account?: string) => Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName: '*', account });
  const shared = owner === undefined ? [] : ['subnet', 'vpc'].map((resource) => arnOf(resource, owner));
  return [
    new iam.PolicyStatement({ actions: MANAGE_INTERFACES, resources: [arnOf('*'), ...shared] }),
    new iam.PolicyStatement({ actions: DESCRIBE_INTERFACES, resources: ['*'] }),
  ];
}

/** The permission to write to a log group; the group exists already, so it need not be created. */
export function logStatement(logGroup: logs.ILogGroupRef): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupRef.logGroupArn],
  });
}

/**
 * Denies network interfaces to the code of functions, while Lambda itself can still manage them.
 *
 * Calls from a function's code carry the ARN of the function, those of the Lambda service for its network interfaces carry
 * none. The statement matches any function of the account, in every Region, and not only this one: a role can be shared, with functions of
 * other Regions too, and a statement about one function would leave the code of the others free. Nor may it deny more than EC2 actions: writing logs,
 * sending traces and mounting a file system carry the ARN too.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function denyToCodeStatement(scope: Construct): iam.PolicyStatement {
  const anyFunction = Stack.of(scope).formatArn({
    service: 'lambda', region: '*', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: DENIED_TO_CODE,
    resources: ['*'],
    conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunction } },
  });
}

/** The permissions of a durable function to keep its own state. */
export function durableExecutionStatement(functionArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    resources: [`${functionArn}:*`],
  });
}
