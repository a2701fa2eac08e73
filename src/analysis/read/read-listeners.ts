import type { ListenerType } from './listener-types';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from './listener-types';
import { readEndpoint as endpointOf } from './read-endpoints';
import type { AssigningSubnets } from './read-listener-families';
import { assigningSubnets, readFamilies } from './read-listener-families';
import type { Known, Listener } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { entryOf, idOf, idOrSymbol, idsOf, itemsOf, known, notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: what listens behind security groups, by the table of types. What a resource does not write itself it has of the resource
 * that it belongs to, such as an instance of its cluster. What is attached to no VPC is no listener.
 */

/** The subnets of subnet groups, by the resource and by the name of the group. */
type SubnetGroups = ReadonlyMap<string, Known<readonly ResourceId[]>>;

/** What listeners refer to. */
interface Surroundings {
  readonly groups: SubnetGroups;
  readonly assigning: AssigningSubnets;
}

/** Where load balancers that choose addresses say what their subnets are. */
const MAPPED_SUBNETS = 'SubnetMappings[].SubnetId';

const MOUNT_TARGET = /^AWS::(EFS|S3Files)::MountTarget$/;

/** Without an address type endpoints answer over IPv4, as the user guide of AWS PrivateLink has it. */
const ENDPOINT: ListenerType = {
  groups: 'SecurityGroupIds', subnets: 'SubnetIds', families: { path: 'IpAddressType', dual: 'dualstack', isIpv4Otherwise: true },
};

export function readListeners(deployment: Deployment): ReadonlyMap<ResourceId, Listener> {
  const surroundings = { groups: subnetGroups(deployment), assigning: assigningSubnets(deployment) };
  const listeners = new Map<ResourceId, Listener>();
  const dependents: [Resource, ListenerType][] = [];
  for (const [type, description] of LISTENER_TYPES) {
    for (const resource of deployment.resources(type)) {
      if (description.of !== undefined && !isNone(resource.get(description.of))) {
        dependents.push([resource, description]);
      } else {
        const standsFor = fileSystemOf(resource, deployment);
        add({ ...readListener(resource, description, surroundings), ...standsFor === undefined ? {} : { standsFor } }, listeners);
      }
    }
  }
  for (const resource of deployment.resources('AWS::EC2::VPCEndpoint')) {
    readEndpoint(resource, surroundings).forEach((listener) => add(listener, listeners));
  }
  for (const [resource, description] of dependents) {
    const owner = listeners.get(idOrSymbol(resource.get(description.of!)));
    add(owner === undefined ? readListener(resource, description, surroundings) : { ...owner, source: resource.source() }, listeners);
  }
  return listeners;
}

function add(listener: Listener, listeners: Map<ResourceId, Listener>): void {
  const { source, securityGroups, subnets } = listener;
  if (!securityGroups.known || securityGroups.value.length > 0 || !subnets.known || subnets.value.length > 0) {
    listeners.set(source.id, listener);
  }
}

function readListener(resource: Resource, description: ListenerType, { groups, assigning }: Surroundings): Listener {
  const instance = resource.type === 'AWS::EC2::Instance' ? itemsOf(resource.get('NetworkInterfaces'))[0] : undefined;
  const [ownGroups, subnets] = [valueAt(resource, description.groups), valueAt(resource, description.subnets)];
  const ownSubnets = isNone(subnets) && description.subnets === 'Subnets' ? at(resource, MAPPED_SUBNETS) : subnets;
  return {
    source: resource.source(),
    securityGroups: idsOf(instance !== undefined && isNone(ownGroups) ? entryOf(instance, 'GroupSet') : ownGroups),
    subnets: description.subnetGroup !== undefined ? subnetsOf(resource.get(description.subnetGroup), groups)
      : idsOf(instance !== undefined && isNone(ownSubnets) ? entryOf(instance, 'SubnetId') : ownSubnets),
    families: readFamilies(resource, description, assigning),
  };
}

/**
 * An endpoint with network interfaces. One that is called like the service it is for is none: who asks for the name asks for the service, for which it has
 * to be more than reached.
 */
function readEndpoint(resource: Resource, surroundings: Surroundings): Listener[] {
  const { kind, vpc, service, securityGroups } = endpointOf(resource);
  const isNamedLikeService = service.known && service.value === resource.logicalId;
  return !kind.known || kind.value === 'gateway' || literalText(resource.get('VpcEndpointType')) === 'GatewayLoadBalancer' || isNamedLikeService ? []
    : [{
      ...readListener(resource, ENDPOINT, surroundings),
      securityGroups: securityGroups.known && securityGroups.value.length === 0 ? known([`${vpc}.DefaultSecurityGroup`]) : securityGroups,
    }];
}

/** The file system that a mount target gives access to, by reference or by its id in AWS. */
function fileSystemOf(resource: Resource, deployment: Deployment): Source | undefined {
  const id = idOf(resource.get('FileSystemId'));
  if (!MOUNT_TARGET.test(resource.type) || !id.known) {
    return undefined;
  }
  const type = resource.type.replace('MountTarget', 'FileSystem');
  return deployment.written(type).find((each) => each.id === id.value)?.source() ?? { id: id.value, type };
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

