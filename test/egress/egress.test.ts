import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateLambdaNetworkProps } from '../../src';
import { AddressFamily, Egress, PrivateLambdaNetwork, Zones } from '../../src';

const ZONES = Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c');

function define(egress: Egress, props: PrivateLambdaNetworkProps = {}): { network: PrivateLambdaNetwork; template: Template } {
  const stack = new Stack(new App(), 'Stack');
  const network = new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, egress, ...props });
  return { network, template: Template.fromStack(stack) };
}

/** For each private subnet, by zone letter: the logical id of the NAT gateway its IPv4 default route leads to. */
function natRoutes(template: Template): Record<string, string> {
  const routes = Object.entries(template.findResources('AWS::EC2::Route', { Properties: { NatGatewayId: Match.anyValue() } }));
  return Object.fromEntries(routes.map(([id, { Properties }]) => [/privateSubnet(.)/.exec(id)![1], Properties.NatGatewayId.Ref as string]));
}

test.each<[string, Egress]>([
  ['none', Egress.none()], ['NAT gateways', Egress.natGateways()], ['one NAT gateway', Egress.natGateways({ count: 1 })], ['a regional NAT gateway', Egress.regionalNatGateway()],
  ['a NAT instance', Egress.natInstances()], ['IPv6 alone', Egress.ipv6Only()],
])('N3: AWS CDK warns of nothing that nobody wrote: %s', (_, egress) => {
  const { network } = define(egress);
  expect(Annotations.fromStack(Stack.of(network)).findWarning('*', Match.stringLikeRegexp('@aws-cdk/')).map(({ entry }) => entry.data)).toEqual([]);
});

describe('N3: zonal NAT gateways', () => {
  test('one in each zone, each zone using its own', () => {
    const { template, network } = define(Egress.natGateways());
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
    for (const [zone, gateway] of Object.entries(natRoutes(template))) {
      expect(gateway).toContain(`publicSubnet${zone}`);
    }
    expect(network.natPublicIps).toHaveLength(3);
    expect(Object.values(template.findOutputs('*'))[0].Value['Fn::Join'][1]).toHaveLength(3);
  });

  test('one for all', () => {
    const { template } = define(Egress.natGateways({ count: 1 }));
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    expect(new Set(Object.values(natRoutes(template)))).toEqual(new Set([expect.stringContaining('publicSubnetA')]));
    expect(Object.keys(natRoutes(template))).toEqual(['A', 'B', 'C']);
  });

  test('in named zones', () => {
    const { template } = define(Egress.natGateways({ zones: ['eu-west-1c', 'eu-west-1b'] }));
    expect(natRoutes(template)).toEqual({
      A: expect.stringContaining('publicSubnetB'), B: expect.stringContaining('publicSubnetB'), C: expect.stringContaining('publicSubnetC'),
    });
  });

  test('with addresses of the user\'s own, which are not in the output', () => {
    const { template, network } = define(Egress.natGateways({
      allocationIds: { 'eu-west-1a': 'eipalloc-0a', 'eu-west-1b': 'eipalloc-0b' }, secondaryAllocationIds: { 'eu-west-1b': ['eipalloc-0c'] },
    }));
    template.resourceCountIs('AWS::EC2::EIP', 1);
    template.hasResourceProperties('AWS::EC2::NatGateway', { AllocationId: 'eipalloc-0b', SecondaryAllocationIds: ['eipalloc-0c'] });
    expect(network.natPublicIps).toHaveLength(1);
  });

  test('with new secondary addresses, which are in the output', () => {
    const { template, network } = define(Egress.natGateways({ secondaryElasticIps: 2 }));
    template.resourceCountIs('AWS::EC2::EIP', 9);
    expect(network.natPublicIps).toHaveLength(9);
    template.allResourcesProperties('AWS::EC2::NatGateway', { SecondaryAllocationIds: [Match.anyValue(), Match.anyValue()] });
  });

  test('with a drain time', () => {
    define(Egress.natGateways({ maxDrainDuration: Duration.seconds(60) })).template
      .allResourcesProperties('AWS::EC2::NatGateway', { MaxDrainDurationSeconds: 60 });
  });

  test('in an environment-agnostic stack zones are called a and b', () => {
    const { template } = define(Egress.natGateways({ zones: ['b'], allocationIds: { b: 'eipalloc-0b' } }), { zones: Zones.count(2) });
    template.hasResourceProperties('AWS::EC2::NatGateway', { AllocationId: 'eipalloc-0b' });
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
  });
});

