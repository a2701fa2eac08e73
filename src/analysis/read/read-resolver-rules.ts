import { domainOf } from './domains';
import type { Profiles } from './read-profiles';
import type { ResolverRule, UnknownNames } from '../model/dns';
import type { Known } from '../model/known';
import type { ResourceId } from '../model/source';
import { entryOf, idOrSymbol, itemsOf, known, notKnown } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Value } from '../template/value';
import { literalText, reasonOf } from '../template/value';

/*
 * Models: rules of the Route 53 Resolver, and the VPCs that have them. A rule of which no template shows the domain may be about any name.
 */

const KINDS: Readonly<Record<string, ResolverRule['kind']>> = { FORWARD: 'forward', SYSTEM: 'system' };

/** The rules, and what is associated with VPCs and not known. */
export function readResolverRules(
  deployment: Deployment, { vpcsOf, unknown }: Profiles,
): { readonly rules: readonly ResolverRule[]; readonly unknownNames: readonly UnknownNames[] } {
  const written = deployment.resources('AWS::Route53Resolver::ResolverRule');
  const associations = deployment.resources('AWS::Route53Resolver::ResolverRuleAssociation')
    .map((resource) => ({ source: resource.source(), rule: idOrSymbol(resource.get('ResolverRuleId')), vpc: idOrSymbol(resource.get('VPCId')) }));
  const defined = new Set<ResourceId>(written.map(({ id }) => id));
  return {
    rules: written.map((resource) => ({
      source: resource.source(), kind: KINDS[literalText(resource.get('RuleType')) ?? ''] ?? 'unknown', domain: domainOf(resource.get('DomainName'), resource),
      vpcs: [...associations.filter(({ rule }) => rule === resource.id).map(({ vpc }) => vpc), ...vpcsOf(resource.id)],
      targets: targetsOf(resource.get('TargetIps')),
    })),
    unknownNames: [...unknown, ...associations.filter(({ rule }) => !defined.has(rule)).map(({ source, rule, vpc }) =>
      ({ source, vpc, reason: `no template that was read defines the Resolver rule ${rule.replace(/^\?/, '')}, and it may be about any domain` }))],
  };
}

function targetsOf(value: Value): Known<readonly string[]> {
  const addresses = itemsOf(value).map((item) => literalText(entryOf(item, 'Ip')) ?? literalText(entryOf(item, 'Ipv6')));
  return addresses.some((address) => address === undefined) ? notKnown(reasonOf(value)) : known(addresses as string[]);
}
