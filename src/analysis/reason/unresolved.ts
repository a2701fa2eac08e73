import type { PathSegment } from './candidate-path';
import { OPEN, asUncertain } from './candidate-path';
import { firewallOn } from './dns-firewall';
import type { NetworkContext } from './network-context';
import { unknown } from './obstacles';
import type { AddressFamily } from '../model/address-block';
import type { Domain } from '../model/dns';
import type { Subnet } from '../model/network';

/*
 * Models: what DNS Firewall, rules and zones say of names that are not those of a service: of hosts on the internet, and of resources of AWS. They are public names, and
 * whatever answers for a part of them may answer something else.
 */

/** Returns what is in the way of a name before anything is asked for. */
export function unresolved({ network, dns, names }: NetworkContext, { vpc }: Subnet, name: Domain, family: AddressFamily): PathSegment {
  if (dns.of(vpc).asksResolver !== 'yes') {
    return OPEN;
  }
  const firewall = firewallOn(network, vpc, name, family);
  const answer = names.of(vpc, name, family);
  if (answer.kind === 'usual') {
    const { assumptions = [] } = answer;
    return firewall.length === 0 && assumptions.length === 0 ? OPEN : { obstacles: firewall, assumptions };
  }
  const unanswered = answer.kind === 'obstacle' ? asUncertain([answer.obstacle]) : [unknown({
    code: 'DNS_NAME_NOT_KNOWN', source: answer.source, detail: 'a private hosted zone leads names of AWS to an endpoint', mend: 'a private hosted zone for that name alone',
  })];
  return { obstacles: [...firewall, ...unanswered] };
}
