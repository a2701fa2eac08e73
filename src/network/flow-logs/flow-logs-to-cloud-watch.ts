import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { flowLog } from './flow-log';
import type { CloudWatchFlowLogsOptions } from './flow-logs-options';
import { acknowledgeByDesign } from '../../private/acknowledge-by-design';

/** Record the traffic of a VPC in a new log group. */
export function flowLogsToCloudWatch(options: CloudWatchFlowLogsOptions, network: Construct, vpc: ec2.Vpc): void {
  if (options.encryptionKey !== undefined) {
    allowLogGroups(options.encryptionKey, Stack.of(network));
  }
  const logGroup = new logs.LogGroup(network, 'FlowLogGroup', {
    retention: options.retention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: options.removalPolicy,
    encryptionKey: options.encryptionKey,
  });
  const { node } = flowLog(network, 'FlowLog', { vpc, destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup) }, options);
  const policy = node.tryFindChild('IAMRole')?.node.tryFindChild('DefaultPolicy')?.node.defaultChild;
  if (policy !== undefined) {
    acknowledgeByDesign(policy, ['IAMNoInlinePolicy'], 'one policy for one role, which writes to the log group of the flow log: they come and go together');
  }
}

/**
 * Let CloudWatch Logs use a key for log groups of the stack's account and Region.
 *
 * The policy does not name the log group: the log group refers to the key, and the two would wait for each other.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function allowLogGroups(key: kms.IKey, stack: Stack): void {
  const anyLogGroup = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': anyLogGroup } },
  }));
}
