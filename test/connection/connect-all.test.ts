import { App, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as cr from 'aws-cdk-lib/custom-resources';
import { judgeFiles } from '../analysis/judging';
import { savedVerdicts } from '../support/saved-verdicts';
import { templatesOf } from '../support/synthesize';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from 'cdk-lambda-network';

/*
 * E5: all functions of an app in a closed network, as a guardrail that requires a VPC asks for: those of AWS CDK and of this library, too.
 */

const HANDLER = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const KNOWN = { prefixListIds: { s3: 'pl-6da54004', dynamodb: 'pl-b3a742da' } };

interface Reported {
  readonly id: string;
  readonly findings?: readonly unknown[];
  readonly verdicts: readonly { readonly destination: string; readonly declared: boolean; readonly verdict: string }[];
}

interface FunctionResource {
  readonly Properties: { readonly VpcConfig?: object };
}

/** Everything that defines functions for its own purposes, in a stack beside that of the network or in the same one. */
function defineLibraries(scope: Stack): void {
  const destinationBucket = new s3.Bucket(scope, 'Site', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  new s3deploy.BucketDeployment(scope, 'Deployment', { sources: [s3deploy.Source.data('index.html', '<html></html>')], destinationBucket });
  new logs.LogRetention(scope, 'Retention', { logGroupName: '/aws/lambda/orders', retention: logs.RetentionDays.ONE_WEEK });
  new cr.AwsCustomResource(scope, 'Call', {
    onCreate: { service: 'SQS', action: 'listQueues', physicalResourceId: cr.PhysicalResourceId.of('queues') },
    policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }), installLatestAwsSdk: false,
  });
  const [onEventHandler, isCompleteHandler] = ['OnEvent', 'IsComplete'].map((id) => new lambda.Function(scope, id, HANDLER));
  new cr.Provider(scope, 'Provider', { onEventHandler, isCompleteHandler });
}

/** What each function declares, with the verdict. */
function proven(app: App): Record<string, string[]> {
  const { functions } = savedVerdicts(app.synth().directory) as { functions: Reported[] };
  return Object.fromEntries(functions.map(({ id, verdicts }) => [id.split('/').slice(1).join(), verdicts.filter(({ declared }) => declared).map(({ destination, verdict }) => `${destination} ${verdict}`)]));
}

/** The codes of all that the analyzer finds. */
function codesOf(app: App): string[] {
  return judgeFiles([app.synth().directory]).findings.map(({ code }) => code);
}

function functionsOf(app: App): Record<string, FunctionResource> {
  return Object.assign({}, ...[...templatesOf(app).values()].map((template) => template.findResources('AWS::Lambda::Function'))) as Record<string, FunctionResource>;
}

