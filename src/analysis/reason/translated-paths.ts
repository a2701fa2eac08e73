import type { AddressSet } from './address-set';
import { describeAddresses } from './address-set';
import type { PathSegment } from './candidate-path';
import { sameVpc } from './nat-gateways';
import type { Flow, NetworkContext } from './network-context';
import { addressesOfSubnet, originsOf } from './network-context';
import { notInTemplates, unknown, unknownResource, violated } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { unknownTarget } from './route-tables';
import { contains } from '../model/address-block';
import { componentHop } from '../model/hop';
import type { NatGateway, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: a NAT gateway on the way to private addresses: it sends on from its own subnet, by that subnet's route table, with its own private address.
 * So whoever is reached sees the address of the NAT gateway, and rules that name the function do not match.
 * Law: one translation on a path, of IPv4 alone.
 * Refuses: to say whether a host that forwards translates private addresses, and whether peering connections carry what NAT gateways send.
 */

/** The way on behind a route to something that translates addresses. */
export interface TranslatedExit {
  readonly segment: PathSegment;

  /** The subnet from which the traffic goes on, and its addresses then; undefined when it does not go on, or nobody knows. */
  readonly onward?: { readonly subnet: Subnet; readonly from: readonly AddressSet[] };
}

/** Tells whether a route leads to something that translates addresses. */
export function isTranslating({ entry }: SubnetRouteMatch): boolean {
  return entry?.target.kind === 'nat-gateway' || entry?.target.kind === 'network-interface';
}

/** Tells whether a NAT gateway may lead private addresses on: of one that no template places nobody knows that it does not. */
export function natMayLeadOn(context: NetworkContext, id: ResourceId, to: AddressSet): boolean {
  const place = context.network.model.natGateways.get(id)?.place;
  if (place?.known !== true) {
    return true;
  }
  const subnet = place.value.kind === 'zonal' ? context.network.model.subnets.get(place.value.subnet) : undefined;
  return place.value.kind === 'zonal' && (subnet === undefined || leadsOn(context, subnet, to));
}

/** Through a NAT gateway or a host to private addresses. */
export function translatedExit(context: NetworkContext, flow: Flow, match: SubnetRouteMatch): TranslatedExit {
  const { target } = match.entry!;
  if (flow.from !== undefined || target.kind !== 'nat-gateway' && target.kind !== 'network-interface') {
    return { segment: { obstacles: [unknownTarget(target, match.entry!)] } };
  }
  const nat = context.network.model.natGateways.get(target.id);
  if (target.kind === 'network-interface') {
    return { segment: throughHost(context, flow, match, target.id) };
  }
  const hops = [componentHop('nat-gateway', nat, target.id)];
  if (nat === undefined) {
    return { segment: { hops, obstacles: [notInTemplates(`NAT gateway ${target.id}`)] } };
  }
  if (flow.to.family === 'ipv6') {
    return { segment: { hops, obstacles: [noIpv6(nat)] } };
  }
  if (!nat.place.known) {
    return { segment: { hops, obstacles: [unknownResource(`where ${describeSource(nat.source)} is`, nat.place.reason, nat.source)] } };
  }
  const place = nat.place.value;
  return place.kind === 'regional' ? { segment: { hops, obstacles: [onlyTheInternet(context, flow, nat, match)] } }
    : throughZonal(context, flow, match, nat, place.subnet);
}

function throughZonal(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, nat: NatGateway, id: ResourceId): TranslatedExit {
  const subnet = context.network.model.subnets.get(id);
  const hops = [componentHop('nat-gateway', nat, nat.source.id), componentHop('subnet', subnet, id)];
  if (subnet === undefined) {
    return { segment: { hops, obstacles: [notInTemplates(`subnet ${id}, where ${describeSource(nat.source)} is,`)] } };
  }
  if (!leadsOn(context, subnet, flow.to)) {
    return { segment: { hops, obstacles: [leadsNowhere(context, subnet, nat, match, flow.to)] } };
  }
  const isDocumented = nat.connectivity.known && nat.connectivity.value === 'private' || isInVpc(context, subnet, flow.to);
  const undocumented = isDocumented ? [] : [unknownTarget(match.entry!.target, match.entry!)];
  const acls = subnet.source.id === flow.subnet.source.id ? []
    : originsOf(context, flow).flatMap((addresses) => context.acls.entering(subnet, addresses, flow.ports));
  return {
    segment: { hops, obstacles: [...sameVpc(context, flow.subnet, nat, subnet.vpc), ...acls, ...undocumented] },
    onward: { subnet, from: addressesOfSubnet(context, subnet, flow.to.family) },
  };
}

function isInVpc({ network }: NetworkContext, { vpc }: Subnet, to: AddressSet): boolean {
  return to.kind !== 'service' && network.blocksOf(vpc, to.family).some((own) => contains(own, to.block) === 'yes');
}

/** Tells whether the table of a subnet leads addresses anywhere but to the internet. */
function leadsOn({ routes }: NetworkContext, subnet: Subnet, to: AddressSet): boolean {
  return routes.of(subnet).gap !== undefined || routes.lookUp(subnet, to, 'addresses').some(({ entry, ambiguities }) =>
    ambiguities.length > 0 || entry !== undefined && entry.target.kind !== 'internet-gateway');
}

function leadsNowhere({ routes }: NetworkContext, subnet: Subnet, { source }: NatGateway, { entry }: SubnetRouteMatch, to: AddressSet): Obstacle {
  const { name } = routes.of(subnet);
  return violated({
    code: 'NO_ROUTE_TO_DESTINATION', source: entry?.source,
    detail: `${describeSource(source)} is in ${describeSource(subnet.source)}, where ${name} has no route to ${describeAddresses(to)} that leads to a private network`,
    mend: `add an AWS::EC2::Route for ${describeAddresses(to)} to ${name}, or lead it past the NAT gateway`, inConstructs: 'network.peerWith() or network.attachToTransitGateway()',
  });
}

/** The table of a regional NAT gateway is made by AWS; templates can only name it. */
function onlyTheInternet({ network: { model } }: NetworkContext, { to }: Flow, { source }: NatGateway, { entry }: SubnetRouteMatch): Obstacle {
  const isChanged = [...model.routeTables.keys()].some((id) => id.includes(`${source.id}.RouteTableId`));
  const details = {
    code: 'NO_ROUTE_TO_DESTINATION' as const, source: entry?.source,
    detail: `${describeSource(source)} is a regional NAT gateway, whose own route table ${isChanged ? 'may have no' : 'has no'} route to ${describeAddresses(to)}: AWS writes it, for the internet`,
    mend: `lead ${describeAddresses(to)} to a peering connection or a transit gateway`, inConstructs: 'network.peerWith() or network.attachToTransitGateway()',
  };
  return isChanged ? unknown(details) : violated(details);
}

function throughHost(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, id: ResourceId): PathSegment {
  const host = context.network.model.networkInterfaces.get(id);
  const subnet = host?.subnet.known === true ? context.network.model.subnets.get(host.subnet.value) : undefined;
  const hops = [componentHop('network-interface', host, id)];
  if (host !== undefined && subnet !== undefined && !leadsOn(context, subnet, flow.to)) {
    const { name } = context.routes.of(subnet);
    return {
      hops, obstacles: [violated({
        code: 'NO_ROUTE_TO_DESTINATION', source: match.entry?.source,
        detail: `${describeSource(host.source)} is in ${describeSource(subnet.source)}, where ${name} has no route to ${describeAddresses(flow.to)} that leads to a private network`,
        mend: `lead ${describeAddresses(flow.to)} to a peering connection or a transit gateway`, inConstructs: 'network.peerWith() or network.attachToTransitGateway()',
      })],
    };
  }
  return { hops, obstacles: [unknownTarget(match.entry!.target, match.entry!)] };
}

function noIpv6({ source }: NatGateway): Obstacle {
  return violated({
    code: 'NGW_NO_IPV6', source, detail: `${describeSource(source)} is a NAT gateway, which carries no IPv6`,
    mend: 'lead the IPv6 block to a peering connection or a transit gateway',
  });
}

/** No document says whether a peering connection carries what a NAT gateway sends. */
export function overPeering({ routes }: NetworkContext, subnet: Subnet, to: AddressSet): readonly Obstacle[] {
  return routes.lookUp(subnet, to, 'addresses').flatMap(({ entry }) => entry?.target.kind !== 'vpc-peering' ? [] : [unknown({
    code: 'UNSUPPORTED_COMPONENT', source: entry.source, detail: 'whether a peering connection carries what a NAT gateway sends is not documented',
    mend: 'lead the addresses from the subnet of the function to the peering connection',
  })]);
}
