import { Tags, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { AttachableNetwork } from './attachable-network';
import type { TransitDestination } from './transit-gateway-destinations';
import { readDestinations } from './transit-gateway-destinations';
import { transitSubnets } from './transit-subnets';
import type { TransitGatewayDesign } from '../../egress/egress-design';
import type { TransitGatewayAttachmentOptions, TransitGatewayConnectionOptions } from '../../egress/transit-gateway-options';
import { nameTag } from '../../private/name-tag';
import { NetworkError } from '../../private/network-error';
import { announceRoute } from '../../vpc/routed-destinations';
import type { SubnetTier } from '../subnets/subnet-tier';
import { tierSubnets } from '../subnets/tier-subnets';

/*
 * Models: the attachment of a network to a transit gateway, with the routes to it.
 * Law: a VPC is attached to a transit gateway once, and routes wait for the attachment. Default routes are the resources that any egress has.
 * Refuses: a second attachment, ids that are none, and IPv6 in a network without.
 */

/** A network with the tiers that get routes. */
interface RoutedSite extends AttachableNetwork {
  readonly tiers: SubnetTier[];
}

const TRANSIT_GATEWAY_ID = /^tgw-[0-9a-f]+$/;

/**
 * Send what leaves the private subnets to a transit gateway: IPv4, and IPv6 if asked for.
 *
 * The routes are the very resources that other kinds of egress have, so a switch of egress turns them around in place. Call it
 * before the subnets get their logical ids.
 */
export function leaveThroughTransitGateway(attachable: AttachableNetwork, { attachment: options, carriesIpv6 }: TransitGatewayDesign): void {
  const attachment = attachTransitGateway(attachable, 'TransitGateway', options);
  const { vpc } = attachable;
  for (const subnet of vpc.privateSubnets as ec2.PrivateSubnet[]) {
    subnet.addRoute('DefaultRoute', {
      routerType: ec2.RouterType.TRANSIT_GATEWAY, routerId: options.transitGatewayId, enablesInternetConnectivity: true,
    });
    subnet.node.findChild('DefaultRoute').node.addDependency(attachment);
    if (carriesIpv6) {
      const route = subnet.node.findChild('DefaultRoute6') as ec2.CfnRoute;
      route.egressOnlyInternetGatewayId = undefined;
      route.transitGatewayId = options.transitGatewayId;
      route.node.addDependency(attachment);
    }
  }
  if (carriesIpv6) {
    vpc.node.tryRemoveChild('EIGW6');
  }
}

/** Attach a network to a transit gateway for certain destinations, with a route for each of them in each of the subnets. */
export function connectToTransitGateway(
  attachable: RoutedSite, id: string, options: TransitGatewayConnectionOptions,
): ec2.CfnTransitGatewayAttachment {
  const destinations = readDestinations(attachable, id, options);
  const attachment = attachTransitGateway(attachable, id, options);
  const routes = new Construct(attachable.network, `${id}Routes`);
  const routed = attachable.tiers.filter(({ _hasEgress }) => _hasEgress).flatMap((tier) => tierSubnets(attachable.vpc, tier, attachable.zones).map(
    (subnet, index) => ({ subnet, place: `${tier.name}Subnet${attachable.zones[index].key}` }),
  ));
  routed.forEach(({ subnet, place }) => destinations.forEach((one) => addRoute(routes, `${place}To${one.key}`, subnet, one, options.transitGatewayId)));
  routes.node.addDependency(attachment);
  const way = `the transit gateway attachment ${id}`;
  destinations.forEach(({ key, cidr }) => announceRoute(attachable.network, { cidr, name: cidr ?? `prefix list ${key}`, way, subnets: routed.map(({ subnet }) => subnet) }));
  return attachment;
}

/** A route's logical id follows tier, zone and destination, like everything that is per subnet. */
function addRoute(scope: Construct, id: string, subnet: ec2.ISubnet, { cidr, prefixListId }: TransitDestination, transitGatewayId: string): void {
  new ec2.CfnRoute(scope, id, {
    routeTableId: subnet.routeTable.routeTableId,
    transitGatewayId,
    ...cidr === undefined ? { destinationPrefixListId: prefixListId } : cidr.includes(':') ? { destinationIpv6CidrBlock: cidr } : { destinationCidrBlock: cidr },
  });
}

/**
 * Define the attachment of a VPC, with a subnet in each zone: traffic of a zone without one never gets to the transit gateway.
 *
 * It is a TransitGatewayAttachment and not a TransitGatewayVpcAttachment, which CloudFormation replaces when a subnet joins or
 * leaves it.
 */
function attachTransitGateway(attachable: AttachableNetwork, id: string, options: TransitGatewayAttachmentOptions): ec2.CfnTransitGatewayAttachment {
  assertAttachable(attachable, id, options);
  const attachment = new ec2.CfnTransitGatewayAttachment(attachable.network, id, {
    transitGatewayId: options.transitGatewayId,
    vpcId: attachable.vpc.vpcId,
    subnetIds: transitSubnets(attachable).map(({ subnetId }) => subnetId),
    options: {
      ApplianceModeSupport: flag(options.applianceMode ?? false),
      DnsSupport: flag(options.dnsSupport ?? true),
      Ipv6Support: flag(options.ipv6Support ?? attachable.ipv6),
    },
  });
  Tags.of(attachment).add('Name', nameTag(attachment.node.path));
  if (options.associationRouteTableId !== undefined) {
    new ec2.CfnTransitGatewayRouteTableAssociation(attachment, 'Association', {
      transitGatewayAttachmentId: attachment.attrId, transitGatewayRouteTableId: options.associationRouteTableId,
    });
  }
  options.propagationRouteTableIds?.forEach((transitGatewayRouteTableId, index) => {
    new ec2.CfnTransitGatewayRouteTablePropagation(attachment, `Propagation${index + 1}`, {
      transitGatewayAttachmentId: attachment.attrId, transitGatewayRouteTableId,
    });
  });
  return attachment;
}

function flag(enabled: boolean): string {
  return enabled ? 'enable' : 'disable';
}

function assertAttachable({ network, ipv6 }: AttachableNetwork, id: string, options: TransitGatewayAttachmentOptions): void {
  const { transitGatewayId } = options;
  if (!Token.isUnresolved(transitGatewayId) && !TRANSIT_GATEWAY_ID.test(transitGatewayId)) {
    throw new NetworkError('TRANSIT_GATEWAY', `transit gateway '${transitGatewayId}' is not named by its id: expected an id such as tgw-0123456789abcdef0`, network);
  }
  const twin = network.node.children.find((child) => ec2.CfnTransitGatewayAttachment.isCfnTransitGatewayAttachment(child)
    && child.transitGatewayId === transitGatewayId);
  if (twin !== undefined) {
    throw new NetworkError(
      'TRANSIT_GATEWAY', `transit gateway '${transitGatewayId}' is attached as ${id} and as ${twin.node.id}, but a VPC is attached to it once: list all destinations in one call`, network,
    );
  }
  if (options.ipv6Support === true && !ipv6) {
    throw new NetworkError('TRANSIT_GATEWAY_IPV6', `transit gateway attachment ${id} got ipv6Support, but the network is IPV4_ONLY: leave ipProtocol out, or ipv6Support`, network);
  }
}
