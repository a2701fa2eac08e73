import { finding } from './finding';
import type { Rule } from './rule';
import { knownGroups, knownSubnets } from './rule';
import { QUOTAS } from '../../services/quotas';
import type { Finding } from '../model/finding';

const MOST_SUBNETS = QUOTAS.subnetsOfFunction.value;
const MOST_SECURITY_GROUPS = QUOTAS.securityGroupsOfFunction.value;

/** Finds functions with more subnets or security groups than Lambda takes (S20 of docs/requirements.md). */
export const lambdaLimits: Rule = ({ workload }) => {
  const subnets = knownSubnets(workload).length;
  const groups = knownGroups(workload).length;
  const findings: Finding[] = [];
  if (subnets > MOST_SUBNETS) {
    findings.push(finding(
      'LAMBDA_SUBNET_COUNT', workload.source, `the function has ${subnets} subnets, of which Lambda takes ${MOST_SUBNETS}`,
      { inConstructs: 'select fewer with vpcSubnets', inTemplate: `name ${MOST_SUBNETS} SubnetIds at the most` },
    ));
  }
  if (groups > MOST_SECURITY_GROUPS) {
    findings.push(finding(
      'LAMBDA_SECURITY_GROUP_COUNT', workload.source, `the function has ${groups} security groups, of which Lambda takes ${MOST_SECURITY_GROUPS}`,
      { inConstructs: 'give fewer securityGroups', inTemplate: `name ${MOST_SECURITY_GROUPS} SecurityGroupIds at the most` },
    ));
  }
  return findings;
};
