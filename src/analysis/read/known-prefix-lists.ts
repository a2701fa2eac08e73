import type { SecurityGroup, SecurityGroupRule, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: rules that name the prefix list of a service by its id, in a VPC whose gateway endpoint, or a snapshot, says whose list it is.
 * Law: what a snapshot shows counts, whatever is stated. An id stands for a service in the rules of that VPC alone, since in another Region it can be another service's.
 */

/** The groups, with the lists of services named by their services. */
export function nameKnownPrefixLists(
  endpoints: ReadonlyMap<ResourceId, VpcEndpoint>, groups: ReadonlyMap<ResourceId, SecurityGroup>, existing: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<ResourceId, SecurityGroup> {
  const lists = new Map([...[...endpoints.values()].flatMap(({ vpc, service, statedPrefixList: id }) =>
    id === undefined || !service.known ? [] : [[`${vpc} ${id}`, `pl:${service.value}`] as const]), ...existing]);
  const named = (vpc: ResourceId | undefined) => (rule: SecurityGroupRule): SecurityGroupRule => {
    const list = rule.peer.kind === 'prefix-list' ? lists.get(`${vpc} ${rule.peer.id}`) : undefined;
    return list === undefined ? rule : { ...rule, peer: { kind: 'prefix-list', id: list } };
  };
  return lists.size === 0 ? groups : new Map([...groups].map(([id, group]) =>
    [id, { ...group, egress: group.egress.map(named(group.vpc)), ingress: group.ingress.map(named(group.vpc)) }]));
}
