import { Token, TokenComparison } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Construct } from 'constructs';
import { flowLog } from './flow-log';
import type { FirehoseFlowLogsOptions } from './flow-logs-options';
import { NetworkError } from '../../private/network-error';

/** Hand records of the traffic of a VPC to a delivery stream. */
export function flowLogsToFirehose(stream: firehose.IDeliveryStreamRef, options: FirehoseFlowLogsOptions, network: Construct, vpc: ec2.Vpc): void {
  const { deliveryRole, crossAccountRole } = options;
  assertRoles(stream, options, network, vpc);
  const destination = ec2.FlowLogDestination.toFirehose(stream, deliveryRole);
  const { node } = flowLog(network, 'FlowLogToFirehose', { vpc, destination }, options);
  (node.defaultChild as ec2.CfnFlowLog).deliverCrossAccountRole = crossAccountRole?.roleArn;
}

/** The two roles belong together, and a stream of another account needs them. */
function assertRoles(stream: firehose.IDeliveryStreamRef, options: FirehoseFlowLogsOptions, network: Construct, vpc: ec2.Vpc): void {
  const { deliveryRole, crossAccountRole } = options;
  const account = accountOf(stream);
  const foreign = Token.compareStrings(account, vpc.env.account) === TokenComparison.DIFFERENT;
  const roles = [deliveryRole, crossAccountRole].filter((role) => role !== undefined).length;
  if (roles === 1 || (foreign && roles === 0)) {
    const got = roles === 0 ? `a stream of account ${account} and no role` : `${deliveryRole === undefined ? 'crossAccountRole' : 'deliveryRole'} alone`;
    throw new NetworkError(
      'FLOW_LOGS_ROLE', `FlowLogs.toFirehose() got ${got}: give both deliveryRole and crossAccountRole for a stream of another account, and neither otherwise`, network,
    );
  }
}

/** A stream from an ARN has the environment of the stack it was imported into, whatever the ARN says. */
function accountOf(stream: firehose.IDeliveryStreamRef): string {
  const arn = stream.deliveryStreamRef.deliveryStreamArn;
  return Token.isUnresolved(arn) ? stream.env.account : arn.split(':')[4];
}
