import type { Place, RecordedEndpoint, RecordedGateway, RecordedNetwork, RecordedSubnet, Tier } from './reachability-record';
import type { Recorder } from './recorder';
import { spellBlock } from '../model/address-block';
import { describeTarget, spellRuleBlock } from '../model/hop';
import type { Known, NatGateway, NetworkModel, Route, RouteTarget, Subnet, VpcEndpoint } from '../model/network';
import type { ResourceId, Source } from '../model/source';

/*
 * Models: the parts of the networks, as a picture of them needs them.
 */

/** The network, without the groups of functions, which hang on how the functions are listed. */
export function networkSection(model: NetworkModel, recorder: Recorder): Omit<RecordedNetwork, 'interfaceGroups'> {
  const vpc = (id: ResourceId) => vpcPlace(id, model, recorder);
  const subnets = [...model.subnets.values()];
  return {
    vpcs: [...model.vpcs.values()].map(({ source, ipv4Blocks, ipv6Blocks, defined }) => ({
      resource: recorder.resource(source), ipv4Blocks: ipv4Blocks.map(spellBlock), ipv6Blocks: ipv6Blocks.map(spellBlock), defined,
    })),
    zones: [...new Set(subnets.flatMap(({ zone }) => zone.known ? [zone.value] : []))].sort(),
    subnets: subnets.map((subnet) => recordSubnet(subnet, model, recorder)),
    routeTables: [...model.routeTables.values()].map(({ source, vpc: of, routes }) => ({
      resource: recorder.resource(source), vpc: vpc(of),
      routes: routes.map(({ destination, target }) => ({
        to: spellRuleBlock(destination), by: describeTarget(target), ...targetOf(target, model, recorder),
      })),
    })),
    gateways: recordGateways(model, recorder),
    endpoints: [...model.endpoints.values()].map((endpoint) => recordEndpoint(endpoint, model, recorder)),
    peers: recordPeers(model, recorder),
    listeners: [...model.listeners.values()].map(({ source, subnets: places, securityGroups }) => ({
      resource: recorder.resource(source),
      subnets: subnetPlaces(places, model, recorder),
      securityGroups: groupPlaces(securityGroups, model, recorder),
    })),
    securityGroups: [...model.securityGroups.values()].map(({ source, vpc: of }) => ({
      resource: recorder.resource(source), ...of === undefined ? {} : { vpc: vpc(of) },
    })),
  };
}

/** The place of a VPC. */
export function vpcPlace(id: ResourceId, model: NetworkModel, recorder: Recorder): Place {
  return recorder.named(id, model.vpcs.get(id), 'AWS::EC2::VPC');
}

/** The places of subnets, none when they are not known. */
export function subnetPlaces(subnets: Known<readonly ResourceId[]>, model: NetworkModel, recorder: Recorder): Place[] {
  return subnets.known ? subnets.value.map((id) => recorder.named(id, model.subnets.get(id), 'AWS::EC2::Subnet')) : [];
}

/** The places of security groups, none when they are not known. */
export function groupPlaces(groups: Known<readonly ResourceId[]>, model: NetworkModel, recorder: Recorder): Place[] {
  return groups.known ? groups.value.map((id) => recorder.named(id, model.securityGroups.get(id), 'AWS::EC2::SecurityGroup')) : [];
}

function recordSubnet(subnet: Subnet, model: NetworkModel, recorder: Recorder): RecordedSubnet {
  const { source, vpc, zone, ipv4Block, ipv6Block } = subnet;
  const table = tableOf(subnet, model);
  return {
    resource: recorder.resource(source),
    vpc: vpcPlace(vpc, model, recorder),
    ...zone.known ? { zone: zone.value } : {},
    tier: tierOf(subnet, model),
    ...ipv4Block === undefined ? {} : { ipv4Block: spellBlock(ipv4Block) },
    ...ipv6Block === undefined ? {} : { ipv6Block: spellBlock(ipv6Block) },
    ...table === undefined ? {} : { routeTable: recorder.named(table, model.routeTables.get(table), 'AWS::EC2::RouteTable') },
  };
}

function tableOf({ routeTable, vpc }: Subnet, { vpcs }: NetworkModel): ResourceId | undefined {
  return !routeTable.known ? undefined : routeTable.value === 'main' ? vpcs.get(vpc)?.mainRouteTable : routeTable.value;
}

