import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { Egress, PrivateLambdaNetwork, SubnetTier, Zones } from '../../src';

const NAT64 = '64:ff9b::/96';

/** Every kind of egress, each made anew because a provider serves one network. */
const EGRESS: Record<string, (nat64: boolean, count: number) => Egress> = {
  'none': () => Egress.none(),
  'NAT gateways': (nat64) => Egress.natGateways({ nat64 }),
  'some NAT gateways': (nat64, count) => Egress.natGateways({ nat64, count }),
  'a regional NAT gateway': (nat64) => Egress.regionalNatGateway({ nat64 }),
  'a regional NAT gateway, own addresses': (nat64) => Egress.regionalNatGateway({
    nat64, allocationIds: Object.fromEntries(['a', 'b', 'c'].map((letter) => [`eu-west-1${letter}`, [`eipalloc-0${letter}`]])),
  }),
  'NAT instances': () => Egress.natInstances(),
  'IPv6 only': () => Egress.ipv6Only(),
  'a transit gateway': () => Egress.transitGateway({ transitGatewayId: 'tgw-0123456789abcdef0' }),
  'a provider': () => Egress.provider(ec2.NatProvider.gateway()),
};
const KINDS = Object.keys(EGRESS);
const WITH_NAT64 = KINDS.filter((kind) => kind.includes('NAT gateway'));

interface Reading {
  readonly dns64: string[];
  readonly routed: string[];
  readonly natRoutes: Record<string, unknown>;
  readonly nat64Routes: Record<string, unknown>;
}

/** Which subnets have DNS64, and which have a route table with the route, each by the subnet's logical id. */
function read(egress: Egress, ipProtocol: ec2.IpProtocol): Reading {
  const stack = new Stack(new App(), 'Stack');
  new PrivateLambdaNetwork(stack, 'Network', {
    zones: Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c'), egress, ipProtocol,
    tiers: [SubnetTier.withEgress('tasks', 4), SubnetTier.isolated('cache', 5)],
  });
  const template = Template.fromStack(stack);
  const associations = Object.values(template.findResources('AWS::EC2::SubnetRouteTableAssociation'));
  const subnetOf = Object.fromEntries(associations.map(({ Properties }) => [Properties.RouteTableId.Ref, Properties.SubnetId.Ref as string]));
  const routes = Object.values(template.findResources('AWS::EC2::Route')).map(({ Properties }) => Properties);
  const nat64 = routes.filter(({ DestinationIpv6CidrBlock }) => DestinationIpv6CidrBlock === NAT64);
  const nat = routes.filter(({ DestinationCidrBlock, NatGatewayId }) => DestinationCidrBlock === '0.0.0.0/0' && NatGatewayId !== undefined);
  const gateways = (some: typeof routes) => Object.fromEntries(
    some.map(({ RouteTableId, NatGatewayId }) => [subnetOf[RouteTableId.Ref], NatGatewayId]),
  );
  return {
    dns64: Object.keys(template.findResources('AWS::EC2::Subnet', { Properties: { EnableDns64: true } })).sort(),
    routed: nat64.map(({ RouteTableId }) => subnetOf[RouteTableId.Ref]).sort(),
    natRoutes: gateways(nat),
    nat64Routes: gateways(nat64),
  };
}

describe('N6: DNS64 and the NAT64 route are a pair', () => {
  test('a subnet has the one exactly when its route table has the other', () => {
    fc.assert(fc.property(fc.constantFrom(...KINDS), fc.boolean(), fc.integer({ min: 1, max: 3 }), (kind, nat64, count) => {
      const { dns64, routed } = read(EGRESS[kind](nat64, count), ec2.IpProtocol.DUAL_STACK);
      expect(dns64).toEqual(routed);
      expect(dns64.length > 0).toBe(nat64 && WITH_NAT64.includes(kind));
    }), { numRuns: 15 });
  });

  test.each(WITH_NAT64)('%s: function subnets and tiers with egress, through the NAT gateway of IPv4', (kind) => {
    const { dns64, natRoutes, nat64Routes } = read(EGRESS[kind](true, 2), ec2.IpProtocol.DUAL_STACK);
    expect(dns64.map((id) => /(private|tasks|isolated|cache|public)Subnet(.)/.exec(id)!.slice(1).join(''))).toEqual([
      'privateA', 'privateB', 'privateC', 'tasksA', 'tasksB', 'tasksC',
    ]);
    expect(nat64Routes).toEqual(natRoutes);
  });

  test.each(WITH_NAT64)('%s: refused in an IPv4 network', (kind) => {
    expect(() => read(EGRESS[kind](true, 2), ec2.IpProtocol.IPV4_ONLY)).toThrow(/nat64.*EGRESS_NEEDS_IPV6/);
    expect(read(EGRESS[kind](false, 2), ec2.IpProtocol.IPV4_ONLY).dns64).toEqual([]);
  });
});
