import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import type { PrivateLambdaNetworkProps, VpcPeeringOptions } from '../../../src/index';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction, VpcPeering, Zones } from '../../../src/index';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const PEER_BLOCK = '10.200.0.0/16';
const IMPORTED = {
  vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: PEER_BLOCK, availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  privateSubnetIds: ['subnet-0a', 'subnet-0b'], privateSubnetRouteTableIds: ['rtb-0a', 'rtb-0b'],
};

interface Route {
  readonly RouteTableId: string | { readonly Ref: string };
  readonly DestinationCidrBlock?: unknown;
  readonly DestinationIpv6CidrBlock?: unknown;
}

function networkIn(stack: Stack, props: PrivateLambdaNetworkProps = {}): PrivateLambdaNetwork {
  return new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none(), zones: Zones.named('eu-west-1a', 'eu-west-1b'), ...props });
}

function dedicatedVpc(stack: Stack, props: ec2.VpcProps = {}): ec2.Vpc {
  return new ec2.Vpc(stack, 'Dedicated', {
    ipAddresses: ec2.IpAddresses.cidr(PEER_BLOCK), defaultInstanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED, natGateways: 1, ...props,
  });
}

/** The routes through the peering, by logical id. */
function peeringRoutes(template: Template): Record<string, Route> {
  const routes = template.findResources('AWS::EC2::Route', { Properties: { VpcPeeringConnectionId: Match.anyValue() } });
  return Object.fromEntries(Object.entries(routes).map(([id, { Properties }]) => [id, Properties as Route]));
}

/** Where routes to a destination start: route tables, by the readable part of their ids. */
function tablesTo(template: Template, matches: (route: Route) => boolean): string[] {
  return Object.values(peeringRoutes(template)).filter(matches)
    .map(({ RouteTableId }) => (typeof RouteTableId === 'string' ? RouteTableId : RouteTableId.Ref.replace(/RouteTable[0-9A-F]{8}$/, ''))).sort();
}

const toPeer = ({ DestinationCidrBlock }: Route) => DestinationCidrBlock === PEER_BLOCK;
const toNetwork = ({ DestinationCidrBlock }: Route) => DestinationCidrBlock === '10.0.0.0/16';
const overIpv6 = ({ DestinationIpv6CidrBlock }: Route) => DestinationIpv6CidrBlock !== undefined;

describe('N15: a VPC of dedicated tenancy is reached by peering', () => {
  function define(): { network: PrivateLambdaNetwork; stack: Stack } {
    const stack = new Stack(new App(), 'Stack');
    const network = networkIn(stack);
    network.peerWith('Dedicated', { vpc: dedicatedVpc(stack) });
    return { network, stack };
  }

  test('it is refused as a network, and accepted as a peer', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = dedicatedVpc(stack);
    expect(() => PrivateLambdaNetwork.fromVpc(stack, 'Refused', { vpc })).toThrow(/peerWith\(\).*VPC_DEDICATED_TENANCY/);
    networkIn(stack).peerWith('Dedicated', { vpc });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCPeeringConnection', {
      VpcId: { Ref: Match.stringLikeRegexp('^NetworkVpc') }, PeerVpcId: { Ref: Match.stringLikeRegexp('^Dedicated') },
    });
  });

  test('one call routes from every function subnet, and from every subnet of the peer back', () => {
    const template = Template.fromStack(define().stack);
    expect(tablesTo(template, toPeer)).toEqual(['NetworkVpcprivateSubnetA', 'NetworkVpcprivateSubnetB']);
    expect(tablesTo(template, toNetwork)).toEqual(['DedicatedPrivateSubnet1', 'DedicatedPrivateSubnet2', 'DedicatedPublicSubnet1', 'DedicatedPublicSubnet2']);
  });

  test('a function declares what it talks to there', () => {
    const { network, stack } = define();
    new VpcConnectedFunction(stack, 'Orders', { network, destinations: [Destination.cidr(PEER_BLOCK, ec2.Port.tcp(5432))], ...CODE });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: PEER_BLOCK, FromPort: 5432, ToPort: 5432 })],
    });
  });

  test('further subnets on both sides on request', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = networkIn(stack);
    network.peerWith('Dedicated', {
      vpc: dedicatedVpc(stack), furtherSubnets: network.isolatedSubnets, peerSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    });
    const template = Template.fromStack(stack);
    expect(tablesTo(template, toPeer)).toHaveLength(4);
    expect(tablesTo(template, toNetwork)).toEqual(['DedicatedPublicSubnet1', 'DedicatedPublicSubnet2']);
  });
});

