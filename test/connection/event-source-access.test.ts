import { App, ArnFormat, Stack } from 'aws-cdk-lib';
import * as amazonmq from 'aws-cdk-lib/aws-amazonmq';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { savedVerdicts } from '../support/saved-verdicts';
import { templateOf, templatesOf } from '../support/synthesize';
import type { PrivateLambdaNetworkProps } from 'cdk-lambda-network';
import { Destination, Egress, EndpointPolicy, EventSourcePollers, KafkaAuthentication, PrivateLambdaNetwork, VpcConnectedFunction } from 'cdk-lambda-network';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({});') };

/*
 * E1: event sources of each kind in closed networks of this library. What the analysis demands of them is in test/analysis/event-sources, from the documentation; here it
 * is the judge of what the constructs give.
 */

interface Shop {
  readonly app: App;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
  readonly group: ec2.SecurityGroup;
  readonly handler: lambda.Function;
}

/** A network, a group for a source whose members do not let each other in, and a function that reaches nothing. */
function shop(props: PrivateLambdaNetworkProps = { egress: Egress.none() }, allowAllOutbound = false): Shop {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new PrivateLambdaNetwork(stack, 'Network', props);
  const group = new ec2.SecurityGroup(stack, 'SourceGroup', { vpc: network.vpc, allowAllOutbound });
  const handler = new VpcConnectedFunction(stack, 'Handler', {
    network, destinations: [], ...CODE,
  });
  return { app, stack, network, group, handler };
}

interface Entry {
  readonly kind: string;
  readonly verdicts: readonly { readonly destination: string; readonly verdict: string }[];
}

/** The verdicts of the only mapping, sorted by destination, with names without hashes. */
function verdicts({ app }: Shop): Record<string, string> {
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as { functions: Entry[] };
  const mappings = functions.filter(({ kind }) => kind === 'event-source-mapping');
  expect(mappings).toHaveLength(1);
  return Object.fromEntries(mappings[0].verdicts.map(({ destination, verdict }) => [destination.replace(/^[A-Z]\w*:/, ':'), verdict]));
}

const REACHED = { lambda: 'reachable', sts: 'reachable' };
const WITH_SECRET = { ...REACHED, secretsmanager: 'reachable' };

function cluster(
  { stack, network, group }: Shop, clientAuthentication: msk.CfnCluster.ClientAuthenticationProperty, clientBroker?: string,
  subnets = network.isolatedSubnets,
): msk.CfnCluster {
  return new msk.CfnCluster(stack, 'Cluster', {
    clusterName: 'shop', kafkaVersion: '3.6.0', numberOfBrokerNodes: 2, clientAuthentication, ...clientBroker === undefined ? {} : { encryptionInfo: { encryptionInTransit: { clientBroker } } },
    brokerNodeGroupInfo: { instanceType: 'kafka.m5.large', clientSubnets: subnets.map(({ subnetId }) => subnetId), securityGroups: [group.securityGroupId] },
  });
}

const IAM = { sasl: { iam: { enabled: true } } };

function consume({ handler }: Shop, of: { readonly attrArn: string }, more: Partial<sources.ManagedKafkaEventSourceProps> = {}): void {
  handler.addEventSource(new sources.ManagedKafkaEventSource({ clusterArn: of.attrArn, topic: 'orders', startingPosition: lambda.StartingPosition.LATEST, ...more }));
}

function mapping({ stack, handler }: Shop, eventSourceArn: string, props: Partial<lambda.CfnEventSourceMappingProps>): void {
  new lambda.CfnEventSourceMapping(stack, 'Mapping', {
    functionName: handler.functionName, eventSourceArn,
    sourceAccessConfigurations: [{ type: 'BASIC_AUTH', uri: new secretsmanager.Secret(stack, 'Login').secretArn }], ...props,
  });
}

function broker(parts: Shop, engineType: string): void {
  const { stack, network, group } = parts;
  const defined = new amazonmq.CfnBroker(stack, 'Broker', {
    brokerName: 'shop', engineType, engineVersion: '5.18', deploymentMode: 'SINGLE_INSTANCE', hostInstanceType: 'mq.m5.large', publiclyAccessible: false, autoMinorVersionUpgrade: true,
    subnetIds: [network.isolatedSubnets[0].subnetId], securityGroups: [group.securityGroupId], users: [{ username: 'shop', password: '{{resolve:secretsmanager:shop}}' }],
  });
  mapping(parts, defined.attrArn, { queues: ['orders'] });
}

function kafka({ stack, network, group, handler }: Shop, server: string, secret?: secretsmanager.Secret): void {
  handler.addEventSource(new sources.SelfManagedKafkaEventSource({
    bootstrapServers: [server], topic: 'orders', startingPosition: lambda.StartingPosition.LATEST, secret: secret ?? new secretsmanager.Secret(stack, 'Login'),
    vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets }, securityGroup: group,
  }));
}

function instance({ stack, network }: Shop): ec2.Instance {
  return new ec2.Instance(stack, 'Broker', {
    vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets }, allowAllOutbound: false, instanceType: new ec2.InstanceType('m5.large'),
    machineImage: ec2.MachineImage.fromSsmParameter('/images/broker'),
  });
}

