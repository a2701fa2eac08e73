import { readPeerStatement } from './read-peer-statement';
import { PEER_METADATA_KEY } from '../../metadata/peer-statement';
import type { VpcPeering } from '../model/network';
import type { ResourceId } from '../model/source';
import { idOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';

/*
 * Models: peering connections, the two VPCs of each, and what is stated of the second.
 */

export function readPeerings(deployment: Deployment): ReadonlyMap<ResourceId, VpcPeering> {
  return new Map(deployment.resources('AWS::EC2::VPCPeeringConnection').map((resource) => [resource.id, {
    source: resource.source(),
    requester: idOf(resource.get('VpcId')),
    accepter: idOf(resource.get('PeerVpcId')),
    statedBlocks: readPeerStatement(resource.metadata(PEER_METADATA_KEY)),
  }]));
}
