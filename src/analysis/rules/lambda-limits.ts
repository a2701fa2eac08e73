import { finding } from './finding';
import type { Rule } from './rule';
import { knownGroups, knownSubnets } from './rule';
import type { Finding } from '../model/finding';

/** What the VpcConfig of a function holds at the most, by the API reference of Lambda. */
const MOST_SUBNETS = 16;
const MOST_SECURITY_GROUPS = 5;

/** R20. */
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
