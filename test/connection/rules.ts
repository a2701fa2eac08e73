import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { VpcConnection } from '../../src/connection/vpc-connection';

/** What a rule says, in words that can be compared: the peer, the protocol and the ports. */
type Rule = string;

/** How `ec2.SecurityGroup` spells that nothing is allowed. */
const NO_TRAFFIC: Rule = '255.255.255.255/32 icmp 252-86';

interface RuleProperties {
  readonly cidrIp?: unknown;
  readonly cidrIpv6?: unknown;
  readonly destinationPrefixListId?: unknown;
  readonly destinationSecurityGroupId?: unknown;
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

/** Every rule that lets traffic out of a function's own group, in the group or in a resource of its own, wherever in the app. */
export function egressRules(connection: VpcConnection): Rule[] {
  const resources = connection.node.root.node.findAll().filter((construct) => ec2.CfnSecurityGroupEgress.isCfnSecurityGroupEgress(construct));
  const separate = resources.filter(({ groupId }) => groupId === connection.securityGroup.securityGroupId);
  const inline = resolved(connection, ownGroup(connection).securityGroupEgress) as RuleProperties[];
  return [...inline, ...separate].map((properties) => describe(connection, properties)).filter((text) => text !== NO_TRAFFIC).sort();
}

/** The rules that are part of the group, the one that says nothing is allowed included. */
export function inlineEgressRules(connection: VpcConnection): Rule[] {
  return (resolved(connection, ownGroup(connection).securityGroupEgress) as RuleProperties[]).map((properties) => describe(connection, properties));
}

/** How many rules let traffic into a function's own group. */
export function ingressRuleCount(connection: VpcConnection): number {
  const resources = connection.node.root.node.findAll().filter((construct) => ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(construct));
  const inline = resolved(connection, ownGroup(connection).securityGroupIngress) as unknown[] | undefined;
  return resources.filter(({ groupId }) => groupId === connection.securityGroup.securityGroupId).length + (inline ?? []).length;
}

/** The words for a rule; references are given as they are in a template. */
export function rule(peer: unknown, protocol: string, fromPort: number, toPort = fromPort): Rule {
  return `${typeof peer === 'string' ? peer : JSON.stringify(peer)} ${protocol} ${fromPort}-${toPort}`;
}

function describe(scope: IConstruct, properties: RuleProperties): Rule {
  const { cidrIp, cidrIpv6, destinationPrefixListId, destinationSecurityGroupId, ipProtocol, fromPort, toPort } = properties;
  const peer = cidrIp ?? cidrIpv6 ?? destinationPrefixListId ?? destinationSecurityGroupId;
  return rule(resolved(scope, peer), ipProtocol, fromPort!, toPort!);
}

function ownGroup(connection: VpcConnection): ec2.CfnSecurityGroup {
  return connection.securityGroup.node.defaultChild as ec2.CfnSecurityGroup;
}

function resolved(scope: IConstruct, value: unknown): unknown {
  return Stack.of(scope).resolve(value) as unknown;
}