/** Each kind of source: how it is defined, its pollers, and what they reach. */
const KINDS: readonly (readonly [string, (parts: Shop) => void, EventSourcePollers, Record<string, string>])[] = [
  ['Amazon MSK with IAM', (parts) => consume(parts, cluster(parts, IAM)), EventSourcePollers.amazonMsk(), { ...REACHED, ':9098': 'reachable' }],
  ['Amazon MSK with SCRAM', (parts) => consume(parts, cluster(parts, { sasl: { scram: { enabled: true } } }), { secret: new secretsmanager.Secret(parts.stack, 'Login') }),
    EventSourcePollers.amazonMsk({ authentication: KafkaAuthentication.SASL_SCRAM }), { ...WITH_SECRET, ':9096': 'reachable' }],
  ['Amazon MSK with certificates', (parts) => mapping(parts, cluster(parts, { tls: { enabled: true } }).attrArn, {
    topics: ['orders'], startingPosition: 'LATEST', sourceAccessConfigurations: [{ type: 'CLIENT_CERTIFICATE_TLS_AUTH', uri: new secretsmanager.Secret(parts.stack, 'Certificate').secretArn }],
  }), EventSourcePollers.amazonMsk({ authentication: KafkaAuthentication.CLIENT_CERTIFICATE_TLS }), { ...WITH_SECRET, ':9094': 'reachable' }],
  ['Amazon MSK that lets everybody in', (parts) => mapping(parts, cluster(parts, { unauthenticated: { enabled: true } }, 'TLS').attrArn, {
    topics: ['orders'], startingPosition: 'LATEST', sourceAccessConfigurations: undefined,
  }), EventSourcePollers.amazonMsk({ authentication: KafkaAuthentication.UNAUTHENTICATED_TLS }), { ...REACHED, ':9094': 'reachable' }],
  ['Amazon MSK that lets everybody in, in plain text', (parts) => mapping(parts, cluster(parts, { unauthenticated: { enabled: true } }, 'PLAINTEXT').attrArn, {
    topics: ['orders'], startingPosition: 'LATEST', sourceAccessConfigurations: undefined,
  }), EventSourcePollers.amazonMsk({ authentication: KafkaAuthentication.UNAUTHENTICATED_PLAINTEXT }), { ...REACHED, ':9092': 'reachable' }],
  ['Amazon MSK in provisioned mode', (parts) => consume(parts, cluster(parts, IAM), { provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 } }),
    EventSourcePollers.amazonMsk({ provisionedMode: true }), { ':9098': 'reachable' }],
  ['Amazon MSK with a queue for failed batches', (parts) => consume(parts, cluster(parts, IAM), { onFailure: new sources.SqsDlq(new sqs.Queue(parts.stack, 'Failed')) }),
    EventSourcePollers.amazonMsk({ onFailureService: 'sqs' }), { ...REACHED, 'sqs': 'reachable', ':9098': 'reachable' }],
  ['Amazon MSK Serverless', (parts) => consume(parts, new msk.CfnServerlessCluster(parts.stack, 'Cluster', {
    clusterName: 'shop', clientAuthentication: IAM,
    vpcConfigs: [{ subnetIds: parts.network.isolatedSubnets.map(({ subnetId }) => subnetId), securityGroups: [parts.group.securityGroupId] }],
  })), EventSourcePollers.amazonMsk(), { ...REACHED, ':9098': 'reachable' }],
  ['Kafka of one\'s own, by address', (parts) => kafka(parts, '10.0.16.5:9096'), EventSourcePollers.selfManagedKafka({ port: 9096, brokers: ec2.Peer.ipv4('10.0.16.5/32') }),
    { ...WITH_SECRET, '10.0.16.5/32:9096': 'reachable' }],
  ['ActiveMQ', (parts) => broker(parts, 'ACTIVEMQ'), EventSourcePollers.activeMq(), { ...WITH_SECRET, ':61617': 'reachable' }],
  ['RabbitMQ', (parts) => broker(parts, 'RABBITMQ'), EventSourcePollers.rabbitMq(), { ...WITH_SECRET, ':5671': 'reachable' }],
  ['Amazon DocumentDB', (parts) => {
    const { stack, network, group } = parts;
    const { clusterIdentifier } = new docdb.DatabaseCluster(stack, 'Documents', {
      vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets }, securityGroup: group, masterUser: { username: 'shop' },
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE),
    });
    mapping(parts, stack.formatArn({ service: 'rds', resource: 'cluster', resourceName: clusterIdentifier, arnFormat: ArnFormat.COLON_RESOURCE_NAME }), {
      documentDbEventSourceConfig: { databaseName: 'shop' }, startingPosition: 'LATEST',
    });
  }, EventSourcePollers.documentDb(), { ...WITH_SECRET, ':27017': 'reachable' }],
];

