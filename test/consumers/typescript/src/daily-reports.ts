import { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { PrivateLambdaNetwork } from 'cdk-lambda-network';
import { Destination } from 'cdk-lambda-network';
import { Construct } from 'constructs';

export interface DailyReportsProps {
  readonly network: PrivateLambdaNetwork;
  readonly products: dynamodb.TableV2;
  readonly receipts: s3.Bucket;

  /** The address block of the warehouse, when its stock is counted too. */
  readonly warehouse?: string;
}

/** Reports of each day, by functions of another class: they take what a connection has, and are attached to it. */
export class DailyReports extends Construct {
  constructor(scope: Construct, id: string, props: DailyReportsProps) {
    super(scope, id);
    const daily = new events.Rule(this, 'Daily', { schedule: events.Schedule.rate(Duration.days(1)) });
    daily.addTarget(new targets.LambdaFunction(this.countStock(props)));
    daily.addTarget(new targets.LambdaFunction(this.closeDay(props)));
  }

  /** Without a warehouse it reaches what ShowCatalog reaches, so the two share a security group and its network interfaces. */
  private countStock({ network, products, warehouse }: DailyReportsProps): lambda.IFunction {
    const destinations = [Destination.awsService('dynamodb')];
    if (warehouse !== undefined) {
      destinations.push(Destination.cidr(warehouse, ec2.Port.tcp(443)));
    }
    const connection = network.connect(this, 'CountStockConnection', { destinations });
    const countStock = new lambda.Function(this, 'CountStock', {
      ...connection.functionOptions,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset('handlers/count-stock'),
      environment: { PRODUCTS: products.tableName },
    });
    connection.attach(countStock);
    products.grantReadData(countStock);
    return countStock;
  }

  private closeDay({ network, receipts }: DailyReportsProps): lambda.IFunction {
    const connection = network.connect(this, 'CloseDayConnection', { destinations: [Destination.awsService('s3')] });
    const closeDay = new lambda.Function(this, 'CloseDay', {
      ...connection.functionOptions,
      runtime: lambda.Runtime.PYTHON_3_14,
      handler: 'close_day.handler',
      code: lambda.Code.fromAsset('handlers/close-day'),
      environment: { RECEIPTS: receipts.bucketName },
      timeout: Duration.minutes(1),
    });
    connection.attach(closeDay);
    closeDay.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [receipts.bucketArn] }));
    closeDay.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [receipts.arnForObjects('*')] }));
    return closeDay;
  }
}
