import { App, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import type { Report } from './judging';
import { judgeTemplates } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';

/*
 * What AWS refuses, or hangs on, as templates write it: the ways in which people and AWS CDK name functions, access points and zones.
 */

const ref = (name: string) => ({ Ref: name });
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

/** A function in a subnet from which nothing leads out. */
const CLOSED: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true }],
  Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }],
  Group: ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'functions' }],
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } }],
};

function errorsIn({ findings }: Report): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code, resource }) => `${code} ${resource}`);
}

function judged(resources: Resources, rest: object = {}): Report {
  return judgeTemplates([template({ Resources: resourcesOf({ ...CLOSED, ...resources }), ...rest })]);
}

function synthesized(define: (stack: Stack) => void): Report {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'us-east-1' } });
  define(stack);
  return judgeTemplates([template(app.synth().getStackArtifact(stack.artifactId).template, { name: 'Shop' })]);
}

describe('a function at the edge', () => {
  const distribution = (LambdaFunctionARN: unknown, place: 'DefaultCacheBehavior' | 'CacheBehaviors' = 'DefaultCacheBehavior'): Resources => {
    const behavior = { LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN }] };
    return {
      Version: ['AWS::Lambda::Version', { FunctionName: ref('Fn') }],
      Live: ['AWS::Lambda::Alias', { FunctionName: ref('Fn'), Name: 'live', FunctionVersion: '1' }],
      Shop: ['AWS::CloudFront::Distribution', { DistributionConfig: { [place]: place === 'CacheBehaviors' ? [behavior] : behavior } }],
    };
  };

  test.each([
    ['a version', ref('Version')], ['the ARN of a version', { 'Fn::GetAtt': ['Version', 'FunctionArn'] }], ['an alias', ref('Live')],
    ['a number behind the ARN', { 'Fn::Sub': '${Fn.Arn}:3' }], ['the same, joined', { 'Fn::Join': [':', [arn('Fn'), '3']] }], ['a version that SAM makes', ref('Fn.Version')],
  ])('is named by %s', (_, name) => {
    const report = judged(distribution(name));
    expect(errorsIn(report)).toEqual(['LAMBDA_AT_EDGE_IN_VPC Fn']);
    expect(report.findings[0].message).toContain('Shop (origin-request)');
  });

  test('is run for one path as for all', () => {
    expect(errorsIn(judged(distribution(ref('Version'), 'CacheBehaviors')))).toEqual(['LAMBDA_AT_EDGE_IN_VPC Fn']);
  });

  test.each([
    ['an ARN', 'arn:aws:lambda:us-east-1:123456789012:function:fn:3'], ['a parameter', ref('Somewhere')], ['an import', { 'Fn::ImportValue': 'edge' }],
    ['what is not there', ref('Other.Version')],
  ])('is not known by %s', (_, name) => {
    expect(errorsIn(judged(distribution(name), { Parameters: { Somewhere: { Type: 'String' } } }))).toEqual([]);
  });

  test('is a warning when a condition decides', () => {
    const { Shop, ...others } = distribution(ref('Version'));
    const body = { Conditions: { Edge: { 'Fn::Equals': [ref('Stage'), 'live'] } }, Parameters: { Stage: { Type: 'String' } } };
    const resources = { ...resourcesOf({ ...CLOSED, ...others }), Shop: { ...resourcesOf({ Shop }).Shop as object, Condition: 'Edge' } };
    const { findings } = judgeTemplates([template({ ...body, Resources: resources })]);
    expect(findings.map(({ code, severity, message }) => ({ code, severity, message }))).toEqual([
      { code: 'LAMBDA_AT_EDGE_IN_VPC', severity: 'warning', message: expect.stringMatching(/^when condition Edge is true: /) as unknown },
    ]);
  });

  test('is what AWS CDK makes of it', () => {
    expect(errorsIn(synthesized((stack) => {
      const fn = new lambda.Function(stack, 'Edge', {
        vpc: new ec2.Vpc(stack, 'Vpc'), runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1;'),
      });
      const edgeLambdas = [{ eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST, functionVersion: fn.currentVersion }];
      new cloudfront.Distribution(stack, 'Shop', { defaultBehavior: { origin: new origins.HttpOrigin('shop.example.com'), edgeLambdas } });
    }))).toEqual([expect.stringMatching(/^LAMBDA_AT_EDGE_IN_VPC Edge/)]);
  });
});

