import type { AddressSet } from './address-set';
import { describeAddresses, enclosingBlock } from './address-set';
import type { PathSegment } from './candidate-path';
import { isCovered } from './coverage';
import type { NetworkContext } from './network-context';
import { TAKE_A_SNAPSHOT, alternatives, unknown, unknownResource, unless, violated } from './obstacles';
import { nameOfVpc } from './route-tables';
import type { AddressBlock } from '../model/address-block';
import { ADDRESS_FAMILIES, areDisjoint, contains, spellBlock } from '../model/address-block';
import type { VpcPeering } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isSameResource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { all, any, not } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: peering connections: which VPCs one connects, and which addresses it carries.
 * Law: it carries the addresses of its two VPCs and nothing else, and there is none between VPCs of which any blocks overlap. Rules name groups of the other
 * VPC inside of a Region alone. What is stated of a peer stands in for blocks that no template shows, as an
 * assumption, and never against blocks that are all known.
 */

/** Returns what is in the path between two VPCs that a connection is to connect. */
export function connects({ network }: NetworkContext, peering: VpcPeering, one: ResourceId, other: ResourceId): readonly Obstacle[] {
  const ends = [peering.requester, peering.accepter];
  const unknownEnd = ends.find((end) => !end.known);
  const isBetween = all([one, other].map((vpc) => any(ends.map((end) => end.known ? isSameResource(end.value, vpc) : 'unknown'))));
  if (unknownEnd !== undefined && !unknownEnd.known) {
    return [unknownResource(`an end of ${describeSource(peering.source)}`, unknownEnd.reason, peering.source)];
  }
  return unless(isBetween, {
    code: 'DISCONNECTED_VPCS', source: peering.source, detail: `${describeSource(peering.source)} does not connect ${nameOfVpc(network, one)} with ${nameOfVpc(network, other)}`,
    mend: 'AWS::EC2::VPCPeeringConnection between the two, with routes on both sides', inConstructs: 'network.peerWith()',
  });
}

/** AWS refuses a connection when any two blocks of its VPCs overlap, also those that nothing is meant to be sent to. */
export function overlapping({ network }: NetworkContext, { source, requester, accepter }: VpcPeering): readonly Obstacle[] {
  if (!requester.known || !accepter.known || requester.value === accepter.value) {
    return [];
  }
  const [one, other] = [requester.value, accepter.value];
  const shared = ADDRESS_FAMILIES.flatMap((family) => network.blocksOf(one, family))
    .find((block) => network.blocksOf(other, block.family).some((theirs) => areDisjoint(block, theirs) === 'no'));
  return shared === undefined ? [] : [violated({
    code: 'DISCONNECTED_VPCS', source,
    detail: `${nameOfVpc(network, one)} and ${nameOfVpc(network, other)} both have addresses of ${spellBlock(shared)}, and AWS refuses ${describeSource(source)} between VPCs whose blocks overlap`,
    mend: 'give the two VPCs blocks that do not overlap, or connect them by a private NAT gateway and a transit gateway, or by AWS PrivateLink',
  })];
}

/** Tells whether rules may name groups of the other VPC. */
export function namesGroups({ network }: NetworkContext, { isInterRegion, requester, accepter }: VpcPeering): Ternary {
  const regions = [requester, accepter].map((end) => end.known ? network.model.vpcs.get(end.value)?.environment?.region : undefined);
  const [one, other] = regions;
  return not(one !== undefined && other !== undefined && one !== other ? 'yes' : isInterRegion);
}

/** Tells whether a connection carries what goes to a set of addresses of one of its VPCs. */
export function carries({ network }: NetworkContext, peering: VpcPeering, to: AddressSet, vpc: ResourceId): PathSegment {
  const { block } = enclosingBlock(to);
  const own = network.blocksOf(vpc, to.family);
  if (isCovered(block, own)) {
    return {};
  }
  const isOutside = network.model.vpcs.get(vpc)?.blocksComplete === 'yes' && !own.some((one) => contains(one, block) === 'unknown');
  const [name, peer] = [describeSource(peering.source), nameOfVpc(network, vpc)];
  if (!isOutside && isCovered(block, [...own, ...statedOf(peering, vpc)])) {
    return { assumptions: [`${name} states that ${describeAddresses(to)} is in the blocks of ${peer}, which no template shows`, `${peer} leads answers back to ${name}`] };
  }
  const details = { code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', source: peering.source } as const;
  return {
    obstacles: [isOutside ? violated({
      ...details, detail: `${describeAddresses(to)} is not in the blocks of ${peer}, and ${name} carries nothing else`,
      mend: 'reach what is behind the other VPC through a transit gateway', inConstructs: 'network.attachToTransitGateway()',
    }) : unknown({
      ...details, detail: `whether ${describeAddresses(to)} is in the blocks of ${peer} is not known: no template shows all of them, and ${name} carries nothing else`,
      mend: alternatives([TAKE_A_SNAPSHOT.inTemplate, `judge the template that defines ${peer} together with this one`]),
      inConstructs: alternatives(['state the blocks of the peer with peerIpv4Blocks or peerIpv6Blocks', TAKE_A_SNAPSHOT.inConstructs]),
    })],
  };
}

/** The blocks of the VPC that requests a connection are stated by nobody. */
function statedOf({ accepter, statedBlocks }: VpcPeering, vpc: ResourceId): readonly AddressBlock[] {
  return accepter.known && accepter.value === vpc ? statedBlocks : [];
}
