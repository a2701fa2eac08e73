import { readPeerStatement } from './read-peer-statement';
import { PEER_METADATA_KEY } from '../../metadata/peer-statement';
import type { VpcPeering } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { idOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { regionOf } from '../template/pseudo-parameters';
import type { Resource } from '../template/resource';
import { hasPlaceholder, isNone } from '../template/value';

/*
 * Models: peering connections, the two VPCs of each, whether these are in two Regions, and what is stated of the second.
 */

export function readPeerings(deployment: Deployment): ReadonlyMap<ResourceId, VpcPeering> {
  return new Map([...deployment.existing?.peerings ?? [], ...deployment.resources('AWS::EC2::VPCPeeringConnection').map((resource): [ResourceId, VpcPeering] => [resource.id, {
    source: resource.source(),
    requester: idOf(resource.get('VpcId')),
    accepter: idOf(resource.get('PeerVpcId')),
    isInterRegion: isInterRegion(resource),
    statedBlocks: readPeerStatement(resource.metadata(PEER_METADATA_KEY)),
  }])]);
}

/** Without a PeerRegion the accepter is in the Region of the stack. */
function isInterRegion(resource: Resource): Ternary {
  const written = resource.get('PeerRegion');
  const [there, here] = [textOf(written), regionOf(resource.scope)];
  return isNone(written) || there.known && there.value === here ? 'no'
    : there.known && !hasPlaceholder(there.value) && !hasPlaceholder(here) ? 'yes' : 'unknown';
}
