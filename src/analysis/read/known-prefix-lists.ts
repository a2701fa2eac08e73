import { GATEWAY_PREFIX_LIST_METADATA_KEY } from '../../metadata/gateway-prefix-list';
import type { SecurityGroup, SecurityGroupRule, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Deployment } from '../template/deployment';

/*
 * Models: rules that name the prefix list of a service by its id, in a VPC whose gateway endpoint says whose list it is.
 * Law: an id stands for a service in the rules of that VPC alone, since in another Region it can be another service's.
 */

/** The groups, with the lists of services named by their services. */
export function nameKnownPrefixLists(
  deployment: Deployment, endpoints: ReadonlyMap<ResourceId, VpcEndpoint>, groups: ReadonlyMap<ResourceId, SecurityGroup>,
): ReadonlyMap<ResourceId, SecurityGroup> {
  const lists = new Map<string, string>();
  for (const resource of deployment.described(GATEWAY_PREFIX_LIST_METADATA_KEY)) {
    const endpoint = endpoints.get(resource.id);
    const id = resource.metadata(GATEWAY_PREFIX_LIST_METADATA_KEY);
    if (typeof id === 'string' && endpoint?.service.known === true && endpoint.kind.known && endpoint.kind.value === 'gateway') {
      lists.set(`${endpoint.vpc} ${id}`, `pl:${endpoint.service.value}`);
    }
  }
  const named = (vpc: ResourceId | undefined) => (rule: SecurityGroupRule): SecurityGroupRule => {
    const list = rule.peer.kind === 'prefix-list' ? lists.get(`${vpc} ${rule.peer.id}`) : undefined;
    return list === undefined ? rule : { ...rule, peer: { kind: 'prefix-list', id: list } };
  };
  return lists.size === 0 ? groups : new Map([...groups].map(([id, group]) =>
    [id, { ...group, egress: group.egress.map(named(group.vpc)), ingress: group.ingress.map(named(group.vpc)) }]));
}