/** A subnet is public with a default route to an internet gateway, private with another one, and isolated with none. */
function tierOf(subnet: Subnet, model: NetworkModel): Tier {
  const id = tableOf(subnet, model);
  const table = id === undefined ? undefined : model.routeTables.get(id);
  if (table === undefined) {
    // the main table of a VPC that templates define has nothing but the local routes
    return subnet.routeTable.known && model.vpcs.get(subnet.vpc)?.defined === true ? 'isolated' : 'unknown';
  }
  const defaults = table.routes.filter(({ destination }) => isDefault(destination)).map(({ target }) => target.kind);
  if (defaults.includes('internet-gateway')) {
    return 'public';
  }
  return defaults.length > 0 ? 'private' : table.furtherRoutes === undefined ? 'isolated' : 'unknown';
}

function isDefault(destination: Route['destination']): boolean {
  return destination.kind === 'block' && destination.block.prefixLength === 0;
}

function targetOf(target: RouteTarget, model: NetworkModel, recorder: Recorder): { resource?: Place } {
  if (!('id' in target)) {
    return {};
  }
  const maps = {
    'internet-gateway': model.internetGateways,
    'egress-only-internet-gateway': model.egressOnlyInternetGateways,
    'nat-gateway': model.natGateways,
    'network-interface': model.networkInterfaces,
    'vpc-peering': model.peerings,
    'transit-gateway': model.transitGateways,
    'gateway-endpoint': model.endpoints,
  };
  return { resource: recorder.named(target.id, maps[target.kind].get(target.id), '') };
}

function recordGateways(model: NetworkModel, recorder: Recorder): RecordedGateway[] {
  const vpc = (id: ResourceId) => vpcPlace(id, model, recorder);
  const inSubnet = (id: ResourceId) => {
    const subnet = model.subnets.get(id);
    return { vpcs: subnet === undefined ? [] : [vpc(subnet.vpc)], subnet: recorder.named(id, subnet, 'AWS::EC2::Subnet') };
  };
  const placeOf = (place: NatGateway['place']) =>
    !place.known ? { vpcs: [] } : place.value.kind === 'zonal' ? inSubnet(place.value.subnet) : { vpcs: [vpc(place.value.vpc)] };
  const part = (kind: RecordedGateway['kind'], { source }: { readonly source: Source }) => ({ resource: recorder.resource(source), kind });
  return [
    ...[...model.internetGateways.values()].map((each) => ({ ...part('internet-gateway', each), vpcs: each.attachedTo.map(vpc) })),
    ...[...model.egressOnlyInternetGateways.values()].map((each) => ({ ...part('egress-only-internet-gateway', each), vpcs: [vpc(each.vpc)] })),
    ...[...model.natGateways.values()].map((each) => ({ ...part('nat-gateway', each), ...placeOf(each.place) })),
    ...[...model.networkInterfaces.values()].filter(({ sourceDestCheck }) => sourceDestCheck === 'no')
      .map((each) => ({ ...part('nat-instance', each), ...each.subnet.known ? inSubnet(each.subnet.value) : { vpcs: [] } })),
  ];
}

function recordEndpoint(endpoint: VpcEndpoint, model: NetworkModel, recorder: Recorder): RecordedEndpoint {
  const { source, kind, service, vpc, subnets, securityGroups } = endpoint;
  return {
    resource: recorder.resource(source),
    kind: kind.known ? kind.value : 'unknown',
    ...service.known ? { service: service.value } : {},
    vpc: vpcPlace(vpc, model, recorder),
    subnets: kind.known && kind.value === 'gateway' ? [] : subnetPlaces(subnets, model, recorder),
    securityGroups: kind.known && kind.value === 'gateway' ? [] : groupPlaces(securityGroups, model, recorder),
  };
}

function recordPeers(model: NetworkModel, recorder: Recorder): RecordedNetwork['peers'] {
  const vpc = (id: Known<ResourceId>) => id.known ? [vpcPlace(id.value, model, recorder)] : [];
  return [
    ...[...model.peerings.values()].map(({ source, requester, accepter }) => ({
      resource: recorder.resource(source), kind: 'vpc-peering' as const, vpcs: [...vpc(requester), ...vpc(accepter)],
    })),
    ...[...model.transitGateways.values()].map(({ source }) => ({
      resource: recorder.resource(source), kind: 'transit-gateway' as const,
      vpcs: [...model.transitGatewayAttachments.values()].filter(({ transitGateway }) => transitGateway === source.id)
        .flatMap((attachment) => vpc(attachment.vpc)),
    })),
  ];
}
