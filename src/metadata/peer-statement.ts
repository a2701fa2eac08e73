import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { isPlaceholder } from '../vpc/select-subnets';

/*
 * Models: which blocks a peer has that no template shows. It is written into the Metadata of the peering connection, so that the analysis can
 * build on it and say that it did (docs/MODEL.md).
 * Law: plain data, and only what is known before deployment. A VPC that the app defines is in a template, so nothing is stated of it.
 */

/** The key of the Metadata entry. */
export const PEER_METADATA_KEY = 'cdk-lambda-network:peer';

/** What is stated of a peer. */
export interface PeerStatement {
  /** Blocks that the peer has, all or some of them. */
  readonly blocks: readonly string[];
}

/** What can be stated of a peer that has the blocks; undefined when that is nothing. */
export function peerStatement(vpc: ec2.IVpc, blocks: readonly string[]): PeerStatement | undefined {
  if (ec2.CfnVPC.isCfnVPC(vpc.node.defaultChild) || isPlaceholder(vpc)) {
    return undefined;
  }
  const known = blocks.filter((block) => !Token.isUnresolved(block));
  return known.length === 0 ? undefined : { blocks: known };
}