describe('the function of a custom resource', () => {
  const resource = (ServiceToken: unknown, type = 'Custom::Thing'): Resources => ({ Thing: [type, { ServiceToken }] });
  const s3: Resources = {
    Routes: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
    Association: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('Routes') }],
    S3: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [ref('Routes')] }],
  };

  test.each([['Custom::Thing', arn('Fn')], ['AWS::CloudFormation::CustomResource', arn('Fn')], ['Custom::Thing', { 'Fn::Sub': '${Fn.Arn}' }]])('of the type %s cannot answer', (type, token) => {
    const report = judged(resource(token, type));
    expect(errorsIn(report)).toEqual(['LAMBDA_PROVIDER_CANNOT_ANSWER Fn']);
    expect(report.findings[0].message).toMatch(/ServiceToken of Thing, its answer goes to Amazon S3, and .* no route/);
  });

  test('answers by a gateway endpoint', () => {
    expect(errorsIn(judged({ ...s3, ...resource(arn('Fn')) }))).toEqual([]);
  });

  test.each([
    ['the endpoint is for an interface whose groups are not known', {
      S3: ['AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface', VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.us-east-1.s3', PrivateDnsEnabled: true, SubnetIds: [ref('Private')], SecurityGroupIds: ['sg-0123'],
        DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'AllResolvers' },
      }],
      ...resource(arn('Fn')),
    }],
    ['the subnet is imported', { Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-0123'], SecurityGroupIds: [ref('Group')] } }], ...resource(arn('Fn')) }],
    ['it has no VPC', { Fn: ['AWS::Lambda::Function', {}], ...resource(arn('Fn')) }],
    ['the token is another function', resource('arn:aws:lambda:us-east-1:123456789012:function:fn')],
  ] as [string, Resources][])('is left alone when %s', (_, resources) => {
    expect(errorsIn(judged(resources))).toEqual([]);
  });

  test('is that of the provider framework, which calls others before it answers', () => {
    const define = (endpoints: readonly ec2.GatewayVpcEndpointAwsService[]) => (stack: Stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'closed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
      endpoints.forEach((service) => vpc.addGatewayEndpoint('S3', { service }));
      const handler = () => ({ runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1;') });
      const inVpc = { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } };
      const provider = new Provider(stack, 'Provider', {
        onEventHandler: new lambda.Function(stack, 'OnEvent', { ...handler(), ...inVpc }), isCompleteHandler: new lambda.Function(stack, 'IsComplete', { ...handler(), ...inVpc }),
        queryInterval: Duration.seconds(10), ...inVpc,
      });
      new CustomResource(stack, 'Thing', { serviceToken: provider.serviceToken });
    };
    const [without, withS3] = [synthesized(define([])), synthesized(define([ec2.GatewayVpcEndpointAwsService.S3]))];
    expect(errorsIn(without)).toEqual([expect.stringMatching(/^LAMBDA_PROVIDER_CANNOT_ANSWER ProviderframeworkonEvent/)]);
    expect(errorsIn(withS3)).toEqual([expect.stringMatching(/^LAMBDA_PROVIDER_CANNOT_ANSWER ProviderframeworkonEvent/)]);
    expect(withS3.findings.find(({ severity }) => severity === 'error')!.message).toContain('it calls lambda before it answers');
  });
});

