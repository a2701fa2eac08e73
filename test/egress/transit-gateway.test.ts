import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateLambdaNetworkProps, TransitGatewayConnectionOptions } from '../../src';
import { AddressFamily, AddressPlan, Egress, Ipv6DefaultRoute, PrivateLambdaNetwork, SubnetTier, Zones } from '../../src';

const TGW = 'tgw-0123456789abcdef0';
const ZONES = Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c');
const ATTACHMENT = 'AWS::EC2::TransitGatewayAttachment';

interface Defined {
  readonly network: PrivateLambdaNetwork;
  readonly template: Template;
}

function define(props: PrivateLambdaNetworkProps, connection?: TransitGatewayConnectionOptions): Defined {
  const stack = new Stack(new App(), 'Stack');
  const network = new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES, ...props });
  if (connection !== undefined) {
    network.attachToTransitGateway('Corporate', connection);
  }
  return { network, template: Template.fromStack(stack) };
}

/** The logical ids of subnets of the tier `transit`. */
function transitSubnets(template: Template): string[] {
  return Object.keys(template.findResources('AWS::EC2::Subnet', {
    Properties: { Tags: Match.arrayWith([{ Key: 'cdk-lambda-network:tier', Value: 'transit' }]) },
  }));
}

describe('N3: egress through a transit gateway', () => {
  const egress = () => Egress.transitGateway({ transitGatewayId: TGW });

  test('is an attachment with one subnet in each zone, and neither NAT nor an internet gateway', () => {
    const { template, network } = define({ egress: egress() });
    template.hasResourceProperties(ATTACHMENT, {
      TransitGatewayId: TGW,
      SubnetIds: ['A', 'B', 'C'].map((zone) => ({ Ref: Match.stringLikeRegexp(`transitSubnet${zone}`) })),
      Options: { ApplianceModeSupport: 'disable', DnsSupport: 'enable', Ipv6Support: 'enable' },
    });
    expect(transitSubnets(template)).toHaveLength(3);
    for (const type of ['NatGateway', 'EIP', 'InternetGateway', 'VPCGatewayAttachment', 'Instance']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    expect(network.internetAddressFamilies).toEqual([AddressFamily.IPV4, AddressFamily.IPV6]);
    expect(network.natPublicIps).toEqual([]);
  });

  test('leads every subnet with egress there, once the VPC is attached', () => {
    const { template } = define({ egress: egress(), tiers: [SubnetTier.withEgress('tasks', 4), SubnetTier.isolated('cache', 5)] });
    const attachment = Object.keys(template.findResources(ATTACHMENT))[0];
    const routes = template.findResources('AWS::EC2::Route', { Properties: { DestinationCidrBlock: '0.0.0.0/0' } });
    expect(Object.values(routes)).toHaveLength(6);
    for (const route of Object.values(routes)) {
      expect(route.Properties.TransitGatewayId).toBe(TGW);
      expect(route.DependsOn).toContain(attachment);
    }
  });

  test('leaves IPv6 to an egress-only internet gateway', () => {
    const { template } = define({ egress: egress() });
    template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: Match.anyValue() }, 3);
  });

  test('carries IPv6 as well when asked to', () => {
    const central = Egress.transitGateway({ transitGatewayId: TGW, ipv6DefaultRoute: Ipv6DefaultRoute.TRANSIT_GATEWAY });
    const { template, network } = define({ egress: central });
    const attachment = Object.keys(template.findResources(ATTACHMENT))[0];
    template.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 0);
    template.hasResource('AWS::EC2::Route', {
      Properties: { DestinationIpv6CidrBlock: '::/0', TransitGatewayId: TGW, EgressOnlyInternetGatewayId: Match.absent() },
      DependsOn: Match.arrayWith([attachment]),
    });
    expect(network.internetAddressFamilies).toEqual([AddressFamily.IPV4, AddressFamily.IPV6]);
  });

  test('has IPv4 only in an IPv4 network', () => {
    const { template } = define({ egress: egress(), ipProtocol: ec2.IpProtocol.IPV4_ONLY });
    template.hasResourceProperties(ATTACHMENT, { Options: Match.objectLike({ Ipv6Support: 'disable' }) });
    template.resourceCountIs('AWS::EC2::Route', 3);
  });

  test('takes the options of an attachment, and route tables of the transit gateway', () => {
    const { template } = define({
      egress: Egress.transitGateway({
        transitGatewayId: TGW, applianceMode: true, dnsSupport: false, ipv6Support: false,
        associationRouteTableId: 'tgw-rtb-0a', propagationRouteTableIds: ['tgw-rtb-0b', 'tgw-rtb-0c'],
      }),
    });
    template.hasResourceProperties(ATTACHMENT, { Options: { ApplianceModeSupport: 'enable', DnsSupport: 'disable', Ipv6Support: 'disable' } });
    template.hasResourceProperties('AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayRouteTableId: 'tgw-rtb-0a' });
    template.resourceCountIs('AWS::EC2::TransitGatewayRouteTablePropagation', 2);
  });

  test('works with zone ids, and with a block from a pool', () => {
    const { template } = define({
      zones: Zones.ids('euw1-az1', 'euw1-az2'), egress: egress(), addressPlan: AddressPlan.ipam({ ipamPoolId: 'ipam-pool-0123456789abcdef0', netmaskLength: 16 }),
    });
    template.resourcePropertiesCountIs('AWS::EC2::Subnet', {
      AvailabilityZoneId: Match.stringLikeRegexp('euw1-az.'), AvailabilityZone: Match.absent(), CidrBlock: { 'Fn::Select': [Match.anyValue(), { 'Fn::Cidr': Match.anyValue() }] },
      Tags: Match.arrayWith([{ Key: 'cdk-lambda-network:tier', Value: 'transit' }]),
    }, 2);
  });
});

