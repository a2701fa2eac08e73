import { Annotations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import type { AddressPlan } from '../../address-plan/address-plan';
import { NetworkError } from '../../private/network-error';
import type { SubnetTier } from '../subnets/subnet-tier';
import type { Zone } from '../subnets/zone';

/*
 * Models: the checks of a network as a whole.
 * Law: each check is made as early as its facts are known, and tenancy once more when nothing changes the VPC any more.
 * Refuses: tiers that collide, secondary blocks without a tier, and VPCs with dedicated tenancy.
 */

/** Refuse tiers that claim the same name or slot, or lie beyond the plan, and secondary blocks for tiers that do not exist. */
export function assertOwnTiers(scope: Construct, tiers: SubnetTier[], plan: AddressPlan): void {
  tiers.forEach((tier, index) => {
    const twin = tiers.slice(0, index).find(({ name, slot }) => name === tier.name || slot === tier.slot);
    if (twin !== undefined) {
      throw new NetworkError(
        twin.name === tier.name ? 'TIER_NAME' : 'TIER_SLOT',
        `tier '${tier.name}' in slot ${tier.slot} collides with tier '${twin.name}' in slot ${twin.slot}: give each tier a name and a slot of its own`,
        scope,
      );
    }
  });
  const names = ['private', 'isolated', 'public', ...tiers.map(({ name }) => name)];
  const homeless = plan.secondaryBlocks.find(({ tier }) => !names.includes(tier));
  if (homeless !== undefined) {
    throw new NetworkError(
      'TIER_UNKNOWN', `secondary block ${homeless.cidr} is for tier '${homeless.tier}', but the network has ${names.join(', ')}: name one of these, or add the tier`, scope,
    );
  }
}

/** One zone is allowed, for trying things out, and is said to be one zone. */
export function warnOfSingleZone(scope: Construct, zones: Zone[]): void {
  if (zones.length === 1) {
    Annotations.of(scope).addWarningV2(
      'cdk-lambda-network:singleZone',
      `the network spans one zone, ${zones[0].name}: when it fails, every function in it does; use Zones.count(2) or more`,
    );
  }
}

/** Refuse a VPC whose tenancy Lambda cannot attach to, by what is stated or what the VPC shows. */
export function assertDefaultTenancy(vpc: ec2.IVpc, stated: string | undefined, at: Construct): void {
  const tenancy = [stated, shownTenancy(vpc)].find((one) => one !== undefined && one !== DEFAULT_TENANCY);
  if (tenancy !== undefined) {
    throw dedicated(tenancy, at);
  }
}

/** Checks the same at the end of synthesis, when nothing changes the VPC any more. */
export function dedicatedTenancy(vpc: ec2.IVpc): string[] {
  const tenancy = shownTenancy(vpc);
  return tenancy === undefined || tenancy === DEFAULT_TENANCY ? [] : [dedicated(tenancy, vpc).message];
}

const DEFAULT_TENANCY: string = ec2.DefaultInstanceTenancy.DEFAULT;

function shownTenancy(vpc: ec2.IVpc): string | undefined {
  const resource = vpc.node.defaultChild;
  return ec2.CfnVPC.isCfnVPC(resource) ? resource.instanceTenancy : undefined;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
function dedicated(tenancy: string, at: IConstruct): NetworkError {
  return new NetworkError(
    'VPC_DEDICATED_TENANCY',
    `the VPC has instance tenancy '${tenancy}', to which Lambda cannot attach functions: attach them to a network with tenancy 'default', `
    + 'and peer that with this VPC through PrivateLambdaNetwork.peerWith()',
    at,
  );
}
