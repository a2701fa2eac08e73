import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { SubnetTier } from './subnet-tier';
import type { Zone } from './zone';
import type { AddressPlan } from '../../address-plan/address-plan';
import type { PlannedSubnet } from '../../address-plan/planned-subnet';

/*
 * Models: an address plan in the two interfaces through which `ec2.Vpc` asks for addresses.
 * Law: a block follows from the tier and the zone of a subnet; the order in which `ec2.Vpc` asks decides nothing.
 */

/** How many /64s `Fn::Cidr` cuts from the IPv6 block. The number never changes, so the expression of a subnet never changes either. */
export const IPV6_SUBNETS = 256;

/**
 * Hands an address plan to `ec2.Vpc` through the two interfaces the CDK has for that.
 *
 * `ec2.Vpc` asks for subnets as a list; here each is looked up in the plan by its tier and zone, so the order of the list
 * decides nothing.
 */
export class PlannedAddresses implements ec2.IIpAddresses, ec2.IIpv6Addresses {
  public readonly amazonProvided: boolean;
  private readonly planned: PlannedSubnet[] = [];

  constructor(private readonly plan: AddressPlan, private readonly tiers: SubnetTier[], private readonly zones: Zone[]) {
    this.amazonProvided = plan.ipv6.ipamPoolId === undefined;
  }

  public allocateVpcCidr(): ec2.VpcIpamOptions {
    return this.plan.cidrBlock !== undefined
      ? { cidrBlock: this.plan.cidrBlock }
      : { ipv4IpamPoolId: this.plan.ipamPoolId, ipv4NetmaskLength: this.plan.netmaskLength };
  }

  public allocateSubnetsCidr(input: ec2.AllocateCidrRequest): ec2.SubnetIpamOptions {
    this.planned.push(...input.requestedSubnets.map((request) => this.lookUp(request)));
    return { allocatedSubnets: this.planned.map((subnet) => ({ cidr: subnet.cidrBlock ?? ipv4Block(input.vpcCidr, subnet) })) };
  }

  public allocateVpcIpv6Cidr(input: ec2.AllocateVpcIpv6CidrRequest): ec2.CfnVPCCidrBlock {
    const { ipamPoolId, netmaskLength } = this.plan.ipv6;
    return new ec2.CfnVPCCidrBlock(input.scope, 'ipv6cidr', {
      vpcId: input.vpcId,
      ...(ipamPoolId === undefined ? { amazonProvidedIpv6CidrBlock: true } : { ipv6IpamPoolId: ipamPoolId, ipv6NetmaskLength: netmaskLength }),
    });
  }

  public createIpv6CidrBlocks(input: ec2.CreateIpv6CidrBlocksRequest): string[] {
    return Fn.cidr(input.ipv6SelectedCidr, IPV6_SUBNETS, '64');
  }

  public allocateSubnetsIpv6Cidr(input: ec2.AllocateIpv6CidrRequest): ec2.SubnetIpamOptions {
    return {
      allocatedSubnets: input.allocatedSubnets.map((allocated, index) => ({
        cidr: allocated.cidr,
        ipv6Cidr: Fn.select(this.planned[index].ipv6Index, input.ipv6Cidrs),
      })),
    };
  }

  private lookUp(request: ec2.RequestedSubnet): PlannedSubnet {
    const tier = this.tiers.find(({ name }) => name === request.configuration.name)!;
    const zone = this.zones.find(({ availabilityZone }) => availabilityZone === request.availabilityZone)!;
    return this.plan.subnet({ tier, zone });
  }
}

/** A subnet's block as an expression over a VPC block that is known only during deployment. */
export function ipv4Block(vpcCidr: string, subnet: PlannedSubnet): string {
  const blocks = 2 ** (subnet.netmaskLength - subnet.parentNetmaskLength);
  return Fn.select(subnet.index, Fn.cidr(vpcCidr, blocks, `${32 - subnet.netmaskLength}`));
}
