import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { FckNatInstanceProvider } from 'cdk-fck-nat';
import { AddressFamily, Egress, PrivateLambdaNetwork, SubnetTier, Zones } from '../../src';

const instanceType = ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO);

/** An image that is known: by default the provider looks one up in the account. */
const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' });

function define(): { provider: FckNatInstanceProvider; network: PrivateLambdaNetwork; template: Template } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const provider = new FckNatInstanceProvider({ instanceType, machineImage });
  const network = new PrivateLambdaNetwork(stack, 'Network', {
    zones: Zones.named('eu-west-1a', 'eu-west-1b'),
    egress: Egress.provider(provider),
    tiers: [SubnetTier.withEgress('tasks', 4), SubnetTier.isolated('cache', 5)],
  });
  return { provider, network, template: Template.fromStack(stack) };
}

describe('N3: a NAT provider of another library, unchanged', () => {
  test('gets a public subnet in each zone and puts a network interface and a group of instances there', () => {
    const { template, provider } = define();
    expect(provider.autoScalingGroups).toHaveLength(2);
    template.resourceCountIs('AWS::AutoScaling::AutoScalingGroup', 2);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    for (const zone of ['A', 'B']) {
      template.hasResourceProperties('AWS::EC2::NetworkInterface', { SubnetId: { Ref: Match.stringLikeRegexp(`publicSubnet${zone}`) }, SourceDestCheck: false });
    }
  });

  test('leads each subnet with egress to the interface in its own zone', () => {
    const { template } = define();
    const routes = template.findResources('AWS::EC2::Route', { Properties: { NetworkInterfaceId: Match.anyValue() } });
    const zones = Object.entries(routes).map(([id, { Properties }]) => [
      /(private|tasks|isolated|cache)Subnet(.)/.exec(id)!.slice(1).join(''), /publicSubnet(.)/.exec(Properties.NetworkInterfaceId.Ref)![1],
    ]);
    expect(Object.fromEntries(zones)).toEqual({ privateA: 'A', privateB: 'B', tasksA: 'A', tasksB: 'B' });
  });

  test('has nothing to do with IPv6, which takes the egress-only internet gateway', () => {
    const { template, network } = define();
    template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: Match.anyValue() }, 4);
    expect(network.internetAddressFamilies).toEqual([AddressFamily.IPV4, AddressFamily.IPV6]);
  });

  test('what it defines below a subnet keeps its logical id when an earlier zone joins', () => {
    const ids = (...names: string[]) => {
      const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
      new PrivateLambdaNetwork(stack, 'Network', {
        zones: Zones.named(...names), egress: Egress.provider(new FckNatInstanceProvider({ instanceType, machineImage })),
      });
      const routes = Template.fromStack(stack).findResources('AWS::EC2::Route', { Properties: { NetworkInterfaceId: Match.anyValue() } });
      return Object.entries(routes).map(([id, { Properties }]) => [id, Properties.NetworkInterfaceId.Ref as string]);
    };
    expect(ids('eu-west-1a', 'eu-west-1b', 'eu-west-1c')).toEqual(expect.arrayContaining(ids('eu-west-1b', 'eu-west-1c')));
  });
});
