import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { judgeTemplates } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';

/*
 * Extensions of AWS bring their destinations: they are told by their layers, as templates and AWS CDK write these (E7 of docs/requirements.md).
 */

const ref = (name: string) => ({ Ref: name });

function warnings(Layers: unknown, props: object = {}, rest: object = {}): readonly string[] {
  const resources: Resources = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true }],
    Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }],
    Group: ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'functions' }],
    Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] }, Layers, ...props }],
  };
  return judgeTemplates([template({ Resources: resourcesOf(resources), ...rest })]).findings.filter(({ code }) => code === 'LAMBDA_EXTENSION_WITHOUT_WAY').map(({ message }) => message);
}

const arn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:layer:${name}:7`;

describe('an extension', () => {
  test.each([
    ['LambdaInsightsExtension', 'logs'], ['LambdaInsightsExtension-Arm64', 'logs'], ['AWS-Parameters-and-Secrets-Lambda-Extension', 'secretsmanager or ssm'],
    ['AWS-Parameters-and-Secrets-Lambda-Extension-Arm64', 'secretsmanager or ssm'], ['AWS-AppConfig-Extension', 'appconfigdata'], ['AWS-AppConfig-Extension-Arm64', 'appconfigdata'],
    ['aws-otel-nodejs-amd64-ver-1-30-1', 'xray'], ['aws-otel-python-arm64-ver-1-29-0', 'xray'], ['aws-otel-java-agent-amd64-ver-1-32-0', 'xray'], ['aws-otel-collector-arm64-ver-0-115-0', 'xray'],
  ])('is known by its layer: %s', (name, services) => {
    expect(warnings([arn(name)])).toEqual([expect.stringContaining(`which calls ${services} from inside of the VPC`)]);
  });

  test.each([
    ['with parts that only the deployment knows', { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension:53' }],
    ['joined', { 'Fn::Join': [':', ['arn:aws:lambda', ref('AWS::Region'), '580247275435', 'layer', 'LambdaInsightsExtension', '53']] }],
    ['by the Region', { 'Fn::FindInMap': ['Layers', ref('AWS::Region'), 'insights'] }],
  ])('is known by an ARN %s', (_, written) => {
    const Mappings = { Layers: { 'us-east-1': { insights: arn('LambdaInsightsExtension') }, 'eu-west-1': { insights: arn('LambdaInsightsExtension') } } };
    expect(warnings([written], {}, { Mappings })).toHaveLength(1);
  });

  test.each([
    ['of somebody else', [arn('MyLambdaInsightsExtensions')]], ['of a template', [ref('Layer')]], ['that a parameter names', ref('Layers')],
    ['whose spans go to the daemon of Lambda', [arn('AWSOpenTelemetryDistroJs')]],
    ['that is another one in some Regions', [{ 'Fn::FindInMap': ['Layers', ref('AWS::Region'), 'some'] }]],
  ])('is not guessed: a layer %s', (_, layers) => {
    const Mappings = { Layers: { 'us-east-1': { some: arn('LambdaInsightsExtension') }, 'eu-west-1': { some: arn('Other') } } };
    expect(warnings(layers, {}, { Mappings, Parameters: { Layers: { Type: 'CommaDelimitedList' } } })).toEqual([]);
  });

  test('exports elsewhere when it is configured so', () => {
    expect(warnings([arn('aws-otel-collector-amd64-ver-0-115-0')], { Environment: { Variables: { OPENTELEMETRY_COLLECTOR_CONFIG_URI: '/var/task/collector.yaml' } } })).toEqual([]);
  });
});

test.each([undefined, 'eu-west-1'])('as AWS CDK adds them, in Region %s, each is told of until its service is declared', (region) => {
  const findings = (destinations: Destination[]) => {
    const app = new App();
    const stack = new Stack(app, 'Shop', region === undefined ? {} : { env: { account: '111122223333', region } });
    new VpcConnectedFunction(stack, 'Orders', {
      network: new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() }), destinations,
      runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'),
      insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0,
      paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103),
    });
    return judgeTemplates([template(app.synth().getStackByName('Shop').template, { name: 'Shop' })]).findings.filter(({ severity }) => severity !== 'info');
  };
  expect(findings([]).map(({ code }) => code)).toEqual(['LAMBDA_EXTENSION_WITHOUT_WAY', 'LAMBDA_EXTENSION_WITHOUT_WAY']);
  expect(findings([]).map(({ mend }) => mend).join()).toContain('for logs');
  expect(findings([Destination.awsService('logs'), Destination.awsService('ssm')])).toEqual([]);
});