describe('N16: a transit gateway beside any egress', () => {
  const destinations = ['10.0.0.0/8', 'fd00::/8'];

  test.each([
    ['none', Egress.none()], ['NAT gateways', Egress.natGateways()], ['IPv6 only', Egress.ipv6Only()],
  ])('%s: each destination has a route from each function subnet, once the VPC is attached', (_, egress) => {
    const { template } = define({ egress }, { transitGatewayId: TGW, destinations });
    const attachment = Object.keys(template.findResources(ATTACHMENT))[0];
    const routes = Object.values(template.findResources('AWS::EC2::Route', { Properties: { TransitGatewayId: TGW } }));
    expect(routes.map(({ Properties }) => Properties.DestinationCidrBlock ?? Properties.DestinationIpv6CidrBlock).sort()).toEqual([
      '10.0.0.0/8', '10.0.0.0/8', '10.0.0.0/8', 'fd00::/8', 'fd00::/8', 'fd00::/8',
    ]);
    routes.forEach((route) => expect(route.DependsOn).toContain(attachment));
    expect(new Set(routes.map(({ Properties }) => Properties.RouteTableId.Ref)).size).toBe(3);
  });

  test('a prefix list has a route from each function subnet, named by its id or defined in the app', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { zones: ZONES });
    const own = new ec2.PrefixList(stack, 'Sites', { entries: [{ cidr: '172.16.0.0/12' }] });
    const known = ec2.PrefixList.fromPrefixListId(stack, 'Known', 'pl-0123456789abcdef1');
    network.attachToTransitGateway('Corporate', { transitGatewayId: TGW, destinations: ['pl-0123456789abcdef0', '192.168.0.0/16'], prefixLists: [own, known] });
    const template = Template.fromStack(stack);
    const [sites] = Object.keys(template.findResources('AWS::EC2::PrefixList'));
    const routes = Object.values(template.findResources('AWS::EC2::Route', { Properties: { TransitGatewayId: TGW } })).map(({ Properties }) => Properties);
    for (const list of ['pl-0123456789abcdef0', 'pl-0123456789abcdef1', { 'Fn::GetAtt': [sites, 'PrefixListId'] }]) {
      const there = routes.filter(({ DestinationPrefixListId }) => JSON.stringify(DestinationPrefixListId) === JSON.stringify(list));
      expect(new Set(there.map(({ RouteTableId }) => RouteTableId.Ref)).size).toBe(3);
      there.forEach((route) => expect([route.DestinationCidrBlock, route.DestinationIpv6CidrBlock]).toEqual([undefined, undefined]));
    }
    expect(routes).toHaveLength(12);
  });

  test('a prefix list of IPv6 blocks is refused where there is no IPv6', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { ipProtocol: ec2.IpProtocol.IPV4_ONLY });
    const own = new ec2.PrefixList(stack, 'Sites', { addressFamily: ec2.AddressFamily.IP_V6, entries: [{ cidr: 'fd00::/8' }] });
    expect(() => network.attachToTransitGateway('Corporate', { transitGatewayId: TGW, prefixLists: [own] })).toThrow(/IPv6 prefix list Stack\/Sites.*TRANSIT_GATEWAY_IPV6/);
  });

  test('two transit gateways share the subnets of the tier', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.transitGateway({ transitGatewayId: TGW }) });
    network.attachToTransitGateway('Partner', { transitGatewayId: 'tgw-0fedcba9876543210', destinations: ['192.168.0.0/16'] });
    const template = Template.fromStack(stack);
    template.resourceCountIs(ATTACHMENT, 2);
    expect(transitSubnets(template)).toHaveLength(2);
  });

  test('the tier is in the drawing, has no route of its own, and nothing that selects isolated subnets selects it', () => {
    const { template, network } = define({}, { transitGatewayId: TGW, destinations });
    expect(network.drawAddressPlan()).toMatch(/slot 3 +transit +10\.0\.12\.0\/22/);
    expect(network.vpc.isolatedSubnets).toEqual(network.isolatedSubnets);
    for (const id of transitSubnets(template)) {
      expect(JSON.stringify(template.findResources('AWS::EC2::Route'))).not.toContain(id);
      expect(JSON.stringify(template.findResources('AWS::EC2::VPCEndpoint'))).not.toContain(id);
    }
  });

  test('without one there is no tier', () => {
    expect(transitSubnets(define({}).template)).toEqual([]);
  });
});
