import { Annotations, Names, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { peerStatement } from './peer-statement';
import { assertNoOverlap, networkBlocks, peerBlocks } from './peering-blocks';
import type { VpcPeeringOptions, VpcPeeringProps } from './vpc-peering-options';
import { PEER_METADATA_KEY } from '../../metadata/peer-statement';
import { nameTag } from '../../private/name-tag';
import { NetworkError } from '../../private/network-error';
import { announceRoutes } from '../../vpc/routed-destinations';
import { isPlaceholder, selectSubnets } from '../../vpc/select-subnets';
import type { VpcBlocks } from '../../vpc/vpc-blocks';
import { subnetKeyOf } from '../subnets/zone-keyed-ids';

/**
 * A peering connection between a network and another VPC, with the routes in both directions.
 *
 * Each function subnet gets a route to each block of the peer; each subnet of the peer gets a route to each block of the network; over
 * IPv6 as well where both have it. Nothing is routed any further: not to the peer's NAT gateways, endpoints or own peers.
 * Security groups stay as they are: a function declares what it talks to, for instance with `Destination.cidr()`.
 *
 * Two VPCs have one peering connection at the most, so the id of this construct must not change while it is deployed.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import { IPrivateLambdaNetwork, VpcPeering } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const network: IPrivateLambdaNetwork;
 * declare const dedicated: ec2.Vpc;
 * new VpcPeering(stack, 'Peering', { network, vpc: dedicated });
 */
export class VpcPeering extends Construct {
  /** The id of the peering connection, such as `pcx-0123456789abcdef0`. */
  public readonly peeringConnectionId: string;

  constructor(scope: Construct, id: string, props: VpcPeeringProps) {
    super(scope, id);
    const { network, vpc } = props;
    const own = networkBlocks(this, network);
    const peer = peerBlocks(this, props);
    assertNoOverlap(this, own.ipv4, peer.ipv4);
    assertRole(this, props);

    const connection = new ec2.CfnVPCPeeringConnection(this, 'Connection', {
      vpcId: network.vpc.vpcId,
      peerVpcId: vpc.vpcId,
      peerOwnerId: props.peerOwnerId,
      peerRegion: props.peerRegion,
      peerRoleArn: props.peerRoleArn,
      tags: [{ key: 'Name', value: nameTag(this.node.path) }],
    });
    this.peeringConnectionId = connection.ref;
    const bothHaveIpv6 = own.ipv6.length > 0 && peer.ipv6.length > 0;
    const routed = [...network.functionSubnets, ...props.furtherSubnets ?? []];
    this.addRoutes('To', routed, peer, bothHaveIpv6);
    const reached = [...peer.ipv4, ...bothHaveIpv6 ? peer.ipv6 : []];
    state(connection, vpc, reached);
    if (!isPlaceholder(vpc)) {
      announceRoutes(network, reached, `the peering ${this.node.path}`, routed);
    }
    if (isElsewhere(props)) {
      Annotations.of(this).addWarningV2(
        'cdk-lambda-network:peeringReturnRoutes',
        'the peer is in another account or Region, where this stack can define no routes: '
        + 'define routes to the blocks of this network there (docs/guides/peering.md says how)',
      );
      return;
    }
    this.addRoutes('Back', backSubnets(props), own, bothHaveIpv6);
  }

  private addRoutes(direction: string, subnets: readonly ec2.ISubnet[], { ipv4, ipv6, associations }: VpcBlocks, withIpv6: boolean): void {
    for (const [routeTableId, key] of this.routeTables(subnets)) {
      ipv4.forEach((block, index) => this.addRoute(`${direction}${blockKey(block, `Ipv4${index}`)}From${key}`, {
        routeTableId, destinationCidrBlock: block,
      }));
      (withIpv6 ? ipv6 : []).forEach((block, index) => this.addRoute(`${direction}${blockKey(block, `Ipv6${index}`)}From${key}`, {
        routeTableId, destinationIpv6CidrBlock: block,
      }, associations));
    }
  }

  private addRoute(id: string, props: ec2.CfnRouteProps, after: readonly IConstruct[] = []): void {
    new ec2.CfnRoute(this, id, { ...props, vpcPeeringConnectionId: this.peeringConnectionId }).node.addDependency(...after);
  }

  /** Each route table once, with a key that does not depend on how many there are. */
  private routeTables(subnets: readonly ec2.ISubnet[]): Map<string, string> {
    const tables = new Map<string, string>();
    for (const subnet of subnets) {
      const routeTableId = subnet.routeTable.routeTableId as string | undefined;
      if (routeTableId === undefined) {
        throw new NetworkError(
          'PEERING_ROUTE_TABLE', `the subnet ${subnet.node.path} gets routes to the peer, but does not name its route table: import it with its routeTableId`, this,
        );
      }
      if (!tables.has(routeTableId)) {
        tables.set(routeTableId, Token.isUnresolved(routeTableId) ? subnetKeyOf(subnet) ?? Names.nodeUniqueId(subnet.node) : routeTableId);
      }
    }
    return tables;
  }
}

/** Writes into the Metadata of the connection what no template shows of the peer. */
function state(connection: ec2.CfnVPCPeeringConnection, vpc: ec2.IVpc, blocks: readonly string[]): void {
  const stated = peerStatement(vpc, blocks);
  if (stated !== undefined) {
    connection.addMetadata(PEER_METADATA_KEY, stated);
  }
}

/** A block that is known keeps its routes whatever other blocks come and go. */
function blockKey(block: string, otherwise: string): string {
  return Token.isUnresolved(block) ? otherwise : block.replace(/\//g, '_');
}

function backSubnets({ vpc, peerSubnets }: VpcPeeringOptions): ec2.ISubnet[] {
  return peerSubnets === undefined ? [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets] : selectSubnets(vpc, peerSubnets);
}

function isElsewhere({ network, peerOwnerId, peerRegion }: VpcPeeringProps): boolean {
  const { account, region } = Stack.of(network);
  return (peerOwnerId !== undefined && peerOwnerId !== account) || (peerRegion !== undefined && peerRegion !== region);
}

function assertRole(peering: Construct, { network, peerOwnerId, peerRoleArn }: VpcPeeringProps): void {
  if (peerOwnerId !== undefined && peerOwnerId !== Stack.of(network).account && peerRoleArn === undefined) {
    throw new NetworkError(
      'PEERING_ROLE', `the peer is in account ${peerOwnerId}, but no role accepts the peering there: name one with peerRoleArn, which may ec2:AcceptVpcPeeringConnection`, peering,
    );
  }
}
