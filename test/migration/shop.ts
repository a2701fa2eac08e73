import type { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sqs from 'aws-cdk-lib/aws-sqs';

/** The code of the function, which stays the same throughout. */
export const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

/** What stands beside the function and is not to notice anything. */
export interface Shop {
  readonly vpc: ec2.Vpc;
  readonly database: rds.DatabaseInstance;
  readonly queue: sqs.Queue;
  readonly table: dynamodb.TableV2;
}

/** A VPC as `ec2.Vpc` makes it, with a database in it; a queue and a table outside. */
export function defineShop(stack: Stack): Shop {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    maxAzs: 2,
    natGateways: 1,
    gatewayEndpoints: { DynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB } },
  });
  return {
    vpc,
    database: new rds.DatabaseInstance(stack, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }), vpc, storageEncrypted: true,
    }),
    queue: new sqs.Queue(stack, 'Queue'),
    table: new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }),
  };
}

/** What is said of the function whatever class it is of. */
export function useFunction(orders: lambda.Function, { queue, table }: Shop): void {
  orders.addEventSource(new sources.SqsEventSource(queue));
  table.grantReadWriteData(orders);
}

/** How the app was before: a function with everything that `lambda.Function` defines by itself. */
export function defineOldFunction(stack: Stack, shop: Shop): lambda.Function {
  const orders = new lambda.Function(stack, 'Orders', { ...CODE, vpc: shop.vpc });
  orders.connections.allowTo(shop.database, ec2.Port.tcp(5432));
  useFunction(orders, shop);
  return orders;
}

/** The role that `lambda.Function` has defined, as a construct of its own with the logical id that it has. */
export function keptRole(stack: Stack, logicalId: string): iam.Role {
  const role = new iam.Role(stack, 'OrdersRole', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: ['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'].map(
      (name) => iam.ManagedPolicy.fromAwsManagedPolicyName(`service-role/${name}`),
    ),
  });
  (role.node.defaultChild as iam.CfnRole).overrideLogicalId(logicalId);
  return role;
}

/** The log group that Lambda has made for a function that was given none. */
export function keptLogGroup(stack: Stack): logs.ILogGroup {
  return logs.LogGroup.fromLogGroupName(stack, 'OrdersLogs', '/aws/lambda/Shop-OrdersA9B65338-abcdefghijkl');
}
