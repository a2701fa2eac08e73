import { finding } from './finding';
import type { Rule } from './rule';
import { knownGroups } from './rule';
import type { SecurityGroup } from '../model/network';
import { describeSource } from '../model/source';

/**
 * Finds incoming rules that serve nobody, because nothing connects to a function (S19 of docs/requirements.md). Groups that something else may use are
 * left alone, the default group of a VPC among them.
 */
export const lambdaSgIngressUnused: Rule = ({ model, workload, groupsOfListeners }) => {
  const idle = knownGroups(workload)
    .map((id) => ({ id, group: model.securityGroups.get(id) }))
    .filter((entry): entry is { id: string; group: SecurityGroup } => entry.group !== undefined && entry.group.ingress.length > 0)
    .filter(({ id, group }) => !groupsOfListeners.has(id) && !id.endsWith('.DefaultSecurityGroup') && group.source.type === 'AWS::EC2::SecurityGroup' && group.furtherRules === undefined);
  return idle.length === 0 ? [] : [finding(
    'LAMBDA_SG_INGRESS_UNUSED', workload.source,
    `${idle.map(({ group }) => describeSource(group.source)).join(', ')} lets traffic in, and nothing can connect to a function through its network interface`,
    { inTemplate: 'remove the incoming rules of the group' },
  )];
};
