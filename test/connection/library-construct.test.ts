import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as cr from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { savedVerdicts } from '../support/saved-verdicts';
import { templateOf } from '../support/synthesize';
import type { VpcConnection } from 'cdk-lambda-network';
import { Destination, Egress, PrivateLambdaNetwork } from 'cdk-lambda-network';

/*
 * E5: constructs of AWS CDK that define functions, in closed networks. What they pass on to their functions is each one's own.
 */

const HANDLER = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

const QUEUES: cr.AwsSdkCall = { service: 'SQS', action: 'listQueues', physicalResourceId: cr.PhysicalResourceId.of('queues') };

interface Shop {
  readonly app: App;
  readonly stack: Stack;
  readonly network: PrivateLambdaNetwork;
}

function shop(egress = Egress.none()): Shop {
  const app = new App({ context: { '@aws-cdk/customresources:installLatestAwsSdkDefault': false } });
  const stack = new Stack(app, 'Shop');
  return { app, stack, network: new PrivateLambdaNetwork(stack, 'Network', { egress }) };
}

interface Reported {
  readonly id: string;
  readonly verdicts: readonly { readonly destination: string; readonly declared: boolean; readonly verdict: string }[];
}

/** The functions that declare destinations, with the verdicts on these. */
function declared(app: App): Record<string, string>[] {
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as { functions: Reported[] };
  return functions.map(({ verdicts }) => verdicts.filter((each) => each.declared))
    .map((verdicts) => Object.fromEntries(verdicts.map(({ destination, verdict }) => [destination, verdict])))
    .filter((verdicts) => Object.keys(verdicts).length > 0);
}

function deployment(
  { stack }: Shop, { role }: { readonly role?: iam.IRole }, more: Partial<s3deploy.BucketDeploymentProps> = {},
): s3deploy.BucketDeployment {
  return new s3deploy.BucketDeployment(stack, 'Deployment', {
    sources: [s3deploy.Source.data('index.html', '<html></html>')], destinationBucket: new s3.Bucket(stack, 'Site', { enforceSSL: true }), role, ...more,
  });
}

function call({ stack }: Shop, { role }: VpcConnection, more: Partial<cr.AwsCustomResourceProps> = {}): cr.AwsCustomResource {
  return new cr.AwsCustomResource(stack, 'Call', {
    onCreate: QUEUES, policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
    role, ...more,
  });
}

function provider({ stack }: Shop, { role }: VpcConnection): cr.Provider {
  return new cr.Provider(stack, 'Provider', { onEventHandler: new lambda.Function(stack, 'OnEvent', HANDLER), frameworkOnEventRole: role });
}

interface InGroups {
  readonly VpcConfig: { readonly SecurityGroupIds: { readonly 'Fn::GetAtt': string[] }[] };
}

/** The groups of each function that has some, by the beginnings of their logical ids. */
function idsOfGroups(stack: Stack): string[][] {
  const functions = templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { VpcConfig: Match.anyValue() } });
  return Object.values(functions).map(({ Properties }) => (Properties as InGroups).VpcConfig.SecurityGroupIds.map(({ 'Fn::GetAtt': [id] }) => id.replace(/[0-9A-F]{8}$/, '')));
}

