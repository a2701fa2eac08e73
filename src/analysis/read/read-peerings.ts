import { idOf } from './coerce';
import type { Deployment } from './deployment';
import type { VpcPeering } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: peering connections, and the two VPCs of each.
 */

export function readPeerings(deployment: Deployment): ReadonlyMap<ResourceId, VpcPeering> {
  return new Map(deployment.resources('AWS::EC2::VPCPeeringConnection').map(resource => [resource.id, {
    source: resource.source(),
    requester: idOf(resource.get('VpcId')),
    accepter: idOf(resource.get('PeerVpcId')),
  }]));
}
