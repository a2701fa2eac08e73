import { CLOSED, IN_VPC, allow, arnOf, endpointFor, functionWith, judged, policy, ref, role, withoutWay } from './closed-network';
import { judgeTemplates } from '../judging';
import type { Resources } from '../read/reading';
import { resourcesOf, template } from '../read/reading';

/*
 * Grants in templates of every kind, in a network without a way out: what is told, and of what nothing is said (E6 of docs/requirements.md).
 */

type Case = readonly [what: string, found: string | undefined, resources: Resources, rest?: object];

function granting(...statements: readonly object[]): Resources {
  return { Fn: functionWith(), Role: role(statements) };
}

const SEND = allow('sqs:SendMessage', { Resource: arnOf('Queue') });
const QUEUE: Resources = { Queue: ['AWS::SQS::Queue'], Dead: ['AWS::SQS::Queue'] };
const SENDING = { ...QUEUE, ...granting(SEND) };
const FOUND = 'sqs (sqs:SendMessage)';

function check(cases: readonly Case[]): void {
  test.each(cases.map((each) => ({ each })))('$each.0', ({ each: [, found, resources, rest] }) => {
    expect(withoutWay(judged(resources, rest)).Fn).toBe(found);
  });
}

describe('E6: where policies stand', () => {
  const attached = (type: string, properties: object): Resources => ({
    ...QUEUE, Fn: functionWith(), Role: role([]), Policy: [type, { PolicyDocument: policy(SEND), ...properties }],
  });
  check([
    ['in the role', FOUND, SENDING],
    ['in a policy that names the role', FOUND, attached('AWS::IAM::Policy', { Roles: [ref('Role')] })],
    ['in a role policy', FOUND, attached('AWS::IAM::RolePolicy', { RoleName: ref('Role'), PolicyName: 'own' })],
    ['in a managed policy that names the role', FOUND, attached('AWS::IAM::ManagedPolicy', { Roles: [ref('Role')] })],
    ['in a managed policy that the role names', FOUND, { ...attached('AWS::IAM::ManagedPolicy', {}), Role: role([], { ManagedPolicyArns: [ref('Policy')] }) }],
    ['in a managed policy of nobody', undefined, attached('AWS::IAM::ManagedPolicy', {})],
    ['in a policy that names a role by its name', FOUND, { ...attached('AWS::IAM::Policy', { Roles: ['orders'] }), Role: role([], { RoleName: 'orders' }) }],
    ['in a policy for an imported role', FOUND, { ...attached('AWS::IAM::Policy', { Roles: ['orders'] }), Fn: functionWith({ Role: 'arn:aws:iam::111122223333:role/shop/orders' }) }],
    ['as JSON in a text', FOUND.replace('SendMessage', 'SendMessageBatch'), { Fn: functionWith(), Role: role([], { Policies: [{ PolicyName: 'own', PolicyDocument: JSON.stringify(policy(allow('sqs:SendMessageBatch'))) }] }) }],
    ['in managed policies of AWS for what Lambda does', undefined,
      { Fn: functionWith(), Role: role([], { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole' }] }) }],
    ['in managed policies of AWS that nobody reads', undefined, { Fn: functionWith(), Role: role([], { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'] }) }],
    ['in a policy under a condition that is not decided', undefined, { ...SENDING, Role: role([{ 'Fn::If': ['IsSending', SEND, ref('AWS::NoValue')] }]) },
      { Parameters: { Sending: { Type: 'String' } }, Conditions: { IsSending: { 'Fn::Equals': [ref('Sending'), 'yes'] } } }],
    ['in a policy under a condition that is decided', FOUND, { ...SENDING, Role: role([{ 'Fn::If': ['IsSending', SEND, ref('AWS::NoValue')] }]) },
      { Parameters: { Sending: { Type: 'String', Default: 'yes' } }, Conditions: { IsSending: { 'Fn::Equals': [ref('Sending'), 'yes'] } } }],
    ['for a function without a VPC', undefined, { ...SENDING, Fn: ['AWS::Lambda::Function', { Role: arnOf('Role') }] }],
  ]);
});

describe('AWS SAM', () => {
  const serverless = (...policies: readonly unknown[]): Resources => ({ ...QUEUE, Fn: ['AWS::Serverless::Function', { ...IN_VPC, Policies: policies }] });
  const SAM = { Transform: 'AWS::Serverless-2016-10-31' };
  const poller = { SQSPollerPolicy: { QueueName: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } };
  check([
    ['a statement', FOUND, serverless(policy(SEND)), SAM],
    ['a policy template', 'sqs (sqs:SendMessage*)', serverless({ SQSSendMessagePolicy: { QueueName: 'orders' } }), SAM],
    ['a policy template without parameters', 'monitoring (cloudwatch:PutMetricData)', serverless({ CloudWatchPutMetricPolicy: {} }), SAM],
    ['names of managed policies', undefined, serverless('AWSLambdaBasicExecutionRole', 'AmazonSQSFullAccess'), SAM],
    ['policies of a function with a role of its own', undefined, { ...serverless(policy(SEND)), Role: role([]), Fn: ['AWS::Serverless::Function', { ...IN_VPC, Role: arnOf('Role'), Policies: [policy(SEND)] }] }, SAM],
    ['a policy for the role that SAM makes', FOUND, { ...serverless(), Policy: ['AWS::IAM::Policy', { Roles: [ref('FnRole')], PolicyDocument: policy(SEND) }] }, SAM],
    ['what polls a queue, where an event has it polled', undefined,
      { ...QUEUE, Fn: ['AWS::Serverless::Function', { ...IN_VPC, Policies: [poller], Events: { New: { Type: 'SQS', Properties: { Queue: arnOf('Queue') } } } }] }, SAM],
    ['what polls a queue, where another one is polled', 'sqs (sqs:ReceiveMessage, sqs:DeleteMessage, sqs:DeleteMessageBatch and 2 more)',
      { ...QUEUE, Fn: ['AWS::Serverless::Function', { ...IN_VPC, Policies: [poller], Events: { New: { Type: 'SQS', Properties: { Queue: arnOf('Dead') } } } }] }, SAM],
    ['a dead-letter queue', undefined, { ...QUEUE, Fn: ['AWS::Serverless::Function', { ...IN_VPC, Policies: [policy(SEND)], DeadLetterQueue: { Type: 'SQS', TargetArn: arnOf('Queue') } }] }, SAM],
  ]);
});

describe('what statements say', () => {
  const nothing = (what: string, ...statements: readonly object[]): Case => [what, undefined, { ...QUEUE, ...granting(...statements) }];
  const sends = (what: string, ...statements: readonly object[]): Case => [what, FOUND, { ...QUEUE, ...granting(...statements) }];
  const if_ = (operator: string, key: string, value: unknown) => allow('sqs:SendMessage', { Condition: { [operator]: { [key]: value } } });
  check([
    nothing('everything names no service', allow('*')),
    nothing('nor does a prefix with a star', allow('s*:Get*')),
    nothing('nor what is excepted', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    ['all of a service', 's3 (s3:*)', granting(allow('s3:*'))],
    ['a part of a service', 's3 (s3:Get*)', granting(allow(['s3:Get*']))],
    sends('all resources but some', { Effect: 'Allow', Action: 'sqs:SendMessage', NotResource: 'arn:aws:sqs:*:*:other' }),
    nothing('what is denied', SEND, { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }),
    nothing('what is denied but for others', SEND, { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }),
    nothing('what may be denied', SEND, { Effect: 'Deny', Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'aws:Something': 'x' } } }),
    sends('what is denied to people', SEND, { Effect: 'Deny', Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'aws:username': 'me' } } }),
    sends('of which another resource is denied', SEND, { Effect: 'Deny', Action: 'sqs:*', Resource: arnOf('Dead') }),
    sends('of which another action is denied', SEND, { Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: '*' }),
    sends('what is denied without TLS', SEND, { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    sends('an endpoint as a condition', if_('StringEquals', 'aws:SourceVpce', 'vpce-0123456789abcdef0')),
    sends('tags as a condition', if_('StringEquals', 'aws:ResourceTag/team', 'orders')),
    sends('TLS as a condition', if_('Bool', 'aws:SecureTransport', 'true')),
    nothing('calls of services as a condition', if_('StringEquals', 'aws:CalledVia', 'athena.amazonaws.com')),
    nothing('calls of services, the other way to say it', if_('Bool', 'aws:ViaAWSService', 'true')),
    nothing('calls of people as a condition', if_('Bool', 'aws:MultiFactorAuthPresent', 'true')),
    nothing('a condition that nobody knows', if_('StringEquals', 'aws:Something', 'x')),
    ['a boundary that lets it through', FOUND, { ...SENDING, Role: role([SEND], { PermissionsBoundary: ref('Limit') }), Limit: ['AWS::IAM::ManagedPolicy', { PolicyDocument: policy(allow('sqs:*')) }] }],
    ['a boundary that does not', undefined, { ...SENDING, Role: role([SEND], { PermissionsBoundary: ref('Limit') }), Limit: ['AWS::IAM::ManagedPolicy', { PolicyDocument: policy(allow('s3:*')) }] }],
    ['a boundary that nobody reads', FOUND, { ...SENDING, Role: role([SEND], { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/limit' }) }],
  ]);
});

describe('where calls go', () => {
  const goes = (action: string | readonly string[], found: string | undefined): Case => [`${String(action)}: ${found ?? 'nothing'}`, found, granting(allow(action))];
  check([
    goes('dynamodb:PutItem', 'dynamodb (dynamodb:PutItem)'), goes('dynamodb:GetRecords', undefined), goes('dynamodb:DescribeStream', 'dynamodb-streams (dynamodb:DescribeStream)'),
    goes('cloudwatch:PutMetricData', 'monitoring (cloudwatch:PutMetricData)'), goes('kinesis:PutRecord', 'kinesis-streams (kinesis:PutRecord)'),
    goes('firehose:PutRecord', 'kinesis-firehose (firehose:PutRecord)'), goes('bedrock:InvokeModel', 'bedrock-runtime (bedrock:InvokeModel)'),
    goes('bedrock:InvokeModel*', 'bedrock-runtime (bedrock:InvokeModel*)'), goes('states:StartSyncExecution', 'sync-states (states:StartSyncExecution)'),
    goes('sagemaker:InvokeEndpoint', 'sagemaker.runtime (sagemaker:InvokeEndpoint)'), goes('ses:SendEmail', 'email (ses:SendEmail)'), goes('sts:AssumeRole', 'sts (sts:AssumeRole)'),
    goes('execute-api:Invoke', 'execute-api (execute-api:Invoke)'), goes('rds-data:ExecuteStatement', 'rds-data (rds-data:ExecuteStatement)'),
    goes('states:TestState', 'sync-states (states:TestState)'), goes('rum:PutRumEvents', 'rum-dataplane (rum:PutRumEvents)'), goes('rum:GetAppMonitor', 'rum (rum:GetAppMonitor)'),
    goes('logs:StartLiveTail', 'the internet (logs:StartLiveTail)'), goes('logs:GetLogObject', undefined), goes('logs:PutRetentionPolicy', 'logs (logs:PutRetentionPolicy)'),
    goes('medical-imaging:GetImageSet', 'runtime-medical-imaging (medical-imaging:GetImageSet)'), goes('forecast:QueryForecast', 'forecastquery (forecast:QueryForecast)'),
    goes('servicecatalog:GetApplication', 'servicecatalog-appregistry (servicecatalog:GetApplication)'), goes('networkmanager:GetDevices', 'the internet (networkmanager:GetDevices)'),
    goes('sagemaker:StartHumanLoop', undefined), goes('sagemaker:BatchGetMetrics', 'sagemaker.metrics (sagemaker:BatchGetMetrics)'),
    goes(['lakeformation:GetWorkUnits', 'dataexchange:SendApiAsset', 'connect:ListRealtimeContactAnalysisSegments'], undefined),
    goes('iam:GetRole', 'the internet (iam:GetRole)'), goes('lambda:InvokeFunctionUrl', 'the internet (lambda:InvokeFunctionUrl)'), goes('lambda:InvokeFunction', 'lambda (lambda:InvokeFunction)'),
    goes(['iam:PassRole', 'rds-db:connect', 'kafka-cluster:Connect', 'elasticfilesystem:ClientMount', 'es:ESHttpGet', 'aoss:APIAccessAll', 'dsql:DbConnect', 'elasticache:Connect'], undefined),
    goes(['logs:CreateLogGroup', 'logs:PutLogEvents', 'logs:*', 'xray:PutTraceSegments', 'ec2:CreateNetworkInterface', 'ec2:Describe*'], undefined),
    goes('logs:StartQuery', 'logs (logs:StartQuery)'), goes('ec2:DescribeInstances', 'ec2 (ec2:DescribeInstances)'), goes('unheard-of:Call', undefined),
    goes('kms:Decrypt', 'kms (kms:Decrypt)'), goes(['kms:Sign', 's3:GetObject'], 'kms (kms:Sign), s3 (s3:GetObject)'), goes(['kms:Decrypt', 's3:GetObject'], 's3 (s3:GetObject)'),
  ]);
  check([
    goes(['rds-data:ExecuteStatement', 'secretsmanager:GetSecretValue'], 'rds-data (rds-data:ExecuteStatement)'),
    goes(['athena:StartQueryExecution', 's3:GetObject', 'glue:GetTable', 'sqs:SendMessage'], 'athena (athena:StartQueryExecution), sqs (sqs:SendMessage)'),
    goes(['cloudformation:CreateStack', 'ec2:RunInstances', 's3:GetObject'], 'cloudformation (cloudformation:CreateStack)'),
    goes(['cloudformation:DescribeStacks', 's3:GetObject'], 'cloudformation (cloudformation:DescribeStacks), s3 (s3:GetObject)'),
    goes('cloudformation:CreateResource', 'cloudcontrolapi (cloudformation:CreateResource)'),
  ]);
  test('a call to another Region takes another way, of which nothing is said', () => {
    const inRegion = (region: string) => withoutWay(judgeTemplates([template(
      { Resources: resourcesOf({ ...CLOSED, ...SENDING, ...granting(allow('sqs:SendMessage', { Resource: 'arn:aws:sqs:us-east-1:111122223333:orders' })) }) }, { stack: { name: 'Shop', region } },
    )]));
    expect(inRegion('eu-west-1')).toEqual({});
    expect(inRegion('us-east-1')).toEqual({ Fn: FOUND });
  });
});

describe('what Lambda calls itself', () => {
  const own = (what: string, found: string | undefined, more: object, further: Resources = {}, ...statements: readonly object[]): Case =>
    [what, found, { ...QUEUE, Fn: functionWith(more), Role: role(statements), ...further }];
  const receive = (logicalId: string) => allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], { Resource: arnOf(logicalId) });
  const mapping = (source: unknown, properties: object = {}): Resources => ({ Mapping: ['AWS::Lambda::EventSourceMapping', { FunctionName: ref('Fn'), EventSourceArn: source, ...properties }] });
  check([
    own('a dead-letter queue', undefined, { DeadLetterConfig: { TargetArn: arnOf('Queue') } }, {}, SEND),
    own('and another queue', FOUND, { DeadLetterConfig: { TargetArn: arnOf('Dead') } }, {}, SEND),
    own('a destination', undefined, {}, { Config: ['AWS::Lambda::EventInvokeConfig', { FunctionName: ref('Fn'), Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: arnOf('Queue') } } }] }, SEND),
    own('a queue that it polls', undefined, {}, mapping(arnOf('Queue')), receive('Queue')),
    own('and another queue that the code polls', 'sqs (sqs:ReceiveMessage, sqs:DeleteMessage)', {}, mapping(arnOf('Queue')), receive('Dead')),
    own('what it polls may be any', undefined, {}, mapping(ref('Source')), receive('Queue')),
    own('it polls, and the code sends', FOUND, {}, mapping(arnOf('Queue')), receive('Queue'), SEND),
    own('where records of failures go', undefined, {}, mapping(arnOf('Queue'), { DestinationConfig: { OnFailure: { Destination: arnOf('Dead') } } }), receive('Queue'), allow('sqs:SendMessage', { Resource: arnOf('Dead') })),
    own('all of a service, of which it polls', undefined, {}, mapping(arnOf('Queue')), allow('sqs:*')),
    own('a function that is not known may be any', undefined, {}, { Mapping: ['AWS::Lambda::EventSourceMapping', { FunctionName: ref('Other'), EventSourceArn: arnOf('Queue') }] }, receive('Queue')),
    own('a function by its name', undefined, { FunctionName: 'orders' }, { Mapping: ['AWS::Lambda::EventSourceMapping', { FunctionName: 'orders', EventSourceArn: arnOf('Queue') }] }, receive('Queue')),
    own('a key for the variables', undefined, { KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/0' }, {}, allow('kms:Decrypt')),
    own('a bucket that it mounts', undefined, { FileSystemConfigs: [{ Arn: { 'Fn::GetAtt': ['Point', 'AccessPointArn'] }, LocalMountPath: '/mnt/a' }] }, { Point: ['AWS::S3Files::AccessPoint'] }, allow(['s3:GetObject', 's3:GetObjectVersion'])),
    own('a bucket beside a file system', 's3 (s3:GetObject)', { FileSystemConfigs: [{ Arn: arnOf('Point'), LocalMountPath: '/mnt/a' }] }, { Point: ['AWS::EFS::AccessPoint'] }, allow('s3:GetObject')),
    own('S3 where records of failures go elsewhere', 's3 (s3:GetObject)', { DeadLetterConfig: { TargetArn: arnOf('Queue') } }, {}, allow('s3:GetObject')),
  ]);
});

describe('one problem once', () => {
  const metadata = (...services: readonly string[]) => ({ 'cdk-lambda-network:destinations': services.map((service) => ({ kind: 'aws-service', service })) });
  test('what is declared is told of there', () => {
    expect(withoutWay(judged({ ...SENDING, Fn: functionWith({}, metadata('sqs')) }))).toEqual({});
    expect(withoutWay(judged({ ...SENDING, Fn: functionWith({}, metadata('s3')) }))).toEqual({ Fn: FOUND });
  });

  test('a service that is reached has a way', () => {
    expect(withoutWay(judged({ ...SENDING, ...endpointFor('sqs') }))).toEqual({});
    expect(withoutWay(judged({ ...SENDING, ...endpointFor('sns') }))).toEqual({ Fn: FOUND });
  });

  test('of several endpoints each would do', () => {
    expect(withoutWay(judged({ ...granting(allow('dynamodb:*')), ...endpointFor('bedrock-runtime') }))).toEqual({ Fn: 'dynamodb (dynamodb:*)' });
    expect(withoutWay(judged({ ...granting(allow('bedrock:*')), ...endpointFor('bedrock-runtime') }))).toEqual({});
    expect(withoutWay(judged({ ...granting(allow('bedrock:*')), ...endpointFor('sqs') }))).toEqual({ Fn: 'bedrock (bedrock:*)' });
  });

  test('a role of several functions is for whichever has a way', () => {
    const outside: Resources = { Other: ['AWS::Lambda::Function', { Role: arnOf('Role') }] };
    expect(withoutWay(judged({ ...SENDING, ...outside }))).toEqual({});
    expect(withoutWay(judged({ ...SENDING, Other: functionWith() }))).toEqual({ Fn: FOUND, Other: FOUND });
  });

  test('a role that others take as well is not judged', () => {
    const trust = { Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] }, Action: 'sts:AssumeRole' }] };
    expect(withoutWay(judged({ ...SENDING, Role: role([SEND], { AssumeRolePolicyDocument: trust }) }))).toEqual({});
  });

  test('a network that is not known is no network without a way', () => {
    expect(withoutWay(judged({ ...SENDING, Fn: functionWith({ VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] } }) }))).toEqual({});
  });

  test('what must not be reached is not to be allowed', () => {
    const forbidding = { 'cdk-lambda-network:destinations': [], 'cdk-lambda-network:must-not-reach': [{ kind: 'aws-service', service: 'sqs' }] };
    const [found] = judged({ ...SENDING, Fn: functionWith({}, forbidding) }).findings.filter(({ code }) => code === 'GRANT_WITHOUT_WAY');
    expect(found.message).toMatch(/sqs \(sqs:SendMessage\); and it must not reach sqs$/);
    expect(found.mend).toBe('take sqs:SendMessage out of the policies of its role');
  });
});

describe('what there is to do', () => {
  const mendOf = (resources: Resources) => judged(resources).findings.find(({ code }) => code === 'GRANT_WITHOUT_WAY')!.mend;
  const ours = (fn: Resources[string]): Resources[string] => [fn[0], fn[1], { 'cdk-lambda-network:destinations': [], 'aws:cdk:path': 'Shop/Fn/Resource' }];

  test('in a template: the endpoint to add', () => {
    expect(mendOf(SENDING)).toMatch(/^add an AWS::EC2::VPCEndpoint \(VpcEndpointType: Interface, PrivateDnsEnabled: true\) for sqs.*; or, if it makes no such calls, take sqs:SendMessage out of/);
  });

  test('in an app: the lines to paste', () => {
    const mend = (...statements: readonly object[]) => mendOf({ ...QUEUE, Fn: ours(functionWith()), Role: role(statements) });
    expect(mend(SEND, allow('kms:Sign'))).toMatch(/^add Destination\.awsService\('kms'\), Destination\.awsService\('sqs'\) to the destinations of the function, or/);
    expect(mend(allow('iam:GetRole'))).toMatch(/^add Destination\.internet\(\) to/);
    expect(mend(allow('dynamodb:DescribeStream'))).toMatch(/^add Destination\.awsService\('dynamodb-streams'\), Destination\.internet\(\) to/);
  });
});

describe('conditions that are not decided', () => {
  const rest = { Parameters: { Open: { Type: 'String' } }, Conditions: { IsOpen: { 'Fn::Equals': [ref('Open'), 'yes'] } } };

  test('a way that is there in some worlds is not known, so nothing is said', () => {
    const resources = resourcesOf({ ...SENDING, ...endpointFor('sqs') });
    const conditional = { ...resources, Endpointsqs: { ...resources.Endpointsqs as object, Condition: 'IsOpen' } };
    const { findings } = judgeTemplates([template({ Resources: { ...resourcesOf(CLOSED), ...conditional }, ...rest })]);
    expect(findings.filter(({ code }) => code === 'GRANT_WITHOUT_WAY')).toEqual([]);
  });

  test('a condition of a policy makes no world', () => {
    const resources = resourcesOf({ ...CLOSED, ...SENDING });
    const report = judgeTemplates([template({ Resources: { ...resources, Extra: { Type: 'AWS::IAM::Policy', Condition: 'IsOpen', Properties: { Roles: [ref('Role')], PolicyDocument: policy(allow('sns:Publish')) } } }, ...rest })]);
    expect(withoutWay(report)).toEqual({ Fn: FOUND });
    expect(report.functions[0].verdicts.map(({ verdict }) => verdict)).not.toContain('inconclusive');
  });
});
