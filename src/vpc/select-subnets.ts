import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * The subnets of a VPC that are selected.
 *
 * While `Vpc.fromLookup()` has not been answered, a VPC has placeholders for subnets, among which no group name or zone selects any.
 * The template of that synthesis is never deployed, so any private placeholders do.
 */
export function selectSubnets(vpc: ec2.IVpc, selection: ec2.SubnetSelection): ec2.ISubnet[] {
  const { subnets, isPendingLookup } = vpc.selectSubnets(selection);
  return subnets.length === 0 && isPendingLookup === true ? vpc.privateSubnets : subnets;
}

/** Returns whether the VPC consists of placeholders until `Vpc.fromLookup()` is answered. */
export function isPlaceholder(vpc: ec2.IVpc): boolean {
  return vpc.selectSubnets({ subnets: [] }).isPendingLookup === true;
}
