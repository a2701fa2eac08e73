import { createHash } from 'crypto';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { FckNatInstanceProvider } from 'cdk-fck-nat';
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

  test('have IPv6 for their own updates, where the network has it', () => {
    const ipv6 = { SecurityGroupEgress: Match.arrayWith([Match.objectLike({ CidrIpv6: '::/0', FromPort: 443 })]) };
    const dualStack = define(Egress.natInstances({ count: 1 })).template;
    dualStack.hasResourceProperties('AWS::EC2::SecurityGroup', ipv6);
    dualStack.hasResourceProperties('AWS::EC2::Instance', { NetworkInterfaces: [Match.objectLike({ Ipv6AddressCount: 1 })] });
    const ipv4 = define(Egress.natInstances({ count: 1 }), { ipProtocol: ec2.IpProtocol.IPV4_ONLY }).template;
    ipv4.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', ipv6, 0);
    ipv4.hasResourceProperties('AWS::EC2::Instance', { NetworkInterfaces: [Match.objectLike({ Ipv6AddressCount: Match.absent() })] });
  });

  test('require IMDSv2, and have an encrypted volume where the name of the root device is known', () => {
    const encrypted = (DeviceName: string, VolumeSize: unknown) => [{ DeviceName, Ebs: { Encrypted: true, VolumeSize, VolumeType: 'gp3' } }];
    const machineImage = ec2.MachineImage.fromSsmParameter('/images/nat');
    define(Egress.natInstances()).template.allResourcesProperties('AWS::EC2::Instance', {
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 }, BlockDeviceMappings: encrypted('/dev/xvda', 8),
    });
    define(Egress.natInstances({ machineImage })).template.allResourcesProperties('AWS::EC2::Instance', { BlockDeviceMappings: Match.absent() });
    define(Egress.natInstances({ machineImage, rootDeviceName: '/dev/sda1' })).template
      .allResourcesProperties('AWS::EC2::Instance', { BlockDeviceMappings: encrypted('/dev/sda1', Match.absent()) });
  });
});

