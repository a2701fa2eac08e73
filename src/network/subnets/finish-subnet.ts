import { Tags } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { SubnetTier } from './subnet-tier';
import type { Zone } from './zone';
import { keyLogicalIdsByZone } from './zone-keyed-ids';
import { nameTag } from '../../private/name-tag';

/** Give a subnet, complete with routes, its logical ids, tags and place. */
export function finishSubnet(network: Construct, subnet: ec2.Subnet, tier: SubnetTier, zone: Zone): void {
  keyLogicalIdsByZone(subnet, `${tier.name}Subnet${zone.key}`);
  const place = zone.zoneId ?? zone.availabilityZone;
  Tags.of(subnet).add('Name', nameTag(network.node.path, tier.name, place));
  Tags.of(subnet).add('cdk-lambda-network:tier', tier.name);
  Tags.of(subnet).add('cdk-lambda-network:zone', place);
  if (zone.zoneId !== undefined) {
    const resource = subnet.node.findChild('Subnet') as ec2.CfnSubnet;
    resource.availabilityZone = undefined;
    resource.availabilityZoneId = zone.zoneId;
    if (tier === SubnetTier._PRIVATE) {
      zone.settleName?.(resource.attrAvailabilityZone);
    }
  }
}
