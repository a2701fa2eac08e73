import { finding } from './finding';
import type { Rule } from './rule';
import { knownSubnets } from './rule';
import type { Vpc } from '../model/network';
import { describeSource } from '../model/source';

/**
 * Lambda attaches a function to subnets of its own Region alone.
 *
 * Ids cross Regions in ways that CloudFormation accepts, such as `Fn::GetStackOutput`, so that only the deployment would fail. No reference of a
 * template brings an id from another account.
 */
export const lambdaVpcInOtherRegion: Rule = ({ model, workload }) => {
  const own = workload.environment?.region;
  const isElsewhere = ({ environment }: Vpc) => own !== undefined && environment?.region !== undefined && environment.region !== own;
  const elsewhere = knownSubnets(workload).flatMap((id) => model.vpcs.get(model.subnets.get(id)?.vpc ?? '') ?? []).find(isElsewhere);
  return elsewhere === undefined ? [] : [finding(
    'LAMBDA_VPC_IN_OTHER_REGION', workload.source,
    `the function is deployed in ${own}, and its VPC ${describeSource(elsewhere.source)} in ${elsewhere.environment!.region}`,
    { inConstructs: 'define a PrivateLambdaNetwork in the Region of the function', inTemplate: 'attach the function to subnets of a VPC in its own Region' },
  )];
};
