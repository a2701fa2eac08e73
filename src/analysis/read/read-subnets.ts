import type { Known, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { not } from '../model/ternary';
import { subnetBlocks } from '../template/block-associations';
import { idOf, idOrSymbol, known, notKnown, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: subnets with their blocks, their route table and their network ACL. A subnet that no template associates with a table has
 * the VPC's main one, and likewise the default network ACL. Of a subnet that templates only name, no more is known than what a snapshot says and what they
 * associate with it.
 */

/** What is associated with subnets, by subnet. */
type Associations = ReadonlyMap<ResourceId, readonly ResourceId[]>;

/** The subnets that templates define, and those that they associate with something. */
export function readSubnets(deployment: Deployment): ReadonlyMap<ResourceId, Subnet> {
  const tables = associations(deployment, 'AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId');
  const acls = associations(deployment, 'AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId');
  const subnets = new Map<ResourceId, Subnet>(deployment.existing?.subnets);
  for (const resource of deployment.resources('AWS::EC2::Subnet')) {
    subnets.set(resource.id, { ...definedSubnet(resource), ...associated(resource.id, tables, acls, { routeTable: known('main'), networkAcl: known('default') }) });
  }
  for (const id of new Set([...tables.keys(), ...acls.keys()])) {
    const before = subnets.get(id);
    if (before?.source.template === undefined) {
      subnets.set(id, { ...before ?? namedSubnet(id), ...associated(id, tables, acls, before ?? notAssociated(id)) });
    }
  }
  return subnets;
}

/** A subnet of which nothing is known. */
export function namedSubnet(id: ResourceId): Subnet {
  const elsewhere = notKnown(`the subnet ${id} is not defined by the templates`);
  return {
    source: { id, type: 'AWS::EC2::Subnet' }, vpc: `?VPC of ${id}`, zone: elsewhere,
    hasIpv4: 'unknown', hasIpv6: 'unknown', dns64: 'unknown', routeTable: elsewhere, networkAcl: elsewhere, defined: false,
  };
}

function definedSubnet(resource: Resource): Omit<Subnet, 'routeTable' | 'networkAcl'> {
  const { ipv4: [ipv4], ipv6: [ipv6] } = subnetBlocks(resource);
  return {
    source: resource.source(),
    vpc: idOrSymbol(resource.get('VpcId')),
    zone: zoneOf(resource),
    ...ipv4?.block === undefined ? {} : { ipv4Block: ipv4.block },
    ...ipv6?.block === undefined ? {} : { ipv6Block: ipv6.block },
    hasIpv4: hasIpv4(resource),
    hasIpv6: ipv6 === undefined ? 'no' : 'yes',
    dns64: ternaryOf(resource.get('EnableDns64'), 'no'),
    ...isNone(resource.get('OutpostArn')) ? {} : { outpost: 'yes' },
    defined: true,
  };
}

/** Every subnet has IPv4 but the native ones of IPv6. */
function hasIpv4(resource: Resource): Ternary {
  return not(ternaryOf(resource.get('Ipv6Native'), 'no'));
}

function zoneOf(resource: Resource): Known<string> {
  const name = resource.get('AvailabilityZone');
  const zone = isNone(name) ? resource.get('AvailabilityZoneId') : name;
  return isNone(zone) ? notKnown('AWS chooses the Availability Zone') : textOf(zone);
}

type Associated = Pick<Subnet, 'routeTable' | 'networkAcl'>;

/** Returns what is associated with a subnet; without an association, what it has by itself. */
function associated(id: ResourceId, tables: Associations, acls: Associations, otherwise: Associated): Associated {
  return { routeTable: only(tables.get(id)) ?? otherwise.routeTable, networkAcl: only(acls.get(id)) ?? otherwise.networkAcl };
}

function notAssociated(id: ResourceId): Associated {
  const unknown = (what: string) => notKnown(`the ${what} of ${id} is not in the templates`);
  return { routeTable: unknown('route table'), networkAcl: unknown('network ACL') };
}

function only(ids: readonly ResourceId[] | undefined): Known<ResourceId> | undefined {
  return ids === undefined ? undefined
    : ids.length === 1 ? known(ids[0]) : notKnown(`it is associated with several: ${[...ids].sort().join(', ')}`);
}

function associations(deployment: Deployment, type: string, property: string): Associations {
  const result = new Map<ResourceId, ResourceId[]>();
  for (const resource of deployment.resources(type)) {
    const subnet = idOf(resource.get('SubnetId'));
    if (!subnet.known) {
      resource.note(`it is not known which subnet is associated: ${subnet.reason}`);
    }
    const id = idOrSymbol(resource.get('SubnetId'));
    const other = idOrSymbol(resource.get(property));
    const others = result.get(id) ?? [];
    result.set(id, others.includes(other) ? others : [...others, other]);
  }
  return result;
}