describe('P4: NAT instances start in order', () => {
  /** What a resource waits for, directly or not. */
  function waitsFor(template: Template, id: string): string[] {
    const resource = template.toJSON().Resources[id];
    const named = [...JSON.stringify(resource).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, name]) => name);
    const nearest: string[] = [...resource.DependsOn ?? [], ...named].filter((each) => each in template.toJSON().Resources);
    return nearest.flatMap((each) => [each, ...waitsFor(template, each)]);
  }

  const { template } = define(Egress.natInstances({ zones: ['eu-west-1b', 'eu-west-1c'] }));
  const idsOf = (type: string, properties: object = {}) => Object.keys(template.findResources(type, { Properties: properties }));

  test('an instance has a public address at launch, and its subnet leads to the internet before', () => {
    template.allResourcesProperties('AWS::EC2::Instance', { NetworkInterfaces: [Match.objectLike({ DeviceIndex: '0', AssociatePublicIpAddress: true })] });
    for (const instance of idsOf('AWS::EC2::Instance')) {
      const subnet = /publicSubnet./.exec(instance)![0];
      const before = waitsFor(template, instance);
      const ways = [...idsOf('AWS::EC2::Route'), ...idsOf('AWS::EC2::SubnetRouteTableAssociation')].filter((id) => id.includes(subnet));
      expect(ways).toHaveLength(3);
      expect(before).toEqual(expect.arrayContaining([...ways, ...idsOf('AWS::EC2::VPCGatewayAttachment')]));
    }
  });

  test('a subnet is led to an instance when that has the address that stays', () => {
    const routes = idsOf('AWS::EC2::Route', { InstanceId: Match.anyValue() });
    expect(routes).toHaveLength(3);
    for (const route of routes) {
      const instance = template.toJSON().Resources[route].Properties.InstanceId.Ref;
      const [address] = idsOf('AWS::EC2::EIP', { InstanceId: { Ref: instance } });
      expect(waitsFor(template, route)).toContain(address);
    }
  });

  test('other software makes another instance, as user data runs once', () => {
    const [instance] = Object.values(template.findResources('AWS::EC2::Instance'));
    const digest = createHash('sha256').update(instance.Properties.UserData['Fn::Base64']).digest('hex').slice(0, 8);
    expect(instance.Properties.NetworkInterfaces[0].Description).toBe(`NAT instance, software ${digest}`);
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

describe('N3: public subnets assign what is in them needs, and lead where it goes', () => {
  const instanceType = ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO);
  const closed = { instanceType, defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY };
  const known = { instanceType, machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }) };

  /** Says nothing of what it makes: its hosts are in the VPC, but not below the subnets. */
  class Elsewhere extends ec2.NatProvider {
    public readonly configuredGateways: ec2.GatewayConfig[] = [];
    public configureNat({ vpc, natSubnets }: ec2.ConfigureNatOptions): void {
      const { imageId } = ec2.MachineImage.latestAmazonLinux2023().getImage(vpc);
      new ec2.CfnInstance(vpc, 'Host', { subnetId: natSubnets[0].subnetId, imageId });
      natSubnets.forEach((subnet) => subnet.addNatGateway());
    }

    public configureSubnet(): void {}
  }

  const says = (associatePublicIpAddress: boolean) => ec2.NatProvider.instanceV2({ ...closed, associatePublicIpAddress });
  test.each<[string, Egress, boolean, boolean, boolean]>([
    ['NAT gateways', Egress.natGateways(), false, false, false],
    ['NAT instances, which ask for their addresses', Egress.natInstances(), false, false, true],
    ['a provider of NAT gateways', Egress.provider(ec2.NatProvider.gateway()), false, false, false],
    ['a provider of instances that say nothing', Egress.provider(ec2.NatProvider.instanceV2(closed)), true, true, true],
    ['a provider of instances that ask for an address', Egress.provider(says(true)), false, true, true],
    ['a provider of instances that ask for none', Egress.provider(says(false)), false, true, true],
    ['a provider whose instances have a launch template', Egress.provider(new FckNatInstanceProvider(known)), false, true, true],
  ])('%s', (_, egress, ipv4, ipv6, route) => {
    for (const ipProtocol of [ec2.IpProtocol.DUAL_STACK, ec2.IpProtocol.IPV4_ONLY]) {
      const dualStack = ipProtocol === ec2.IpProtocol.DUAL_STACK;
      const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
      new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, egress, ipProtocol });
      const template = Template.fromStack(stack);
      const subnets = Object.entries(template.findResources('AWS::EC2::Subnet')).filter(([id]) => id.includes('publicSubnet'));
      expect(subnets.map(([, { Properties }]) => [Properties.MapPublicIpOnLaunch, Properties.AssignIpv6AddressOnCreation]))
        .toEqual(Array(3).fill([ipv4, dualStack ? ipv6 : undefined]));
      template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationIpv6CidrBlock: '::/0', GatewayId: Match.anyValue() }, dualStack && route ? 3 : 0);
      template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: Match.anyValue() }, 3);
      const resources: Record<string, { DependsOn?: string[] }> = template.toJSON().Resources;
      expect(Object.values(resources).flatMap(({ DependsOn = [] }) => DependsOn).filter((id) => !(id in resources))).toEqual([]);
    }
  });

  test('hosts that are defined elsewhere: as ec2.Vpc has it', () => {
    const { template } = define(Egress.provider(new Elsewhere()), { ipProtocol: ec2.IpProtocol.IPV4_ONLY });
    template.resourcePropertiesCountIs('AWS::EC2::Subnet', { MapPublicIpOnLaunch: true }, 3);
    define(Egress.provider(new Elsewhere())).template.resourcePropertiesCountIs('AWS::EC2::Subnet', { AssignIpv6AddressOnCreation: true }, 9);
  });
});
