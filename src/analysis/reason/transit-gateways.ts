import type { AddressSet } from './address-set';
import { describeAddresses, isNarrow } from './address-set';
import type { PathSegment } from './candidate-path';
import { asUncertain } from './candidate-path';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import type { ObstacleDetails } from './obstacles';
import { notInTemplates, unknown, unknownResource, unless, violated } from './obstacles';
import type { Purpose } from './route-tables';
import { nameOfVpc } from './route-tables';
import type { RouteMatch, RouteEntry } from './routing';
import { lookUpRoutes, tableOf } from './routing';
import { findOutRoutes } from './unknown-routes';
import type { AddressFamily } from '../model/address-block';
import { componentHop, spellRuleBlock } from '../model/hop';
import type { Subnet, TransitGateway, TransitGatewayAttachment, TransitGatewayRouteTable } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: transit gateways: the attachment of the VPC in the zone of the sender, the route table that the attachment is associated with,
 * and what that table says, by written routes and by propagated blocks of VPCs. Support for IPv6 decides on what is propagated and filters nothing.
 * Law: the longest prefix wins; of one block, the written route.
 * Refuses: attachments of anything but VPCs, and transit gateways that no template defines.
 */

/** Which attachment a route of a transit gateway leads to; none when it drops what it matches. */
type Target = ResourceId | undefined;

/** The rank of the blocks of VPCs that a table learns. */
const PROPAGATED = 1;

export type TransitRouteMatch = RouteMatch<Target>;

/** The path into a transit gateway; the attachment is undefined when the VPC has none. */
export interface Entry {
  readonly segment: PathSegment;
  readonly attachment?: TransitGatewayAttachment;
}

/** The answer of a route table of a transit gateway. */
export interface TransitRoutes {
  readonly obstacles: readonly Obstacle[];
  readonly matches: readonly TransitRouteMatch[];

  /** The reason why nobody knows which routes the table has besides; then none of its routes is surely the one that is taken. */
  readonly unknownRoutes: readonly Obstacle[];
}

/** Into a transit gateway: what stands in the path, and the attachment through which it goes. */
export function intoTransitGateway(context: NetworkContext, flow: Flow, id: ResourceId): Entry {
  const { network } = context;
  const { subnet } = flow;
  const gateway = network.model.transitGateways.get(id);
  const hops = [componentHop('transit-gateway', gateway, id)];
  const attachment = network.attachmentBetween(id, subnet.vpc);
  if (attachment === undefined) {
    return { segment: { hops, obstacles: [notAttached(context, subnet, gateway, id)] } };
  }
  const subnets = attachmentSubnets(context, attachment, subnet);
  const acls = atOneOf(subnets, subnets.filter(({ source }) => source.id !== subnet.source.id)
    .flatMap((entrance) => originsOf(context, flow).flatMap((addresses) => context.acls.entering(entrance, addresses, flow.ports))));
  return { attachment, segment: { hops, obstacles: [...servesZone(context, subnet, attachment), ...acls] } };
}

/** Returns what the table of an attachment says to a set of addresses. */
export function routeOfTransitGateway(
  context: NetworkContext, attachment: TransitGatewayAttachment, addresses: AddressSet, purpose: Purpose,
): TransitRoutes {
  const { network } = context;
  const gateway = network.model.transitGateways.get(attachment.transitGateway);
  const table = network.routeTableOf(attachment);
  const unknownRoutes = routesAreUnknown(attachment, gateway, table);
  if (unknownRoutes.length === 0 && table === undefined && gateway?.defaultAssociation !== 'yes') {
    return { matches: [], obstacles: notAssociated(attachment, gateway), unknownRoutes };
  }
  const entries = table === undefined ? learned(context, gateway) : [
    ...table.routes.map(({ destination, attachment: target, source }): RouteEntry<Target> => ({ block: destination, target, source, rank: 0 })),
    ...propagated(context, table.propagations.map((other) => [other, network.model.transitGatewayAttachments.get(other)])),
    ...gateway?.propagationDefault === table.source.id ? learned(context, gateway) : [],
  ];
  const matches = lookUpRoutes(tableOf(entries, network.model.prefixLists), addresses, {
    isElsewhere: ({ block, rank }) => purpose === 'internet' && rank === PROPAGATED && block.kind === 'block' && isNarrow(block.block),
    holdsNoService: ({ rank }) => rank === PROPAGATED,
  });
  const name = table === undefined ? `the default route table of ${attachment.transitGateway}` : describeSource(table.source);
  const isComplete = table !== undefined || gateway?.defined === true && gateway.defaultPropagation !== 'unknown';
  const judged = matches.flatMap((match) => judgeMatch(match, name, table?.source, isComplete));
  return { matches, unknownRoutes, obstacles: unknownRoutes.length > 0 ? [] : judged };
}

