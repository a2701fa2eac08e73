import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, CustomResource, Duration, PropertyInjectors, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import type { LambdaNetworkInjectorOptions } from '../../src';
import { Destination, LambdaNetworkInjector, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';

const INLINE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const KEY = 'cdk-lambda-network:destinations';

interface Fixture {
  readonly app: App;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
}

/** A network whose stack, and any other of the app, is injected into. */
function fixture(options: LambdaNetworkInjectorOptions = { destinations: [] }): Fixture {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const network = new PrivateLambdaNetwork(stack, 'Network');
  PropertyInjectors.of(app).add(new LambdaNetworkInjector(network, options));
  return { app, stack, network };
}

interface FunctionResource {
  readonly Properties: { readonly VpcConfig?: unknown; readonly Handler?: string };
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

function functionsOf(stack: Stack): Record<string, FunctionResource> {
  return Template.fromStack(stack).findResources('AWS::Lambda::Function') as unknown as Record<string, FunctionResource>;
}

/** The functions of a stack that are in a VPC, by the beginnings of their logical ids. */
function connected(stack: Stack): string[] {
  return Object.entries(functionsOf(stack)).filter(([, { Properties }]) => Properties.VpcConfig !== undefined)
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort();
}

function destinationsIn(stack: Stack, id: string): unknown {
  const [, { Metadata }] = Object.entries(functionsOf(stack)).find(([logicalId]) => logicalId.startsWith(id))!;
  return Metadata?.[KEY];
}

describe('F2: an injector', () => {
  test('puts every function into the network, in whichever stack, and finishes its connection', () => {
    const { app, stack } = fixture({ destinations: [Destination.awsService('s3')] });
    const other = new Stack(app, 'Other');
    new lambda.Function(stack, 'One', INLINE);
    new lambda.Function(new Construct(other, 'Service'), 'Two', INLINE);
    app.synth();
    expect(connected(stack)).toEqual(['One']);
    expect(connected(other)).toEqual(['ServiceTwo']);
    expect(destinationsIn(other, 'ServiceTwo')).toEqual([{ kind: 'aws-service', service: 's3' }]);
    Annotations.fromStack(other).hasNoWarning('*', Match.stringLikeRegexp('cdk-lambda-network'));
  });

  test('gives functions the destinations that are theirs, by path before id', () => {
    const { stack } = fixture({
      destinations: [Destination.awsService('s3')],
      destinationsFor: { 'Stack/Service/Handler': [Destination.internet()], 'Handler': [], 'Other': [Destination.awsService('dynamodb')] },
    });
    const service = new Construct(stack, 'Service');
    [[service, 'Handler'], [stack, 'Handler'], [stack, 'Other'], [stack, 'Third']].forEach(([scope, id]) => new lambda.Function(scope as Construct, id as string, INLINE));
    expect(destinationsIn(stack, 'ServiceHandler')).toEqual([expect.objectContaining({ kind: 'internet' })]);
    expect(destinationsIn(stack, 'Handler')).toEqual([]);
    expect(destinationsIn(stack, 'Other')).toEqual([{ kind: 'aws-service', service: 'dynamodb' }]);
    expect(destinationsIn(stack, 'Third')).toEqual([{ kind: 'aws-service', service: 's3' }]);
  });

  test('of a stack in a stage knows functions by their paths below the stage', () => {
    const stage = new Stage(new App(), 'Production');
    const network = new PrivateLambdaNetwork(new Stack(stage, 'Base'), 'Network');
    const injector = new LambdaNetworkInjector(network, { destinations: [], destinationsFor: { 'Shop/Orders': [Destination.awsService('s3')] } });
    const shop = new Stack(stage, 'Shop', { propertyInjectors: [injector] });
    new lambda.Function(shop, 'Orders', INLINE);
    expect(destinationsIn(shop, 'Orders')).toEqual([{ kind: 'aws-service', service: 's3' }]);
  });

  test('takes role, log group, retention, subnets and file system as a connected function does', () => {
    const { stack, network } = fixture();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const fileSystem = new efs.FileSystem(stack, 'Files', { vpc: network.vpc, vpcSubnets: { subnets: network.isolatedSubnets } });
    const filesystem = lambda.FileSystem.fromEfsAccessPoint(fileSystem.addAccessPoint('AccessPoint'), '/mnt/data');
    new lambda.Function(stack, 'Fn', { ...INLINE, role, logRetention: logs.RetentionDays.ONE_WEEK, vpcSubnets: { subnets: network.isolatedSubnets }, filesystem });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
    template.resourceCountIs('Custom::LogRetention', 0);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Role'), 'Arn'] },
      VpcConfig: { SubnetIds: network.isolatedSubnets.map(({ subnetId }) => stack.resolve(subnetId) as unknown) },
    });
    expect(destinationsIn(stack, 'Fn')).toEqual([expect.objectContaining({ kind: 'resource' })]);
  });

  test('says so when no destinations are declared, and when a name is that of no function', () => {
    const { stack } = fixture({ destinationsFor: { Orderz: [] }, leaveOut: ['Stack/Nothing'] });
    new lambda.Function(stack, 'Orders', INLINE);
    const annotations = Annotations.fromStack(stack);
    annotations.hasWarning('/Stack/OrdersConnection', Match.stringLikeRegexp('cdk-lambda-network:noDestinations'));
    annotations.hasWarning('/Stack/Network', Match.stringLikeRegexp('not defined: Orderz, Stack/Nothing; .*cdk-lambda-network:unknownFunctions'));
  });
});

