import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IPrivateLambdaNetwork, PublishedNetworkOptions } from '../../../src/index';
import { AddressFamily, Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../../src/index';
import type { SynthesizedTemplate } from '../harm';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const PREFIX = '/shop/network';
const [A, B, C] = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

interface Templates {
  readonly producer: SynthesizedTemplate;
  readonly consumer?: SynthesizedTemplate;

  /** The stacks that the consumer's stack depends on. */
  readonly dependencies: string[];
}

interface Shape {
  readonly producerZones: string[];

  /** The zones whose subnets the consumer uses; none when there is no consumer any more. */
  readonly consumerZones?: string[];
}

/** How a network gets from the stack that defines it to the stack that uses it. */
type HandOver = (network: PrivateLambdaNetwork, stack: Stack, zones: string[]) => IPrivateLambdaNetwork;

const throughParameters: HandOver = (network, stack, zones) => {
  network.publishTo(PREFIX);
  return PrivateLambdaNetwork.fromParameters(stack, 'Network', { prefix: PREFIX, zones: Zones.named(...zones) });
};

const throughExports: HandOver = (network, stack, zones) => PrivateLambdaNetwork.fromVpc(stack, 'Network', {
  vpc: network.vpc, vpcSubnets: { subnets: network.functionSubnets.slice(0, zones.length) },
});

function synthesize(handOver: HandOver, { producerZones, consumerZones }: Shape): Templates {
  const app = new App();
  const network = new PrivateLambdaNetwork(new Stack(app, 'Producer'), 'Network', { egress: Egress.none(), zones: Zones.named(...producerZones) });
  if (consumerZones === undefined) {
    network.publishTo(PREFIX);
  } else {
    const consumer = new Stack(app, 'Consumer');
    new VpcConnectedFunction(consumer, 'Orders', { network: handOver(network, consumer, consumerZones), destinations: [], ...CODE });
  }
  const assembly = app.synth();
  const consumer = consumerZones === undefined ? undefined : assembly.getStackByName('Consumer');
  return {
    producer: assembly.getStackByName('Producer').template,
    consumer: consumer?.template,
    dependencies: (consumer?.dependencies ?? []).map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
  };
}

/** What a deployment does to each resource, as `+`, `-` and `~` before its type. */
function changes(before: SynthesizedTemplate, after: SynthesizedTemplate): string[] {
  const found: string[] = [];
  fullDiff(before as never, after as never).resources.forEachDifference((_, change) => {
    found.push(`${change.isAddition ? '+' : change.isRemoval ? '-' : '~'} ${change.resourceType}`);
  });
  return found.sort();
}

function subnetParameters(template: SynthesizedTemplate | undefined): string[] {
  const parameters = (template as unknown as { Parameters: Record<string, { Type: string; Default: string }> }).Parameters;
  return Object.values(parameters).filter(({ Type }) => Type.includes('Subnet')).map(({ Default }) => Default).sort();
}

describe('N14: a network goes from stack to stack through parameters', () => {
  const deployed = synthesize(throughParameters, { producerZones: [A, B, C], consumerZones: [A, B, C] });

  test('there is one parameter for each subnet, named after tier and zone', () => {
    const template = Template.fromJSON(JSON.parse(JSON.stringify(deployed.producer)) as Record<string, unknown>);
    const names = Object.values(template.findResources('AWS::SSM::Parameter')).map(({ Properties }) => Properties.Name as string);
    expect(names.sort()).toEqual([
      '/shop/network/endpoint-security-group',
      '/shop/network/isolated-subnets/a', '/shop/network/isolated-subnets/b', '/shop/network/isolated-subnets/c',
      '/shop/network/private-subnets/a', '/shop/network/private-subnets/b', '/shop/network/private-subnets/c',
      '/shop/network/vpc-id',
    ]);
  });

  test('the stacks do not know of each other', () => {
    expect(deployed.dependencies).toEqual([]);
    expect(JSON.stringify(deployed.consumer)).not.toContain('Fn::ImportValue');
    expect(JSON.stringify(deployed.producer)).not.toContain('"Export"');
  });

  test('a zone goes: first from the consumer, then from the producer, and nothing stands in the way', () => {
    const without = synthesize(throughParameters, { producerZones: [A, B, C], consumerZones: [A, B] });
    expect(changes(deployed.producer, without.producer)).toEqual([]);
    expect(changes(deployed.consumer!, without.consumer!)).toEqual(['~ AWS::Lambda::Function']);
    expect(subnetParameters(without.consumer)).not.toContain('/shop/network/private-subnets/c');

    const gone = synthesize(throughParameters, { producerZones: [A, B], consumerZones: [A, B] });
    expect(gone.consumer).toEqual(without.consumer);
    const done = changes(without.producer, gone.producer);
    expect(done).toContain('- AWS::EC2::Subnet');
    expect(done).toContain('- AWS::SSM::Parameter');
    expect(done.filter((change) => !change.startsWith('-'))).toEqual(['~ AWS::EC2::VPCEndpoint', '~ AWS::EC2::VPCEndpoint']);
  });

  test('an earlier zone comes: first to the producer, then to the consumer', () => {
    const before = synthesize(throughParameters, { producerZones: [B, C], consumerZones: [B, C] });
    const offered = synthesize(throughParameters, { producerZones: [A, B, C], consumerZones: [B, C] });
    expect(changes(before.producer, offered.producer).filter((change) => change.startsWith('-') || change === '~ AWS::SSM::Parameter')).toEqual([]);
    expect(offered.consumer).toEqual(before.consumer);
    expect(changes(offered.consumer!, deployed.consumer!)).toEqual(['~ AWS::Lambda::Function']);
  });

  test('the consumer goes, then a subnet of the producer', () => {
    const alone = synthesize(throughParameters, { producerZones: [A, B, C] });
    expect(alone.producer).toEqual(deployed.producer);
    const smaller = synthesize(throughParameters, { producerZones: [A, B] });
    expect(changes(alone.producer, smaller.producer)).toContain('- AWS::EC2::Subnet');
  });

  test('for comparison: with exports, the producer changes together with its consumer, which CloudFormation refuses in that order', () => {
    const exported = synthesize(throughExports, { producerZones: [A, B, C], consumerZones: [A, B, C] });
    const without = synthesize(throughExports, { producerZones: [A, B, C], consumerZones: [A, B] });
    expect(exported.dependencies).toEqual(['Producer']);
    expect(exported.producer).not.toEqual(without.producer);
    expect(JSON.stringify(exported.consumer)).toContain('Fn::ImportValue');
  });
});

describe('N14: what a consumer gets', () => {
  function consume(options: Partial<PublishedNetworkOptions>, destinations: Destination[]): Template {
    const stack = new Stack(new App(), 'Consumer');
    const network = PrivateLambdaNetwork.fromParameters(stack, 'Network', { prefix: PREFIX, ...options });
    new VpcConnectedFunction(stack, 'Orders', { network, destinations, ...CODE });
    return Template.fromStack(stack);
  }

  test('values of types that CloudFormation checks before it changes anything', () => {
    const parameters = consume({}, []).findParameters('*');
    const types = Object.values(parameters).filter(({ Default }) => String(Default).startsWith(PREFIX)).map(({ Type }) => Type as string);
    expect(new Set(types)).toEqual(new Set([
      'AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>', 'AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>',
    ]));
  });

  test('the gateway endpoints that every network has', () => {
    consume({}, [Destination.awsService('s3')]).resourceCountIs('Custom::GatewayPrefixList', 1);
  });

  test('the interface endpoints that are stated, through the group that all of them share', () => {
    const template = consume({ interfaceEndpoints: ['sqs', 'secretsmanager'] }, [Destination.awsService('sqs'), Destination.awsService('secretsmanager')]);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    expect(Object.values(template.findParameters('*')).map(({ Default }) => Default as string)).toContain('/shop/network/endpoint-security-group');
  });

  test('an internet only when it is stated', () => {
    expect(() => consume({}, [Destination.internet()])).toThrow(/DESTINATION_NO_EGRESS/);
    expect(() => consume({ internetAddressFamilies: [AddressFamily.IPV4] }, [Destination.internet()])).not.toThrow();
  });

  test('the isolated subnets when they are asked for', () => {
    const stack = new Stack(new App(), 'Consumer');
    const without = PrivateLambdaNetwork.fromParameters(stack, 'Without', { prefix: PREFIX });
    const withThem = PrivateLambdaNetwork.fromParameters(stack, 'With', { prefix: PREFIX, isolatedSubnets: true });
    expect([without, withThem].map(({ vpc }) => vpc.isolatedSubnets.length)).toEqual([0, 2]);
  });

  test('zones by their ids have their names from the parameters', () => {
    const stack = new Stack(new App(), 'Stack');
    const producer = new Stack(new App(), 'Producer');
    new PrivateLambdaNetwork(producer, 'Network', { egress: Egress.none(), zones: Zones.ids('euw1-az1', 'euw1-az3') }).publishTo(PREFIX);
    Template.fromStack(producer).hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/shop/network/zones/az3', Value: { 'Fn::GetAtt': [Match.anyValue(), 'AvailabilityZone'] },
    });
    const network = PrivateLambdaNetwork.fromParameters(stack, 'Network', { prefix: PREFIX, zones: Zones.ids('euw1-az1', 'euw1-az3') });
    expect(network.functionSubnets.map(({ availabilityZone }) => stack.resolve(availabilityZone) as unknown)).toEqual([
      { Ref: expect.stringContaining('az1') as unknown }, { Ref: expect.stringContaining('az3') as unknown },
    ]);
  });
});
