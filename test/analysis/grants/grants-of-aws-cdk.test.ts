import { App, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as codeguru from 'aws-cdk-lib/aws-codeguruprofiler';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { withoutWay } from './closed-network';
import { CODE } from '../../public-cases/public-case';
import { judgeTemplates } from '../judging';
import { template } from '../read/reading';

/*
 * The grants of AWS CDK, walked: each `grant…` method of many resources, called with a function in a VPC. In a network without a way out the service of the resource is told, and in
 * one with an endpoint for that service nothing is. A method that is not told has a reason here. What AWS CDK grants for what Lambda does by itself is told of nothing.
 */

/** A resource, and the places to which its grants let a function call; several with a space between them. */
interface Granted {
  readonly make: (stack: Stack, vpc: ec2.Vpc) => object;

  /** The place, for all methods but those that are named. */
  readonly place: string;

  /** Methods that let call another place, or, undefined, none; each with the reason. */
  readonly others?: Readonly<Record<string, readonly [place: string | undefined, because: string]>>;

  /** The arguments behind the grantee, by method. */
  readonly more?: Readonly<Record<string, readonly unknown[]>>;

  /** The argument before the grantee, of all methods that begin so. */
  readonly before?: readonly [beginning: RegExp, argument: unknown];
}

const NO_CALL = 'what it allows is no call to an endpoint';

const RESOURCES: Readonly<Record<string, Granted>> = {
  'sqs.Queue': { make: (stack) => new sqs.Queue(stack, 'It'), place: 'sqs', more: { grant: ['sqs:SetQueueAttributes'] } },
  'sqs.Queue with a key': {
    make: (stack) => new sqs.Queue(stack, 'It', { encryptionMasterKey: new kms.Key(stack, 'Key') }), place: 'sqs',
    more: { grant: ['sqs:SetQueueAttributes'] },
  },
  'sns.Topic': { make: (stack) => new sns.Topic(stack, 'It'), place: 'sns' },
  's3.Bucket': { make: (stack) => new s3.Bucket(stack, 'It'), place: 's3' },
  's3.Bucket with a key': {
    make: (stack) => new s3.Bucket(stack, 'It', { encryptionKey: new kms.Key(stack, 'Key') }), place: 's3',
  },
  'dynamodb.Table': {
    make: (stack) => new dynamodb.Table(stack, 'It', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE }), place: 'dynamodb',
    others: { grantStreamRead: ['dynamodb-streams', 'streams have an endpoint of their own'], grantTableListStreams: ['dynamodb-streams', 'the same'], grantStream: ['dynamodb-streams', 'the same'] },
    more: { grant: ['dynamodb:PutItem'], grantStream: ['dynamodb:DescribeStream'] },
  },
  'dynamodb.TableV2 with a key': {
    make: (stack) => new dynamodb.TableV2(stack, 'It', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(new kms.Key(stack, 'Key')),
    }),
    place: 'dynamodb',
    others: { grantStreamRead: ['dynamodb-streams', 'streams have an endpoint of their own'], grantTableListStreams: ['dynamodb-streams', 'the same'], grantStream: ['dynamodb-streams', 'the same'] },
    more: { grant: ['dynamodb:PutItem'], grantStream: ['dynamodb:DescribeStream'] },
  },
  'kinesis.Stream': { make: (stack) => new kinesis.Stream(stack, 'It'), place: 'kinesis-streams', more: { grant: ['kinesis:PutRecord'] } },
  'firehose.DeliveryStream': {
    make: (stack) => new firehose.DeliveryStream(stack, 'It', { destination: new firehose.S3Bucket(new s3.Bucket(stack, 'Bucket')) }), place: 'kinesis-firehose',
    more: { grant: ['firehose:PutRecord'] },
  },
  'secretsmanager.Secret': { make: (stack) => new secretsmanager.Secret(stack, 'It'), place: 'secretsmanager' },
  'secretsmanager.Secret with a key': { make: (stack) => new secretsmanager.Secret(stack, 'It', { encryptionKey: new kms.Key(stack, 'Key') }), place: 'secretsmanager' },
  'ssm.StringParameter': { make: (stack) => new ssm.StringParameter(stack, 'It', { stringValue: 'value' }), place: 'ssm' },
  'kms.Key': {
    make: (stack) => new kms.Key(stack, 'It', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY }), place: 'kms', more: { grant: ['kms:GetPublicKey'] },
  },
  'lambda.Function': {
    make: (stack) => new lambda.Function(stack, 'It', CODE), place: 'lambda',
    more: { grant: ['Own', 'lambda:GetFunction', ['*']], grantInvokeVersion: [{ version: '1' }] }, others: { grantInvokeUrl: ['internet', 'a function URL is on the internet'] },
  },
  'events.EventBus': {
    make: (stack) => new events.EventBus(stack, 'It'), place: 'events',
  },
  'sfn.StateMachine': {
    make: (stack) => new sfn.StateMachine(stack, 'It', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) }), place: 'states',
    others: { grantStartSyncExecution: ['sync-states', 'express workflows that are awaited have an endpoint of their own'] }, more: { grant: ['states:StopExecution'], grantExecution: ['states:DescribeExecution'] },
  },
  'sfn.Activity': { make: (stack) => new sfn.Activity(stack, 'It'), place: 'states', more: { grant: ['states:GetActivityTask'] } },
  'logs.LogGroup': {
    make: (stack) => new logs.LogGroup(stack, 'It'), place: 'logs', more: { grant: ['logs:StartQuery'] },
    others: { grantWrite: [undefined, 'writing logs is what Lambda itself does with the role'] },
  },
  'ecr.Repository': { make: (stack) => new ecr.Repository(stack, 'It'), place: 'ecr.api', more: { grant: ['ecr:ListImages'] } },
  'codecommit.Repository': {
    make: (stack) => new codecommit.Repository(stack, 'It', { repositoryName: 'orders' }), place: 'codecommit', more: { grant: ['codecommit:GetFile'] },
    others: { grantPull: ['git-codecommit', 'Git has an endpoint of its own'], grantPullPush: ['git-codecommit', 'the same'], grantRead: ['codecommit git-codecommit', 'Git is among it'] },
  },
  'codeguruprofiler.ProfilingGroup': { make: (stack) => new codeguru.ProfilingGroup(stack, 'It'), place: 'codeguru-profiler' },
  'cognito.UserPool': { make: (stack) => new cognito.UserPool(stack, 'It'), place: 'cognito-idp', more: { grant: ['cognito-idp:AdminGetUser'] } },
  'iam.Role': {
    make: (stack) => new iam.Role(stack, 'It', { assumedBy: new iam.AccountRootPrincipal() }), place: 'sts', more: { grant: ['sts:AssumeRole'] },
    others: { grantPassRole: [undefined, NO_CALL] },
  },
  'rds.DatabaseCluster': {
    make: (stack, vpc) => new rds.DatabaseCluster(stack, 'It', {
      vpc, engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }), writer: rds.ClusterInstance.serverlessV2('writer'),
      enableDataApi: true, iamAuthentication: true, vpcSubnets: { subnets: vpc.isolatedSubnets },
    }),
    place: 'rds-data', more: { grantConnect: ['postgres'] }, others: { grantConnect: [undefined, NO_CALL] },
  },
  'opensearch.Domain': {
    make: (stack) => new opensearch.Domain(stack, 'It', { version: opensearch.EngineVersion.OPENSEARCH_2_19 }), place: '', before: [/^grant(Index|Path)/, 'orders'],
    more: { grant: [['es:ESHttpGet'], 'arn:aws:es:eu-west-1:111122223333:domain/orders'] },
    others: Object.fromEntries(['grant', 'grantRead', 'grantWrite', 'grantReadWrite', 'grantIndexRead', 'grantIndexWrite', 'grantIndexReadWrite', 'grantPathRead', 'grantPathWrite', 'grantPathReadWrite']
      .map((name) => [name, [undefined, 'a domain is called by its own name, which is not that of an endpoint'] as const])),
  },
  'efs.FileSystem': {
    make: (stack, vpc) => new efs.FileSystem(stack, 'It', { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets } }), place: '', more: { grant: ['elasticfilesystem:ClientMount'] },
    others: Object.fromEntries(['grant', 'grantRead', 'grantReadWrite', 'grantRootAccess'].map((name) => [name, [undefined, NO_CALL] as const])),
  },
  'cloudfront.Distribution': {
    make: (stack) => cloudfront.Distribution.fromDistributionAttributes(stack, 'It', { distributionId: 'E1', domainName: 'd1.cloudfront.net' }), place: 'internet', more: { grant: ['cloudfront:GetInvalidation'] },
  },
  'route53.HostedZone': { make: (stack) => new route53.PublicHostedZone(stack, 'It', { zoneName: 'example.com' }), place: 'sts', others: { grantDelegation: ['internet', 'Route 53 is for all Regions'] } },
  'ses.EmailIdentity': { make: (stack) => new ses.EmailIdentity(stack, 'It', { identity: ses.Identity.domain('example.com') }), place: 'email', more: { grant: ['ses:SendEmail'] } },
  'appsync.GraphqlApi': {
    make: (stack) => new appsync.GraphqlApi(stack, 'It', { name: 'orders', definition: appsync.Definition.fromSchema({ bind: () => ({ apiId: 'a', definition: 'type Query { a: String }' }) }) }),
    place: 'appsync-api', more: { grant: [appsync.IamResource.all(), 'appsync:GraphQL'] },
  },
  'apigatewayv2.WebSocketApi': { make: (stack) => new apigatewayv2.WebSocketApi(stack, 'It'), place: 'execute-api' },
  'cloudwatch.Metric': { make: () => cloudwatch.Metric, place: 'monitoring' },
};

