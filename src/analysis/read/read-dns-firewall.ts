import { domainOf } from './domains';
import type { Profiles } from './read-profiles';
import type { Domain, FirewallRule } from '../model/dns';
import type { Known } from '../model/known';
import type { ResourceId } from '../model/source';
import { entryOf, idOrSymbol, integerOf, itemsOf, known, notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: DNS Firewall: the rules of each VPC, with the lists of domains that templates show. An alert lets the answer through like a permission.
 * Assumed: protections against threats, which have no list of domains, block no name that is meant.
 */

interface Association {
  readonly vpc: ResourceId;
  readonly priority?: number;
}

/** The rules of all VPCs. */
export function readFirewall(deployment: Deployment, profiles: Profiles): readonly FirewallRule[] {
  const lists = new Map(deployment.resources('AWS::Route53Resolver::FirewallDomainList').map((resource) => [resource.id, domainsOf(resource)]));
  const associations = deployment.resources('AWS::Route53Resolver::FirewallRuleGroupAssociation');
  const groups = deployment.resources('AWS::Route53Resolver::FirewallRuleGroup');
  const defined = new Set(groups.map(({ id }) => id));
  const own = (id: ResourceId): Association[] => associations.filter((each) => idOrSymbol(each.get('FirewallRuleGroupId')) === id)
    .map((each) => ({ vpc: idOrSymbol(each.get('VpcId')), priority: integerOf(each.get('Priority')) }));
  const inProfiles = (id: ResourceId): Association[] => profiles.vpcsOf(id).map((vpc) => ({ vpc, priority: profiles.priorityOf(id) }));
  return [
    ...groups.flatMap((group) => [...own(group.id), ...inProfiles(group.id)].flatMap((association) =>
      itemsOf(group.get('FirewallRules')).flatMap((rule) => readRule(group, rule, association, lists)))),
    ...associations.filter((each) => !defined.has(idOrSymbol(each.get('FirewallRuleGroupId')))).map((each): FirewallRule => ({
      source: each.source(), vpc: idOrSymbol(each.get('VpcId')), order: notKnown('the rules are not known'), action: 'unknown',
      domains: notKnown('no template that was read defines the rule group'),
    })),
  ];
}

type Lists = ReadonlyMap<ResourceId, Known<readonly Domain[]>>;

function readRule(group: Resource, rule: Value, { vpc, priority }: Association, lists: Lists): FirewallRule[] {
  const [list, number] = [entryOf(rule, 'FirewallDomainListId'), integerOf(entryOf(rule, 'Priority'))];
  const [action, type] = [literalText(entryOf(rule, 'Action')), literalText(entryOf(rule, 'Qtype'))];
  if (isNone(list) || type !== undefined && type !== 'A' && type !== 'AAAA') {
    return [];
  }
  return [{
    source: group.source(), vpc, order: priority === undefined || number === undefined ? notKnown('a priority is not known') : known([priority, number]),
    action: action === 'BLOCK' ? 'block' : action === 'ALLOW' || action === 'ALERT' ? 'allow' : 'unknown',
    domains: lists.get(idOrSymbol(list)) ?? notKnown(`no template that was read defines the domain list ${idOrSymbol(list).replace(/^\?/, '')}`),
    ...type === undefined ? {} : { family: type === 'A' ? 'ipv4' : 'ipv6' },
  }];
}

function domainsOf(resource: Resource): Known<readonly Domain[]> {
  if (isNone(resource.get('Domains'))) {
    return notKnown('its domains are in a file');
  }
  const domains = itemsOf(resource.get('Domains')).map((domain) => domainOf(domain, resource));
  const stray = domains.find((domain) => !domain.known);
  return stray?.known === false ? stray : known(domains.flatMap((domain) => domain.known ? [domain.value] : []));
}
