import { isListed, mayBeListed } from './domain-names';
import type { NetworkIndex } from './network-index';
import { unknown, violated } from './obstacles';
import type { AddressFamily } from '../model/address-block';
import type { Domain, FirewallRule } from '../model/dns';
import type { ResourceId } from '../model/source';
import { describeSource, mayBeAnyResource } from '../model/source';
import type { Ternary } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: DNS Firewall before the Resolver of a VPC: rules in the order of their priorities, the first that lists a name decides, and what none lists passes. Names
 * of endpoints and of private zones are names like others.
 * Law: a rule of which it is not known whether it is about a name decides nothing, and what comes after it is in doubt where it would decide otherwise.
 */

/** Returns what DNS Firewall says to a name. */
export function firewallOn({ model }: NetworkIndex, vpc: ResourceId, name: Domain, family: AddressFamily): readonly Obstacle[] {
  const rules = (model.dns?.firewall ?? []).filter((rule) => (rule.vpc === vpc || mayBeAnyResource(rule.vpc)) && (rule.family ?? family) === family);
  const isOrdered = rules.every(({ order }) => order.known);
  const sorted = isOrdered ? [...rules].sort((one, other) => place(one, 0) - place(other, 0) || place(one, 1) - place(other, 1)) : rules;
  let doubt = !isOrdered && rules.length > 1;
  for (const rule of sorted) {
    const isAbout = rule.vpc === vpc ? isAboutName(rule, name) : 'unknown';
    if (isAbout === 'no') {
      continue;
    }
    if (rule.action === 'allow' && isAbout === 'yes' && !doubt) {
      return [];
    }
    if (rule.action !== 'allow') {
      return [obstacleOf(rule, isAbout === 'yes' && rule.action === 'block' && !doubt)];
    }
    doubt = true;
  }
  return [];
}

function place({ order }: FirewallRule, which: 0 | 1): number {
  return order.known ? order.value[which] : 0;
}

/** A host of the internet, or a resource of which the name is made up, may be among those that are allowed. */
function isAboutName({ domains, action }: FirewallRule, name: Domain): Ternary {
  if (!domains.known) {
    return 'unknown';
  }
  return domains.value.some((entry) => isListed(entry, name)) ? 'yes' : action === 'allow' && domains.value.some((entry) => mayBeListed(entry, name)) ? 'unknown' : 'no';
}

function obstacleOf({ source, domains }: FirewallRule, isSure: boolean): Obstacle {
  const group = describeSource(source);
  const details = {
    code: 'DNS_FIREWALL_BLOCKS' as const, source,
    detail: `DNS Firewall rule group ${group} ${isSure ? 'blocks' : 'may block'} the name${domains.known ? '' : `: ${domains.reason}`}`,
    mend: `a rule of ${group} with Action: ALLOW for the name, with a lower Priority`,
  };
  return isSure ? violated(details) : unknown(details);
}
