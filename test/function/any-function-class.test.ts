import { join } from 'path';
import { App, Duration, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { Destination } from '../../src/connection/destination';
import type { VpcConnection, VpcConnectionOptions } from '../../src/connection/vpc-connection';
import { LambdaNetworkInjector } from '../../src/function/lambda-network-injector';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import { AddressFamily } from '../../src/vpc/address-family';
import { FakeNetwork } from '../connection/fake-network';

const INLINE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const ENTRY = join(__dirname, '..', '..', 'examples', 'orders', 'handlers', 'show-catalog.mjs');

/** A class from elsewhere, such as `PythonFunction` of the alpha package: it fixes some properties and passes on the rest. */
class HouseFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: lambda.FunctionOptions) {
    super(scope, id, { ...props, ...INLINE });
  }
}

type Make = (scope: Stack, options: lambda.FunctionOptions) => lambda.IFunction;

const CLASSES: Array<[name: string, make: Make]> = [
  ['lambda.Function', (scope, options) => new lambda.Function(scope, 'Fn', { ...options, ...INLINE })],
  ['NodejsFunction', (scope, options) => new nodejs.NodejsFunction(scope, 'Fn', { ...options, entry: ENTRY, runtime: lambda.Runtime.NODEJS_24_X })],
  ['DockerImageFunction', (scope, options) => new lambda.DockerImageFunction(scope, 'Fn', {
    ...options, code: lambda.DockerImageCode.fromEcr(ecr.Repository.fromRepositoryName(scope, 'Repository', 'orders')),
  })],
  ['SingletonFunction', (scope, options) => new lambda.SingletonFunction(scope, 'Fn', { ...options, ...INLINE, uuid: '6f1b5f60-3f37-4cc6-8d26-0e46b4c6a5a1' })],
  ['a third party\'s subclass', (scope, options) => new HouseFunction(scope, 'Fn', options)],
];

/** All that a function owes to its connection, in the template of its stack. */
function owed(define: (stack: Stack, network: FakeNetwork) => void, families?: AddressFamily[]): unknown {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Stack');
  define(stack, new FakeNetwork(new Stack(app, 'NetworkStack'), 'Network', { internetAddressFamilies: families }));
  const template = Template.fromStack(stack);
  const [fn] = Object.values(template.findResources('AWS::Lambda::Function'));
  const { VpcConfig, Role, LoggingConfig, Environment } = fn.Properties as Record<string, unknown>;
  return {
    function: { VpcConfig, Role, LoggingConfig, Environment, DependsOn: fn.DependsOn as unknown, Metadata: destinationsIn(fn) },
    others: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress', 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::Logs::LogGroup']
      .map((type) => template.findResources(type)),
  };
}

function destinationsIn({ Metadata }: { [key: string]: unknown }): unknown {
  return (Metadata as Record<string, unknown>)['cdk-lambda-network:destinations'];
}

/** One member at a time, as every language of jsii can. */
function memberByMember(connection: VpcConnection): lambda.FunctionOptions {
  return {
    vpc: connection.vpc,
    vpcSubnets: connection.vpcSubnets,
    securityGroups: connection.securityGroups,
    ipv6AllowedForDualStack: connection.ipv6AllowedForDualStack,
    role: connection.role,
    logGroup: connection.logGroup,
    environment: connection.environment,
  };
}

const OPTIONS: Array<[what: string, (stack: Stack) => VpcConnectionOptions]> = [
  ['a role of the connection', () => ({ destinations: [Destination.internet(), Destination.awsService('s3')] })],
  ['a role that is given', (stack) => ({
    destinations: [], role: new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
  })],
  ['a role from elsewhere', (stack) => ({ destinations: [], role: iam.Role.fromRoleName(stack, 'Existing', 'existing') })],
];

describe.each(OPTIONS)('F2: with %s', (_, options) => {
  const reference = owed((stack, network) => new VpcConnectedFunction(stack, 'Fn', { network, ...INLINE, ...options(stack) }));

  test.each(CLASSES)('%s gets exactly what VpcConnectedFunction gets', (_name, make) => {
    for (const take of [memberByMember, ({ functionOptions }: VpcConnection) => functionOptions]) {
      expect(owed((stack, network) => {
        const connection = network.connect(stack, 'FnConnection', options(stack));
        connection.attach(make(stack, take(connection)));
      })).toEqual(reference);
    }
  });
});

