import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AddressPlan } from '../../address-plan/address-plan';
import type { EgressDesign } from '../../egress/egress-design';
import type { SubnetTier } from '../subnets/subnet-tier';
import type { Zone } from '../subnets/zone';

/** The parts of a network of our own, for features that are asked of it once it stands. */
export interface NetworkStructure {
  readonly vpc: ec2.Vpc;
  readonly plan: AddressPlan;
  readonly zones: Zone[];
  readonly tiers: SubnetTier[];
  readonly egress: EgressDesign;

  /** Tells whether subnets have IPv6 blocks. */
  readonly ipv6: boolean;
}
