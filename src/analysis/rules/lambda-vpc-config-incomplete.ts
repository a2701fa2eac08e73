import { finding } from './finding';
import type { Rule } from './rule';

/** Finds functions with subnets and no security group, or the other way round: Lambda takes both or none. */
export const lambdaVpcConfigIncomplete: Rule = ({ workload: { attachment, kind, source } }) => {
  if (kind !== 'function' || attachment.kind !== 'vpc' || !attachment.subnets.known || !attachment.securityGroups.known) {
    return [];
  }
  const [subnets, groups] = [attachment.subnets.value.length, attachment.securityGroups.value.length];
  const [has, lacks] = subnets === 0 ? [`SecurityGroupIds (${groups})`, 'SubnetIds'] : [`SubnetIds (${subnets})`, 'SecurityGroupIds'];
  return subnets > 0 && groups > 0 ? [] : [finding(
    'LAMBDA_VPC_CONFIG_INCOMPLETE', source,
    `VpcConfig of the function has ${has} and no ${lacks}, and Lambda takes both lists or neither`,
    { inConstructs: 'use VpcConnectedFunction, or network.connect(), which gives both', inTemplate: `name ${lacks} in VpcConfig, or remove VpcConfig` },
  )];
};
