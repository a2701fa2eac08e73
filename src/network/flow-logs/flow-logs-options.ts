import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * The content of flow logs, wherever they are kept.
 *
 * CloudFormation replaces a flow log when any of this changes; what has been recorded stays where it is.
 */
export interface FlowLogsOptions {
  /**
   * Which traffic is recorded.
   *
   * @default ec2.FlowLogTrafficType.ALL
   */
  readonly trafficType?: ec2.FlowLogTrafficType;

  /**
   * How long records are gathered before they are written.
   *
   * @default ec2.FlowLogMaxAggregationInterval.TEN_MINUTES
   */
  readonly maxAggregationInterval?: ec2.FlowLogMaxAggregationInterval;

  /**
   * The fields of a record, in the order in which they are written.
   *
   * @default - the fields of version 2 of the format
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
   */
  readonly logFormat?: ec2.LogFormat[];
}

/** How flow logs are kept in CloudWatch Logs. */
export interface CloudWatchFlowLogsOptions extends FlowLogsOptions {
  /**
   * How long records are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The removal policy of the log group: what becomes of it, and of the records in it, when the network is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The key that encrypts the log group: a symmetric one.
   *
   * CloudWatch Logs is allowed to use the key for log groups of this account and Region. The policy of a key that was imported
   * is not ours to change: its owner allows that.
   *
   * @default - CloudWatch Logs encrypts with a key of its own
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey?: kms.IKey;
}

/** How flow logs are kept in Amazon S3. */
export interface S3FlowLogsOptions extends FlowLogsOptions {
  /**
   * The bucket that records are written to.
   *
   * The log delivery service is allowed to write to it, and to use its key if it has one. The policies of a bucket or a key
   * that was imported are not ours to change: their owner allows that.
   *
   * @default - a new bucket: private, encrypted, reached over TLS only, and kept when the network is deleted
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
   */
  readonly bucket?: s3.IBucket;

  /**
   * The key that encrypts the new bucket; a bucket of your own has its own encryption.
   *
   * @default - Amazon S3 encrypts with a key of its own
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The folder in the bucket under which AWS puts its own, `AWSLogs/…`.
   *
   * @default - the root of the bucket
   */
  readonly keyPrefix?: string;

  /**
   * The format of the files. Apache Parquet costs more to write and far less to query.
   *
   * @default ec2.FlowLogFileFormat.PLAIN_TEXT
   */
  readonly fileFormat?: ec2.FlowLogFileFormat;

  /**
   * Whether folders are named `year=2026/month=11/…`, so that Hive-compatible tools find partitions by themselves.
   *
   * @default false
   */
  readonly hiveCompatiblePartitions?: boolean;

  /**
   * Whether each hour has a folder of its own, rather than each day.
   *
   * @default false
   */
  readonly perHourPartition?: boolean;
}

/** How flow logs are handed to Amazon Data Firehose. */
export interface FirehoseFlowLogsOptions extends FlowLogsOptions {
  /**
   * The role in the account of the network with which records are delivered to a stream of another account.
   *
   * @default - none is needed: the stream is in the account of the network
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-firehose.html
   */
  readonly deliveryRole?: iam.IRole;

  /**
   * The role in the account of the stream that `deliveryRole` assumes.
   *
   * @default - none is needed: the stream is in the account of the network
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-firehose.html
   */
  readonly crossAccountRole?: iam.IRole;
}