/** The construct id of the function that is really defined, which in a singleton is not its own. */
const idIn = (name: string): string => name === 'SingletonFunction' ? 'SingletonLambda6f1b5f603f374cc68d260e46b4c6a5a1' : 'Fn';

test.each(CLASSES)('F2: %s gets the same by injection, without knowing of it', (name, make) => {
  const destinations = [Destination.internet(), Destination.awsService('s3')];
  const injected = owed((stack, network) => {
    PropertyInjectors.of(stack).add(new LambdaNetworkInjector(network, { destinations }));
    make(stack, { environment: { TABLE: 'orders' } });
  }, [AddressFamily.IPV6]);
  expect(injected).toEqual(owed((stack, network) =>
    new VpcConnectedFunction(stack, idIn(name), { network, ...INLINE, destinations, environment: { TABLE: 'orders' } }), [AddressFamily.IPV6]));
});

test.each(CLASSES)('F6: %s with variables of its own gets those of the connection too, and keeps what it set', (_, make) => {
  const environmentOf = (environment: Record<string, string>): unknown => owed((stack, network) => {
    const connection = network.connect(stack, 'FnConnection', { destinations: [Destination.internet()] });
    connection.attach(make(stack, { ...connection.functionOptions, environment }));
  }, [AddressFamily.IPV6]);
  const variables = (Variables: Record<string, string>): unknown =>
    expect.objectContaining({ function: expect.objectContaining({ Environment: { Variables } }) as unknown });
  expect(environmentOf({ TABLE: 'orders' })).toEqual(variables({ AWS_USE_DUALSTACK_ENDPOINT: 'true', TABLE: 'orders' }));
  expect(environmentOf({ AWS_USE_DUALSTACK_ENDPOINT: 'false' })).toEqual(variables({ AWS_USE_DUALSTACK_ENDPOINT: 'false' }));
});

test('F2: a singleton that is there already is not connected a second time', () => {
  const stack = new Stack(new App(), 'Stack');
  const network = new FakeNetwork(stack, 'Network');
  const [one, other] = ['One', 'Other'].map((id) => network.connect(stack, id, { destinations: [] }));
  const singleton = (id: string, options: lambda.FunctionOptions): lambda.SingletonFunction =>
    new lambda.SingletonFunction(stack, id, { ...options, ...INLINE, uuid: '6f1b5f60-3f37-4cc6-8d26-0e46b4c6a5a1' });
  one.attach(singleton('First', one.functionOptions));
  const again = singleton('Again', other.functionOptions);
  expect(() => other.attach(again)).toThrow(expect.objectContaining({ code: 'FUNCTION_NOT_CONNECTED' }));
  expect(() => one.attach(again)).not.toThrow();
});

test.each<[string, (stack: Stack) => lambda.IFunction]>([
  ['from elsewhere', (stack) => lambda.Function.fromFunctionName(stack, 'Existing', 'existing')],
  ['that is an alias', (stack) => new lambda.Alias(stack, 'Live', { aliasName: 'live', version: new lambda.Function(stack, 'Fn', INLINE).currentVersion })],
])('F2: a function %s is refused', (_, make) => {
  const stack = new Stack(new App(), 'Stack');
  const connection = new FakeNetwork(stack, 'Network').connect(stack, 'Connection', { destinations: [] });
  expect(() => connection.attach(make(stack))).toThrow(expect.objectContaining({ code: 'FUNCTION_NOT_CONNECTED' }));
});

test('F3: a durable singleton may keep its own state', () => {
  const stack = new Stack(new App(), 'Stack');
  const connection = new FakeNetwork(stack, 'Network').connect(stack, 'Connection', { destinations: [] });
  connection.attach(new lambda.SingletonFunction(stack, 'Fn', {
    ...connection.functionOptions, ...INLINE, uuid: 'a', durableConfig: { executionTimeout: Duration.days(1) },
  }));
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
});
