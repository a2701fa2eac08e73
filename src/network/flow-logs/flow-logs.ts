import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Construct } from 'constructs';
import type { CloudWatchFlowLogsOptions, FirehoseFlowLogsOptions, S3FlowLogsOptions } from './flow-logs-options';
import { flowLogsToCloudWatch } from './flow-logs-to-cloud-watch';
import { flowLogsToFirehose } from './flow-logs-to-firehose';
import { flowLogsToS3 } from './flow-logs-to-s3';

/** Defines the flow log of a VPC in its network. */
type DefineFlowLog = (network: Construct, vpc: ec2.Vpc) => void;

/**
 * The choice whether and where the VPC records the traffic of its network interfaces.
 *
 * Flow logs record addresses, ports and whether traffic was accepted. They have nothing to do with what functions log: Lambda
 * ships that outside of the VPC, so no endpoint for CloudWatch Logs is needed for it.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { RetentionDays } from 'aws-cdk-lib/aws-logs';
 * import { FlowLogs, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * new PrivateLambdaNetwork(stack, 'Network', {
 *   flowLogs: FlowLogs.toCloudWatchLogs({ retention: RetentionDays.ONE_YEAR }),
 * });
 */
export abstract class FlowLogs {
  /**
   * Record traffic in a log group of CloudWatch Logs, written by a role of its own.
   *
   * @param options what is recorded and how long it is kept
   */
  public static toCloudWatchLogs(options: CloudWatchFlowLogsOptions = {}): FlowLogs {
    return new DefinedFlowLogs((network, vpc) => flowLogsToCloudWatch(options, network, vpc));
  }

  /**
   * Record traffic in files in a bucket of Amazon S3: cheaper than in CloudWatch Logs, and read by tools such as Amazon Athena.
   *
   * @param options what is recorded, in which bucket, and how files are arranged
   */
  public static toS3(options: S3FlowLogsOptions = {}): FlowLogs {
    return new DefinedFlowLogs((network, vpc) => flowLogsToS3(options, network, vpc));
  }

  /**
   * Hand records to a delivery stream of Amazon Data Firehose.
   *
   * AWS tags the stream `LogDeliveryEnabled: true`, and its service-linked role for log delivery writes to streams that
   * have the tag. Give a stream of your own the same tag, or a later change of its tags takes it away.
   *
   * @param deliveryStream the stream, such as a `firehose.DeliveryStream`, or one from an ARN
   * @param options what is recorded, and the roles for a stream of another account
   */
  public static toFirehose(deliveryStream: firehose.IDeliveryStreamRef, options: FirehoseFlowLogsOptions = {}): FlowLogs {
    return new DefinedFlowLogs((network, vpc) => flowLogsToFirehose(deliveryStream, options, network, vpc));
  }

  /** Record nothing. */
  public static none(): FlowLogs {
    return new DefinedFlowLogs(() => undefined);
  }

  /** @internal */
  public abstract _bind(scope: Construct, vpc: ec2.Vpc): void;
}

class DefinedFlowLogs extends FlowLogs {
  constructor(private readonly define: DefineFlowLog) {
    super();
  }

  public _bind(scope: Construct, vpc: ec2.Vpc): void {
    this.define(scope, vpc);
  }
}