const ENV = { account: '111122223333', region: 'eu-west-1' };

/** The `grant…` methods of a thing, those of what it extends among them. */
function grantsOf(thing: object): string[] {
  const names = new Set<string>();
  const ends: readonly unknown[] = [null, Object.prototype, Function.prototype];
  for (let level: object = thing; !ends.includes(level); level = Object.getPrototypeOf(level) as object) {
    Object.getOwnPropertyNames(level).filter((name) => /^grant([A-Z]|$)/.test(name) && typeof (thing as Record<string, unknown>)[name] === 'function').forEach((name) => names.add(name));
  }
  return [...names].sort();
}

/** Methods that are not called: they are no grants of their own, or ask for more than a function. */
const NOT_CALLED: ReadonlySet<string> = new Set(['grantOnKey', 'grantReplicationPermission', 'grantPublicAccess', 'grantInvokeCompositePrincipal']);

type Grant = (stack: Stack, vpc: ec2.Vpc, fn: lambda.Function) => void;

/** A network with or without ways; a function in it, and what somebody grants it there. */
function found(grant: Grant, ways: readonly string[] = [], props: Partial<lambda.FunctionProps> = {}): string[] {
  const stack = new Stack(new App(), 'Shop', { env: ENV });
  const isOpen = ways.some((way) => WITHOUT_ENDPOINT.has(way));
  const subnetType = isOpen ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    maxAzs: 1, natGateways: isOpen ? 1 : 0,
    subnetConfiguration: [...isOpen ? [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }] : [], { name: 'private', subnetType }],
  });
  ways.filter((way) => !WITHOUT_ENDPOINT.has(way)).forEach((way) => addEndpoint(vpc, way));
  grant(stack, vpc, new lambda.Function(stack, 'Fn', { ...CODE, vpc, vpcSubnets: { subnetType }, ...props }));
  const body = (stack.node.root as App).synth().getStackByName('Shop').template as object;
  const told = Object.values(withoutWay(judgeTemplates([template(body, { name: 'Shop' })]))).join();
  return [...told.matchAll(/([\w.-]+(?: [\w.-]+)?) \([^)]*\)/g)].map(([, place]) => place === 'the internet' ? 'internet' : place);
}