describe('N3: a regional NAT gateway', () => {
  test('is one, needs no subnet, and waits for the internet gateway to be attached', () => {
    const { template, network } = define(Egress.regionalNatGateway({ maxDrainDuration: Duration.minutes(5) }));
    const attachment = Object.keys(template.findResources('AWS::EC2::VPCGatewayAttachment'))[0];
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.hasResource('AWS::EC2::NatGateway', {
      Properties: { AvailabilityMode: 'regional', SubnetId: Match.absent(), MaxDrainDurationSeconds: 300 },
      DependsOn: Match.arrayWith([attachment]),
    });
    expect(Object.keys(template.findResources('AWS::EC2::Route', { Properties: { NatGatewayId: Match.anyValue() } }))).toHaveLength(3);
    expect(network.natPublicIps).toEqual([]);
  });
});

describe('N3: a regional NAT gateway with addresses of one\'s own', () => {
  test('lists every zone of the network by its name', () => {
    const allocationIds = { 'eu-west-1a': ['eipalloc-0a'], 'eu-west-1b': ['eipalloc-0b', 'eipalloc-0d'], 'eu-west-1c': ['eipalloc-0c'] };
    define(Egress.regionalNatGateway({ allocationIds })).template.hasResourceProperties('AWS::EC2::NatGateway', {
      AvailabilityMode: 'regional',
      AvailabilityZoneAddresses: Object.entries(allocationIds).map(([AvailabilityZone, AllocationIds]) => ({ AvailabilityZone, AllocationIds })),
    });
  });

  test('lists zones by their ids where that is how they are known', () => {
    const egress = Egress.regionalNatGateway({ allocationIds: { 'euw1-az1': ['eipalloc-01'], 'euw1-az3': ['eipalloc-03'] } });
    define(egress, { zones: Zones.ids('euw1-az1', 'euw1-az3') }).template.hasResourceProperties('AWS::EC2::NatGateway', {
      AvailabilityZoneAddresses: [
        { AvailabilityZoneId: 'euw1-az1', AllocationIds: ['eipalloc-01'] }, { AvailabilityZoneId: 'euw1-az3', AllocationIds: ['eipalloc-03'] },
      ],
    });
  });

  test('lists the zones that an environment-agnostic stack is deployed to', () => {
    const egress = Egress.regionalNatGateway({ allocationIds: { a: ['eipalloc-0a'], b: ['eipalloc-0b'] } });
    define(egress, { zones: Zones.count(2) }).template.hasResourceProperties('AWS::EC2::NatGateway', {
      AvailabilityZoneAddresses: [0, 1].map((index) => ({ AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] } })),
    });
  });

  test('without them AWS chooses', () => {
    define(Egress.regionalNatGateway()).template.allResourcesProperties('AWS::EC2::NatGateway', { AvailabilityZoneAddresses: Match.absent() });
  });
});

describe('N3: NAT instances', () => {
  test('have Elastic IP addresses and admit private subnets only', () => {
    const { template, network } = define(Egress.natInstances({ count: 2 }));
    template.resourceCountIs('AWS::EC2::Instance', 2);
    template.allResourcesProperties('AWS::EC2::Instance', { InstanceType: 't4g.nano', SourceDestCheck: false });
    template.resourcePropertiesCountIs('AWS::EC2::EIP', { InstanceId: Match.anyValue() }, 2);
    expect(network.natPublicIps).toHaveLength(2);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: ['10.0.0.0/22', '10.0.32.0/22', '10.0.64.0/22'].map((CidrIp) => Match.objectLike({ CidrIp, IpProtocol: '-1' })),
    });
  });

  test('in dual-stack networks IPv6 goes around them', () => {
    define(Egress.natInstances()).template
      .resourcePropertiesCountIs('AWS::EC2::Route', { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: Match.anyValue() }, 3);
  });
});

describe('N3: IPv6 only', () => {
  test('has no NAT, no internet gateway and no IPv4 route', () => {
    const { template, network } = define(Egress.ipv6Only());
    for (const type of ['NatGateway', 'EIP', 'InternetGateway']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    template.allResourcesProperties('AWS::EC2::Route', { DestinationIpv6CidrBlock: '::/0' });
    template.resourceCountIs('AWS::EC2::Route', 3);
    expect(network.internetAddressFamilies).toEqual([AddressFamily.IPV6]);
  });
});

describe('N3: any NAT provider', () => {
  test('gets a public subnet in each zone and the private subnets', () => {
    const seen: ec2.ConfigureNatOptions[] = [];
    class Recorder extends ec2.NatProvider {
      public readonly configuredGateways: ec2.GatewayConfig[] = [];
      public configureNat(options: ec2.ConfigureNatOptions): void {
        seen.push(options);
      }

      public configureSubnet(): void {}
    }
    define(Egress.provider(new Recorder()));
    expect(seen).toHaveLength(1);
    expect(seen[0].natSubnets).toHaveLength(3);
    expect(seen[0].privateSubnets).toHaveLength(3);
  });
});
