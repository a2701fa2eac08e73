import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { FlowLogsOptions } from './flow-logs-options';
import { nameByPath } from '../../private/name-tag';
import { NetworkError } from '../../private/network-error';

/** The target of a flow log. */
export interface FlowLogPlace {
  readonly vpc: ec2.Vpc;
  readonly destination: ec2.FlowLogDestination;
}

/**
 * Define the flow log of a VPC.
 *
 * Each kind of destination has ids of its own, so that another destination adds a flow log before the old one goes: in
 * between, traffic is recorded twice rather than not at all.
 */
export function flowLog(scope: Construct, id: string, { vpc, destination }: FlowLogPlace, options: FlowLogsOptions): ec2.FlowLog {
  if (options.logFormat?.length === 0) {
    throw new NetworkError('FLOW_LOGS_FORMAT', 'logFormat of the flow logs is an empty list: name a field, or leave it out for the default format', scope);
  }
  const log = new ec2.FlowLog(scope, id, {
    resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
    destination,
    trafficType: options.trafficType,
    maxAggregationInterval: options.maxAggregationInterval,
    logFormat: options.logFormat,
  });
  nameByPath(log);
  return log;
}
