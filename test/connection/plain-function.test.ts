import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, CustomResource, CustomResourceProvider, CustomResourceProviderRuntime, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as triggers from 'aws-cdk-lib/triggers';
import type { IConstruct } from 'constructs';
import { savedVerdicts } from '../support/saved-verdicts';
import { templateOf } from '../support/synthesize';
import type { VpcConnectionOptions } from 'cdk-lambda-network';
import { Destination, Egress, PrivateLambdaNetwork } from 'cdk-lambda-network';

/*
 * E5: functions that AWS CDK defines as bare resources, in closed networks. Nothing of them can be set but the resource itself.
 */

const HANDLER = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };

interface Shop {
  readonly app: App;
  readonly stack: Stack;
}

interface Reported {
  readonly verdicts: readonly { readonly destination: string; readonly declared: boolean; readonly verdict: string }[];
}

/** The verdicts on what functions declare, of those that declare something. */
function declared(app: App): Record<string, string>[] {
  const { functions } = savedVerdicts(app.synth().directory) as { functions: Reported[] };
  return functions.map(({ verdicts }) => verdicts.filter((each) => each.declared))
    .map((verdicts) => Object.fromEntries(verdicts.map(({ destination, verdict }) => [destination, verdict])))
    .filter((verdicts) => Object.keys(verdicts).length > 0);
}

function attached(define: (stack: Stack) => IConstruct, options: VpcConnectionOptions = { destinations: [] }): Shop {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
  network.connect(stack, 'Connection', options).attach(define(stack));
  return { app, stack };
}

interface FunctionResource {
  readonly Properties: { readonly Role: { readonly 'Fn::GetAtt': string[] } };
  readonly DependsOn: string[];
}

/** Everything of the network that the one function in it has, and the statements of the role that it runs with. */
function assertInNetwork(stack: Stack): void {
  const template = templateOf(stack);
  const functions = template.findResources('AWS::Lambda::Function', { Properties: { VpcConfig: Match.anyValue() } });
  expect(Object.values(functions)).toEqual([expect.objectContaining({
    Properties: expect.objectContaining({
      VpcConfig: { SubnetIds: [expect.anything(), expect.anything()], SecurityGroupIds: [expect.anything()], Ipv6AllowedForDualStack: true },
      LoggingConfig: { LogGroup: { Ref: expect.stringMatching(/^ConnectionLogGroup/) as unknown } },
    }) as unknown,
  })]);
  const [{ Properties, DependsOn }] = Object.values(functions) as FunctionResource[];
  const [role] = Properties.Role['Fn::GetAtt'];
  const policies = template.findResources('AWS::IAM::Policy', {
    Properties: {
      Roles: [{ Ref: role }],
      PolicyDocument: {
        Statement: Match.arrayWith(['Allow', 'Deny'].map((Effect) => Match.objectLike({ Effect, Action: Match.arrayWith(['ec2:CreateNetworkInterface']) }))),
      },
    },
  });
  expect(Object.keys(policies)).toEqual([expect.anything()]);
  expect(DependsOn).toEqual(expect.arrayContaining(Object.keys(policies)));
  expect(Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.startsWith('ConnectionRole'))).toEqual([]);
}

const CONSTRUCTS: readonly (readonly [string, (stack: Stack) => IConstruct, string[]])[] = [
  ['the retention of logs', (stack) => new logs.LogRetention(stack, 'Retention', { logGroupName: '/aws/lambda/orders', retention: logs.RetentionDays.ONE_WEEK }), ['s3', 'logs']],
  ['a bucket whose objects are deleted with it', (stack) => new s3.Bucket(stack, 'Site', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }), ['s3']],
  ['the closed default group of a VPC', (stack) => new ec2.Vpc(stack, 'Other', { restrictDefaultSecurityGroup: true, natGateways: 0 }), ['s3', 'ec2']],
  ['notifications of a bucket', (stack) => {
    const bucket = new s3.Bucket(stack, 'Site');
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(new sqs.Queue(stack, 'Queue')));
    return bucket;
  }, ['s3']],
  ['a trigger', (stack) => new triggers.Trigger(stack, 'Trigger', { handler: new lambda.Function(stack, 'Migrate', HANDLER) }), ['s3', 'lambda']],
  ['a provider of one\'s own', (stack) => {
    const codeDirectory = mkdtempSync(join(tmpdir(), 'provider-'));
    writeFileSync(join(codeDirectory, 'index.js'), 'exports.handler = async () => {};');
    const provider = CustomResourceProvider.getOrCreateProvider(stack, 'Custom::Greeting', {
      codeDirectory, runtime: CustomResourceProviderRuntime.NODEJS_22_X,
    });
    new CustomResource(stack, 'Greeting', { serviceToken: provider.serviceToken, resourceType: 'Custom::Greeting' });
    return provider;
  }, ['s3']],
];

