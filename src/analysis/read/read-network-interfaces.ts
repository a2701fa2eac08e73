import type { Known, NetworkInterface } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { entryOf, idOf, idOrSymbol, idsOf, itemsOf, known, notKnown, ternaryOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { NONE, isNone } from '../template/value';

/*
 * Models: network interfaces that routes can lead to: those of their own, and the first one of each instance, under the instance's id.
 * An instance has a public address when it asks for one, when its subnet gives one, or when an Elastic IP is associated with it. An
 * interface of its own may be given an address by whoever takes it into use, so that it has none is never certain.
 */

/** The network interfaces, those of instances among them. */
export function readNetworkInterfaces(deployment: Deployment): ReadonlyMap<ResourceId, NetworkInterface> {
  const elastic = elasticAddresses(deployment);
  const interfaces = new Map<ResourceId, NetworkInterface>(deployment.existing?.networkInterfaces);
  for (const resource of deployment.resources('AWS::EC2::NetworkInterface')) {
    interfaces.set(resource.id, {
      source: resource.source(),
      subnet: idOf(resource.get('SubnetId')),
      securityGroups: groupsOf(resource.get('GroupSet'), resource.get('SubnetId'), resource),
      sourceDestCheck: ternaryOf(resource.get('SourceDestCheck'), 'yes'),
      hasPublicAddress: elastic.has(resource.id) ? 'yes' : 'unknown',
    });
  }
  for (const resource of deployment.resources('AWS::EC2::Instance')) {
    interfaces.set(resource.id, ofInstance(resource, interfaces, elastic));
  }
  return interfaces;
}

function ofInstance(
  resource: Resource, interfaces: ReadonlyMap<ResourceId, NetworkInterface>, elastic: ReadonlySet<ResourceId>,
): NetworkInterface {
  const first = firstInterface(resource);
  const attached = entryOf(first, 'NetworkInterfaceId');
  const existing = isNone(attached) ? undefined : interfaces.get(idOrSymbol(attached));
  if (existing !== undefined) {
    return { ...existing, source: resource.source(), hasPublicAddress: elastic.has(resource.id) ? 'yes' : existing.hasPublicAddress };
  }
  const own = (inInterface: string, inInstance: string) =>
    isNone(entryOf(first, inInterface)) ? resource.get(inInstance) : entryOf(first, inInterface);
  const subnet = own('SubnetId', 'SubnetId');
  return {
    source: resource.source(),
    subnet: idOf(subnet),
    securityGroups: groupsOf(own('GroupSet', 'SecurityGroupIds'), subnet, resource),
    sourceDestCheck: ternaryOf(resource.get('SourceDestCheck'), 'yes'),
    hasPublicAddress: elastic.has(resource.id) ? 'yes' : askedFor(entryOf(first, 'AssociatePublicIpAddress'), subnet, resource),
  };
}

/** An interface that names no group has the default one of its VPC. */
function groupsOf(written: Value, subnet: Value, resource: Resource): Known<readonly ResourceId[]> {
  const groups = idsOf(written);
  const elsewhere = ['LaunchTemplate', 'SecurityGroups'].some((name) => resource.type === 'AWS::EC2::Instance' && !isNone(resource.get(name)));
  if (!groups.known || groups.value.length > 0) {
    return groups;
  }
  const id = idOrSymbol(subnet);
  const defined = resource.scope.deployment.resources('AWS::EC2::Subnet').find((each) => each.id === id);
  return elsewhere || defined === undefined ? notKnown('it names no security group, and has that of its VPC or of something that is not read')
    : known([`${idOrSymbol(defined.get('VpcId'))}.DefaultSecurityGroup`]);
}

/** Returns the interface of device 0, which is where an instance sends from and listens. */
export function firstInterface(resource: Resource): Value {
  const interfaces = itemsOf(resource.get('NetworkInterfaces'));
  return interfaces.find((each) => ['0', 0].includes(entryOf(each, 'DeviceIndex') as string | number)) ?? interfaces[0] ?? NONE;
}

/** Tells whether an instance is given a public address, by its own wish or, without one, by that of its subnet. */
function askedFor(wish: Value, subnet: Value, resource: Resource): Ternary {
  if (!isNone(wish)) {
    return ternaryOf(wish, 'unknown');
  }
  const id = idOf(subnet);
  const defined = id.known ? resource.scope.deployment.resources('AWS::EC2::Subnet').find((each) => each.id === id.value) : undefined;
  return defined === undefined ? 'unknown' : ternaryOf(defined.get('MapPublicIpOnLaunch'), 'no');
}

/** Returns what has an Elastic IP. */
function elasticAddresses(deployment: Deployment): ReadonlySet<ResourceId> {
  return new Set(['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation'].flatMap((type) => deployment.resources(type))
    .flatMap((resource) => ['InstanceId', 'NetworkInterfaceId'].map((name) => resource.get(name)))
    .filter((value) => !isNone(value)).map(idOrSymbol));
}