describe('F2: an injector leaves out', () => {
  test('functions that have a VPC already', () => {
    const { stack, network } = fixture({ destinations: [Destination.internet()] });
    new VpcConnectedFunction(stack, 'Connected', { network, destinations: [], ...INLINE });
    new lambda.Function(stack, 'Elsewhere', { ...INLINE, vpc: network.vpc });
    expect(destinationsIn(stack, 'Connected')).toEqual([]);
    expect(destinationsIn(stack, 'Elsewhere')).toBeUndefined();
    expect(stack.node.tryFindChild('ElsewhereConnection')).toBeUndefined();
  });

  test('functions that are named, and all in a construct that is', () => {
    const { stack } = fixture({ destinations: [], leaveOut: ['Stack/Tools', 'Fn'] });
    new lambda.Function(new Construct(stack, 'Tools'), 'One', INLINE);
    new lambda.Function(new Construct(stack, 'ToolsOfOthers'), 'Two', INLINE);
    new lambda.Function(stack, 'Fn', INLINE);
    expect(connected(stack)).toEqual(['ToolsOfOthersTwo']);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('cdk-lambda-network'));
  });

  test('what AWS CDK defines for itself: providers of custom resources, log retention, deployments, notifications', () => {
    const { stack } = fixture();
    const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
    new deployment.BucketDeployment(stack, 'Deployment', { destinationBucket: bucket, sources: [deployment.Source.data('greeting.txt', 'hello')] });
    new cr.AwsCustomResource(stack, 'Call', {
      onUpdate: { service: 'STS', action: 'getCallerIdentity', physicalResourceId: cr.PhysicalResourceId.of('call') },
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
    });
    new logs.LogRetention(stack, 'Retention', { logGroupName: 'existing', retention: logs.RetentionDays.ONE_DAY });
    bucket.addObjectCreatedNotification(new notifications.LambdaDestination(new lambda.Function(stack, 'Fn', INLINE)));
    expect(Object.keys(functionsOf(stack)).length).toBeGreaterThanOrEqual(6);
    expect(connected(stack)).toEqual(['Fn']);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('notInNetwork'));
  });

  test('the framework of a provider, and not the handler that an author gives it', () => {
    const { stack } = fixture();
    const handler = new lambda.Function(stack, 'Handler', INLINE);
    const provider = new cr.Provider(stack, 'Provider', { onEventHandler: handler, isCompleteHandler: handler, queryInterval: Duration.minutes(1) });
    new CustomResource(stack, 'Resource', { serviceToken: provider.serviceToken });
    expect(connected(stack)).toEqual(['Handler']);
    expect(Object.values(functionsOf(stack)).filter(({ Properties: { Handler } }) => Handler?.startsWith('framework'))).toHaveLength(3);
  });

  test('the look-up of prefix lists, on which connected functions wait', () => {
    const { stack } = fixture({ destinations: [Destination.awsService('s3')] });
    new lambda.Function(stack, 'Fn', INLINE);
    Template.fromStack(stack).resourceCountIs('Custom::GatewayPrefixList', 1);
    expect(connected(stack)).toEqual(['Fn']);
  });

  test('functions of this library', () => {
    const { stack } = fixture();
    new lambda.Function(stack, 'Own', { ...INLINE, code: lambda.Code.fromAsset(dirname(require.resolve('../../src/private/network-error'))) });
    new lambda.Function(stack, 'OfTheAuthor', { ...INLINE, code: lambda.Code.fromAsset(join(__dirname, '..', '..', 'examples', 'orders', 'handlers')) });
    expect(connected(stack)).toEqual(['OfTheAuthor']);
  });

  test('functions of other packages, unless they are named by their paths', () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    const handlers = join(folder, 'node_modules', 'somebodys-constructs', 'handlers');
    mkdirSync(handlers, { recursive: true });
    writeFileSync(join(handlers, 'index.js'), 'exports.handler = async () => {};');
    const { stack } = fixture({ destinationsFor: { 'Stack/Named': [], 'ById': [] } });
    ['Named', 'ById', 'Neither'].forEach((id) => new lambda.Function(stack, id, { ...INLINE, code: lambda.Code.fromAsset(handlers) }));
    expect(connected(stack)).toEqual(['Named']);
    rmSync(folder, { recursive: true });
  });
});

