import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { SubnetTier } from './subnet-tier';
import type { Zone } from './zone';

/** The subnets of one tier, by zone; none in a zone where the tier has no subnet. */
export function tierSubnets(vpc: ec2.Vpc, tier: SubnetTier, zones: Zone[]): ec2.Subnet[] {
  return zones.flatMap((_, index) => (vpc.node.tryFindChild(subnetId(tier, index)) as ec2.Subnet | undefined) ?? []);
}

/** The id `ec2.Vpc` gives to the subnet of a tier in its n-th zone. */
export function subnetId(tier: SubnetTier, index: number): string {
  return `${tier.name}Subnet${index + 1}`;
}