describe('N16: address families of a peering', () => {
  test('IPv6 in both directions where both have it, after the blocks are there', () => {
    const stack = new Stack(new App(), 'Stack');
    networkIn(stack).peerWith('Dedicated', { vpc: dedicatedVpc(stack, { ipProtocol: ec2.IpProtocol.DUAL_STACK }) });
    const template = Template.fromStack(stack);
    expect(tablesTo(template, overIpv6)).toEqual([
      'DedicatedPrivateSubnet1', 'DedicatedPrivateSubnet2', 'DedicatedPublicSubnet1', 'DedicatedPublicSubnet2', 'NetworkVpcprivateSubnetA', 'NetworkVpcprivateSubnetB',
    ]);
    const routes = template.findResources('AWS::EC2::Route', { Properties: { VpcPeeringConnectionId: Match.anyValue(), DestinationIpv6CidrBlock: Match.anyValue() } });
    Object.values(routes).forEach(({ DependsOn }) => expect(DependsOn).toEqual([expect.stringMatching(/ipv6cidr/i)]));
  });

  test.each<[string, PrivateLambdaNetworkProps, ec2.VpcProps]>([
    ['the peer has none', {}, {}],
    ['the network has none', { ipProtocol: ec2.IpProtocol.IPV4_ONLY }, { ipProtocol: ec2.IpProtocol.DUAL_STACK }],
  ])('no IPv6 when %s', (_, props, vpcProps) => {
    const stack = new Stack(new App(), 'Stack');
    networkIn(stack, props).peerWith('Dedicated', { vpc: dedicatedVpc(stack, vpcProps) });
    expect(tablesTo(Template.fromStack(stack), overIpv6)).toEqual([]);
  });
});

