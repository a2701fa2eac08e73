import { Fn, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AttachableNetwork } from './attachable-network';
import { acknowledgeByDesign } from '../../private/acknowledge-by-design';
import { finishSubnet } from '../subnets/finish-subnet';
import { IPV6_SUBNETS, ipv4Block } from '../subnets/planned-addresses';
import { SubnetTier } from '../subnets/subnet-tier';
import { subnetId } from '../subnets/tier-subnets';
import type { Zone } from '../subnets/zone';

/**
 * The subnets in which transit gateways have their network interfaces, one in each zone, shared by all attachments.
 *
 * They are defined with the first attachment and are none of the tiers that `ec2.Vpc` knows. So nothing that selects isolated
 * subnets selects them by accident, and a network that gets its first attachment later is the same as one that had it before.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-best-design-practices.html
 */
export function transitSubnets(attachable: AttachableNetwork): ec2.Subnet[] {
  return attachable.zones.map((zone, index) => {
    const id = subnetId(SubnetTier._TRANSIT, index);
    return (attachable.vpc.node.tryFindChild(id) as ec2.Subnet | undefined) ?? defineSubnet(attachable, id, zone);
  });
}

/** Returns whether the VPC is attached to a transit gateway. */
export function hasTransitSubnets({ vpc }: Pick<AttachableNetwork, 'vpc'>): boolean {
  return vpc.node.tryFindChild(subnetId(SubnetTier._TRANSIT, 0)) !== undefined;
}

function defineSubnet({ network, vpc, plan, ipv6 }: AttachableNetwork, id: string, zone: Zone): ec2.Subnet {
  const tier = SubnetTier._TRANSIT;
  const planned = plan.subnet({ tier, zone });
  const subnet = new ec2.PrivateSubnet(vpc, id, {
    vpcId: vpc.vpcId,
    availabilityZone: zone.availabilityZone,
    cidrBlock: planned.cidrBlock ?? ipv4Block(vpc.vpcCidrBlock, planned),
    mapPublicIpOnLaunch: false,
    ...ipv6 ? {
      ipv6CidrBlock: Fn.select(planned.ipv6Index, Fn.cidr(Fn.select(0, vpc.vpcIpv6CidrBlocks), IPV6_SUBNETS, '64')),
      assignIpv6AddressOnCreation: true,
    } : {},
  });
  if (ipv6) {
    subnet.node.addDependency(vpc.node.findChild('ipv6cidr'));
  }
  // What ec2.Vpc writes on its own subnets, and Vpc.fromLookup() reads.
  Tags.of(subnet).add('aws-cdk:subnet-name', tier.name, { includeResourceTypes: [ec2.CfnSubnet.CFN_RESOURCE_TYPE_NAME] });
  Tags.of(subnet).add('aws-cdk:subnet-type', 'Isolated', { includeResourceTypes: [ec2.CfnSubnet.CFN_RESOURCE_TYPE_NAME] });
  finishSubnet(network, subnet, tier, zone);
  acknowledgeByDesign(
    subnet.node.findChild('Subnet'), ['VPCSubnetAutoAssignPublicIpDisabled'],
    'it assigns no public IPv4 address; the rule counts IPv6 addresses, and network interfaces of transit gateways are alone in the subnet',
  );
  return subnet;
}
