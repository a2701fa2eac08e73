import { entryOf, idOrSymbol, idsOf, itemsOf, notKnown } from './coerce';
import type { Deployment } from './deployment';
import type { ListenerType } from './listener-types';
import { LISTENER_TYPES, SUBNET_GROUP_TYPES } from './listener-types';
import type { Resource } from './resource';
import type { Value } from './value';
import { isNone, listOf, literalText } from './value';
import type { Known, Listener } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: what listens behind security groups, by the table of types. What a resource does not write itself it has of the resource
 * that it belongs to, such as an instance of its cluster. What is attached to no VPC is no listener.
 */

/** The subnets of subnet groups, by the resource and by the name of the group. */
type SubnetGroups = ReadonlyMap<string, Known<readonly ResourceId[]>>;

export function readListeners(deployment: Deployment): ReadonlyMap<ResourceId, Listener> {
  const groups = subnetGroups(deployment);
  const listeners = new Map<ResourceId, Listener>();
  const dependents: [Resource, ListenerType][] = [];
  for (const [type, description] of LISTENER_TYPES) {
    for (const resource of deployment.resources(type)) {
      if (description.of !== undefined && !isNone(resource.get(description.of))) {
        dependents.push([resource, description]);
      } else {
        add(readListener(resource, description, groups), listeners);
      }
    }
  }
  for (const [resource, description] of dependents) {
    const owner = listeners.get(idOrSymbol(resource.get(description.of!)));
    add(owner === undefined ? readListener(resource, description, groups) : { ...owner, source: resource.source() }, listeners);
  }
  return listeners;
}

function add(listener: Listener, listeners: Map<ResourceId, Listener>): void {
  const { source, securityGroups, subnets } = listener;
  if (!securityGroups.known || securityGroups.value.length > 0 || !subnets.known || subnets.value.length > 0) {
    listeners.set(source.id, listener);
  }
}

function readListener(resource: Resource, description: ListenerType, groups: SubnetGroups): Listener {
  const instance = resource.type === 'AWS::EC2::Instance' ? itemsOf(resource.get('NetworkInterfaces'))[0] : undefined;
  const [ownGroups, ownSubnets] = [at(resource, description.groups), at(resource, description.subnets)];
  return {
    source: resource.source(),
    securityGroups: idsOf(instance !== undefined && isNone(ownGroups) ? entryOf(instance, 'GroupSet') : ownGroups),
    subnets: description.subnetGroup !== undefined ? subnetsOf(resource.get(description.subnetGroup), groups)
      : idsOf(instance !== undefined && isNone(ownSubnets) ? entryOf(instance, 'SubnetId') : ownSubnets),
  };
}

/** What a path of properties leads to. */
function at(resource: Resource, path: string | undefined): Value {
  if (path === undefined) {
    return null;
  }
  const [first, ...others] = path.split('.');
  return others.reduce((value, name) => step(value, name), step(resource, first));
}

function step(from: Value | Resource, name: string): Value {
  const plain = name.replace('[]', '');
  if (typeof from === 'object' && from !== null && 'logicalId' in from) {
    return from.get(plain);
  }
  return typeof from === 'object' && from?.kind === 'list' ? listOf(from.items.flatMap(item => itemsOf(entryOf(item, plain)))) : entryOf(from, plain);
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

