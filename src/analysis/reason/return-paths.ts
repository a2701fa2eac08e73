import type { AddressSet } from './address-set';
import { describeAddresses } from './address-set';
import type { PathSegment } from './candidate-path';
import { concat, isBlocked } from './candidate-path';
import type { NetworkContext } from './network-context';
import { notInTemplates, violated } from './obstacles';
import { carries, connects } from './peerings';
import type { SubnetRouteMatch } from './route-tables';
import { nameOfVpc } from './route-tables';
import { noWayBack, routeOfTransitGateway, servesZone } from './transit-gateways';
import type { Subnet, TransitGatewayAttachment } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: how answers find their way from a subnet of another VPC to where a connection came from.
 * Law: peering connections and transit gateways keep no state, so answers may come back over another one than the connection took. Each part of
 * the route table that holds an address of the sender has to lead to its VPC.
 */

/** The sender to whom answers go. */
export interface Sender {
  /** The VPC from which the packets come. */
  readonly vpc: ResourceId;

  /** The addresses that they have. */
  readonly addresses: readonly AddressSet[];

  /** The connection between the networks that an answer is expected to pass, as people call it. */
  readonly through: string;
}

/** Returns what stands in the way of answers from a subnet. */
export function returnPath(context: NetworkContext, from: Subnet, sender: Sender): PathSegment {
  return concat(...sender.addresses.flatMap((addresses) => context.routes.lookUp(from, addresses, 'addresses')
    .map((match) => concat({ obstacles: context.routes.ambiguitiesOf(from, match, 'addresses') }, alongMatch(context, from, sender, match)))));
}

function alongMatch(context: NetworkContext, from: Subnet, sender: Sender, { entry, addresses, ambiguities }: SubnetRouteMatch): PathSegment {
  if (entry?.target.kind === 'transit-gateway') {
    return overTransitGateway(context, from, sender, entry.target.id, addresses);
  }
  const home = entry?.target.kind === 'vpc-peering' ? overPeering(context, from, sender, entry.target.id, addresses) : undefined;
  return { obstacles: home ?? [noWayBack(context, from, addresses, ambiguities.length > 0, sender.through)] };
}

/** Returns what stands in the way over a peering connection; undefined when it leads elsewhere. */
function overPeering(context: NetworkContext, from: Subnet, sender: Sender, id: ResourceId, addresses: AddressSet): readonly Obstacle[] | undefined {
  const peering = context.network.model.peerings.get(id);
  if (peering === undefined) {
    return [notInTemplates(`peering connection ${id}, to which answers are led,`)];
  }
  const connection = connects(context, peering, from.vpc, sender.vpc);
  return isBlocked({ obstacles: connection }) ? undefined : [...connection, ...carries(context, peering, addresses, sender.vpc).obstacles ?? []];
}

/** An attachment that answers only leave by needs no association: that of the answering VPC decides on their route. */
function overTransitGateway(context: NetworkContext, from: Subnet, sender: Sender, id: ResourceId, addresses: AddressSet): PathSegment {
  const attachment = context.network.attachmentBetween(id, from.vpc);
  if (attachment === undefined) {
    return { obstacles: [notInTemplates(`the attachment of ${nameOfVpc(context.network, from.vpc)} to the transit gateway to which answers are led`)] };
  }
  const { obstacles, unknownRoutes, matches } = routeOfTransitGateway(context, attachment, addresses, 'addresses');
  const astray = unknownRoutes.length > 0 ? [] : matches.flatMap((match) => leadsAstray(context, attachment, sender, match));
  return { obstacles: [...servesZone(context, from, attachment), ...unknownRoutes, ...obstacles, ...astray] };
}

function leadsAstray(
  { network }: NetworkContext, attachment: TransitGatewayAttachment, { vpc }: Sender, { entry, addresses, ambiguities }: ReturnType<typeof routeOfTransitGateway>['matches'][number],
): readonly Obstacle[] {
  const target = entry?.target === undefined ? undefined : network.model.transitGatewayAttachments.get(entry.target);
  const isElsewhere = entry?.target !== undefined && (target === undefined || target.vpc.known && target.vpc.value !== vpc);
  if (!isElsewhere || ambiguities.length > 0) {
    return [];
  }
  if (target === undefined) {
    return [notInTemplates(`the attachment ${entry.target}, to which the transit gateway leads answers,`)];
  }
  const home = network.attachmentBetween(attachment.transitGateway, vpc);
  const homeName = home === undefined ? nameOfVpc(network, vpc) : describeSource(home.source);
  return [violated({
    code: 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', source: entry.source, detail: `the transit gateway leads answers to ${describeAddresses(addresses)} to ${entry.target} and not to ${homeName}`,
    mend: `AWS::EC2::TransitGatewayRoute for ${describeAddresses(addresses)} to ${homeName}`,
  })];
}