describe('N16: a peer that is imported', () => {
  test('by its attributes, with the blocks that are stated', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Peer', IMPORTED);
    networkIn(stack).peerWith('Peer', { vpc, peerIpv4Blocks: [PEER_BLOCK, '10.201.0.0/16'], peerIpv6Blocks: ['2001:db8:1234:5600::/56'] });
    const template = Template.fromStack(stack);
    expect(tablesTo(template, ({ DestinationCidrBlock }) => DestinationCidrBlock === '10.201.0.0/16')).toHaveLength(2);
    expect(tablesTo(template, ({ DestinationIpv6CidrBlock }) => DestinationIpv6CidrBlock === '2001:db8:1234:5600::/56')).toHaveLength(2);
    expect(tablesTo(template, toNetwork)).toEqual(['rtb-0a', 'rtb-0b']);
  });

  test('by a look-up, before and after it is answered', () => {
    const define = (context: Record<string, unknown>, id: string) => {
      const app = new App({ context });
      const stack = new Stack(app, id, { env: ENV });
      networkIn(stack, { zones: Zones.named('eu-west-1a') }).peerWith('Peer', { vpc: ec2.Vpc.fromLookup(stack, 'Peer', { vpcId: IMPORTED.vpcId }) });
      return { assembly: app.synth(), stack };
    };
    const zones = { [`availability-zones:account=${ENV.account}:region=${ENV.region}`]: ['eu-west-1a'] };
    const [missing] = define(zones, 'PendingLookUp').assembly.manifest.missing!;
    const subnets = [{ subnetId: 'subnet-0a', cidr: '10.200.0.0/20', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-0a' }];
    const answer = { vpcId: IMPORTED.vpcId, vpcCidrBlock: PEER_BLOCK, availabilityZones: [], subnetGroups: [{ name: 'App', type: 'Private', subnets }] };
    const template = Template.fromStack(define({ ...zones, [missing.key]: answer }, 'Stack').stack);
    expect([tablesTo(template, toPeer), tablesTo(template, toNetwork)]).toEqual([['NetworkVpcprivateSubnetA'], ['rtb-0a']]);
  });

  test.each<[string, Partial<VpcPeeringOptions>]>([
    ['another account', { peerOwnerId: '444455556666', peerRoleArn: 'arn:aws:iam::444455556666:role/AcceptPeering' }],
    ['another Region', { peerRegion: 'us-east-1' }],
  ])('in %s: routes to it here, and a warning for those back', (_, options) => {
    const stack = new Stack(new App({ context: { [`availability-zones:account=${ENV.account}:region=${ENV.region}`]: ['eu-west-1a', 'eu-west-1b'] } }), 'Stack', { env: ENV });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Peer', IMPORTED);
    networkIn(stack).peerWith('Peer', { vpc, ...options });
    const template = Template.fromStack(stack);
    expect([tablesTo(template, toPeer).length, tablesTo(template, toNetwork).length]).toEqual([2, 0]);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('cdk-lambda-network:peeringReturnRoutes'));
    template.hasResourceProperties('AWS::EC2::VPCPeeringConnection', {
      ...options.peerOwnerId === undefined ? {} : { PeerOwnerId: options.peerOwnerId, PeerRoleArn: options.peerRoleArn },
      ...options.peerRegion === undefined ? {} : { PeerRegion: options.peerRegion },
    });
  });

  test('the network can be an imported one as well, when its route tables are named', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef1', ipv4Blocks: ['10.0.0.0/16'],
      functionSubnets: [{ subnetId: 'subnet-1a', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-1a' }],
    });
    new VpcPeering(stack, 'Peering', { network, vpc: ec2.Vpc.fromVpcAttributes(stack, 'Peer', IMPORTED) });
    const template = Template.fromStack(stack);
    expect([tablesTo(template, toPeer), tablesTo(template, toNetwork)]).toEqual([['rtb-1a'], ['rtb-0a', 'rtb-0b']]);
  });
});

describe('N12: routes through a peering stay when zones and blocks come and go', () => {
  const zones = fc.subarray(['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d'], { minLength: 1 });
  const blocks = fc.shuffledSubarray(['10.200.0.0/16', '10.201.0.0/16', '172.16.0.0/12'], { minLength: 1 });

  function routesOf(names: string[], peerIpv4Blocks: string[]): Record<string, Route> {
    const stack = new Stack(new App(), 'Stack');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Peer', IMPORTED);
    networkIn(stack, { zones: Zones.named(...names), ipProtocol: ec2.IpProtocol.IPV4_ONLY }).peerWith('Peer', { vpc, peerIpv4Blocks });
    return peeringRoutes(Template.fromStack(stack));
  }

  test('a route has a logical id of its own, whatever the others are', () => {
    fc.assert(fc.property(zones, zones, blocks, blocks, (before, after, blocksBefore, blocksAfter) => {
      const [one, other] = [routesOf(before, blocksBefore), routesOf(after, blocksAfter)];
      expect(Object.keys(one)).toHaveLength(before.length * blocksBefore.length + 2);
      Object.keys(one).filter((id) => id in other).forEach((id) => expect(other[id]).toEqual(one[id]));
      const shared = before.filter((zone) => after.includes(zone)).length * blocksBefore.filter((block) => blocksAfter.includes(block)).length + 2;
      expect(Object.keys(one).filter((id) => id in other)).toHaveLength(shared);
    }), { numRuns: 15 });
  });
});