describe('E1: in a closed network, with nothing acknowledged', () => {
  test.each(KINDS)('%s works', (_, define, pollers, reached) => {
    const parts = shop();
    parts.network.connectEventSource(parts.group, { pollers });
    define(parts);
    expect(verdicts(parts)).toEqual(reached);
  });

  test.each(KINDS)('%s does not without it', (_, define) => {
    const parts = shop();
    define(parts);
    expect(() => parts.app.synth()).toThrow(/cannot reach .*, which its pollers need/);
  });

  test.each([false, true])('Kafka on an instance works, whose brokers have a group of their own (the pollers let everything out: %s)', (allowAllOutbound) => {
    const parts = shop(undefined, allowAllOutbound);
    const brokers = instance(parts);
    parts.network.connectEventSource(parts.group, { pollers: EventSourcePollers.selfManagedKafka({ brokers }) });
    kafka(parts, `${brokers.instancePrivateIp}:9092`);
    expect(verdicts(parts)).toEqual({ ...WITH_SECRET, ':9092': 'reachable' });
  });
});

describe('E1: the way of the pollers', () => {
  test('is the internet when it is asked for, and then no endpoint is defined', () => {
    const parts = shop({ egress: Egress.natGateways() });
    parts.network.connectEventSource(parts.group, { pollers: EventSourcePollers.amazonMsk(), viaInternet: true });
    consume(parts, cluster(parts, IAM, undefined, parts.network.functionSubnets));
    expect(verdicts(parts)).toEqual({ ...REACHED, ':9098': 'reachable' });
    templateOf(parts.stack).resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, 0);
  });

  test('is an endpoint that comes later, past the internet', () => {
    const parts = shop({ egress: Egress.natGateways() });
    parts.network.connectEventSource(parts.group, { pollers: EventSourcePollers.amazonMsk(), viaInternet: true });
    consume(parts, cluster(parts, IAM, undefined, parts.network.functionSubnets));
    parts.network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.STS);
    new VpcConnectedFunction(parts.stack, 'Caller', { ...CODE, network: parts.network, destinations: [Destination.awsService('lambda')] });
    expect(verdicts(parts)).toEqual({ ...REACHED, ':9098': 'reachable' });
  });

  test.each([EndpointPolicy.ownAccount(), EndpointPolicy.organization('o-a1b2c3d4e5')])('goes past the policies of this library', (endpointPolicy) => {
    const parts = shop({ egress: Egress.none(), endpointPolicy });
    parts.network.connectEventSource(parts.group, { pollers: EventSourcePollers.activeMq() });
    broker(parts, 'ACTIVEMQ');
    expect(verdicts(parts)).toEqual({ ...WITH_SECRET, ':61617': 'reachable' });
  });

  test('ends at a policy that does not know of Lambda, and the analysis says so', () => {
    const parts = shop();
    const statement = new iam.PolicyStatement({ principals: [new iam.AccountRootPrincipal()], actions: ['sts:*'], resources: ['*'] });
    const policy = EndpointPolicy.custom(new iam.PolicyDocument({ statements: [statement] }));
    parts.network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.STS, { policy });
    parts.network.connectEventSource(parts.group, { pollers: EventSourcePollers.amazonMsk() });
    consume(parts, cluster(parts, IAM));
    expect(() => parts.app.synth()).toThrow(/cannot reach sts/);
  });

  test('is missing a rule at an endpoint of this library: the synthesis says what to call', () => {
    const parts = shop({ egress: Egress.none(), endpoints: [ec2.InterfaceVpcEndpointAwsService.LAMBDA, ec2.InterfaceVpcEndpointAwsService.STS] });
    consume(parts, cluster(parts, IAM));
    expect(() => parts.app.synth()).toThrow(/cannot reach lambda [\s\S]*network\.connectEventSource\(\) writes the rules/);
  });

  test('needs an egress with IPv4 when it is the internet', () => {
    const { network, group } = shop({ egress: Egress.ipv6Only() });
    expect(() => network.connectEventSource(group, { pollers: EventSourcePollers.amazonMsk(), viaInternet: true })).toThrow(/viaInternet/);
  });

  test('leads between stacks: the source in one, its function in another', () => {
    const parts = shop();
    const [stack, consumers] = [new Stack(parts.app, 'Source'), new Stack(parts.app, 'Consumers')];
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc: parts.network.vpc, allowAllOutbound: false });
    parts.network.connectEventSource(group, { pollers: EventSourcePollers.amazonMsk() });
    const handler = new lambda.Function(consumers, 'Handler', CODE);
    consume({ ...parts, handler }, cluster({ ...parts, stack, group }, IAM));
    expect(verdicts(parts)).toEqual({ ...REACHED, ':9098': 'reachable' });
  });

  test('is opened where it closes no cycle: in the stack of the network when that depends on the source', () => {
    const parts = shop();
    const stack = new Stack(parts.app, 'Source');
    const { vpc } = parts.network;
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: vpc.availabilityZones }) });
    parts.stack.addStackDependency(stack);
    parts.network.connectEventSource(group, { pollers: EventSourcePollers.amazonMsk() });
    const rules = Object.values(templatesOf(parts.app).get('Shop')!.findResources('AWS::EC2::SecurityGroupIngress', { Properties: { FromPort: 443 } }));
    expect(rules).toHaveLength(1);
  });
});
