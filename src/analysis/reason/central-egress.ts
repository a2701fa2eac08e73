import type { PathSegment } from './candidate-path';
import { behindUncertainRoute, concat, partsOf, uncertainSegment } from './candidate-path';
import { throughNatGateway } from './nat-gateways';
import { throughNatInstance } from './nat-instances';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { mendOfUnknown, unknown, unknownResource, violated } from './obstacles';
import { returnPath } from './return-paths';
import type { SubnetRouteMatch } from './route-tables';
import { noRoute, unknownTarget } from './route-tables';
import type { RouteEntry } from './routing';
import type { TransitRouteMatch } from './transit-gateways';
import { attachmentSubnets, intoTransitGateway, routeOfTransitGateway } from './transit-gateways';
import { componentHop, spellRuleBlock } from '../model/hop';
import type { RouteTarget, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the internet through a transit gateway and the NAT gateways of another VPC.
 * Law: out through both route tables to a NAT gateway, and back from the subnet of the NAT gateway to the VPC of the function.
 * Refuses: what is behind a transit gateway that no template defines, appliances, and IPv6 by this way.
 */

export function throughCentralEgress(context: NetworkContext, flow: Flow, id: ResourceId): PathSegment {
  const { segment, attachment } = intoTransitGateway(context, flow, id);
  if (attachment === undefined) {
    return segment;
  }
  const { obstacles, matches, unknownRoutes } = routeOfTransitGateway(context, attachment, flow.to, 'internet');
  return concat(segment, { obstacles: [...unknownRoutes, ...obstacles] }, ...partsOf(flow.to, matches.map((match) => {
    const candidate = throughAttachment(context, { ...flow, to: match.addresses }, match);
    return match.ambiguities.length === 0 && unknownRoutes.length === 0 ? candidate : uncertainSegment(candidate);
  })));
}

function throughAttachment(context: NetworkContext, flow: Flow, { entry }: TransitRouteMatch): PathSegment {
  if (entry?.target === undefined) {
    return {};
  }
  const attachment = context.network.model.transitGatewayAttachments.get(entry.target);
  if (attachment === undefined || !attachment.vpc.known || !attachment.subnets.known) {
    return {
      obstacles: [unknown({
        code: 'UNKNOWN_DESTINATION', source: entry.source, detail: `what is behind attachment ${entry.target} of the transit gateway is not known`,
        ...mendOfUnknown([entry.target], ['judge the template of the VPC with the NAT gateways together with this one']),
      })],
    };
  }
  const origins = originsOf(context, flow);
  const landings = attachmentSubnets(context, attachment, flow.subnet);
  const unknownLandings = landings.length === 0 ? [unknownResource(`a subnet of ${describeSource(attachment.source)}`, 'no template that was read defines it', attachment.source)] : [];
  return concat(
    { hops: [componentHop('vpc', context.network.model.vpcs.get(attachment.vpc.value), attachment.vpc.value)], obstacles: unknownLandings },
    ...landings.map((landing) => concat(
      { obstacles: context.acls.leaving(landing, flow.to, flow.ports) },
      ...partsOf(flow.to, context.routes.lookUp(landing, flow.to, 'internet').map((match) =>
        throughExit(context, { ...flow, subnet: landing, from: origins, to: match.addresses }, match, flow.subnet.vpc))),
    )),
  );
}

function throughExit(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, home: ResourceId): PathSegment {
  const { subnet, from = [] } = flow;
  if (match.entry === undefined) {
    const { status, toFindOut, ...found } = noRoute(context.routes.of(subnet), match);
    const details = { ...found, mend: `lead 0.0.0.0/0 of ${describeSource(subnet.source)} to a NAT gateway`, ...toFindOut };
    return { obstacles: [status === 'violated' ? violated(details) : unknown(details)] };
  }
  const { target } = match.entry;
  const ambiguities = context.routes.ambiguitiesOf(subnet, match, 'internet');
  if (target.kind === 'internet-gateway' && flow.to.family === 'ipv4') {
    return behindUncertainRoute(ambiguities, { obstacles: [withoutTranslation(subnet, match.entry)] });
  }
  if (target.kind !== 'nat-gateway' && target.kind !== 'network-interface') {
    return behindUncertainRoute(ambiguities, { obstacles: [unknownTarget(target, match.entry)] });
  }
  const out = target.kind === 'nat-gateway' ? throughNatGateway(context, flow, target.id) : throughNatInstance(context, flow, target.id);
  const natSubnet = subnetOfNat(context, target.id);
  const back = natSubnet === undefined ? {
    obstacles: [unknownResource(`the route table by which ${target.id} sends answers to the transit gateway`, 'it is in no subnet that templates show')],
  } : returnPath(context, natSubnet, { vpc: home, addresses: from, through: 'the transit gateway' });
  return behindUncertainRoute(ambiguities, concat(out, back));
}

/** An internet gateway passes what has a public address, and nothing gives one to what comes from another VPC. */
function withoutTranslation(subnet: Subnet, { source, block }: RouteEntry<RouteTarget>): Obstacle {
  return violated({
    code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', source,
    detail: `${describeSource(subnet.source)} leads ${spellRuleBlock(block)} to an internet gateway, which passes only what has a public address; what comes over the transit gateway has none`,
    mend: `lead ${spellRuleBlock(block)} of ${describeSource(subnet.source)} to a NAT gateway in a public subnet`,
  });
}

function subnetOfNat({ network: { model } }: NetworkContext, id: ResourceId): Subnet | undefined {
  const place = model.natGateways.get(id)?.place;
  const subnet = model.networkInterfaces.get(id)?.subnet;
  const found = place?.known === true && place.value.kind === 'zonal' ? place.value.subnet : subnet?.known === true ? subnet.value : undefined;
  return found === undefined ? undefined : model.subnets.get(found);
}
