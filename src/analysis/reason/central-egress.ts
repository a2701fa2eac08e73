import type { PathSegment } from './candidate-path';
import { behindUncertainRoute, concat, partsOf, uncertainSegment } from './candidate-path';
import { throughNatGateway } from './nat-gateways';
import { throughNatInstance } from './nat-instances';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { unknown, unknownResource } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { noRoute, unknownTarget } from './route-tables';
import type { Attachments, TransitRouteMatch } from './transit-gateways';
import { backThroughTransitGateway, attachmentSubnets, intoTransitGateway, routeOfTransitGateway } from './transit-gateways';
import { componentHop } from '../model/hop';
import type { Subnet, TransitGatewayAttachment } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';

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
  const { obstacles, matches } = routeOfTransitGateway(context, id, attachment, flow.to, 'internet');
  return concat(segment, { obstacles }, ...partsOf(flow.to, matches.map((match) => {
    const candidate = throughAttachment(context, { ...flow, to: match.addresses }, id, attachment, match);
    return match.ambiguities.length === 0 ? candidate : uncertainSegment(candidate);
  })));
}

function throughAttachment(
  context: NetworkContext, flow: Flow, id: ResourceId, own: TransitGatewayAttachment, { entry }: TransitRouteMatch,
): PathSegment {
  if (entry?.target === undefined) {
    return {};
  }
  const attachment = context.network.model.transitGatewayAttachments.get(entry.target);
  if (attachment === undefined || !attachment.vpc.known || !attachment.subnets.known) {
    return {
      obstacles: [unknown({
        code: 'UNKNOWN_DESTINATION', source: entry.source, detail: `what is behind attachment ${entry.target} of the transit gateway is not known`,
        mend: 'judge the template of the VPC with the NAT gateways together with this one',
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
        throughExit(context, { ...flow, subnet: landing, from: origins, to: match.addresses }, match, id, { own: attachment, function: own }))),
    )),
  );
}

function throughExit(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, id: ResourceId, attachments: Attachments): PathSegment {
  const { subnet, from = [] } = flow;
  if (match.entry === undefined) {
    return { obstacles: [{ ...noRoute(context.routes.of(subnet), match), mend: { inTemplate: `lead 0.0.0.0/0 of ${describeSource(subnet.source)} to a NAT gateway` } }] };
  }
  const { target } = match.entry;
  const ambiguities = context.routes.ambiguitiesOf(subnet, match, 'internet');
  if (target.kind !== 'nat-gateway' && target.kind !== 'network-interface') {
    return behindUncertainRoute(ambiguities, { obstacles: [unknownTarget(target, match.entry)] });
  }
  const out = target.kind === 'nat-gateway' ? throughNatGateway(context, flow, target.id) : throughNatInstance(context, flow, target.id);
  const natSubnet = subnetOfNat(context, target.id);
  const back = natSubnet === undefined ? {
    obstacles: [unknownResource(`the route table by which ${target.id} sends answers to the transit gateway`, 'it is in no subnet that templates show')],
  } : backThroughTransitGateway(context, id, natSubnet, from, attachments);
  return behindUncertainRoute(ambiguities, concat(out, back));
}

function subnetOfNat({ network: { model } }: NetworkContext, id: ResourceId): Subnet | undefined {
  const place = model.natGateways.get(id)?.place;
  const subnet = model.networkInterfaces.get(id)?.subnet;
  const found = place?.known === true && place.value.kind === 'zonal' ? place.value.subnet : subnet?.known === true ? subnet.value : undefined;
  return found === undefined ? undefined : model.subnets.get(found);
}
