import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IPrivateLambdaNetwork, VpcPeeringOptions } from '../../../src/index';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction, VpcPeering, Zones } from '../../../src/index';
import { judgeFiles } from '../../analysis/judging';

/*
 * What templates do not show of a peer, and peerWith() knows: its blocks. They travel with the peering connection.
 */

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const PEER_BLOCK = '10.200.0.0/16';
const IMPORTED = {
  vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: PEER_BLOCK, availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  privateSubnetIds: ['subnet-0a', 'subnet-0b'], privateSubnetRouteTableIds: ['rtb-0a', 'rtb-0b'],
};

function networkIn(stack: Stack): PrivateLambdaNetwork {
  return new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none(), zones: Zones.named('eu-west-1a', 'eu-west-1b') });
}

function existingNetworkIn(stack: Stack): IPrivateLambdaNetwork {
  return PrivateLambdaNetwork.fromAttributes(stack, 'Network', {
    vpcId: 'vpc-0123456789abcdef1', ipv4Blocks: ['10.0.0.0/16'],
    functionSubnets: [{ subnetId: 'subnet-1a', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-1a' }, { subnetId: 'subnet-1b', availabilityZone: 'eu-west-1b', routeTableId: 'rtb-1b' }],
  });
}

function connect(stack: Stack, network: IPrivateLambdaNetwork, block: string): void {
  new VpcConnectedFunction(stack, 'Orders', { network, destinations: [Destination.cidr(block, ec2.Port.tcp(5432))], ...CODE });
}

describe('a peer', () => {
  /** What is said of a block that a function of a network of the app declares. */
  function verdictOn(block: string, options: Partial<VpcPeeringOptions> = {}) {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Stack');
    const network = networkIn(stack);
    network.peerWith('Data', { vpc: ec2.Vpc.fromVpcAttributes(stack, 'Peer', IMPORTED), ...options });
    connect(stack, network, block);
    return verdictOf(app, block);
  }

  test('that no template shows is reached at the block that its import knows, and the verdict says on whose word', () => {
    const { verdict, subnets: [{ assumptions }] } = verdictOn(PEER_BLOCK);
    expect(verdict).toBe('reachable');
    expect(assumptions).toEqual(expect.arrayContaining([
      'Stack/Network/DataPeering/Connection states that 10.200.0.0/16 is in the blocks of vpc-0123456789abcdef0, which no template shows',
      'vpc-0123456789abcdef0 leads answers back to Stack/Network/DataPeering/Connection',
    ]));
  });

  test('is reached at a part of it, and at blocks that are named', () => {
    expect(verdictOn('10.200.7.0/24').verdict).toBe('reachable');
    expect(verdictOn('10.201.0.0/16', { peerIpv4Blocks: [PEER_BLOCK, '10.201.0.0/16'] }).verdict).toBe('reachable');
    expect(verdictOn('10.200.0.0/15', { peerIpv4Blocks: [PEER_BLOCK, '10.201.0.0/16'] }).verdict).toBe('reachable');
  });

  test('is reached nowhere else: what is in the way is in the way', () => {
    expect(() => verdictOn('10.202.0.0/16')).toThrow(/NO_ROUTE_TO_DESTINATION/);
    expect(() => verdictOn('10.200.0.0/15')).toThrow(/NO_ROUTE_TO_DESTINATION/);
  });

  test('is reached by a look-up that has been answered', () => {
    const env = { account: '111122223333', region: 'eu-west-1' };
    const define = (context: Record<string, unknown>, connected = true) => {
      const app = new App({ context, analyticsReporting: false });
      const stack = new Stack(app, 'Stack', { env });
      const network = networkIn(stack);
      network.peerWith('Data', { vpc: ec2.Vpc.fromLookup(stack, 'Peer', { vpcId: IMPORTED.vpcId }) });
      if (connected) {
        connect(stack, network, PEER_BLOCK);
      }
      return app;
    };
    const zones = { [`availability-zones:account=${env.account}:region=${env.region}`]: ['eu-west-1a', 'eu-west-1b'] };
    const pending = define(zones, false).synth();
    const [missing] = pending.manifest.missing!;
    expect(JSON.stringify(pending.stacks[0].template)).not.toContain('cdk-lambda-network:peer');
    const subnets = [{ subnetId: 'subnet-0a', cidr: '10.200.0.0/20', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-0a' }];
    const answer = { vpcId: IMPORTED.vpcId, vpcCidrBlock: PEER_BLOCK, availabilityZones: [], subnetGroups: [{ name: 'App', type: 'Private', subnets }] };
    expect(verdictOf(define({ ...zones, [missing.key]: answer }), PEER_BLOCK).verdict).toBe('reachable');
  });

  test('is described by its own template where the app defines it', () => {
    const stack = new Stack(new App(), 'Stack');
    networkIn(stack).peerWith('Data', { vpc: new ec2.Vpc(stack, 'Peer', { ipAddresses: ec2.IpAddresses.cidr(PEER_BLOCK), natGateways: 0 }) });
    Template.fromStack(stack).hasResource('AWS::EC2::VPCPeeringConnection', { Metadata: Match.absent() });
  });
});

describe('an existing network with a peer', () => {
  test.each(['before', 'after'])('leads to the blocks of the peer, whether it is peered %s a function is connected', (order) => {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, 'Stack');
    const network = existingNetworkIn(stack);
    const peer = () => new VpcPeering(stack, 'Peering', { network, vpc: ec2.Vpc.fromVpcAttributes(stack, 'Peer', IMPORTED) });
    if (order === 'before') {
      peer();
    }
    connect(stack, network, PEER_BLOCK);
    if (order === 'after') {
      peer();
    }
    const { verdict, subnets: [{ assumptions }] } = verdictOf(app, PEER_BLOCK);
    expect(verdict).toBe('reachable');
    expect(assumptions).toContain('the network, which no template defines, is as its importer states');
  });
});

function verdictOf(app: App, block: string) {
  const [orders] = judgeFiles([app.synth().directory]).functions.filter(({ id }) => id === 'Stack/Orders');
  return orders.verdicts.find(({ destination }) => destination === `${block}:5432`)!;
}
