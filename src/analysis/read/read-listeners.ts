import { absentGroups } from './absent-groups';
import { acceptance } from './endpoint-services';
import type { ListenerType } from './listener-types';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from './listener-types';
import type { AssigningSubnets } from './read-listener-families';
import { assigningSubnets, readFamilies } from './read-listener-families';
import type { ListeningContext } from './read-listening';
import { listeningContext, readListening } from './read-listening';
import { firstInterface } from './read-network-interfaces';
import type { Known, Listener, Subnet, VpcEndpoint } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { entryOf, idOf, idOrSymbol, idsOf, notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: what listens behind security groups, by the table of types. What a resource does not write itself it has of the resource
 * that it belongs to, such as an instance of its cluster. A resource that names no group has what absent-groups.ts says. What is attached to no VPC is no listener.
 */

/** The subnets of subnet groups, by the resource and by the name of the group. */
type SubnetGroups = ReadonlyMap<string, Known<readonly ResourceId[]>>;

/** What listeners refer to. */
interface Surroundings {
  readonly groups: SubnetGroups;
  readonly assigning: AssigningSubnets;
  readonly subnets: ReadonlyMap<ResourceId, Subnet>;
  readonly listening: ListeningContext;
}

const MOUNT_TARGET = /^AWS::(EFS|S3Files)::MountTarget$/;

export function readListeners(
  deployment: Deployment, subnets: ReadonlyMap<ResourceId, Subnet>, endpoints: ReadonlyMap<ResourceId, VpcEndpoint>,
): ReadonlyMap<ResourceId, Listener> {
  const listening = listeningContext(deployment, endpoints);
  const surroundings = { groups: subnetGroups(deployment), assigning: assigningSubnets(deployment), subnets, listening };
  const listeners = new Map<ResourceId, Listener>();
  const dependents: [Resource, ListenerType, string][] = [];
  for (const [type, description] of LISTENER_TYPES) {
    for (const resource of deployment.resources(type).filter((each) => !isNoListener(each, endpoints))) {
      const owner = ownerOf(resource, description);
      if (owner !== undefined) {
        dependents.push([resource, description, owner]);
      } else {
        const standsFor = fileSystemOf(resource, deployment);
        add({ ...readListener(resource, description, surroundings), ...standsFor === undefined ? {} : { standsFor } }, listeners);
      }
    }
  }
  for (const [resource, description, id] of dependents) {
    const owner = listeners.get(id);
    add(owner !== undefined ? { ...owner, source: resource.source() }
      : resource.type === 'AWS::EC2::Instance' ? { ...readListener(resource, description, surroundings), ...elsewhere(id) }
        : readListener(resource, description, surroundings), listeners);
  }
  return listeners;
}

/** Returns what is known of an instance whose network interface no template shows. */
function elsewhere(id: ResourceId): Pick<Listener, 'securityGroups' | 'subnets'> {
  const unknown = notKnown(`its network interface ${id.replace(/^\?/, '')} is not defined by the templates`);
  return { securityGroups: unknown, subnets: unknown };
}

/** Returns what a resource has its place and its groups of: its cluster, or the network interface of an instance that is a resource of its own. */
function ownerOf(resource: Resource, { of }: ListenerType): string | undefined {
  const owner = of !== undefined ? resource.get(of) : entryOf(firstInterface(resource), 'NetworkInterfaceId');
  return isNone(owner) ? undefined : idOrSymbol(owner);
}

/**
 * Tells of an endpoint whether nobody can ask for it. One that is called like the service it is for is asked as the service, for which it has to be
 * more than reached; of the others, those have no network interfaces that take what functions send.
 */
function isNoListener(resource: Resource, endpoints: ReadonlyMap<ResourceId, VpcEndpoint>): boolean {
  if (resource.type !== 'AWS::EC2::VPCEndpoint') {
    return false;
  }
  const endpoint = endpoints.get(resource.id);
  return endpoint?.kind.known !== true || endpoint.kind.value === 'gateway' || literalText(resource.get('VpcEndpointType')) === 'GatewayLoadBalancer'
    || endpoint.service.known && endpoint.service.value === resource.logicalId;
}

/** Returns the file system that a mount target gives access to, by reference or by its id in AWS. */
function fileSystemOf(resource: Resource, deployment: Deployment): Source | undefined {
  const id = idOf(resource.get('FileSystemId'));
  if (!MOUNT_TARGET.test(resource.type) || !id.known) {
    return undefined;
  }
  const type = resource.type.replace('MountTarget', 'FileSystem');
  return deployment.written(type).find((each) => each.id === id.value)?.source() ?? { id: id.value, type };
}

/** Adds a listener, unless it is in no subnet and names no group: then it is attached to no VPC. */
function add(listener: Listener, listeners: Map<ResourceId, Listener>): void {
  const { source, securityGroups, subnets } = listener;
  if (!subnets.known || subnets.value.length > 0 || securityGroups.known && securityGroups.value.length > 0) {
    listeners.set(source.id, listener);
  }
}

function readListener(resource: Resource, description: ListenerType, { groups, assigning, subnets, listening }: Surroundings): Listener {
  const primary = firstInterface(resource);
  const ownGroups = valueAt(resource, description.groups);
  const written = idsOf(!isNone(primary) && isNone(ownGroups) ? entryOf(primary, 'GroupSet') : ownGroups);
  const where = description.subnetGroup === undefined ? placeOf(resource, description, primary)
    : subnetsOf(resource.get(description.subnetGroup), groups);
  const ports = readListening(resource, listening);
  return {
    source: resource.source(),
    ...written.known && written.value.length === 0 ? absentGroups(resource, where, subnets) : { securityGroups: written },
    subnets: where,
    families: readFamilies(resource, description, assigning),
    ...ports === undefined ? {} : { listening: ports },
    ...resource.type === 'AWS::EC2::VPCEndpoint' ? acceptance(resource) : {},
  };
}

/** A load balancer names its subnets in one of two ways. */
function placeOf(resource: Resource, description: ListenerType, primary: Value): Known<readonly ResourceId[]> {
  const own = valueAt(resource, description.subnets);
  const other = !isNone(primary) ? entryOf(primary, 'SubnetId') : at(resource, 'SubnetMappings[].SubnetId');
  return idsOf(isNone(own) && (!isNone(primary) || !isNone(resource.get('SubnetMappings'))) ? other : own);
}

function valueAt(resource: Resource, path: string | undefined): Value {
  return path === undefined ? null : at(resource, path);
}

function subnetsOf(group: Value, groups: SubnetGroups): Known<readonly ResourceId[]> {
  if (isNone(group)) {
    return notKnown('it names no subnet group');
  }
  const id = idOrSymbol(group);
  return groups.get(id) ?? notKnown(`the subnet group ${id.replace(/^\?/, '')} is not defined by the templates`);
}

function subnetGroups(deployment: Deployment): SubnetGroups {
  const groups = new Map<string, Known<readonly ResourceId[]>>();
  for (const [type, description] of SUBNET_GROUP_TYPES) {
    for (const resource of deployment.resources(type)) {
      const subnets = idsOf(resource.get(description.subnets));
      const name = literalText(resource.get(description.name));
      for (const key of [resource.id, ...name === undefined ? [] : [name]]) {
        groups.set(key, subnets);
      }
    }
  }
  return groups;
}

