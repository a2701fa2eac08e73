import type { Described } from './described';
import { ternaryOf } from './described';
import type { Item } from './sections';
import type { AddressBlock } from '../model/address-block';
import { isSameBlock, parseBlock } from '../model/address-block';
import type { Known, Subnet, Vpc } from '../model/network';
import type { ResourceId } from '../model/source';
import { ternary } from '../model/ternary';

/*
 * Models: VPCs and subnets that are there. The association of a main route table names no subnet: it is that of every subnet without one of its own. Each subnet has a network ACL.
 * Law: a VPC has blocks, gateways and attachments that no part of the snapshot shows, unless all these parts are there and the account owns the VPC.
 */

export function describeVpcs(described: Described): ReadonlyMap<ResourceId, Vpc> {
  const attributes = new Map(described.items('VpcAttributes').map((item) => [item.VpcId, item]));
  const tables = new Map(described.items('RouteTables').filter(isMain).map((table) => [table.VpcId, table.RouteTableId]));
  const acls = new Map(described.items('NetworkAcls').filter(({ IsDefault: isDefault }) => isDefault === true).map((acl) => [acl.VpcId, acl.NetworkAclId]));
  const isWhole = described.has('InternetGateways') && described.items('InternetGateways').every(({ Attachments: attachments }) => attachments !== undefined)
    && described.has('TransitGatewayVpcAttachments');
  const found = described.items('Vpcs').map((item): [ResourceId, Vpc] => {
    const id = item.VpcId!;
    const { EnableDnsSupport: support, EnableDnsHostnames: hostnames } = attributes.get(id) ?? {};
    const [table, acl] = [tables.get(id), acls.get(id)];
    return [id, {
      source: described.source(id, 'AWS::EC2::VPC', item.Name),
      ...blocksOf(item),
      dnsSupport: ternaryOf(support?.Value), dnsHostnames: ternaryOf(hostnames?.Value),
      dedicatedTenancy: item.InstanceTenancy === undefined ? 'unknown' : ternary(item.InstanceTenancy === 'dedicated'),
      ...table === undefined ? {} : { mainRouteTable: table }, ...acl === undefined ? {} : { defaultNetworkAcl: acl },
      defined: isWhole && described.seesAllOf(item),
      environment: described.environment,
    }];
  });
  return new Map([...peers(described), ...found]);
}

/** The VPCs at the other ends of peering connections, which are of other accounts or Regions: their blocks are known, and nothing else of them. */
function peers(described: Described): [ResourceId, Vpc][] {
  return described.items('VpcPeeringConnections').flatMap(({ RequesterVpcInfo: one = {}, AccepterVpcInfo: other = {} }) => [one, other]).flatMap((end): [ResourceId, Vpc][] => {
    const { VpcId: id, OwnerId: account, Region: region, CidrBlockSet: ipv4, CidrBlock: only, Ipv6CidrBlockSet: ipv6 = [] } = end;
    const texts = ipv4?.map(({ CidrBlock: block }) => block) ?? [only];
    return id === undefined ? [] : [[id, {
      source: described.source(id, 'AWS::EC2::VPC'),
      ipv4Blocks: literal(texts), ipv6Blocks: literal(ipv6.map(({ Ipv6CidrBlock: block }) => block)), blocksComplete: 'unknown',
      dnsSupport: 'unknown', dnsHostnames: 'unknown', dedicatedTenancy: 'unknown', defined: false,
      environment: { group: `${account ?? 'an account'} in ${region ?? 'a Region'}`, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region } },
    }]];
  });
}

/** The primary block stands first. */
function blocksOf({ CidrBlock: primary, CidrBlockAssociationSet: ipv4, Ipv6CidrBlockAssociationSet: ipv6 = [] }: Item<'Vpcs'>): Pick<Vpc, 'ipv4Blocks' | 'ipv6Blocks' | 'blocksComplete'> {
  const texts = [primary, ...ipv4?.map(({ CidrBlock: block }) => block) ?? []];
  const ipv4Blocks = literal(texts).filter((block, place, all) => all.findIndex((other) => isSameBlock(block, other)) === place);
  const ipv6Blocks = literal(ipv6.map(({ Ipv6CidrBlock: block }) => block));
  const isRead = texts.every((text) => text === undefined || parseBlock(text) !== undefined) && ipv6Blocks.length === ipv6.length;
  return { ipv4Blocks, ipv6Blocks, blocksComplete: ipv4 !== undefined && ipv4Blocks.length > 0 && isRead ? 'yes' : 'unknown' };
}

function literal(texts: readonly (string | undefined)[]): readonly AddressBlock[] {
  return texts.flatMap((text) => (text === undefined ? undefined : parseBlock(text)) ?? []);
}

export function describeSubnets(described: Described): ReadonlyMap<ResourceId, Subnet> {
  const tables = described.items('RouteTables');
  const own = new Map(tables.flatMap(({
    RouteTableId: table,
    Associations: associations = [],
  }) => associations.map(({ SubnetId: subnet }) => [subnet, table])));
  const main = new Map(tables.filter(isMain).map((table) => [table.VpcId, table.RouteTableId]));
  const unsure = new Set(tables.filter(({ Associations: associations }) => associations === undefined).map(({ VpcId: vpc }) => vpc));
  const acls = new Map(described.items('NetworkAcls').flatMap(({ NetworkAclId: acl, Associations: associations = [] }) => associations.map(({ SubnetId: subnet }) => [subnet, acl])));
  return new Map(described.items('Subnets').map((item) => {
    const { SubnetId: id = '', VpcId: vpc, CidrBlock: ipv4, AvailabilityZone: zone, OutpostArn: outpost } = item;
    const ipv6 = item.Ipv6CidrBlockAssociationSet?.flatMap(({ Ipv6CidrBlock: block }) => block ?? []);
    const [ipv4Block, ipv6Block] = literal([ipv4]).length === 1 ? [literal([ipv4])[0], literal([ipv6?.[0]])[0]] : [undefined,
      literal([ipv6?.[0]])[0]];
    return [id, {
      source: described.source(id, 'AWS::EC2::Subnet', item.Name),
      vpc: vpc ?? `?VPC of ${id}`,
      zone: zone === undefined ? { known: false, reason: `the snapshot of ${described.snapshot.takenOn} does not say in which zone ${id} is` } : { known: true, value: zone },
      ...ipv4Block === undefined ? {} : { ipv4Block }, ...ipv6Block === undefined ? {} : { ipv6Block },
      hasIpv4: item.Ipv6Native === true ? 'no' : ipv4 === undefined ? 'unknown' : 'yes',
      hasIpv6: ipv6 === undefined ? 'unknown' : ternary(ipv6.length > 0),
      dns64: ternaryOf(item.EnableDns64),
      routeTable: associated(described, 'RouteTables', own.get(id) ?? (unsure.has(vpc) ? undefined : main.get(vpc)), id),
      networkAcl: associated(described, 'NetworkAcls', acls.get(id), id),
      ...outpost === undefined ? {} : { outpost: 'yes' },
      defined: true,
    }];
  }));
}

function associated(described: Described, name: 'RouteTables' | 'NetworkAcls', id: string | undefined, subnet: string): Known<ResourceId> {
  return id !== undefined ? { known: true, value: id }
    : described.has(name) ? { known: false, reason: `none of the ${name} in the snapshot of ${described.snapshot.takenOn} is that of ${subnet}` } : described.notKnown(name);
}

function isMain({ Associations: associations = [] }: Item<'RouteTables'>): boolean {
  return associations.some(({ Main: main }) => main === true);
}
