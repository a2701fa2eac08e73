/** The effect of encryption controls on traffic in the clear. */
export enum EncryptionControlMode {
  /** Tell of it: in the field `encryption-status` of flow logs, and by the list of resources that stand in the way of enforcement. */
  MONITOR = 'monitor',

  /** Refuse resources that allow it. */
  ENFORCE = 'enforce',
}

/** The exclusions from encryption controls, beside those of every network here. */
export enum EncryptionControlExclusion {
  /** Amazon Elastic File System. */
  ELASTIC_FILE_SYSTEM = 'elastic-file-system',

  /** Virtual private gateways. */
  VIRTUAL_PRIVATE_GATEWAY = 'virtual-private-gateway',

  /** Amazon VPC Lattice. */
  VPC_LATTICE = 'vpc-lattice',

  /** Peering with VPCs that do not enforce encryption. */
  VPC_PEERING = 'vpc-peering',
}

/** How encryption in transit is controlled. */
export interface EncryptionControlOptions {
  /**
   * The choice whether traffic in the clear is reported or refused.
   *
   * A VPC that exists is monitored first: enforcement fails while a resource stands in its way.
   *
   * @default EncryptionControlMode.MONITOR
   */
  readonly mode?: EncryptionControlMode;

  /**
   * The exclusions from enforcement, beside AWS Lambda and the gateways to the internet that the network has.
   *
   * @default - nothing
   */
  readonly exclusions?: EncryptionControlExclusion[];
}