describe('a file system that is mounted', () => {
  const files = (target: object, point: unknown = arn('Point'), more: Resources = {}): Resources => ({
    Files: ['AWS::EFS::FileSystem', {}],
    Point: ['AWS::EFS::AccessPoint', { FileSystemId: ref('Files') }],
    FilesGroup: ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'files', SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, CidrIp: '10.99.0.0/16' }] }],
    Target: ['AWS::EFS::MountTarget', { FileSystemId: ref('Files'), SubnetId: ref('Private'), ...target }],
    Fn: ['AWS::Lambda::Function', { VpcConfig: CLOSED.Fn[1]!['VpcConfig' as never], FileSystemConfigs: [{ Arn: point, LocalMountPath: '/mnt/files' }] }],
    ...more,
  });

  test.each([
    ['its attribute', arn('Point')], ['a text', { 'Fn::Sub': 'arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:access-point/${Point}' }],
  ])('is found by %s of the access point', (_, point) => {
    expect(errorsIn(judged(files({ SecurityGroups: [ref('FilesGroup')] }, point)))).toEqual(['LAMBDA_MOUNT_BLOCKED Fn']);
  });

  test('has the default group of the VPC unless it names one', () => {
    expect(errorsIn(judged(files({})))).toEqual(['LAMBDA_MOUNT_BLOCKED Fn']);
    const member = { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [{ 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }] } };
    const { Fn: [type, props] } = files({});
    expect(errorsIn(judged({ ...files({}), Fn: [type, { ...props, ...member }] }))).toEqual([]);
  });

  test('is nobody\'s business when its access point or its targets are elsewhere', () => {
    expect(errorsIn(judged(files({}, 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123')))).toEqual([]);
    expect(errorsIn(judged(files({}, arn('Point'), { Point: ['AWS::EFS::AccessPoint', { FileSystemId: 'fs-0123' }] })))).toEqual([]);
    expect(errorsIn(judged(files({ FileSystemId: { 'Fn::ImportValue': 'files' } })))).toEqual([]);
    expect(errorsIn(judged(files({ SubnetId: 'subnet-0123', SecurityGroups: ['sg-0123'] })))).toEqual([]);
  });

  test('is one of Amazon S3 Files alike', () => {
    const s3: Resources = {
      Files: ['AWS::S3Files::FileSystem', {}],
      Point: ['AWS::S3Files::AccessPoint', { FileSystemId: { 'Fn::GetAtt': ['Files', 'FileSystemId'] } }],
      Target: ['AWS::S3Files::MountTarget', { FileSystemId: { 'Fn::GetAtt': ['Files', 'FileSystemId'] }, SubnetId: ref('Private'), SecurityGroups: [ref('FilesGroup')] }],
    };
    expect(errorsIn(judged(files({}, { 'Fn::GetAtt': ['Point', 'AccessPointArn'] }, s3)))).toEqual(['LAMBDA_MOUNT_BLOCKED Fn']);
  });

  test('works as AWS CDK mounts it', () => {
    expect(errorsIn(synthesized((stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'closed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
      const point = new efs.FileSystem(stack, 'Files', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }).addAccessPoint('Point');
      new lambda.Function(stack, 'Fn', {
        runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1;'),
        vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/files'),
      });
    }))).toEqual([]);
  });
});

describe('encryption controls that are enforced', () => {
  const control = (props: object): Resources => ({ Control: ['AWS::EC2::VPCEncryptionControl', { VpcId: ref('Vpc'), Mode: 'enforce', ...props }] });
  const lambdaOnly = { LambdaExclusionInput: 'enable' };

  test.each([
    ['Lambda', {}, {}], ['NatGateway', lambdaOnly, { Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Private'), ConnectivityType: 'private' }] }],
    ['InternetGateway', lambdaOnly, { Igw: ['AWS::EC2::InternetGateway'], Attach: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }] }],
    ['VirtualPrivateGateway', lambdaOnly, { Vgw: ['AWS::EC2::VPNGateway', { Type: 'ipsec.1' }], Attach: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), VpnGatewayId: ref('Vgw') }] }],
    ['EgressOnlyInternetGateway', lambdaOnly, { Eigw: ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }] }],
    ['ElasticFileSystem', lambdaOnly, { Files: ['AWS::EFS::FileSystem', {}], Target: ['AWS::EFS::MountTarget', { FileSystemId: ref('Files'), SubnetId: ref('Private') }] }],
    ['VpcPeering', lambdaOnly, { Peer: ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }], Peering: ['AWS::EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Peer') }] }],
    ['VpcLattice', lambdaOnly, { Lattice: ['AWS::VpcLattice::ServiceNetworkVpcAssociation', { VpcIdentifier: ref('Vpc') }] }],
  ] as [string, object, Resources][])('need the exclusion of %s', (name, props, resources) => {
    const { findings } = judged({ ...resources, ...control(props) });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ code, mend }) => `${code}: ${mend}`)).toEqual([`VPC_ENCRYPTION_NOT_EXCLUDED: set ${name}ExclusionInput: enable; or set Mode: monitor`]);
    expect(errorsIn(judged({ ...resources, ...control({ ...props, [`${name}ExclusionInput`]: 'enable' }) }))).toEqual([]);
  });

  test('are not needed by a peer that no template defines, nor without enforcement', () => {
    const peering: Resources = { Peering: ['AWS::EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: 'vpc-0123' }] };
    expect(errorsIn(judged({ ...peering, ...control(lambdaOnly) }))).toEqual([]);
    expect(errorsIn(judged(control({ Mode: 'monitor' })))).toEqual([]);
  });
});
