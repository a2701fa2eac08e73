import { prefixListOf } from './prefix-list-ids';
import type { SecurityGroupPeer, SecurityGroupRule } from '../model/network';
import type { Source } from '../model/source';
import type { PortRange, RuleProtocol } from '../model/traffic';
import { parseProtocol, portRangeOf } from '../model/traffic';
import { idOfExpression, integerOf, ruleBlockOf } from '../template/coerce';
import type { Value } from '../template/value';
import { isNone, literalText, reasonOf } from '../template/value';

/*
 * Models: one rule of a security group, written within the group or outside of it. A rule that is not known, or not wholly, stays a
 * rule: it may let anything through.
 */

export type Direction = 'ingress' | 'egress';

/** The properties with which a rule names the other side, by direction. */
const GROUP = { ingress: 'SourceSecurityGroupId', egress: 'DestinationSecurityGroupId' } as const;
const LIST = { ingress: 'SourcePrefixListId', egress: 'DestinationPrefixListId' } as const;

/** A rule of which the properties can be asked for. */
export interface RuleProperties {
  get(property: string): Value;
}

export function readRule(rule: RuleProperties, direction: Direction, source: Source): SecurityGroupRule {
  const protocol = protocolOf(rule.get('IpProtocol'));
  const ports = portsOf(rule.get('FromPort'), rule.get('ToPort'), protocol);
  return { source, protocol, ...ports === undefined ? {} : { ports }, peer: peerOf(rule, direction) };
}

/** A rule of which nothing is known. */
export function unknownRule(value: Value, source: Source): SecurityGroupRule {
  return { source, protocol: 'unknown', peer: { kind: 'unknown', reason: reasonOf(value) } };
}

/** Returns the protocol of a rule; a text with a part that is known during deployment only is not known. */
export function protocolOf(value: Value): RuleProtocol {
  const text = literalText(value);
  return text === undefined || text.includes('${') ? 'unknown' : parseProtocol(text);
}

/** The ports of a rule; those of protocols without ports are all. */
export function portsOf(from: Value, to: Value, protocol: RuleProtocol): PortRange | undefined {
  return portRangeOf(integerOf(from), integerOf(to), protocol);
}

function peerOf(rule: RuleProperties, direction: Direction): SecurityGroupPeer {
  const [ipv4, ipv6, group, list] = ['CidrIp', 'CidrIpv6', GROUP[direction], LIST[direction]].map((name) => rule.get(name));
  if (!isNone(ipv4)) {
    return ruleBlockOf(ipv4, 'ipv4');
  }
  if (!isNone(ipv6)) {
    return ruleBlockOf(ipv6, 'ipv6');
  }
  if (!isNone(group)) {
    const id = idOfExpression(group);
    return id !== undefined ? { kind: 'security-group', id } : { kind: 'unknown', reason: `it is not known which security group the rule names: ${reasonOf(group)}` };
  }
  return !isNone(list) ? prefixListOf(list) : { kind: 'unknown', reason: 'the rule names no other side that is read' };
}