/** A table that no template defines has routes that nobody knows, and so has the default table of a gateway that no template defines. */
function routesAreUnknown(
  attachment: TransitGatewayAttachment, gateway: TransitGateway | undefined, table: TransitGatewayRouteTable | undefined,
): readonly Obstacle[] {
  const isDefined = table?.defined ?? gateway?.defined === true;
  const further = table === undefined ? attachment.furtherAssociation ?? gateway?.furtherRoutes : table.furtherRoutes;
  if (isDefined && (further === undefined || table === undefined && gateway?.defaultAssociation !== 'yes')) {
    return [];
  }
  const gatewayName = gateway === undefined ? attachment.transitGateway : describeSource(gateway.source);
  const name = table === undefined ? `the route table of ${gatewayName} that ${describeSource(attachment.source)} is associated with` : describeSource(table.source);
  return [unknown({
    code: 'TGW_RTB_ROUTES_ARE_UNKNOWN', source: table?.source ?? attachment.source,
    detail: `which routes ${name} has is not known: ${isDefined && further !== undefined ? further : 'no template that was read defines it'}`,
    ...isDefined ? findOutRoutes(table?.source ?? attachment.source, [further ?? '']) : findOutRoutes(undefined, [], table === undefined ? 'the transit gateway and its route tables' : name),
  })];
}

function notAssociated(attachment: TransitGatewayAttachment, gateway: TransitGateway | undefined): readonly Obstacle[] {
  return unless(attachment.furtherAssociation === undefined ? gateway?.defaultAssociation ?? 'unknown' : 'unknown', {
    code: 'TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', source: attachment.source,
    detail: `${describeSource(attachment.source)} is associated with no route table of the transit gateway that the templates show`,
    ...gateway?.defined === true ? { mend: 'AWS::EC2::TransitGatewayRouteTableAssociation' }
      : findOutRoutes(undefined, [], 'the transit gateway and its route tables'),
  });
}

/** The subnets of an attachment in the zone of a subnet, or all of them when zones are not known. */
export function attachmentSubnets({ network }: NetworkContext, attachment: TransitGatewayAttachment, beside?: Subnet): readonly Subnet[] {
  const subnets = !attachment.subnets.known ? [] : attachment.subnets.value.flatMap((id) => network.model.subnets.get(id) ?? []);
  const inZone = subnets.filter(({ zone }) => beside?.zone.known === true && zone.known && zone.value === beside.zone.value);
  return inZone.length > 0 ? inZone : subnets;
}

/** Makes what stands at one of several subnets uncertain, unless their zones tell which of them is passed. */
export function atOneOf(subnets: readonly Subnet[], obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return subnets.length === 1 || subnets.every(({ zone }) => zone.known) ? obstacles : asUncertain(obstacles);
}

/** Tells whether what is in a subnet can send into an attachment: only when that has a subnet in the zone. */
export function servesZone(context: NetworkContext, subnet: Subnet, attachment: TransitGatewayAttachment): readonly Obstacle[] {
  const name = describeSource(attachment.source);
  if (!attachment.subnets.known) {
    return [unknownResource(`the subnets of ${name}`, attachment.subnets.reason, attachment.source)];
  }
  if (attachment.subnets.value.includes(subnet.source.id)) {
    return [];
  }
  const zones = attachment.subnets.value.map((id) => context.network.model.subnets.get(id)?.zone);
  const own = subnet.zone;
  if (own.known && zones.some((zone) => zone?.known === true && zone.value === own.value)) {
    return [];
  }
  const isSure = own.known && zones.every((zone) => zone?.known === true);
  return unless(isSure ? 'no' : 'unknown', {
    code: 'TGW_ROUTE_AZ_RESTRICTION', source: attachment.source,
    detail: `${name} ${isSure ? 'has no' : 'may have no'} subnet in ${own.known ? own.value : 'the zone'}, the zone of ${describeSource(subnet.source)}`,
    mend: `add a subnet of the zone to SubnetIds of ${name}`,
    inConstructs: 'network.attachToTransitGateway() has a subnet in each zone',
  });
}

