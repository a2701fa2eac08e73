import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { AddressPlan } from '../../address-plan/address-plan';
import type { Zone } from '../subnets/zone';

/** A network, as far as attaching it to a transit gateway goes. */
export interface AttachableNetwork {
  readonly network: Construct;
  readonly vpc: ec2.Vpc;
  readonly plan: AddressPlan;
  readonly zones: Zone[];
  readonly ipv6: boolean;
}
