import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { VpcPeeringOptions } from './vpc-peering-options';
import { Ipv4Cidr } from '../../address-plan/ipv4-cidr';
import type { IPrivateLambdaNetwork } from '../../connection/lambda-network';
import { NetworkError } from '../../private/network-error';
import { isPlaceholder } from '../../vpc/select-subnets';
import type { VpcBlocks } from '../../vpc/vpc-blocks';
import { definedBlocks } from '../../vpc/vpc-blocks';

/*
 * Models: the blocks on both sides of a peering connection, to which routes lead.
 * Law: a block is what its VPC shows, or what is stated of it.
 * Refuses: to guess the block of an imported VPC, and blocks that overlap.
 */

/** The blocks of the network, to which routes of the peer lead. */
export function networkBlocks(peering: Construct, { vpc, ipv4Blocks, ipv6Blocks }: IPrivateLambdaNetwork): VpcBlocks {
  const ipv4 = ipv4Blocks.length > 0 ? ipv4Blocks : [importedBlock(peering, vpc, 'ipv4Blocks of the network')];
  return { ipv4: verified(vpc, ipv4, 'block of the network'), ipv6: ipv6Blocks, associations: definedBlocks(vpc).associations };
}

/** The blocks of the peer, to which routes of the network lead. */
export function peerBlocks(peering: Construct, { vpc, peerIpv4Blocks, peerIpv6Blocks }: VpcPeeringOptions): VpcBlocks {
  const { ipv4: defined, ipv6, associations } = definedBlocks(vpc);
  const known = peerIpv4Blocks ?? defined;
  const ipv4 = known.length > 0 ? known : [importedBlock(peering, vpc, 'peerIpv4Blocks')];
  return { ipv4: verified(vpc, ipv4, 'peer block'), ipv6: peerIpv6Blocks ?? ipv6, associations };
}

/** EC2 makes no peering between VPCs whose IPv4 blocks overlap. What is known only during deployment is left to EC2. */
export function assertNoOverlap(peering: Construct, own: readonly string[], peer: readonly string[]): void {
  const ours = literal(own);
  for (const theirs of literal(peer)) {
    const overlapping = ours.find((block) => block.overlaps(theirs));
    if (overlapping !== undefined) {
      throw new NetworkError(
        'PEERING_BLOCKS_OVERLAP', `the peer has block ${theirs}, which overlaps with ${overlapping} of the network: give one of them other addresses`, peering,
      );
    }
  }
}

function literal(blocks: readonly string[]): Ipv4Cidr[] {
  return blocks.filter((block) => !Token.isUnresolved(block) && block !== PLACEHOLDER_BLOCK).map((block) => Ipv4Cidr.parse(block));
}

/** The block of a VPC whose look-up has not been answered. */
const PLACEHOLDER_BLOCK = '1.2.3.4/5';

function verified(vpc: ec2.IVpc, blocks: readonly string[], what: string): string[] {
  if (!isPlaceholder(vpc)) {
    blocks.filter((block) => !Token.isUnresolved(block)).forEach((block) => Ipv4Cidr.parse(block, what));
  }
  return [...blocks];
}

/** An imported VPC knows its primary block, or refuses to be asked. */
function importedBlock(peering: Construct, vpc: ec2.IVpc, option: string): string {
  try {
    return vpc.vpcCidrBlock;
  } catch {
    throw new NetworkError('PEERING_BLOCKS', `the imported VPC ${vpc.node.path} does not know its IPv4 block, but routes lead there: state ${option}`, peering);
  }
}