describe('E5: connectAll() puts all functions into a closed network', () => {
  test.each(['the stack of the network', 'another stack'])('of %s, and all that they declare is proven', (place) => {
    const app = new App();
    const base = new Stack(app, 'Base');
    const network = new PrivateLambdaNetwork(base, 'Network', { egress: Egress.none(), ...KNOWN });
    const stack = place === 'another stack' ? new Stack(app, 'Shop') : base;
    defineLibraries(stack);
    new VpcConnectedFunction(stack, 'Orders', { ...HANDLER, network, destinations: [Destination.awsService('dynamodb')], releaseNetworkInterfacesOnDelete: true });
    network.connectAll(app, { destinations: [Destination.awsService('secretsmanager')] });
    expect(codesOf(app)).not.toContain('GRANT_WITHOUT_WAY');
    const functions = Object.entries(functionsOf(app));
    // the default group of the VPC, the release, four libraries with three functions of the framework, three of the app
    expect(functions).toHaveLength(12);
    expect(functions.filter(([, { Properties }]) => Properties.VpcConfig === undefined).map(([id]) => id)).toEqual([]);
    const needs = proven(app);
    const named = (start: string): string[] => [...Object.entries(needs).find(([id]) => id.startsWith(start))?.[1] ?? []].sort();
    expect(named('Orders')).toEqual(['dynamodb reachable']);
    expect(named('OnEvent')).toEqual(['secretsmanager reachable']);
    expect(named('Custom::CDKBucketDeployment')).toEqual(['s3 reachable']);
    expect(named('Custom::S3AutoDelete')).toEqual(['s3 reachable']);
    expect(named('LogRetention')).toEqual(['logs reachable', 's3 reachable']);
    expect(named('AWS679')).toEqual(['s3 reachable', 'sqs reachable']);
    expect(named('Provider,framework-onEvent')).toEqual(['lambda reachable', 's3 reachable', 'states reachable']);
    expect(named('Provider,framework-isComplete')).toEqual(['lambda reachable', 's3 reachable']);
    expect(named('Provider,framework-onTimeout')).toEqual(['lambda reachable', 's3 reachable']);
    expect(named('IsComplete')).toEqual(['secretsmanager reachable']);
    expect(named('LambdaNetworkRelease')).toEqual(['ec2 reachable', 'lambda reachable', 's3 reachable']);
    expect(named('Custom::VpcRestrictDefaultSG')).toEqual(['ec2 reachable', 's3 reachable']);
    for (const each of new Set([base, stack])) {
      expect(Annotations.fromStack(each).findWarning('*', Match.stringLikeRegexp('cdk-lambda-network'))).toEqual([]);
    }
  });

  test('whoever looks prefix lists up stays outside, and is told what to do', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
    network.connectAll(stack);
    Annotations.fromStack(stack).hasWarning('/Shop/LambdaNetworkPrefixLists/Function', Match.stringLikeRegexp('looks up the prefix lists .* give the networks prefixListIds'));
    expect(Object.entries(functionsOf(app)).filter(([, { Properties }]) => Properties.VpcConfig === undefined).map(([id]) => id))
      .toEqual([expect.stringMatching(/^LambdaNetworkPrefixLists/)]);
  });

  test('functions with a VPC keep it, named ones have what is theirs, and those that are left out stay outside', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none(), ...KNOWN });
    const vpc = new ec2.Vpc(stack, 'Other', { restrictDefaultSecurityGroup: false });
    new lambda.Function(stack, 'Elsewhere', { ...HANDLER, vpc });
    new lambda.Function(stack, 'Payments', HANDLER);
    new lambda.Function(stack, 'Tools', HANDLER);
    const connection = network.connect(stack, 'OrdersConnection', { destinations: [] });
    connection.attach(new lambda.Function(stack, 'Orders', { ...HANDLER, ...connection.functionOptions }));
    network.connectAll(app, { destinationsFor: { 'Shop/Payments': [Destination.awsService('sqs')] }, leaveOut: ['Tools', 'Nothing'] });
    const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
    expect(Object.entries(functions).filter(([, { Properties }]) => (Properties as FunctionResource['Properties']).VpcConfig === undefined).map(([id]) => id.slice(0, 5))).toEqual(['Tools']);
    expect(proven(app)).toMatchObject({ Payments: ['sqs reachable'] });
    const annotations = Annotations.fromStack(stack);
    annotations.hasInfo('/Shop/Elsewhere/Resource', Match.stringLikeRegexp('has a VPC already'));
    expect(annotations.findInfo('*', Match.stringLikeRegexp('has a VPC already'))).toHaveLength(1);
    annotations.hasWarning('/Shop/Network', Match.stringLikeRegexp('not defined: Nothing;'));
  });

  test.each<[string, lambda.FunctionOptions, (fn: lambda.Function) => void]>([
    ['the prop', { logRetention: logs.RetentionDays.ONE_WEEK }, () => undefined],
    ['a construct', {}, (fn) => new logs.LogRetention(fn, 'Retained', { logGroupName: `/aws/lambda/${fn.functionName}`, retention: logs.RetentionDays.ONE_WEEK })],
    ['a construct, by the name', { functionName: 'orders' }, (fn) => new logs.LogRetention(fn, 'Retained', { logGroupName: '/aws/lambda/orders', retention: logs.RetentionDays.ONE_WEEK })],
    ['a filter', {}, (fn) => new logs.CfnMetricFilter(fn, 'Filter', { logGroupName: `/aws/lambda/${fn.functionName}`, filterPattern: 'ERROR', metricTransformations: [{ metricName: 'Orders', metricNamespace: 'Shop', metricValue: '1' }] })],
  ])('a function whose log group is named by %s writes there, and others write to that of their connection', (_, options, name) => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none(), ...KNOWN });
    name(new lambda.Function(stack, 'Orders', { ...HANDLER, ...options }));
    new lambda.Function(stack, 'Payments', HANDLER);
    network.connectAll(app, { destinations: [] });
    const groups = Object.fromEntries(Object.entries(functionsOf(app)).map(([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ''), Properties]));
    expect(groups.Orders).toEqual(expect.objectContaining({ VpcConfig: expect.anything() as unknown }));
    expect(groups.Orders).not.toHaveProperty('LoggingConfig');
    expect(groups.Payments).toHaveProperty('LoggingConfig', { LogGroup: { Ref: expect.stringMatching(/^PaymentsConnectionLogGroup/) as unknown } });
  });

  test('functions of a stage, with the network of the stage', () => {
    const stage = new Stage(new App(), 'Production');
    const network = new PrivateLambdaNetwork(new Stack(stage, 'Base'), 'Network', { egress: Egress.none(), ...KNOWN });
    const shop = new Stack(stage, 'Shop');
    new lambda.Function(shop, 'Orders', HANDLER);
    network.connectAll(stage, { destinations: [] });
    Template.fromStack(shop).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.anyValue() });
  });
});
