/**
 * Why a rule finds something, here or in plain AWS CDK, by the name of the rule without its pack.
 *
 * Where this library acknowledges a finding, the reason stands at the resource and docs/posture.md quotes it; what is here says the rest.
 */
export const POSTURE_REASONS: Readonly<Record<string, string>> = {
  CloudWatchLogGroupEncrypted: 'Amazon CloudWatch Logs encrypts all log groups with keys of its own; a key of yours costs 1 USD a month. Give one as `encryptionKey` of the flow logs, '
    + 'and a `logGroup` with one to the function. Where this library has one log group more, it is that of the flow logs, which plain AWS CDK does not have.',
  EC23: 'Plain: groups that are open to the whole VPC, or to the internet. Here groups admit those that declare the destination.',
  EC26: 'Plain: the volume of the instance is not encrypted. Here it is.',
  EC28: 'Detailed monitoring costs by the metric.',
  EC29: 'Termination protection stands in the way of the deployment that replaces an instance.',
  EC2IMDSv2Enabled: 'Plain: the metadata service answers without a token. Here it needs one.',
  EC2InstanceDetailedMonitoringEnabled: 'As EC28.',
  EC2InstanceNoPublicIp: 'A NAT instance has a public address, or it is none. Plain has one as well, by way of its subnet, where the rule does not look.',
  EC2InstancesInVPC: 'The rule reads a property that is left out where the network interface names the subnet. All instances are in a VPC.',
  EC2RestrictedCommonPorts: 'Plain: the group of NAT instances admits the internet, and that of endpoints is not decided by the rule. Here the private subnets are admitted, and they alone.',
  EC2RestrictedSSH: 'As EC2RestrictedCommonPorts.',
  IAM4: 'Plain: managed policies, for any network interface and any log group, which the code of the function has as well. Here the role has what it needs, and its code is denied the network interfaces.',
  IAM5: 'Lambda needs network interfaces before they exist, so they have no ARN yet. Plain has the same in its managed policies, where the rule does not look.',
  IAMNoInlinePolicy: 'Permissions that are inline exist as long as the role does. Plain has managed policies of AWS, which IAM4 objects to; the rules cannot all be met.',
  LambdaConcurrency: 'Yours to decide for your functions: `reservedConcurrentExecutions`. It takes from what the account has.',
  LambdaDLQ: 'Yours to decide for your functions: `deadLetterQueue`, for those that are called asynchronously.',
  LambdaDefaultMemorySize: 'Yours to decide for your functions: `memorySize`.',
  LambdaDefaultTimeout: 'Yours to decide for your functions: `timeout`.',
  LambdaInsideVPC: 'Functions of deployments, outside of the network that they help to make. Functions of yours are in it, here and in plain.',
  LambdaStarPermissions: 'As IAM5.',
  LambdaTracing: 'Yours to decide for your functions: `tracing`. In a network without a way to the internet it needs a way to AWS X-Ray.',
  S1: 'As S3BucketLoggingEnabled.',
  S10: 'Plain: the bucket takes requests without TLS. Here it refuses them.',
  S3BucketLoggingEnabled: 'Access logs of logs.',
  S3BucketPublicReadProhibited: 'Plain: the bucket does not block public access by itself. Here it does.',
  S3BucketPublicWriteProhibited: 'As S3BucketPublicReadProhibited.',
  S3BucketReplicationEnabled: 'Yours to decide: a second bucket, in another Region. `FlowLogs.toS3({ bucket })` takes one of yours.',
  S3BucketSSLRequestsOnly: 'As S10.',
  S3BucketVersioningEnabled: 'Yours to decide: log files are written once, and versions of what you delete cost. `FlowLogs.toS3({ bucket })` takes a bucket of yours.',
  S3DefaultEncryptionKMS: 'Amazon S3 encrypts the bucket with keys of its own. Give a key of yours as `encryptionKey`.',
  VPC7: 'Plain: no flow logs. Here they are on.',
  VPCFlowLogsEnabled: 'As VPC7.',
  VPCNoUnrestrictedRouteToIGW: 'Public subnets lead to the internet, for NAT. Here over IPv6 only where NAT instances are, which are updated that way.',
  VPCSubnetAutoAssignPublicIpDisabled: 'Plain: public subnets assign public IPv4 addresses. Here none does; the rule counts IPv6 addresses in private subnets, which plain does not have.',
};
