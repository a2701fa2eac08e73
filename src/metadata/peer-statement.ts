/*
 * Models: which blocks a peer has that no template shows. They stand in the Metadata of the peering connection, so that the analysis can build
 * on them and say that it did (docs/MODEL.md).
 * Law: plain data, and only what is known before deployment.
 */

/** The key of the Metadata entry of a peering connection. */
export const PEER_METADATA_KEY = 'cdk-lambda-network:peer';

/** The facts that are stated of a peer. */
export interface PeerStatement {
  /** Blocks that the peer has, all or some of them. */
  readonly blocks: readonly string[];
}