/** Places without endpoints, or with endpoints to which their usual names do not lead. */
const WITHOUT_ENDPOINT: ReadonlySet<string> = new Set(['internet', 'dynamodb-streams']);

function addEndpoint(vpc: ec2.Vpc, service: string): void {
  if (service === 's3' || service === 'dynamodb') {
    vpc.addGatewayEndpoint(`To-${service}`, { service: new ec2.GatewayVpcEndpointAwsService(service) });
  } else {
    vpc.addInterfaceEndpoint(`To-${service}`, { service: new ec2.InterfaceVpcEndpointAwsService(service) });
  }
}

const METHODS = Object.entries(RESOURCES).flatMap(([name, granted]) => {
  const stack = new Stack(new App(), 'Names', { env: ENV });
  const vpc = new ec2.Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
  return grantsOf(granted.make(stack, vpc)).filter((method) => !NOT_CALLED.has(method)).map((method) => ({ name, method, granted }));
});

test('there is much to walk', () => {
  expect(METHODS.length).toBeGreaterThan(100);
});

test.each(METHODS)('E6: $method of $name', ({ method, granted: { make, place, others = {}, more = {}, before } }) => {
  const grant: Grant = (stack, vpc, fn) => {
    const thing = make(stack, vpc) as Record<string, (...args: readonly unknown[]) => unknown>;
    thing[method](...before?.[0].test(method) === true ? [before[1]] : [], fn, ...more[method] ?? []);
  };
  const places = (method in others ? others[method][0] : place)?.split(' ') ?? [];
  expect(found(grant)).toEqual(places);
  expect(found(grant, places)).toEqual([]);
});

