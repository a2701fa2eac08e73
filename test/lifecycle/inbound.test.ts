import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Destination } from '../../src/connection/destination';
import { Egress } from '../../src/egress/egress';
import { EndpointPolicy } from '../../src/endpoints/endpoint-policy';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import { PrivateLambdaNetwork } from '../../src/network/private-lambda-network';
import { FakeNetwork } from '../connection/fake-network';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

function orders(change: (fn: VpcConnectedFunction) => void): Stack {
  const stack = new Stack(new App(), 'Shop');
  change(new VpcConnectedFunction(stack, 'Orders', { network: new FakeNetwork(stack, 'Network'), destinations: [], ...CODE }));
  return stack;
}

describe('F11: a function in a private network that is given a URL is told that the URL is public', () => {
  const url = (whom: string) => Match.stringLikeRegexp(`public internet ${whom}.*cdk-lambda-network:functionUrl`);

  test.each<[string, string, (fn: VpcConnectedFunction) => unknown]>([
    ['its own', 'by whoever IAM allows', (fn) => fn.addFunctionUrl()],
    ['open to all', 'by anybody', (fn) => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })],
    ['of an alias', 'by whoever IAM allows', (fn) => fn.addAlias('live').addFunctionUrl()],
  ])('%s', (_, whom, give) => {
    Annotations.fromStack(orders((fn) => give(fn))).hasWarning('/Shop/Orders', url(whom));
  });

  test('no URL, no warning', () => {
    Annotations.fromStack(orders(() => undefined)).hasNoWarning('*', url(''));
  });

  test('the warning can be acknowledged', () => {
    const stack = orders((fn) => {
      fn.addFunctionUrl();
      Validations.of(fn).acknowledge({ id: 'cdk-lambda-network:functionUrl', reason: 'behind CloudFront' });
    });
    Annotations.fromStack(stack).hasNoWarning('*', url(''));
  });
});

describe('F11: the endpoint of the Lambda API lets certain functions be invoked', () => {
  function closed(): Template {
    const stack = new Stack(new App(), 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
    const target = new VpcConnectedFunction(stack, 'Orders', { network, destinations: [], ...CODE });
    const elsewhere = lambda.Function.fromFunctionArn(stack, 'Elsewhere', 'arn:aws:lambda:eu-west-1:111122223333:function:elsewhere');
    network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.LAMBDA, { policy: EndpointPolicy.invocationsOf(target, elsewhere) });
    new VpcConnectedFunction(stack, 'Caller', { network, destinations: [Destination.awsService('lambda')], ...CODE });
    return Template.fromStack(stack);
  }

  test('these, their versions and aliases, and no other action', async () => {
    const [{ Properties: { PolicyDocument: { Statement } } }] = Object.values(closed().findResources('AWS::EC2::VPCEndpoint', {
      Properties: { VpcEndpointType: 'Interface' },
    })) as Array<{ Properties: { PolicyDocument: { Statement: Array<{ Resource: unknown[] }> } } }>;
    const Resource = Statement[0].Resource.filter((one) => typeof one === 'string');
    expect(Statement).toHaveLength(1);
    expect(Statement[0].Resource).toHaveLength(4);
    const decide = async (action: string, name: string) => runSimulation({
      request: {
        principal: 'arn:aws:iam::111122223333:role/Caller', action, contextVariables: {},
        resource: { resource: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`, accountId: '111122223333' },
      },
      identityPolicies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
      vpcEndpointPolicies: [{ name: 'endpoint', policy: { Version: '2012-10-17', Statement: [{ ...Statement[0], Resource }] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    }, {});
    await expect(decide('lambda:InvokeFunction', 'elsewhere')).resolves.toMatchObject({ overallResult: 'Allowed' });
    await expect(decide('lambda:InvokeFunction', 'elsewhere:live')).resolves.toMatchObject({ overallResult: 'Allowed' });
    await expect(decide('lambda:InvokeFunction', 'elsewhere2')).resolves.toMatchObject({ overallResult: 'ImplicitlyDenied' });
    await expect(decide('lambda:UpdateFunctionCode', 'elsewhere')).resolves.toMatchObject({ overallResult: 'ImplicitlyDenied' });
  });
});

describe('F13: the troubleshooting command of a function', () => {
  function text(define: (fn: VpcConnectedFunction) => string): string {
    const stack = orders((fn) => new CfnOutput(fn, 'Troubleshoot', { value: define(fn) }));
    const [{ Value }] = Object.values(Template.fromStack(stack).findOutputs('*')) as Array<{ Value: { 'Fn::Join': [string, unknown[]] } }>;
    return Value['Fn::Join'][1].map((part) => typeof part === 'string' ? part : '…').join('');
  }

  test('starts the runbook of AWS Support', () => {
    expect(text((fn) => fn.connection.troubleshootingCommand(fn))).toBe(
      'aws ssm start-automation-execution --document-name AWSSupport-TroubleshootLambdaInternetAccess '
      + '--parameters "FunctionName=…,destinationIp=192.0.2.1,destinationPort=443" --region …',
    );
  });

  test('for another address and port', () => {
    const command = text((fn) => fn.connection.troubleshootingCommand(fn, { destinationIp: '198.51.100.7', destinationPort: 5432 }));
    expect(command).toContain('destinationIp=198.51.100.7,destinationPort=5432');
  });
});
