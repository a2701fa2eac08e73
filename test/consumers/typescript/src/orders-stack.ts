import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { PrivateLambdaNetwork } from 'cdk-lambda-network';
import { Destination, VpcConnectedFunction } from 'cdk-lambda-network';
import type { Construct } from 'constructs';
import { DailyReports } from './daily-reports';
import { OrdersApi } from './orders-api';

export interface OrdersStackProps extends StackProps {
  readonly network: PrivateLambdaNetwork;

  /** The address block of the warehouse, when its stock is counted too. */
  readonly warehouse?: string;
}

/** An order service: one function takes orders, another shows the catalog, and two more write reports. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    const { network, warehouse } = props;
    const receipts = this.bucket();
    const products = new dynamodb.TableV2(this, 'Products', {
      partitionKey: { name: 'sku', type: dynamodb.AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    const takeOrder = this.takeOrders(network, receipts);
    const showCatalog = this.showCatalog(network, products);
    new OrdersApi(this, 'Api', { takeOrder, showCatalog });
    new DailyReports(this, 'Reports', { network, products, receipts, warehouse });
  }

  /** Charges the customer, writes the order to the database and its receipt to the bucket. */
  private takeOrders(network: PrivateLambdaNetwork, receipts: s3.Bucket): lambda.IFunction {
    const database = this.database(network);
    const paymentKey = new secretsmanager.Secret(this, 'PaymentKey', { description: 'API key of the payment provider' });
    const takeOrder = new VpcConnectedFunction(this, 'TakeOrder', {
      network,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset('handlers/take-order'),
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
    return takeOrder;
  }

  /** Reads one table, and reaches nothing else. */
  private showCatalog(network: PrivateLambdaNetwork, products: dynamodb.TableV2): lambda.IFunction {
    const showCatalog = new VpcConnectedFunction(this, 'ShowCatalog', {
      network,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset('handlers/show-catalog'),
      environment: { PRODUCTS: products.tableName },
      destinations: [Destination.awsService(ec2.GatewayVpcEndpointAwsService.DYNAMODB)],
    });
    products.grantReadData(showCatalog);
    return showCatalog;
  }

  private database(network: PrivateLambdaNetwork): rds.DatabaseInstance {
    return new rds.DatabaseInstance(this, 'Database', {
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
