import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { VpcConnectedFunctionProps } from 'cdk-lambda-network';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from 'cdk-lambda-network';

const KEY = 'cdk-lambda-network:must-not-reach';

function defineFunction(props: Partial<VpcConnectedFunctionProps>): { stack: Stack; orders: VpcConnectedFunction } {
  const stack = new Stack(new App(), 'Shop');
  const network = props.network ?? new PrivateLambdaNetwork(stack, 'Network');
  const orders = new VpcConnectedFunction(stack, 'Orders', {
    network,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    destinations: [Destination.awsService('s3')],
    ...props,
  });
  return { stack, orders };
}

function synthesize(props: Partial<VpcConnectedFunctionProps>): void {
  (defineFunction(props).stack.node.root as App).synth();
}

describe('A2: what a function must not reach', () => {
  test('is stated in the template, opens nothing and closes nothing', () => {
    const [{ stack: plain }, { stack: forbidding }] = [
      defineFunction({}),
      defineFunction({ mustNotReach: [Destination.internet(), Destination.cidr('10.0.0.0/8', ec2.Port.tcp(443))] }),
    ];
    const [before, after] = [plain, forbidding].map((stack) => Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> });
    const others = ({ Resources }: typeof before) => Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::Lambda::Function');
    expect(others(after)).toEqual(others(before));
    Template.fromStack(forbidding).hasResource('AWS::Lambda::Function', {
      Metadata: Match.objectLike({
        [KEY]: [
          { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
          { kind: 'cidr', cidr: '10.0.0.0/8', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
        ],
      }),
    });
  });

  test('that is not said leaves no trace in the template', () => {
    expect(JSON.stringify(Template.fromStack(defineFunction({}).stack).toJSON())).not.toContain(KEY);
  });

  test('passes when it is proven to be closed', () => {
    expect(() => synthesize({ mustNotReach: [Destination.internet(), Destination.cidr('10.0.0.0/8', ec2.Port.allTcp())] })).not.toThrow();
  });

  test('fails the synthesis when a destination opens it', () => {
    expect(() => synthesize({ destinations: [Destination.internet()], mustNotReach: [Destination.cidr('10.0.0.0/16', ec2.Port.tcp(443))] }))
      .toThrow(/Shop\/Orders: 10\.0\.0\.0\/16 \(IPv4\) must not be reached, and is: [\s\S]*LAMBDA_REACHES_FORBIDDEN/);
  });

  test('fails the synthesis when somebody else opens it', () => {
    const { stack, orders } = defineFunction({ dedicatedSecurityGroup: true, mustNotReach: [Destination.cidr('10.0.0.0/16', ec2.Port.tcp(5432))] });
    orders.connections.allowTo(ec2.Peer.ipv4('10.0.7.0/24'), ec2.Port.tcpRange(5000, 6000));
    expect(() => (stack.node.root as App).synth()).toThrow(/LAMBDA_REACHES_FORBIDDEN/);
  });

  test('includes resources, by their groups', () => {
    const { stack, orders } = defineFunction({});
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc: orders.connection.vpc, allowAllOutbound: false });
    new VpcConnectedFunction(stack, 'Reports', {
      network: stack.node.findChild('Network') as PrivateLambdaNetwork,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      destinations: [Destination.connectable(database, ec2.Port.tcp(5432))],
      mustNotReach: [Destination.connectable(database, ec2.Port.tcp(5432))],
    });
    expect(() => (stack.node.root as App).synth()).toThrow(/Shop\/Database:5432 \(IPv4\) must not be reached/);
  });

  test('can be the internet in a network that has none', () => {
    const stack = new Stack(new App(), 'Closed');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
    new VpcConnectedFunction(stack, 'Orders', {
      network,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      destinations: [],
      mustNotReach: [Destination.internet()],
    });
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test.each<[string, Destination]>([
    ['an AWS service', Destination.awsService('sqs')],
    ['a prefix list', Destination.prefixList('pl-0123456789abcdef0', ec2.Port.HTTPS)],
  ])('fails for %s, of which it cannot be proven', (_, destination) => {
    expect(() => defineFunction({ mustNotReach: [destination] })).toThrow(/mustNotReach.*\[DESTINATION_FORBIDDEN\]/);
  });
});
