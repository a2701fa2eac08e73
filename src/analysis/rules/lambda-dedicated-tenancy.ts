import { finding } from './finding';
import type { Rule } from './rule';
import { knownSubnets } from './rule';
import { describeSource } from '../model/source';

/** Finds functions in a VPC with dedicated tenancy (S20 of docs/requirements.md). */
export const lambdaDedicatedTenancy: Rule = ({ model, workload }) => {
  const vpcs = new Set(knownSubnets(workload).map((subnet) => model.subnets.get(subnet)?.vpc));
  const dedicated = [...vpcs].map((id) => id === undefined ? undefined : model.vpcs.get(id)).find((vpc) => vpc?.dedicatedTenancy === 'yes');
  return dedicated === undefined ? [] : [finding(
    'LAMBDA_DEDICATED_TENANCY', workload.source,
    `the VPC ${describeSource(dedicated.source)} has dedicated instance tenancy, in which Lambda cannot attach functions`,
    {
      inConstructs: 'put the function in a PrivateLambdaNetwork and peer it: network.peerWith(vpc)',
      inTemplate: 'attach the function to a VPC with InstanceTenancy: default, and connect the two by a VPC peering connection',
    },
  )];
};
