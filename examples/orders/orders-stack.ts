import * as path from 'path';
import type { StackProps } from 'aws-cdk-lib';
import { Stack, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { bundled } from './bundled';
import { DailyReports } from './daily-reports';
import { OrdersApi } from './orders-api';
import type { PrivateLambdaNetwork } from 'cdk-lambda-network';
import { Destination, VpcConnectedFunction } from 'cdk-lambda-network';

/** What the service needs from elsewhere. */
export interface OrdersStackProps extends StackProps {
  readonly network: PrivateLambdaNetwork;
}

/**
 * An order service: one function takes orders, another shows the catalog, and two more write reports.
 *
 * Each says what it talks to, and gets exactly that.
 */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    const { network } = props;
    const receipts = this.bucket();
    const products = this.catalog();
    const takeOrder = this.takeOrders(network, receipts);
    const showCatalog = this.showCatalog(network, products);
    new OrdersApi(this, 'Api', { takeOrder, showCatalog });
    new DailyReports(this, 'Reports', { network, products, receipts });
  }

  /** Takes an order: charges the customer, writes it to the database and its receipt to the bucket. */
  private takeOrders(network: PrivateLambdaNetwork, receipts: s3.Bucket): lambda.IFunction {
    const database = this.database(network);
    const paymentKey = new secretsmanager.Secret(this, 'PaymentKey', { description: 'API key of the payment provider' });
    acknowledge(paymentKey, 'AwsSolutions-SMG4', 'the payment provider issues the key, and rotates it on its own schedule');

    const takeOrder = new VpcConnectedFunction(this, 'TakeOrder', {
      network,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: bundled(path.join(__dirname, 'handlers', 'take-order.mjs')),
      environment: {
        DATABASE_SECRET: database.secret!.secretArn,
        PAYMENT_KEY: paymentKey.secretArn,
        RECEIPTS: receipts.bucketName,
      },
      destinations: [
        Destination.internet(),
        Destination.awsService(ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER),
        Destination.awsService(ec2.GatewayVpcEndpointAwsService.S3),
        Destination.connectable(database, ec2.Port.tcp(5432)),
      ],
    });
    database.secret!.grantRead(takeOrder);
    paymentKey.grantRead(takeOrder);
    receipts.grantPut(takeOrder);
    acknowledge(takeOrder.role!, 'AwsSolutions-IAM5[Action::s3:Abort*]', 'grantPut of the CDK: ends multipart uploads to the bucket of receipts only');
    acknowledge(takeOrder.role!, `AwsSolutions-IAM5[Resource::<${this.getLogicalId(receipts.node.defaultChild as s3.CfnBucket)}.Arn>/*]`,
      'grantPut of the CDK: any object, in the bucket of receipts only');
    return takeOrder;
  }

  /** Shows the catalog: reads one table, and reaches nothing else. */
  private showCatalog(network: PrivateLambdaNetwork, products: dynamodb.TableV2): lambda.IFunction {
    const showCatalog = new VpcConnectedFunction(this, 'ShowCatalog', {
      network,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: bundled(path.join(__dirname, 'handlers', 'show-catalog.mjs')),
      environment: { PRODUCTS: products.tableName },
      destinations: [Destination.awsService(ec2.GatewayVpcEndpointAwsService.DYNAMODB)],
    });
    products.grantReadData(showCatalog);
    return showCatalog;
  }

  private database(network: PrivateLambdaNetwork): rds.DatabaseInstance {
    const database = new rds.DatabaseInstance(this, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.SMALL),
      vpc: network.vpc,
      vpcSubnets: { subnets: network.isolatedSubnets },
      credentials: rds.Credentials.fromGeneratedSecret('orders'),
      databaseName: 'orders',
      multiAz: true,
      storageEncrypted: true,
      deletionProtection: true,
    });
    acknowledge(database, 'AwsSolutions-RDS11', 'the port is no secret: only the security group of TakeOrder is let in');
    acknowledge(database.node.findChild('Secret') as rds.DatabaseSecret, 'AwsSolutions-SMG4',
      'kept short for the example: database.addRotationSingleUser() rotates it');
    return database;
  }

  private catalog(): dynamodb.TableV2 {
    return new dynamodb.TableV2(this, 'Products', {
      partitionKey: { name: 'sku', type: dynamodb.AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
  }

  private bucket(): s3.Bucket {
    const secure: s3.BucketProps = {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
    };
    return new s3.Bucket(this, 'Receipts', {
      ...secure,
      serverAccessLogsBucket: new s3.Bucket(this, 'ReceiptsAccessLogs', secure),
    });
  }
}

function acknowledge(construct: Construct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}
