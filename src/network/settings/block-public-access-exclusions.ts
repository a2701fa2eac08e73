import { Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { BlockPublicAccessExclusionOptions } from './block-public-access-options';
import { BlockPublicAccessMode } from './block-public-access-options';
import type { EgressDesign } from '../../egress/egress-design';
import { nameTag } from '../../private/name-tag';
import { NetworkError } from '../../private/network-error';
import { eachSubnet } from '../core/lambda-vpc';
import type { NetworkStructure } from '../core/network-structure';
import { SubnetTier } from '../subnets/subnet-tier';

type ExclusionMode = 'allow-egress' | 'allow-bidirectional';

/*
 * Models: which subnets a packet is in when it meets an internet gateway or an egress-only internet gateway. IPv4 meets the
 * former in the subnet of the NAT gateway or instance, IPv6 the latter in the subnet of its sender. A regional NAT gateway is
 * in no subnet, so the VPC is excluded. An exclusion of the way out alone is good for NAT gateways and egress-only internet gateways, not for
 * instances, which is what AWS's worked example comes to.
 * See https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-example.html
 */

/** The exclusions from Block Public Access that the egress of a network needs, and no others. */
export class BlockPublicAccessExclusions extends Construct {
  constructor(scope: Construct, id: string, network: NetworkStructure, options: BlockPublicAccessExclusionOptions) {
    super(scope, id);
    const mode = options.mode ?? BlockPublicAccessMode.BLOCK_BIDIRECTIONAL;
    const { vpc, egress, tiers, zones } = network;
    if (mode === BlockPublicAccessMode.BLOCK_BIDIRECTIONAL && throughRegionalNatGateway(egress)) {
      this.exclude('Vpc', { vpcId: vpc.vpcId, internetGatewayExclusionMode: 'allow-egress' });
      return;
    }
    eachSubnet(vpc, tiers, zones, (subnet, tier, zone) => {
      const exclusion = exclusionMode(subnet, tier, egress, mode);
      if (exclusion !== undefined) {
        this.exclude(`${tier.name}${zone.key}`, { subnetId: subnet.subnetId, internetGatewayExclusionMode: exclusion });
      }
    });
    if (this.node.children.length === 0) {
      throw new NetworkError(
        'BLOCK_PUBLIC_ACCESS', `excludeFromBlockPublicAccess() has nothing to exclude: nothing in this network needs it in mode ${mode}; leave the call out`, scope,
      );
    }
  }

  private exclude(id: string, props: ec2.CfnVPCBlockPublicAccessExclusionProps): void {
    const exclusion = new ec2.CfnVPCBlockPublicAccessExclusion(this, id, props);
    Tags.of(exclusion).add('Name', nameTag(exclusion.node.path));
  }
}

function exclusionMode(subnet: ec2.Subnet, tier: SubnetTier, egress: EgressDesign, mode: BlockPublicAccessMode): ExclusionMode | undefined {
  const blocksAll = mode === BlockPublicAccessMode.BLOCK_BIDIRECTIONAL;
  if (tier === SubnetTier._PUBLIC) {
    const natGateway = subnet.node.findAll().some((construct) => construct instanceof ec2.CfnNatGateway);
    // What an instance sends to an internet gateway by itself is blocked in either mode, and excluding the way out alone does not help.
    if (!natGateway) {
      return 'allow-bidirectional';
    }
    return blocksAll ? 'allow-egress' : undefined;
  }
  const leadsOutOverIpv6 = leavesOverIpv6(egress) && tier._subnetType(true) === ec2.SubnetType.PRIVATE_WITH_EGRESS;
  return blocksAll && leadsOutOverIpv6 ? 'allow-egress' : undefined;
}

function throughRegionalNatGateway({ internetGateway, publicZones }: EgressDesign): boolean {
  return internetGateway && publicZones.length === 0;
}

/** IPv6 that a transit gateway carries meets the gateways of another VPC. */
function leavesOverIpv6({ carriesIpv6, transitGateway }: EgressDesign): boolean {
  return carriesIpv6 && transitGateway?.carriesIpv6 !== true;
}
