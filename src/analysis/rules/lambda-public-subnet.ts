import { finding } from './finding';
import type { Rule } from './rule';
import { knownSubnets } from './rule';
import { isEverywhere } from '../model/address-block';
import type { Route, Subnet } from '../model/network';
import { describeSource } from '../model/source';

/** Finds functions in public subnets, whose IPv4 default route leads to an internet gateway (S3 of docs/requirements.md). */
export const lambdaPublicSubnet: Rule = ({ model, workload }) => {
  const publicSubnets = knownSubnets(workload).map((id) => model.subnets.get(id)).filter((subnet): subnet is Subnet => {
    const table = subnet?.routeTable.known === true ? model.routeTables.get(subnet.routeTable.value) : undefined;
    return table?.routes.some(leadsToInternetGateway) === true;
  });
  return publicSubnets.length === 0 ? [] : [finding(
    'LAMBDA_PUBLIC_SUBNET', workload.source,
    `${publicSubnets.map(({ source }) => describeSource(source)).join(', ')} routes 0.0.0.0/0 to an internet gateway, `
    + 'which passes only what has a public address, and a function has none',
    { inConstructs: 'leave vpcSubnets out: functions get the private subnets of the network', inTemplate: 'attach the function to subnets whose 0.0.0.0/0 leads to a NAT gateway' },
  )];
};

function leadsToInternetGateway({ destination, target }: Route): boolean {
  return target.kind === 'internet-gateway' && destination.kind === 'block' && destination.block.family === 'ipv4' && isEverywhere(destination.block);
}
