import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as cr from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { templateOf } from '../support/synthesize';
import type { VpcConnection } from 'cdk-lambda-network';
import { Destination, Egress, PrivateLambdaNetwork } from 'cdk-lambda-network';

/*
 * E5: constructs of AWS CDK that define functions, in closed networks. What they pass on to their functions is each one's own.
 */

const HANDLER = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

interface Shop {
  readonly app: App;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
}

function shop(): Shop {
  const app = new App({ context: { '@aws-cdk/customresources:installLatestAwsSdkDefault': false } });
  const stack = new Stack(app, 'Shop');
  return { app, stack, network: new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() }) };
}

interface Reported {
  readonly id: string;
  readonly verdicts: readonly { readonly destination: string; readonly declared: boolean; readonly verdict: string }[];
}

/** The functions that declare destinations, with the verdicts on these. */
function declared(app: App): Record<string, string>[] {
  const { directory } = app.synth();
  const { functions } = JSON.parse(readFileSync(join(directory, 'reachability.json'), 'utf8')) as { functions: Reported[] };
  return functions.map(({ verdicts }) => verdicts.filter((each) => each.declared))
    .map((verdicts) => Object.fromEntries(verdicts.map(({ destination, verdict }) => [destination, verdict])))
    .filter((verdicts) => Object.keys(verdicts).length > 0);
}

function deployment({ stack }: Shop, { role }: VpcConnection, more: Partial<s3deploy.BucketDeploymentProps> = {}): s3deploy.BucketDeployment {
  return new s3deploy.BucketDeployment(stack, 'Deployment', {
    sources: [s3deploy.Source.data('index.html', '<html></html>')], destinationBucket: new s3.Bucket(stack, 'Site', { enforceSSL: true }), role, ...more,
  });
}

function call({ stack }: Shop, { role }: VpcConnection, more: Partial<cr.AwsCustomResourceProps> = {}): cr.AwsCustomResource {
  return new cr.AwsCustomResource(stack, 'Call', {
    onCreate: { service: 'SQS', action: 'listQueues', physicalResourceId: cr.PhysicalResourceId.of('queues') }, policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
    role, ...more,
  });
}

function provider({ stack }: Shop, { role }: VpcConnection): cr.Provider {
  return new cr.Provider(stack, 'Provider', { onEventHandler: new lambda.Function(stack, 'OnEvent', HANDLER), frameworkOnEventRole: role });
}

const S3 = Destination.awsService('s3');
const [LAMBDA, SQS] = ['lambda', 'sqs'].map((service) => Destination.awsService(service));

const CONSTRUCTS: readonly (readonly [string, Destination[], (parts: Shop, connection: VpcConnection) => Construct])[] = [
  ['a deployment to a bucket', [S3], (parts, connection) => deployment(parts, connection)],
  ['a deployment to a bucket that is told of the network', [S3], (parts, connection) => deployment(parts, connection, {
    vpc: connection.vpc, vpcSubnets: connection.vpcSubnets, securityGroups: connection.securityGroups,
  })],
  ['a custom resource that calls a service', [S3, SQS], (parts, connection) => call(parts, connection)],
  ['a custom resource in the VPC, for which AWS CDK defines a group', [S3, SQS], (parts, connection) => call(parts, connection, {
    vpc: connection.vpc, vpcSubnets: connection.vpcSubnets,
  })],
  ['a provider', [S3, LAMBDA], (parts, connection) => provider(parts, connection)],
];

describe('E5: attach() takes a construct that contains one function', () => {
  test.each(CONSTRUCTS)('%s', (_, destinations, define) => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations });
    connection.attach(define(parts, connection));
    const { stack } = parts;
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: {
        SubnetIds: stack.resolve(connection.subnets.map(({ subnetId }) => subnetId)) as unknown, Ipv6AllowedForDualStack: true,
        SecurityGroupIds: stack.resolve(connection.securityGroups.map(({ securityGroupId }) => securityGroupId)) as unknown,
      },
      Role: stack.resolve(connection.role.roleArn) as unknown,
      LoggingConfig: { LogGroup: stack.resolve(connection.logGroup.logGroupRef.logGroupName) as unknown },
    });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('for its framework'))).toEqual([]);
    expect(declared(parts.app)).toEqual([Object.fromEntries(destinations.map((destination) => [destination === S3 ? 's3' : destination === SQS ? 'sqs' : 'lambda', 'reachable']))]);
  });

  test('a function of a framework that has several is attached by itself', () => {
    const parts = shop();
    const { stack, network } = parts;
    const connection = network.connect(stack, 'Connection', { destinations: [S3, LAMBDA, Destination.awsService('states')] });
    const [onEventHandler, isCompleteHandler] = ['OnEvent', 'IsComplete'].map((id) => new lambda.Function(stack, id, HANDLER));
    const framework = new cr.Provider(stack, 'Provider', {
      onEventHandler, isCompleteHandler, frameworkOnEventRole: connection.role,
      vpc: connection.vpc, vpcSubnets: connection.vpcSubnets, securityGroups: connection.securityGroups,
    });
    expect(() => connection.attach(framework)).toThrow(/contains 3 functions \(Shop\/Provider\/framework-isComplete, Shop\/Provider\/framework-onEvent, Shop\/Provider\/framework-onTimeout\), expected one/);
    connection.attach(framework.node.findChild('framework-onEvent'));
    expect(declared(parts.app)).toEqual([{ s3: 'reachable', lambda: 'reachable', states: 'reachable' }]);
  });

  test('what the framework calls and nobody declares is warned of', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [SQS] });
    connection.attach(provider(parts, connection));
    Annotations.fromStack(parts.stack).hasWarning('/Shop/Provider', Match.stringLikeRegexp('calls s3 and lambda .*Destination\\.awsService\\(\'s3\'\\) and Destination\\.awsService\\(\'lambda\'\\)'));
  });

  test('a construct with a role of its own is refused', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [S3] });
    const other = parts.network.connect(parts.stack, 'Other', { destinations: [S3] });
    expect(() => connection.attach(deployment(parts, other))).toThrow(/runs with a role of its own/);
  });

  test('a construct that was given other groups is refused', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [S3] });
    const securityGroups = [new ec2.SecurityGroup(parts.stack, 'Group', { vpc: parts.network.vpc })];
    expect(() => connection.attach(deployment(parts, connection, { vpc: connection.vpc, vpcSubnets: connection.vpcSubnets, securityGroups }))).toThrow(/has other security groups/);
  });

  test('a construct without a function is refused', () => {
    const { stack, network } = shop();
    const connection = network.connect(stack, 'Connection', { destinations: [] });
    expect(() => connection.attach(new s3.Bucket(stack, 'Site'))).toThrow(/contains 0 functions, expected one: attach the function itself \[FUNCTION_AMBIGUOUS\]/);
  });
});
