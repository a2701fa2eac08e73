import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FlowLogs, PrivateLambdaNetwork } from '../../../src/index';
import { templateOf } from '../../support/synthesize';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CONTEXT = { 'availability-zones:account=111122223333:region=eu-west-1': ['eu-west-1a', 'eu-west-1b'] };

/** A network whose flow logs may need things of the stack. */
function define(flowLogs: (stack: Stack) => FlowLogs, env?: typeof ENV): { template: Template; findings: string[] } {
  const app = new App({ context: CONTEXT });
  const stack = new Stack(app, 'Stack', { env });
  const network = new PrivateLambdaNetwork(stack, 'Network', { flowLogs: flowLogs(stack) });
  return { template: templateOf(stack), findings: findingsIn(app, network) };
}

/** What cdk-nag AwsSolutions has against the network. */
function findingsIn(app: App, network: PrivateLambdaNetwork): string[] {
  return new AwsSolutionsChecks(app).validateScope(network).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`));
}

const FORMAT = [ec2.LogFormat.SRC_ADDR, ec2.LogFormat.PKT_DST_ADDR, ec2.LogFormat.field('encryption-status')];

describe('N9: flow logs in CloudWatch Logs', () => {
  test('the fields of a record can be chosen', () => {
    define(() => FlowLogs.toCloudWatchLogs({ logFormat: FORMAT })).template.hasResourceProperties('AWS::EC2::FlowLog', {
      LogFormat: '${srcaddr} ${pkt-dstaddr} ${encryption-status}',
    });
  });

  test('a key encrypts the log group, and CloudWatch Logs may use it for log groups of this account and Region', () => {
    const { template } = define((stack) => FlowLogs.toCloudWatchLogs({ encryptionKey: new kms.Key(stack, 'Key') }), ENV);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111122223333:log-group:*']] },
            },
          },
        }]),
      },
    });
  });

  test('a key of another stack closes no cycle', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys');
    const stack = new Stack(app, 'Stack');
    new PrivateLambdaNetwork(stack, 'Network', { flowLogs: FlowLogs.toCloudWatchLogs({ encryptionKey: new kms.Key(keys, 'Key') }) });
    expect(() => app.synth()).not.toThrow();
    expect(stack.dependencies).toEqual([keys]);
  });

  test('a key that was imported is left as it is', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';
    const { template } = define((stack) => FlowLogs.toCloudWatchLogs({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn) }));
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('cdk-nag finds nothing in the network', () => {
    expect(define((stack) => FlowLogs.toCloudWatchLogs({ encryptionKey: new kms.Key(stack, 'Key') })).findings).toEqual([]);
  });
});

describe('N9: flow logs in Amazon S3', () => {
  test('without a bucket one is defined: private, encrypted, over TLS only, retained', () => {
    const { template } = define(() => FlowLogs.toS3());
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Action: 's3:PutObject', Principal: { Service: 'delivery.logs.amazonaws.com' } }),
        ]),
      },
    });
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('the flow log waits for the bucket policy, which AWS would write over', () => {
    const { template } = define(() => FlowLogs.toS3());
    const [policy] = Object.keys(template.findResources('AWS::S3::BucketPolicy'));
    const [flowLog] = Object.values(template.findResources('AWS::EC2::FlowLog'));
    expect(flowLog.DependsOn).toContain(policy);
  });

  test('files can be Parquet, in Hive-compatible folders for each hour, below a folder', () => {
    const { template } = define(() => FlowLogs.toS3({
      keyPrefix: 'network',
      fileFormat: ec2.FlowLogFileFormat.PARQUET,
      hiveCompatiblePartitions: true,
      perHourPartition: true,
      logFormat: FORMAT,
      trafficType: ec2.FlowLogTrafficType.REJECT,
      maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
    }), ENV);
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      LogDestinationType: 's3',
      LogDestination: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), 'Arn'] }, '/network']] },
      DestinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: true, PerHourPartition: true },
      LogFormat: '${srcaddr} ${pkt-dstaddr} ${encryption-status}',
      TrafficType: 'REJECT',
      MaxAggregationInterval: 60,
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Action: 's3:PutObject',
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), 'Arn'] }, '/network/AWSLogs/aws-account-id=111122223333/*']] },
        })]),
      },
    });
  });

  test('a key encrypts the bucket, and the log delivery service may use it for this account', () => {
    const { template } = define((stack) => FlowLogs.toS3({ encryptionKey: new kms.Key(stack, 'Key') }), ENV);
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) })] },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'delivery.logs.amazonaws.com' }, Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': '111122223333' } }),
        })]),
      },
    });
  });

  test('a bucket of one\'s own is written to, and its key used', () => {
    const { template } = define((stack) => FlowLogs.toS3({
      bucket: new s3.Bucket(stack, 'Own', { encryption: s3.BucketEncryption.KMS, removalPolicy: RemovalPolicy.RETAIN }),
    }));
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.hasResourceProperties('AWS::EC2::FlowLog', { LogDestination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'delivery.logs.amazonaws.com' } })]) },
    });
  });

  test('cdk-nag finds nothing in the network, whose bucket alone is acknowledged', () => {
    expect(define(() => FlowLogs.toS3()).findings).toEqual([]);
    expect(define((stack) => FlowLogs.toS3({ encryptionKey: new kms.Key(stack, 'Key') }), ENV).findings).toEqual([]);
  });
});

describe('N9: flow logs to Amazon Data Firehose', () => {
  const streamOf = (stack: Stack, account: string) =>
    firehose.DeliveryStream.fromDeliveryStreamArn(stack, 'Stream', `arn:aws:firehose:eu-west-1:${account}:deliverystream/flows`);

  test('a stream of this account needs no role', () => {
    const { template, findings } = define((stack) => FlowLogs.toFirehose(streamOf(stack, ENV.account), { logFormat: FORMAT }), ENV);
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      LogDestinationType: 'kinesis-data-firehose',
      LogDestination: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/flows',
      LogFormat: '${srcaddr} ${pkt-dstaddr} ${encryption-status}',
      DeliverLogsPermissionArn: Match.absent(),
      DeliverCrossAccountRole: Match.absent(),
    });
    expect(findings).toEqual([]);
  });

  test('a stream of another account is reached through a role in each', () => {
    const { template } = define((stack) => FlowLogs.toFirehose(streamOf(stack, '444455556666'), {
      deliveryRole: iam.Role.fromRoleArn(stack, 'Source', 'arn:aws:iam::111122223333:role/source'),
      crossAccountRole: iam.Role.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole'),
    }), ENV);
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      DeliverLogsPermissionArn: 'arn:aws:iam::111122223333:role/source',
      DeliverCrossAccountRole: 'arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole',
    });
  });
});
