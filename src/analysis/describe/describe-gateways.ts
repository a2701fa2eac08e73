import type { Described } from './described';
import { ternaryOf } from './described';
import type { Item } from './sections';
import type {
  BlockPublicAccess, BlockPublicAccessExclusion, EgressOnlyInternetGateway, InternetGateway, Known, NatGateway, NatGatewayPlace, NetworkInterface,
  VpcPeering,
} from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';

/*
 * Models: what routes lead to, as it is: gateways, network interfaces, peering connections; and Block Public Access, which stands before gateways.
 * Law: a NAT gateway has public connectivity when it has a public address: answers of a time before private ones have no ConnectivityType. A peering connection connects while it is
 * active and at no other time.
 */

export function describeInternetGateways(described: Described): ReadonlyMap<ResourceId, InternetGateway> {
  return new Map(described.items('InternetGateways').map(({ InternetGatewayId: id = '', Name: name, Attachments: attachments }) => [id, {
    source: described.source(id, 'AWS::EC2::InternetGateway', name), attachedTo: attachments?.map(({ VpcId: vpc = `?VPC of ${id}` }) => vpc) ?? [`?VPC of ${id}`], defined: true,
  }]));
}

export function describeEgressOnlyInternetGateways(described: Described): ReadonlyMap<ResourceId, EgressOnlyInternetGateway> {
  return new Map(described.items('EgressOnlyInternetGateways').flatMap(({ EgressOnlyInternetGatewayId: id = '', Name: name, Attachments: attachments }): [ResourceId, EgressOnlyInternetGateway][] => {
    const vpc = attachments === undefined ? `?VPC of ${id}` : attachments[0]?.VpcId;
    return vpc === undefined ? [] : [[id, { source: described.source(id, 'AWS::EC2::EgressOnlyInternetGateway', name), vpc }]];
  }));
}

export function describeNatGateways(described: Described): ReadonlyMap<ResourceId, NatGateway> {
  return new Map(described.items('NatGateways').map((item) => {
    const { NatGatewayId: id = '', ConnectivityType: type, State: state, NatGatewayAddresses: addresses } = item;
    const isPublic = addresses?.some(({ PublicIp: address }) => address !== undefined) === true;
    const unknown = { known: false, reason: `the snapshot of ${described.snapshot.takenOn} does not say whether ${id} is public or private` } as const;
    return [id, {
      source: described.source(id, 'AWS::EC2::NatGateway', item.Name),
      connectivity: type === 'public' || type === 'private' ? { known: true, value: type } : isPublic ? { known: true, value: 'public' } : unknown,
      place: placeOf(item, described.snapshot.takenOn),
      hasPublicAddress: type === 'private' ? 'no' : isPublic ? isReady(state) : addresses !== undefined && state === 'available' && type === 'public' && item.AvailabilityMode !== 'regional' ? 'no' : 'unknown',
    }];
  }));
}

function isReady(state: string | undefined): Ternary {
  return state === 'available' ? 'yes' : 'unknown';
}

/** A regional gateway that finds its zones by itself serves all of them. */
function placeOf({ NatGatewayId: id, AvailabilityMode: mode = 'zonal', AutoProvisionZones: automatic, SubnetId: subnet, VpcId: vpc, NatGatewayAddresses: addresses = [] }: Item<'NatGateways'>, day: string): Known<NatGatewayPlace> {
  if (mode === 'zonal' && subnet !== undefined) {
    return { known: true, value: { kind: 'zonal', subnet } };
  }
  const zones = [...new Set(addresses.flatMap(({ AvailabilityZone: name, AvailabilityZoneId: zone }) => name ?? zone ?? []))];
  return mode !== 'regional' || vpc === undefined || automatic !== 'enabled' && zones.length === 0 ? { known: false, reason: `the snapshot of ${day} does not say where ${id} is` }
    : { known: true, value: { kind: 'regional', vpc, ...automatic === 'enabled' ? {} : { zones } } };
}

/** Interfaces by their ids, and the first one of each instance by the id of the instance. */
export function describeNetworkInterfaces(described: Described): ReadonlyMap<ResourceId, NetworkInterface> {
  return new Map(described.items('NetworkInterfaces').flatMap((item): [ResourceId, NetworkInterface][] => {
    const { NetworkInterfaceId: id = '', SubnetId: subnet, Groups: groups, PrivateIpAddresses: addresses, Attachment: attachment } = item;
    const unknown = { known: false, reason: `the snapshot of ${described.snapshot.takenOn} does not say it of ${id}` } as const;
    const found: NetworkInterface = {
      source: described.source(id, 'AWS::EC2::NetworkInterface'),
      subnet: subnet === undefined ? unknown : { known: true, value: subnet },
      securityGroups: groups === undefined ? unknown : { known: true, value: groups.flatMap(({ GroupId: group }) => group ?? []) },
      sourceDestCheck: ternaryOf(item.SourceDestCheck),
      hasPublicAddress: addresses === undefined ? 'unknown' : ternary(addresses.some(({ Association: association }) => association?.PublicIp !== undefined)),
    };
    const instance = attachment?.DeviceIndex === 0 ? attachment.InstanceId : undefined;
    return instance === undefined ? [[id, found]] : [[id, found], [instance, found]];
  }));
}

export function describePeerings(described: Described): ReadonlyMap<ResourceId, VpcPeering> {
  return new Map(described.items('VpcPeeringConnections').filter(({ Status: status }) => status?.Code === 'active').map((item) => {
    const { VpcPeeringConnectionId: id = '', RequesterVpcInfo: one = {}, AccepterVpcInfo: other = {} } = item;
    return [id, {
      source: described.source(id, 'AWS::EC2::VPCPeeringConnection', item.Name),
      requester: end(id, one.VpcId), accepter: end(id, other.VpcId),
      isInterRegion: one.Region === undefined || other.Region === undefined ? 'unknown' : ternary(one.Region !== other.Region),
      statedBlocks: [],
    }];
  }));
}

function end(id: string, vpc: string | undefined): Known<ResourceId> {
  return vpc === undefined ? { known: false, reason: `the snapshot does not say which VPCs ${id} connects` } : { known: true, value: vpc };
}

export function describeBlockPublicAccess(described: Described): readonly BlockPublicAccess[] {
  const known = described.items('VpcBlockPublicAccessOptions').map(({ InternetGatewayBlockMode: mode, State: state = 'default-state' }): BlockPublicAccess => ({
    source: described.source('Block Public Access', 'AWS::EC2::VPCBlockPublicAccessOptions'),
    environment: described.environment,
    mode: state === 'update-in-progress' || mode !== 'off' && mode !== 'block-bidirectional' && mode !== 'block-ingress'
      ? { known: false, reason: `'${mode}' with the state '${state}' says nothing sure` } : { known: true, value: mode },
  }));
  return known;
}

export function describeBlockPublicAccessExclusions(described: Described): readonly BlockPublicAccessExclusion[] {
  return described.items('VpcBlockPublicAccessExclusions').map(({ ExclusionId: id = '', ResourceArn: arn, InternetGatewayExclusionMode: mode }) => ({
    source: described.source(id, 'AWS::EC2::VPCBlockPublicAccessExclusion'),
    of: arn === undefined ? { known: false, reason: `the snapshot does not say what ${id} is about` } : { known: true, value: arn.slice(arn.lastIndexOf('/') + 1) },
    mode: mode === 'allow-bidirectional' || mode === 'allow-egress' ? { known: true, value: mode } : { known: false, reason: `'${mode}' is not a mode that is read` },
  }));
}