describe('E5: attach() takes what has a function behind it that is a bare resource', () => {
  test.each(CONSTRUCTS)('%s', (_, define, services) => {
    const { app, stack } = attached(define);
    assertInNetwork(stack);
    expect(declared(app)).toEqual([Object.fromEntries(services.map((service) => [service, 'reachable']))]);
  });

  test('a resource of a function, with a role that is a resource too', () => {
    const { app, stack } = attached((scope) => {
      const role = new iam.CfnRole(scope, 'Role', { assumeRolePolicyDocument: TRUST });
      return new lambda.CfnFunction(scope, 'Orders', { role: role.attrArn, runtime: 'nodejs24.x', handler: 'index.handler', code: { zipFile: 'exports.handler = async () => {};' } });
    }, { destinations: [Destination.awsService('dynamodb')] });
    assertInNetwork(stack);
    expect(declared(app)).toEqual([{ dynamodb: 'reachable' }]);
  });

  test('whoever is detached leaves the VPC', () => {
    const { stack } = attached(CONSTRUCTS[0][1], { destinations: [], detached: true });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: false } });
  });

  const plain = (properties: object): (stack: Stack) => IConstruct => (stack) => new CfnResource(stack, 'Orders', { type: 'AWS::Lambda::Function', properties });

  test.each<[string, object, VpcConnectionOptions, RegExp]>([
    ['a role that is defined elsewhere', { Role: 'arn:aws:iam::111122223333:role/Orders' }, { destinations: [] }, /is not defined in this app.*\[FUNCTION_ROLE\]/],
    ['no role', {}, { destinations: [] }, /\[FUNCTION_ROLE\]/],
  ])('%s is refused', (_, properties, options, message) => {
    expect(() => attached(plain(properties), options)).toThrow(message);
  });

  test.each<[string, VpcConnectionOptions, RegExp]>([
    ['release', { destinations: [], releaseNetworkInterfacesOnDelete: true }, /releaseNetworkInterfacesOnDelete of its connection .*\[FUNCTION_PLAIN\]/],
    ['keeping alive', { destinations: [], keepAlive: {} }, /keepAlive of its connection .*\[FUNCTION_PLAIN\]/],
  ])('%s takes a construct', (_, options, message) => {
    expect(() => attached(CONSTRUCTS[0][1], options)).toThrow(message);
  });

  test('a VPC of its own is refused', () => {
    expect(() => attached((stack) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      return plain({ Role: role.roleArn, VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] } })(stack);
    })).toThrow(/was given a VpcConfig, expected none.*\[FUNCTION_NOT_CONNECTED\]/);
  });
});

describe('E5: a function of a library', () => {
  const retention = (scope: Stack, id: string): IConstruct => new logs.LogRetention(scope, id, { logGroupName: `/aws/lambda/${id}`, retention: logs.RetentionDays.ONE_WEEK });

  test.each<[string, (app: App, stack: Stack) => Stack]>([
    ['another stack', (app) => new Stack(app, 'Other')],
    ['a nested stack', (_, stack) => new NestedStack(stack, 'Nested')],
  ])('in %s than its connection has its statements with it, so that nothing waits in a circle', (_, place) => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
    const other = place(app, stack);
    network.connect(stack, 'Connection', { destinations: [] }).attach(retention(other, 'Retention'));
    expect(declared(app)).toEqual([{ s3: 'reachable', logs: 'reachable' }]);
  });

  test('that two constructs share is of one connection', () => {
    const stack = new Stack(new App(), 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
    const [one, same, other] = ['sqs', 'sqs', 'sns'].map((service, index) => network.connect(stack, `Connection${index}`, { destinations: [Destination.awsService(service)] }));
    one.attach(retention(stack, 'One'));
    expect(() => same.attach(retention(stack, 'Same'))).not.toThrow();
    expect(() => other.attach(retention(stack, 'Two'))).toThrow(/is attached to another connection, .* so attach them to the same connection \[FUNCTION_NOT_CONNECTED\]/);
  });
});
