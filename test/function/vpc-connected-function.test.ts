import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Destination } from '../../src/connection/destination';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import type { VpcConnectedFunctionProps } from '../../src/function/vpc-connected-function-props';
import { AddressFamily } from '../../src/vpc/address-family';
import type { FakeNetworkProps } from '../connection/fake-network';
import { FakeNetwork } from '../connection/fake-network';

interface Fixture {
  readonly stack: Stack;
  readonly network: FakeNetwork;
}

/** The network in a stack of its own, so that the function's stack holds nothing but the function. */
function fixture(props?: FakeNetworkProps): Fixture {
  const app = new App();
  return { network: new FakeNetwork(new Stack(app, 'NetworkStack'), 'Network', props), stack: new Stack(app, 'Stack') };
}

function define({ stack, network }: Fixture, props: Partial<VpcConnectedFunctionProps> = {}, id = 'Fn'): VpcConnectedFunction {
  return new VpcConnectedFunction(stack, id, {
    network,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    destinations: [],
    ...props,
  });
}

function resourceTypes(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type).sort();
}

describe('a function in a network', () => {
  test('consists of the function, its role, its security group and its log group', () => {
    const at = fixture();
    define(at, { destinations: [Destination.internet(), Destination.awsService('s3'), Destination.cidr('10.0.0.0/16', ec2.Port.tcp(443))] });
    expect(resourceTypes(at.stack)).toEqual(['AWS::EC2::SecurityGroup', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup']);
  });

  test('DESIGN 5: its template says what it is meant to reach', () => {
    const at = fixture();
    define(at, { destinations: [Destination.awsService('dynamodb')] });
    Template.fromStack(at.stack).hasResource('AWS::Lambda::Function', {
      Metadata: { 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service: 'dynamodb' }] },
    });
  });

  test('DESIGN 5: its template says so too when that is nothing', () => {
    const at = fixture();
    define(at);
    Template.fromStack(at.stack).hasResource('AWS::Lambda::Function', { Metadata: { 'cdk-lambda-network:destinations': [] } });
  });

  test('exposes its connection', () => {
    const at = fixture();
    const fn = define(at);
    expect(fn.connection.role).toBe(fn.role);
    expect(fn.connections.securityGroups).toEqual(fn.connection.securityGroups);
    expect(fn.connection.node.path).toBe('Stack/FnConnection');
  });

  test('fails when the destinations cannot be', () => {
    expect(() => define(fixture({ internetAddressFamilies: [] }), { destinations: [Destination.internet()] }))
      .toThrow(expect.objectContaining({ code: 'DESTINATION_NO_EGRESS' }));
  });
});

describe('F6: the environment', () => {
  test('has what the network needs and what the user sets', () => {
    const at = fixture({ internetAddressFamilies: [AddressFamily.IPV6] });
    define(at, { destinations: [Destination.internet()], environment: { TABLE: 'orders' } });
    Template.fromStack(at.stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: 'true', TABLE: 'orders' } },
    });
  });

  test('is the user\'s where both set it', () => {
    const at = fixture({ internetAddressFamilies: [AddressFamily.IPV6] });
    define(at, { destinations: [Destination.internet()], environment: { AWS_USE_DUALSTACK_ENDPOINT: 'false' } });
    Template.fromStack(at.stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: 'false' } } });
  });

  test('is not there when nobody needs it', () => {
    const at = fixture();
    define(at, { destinations: [Destination.internet()] });
    Template.fromStack(at.stack).hasResourceProperties('AWS::Lambda::Function', { Environment: Match.absent() });
  });
});

describe('F1: whatever a lambda.Function does', () => {
  test('its own subnets and further groups', () => {
    const at = fixture();
    const further = new ec2.SecurityGroup(at.stack, 'Further', { vpc: at.network.vpc, allowAllOutbound: false });
    const fn = define(at, { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, securityGroups: [further] });
    expect(fn.connection.subnets).toEqual(at.network.vpc.isolatedSubnets);
    Template.fromStack(at.stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: [Match.anyValue(), Match.anyValue()] } });
  });

  test('log retention and removal policy, without a custom resource', () => {
    const at = fixture();
    define(at, { logRetention: logs.RetentionDays.ONE_WEEK, logRemovalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(at.stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
    expect(resourceTypes(at.stack)).not.toContain('Custom::LogRetention');
  });

  test('a log group that CDK would define by feature flag is the connection\'s', () => {
    const app = new App({ context: { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true } });
    const stack = new Stack(app, 'Stack');
    define({ stack, network: new FakeNetwork(new Stack(app, 'NetworkStack'), 'Network') }, { logRemovalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('layers, tracing, dead letters, initial policy, memory and time', () => {
    const at = fixture();
    define(at, {
      layers: [lambda.LayerVersion.fromLayerVersionArn(at.stack, 'Layer', 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:1')],
      tracing: lambda.Tracing.ACTIVE,
      deadLetterQueueEnabled: true,
      memorySize: 512,
      timeout: Duration.seconds(30),
      architecture: lambda.Architecture.ARM_64,
      reservedConcurrentExecutions: 5,
    });
    Template.fromStack(at.stack).hasResourceProperties('AWS::Lambda::Function', {
      Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:1'],
      TracingConfig: { Mode: 'Active' },
      DeadLetterConfig: Match.anyValue(),
      MemorySize: 512,
      Timeout: 30,
      Architectures: ['arm64'],
      ReservedConcurrentExecutions: 5,
    });
  });

  test('a file system, which it reaches without being told so', () => {
    const at = fixture();
    const fileSystem = new efs.FileSystem(at.stack, 'Files', { vpc: at.network.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const accessPoint = fileSystem.addAccessPoint('AccessPoint', { path: '/data', posixUser: { uid: '1000', gid: '1000' } });
    define(at, { filesystem: lambda.FileSystem.fromEfsAccessPoint(accessPoint, '/mnt/data') });
    const template = Template.fromStack(at.stack);
    template.hasResourceProperties('AWS::Lambda::Function', { FileSystemConfigs: [Match.objectLike({ LocalMountPath: '/mnt/data' })] });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 2049, GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LambdaSecurityGroups'), 'GroupId'] } });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResource('AWS::Lambda::Function', { Metadata: { 'cdk-lambda-network:destinations': [Match.objectLike({ kind: 'resource', securityGroups: ['Stack/Files/EfsSecurityGroup'] })] } });
  });

  test('event sources, grants, permissions, versions, aliases and targets', () => {
    const at = fixture();
    const fn = define(at);
    const queue = new sqs.Queue(at.stack, 'Queue', { visibilityTimeout: Duration.minutes(1) });
    fn.addEventSource(new SqsEventSource(queue));
    queue.grantSendMessages(fn);
    new lambda.Alias(at.stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    new events.Rule(at.stack, 'Daily', { schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.LambdaFunction(fn)] });
    new tasks.LambdaInvoke(at.stack, 'Invoke', { lambdaFunction: fn });
    expect(new Set(resourceTypes(at.stack))).toEqual(new Set([
      'AWS::EC2::SecurityGroup', 'AWS::Events::Rule', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::Alias', 'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::Lambda::Version', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue',
    ]));
  });
});
