import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { NetworkError } from '../private/network-error';
import { QUOTAS } from '../services/quotas';

/*
 * Models: the network interfaces that Lambda makes in a VPC, one for each pair of a subnet and a set of security groups that some function
 * has. Functions with the same pair share the interface.
 * Law: the count depends on which pairs there are and not on how many functions have them, nor on the order of their groups.
 * Refuses: to guess at what it does not see. Older published versions with another configuration, interfaces that Lambda has not
 * released yet, functions of other apps, and other services that the quota counts (Amazon EFS) come on top.
 * See https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */

const interfaces = new WeakMap<ec2.IVpc, Set<string>>();

/** Take note of a function in these subnets and with these security groups. */
export function recordNetworkInterfaces(vpc: ec2.IVpc, subnets: readonly ec2.ISubnet[], groups: readonly ec2.ISecurityGroup[]): void {
  const known = interfaces.get(vpc) ?? new Set();
  interfaces.set(vpc, known);
  const groupIds = [...new Set(groups.map(({ securityGroupId }) => securityGroupId))].sort();
  subnets.forEach(({ subnetId }) => known.add(JSON.stringify([subnetId, ...groupIds])));
}

/** Returns how many network interfaces the functions that are known so far need. */
export function countNetworkInterfaces(vpc: ec2.IVpc): number {
  return interfaces.get(vpc)?.size ?? 0;
}

/** Check at the end of synthesis that the quota is kept. */
export function keepNetworkInterfaceQuota(network: IConstruct, vpc: ec2.IVpc, quota: number = QUOTAS.lambdaInterfacesOfVpc.value): void {
  if (!Number.isInteger(quota) || quota < 1) {
    throw new NetworkError(
      'NETWORK_INTERFACE_QUOTA', `networkInterfaceQuota is ${quota}, expected a whole number of 1 or more: state the quota that your account has for the VPC`, network,
    );
  }
  network.node.addValidation({ validate: () => excess(network, countNetworkInterfaces(vpc), quota) });
}

function excess(network: IConstruct, count: number, quota: number): string[] {
  return count <= quota ? [] : [new NetworkError(
    'NETWORK_INTERFACE_QUOTA',
    `the functions of this app need ${count} Hyperplane network interfaces in the VPC, which may have ${quota}: declare the same destinations for more of them, so that `
    + 'they share interfaces, use fewer stacks or subnets, or state the networkInterfaceQuota that AWS has granted',
    network,
  ).message];
}
