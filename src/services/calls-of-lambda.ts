/*
 * Models: the calls that Lambda, or another service of AWS, makes with the role of a function, from a network of its own. Plain data of SERVICES_AS_OF.
 * Sources: the AWS Lambda Developer Guide (lambda-intro-execution-role, configuration-vpc, services-xray, with-sqs, with-kinesis, with-ddb, with-msk, with-mq,
 * with-documentdb, kafka-on-failure, invocation-async-retain-records, configuration-filesystem) and the managed policies AWSLambda…ExecutionRole; the AWS KMS Developer Guide, "How AWS services use
 * AWS KMS", by which most services call AWS KMS for whoever calls them; the guides
 * of Amazon Athena (access to buckets and the AWS Glue Data Catalog), Amazon RDS and Amazon Redshift (Data API, secrets), Amazon Rekognition, Amazon Textract, Amazon Transcribe (objects in
 * Amazon S3), AWS CloudFormation, AWS Service Catalog and Systems Manager Automation, which act with the permissions of their callers.
 * Law: an action that the code of a function may call too is in these lists all the same; whether it is Lambda's own decides what the function is attached to.
 */

/** Actions by the prefix of their service, in lower case, a space between them. */
export type Actions = ReadonlyMap<string, string>;

/** Lambda's own whatever the function does: logs, traces, network interfaces. */
export const FOR_EVERY_FUNCTION: Actions = new Map([
  ['logs', 'createloggroup createlogstream putlogevents describeloggroups describelogstreams'],
  ['xray', 'puttracesegments puttelemetryrecords getsamplingrules getsamplingtargets getsamplingstatisticsummaries'],
  ['ec2', 'createnetworkinterface deletenetworkinterface describenetworkinterfaces detachnetworkinterface assignprivateipaddresses unassignprivateipaddresses '
    + 'describesecuritygroups describesubnets describevpcs getsecuritygroupsforvpc'],
]);

/** Lambda's own where the source of an event source mapping is meant. */
export const FOR_EVENT_SOURCES: Actions = new Map([
  ['sqs', 'receivemessage deletemessage deletemessagebatch changemessagevisibility changemessagevisibilitybatch getqueueattributes getqueueurl'],
  ['kinesis', 'describestream describestreamsummary describestreamconsumer describelimits getrecords getsharditerator listshards liststreams subscribetoshard'],
  ['dynamodb', 'describestream getrecords getsharditerator liststreams'],
  ['kafka', 'describecluster describeclusterv2 getbootstrapbrokers listscramsecrets'],
  ['mq', 'describebroker'],
  ['rds', 'describedbclusters describedbclusterparameters describedbsubnetgroups'],
  ['secretsmanager', 'describesecret getsecretvalue'],
  ['glue', 'getregistry getschemaversion'],
]);

/** Lambda's own where what it sends records of invocations to is meant: a dead-letter queue, a destination. */
export const FOR_DESTINATIONS: Actions = new Map([
  ['sqs', 'sendmessage getqueueattributes getqueueurl'],
  ['sns', 'publish'],
  ['events', 'putevents'],
  ['lambda', 'invokefunction'],
  ['s3', '*'],
]);

/** Those of what mounts a bucket as a file system, which reads large objects from the bucket itself. */
export const FOR_MOUNTS: Actions = new Map([
  ['s3', 'getobject getobjectversion'],
]);

/** By which services use a key for whoever calls them. */
export const WITH_KEYS_OF_OTHERS: Actions = new Map([
  ['kms', 'encrypt decrypt reencryptfrom reencryptto generatedatakey generatedatakeywithoutplaintext describekey creategrant listgrants revokegrant'],
]);

/** A service that calls others for whoever calls it: its prefix, the actions by which it does, and the prefixes of those; a star is any. */
export type CallsForCallers = readonly [prefix: string, actions: string, called: string];

/** Services that call others with the permissions of their callers. */
export const CALLS_FOR_CALLERS: readonly CallsForCallers[] = [
  ['athena', '*', 's3 glue lakeformation lambda'],
  ['bedrock', '*', 's3'],
  ['cloudformation', 'createstack updatestack deletestack createchangeset executechangeset createresource updateresource deleteresource getresource listresources', '*'],
  ['dynamodb', 'exporttabletopointintime importtable', 's3'],
  ['lambda', 'createfunction updatefunctioncode updatefunctionconfiguration', 's3 ecr ec2'],
  ['polly', 'startspeechsynthesistask', 's3'],
  ['rds-data', '*', 'secretsmanager'],
  ['redshift-data', '*', 'secretsmanager redshift redshift-serverless'],
  ['rekognition', '*', 's3'],
  ['servicecatalog', 'provisionproduct updateprovisionedproduct terminateprovisionedproduct', '*'],
  ['ssm', 'startautomationexecution', '*'],
  ['tag', 'tagresources untagresources', '*'],
  ['textract', '*', 's3'],
  ['transcribe', '*', 's3'],
];

/** The managed policies of AWS that allow what Lambda calls, or its own extensions, and nothing of what the code of a function is there for. */
export const MANAGED_POLICIES_OF_LAMBDA: ReadonlySet<string> = new Set([
  'AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole', 'AWSLambdaSQSQueueExecutionRole', 'AWSLambdaKinesisExecutionRole', 'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaMSKExecutionRole', 'AWSXRayDaemonWriteAccess', 'AWSXrayWriteOnlyAccess', 'CloudWatchLambdaInsightsExecutionRolePolicy',
  'CloudWatchLambdaApplicationSignalsExecutionRolePolicy',
]);