function nameOf(destination: Destination): string {
  return destination === S3 ? 's3' : destination === SQS ? 'sqs' : 'lambda';
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

/** A connection to the network of the shop, in a stack of its own. */
function fromOtherStack({ app, network }: Shop): VpcConnection {
  return network.connect(new Stack(app, 'Other'), 'Connection', { destinations: [] });
}

describe('E5: a connection in another stack than its function', () => {
  test.each(CONSTRUCTS)('is refused where the network is beside the function: %s', (_, __, define) => {
    const parts = shop();
    const connection = fromOtherStack(parts);
    expect(() => connection.attach(define(parts, connection)))
      .toThrow(/the connection Other\/Connection is in the stack Other and refers to Shop\/.*: make the connection in the stack Shop \[CONNECTION_STACK\]/);
  });

  test('is refused where its role may use what is beside the function', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [] });
    const other = new Stack(parts.app, 'Other');
    const attach = (): void => connection.attach(deployment({ ...parts, stack: other }, connection));
    expect(attach).toThrow(/refers to Other\/Site\/Resource, .*: make the connection in the stack Other \[CONNECTION_STACK\]/);
  });

  test.each(CONSTRUCTS)('is taken where neither is so: %s', (_, __, define) => {
    const parts = shop();
    const connection = fromOtherStack(parts);
    const own = { ...parts, stack: new Stack(parts.app, 'Third') };
    const { vpc, vpcSubnets, securityGroups } = connection;
    connection.attach(define(own, { vpc, vpcSubnets, securityGroups } as VpcConnection));
    expect(() => parts.app.synth()).not.toThrow();
  });
});

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
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('frameworkNeeds'))).toEqual([]);
    expect(declared(parts.app)).toEqual([Object.fromEntries(destinations.map((destination) => [nameOf(destination), 'reachable']))]);
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

  test.each(CONSTRUCTS)('%s, of which nothing is declared', (_, destinations, define) => {
    const parts = shop();
    const { stack } = parts;
    const connection = parts.network.connect(stack, 'Connection', { destinations: [] });
    connection.attach(define(parts, connection));
    expect(declared(parts.app)).toEqual([Object.fromEntries(destinations.map((destination) => [nameOf(destination), 'reachable']))]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('frameworkNeeds'))).toEqual([]);
    // the group of nothing stays as it is, for whoever has it
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })] });
  });

  test('a group that the function has for itself is opened', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [SQS], dedicatedSecurityGroup: true });
    connection.attach(deployment(parts, connection));
    expect(declared(parts.app)).toEqual([{ sqs: 'reachable', s3: 'reachable' }]);
    expect(idsOfGroups(parts.stack)).toEqual([['ConnectionSecurityGroup']]);
  });

  test('a function that reaches the same as another shares its group', () => {
    const parts = shop();
    const [one, other] = ['One', 'Other'].map((id, index) => parts.network.connect(parts.stack, id, { destinations: index === 0 ? [] : [S3] }));
    one.attach(deployment(parts, one));
    new lambda.Function(parts.stack, 'Orders', { ...HANDLER, ...other.functionOptions });
    const groups = idsOfGroups(parts.stack);
    expect(groups).toHaveLength(2);
    expect(groups[0]).toEqual(groups[1]);
  });

  test('all custom resources that call services count, whenever they are defined', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [] });
    connection.attach(call(parts, connection));
    new cr.AwsCustomResource(parts.stack, 'Later', {
      onCreate: { service: '@aws-sdk/client-cloudwatch-logs', action: 'PutRetentionPolicyCommand', physicalResourceId: cr.PhysicalResourceId.of('logs') },
      onDelete: { service: 'SecretsManager', action: 'deleteSecret', assumedRoleArn: 'arn:aws:iam::111122223333:role/Deleter' },
      policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
    });
    expect(declared(parts.app)).toEqual([{ s3: 'reachable', sqs: 'reachable', logs: 'reachable', secretsmanager: 'reachable', sts: 'reachable' }]);
  });

  test.each<[string, (parts: Shop, connection: VpcConnection) => Construct, RegExp]>([
    ['an invalidation', (parts, connection) => deployment(parts, connection, {
      distribution: new cloudfront.Distribution(parts.stack, 'Distribution', { defaultBehavior: { origin: new origins.HttpOrigin('example.com') } }),
    }), /cloudfront, for the invalidation that Shop\/Deployment\/.* asks for: declare Destination\.internet\(\)/],
    ['the SDK from npm', (parts, connection) => call(parts, connection, { installLatestAwsSdk: true }), /npm, from which .*: set installLatestAwsSdk: false/],
    ['a service without endpoints here', (parts, connection) => call(parts, connection, { onCreate: { ...QUEUES, service: 'Route53', action: 'listHostedZones' } }), /Route53, by .*: declare Destination\.internet\(\)/],
    ['a service in another Region', (parts, connection) => call(parts, connection, { onCreate: { ...QUEUES, region: 'eu-north-1' } }), /SQS of the Region eu-north-1/],
    ['a service that nobody knows', (parts, connection) => call(parts, connection, { onCreate: { ...QUEUES, service: 'Nonesuch' } }), /Nonesuch, by .*: declare the endpoint that answers, with/],
  ])('%s is warned of, and no longer when the internet is declared', (_, define, message) => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [] });
    connection.attach(define(parts, connection));
    Annotations.fromStack(parts.stack).hasWarning('/Shop/Connection', Match.stringLikeRegexp(message.source));
    const open = shop(Egress.natGateways());
    const other = open.network.connect(open.stack, 'Connection', { destinations: [Destination.internet()] });
    other.attach(define(open, other));
    expect(Annotations.fromStack(open.stack).findWarning('*', Match.stringLikeRegexp('frameworkNeeds'))).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['Route53', 'listHostedZones', ['route53']],
    ['S3Control', 'createAccessPoint', ['s3']],
    ['@aws-sdk/client-s3-control', 'CreateAccessPointCommand', ['s3']],
    ['SESV2', 'sendEmail', ['email']],
    ['SESV2', 'sendEmail', ['email-smtp']],
    ['Nonesuch', 'listThings', ['sns']],
  ])('%s: %s is not warned of when %s is declared', (service, action, names) => {
    const warningsWith = (destinations: Destination[]): number => {
      const parts = shop();
      const connection = parts.network.connect(parts.stack, 'Connection', { destinations });
      connection.attach(call(parts, connection, { onCreate: { ...QUEUES, service, action }, onDelete: QUEUES }));
      return Annotations.fromStack(parts.stack).findWarning('*', Match.stringLikeRegexp('frameworkNeeds')).length;
    };
    expect([[], [SQS], names.map((name) => Destination.awsService(name))].map(warningsWith)).toEqual([1, 1, 0]);
  });

  test('a service whose name begins as a remark does not answer it', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [Destination.awsService('iam')] });
    connection.attach(new iam.OpenIdConnectProvider(parts.stack, 'Users', { url: 'https://example.com' }));
    Annotations.fromStack(parts.stack).hasWarning('/Shop/Connection', Match.stringLikeRegexp('iam, and the address of the identity provider'));
  });

  test('a network that defines no endpoints is asked for one', () => {
    const parts = shop();
    const { stack } = parts;
    const network = PrivateLambdaNetwork.fromAttributes(stack, 'Imported', {
      vpcId: 'vpc-0123456789abcdef0', functionSubnets: [{ subnetId: 'subnet-0000000000000000a', availabilityZone: 'eu-west-1a' }],
    });
    const connection = network.connect(stack, 'Connection', { destinations: [] });
    connection.attach(deployment(parts, { role: undefined }));
    expect(() => parts.app.synth()).toThrow(/LAMBDA_PROVIDER_CANNOT_ANSWER/);
    expect(connection.node.metadata.map(({ data }) => data as unknown)).toContainEqual(expect.stringContaining('s3, to which the network has no way'));
  });

  test('a construct with a role of its own keeps it, and the role gets what Lambda needs', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [] });
    connection.attach(deployment(parts, { role: undefined }));
    const template = templateOf(parts.stack);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Action: Match.arrayWith(['ec2:CreateNetworkInterface']) }), Match.objectLike({ Effect: 'Deny' })]) },
    });
    expect(Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.startsWith('ConnectionRole'))).toEqual([]);
    expect(declared(parts.app)).toEqual([{ s3: 'reachable' }]);
  });

  test('a framework whose logs are kept for some time writes where they are', () => {
    const parts = shop();
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [] });
    connection.attach(new cr.Provider(parts.stack, 'Provider', { onEventHandler: new lambda.Function(parts.stack, 'OnEvent', HANDLER), logRetention: logs.RetentionDays.ONE_WEEK }));
    templateOf(parts.stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.anyValue(), LoggingConfig: Match.objectLike({ LogGroup: Match.absent() }) });
  });

  test('a construct with another role than the one that the connection was given is refused', () => {
    const parts = shop();
    const role = new iam.Role(parts.stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const connection = parts.network.connect(parts.stack, 'Connection', { destinations: [S3], role });
    expect(() => connection.attach(deployment(parts, { role: undefined }))).toThrow(/runs with a role of its own/);
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
