import { App, ArnFormat, Stack } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { savedVerdicts } from '../../support/saved-verdicts';
import { ReachabilityAnalyzer } from 'cdk-lambda-network';

/*
 * E1: event sources of AWS CDK in plain apps, from the constructs to the report of the synthesis.
 */

const { LAMBDA, STS, SECRETS_MANAGER } = ec2.InterfaceVpcEndpointAwsService;

interface Shop {
  readonly app: App;
  readonly stack: Stack;
  readonly vpc: ec2.Vpc;
  readonly group: ec2.SecurityGroup;
  readonly handler: lambda.Function;
}

/** An app with a closed VPC, a group whose members let each other in, and a function outside of the VPC. */
function shop(): Shop {
  const app = new App();
  ReachabilityAnalyzer.register(app);
  const stack = new Stack(app, 'Shop');
  const vpc = new ec2.Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'Closed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }], natGateways: 0 });
  const group = new ec2.SecurityGroup(stack, 'SourceGroup', { vpc });
  group.connections.allowInternally(ec2.Port.allTcp());
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({});'),
  });
  return { app, stack, vpc, group, handler };
}

function cluster({ stack, vpc, group }: Shop, id = 'Cluster'): msk.CfnCluster {
  return new msk.CfnCluster(stack, id, {
    clusterName: 'shop', kafkaVersion: '3.6.0', numberOfBrokerNodes: 2, clientAuthentication: { sasl: { iam: { enabled: true } } },
    brokerNodeGroupInfo: { instanceType: 'kafka.m5.large', clientSubnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId), securityGroups: [group.securityGroupId] },
  });
}

/** Endpoints that let the group in. */
function addEndpoints({ vpc, group }: Shop, ...services: readonly ec2.InterfaceVpcEndpointAwsService[]): void {
  services.forEach((service) => vpc.addInterfaceEndpoint(service.shortName, { service, open: false }).connections.allowDefaultPortFrom(group));
}

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly verdicts: readonly { readonly destination: string; readonly verdict: string }[];
}

function mappingsOf(app: App): Record<string, Record<string, string>> {
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as { functions: Entry[] };
  return Object.fromEntries(functions.filter(({ kind }) => kind === 'event-source-mapping')
    .map(({ id, verdicts }) => [id, Object.fromEntries(verdicts.map(({ destination, verdict }) => [destination, verdict]))]));
}

function kafka(of: msk.CfnCluster, more: Partial<sources.ManagedKafkaEventSourceProps> = {}): sources.ManagedKafkaEventSource {
  return new sources.ManagedKafkaEventSource({ clusterArn: of.attrArn, topic: 'orders', startingPosition: lambda.StartingPosition.LATEST, ...more });
}

test('a mapping that cannot work fails the synthesis, and says what it needs', () => {
  const parts = shop();
  parts.handler.addEventSource(kafka(cluster(parts)));
  const synth = () => parts.app.synth();
  expect(synth).toThrow(/Shop\/Handler\/KafkaEventSource.* cannot reach lambda \(IPv4\) on tcp 443, which its pollers need: .*\n.*CfnEventSourceMapping\n.* or ProvisionedPollerConfig of Shop\/Handler\/KafkaEventSource/);
  expect(synth).toThrow(/cannot reach sts \(IPv4\)/);
  expect(synth).not.toThrow(/cannot reach (secretsmanager|Cluster)/);
});

test('it works in provisioned mode, and with endpoints', () => {
  const parts = shop();
  const source = cluster(parts);
  parts.handler.addEventSource(kafka(source, { provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 } }));
  const [[, verdicts]] = Object.entries(mappingsOf(parts.app));
  expect(verdicts).toEqual({ [`${parts.stack.resolve(source.ref).Ref}:9098`]: 'reachable' });

  const closed = shop();
  closed.handler.addEventSource(kafka(cluster(closed)));
  addEndpoints(closed, LAMBDA, STS);
  expect(Object.values(mappingsOf(closed.app))).toEqual([{ 'lambda': 'reachable', 'sts': 'reachable', 'Cluster:9098': 'reachable' }]);
});

test('Kafka of one\'s own has the subnets and groups of the event source', () => {
  const parts = shop();
  const { stack, vpc, group, handler } = parts;
  handler.addEventSource(new sources.SelfManagedKafkaEventSource({
    bootstrapServers: ['10.0.1.5:9096'], topic: 'orders', startingPosition: lambda.StartingPosition.LATEST, vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, securityGroup: group,
    secret: new secretsmanager.Secret(stack, 'Login'),
  }));
  addEndpoints(parts, LAMBDA, STS, SECRETS_MANAGER);
  expect(Object.values(mappingsOf(parts.app))).toEqual([{ 'lambda': 'reachable', 'sts': 'reachable', 'secretsmanager': 'reachable', '10.0.1.5/32:9096': 'reachable' }]);
});

test('DocumentDB is found behind the ARN that is made of its name', () => {
  const parts = shop();
  const { stack, vpc, group, handler } = parts;
  const database = new docdb.DatabaseCluster(stack, 'Documents', {
    vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, securityGroup: group, masterUser: { username: 'shop' }, instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE),
  });
  new lambda.CfnEventSourceMapping(stack, 'Mapping', {
    functionName: handler.functionName, eventSourceArn: stack.formatArn({ service: 'rds', resource: 'cluster', resourceName: database.clusterIdentifier, arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
    documentDbEventSourceConfig: { databaseName: 'shop' }, startingPosition: 'LATEST', sourceAccessConfigurations: [{ type: 'BASIC_AUTH', uri: database.secret!.secretArn }],
  });
  addEndpoints(parts, LAMBDA, STS, SECRETS_MANAGER);
  const [[, verdicts]] = Object.entries(mappingsOf(parts.app));
  expect(Object.entries(verdicts).map(([name, verdict]) => [name.replace(/^\w+:/, ':'), verdict])).toEqual([
    ['lambda', 'reachable'], ['sts', 'reachable'], ['secretsmanager', 'reachable'], [':27017', 'reachable'],
  ]);
});

test('a source of another stack is found through its export', () => {
  const parts = shop();
  const source = cluster(parts);
  const other = new Stack(parts.app, 'Orders');
  const handler = new lambda.Function(other, 'Consumer', {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({});'),
  });
  handler.addEventSource(kafka(source, { provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 } }));
  expect(Object.values(mappingsOf(parts.app))).toEqual([{ 'Cluster:9098': 'reachable' }]);
});

test('a queue is no entry', () => {
  const parts = shop();
  parts.handler.addEventSource(new sources.SqsEventSource(new sqs.Queue(parts.stack, 'Queue')));
  expect(mappingsOf(parts.app)).toEqual({});
});