describe('F2: an injector leaves out with a warning', () => {
  const notInNetwork = (why: string): Match => Match.stringLikeRegexp(`${why}.*cdk-lambda-network:notInNetwork`);

  test('functions that are not in a package but inside a construct of AWS CDK, unless they are named', () => {
    const { stack, network } = fixture({ destinations: [], destinationsFor: { 'Stack/Bucket/Named': [] } });
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: network.vpc });
    cluster.addCapacity('Hosts', { instanceType: new ec2.InstanceType('t3.micro'), vpcSubnets: { subnets: network.functionSubnets } });
    const bucket = new s3.Bucket(stack, 'Bucket');
    ['Named', 'Unnamed'].forEach((id) => new lambda.Function(bucket, id, INLINE));
    expect(connected(stack)).toEqual(['BucketNamed']);
    Annotations.fromStack(stack).hasWarning('/Stack/Cluster/Hosts/DrainECSHook', notInNetwork('lies in Stack/Cluster'));
    Annotations.fromStack(stack).hasWarning('/Stack/Bucket', notInNetwork('Stack/Bucket/Unnamed is left out'));
  });

  test('but not those inside an author\'s own class that derives from one', () => {
    class AuditedBucket extends s3.Bucket {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        new lambda.Function(this, 'Audit', INLINE);
      }
    }
    const { stack } = fixture();
    new AuditedBucket(stack, 'Bucket');
    expect(connected(stack)).toEqual(['BucketAudit']);
  });

  test('those of another stage or Region', () => {
    const { app, stack } = fixture();
    const staged = new Stack(new Stage(app, 'Stage'), 'Staged');
    const abroad = new Stack(app, 'Abroad', { env: { region: 'us-east-1' } });
    [staged, abroad].forEach((scope) => new lambda.Function(scope, 'Fn', INLINE));
    expect(connected(staged)).toEqual([]);
    expect(connected(abroad)).toEqual([]);
    Annotations.fromStack(staged).hasWarning('/Stage/Staged', notInNetwork('another stage'));
    Annotations.fromStack(abroad).hasWarning('/Abroad', notInNetwork('another account or Region'));
    expect(stack.dependencies).toEqual([]);
  });
});
