import type { AddressSet } from './address-set';
import { describeAddresses } from './address-set';
import type { PathSegment } from './candidate-path';
import { asUncertain, behindUncertainRoute, concat, uncertainSegment } from './candidate-path';
import { touches } from './coverage';
import { lookUpInVpc, narrowerRoute, redirected } from './local-routes';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { blockOf } from './network-index';
import { notInTemplates, unknown, violated } from './obstacles';
import { carries, connects, namesGroups, overlapping } from './peerings';
import { returnPath } from './return-paths';
import type { SubnetRouteMatch } from './route-tables';
import { nameOfVpc, noRoute, unknownTarget, routeHop } from './route-tables';
import type { TransitRouteMatch } from './transit-gateways';
import { atOneOf, attachmentSubnets, intoTransitGateway, routeOfTransitGateway } from './transit-gateways';
import { natMayLeadOn, overPeering, translatedExit } from './translated-paths';
import type { Hop } from '../model/hop';
import { LOCAL_ROUTE, componentHop, describeTarget, spellRuleBlock } from '../model/hop';
import type { Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isSameResource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { all } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the path from a subnet to addresses of a VPC: the same one, a peered one, one behind a transit gateway.
 * Law: every subnet where the other end can be lets the connection in and its answers out, and leads the answers back the same way. A peering
 * connection carries only the addresses of its two VPCs.
 */

/** The subnets in which the other end is. */
export interface DestinationSubnets {
  readonly vpc: ResourceId;

  /** Subnets where it can be. */
  readonly subnets: readonly Subnet[];

  /** Tells whether it is in each of the subnets; otherwise in one or another of them, or beside them. */
  readonly isExact: boolean;
}

/** A path to a destination, and whether rules on it can name groups of the other end. */
export interface VpcCrossing {
  readonly segment: PathSegment;
  readonly referencesOut: Ternary;
  readonly referencesIn: Ternary;

  /** The addresses with which the packets arrive, when something translates them. */
  readonly from?: readonly AddressSet[];
}

/** The path that a match takes to a destination. */
export function toDestination(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, destination: DestinationSubnets): VpcCrossing {
  const { subnet, to, ports } = flow;
  const ambiguities = context.routes.ambiguitiesOf(subnet, match, 'addresses');
  if (match.entry?.target.kind === 'nat-gateway' && (destination.vpc === subnet.vpc || natMayLeadOn(context, match.entry.target.id, to))) {
    const crossing = throughTranslation(context, flow, match, destination);
    const acls = context.acls.leaving(subnet, to, ports);
    return { ...crossing, segment: concat(hop(match), behindUncertainRoute(ambiguities, crossing.segment), { obstacles: acls }) };
  }
  if (destination.vpc === subnet.vpc) {
    const acls = [...context.acls.leaving(subnet, to, ports), ...entering(context, flow, destination)];
    const back = destination.subnets.flatMap((end) => originsOf(context, flow).flatMap((addresses) => redirected(context, end, addresses)));
    const outside: PathSegment = isSameSubnet(subnet, destination) ? {}
      : behindUncertainRoute(ambiguities, concat(narrowerRoute(match), { obstacles: atAnyOf(destination, [...acls, ...back]) }));
    return { segment: concat({ hops: [LOCAL_ROUTE] }, outside, noNarrowerRoute(context, [subnet, ...destination.subnets])), referencesOut: 'yes', referencesIn: 'yes' };
  }
  const crossing = throughConnection(context, flow, match, destination);
  const acls = [...context.acls.leaving(subnet, to, ports), ...atAnyOf(destination, entering(context, flow, destination))];
  return { ...crossing, segment: concat(hop(match), behindUncertainRoute(ambiguities, crossing.segment), { obstacles: acls }) };
}

function throughConnection(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, destination: DestinationSubnets): VpcCrossing {
  const target = match.entry?.target;
  if (target?.kind === 'vpc-peering') {
    const peering = context.network.model.peerings.get(target.id);
    const references = peering === undefined ? 'yes' : namesGroups(context, peering);
    return { segment: throughPeering(context, flow, target.id, destination), referencesOut: references, referencesIn: references };
  }
  if (target?.kind === 'transit-gateway') {
    const referencesIn = context.network.model.transitGateways.get(target.id)?.securityGroupReferencing ?? 'unknown';
    return { segment: throughTransitGateway(context, flow, target.id, destination), referencesOut: 'no', referencesIn };
  }
  if (target !== undefined && ['unsupported', 'unknown', 'missing'].includes(target.kind)) {
    return { segment: { obstacles: [unknownTarget(target, match.entry!)] }, referencesOut: 'unknown', referencesIn: 'unknown' };
  }
  return notConnected(context, flow, match, destination);
}

/** A NAT gateway sends on from its own subnet, so that rules can name neither the function nor its group. */
function throughTranslation(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, destination: DestinationSubnets): VpcCrossing {
  const { segment, onward } = translatedExit(context, flow, match);
  if (onward === undefined) {
    return { segment, referencesOut: 'unknown', referencesIn: 'no' };
  }
  const further = lookUpInVpc(context, onward.subnet, flow.to, destination.vpc)
    .map((next) => toDestination(context, { ...flow, ...onward, to: next.addresses }, next, destination));
  return {
    segment: concat(segment, ...further.map((crossing) => crossing.segment), { obstacles: overPeering(context, onward.subnet, flow.to) }),
    referencesOut: all(further.map(({ referencesOut }) => referencesOut)), referencesIn: 'no', from: onward.from,
  };
}

/** The local route is in tables too that are not known; whether a narrower one is before it, is not. */
function noNarrowerRoute({ routes }: NetworkContext, subnets: readonly Subnet[]): PathSegment {
  return {
    assumptions: subnets.map((subnet) => routes.of(subnet)).filter(({ gap }) => gap !== undefined && !gap.isPropagated)
      .map(({ name }) => `${name} has no route for a part of the VPC that is narrower than the local route`),
  };
}

function hop({ entry }: SubnetRouteMatch): PathSegment {
  return entry === undefined ? {} : { hops: [routeHop(entry)] };
}

/** A subnet's own network ACL is not read inside of it. */
function isSameSubnet(subnet: Subnet, destination: DestinationSubnets): boolean {
  return destination.isExact && destination.subnets.every(({ source }) => source.id === subnet.source.id);
}

function entering(context: NetworkContext, flow: Flow, { subnets }: DestinationSubnets): readonly Obstacle[] {
  const origins = originsOf(context, flow);
  return subnets.filter(({ source }) => source.id !== flow.subnet.source.id)
    .flatMap((subnet) => origins.flatMap((addresses) => context.acls.entering(subnet, addresses, flow.ports)));
}

/** Nothing that holds of one of several subnets is sure of what is in one or another of them. */
function atAnyOf({ isExact }: DestinationSubnets, obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return isExact ? obstacles : asUncertain(obstacles);
}

function throughPeering(context: NetworkContext, flow: Flow, id: ResourceId, destination: DestinationSubnets): PathSegment {
  const peering = context.network.model.peerings.get(id);
  if (peering === undefined) {
    return { hops: [componentHop('vpc-peering', peering, id)], obstacles: [notInTemplates(`peering connection ${id}`)] };
  }
  return concat(
    {
      hops: [componentHop('vpc-peering', peering, id), vpcHop(context, destination.vpc)],
      obstacles: [...connects(context, peering, flow.subnet.vpc, destination.vpc), ...overlapping(context, peering)],
    },
    carries(context, peering, flow.to, destination.vpc),
    {
      obstacles: answersFrom(context, flow, destination, `peering connection ${describeSource(peering.source)}`),
      assumptions: ['the peering connection is accepted'],
    },
  );
}

function throughTransitGateway(context: NetworkContext, flow: Flow, id: ResourceId, destination: DestinationSubnets): PathSegment {
  const { segment, attachment } = intoTransitGateway(context, flow, id);
  if (attachment === undefined) {
    return segment;
  }
  const { obstacles, matches, unknownRoutes } = routeOfTransitGateway(context, attachment, flow.to, 'addresses');
  const other = context.network.attachmentBetween(id, destination.vpc);
  const missing = other === undefined ? [notInTemplates(`the attachment of ${nameOfVpc(context.network, destination.vpc)} to the transit gateway`)] : [];
  const landings = other === undefined ? []
    : attachmentSubnets(context, other, flow.subnet).filter((landing) => !destination.subnets.includes(landing));
  const beyond = concat(
    { obstacles: [...missing, ...matches.flatMap((match) => arrives(context, match, other?.source.id, destination))] },
    { obstacles: atOneOf(landings, landings.flatMap((landing) => context.acls.leaving(landing, flow.to, flow.ports))) },
    { obstacles: answersFrom(context, flow, destination, `transit gateway ${nameOfTransitGateway(context, id)}`) },
  );
  const isCertain = unknownRoutes.length === 0 && matches.every(({ ambiguities }) => ambiguities.length === 0);
  return concat(
    segment,
    { hops: [vpcHop(context, destination.vpc)], obstacles: [...unknownRoutes, ...obstacles] },
    isCertain ? beyond : uncertainSegment(beyond),
  );
}

/** Returns what stands in the way of answers from each subnet where the other end can be. */
function answersFrom(context: NetworkContext, flow: Flow, destination: DestinationSubnets, through: string): readonly Obstacle[] {
  const sender = { vpc: flow.subnet.vpc, addresses: originsOf(context, flow), through };
  return destination.subnets.flatMap((subnet) => atAnyOf(destination, returnPath(context, subnet, sender).obstacles ?? []));
}

function arrives(
  { network }: NetworkContext, { entry, ambiguities }: TransitRouteMatch, attachment: ResourceId | undefined, destination: DestinationSubnets,
): readonly Obstacle[] {
  if (ambiguities.length > 0 || entry?.target === undefined || entry.target === attachment) {
    return [];
  }
  if (!network.model.transitGatewayAttachments.has(entry.target)) {
    return [unknown({
      code: 'UNSUPPORTED_COMPONENT', source: entry.source, mend: 'try it with VPC Reachability Analyzer after deployment',
      detail: `the transit gateway leads ${spellRuleBlock(entry.block)} to ${entry.target.replace(/^.*#/, '')}, which is no attachment of a VPC that templates show, such as a peering with another transit gateway`,
    })];
  }
  return [violated({
    code: 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', source: entry.source, detail: `the transit gateway leads ${spellRuleBlock(entry.block)} to ${entry.target} and not to ${nameOfVpc(network, destination.vpc)}`,
    mend: `AWS::EC2::TransitGatewayRoute for ${spellRuleBlock(entry.block)} to the attachment of ${nameOfVpc(network, destination.vpc)}`,
  })];
}

/** No route, or one that leads somewhere else: what is missing is a route to the connection that there is, or a peering connection. */
function notConnected(
  { network, routes }: NetworkContext, { subnet, to }: Flow, match: SubnetRouteMatch, destination: DestinationSubnets,
): VpcCrossing {
  const peering = network.peeringsOf(subnet.vpc)
    .find(({ requester, accepter }) => [requester, accepter].some((end) => end.known && end.value === destination.vpc));
  const isTransit = peering === undefined && network.isAttachedToTransitGateway(subnet.vpc) && network.isAttachedToTransitGateway(destination.vpc);
  const connection = peering !== undefined ? describeSource(peering.source) : isTransit ? 'the transit gateway' : undefined;
  const found = match.entry === undefined ? noRoute(routes.of(subnet), match) : {
    status: 'violated' as const,
    source: match.entry.source,
    detail: `${routes.of(subnet).name} leads ${describeAddresses(to)} by ${spellRuleBlock(match.entry.block)} to ${describeTarget(match.entry.target)}, not to ${nameOfVpc(network, destination.vpc)}`,
  };
  const details = {
    source: found.source,
    inConstructs: 'network.peerWith() or network.attachToTransitGateway()',
    ...connection === undefined ? {
      code: 'DISCONNECTED_VPCS' as const,
      detail: `nothing connects ${nameOfVpc(network, subnet.vpc)} with ${nameOfVpc(network, destination.vpc)}; ${found.detail}`,
      mend: 'AWS::EC2::VPCPeeringConnection between the two, with routes on both sides',
    } : {
      code: 'NO_ROUTE_TO_DESTINATION' as const,
      detail: found.detail,
      mend: `add an AWS::EC2::Route for ${describeAddresses(to)} to ${connection} to the route table of ${describeSource(subnet.source)}`,
    },
  };
  const isViolated = found.status === 'violated' && isSameResource(subnet.vpc, destination.vpc) === 'no';
  const toFindOut = 'toFindOut' in found ? found.toFindOut : undefined;
  const segment: PathSegment = { obstacles: [isViolated ? violated(details) : unknown({ ...details, ...toFindOut })] };
  return isTransit ? { segment, referencesOut: 'no', referencesIn: 'unknown' } : { segment, referencesOut: 'yes', referencesIn: 'yes' };
}

/** The subnets of a VPC that hold addresses of a set of addresses. */
export function subnetsIn({ network }: NetworkContext, vpc: ResourceId, addresses: AddressSet): readonly Subnet[] {
  return network.subnetsIn(vpc).filter((subnet) => {
    const block = blockOf(subnet, addresses.family);
    return block !== undefined && touches(addresses, block);
  });
}

function vpcHop({ network }: NetworkContext, vpc: ResourceId): Hop {
  return componentHop('vpc', network.model.vpcs.get(vpc), vpc);
}

function nameOfTransitGateway({ network }: NetworkContext, id: ResourceId): string {
  const gateway = network.model.transitGateways.get(id);
  return gateway === undefined ? id : describeSource(gateway.source);
}
