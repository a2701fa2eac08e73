import type { ListenerType } from './listener-types';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from './listener-types';
import type { AssigningSubnets } from './read-listener-families';
import { assigningSubnets, readFamilies } from './read-listener-families';
import type { Known, Listener } from '../model/network';
import type { ResourceId } from '../model/source';
import { entryOf, idOrSymbol, idsOf, itemsOf, notKnown } from '../template/coerce';
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

export function readListeners(deployment: Deployment): ReadonlyMap<ResourceId, Listener> {
  const surroundings = { groups: subnetGroups(deployment), assigning: assigningSubnets(deployment) };
  const listeners = new Map<ResourceId, Listener>();
  const dependents: [Resource, ListenerType][] = [];
  for (const [type, description] of LISTENER_TYPES) {
    for (const resource of deployment.resources(type)) {
      if (description.of !== undefined && !isNone(resource.get(description.of))) {
        dependents.push([resource, description]);
      } else {
        add(readListener(resource, description, surroundings), listeners);
      }
    }
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
  const [ownGroups, ownSubnets] = [valueAt(resource, description.groups), valueAt(resource, description.subnets)];
  return {
    source: resource.source(),
    securityGroups: idsOf(instance !== undefined && isNone(ownGroups) ? entryOf(instance, 'GroupSet') : ownGroups),
    subnets: description.subnetGroup !== undefined ? subnetsOf(resource.get(description.subnetGroup), groups)
      : idsOf(instance !== undefined && isNone(ownSubnets) ? entryOf(instance, 'SubnetId') : ownSubnets),
    families: readFamilies(resource, description, assigning),
  };
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

