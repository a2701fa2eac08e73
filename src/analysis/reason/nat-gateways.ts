import { blockPublicAccess } from './block-public-access';
import type { PathSegment } from './candidate-path';
import { concat } from './candidate-path';
import { anyGateway } from './internet-gateways';
import type { Flow, NetworkContext } from './network-context';
import { notInTemplates, unknown, unknownResource, unless, violated } from './obstacles';
import { nameOfVpc } from './route-tables';
import { throughTranslatingSubnet } from './translating-subnets';
import { componentHop } from '../model/hop';
import type { NatGateway, NatGatewayPlace, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isSameResource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: NAT gateways on the path to the internet: zonal ones in a subnet with its own route table and network ACL, regional ones, which
 * are in no subnet and have a route to the internet gateway of the VPC by themselves.
 * Law: public connectivity, a public address, a path from its own subnet to an internet gateway of its VPC; all of it, and IPv4 only.
 */

export function throughNatGateway(context: NetworkContext, flow: Flow, id: ResourceId): PathSegment {
  const nat = context.network.model.natGateways.get(id);
  if (nat === undefined) {
    return { hops: [componentHop('nat-gateway', nat, id)], obstacles: [notInTemplates(`NAT gateway ${id}`)] };
  }
  const hops = [componentHop('nat-gateway', nat, id)];
  if (flow.to.family === 'ipv6') {
    return {
      hops, obstacles: [violated({
        code: 'NGW_NO_IPV6',
        source: nat.source,
        detail: `${describeSource(nat.source)} is a NAT gateway, which carries no IPv6`,
        mend: 'lead ::/0 to an AWS::EC2::EgressOnlyInternetGateway',
        inConstructs: 'a dual-stack PrivateLambdaNetwork leads IPv6 through an egress-only internet gateway',
      })],
    };
  }
  return concat({ hops, obstacles: publicConnectivity(nat) }, throughPlace(context, flow, nat));
}

function publicConnectivity(nat: NatGateway): readonly Obstacle[] {
  const name = describeSource(nat.source);
  if (!nat.connectivity.known) {
    return [unknownResource(`the ConnectivityType of ${name}`, nat.connectivity.reason, nat.source)];
  }
  if (nat.connectivity.value === 'private') {
    return [violated({
      code: 'NGW_PRIVATE_CONNECTIVITY',
      source: nat.source,
      detail: `${name} is a private NAT gateway (ConnectivityType: private), which never reaches the internet`,
      mend: 'ConnectivityType: public, with the AllocationId of an AWS::EC2::EIP',
      inConstructs: 'egress: Egress.natGateways()',
    })];
  }
  return unless(nat.hasPublicAddress, {
    code: 'NGW_HAS_NO_PUBLIC_ADDRESS',
    source: nat.source,
    detail: `${name} ${nat.hasPublicAddress === 'no' ? 'has no' : 'may have no'} public address`,
    mend: nat.place.known && nat.place.value.kind === 'regional' || !nat.place.known && nat.hasPublicAddress === 'no'
      ? 'leave AvailabilityZoneAddresses out, or name AllocationIds of AWS::EC2::EIP in it' : 'give it the AllocationId of an AWS::EC2::EIP',
  });
}

function throughPlace(context: NetworkContext, flow: Flow, nat: NatGateway): PathSegment {
  if (!nat.place.known) {
    return { obstacles: [unknownResource(`where ${describeSource(nat.source)} is`, nat.place.reason, nat.source)] };
  }
  const place = nat.place.value;
  return place.kind === 'zonal' ? throughZonal(context, flow, nat, place.subnet) : throughRegional(context, flow, nat, place);
}

function throughZonal(context: NetworkContext, flow: Flow, nat: NatGateway, id: ResourceId): PathSegment {
  const subnet = context.network.model.subnets.get(id);
  if (subnet === undefined) {
    return { obstacles: [notInTemplates(`subnet ${id}, where ${describeSource(nat.source)} is,`)] };
  }
  return concat(
    { obstacles: sameVpc(context, flow.subnet, nat, subnet.vpc) },
    throughTranslatingSubnet(context, flow, subnet, describeSource(nat.source)),
    blockPublicAccess(context.network, { vpc: subnet.vpc, subnet: id, isTwoWay: false }),
  );
}

function throughRegional(context: NetworkContext, flow: Flow, nat: NatGateway, place: NatGatewayPlace & { kind: 'regional' }): PathSegment {
  return concat(
    {
      obstacles: [
        ...sameVpc(context, flow.subnet, nat, place.vpc),
        ...servesZone(flow.subnet, nat, place.zones),
        ...anyGateway(context.network, place.vpc),
      ],
    },
    blockPublicAccess(context.network, { vpc: place.vpc, isTwoWay: false }),
    { hops: [{ kind: 'internet-gateway', source: context.network.internetGatewaysOf(place.vpc)[0]?.source, isOnlyOne: true }] },
  );
}

export function sameVpc({ network }: NetworkContext, subnet: Subnet, nat: NatGateway, vpc: ResourceId): readonly Obstacle[] {
  return unless(isSameResource(vpc, subnet.vpc), {
    code: 'NGW_REQUIRES_SOURCE_IN_VPC',
    source: nat.source,
    detail: `${describeSource(nat.source)} is in ${nameOfVpc(network, vpc)} and serves only what is there; ${describeSource(subnet.source)} is in ${nameOfVpc(network, subnet.vpc)}`,
    mend: 'lead the route to a NAT gateway in the same VPC',
  });
}

/** A regional NAT gateway with addresses of one's own serves the zones that have one. */
function servesZone({ zone, source }: Subnet, nat: NatGateway, zones: readonly string[] | undefined): readonly Obstacle[] {
  if (zones === undefined || zone.known && zones.includes(zone.value)) {
    return [];
  }
  const details = {
    code: 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION' as const,
    source: nat.source,
    detail: `${describeSource(nat.source)} has addresses in ${zones.join(', ') || 'no zone'}; ${describeSource(source)} is in ${zone.known ? zone.value : `a zone that is not known (${zone.reason})`}`,
    mend: `add the zone to AvailabilityZoneAddresses of ${describeSource(nat.source)}`,
    inConstructs: 'Egress.regionalNatGateway() with an address for each zone, or with none at all',
  };
  return zone.known && zones.every((name) => isZoneId(name) === isZoneId(zone.value)) ? [violated(details)] : [unknown(details)];
}

/** `use1-az1` is the id of a zone, `us-east-1a` a name: nothing tells which name has which id. */
function isZoneId(zone: string): boolean {
  return /-az\d+$/.test(zone);
}
