import { handedToUnreadStacks } from './unread-stacks';
import type { NetworkModel } from '../model/network';
import type { ResourceId } from '../model/source';
import { mayBeAnyResource } from '../model/source';
import { notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';

/*
 * Models: what else may be added to what templates define. A nested stack whose template is not at hand may add to what is handed to it.
 * What is added to a thing that a custom resource finds out may be added to any thing of its kind.
 * Law: the more is open, the less is proven, and nothing is refuted that was not.
 */

type Parts = Pick<NetworkModel, 'subnets' | 'routeTables' | 'securityGroups' | 'networkAcls'>;

/** The parts with all that is open in them. */
export function withPossibleAdditions(deployment: Deployment, parts: Parts): Parts {
  const handed = handedToUnreadStacks(deployment);
  const tables = strayReason(parts.routeTables.keys(), 'route table');
  const acls = strayReason(parts.networkAcls.keys(), 'network ACL');
  const groups = strayReason(parts.securityGroups.keys(), 'security group');
  const subnets = strayReason(parts.subnets.keys(), 'subnet');
  return {
    routeTables: open(parts.routeTables, handed, tables, (furtherRoutes) => ({ furtherRoutes, furtherRoutesArePropagated: false })),
    networkAcls: open(parts.networkAcls, handed, acls, (furtherEntries) => ({ furtherEntries })),
    securityGroups: open(parts.securityGroups, handed, groups, (furtherRules) => ({ furtherRules })),
    subnets: withDefaultsOpen(withDefaultsOpen(parts.subnets, 'routeTable', 'main', tables ?? subnets), 'networkAcl', 'default', acls ?? subnets),
  };
}

/** Whether anything is added to what is found out during deployment. */
export function addsToUnknown({ routeTables, networkAcls, securityGroups, subnets, internetGateways }: NetworkModel): boolean {
  const ids = [routeTables, networkAcls, securityGroups, subnets, internetGateways].flatMap((things) => [...things.keys()]);
  return [...ids, ...[...internetGateways.values()].flatMap(({ attachedTo }) => attachedTo)].some(mayBeAnyResource);
}

/** Why something may be added to anything of a kind; undefined when nothing may. */
function strayReason(ids: Iterable<ResourceId>, kind: string): string | undefined {
  const stray = [...ids].filter(mayBeAnyResource).sort()[0];
  return stray === undefined ? undefined : `templates add to a ${kind} that is found out during deployment (${stray.slice(1)}), and it may be this one`;
}

function open<T extends object>(
  things: ReadonlyMap<ResourceId, T>, handed: ReadonlyMap<ResourceId, string>, stray: string | undefined, change: (reason: string) => Partial<T>,
): ReadonlyMap<ResourceId, T> {
  return stray === undefined && handed.size === 0 ? things : new Map([...things].map(([id, thing]) => {
    const reason = handed.get(id) ?? stray;
    return [id, reason === undefined ? thing : { ...thing, ...change(reason) }];
  }));
}

/** Subnets without associations have the main table and the default ACL of their VPC, to which something may be added or which may be replaced. */
function withDefaultsOpen(subnets: Parts['subnets'], property: 'routeTable' | 'networkAcl', standard: string, reason: string | undefined): Parts['subnets'] {
  return reason === undefined ? subnets : new Map([...subnets].map(([id, subnet]) => {
    const associated = subnet[property];
    return [id, associated.known && associated.value === standard ? { ...subnet, [property]: notKnown(reason) } : subnet];
  }));
}
