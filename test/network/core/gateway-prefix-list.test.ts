import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src';
import { savedVerdicts } from '../../support/saved-verdicts';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

interface Functions {
  readonly [logicalId: string]: { readonly Properties: { readonly VpcConfig?: unknown; readonly Role: { readonly 'Fn::GetAtt': [string, string] } } };
}

function define(id = 'Shop', app = new App()): { readonly app: App; readonly stack: Stack; readonly network: PrivateLambdaNetwork } {
  const stack = new Stack(app, id);
  return { app, stack, network: new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() }) };
}

function declare(stack: Stack, network: PrivateLambdaNetwork, services: string[], id = 'Orders'): void {
  new VpcConnectedFunction(stack, id, { network, destinations: services.map((service) => Destination.awsService(service)), ...CODE });
}

/** A call of a user's, whose function is in the VPC when it is the first one in its stack. */
function callFromVpc(stack: Stack, vpc: ec2.IVpc): void {
  new cr.AwsCustomResource(stack, 'Call', {
    onUpdate: { service: 'STS', action: 'getCallerIdentity', physicalResourceId: cr.PhysicalResourceId.of('call') },
    policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }),
    vpc,
    vpcSubnets: { subnets: vpc.isolatedSubnets },
  });
}

/** Logical ids of the functions, by what the custom resources of a type name as their service. */
function serviceOf(template: Template, type: string): string[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => (Properties as { ServiceToken: { 'Fn::GetAtt': [string, string] } }).ServiceToken['Fn::GetAtt'][0]);
}

describe('F5: the look-up of prefix lists has a function of its own', () => {
  test.each<[string, Array<'call' | 'declare'>]>([
    ['before', ['call', 'declare']],
    ['after', ['declare', 'call']],
  ])('a call of somebody else %s it stays in the VPC, and the look-up out of it', (_, order) => {
    const { stack, network } = define();
    order.forEach((step) => step === 'call' ? callFromVpc(stack, network.vpc) : declare(stack, network, ['s3']));
    const template = Template.fromStack(stack);
    const functions = template.findResources('AWS::Lambda::Function') as Functions;
    const [lookUp] = serviceOf(template, 'Custom::GatewayPrefixList');
    const [call] = serviceOf(template, 'Custom::AWS');
    expect(lookUp).not.toBe(call);
    expect(functions[lookUp].Properties.VpcConfig).toBeUndefined();
    expect(functions[call].Properties.VpcConfig).toBeDefined();
  });

  test('one for all networks and services of a stack, and one look-up for each of them', () => {
    const { stack, network } = define();
    const other = new PrivateLambdaNetwork(stack, 'Other', { egress: Egress.none() });
    declare(stack, network, ['s3', 'dynamodb']);
    declare(stack, network, ['s3'], 'Payments');
    declare(stack, other, ['s3'], 'Reports');
    const template = Template.fromStack(stack);
    expect(new Set(serviceOf(template, 'Custom::GatewayPrefixList')).size).toBe(1);
    template.resourceCountIs('Custom::GatewayPrefixList', 3);
    template.hasResourceProperties('Custom::GatewayPrefixList', { PrefixListName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.dynamodb']] } });
  });

  test('its role reads prefix lists and writes its log, whose retention is known, and nothing else', () => {
    const { stack, network } = define();
    declare(stack, network, ['s3']);
    const template = Template.fromStack(stack);
    const [lookUp] = serviceOf(template, 'Custom::GatewayPrefixList');
    const { Properties: { Role: { 'Fn::GetAtt': [role] } } } = (template.findResources('AWS::Lambda::Function') as Functions)[lookUp];
    const { Properties } = template.findResources('AWS::IAM::Role')[role] as { Properties: { ManagedPolicyArns?: unknown; Policies: Array<{ PolicyDocument: { Statement: unknown } }> } };
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(Properties.Policies.map(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([[
      { Effect: 'Allow', Action: 'ec2:DescribeManagedPrefixLists', Resource: '*' },
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [expect.stringContaining('PrefixListsLogGroup'), 'Arn'] } },
    ]]);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
    expect(Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) => id.includes('PrefixList'))).toEqual([]);
  });

  test('stacks that were deployed with an AwsCustomResource get another logical id: CloudFormation refuses another provider for the same', () => {
    const { stack, network } = define();
    declare(stack, network, ['s3']);
    expect(Object.keys(Template.fromStack(stack).findResources('Custom::GatewayPrefixList'))).toEqual([expect.not.stringContaining('LookUp')]);
  });

  test('the rule names what is looked up, and the analysis knows which service that is', () => {
    const { app, stack, network } = define();
    declare(stack, network, ['s3']);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ DestinationPrefixListId: { 'Fn::GetAtt': [Match.stringLikeRegexp('S3PrefixList'), 'PrefixListId'] } })],
    });
    const { functions } = savedVerdicts(app.synth().directory) as {
      functions: Array<{ id: string; verdicts: Array<{ destination: string; verdict: string; declared: boolean }> }>;
    };
    const declared = functions.find(({ id }) => id === 'Shop/Orders')!.verdicts.filter((one) => one.declared);
    expect(declared.map(({ destination, verdict }) => `${destination} ${verdict}`)).toEqual(['s3 reachable']);
  });
});
