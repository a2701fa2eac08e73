import type { RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** How flow logs are kept in CloudWatch Logs. */
export interface CloudWatchFlowLogsOptions {
  /**
   * How long records are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What becomes of the log group, and the records in it, when the network is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

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
}

/**
 * Whether and where the VPC records the traffic of its network interfaces.
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
    return new CloudWatchFlowLogs(options);
  }

  /** Record nothing. */
  public static none(): FlowLogs {
    return new NoFlowLogs();
  }

  /** @internal */
  public abstract _bind(scope: Construct, vpc: ec2.Vpc): void;
}

class NoFlowLogs extends FlowLogs {
  public _bind(): void {}
}

class CloudWatchFlowLogs extends FlowLogs {
  constructor(private readonly options: CloudWatchFlowLogsOptions) {
    super();
  }

  public _bind(scope: Construct, vpc: ec2.Vpc): void {
    const logGroup = new logs.LogGroup(scope, 'FlowLogGroup', {
      retention: this.options.retention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: this.options.removalPolicy,
    });
    new ec2.FlowLog(scope, 'FlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
      destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: this.options.trafficType,
      maxAggregationInterval: this.options.maxAggregationInterval,
    });
  }
}
