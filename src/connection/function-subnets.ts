import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import type { NetworkFacts } from './network-facts';
import { NetworkError } from '../private/network-error';
import { QUOTAS } from '../services/quotas';
import { selectSubnets } from '../vpc/select-subnets';
import { subnetResource } from '../vpc/subnet-families';

/*
 * Models: the subnets that a function is attached to.
 * Law: they are private, have IPv4, and have routes alike, because Lambda may use any of them (F7 of docs/requirements.md).
 * Refuses: public subnets, IPv6-only subnets, more than Lambda takes, and a mixture of subnets with and without a default route.
 */

const MOST_SUBNETS = QUOTAS.subnetsOfFunction.value;

/** The subnets of a function: those selected, or the function subnets of the network. */
export function functionSubnets(scope: Construct, network: NetworkFacts, selection?: ec2.SubnetSelection): ec2.ISubnet[] {
  const subnets = selection === undefined ? network.functionSubnets : selectSubnets(network.vpc, selection);
  assertSubnetCount(scope, subnets.length);
  assertNonePublic(scope, network.vpc, subnets.map(({ subnetId }) => subnetId));
  assertNoneIpv6Only(scope, subnets);
  assertEquivalent(scope, network.vpc, subnets);
  return subnets;
}

/** Refuse more subnets than Lambda accepts, and none at all. */
export function assertSubnetCount(scope: IConstruct, count: number): void {
  if (count < 1 || count > MOST_SUBNETS) {
    throw new NetworkError(
      'FUNCTION_SUBNET_COUNT', `the function is attached to ${count} subnets, expected between 1 and ${MOST_SUBNETS}: select others with vpcSubnets`, scope,
    );
  }
}

/** Refuse public subnets, where a function has neither a public address nor internet access. */
export function assertNonePublic(scope: IConstruct, vpc: ec2.IVpc, subnetIds: readonly string[]): void {
  const selected = vpc.publicSubnets.find(({ subnetId }) => subnetIds.includes(subnetId));
  if (selected !== undefined) {
    throw new NetworkError(
      'FUNCTION_IN_PUBLIC_SUBNET',
      `the function is attached to the public subnet ${selected.node.path}, where it gets no public address and no internet access: `
      + 'leave vpcSubnets out for the function subnets of the network, or select private ones',
      scope,
    );
  }
}

function assertNoneIpv6Only(scope: Construct, subnets: readonly ec2.ISubnet[]): void {
  const selected = subnets.find((subnet) => subnetResource(subnet)?.ipv6Native === true);
  if (selected !== undefined) {
    throw new NetworkError(
      'FUNCTION_SUBNET_IPV6_ONLY', `the function is attached to the IPv6-only subnet ${selected.node.path}, which Lambda does not support: select dual-stack subnets`, scope,
    );
  }
}

/** Lambda picks a subnet at random, so what works in one must work in each. */
function assertEquivalent(scope: Construct, vpc: ec2.IVpc, subnets: readonly ec2.ISubnet[]): void {
  const isolated = subnets.find((subnet) => vpc.isolatedSubnets.includes(subnet));
  const routed = subnets.find((subnet) => vpc.privateSubnets.includes(subnet));
  if (isolated !== undefined && routed !== undefined) {
    throw new NetworkError(
      'FUNCTION_SUBNETS_DIVERGE',
      `the function is attached to ${routed.node.path}, which has a default route, and to ${isolated.node.path}, which has none: select subnets of one tier`,
      scope,
    );
  }
}
