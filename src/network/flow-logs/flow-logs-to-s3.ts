import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { S3_CREATE_DEFAULT_LOGGING_POLICY as BUCKET_POLICY_BY_CDK } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { flowLog } from './flow-log';
import type { S3FlowLogsOptions } from './flow-logs-options';
import { acknowledgeByDesign } from '../../private/acknowledge-by-design';
import { NetworkError } from '../../private/network-error';

/** AWS keeps this name for itself. */
const RESERVED_FOLDER = /(^|\/)AWSLogs(\/|$)/;

/** Record the traffic of a VPC in a bucket. */
export function flowLogsToS3(options: S3FlowLogsOptions, network: Construct, vpc: ec2.Vpc): void {
  assertOptions(options, network);
  const scope = new Construct(network, 'FlowLogsToS3');
  // Without the flag, AWS writes the bucket policy when the flow log is made, over the one that asks for TLS.
  scope.node.setContext(BUCKET_POLICY_BY_CDK, true);
  const bucket = options.bucket ?? newBucket(scope, options.encryptionKey);
  if (bucket.encryptionKey !== undefined) {
    allowDelivery(bucket.encryptionKey, Stack.of(network));
  }
  const destination = ec2.FlowLogDestination.toS3(bucket, options.keyPrefix, { hiveCompatiblePartitions: options.hiveCompatiblePartitions });
  const { node } = flowLog(scope, 'FlowLog', { vpc, destination }, options);
  (node.defaultChild as ec2.CfnFlowLog).destinationOptions = destinationOptions(options);
}

/**
 * How files are arranged, in the spelling that CloudFormation documents. The CDK's is another.
 *
 * @see https://github.com/aws/aws-cdk/issues/25432
 */
function destinationOptions({ fileFormat, hiveCompatiblePartitions, perHourPartition }: S3FlowLogsOptions): Record<string, string | boolean> {
  return {
    FileFormat: fileFormat ?? ec2.FlowLogFileFormat.PLAIN_TEXT,
    HiveCompatiblePartitions: hiveCompatiblePartitions ?? false,
    PerHourPartition: perHourPartition ?? false,
  };
}

function assertOptions({ bucket, encryptionKey, keyPrefix }: S3FlowLogsOptions, network: Construct): void {
  if (bucket !== undefined && encryptionKey !== undefined) {
    throw new NetworkError(
      'FLOW_LOGS_BUCKET', `FlowLogs.toS3() got the bucket ${bucket.node.path} and an encryptionKey, which is for the bucket it defines itself: `
      + 'leave encryptionKey out and encrypt the bucket, or leave bucket out', network,
    );
  }
  if (keyPrefix !== undefined && !Token.isUnresolved(keyPrefix) && RESERVED_FOLDER.test(keyPrefix)) {
    throw new NetworkError(
      'FLOW_LOGS_PREFIX', `FlowLogs.toS3() got keyPrefix '${keyPrefix}', but AWS keeps the folder name AWSLogs for itself: leave it out, or name another folder`, network,
    );
  }
}

function newBucket(scope: Construct, encryptionKey?: kms.IKey): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Bucket', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: encryptionKey === undefined ? s3.BucketEncryption.S3_MANAGED : s3.BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: encryptionKey === undefined ? undefined : true,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledgeByDesign(
    bucket.node.defaultChild!, ['AwsSolutions-S1', 'S3BucketLoggingEnabled'],
    'the bucket holds flow logs, which only the log delivery service writes; access logs of logs would need a bucket in turn',
  );
  return bucket;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html#AWS-logs-SSE-KMS-S3 */
function allowDelivery(key: kms.IKey, stack: Stack): void {
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
    },
  }));
}