const queue = (stack: Stack, id = 'It') => new sqs.Queue(stack, id);
const table = (stack: Stack) => new dynamodb.Table(stack, 'It', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
const secret = (stack: Stack) => new secretsmanager.Secret(stack, 'Secret', { secretName: 'AmazonMSK_orders' });

/** What AWS CDK grants for what Lambda does. */
const OF_LAMBDA: readonly (readonly [what: string, attach: Grant])[] = [
  ['SqsEventSource', (stack, _, fn) => fn.addEventSource(new sources.SqsEventSource(queue(stack)))],
  ['SqsEventSource with a key', (stack, _, fn) => fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'It', { encryptionMasterKey: new kms.Key(stack, 'Key') })))],
  ['KinesisEventSource', (stack, _, fn) => fn.addEventSource(new sources.KinesisEventSource(new kinesis.Stream(stack, 'It'), {
    startingPosition: lambda.StartingPosition.LATEST, onFailure: new sources.SqsDlq(queue(stack, 'Dead')),
  }))],
  ['DynamoEventSource', (stack, _, fn) => fn.addEventSource(new sources.DynamoEventSource(table(stack), {
    startingPosition: lambda.StartingPosition.LATEST, onFailure: new sources.SnsDlq(new sns.Topic(stack, 'Dead')),
  }))],
  ['KinesisEventSource with failures in a bucket', (stack, _, fn) => fn.addEventSource(new sources.KinesisEventSource(new kinesis.Stream(stack, 'It'), {
    startingPosition: lambda.StartingPosition.LATEST, onFailure: new sources.S3OnFailureDestination(new s3.Bucket(stack, 'Dead')),
  }))],
  ['SnsEventSource', (stack, _, fn) => fn.addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'It')))],
  ['S3EventSource', (stack, _, fn) => fn.addEventSource(new sources.S3EventSource(new s3.Bucket(stack, 'It'), { events: [s3.EventType.OBJECT_CREATED] }))],
  ['ManagedKafkaEventSource', (stack, _, fn) => fn.addEventSource(new sources.ManagedKafkaEventSource({
    clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0', topic: 'orders', startingPosition: lambda.StartingPosition.LATEST, secret: secret(stack),
  }))],
  ['SelfManagedKafkaEventSource', (stack, vpc, fn) => fn.addEventSource(new sources.SelfManagedKafkaEventSource({
    bootstrapServers: ['kafka.example.com:9096'], topic: 'orders', startingPosition: lambda.StartingPosition.LATEST, secret: secret(stack),
    vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, securityGroup: new ec2.SecurityGroup(stack, 'Pollers', { vpc }),
  }))],
  ['SqsDestination', (stack, _, fn) => fn.configureAsyncInvoke({ onFailure: new destinations.SqsDestination(queue(stack)) })],
  ['SnsDestination', (stack, _, fn) => fn.configureAsyncInvoke({ onSuccess: new destinations.SnsDestination(new sns.Topic(stack, 'It')) })],
  ['EventBridgeDestination', (stack, _, fn) => fn.configureAsyncInvoke({ onSuccess: new destinations.EventBridgeDestination(new events.EventBus(stack, 'It')) })],
  ['EventBridgeDestination, the default bus', (_, __, fn) => fn.configureAsyncInvoke({ onSuccess: new destinations.EventBridgeDestination() })],
  ['LambdaDestination', (stack, _, fn) => fn.configureAsyncInvoke({ onSuccess: new destinations.LambdaDestination(new lambda.Function(stack, 'It', CODE)) })],
  ['S3Destination', (stack, _, fn) => fn.configureAsyncInvoke({ onFailure: new destinations.S3Destination(new s3.Bucket(stack, 'It')) })],
];

test.each(OF_LAMBDA)('E6: nothing is told of %s', (_, attach) => {
  expect(found(attach)).toEqual([]);
});

const OWN: readonly (readonly [what: string, props: (stack: Stack) => Partial<lambda.FunctionProps>])[] = [
  ['a dead-letter queue', () => ({ deadLetterQueueEnabled: true })],
  ['traces', () => ({ tracing: lambda.Tracing.ACTIVE })],
  ['an extension', () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 })],
];

test.each(OWN)('E6: nothing is told of %s', (_, props) => {
  expect(found(() => undefined, [], props(new Stack()))).toEqual([]);
});
