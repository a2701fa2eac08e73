import * as path from 'path';
import { Duration, Validations } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { PrivateLambdaNetwork } from 'cdk-lambda-network';
import { Destination } from 'cdk-lambda-network';

/** What the reports are about. */
export interface DailyReportsProps {
  readonly network: PrivateLambdaNetwork;
  readonly products: dynamodb.TableV2;
  readonly receipts: s3.Bucket;
}

/**
 * Reports of each day, by functions of other classes and languages.
 *
 * Both are connected in two steps: they take what a connection has, and are attached to it.
 */
export class DailyReports extends Construct {
  constructor(scope: Construct, id: string, props: DailyReportsProps) {
    super(scope, id);
    const daily = new events.Rule(this, 'Daily', { schedule: events.Schedule.rate(Duration.days(1)) });
    daily.addTarget(new targets.LambdaFunction(this.countStock(props)));
    daily.addTarget(new targets.LambdaFunction(this.closeDay(props)));
  }

  /** Reaches what ShowCatalog reaches and nothing else, so the two share a security group and its network interfaces. */
  private countStock({ network, products }: DailyReportsProps): lambda.IFunction {
    const connection = network.connect(this, 'CountStockConnection', { destinations: [Destination.awsService('dynamodb')] });
    const countStock = new nodejs.NodejsFunction(this, 'CountStock', {
      ...connection.functionOptions,
      entry: path.join(__dirname, 'handlers', 'count-stock.mjs'),
      runtime: lambda.Runtime.NODEJS_24_X,
      environment: { PRODUCTS: products.tableName },
    });
    connection.attach(countStock);
    products.grantReadData(countStock);
    return countStock;
  }

  /** Written in Python, with nothing but what the runtime brings along. */
  private closeDay({ network, receipts }: DailyReportsProps): lambda.IFunction {
    const connection = network.connect(this, 'CloseDayConnection', { destinations: [Destination.awsService('s3')] });
    const closeDay = new lambda.Function(this, 'CloseDay', {
      ...connection.functionOptions,
      runtime: lambda.Runtime.PYTHON_3_14,
      handler: 'close_day.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers', 'close-day')),
      environment: { RECEIPTS: receipts.bucketName },
      timeout: Duration.minutes(1),
    });
    connection.attach(closeDay);
    Validations.of(closeDay).acknowledge({
      id: 'AwsSolutions-L1', reason: 'the newest Python that the oldest supported aws-cdk-lib knows; newer ones of the library know a newer one',
    });
    closeDay.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [receipts.bucketArn] }));
    closeDay.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [receipts.arnForObjects('*')] }));
    Validations.of(connection.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${receipts.stack.getLogicalId(receipts.node.defaultChild as s3.CfnBucket)}.Arn>/*]`,
      reason: 'reads any receipt, and only in the bucket of receipts',
    });
    return closeDay;
  }
}
