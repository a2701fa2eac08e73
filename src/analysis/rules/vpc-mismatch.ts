import { finding } from './finding';
import type { Rule } from './rule';
import type { Finding } from '../model/finding';
import type { NetworkModel } from '../model/network';
import { describeMisplaced, mendMisplaced, misplaced } from '../reason/one-vpc';

/** A function whose subnets and groups are not of one VPC cannot be created. */
export const lambdaVpcMismatch: Rule = ({ model, reasoner, workload }) => {
  const { source, attachment } = workload;
  const found = attachment.kind === 'vpc' && reasoner.isMisplaced(workload) ? misplaced(model, attachment.subnets, attachment.securityGroups) : undefined;
  return found === undefined ? [] : [finding(
    'LAMBDA_VPC_MISMATCH', source, `the function cannot be created: ${describeMisplaced(model, found)}`,
    { inConstructs: 'give security groups and subnets of the network of the function', inTemplate: mendMisplaced(found) },
  )];
};

/** Nor can an endpoint, a load balancer, a database. */
export function resourceVpcMismatch(model: NetworkModel): Finding[] {
  return [...model.listeners.values()].flatMap(({ source, subnets, securityGroups }) => {
    const found = misplaced(model, subnets, securityGroups, model.endpoints.get(source.id)?.vpc);
    return found === undefined ? [] : [finding('RESOURCE_VPC_MISMATCH', source, `it cannot be created: ${describeMisplaced(model, found)}`, { inTemplate: mendMisplaced(found) })];
  });
}