/** The blocks that a table learns from all attachments of its gateway. */
function learned(context: NetworkContext, gateway: TransitGateway | undefined): readonly RouteEntry<Target>[] {
  return gateway?.defaultPropagation !== 'yes' ? []
    : propagated(context, context.network.attachmentsOf(gateway.source.id).map((attachment) => [attachment.source.id, attachment]));
}

/** Attachments propagate the IPv4 blocks of their VPCs, and the IPv6 blocks when they support IPv6. */
function propagated(
  { network }: NetworkContext, attachments: readonly (readonly [ResourceId, TransitGatewayAttachment?])[],
): readonly RouteEntry<Target>[] {
  return attachments.flatMap(([id, attachment]): readonly RouteEntry<Target>[] => {
    const vpc = attachment?.vpc.known === true ? network.model.vpcs.get(attachment.vpc.value) : undefined;
    const propagatesIpv6 = attachment?.ipv6Support ?? 'unknown';
    const blocks = vpc === undefined ? [] : [...vpc.ipv4Blocks, ...propagatesIpv6 === 'yes' ? vpc.ipv6Blocks : []];
    const unplaced = (family?: AddressFamily): RouteEntry<Target> =>
      ({ block: { kind: 'unknown', reason: `what is behind attachment ${id}`, family }, target: id, rank: PROPAGATED });
    return [
      ...blocks.map((block): RouteEntry<Target> => ({ block: { kind: 'block', block }, target: id, rank: PROPAGATED })),
      ...vpc?.blocksComplete === 'yes' ? [] : [unplaced(propagatesIpv6 === 'no' ? 'ipv4' : undefined)],
      ...vpc?.blocksComplete === 'yes' && propagatesIpv6 === 'unknown' && vpc.ipv6Blocks.length > 0 ? [unplaced('ipv6')] : [],
    ];
  });
}

function judgeMatch(
  { addresses, entry, ambiguities }: TransitRouteMatch, name: string, source: ObstacleDetails['source'], isComplete: boolean,
): readonly Obstacle[] {
  const base = { code: 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT' as const, source, mend: `add an AWS::EC2::TransitGatewayRoute to ${name} for ${describeAddresses(addresses)}` };
  if (entry === undefined) {
    const details = { ...base, detail: `${name} has no route to ${describeAddresses(addresses)}${ambiguities.length > 0 ? `, unless it is ${ambiguities.join(', ')}` : ''}` };
    return [isComplete && ambiguities.length === 0 ? violated(details) : unknown({ ...details, ...findOutRoutes(source, ambiguities, name) })];
  }
  if (entry.target === undefined) {
    return [violated({ ...base, detail: `${name} drops ${spellRuleBlock(entry.block)} (Blackhole: true)` })];
  }
  return ambiguities.length === 0 ? [] : [unknown({ ...base, detail: `${name} can lead a part of ${describeAddresses(addresses)} elsewhere: ${ambiguities.join('; ')}`, ...findOutRoutes(source, ambiguities, name) })];
}

function notAttached({ network }: NetworkContext, subnet: Subnet, gateway: TransitGateway | undefined, id: ResourceId): Obstacle {
  const isSure = gateway?.defined === true && network.vpcOf(subnet)?.defined === true;
  const name = gateway === undefined ? id : describeSource(gateway.source);
  return isSure ? violated({
    code: 'BAD_STATE_ROUTE', source: gateway.source, detail: `${nameOfVpc(network, subnet.vpc)} is not attached to ${name}`,
    mend: 'AWS::EC2::TransitGatewayAttachment', inConstructs: 'network.attachToTransitGateway()',
  }) : notInTemplates(`the attachment of ${nameOfVpc(network, subnet.vpc)} to ${name}`);
}

/** The route table of the other end does not lead answers to the function. */
export function noWayBack({ routes }: NetworkContext, from: Subnet, to: AddressSet, isDoubtful: boolean, through: string): Obstacle {
  const { name, source, gap } = routes.of(from);
  const details: ObstacleDetails = {
    code: 'NO_ROUTE_TO_DESTINATION', source,
    detail: `answers find no way back: ${name} of ${describeSource(from.source)} does not lead ${describeAddresses(to)} to ${through}`,
    mend: `add an AWS::EC2::Route to ${name} for ${describeAddresses(to)} to ${through}`,
  };
  return gap !== undefined ? unknown({ ...details, ...findOutRoutes(source, [gap.reason], name) })
    : isDoubtful ? unknown(details) : violated(details);
}
