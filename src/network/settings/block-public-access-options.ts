/** The traffic that Block Public Access of the account and Region blocks. */
export enum BlockPublicAccessMode {
  /** All traffic of internet gateways and egress-only internet gateways. */
  BLOCK_BIDIRECTIONAL = 'block-bidirectional',

  /** All that does not go through a NAT gateway or an egress-only internet gateway. */
  BLOCK_INGRESS = 'block-ingress',
}

/** From what a network is excluded. */
export interface BlockPublicAccessExclusionOptions {
  /**
   * How the account, or the organization, blocks public access.
   *
   * @default BlockPublicAccessMode.BLOCK_BIDIRECTIONAL
   */
  readonly mode?: BlockPublicAccessMode;
}
