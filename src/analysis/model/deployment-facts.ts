import type { Grants } from './grants';
import type { ResourceId, Source } from './source';
import type { Ternary } from './ternary';

/*
 * Models: facts beside the network that decide whether AWS makes what the templates show: who runs a function, what it mounts, what its VPC refuses.
 */

/** A file system that functions mount, with the mount targets by which it is reached: they are listeners. */
export interface FileSystem {
  readonly source: Source;
  readonly mountTargets: readonly ResourceId[];

  /** The reason why it can have mount targets that no template shows. */
  readonly furtherMountTargets?: string;
}

/** A path at which a workload mounts a file system; undefined when no template defines its access point. */
export interface Mount {
  readonly path: string;
  readonly fileSystem?: ResourceId;
}

/** An extension of a function that calls any of the services. */
export interface Extension {
  readonly name: string;
  readonly services: readonly string[];
}

/** The facts of a function beside what it is attached to. */
export interface FunctionFacts {
  /** The name that it is given in the account; undefined when the template leaves it to CloudFormation, or to a parameter without a value. */
  readonly functionName?: string;

  /** The file systems that it mounts. */
  readonly mounts?: readonly Mount[];

  /** The extensions of AWS that it has, which call services. */
  readonly extensions?: readonly Extension[];

  /** The calls that its role allows; undefined when the role is not known. */
  readonly grants?: Grants;
}

/** A distribution of CloudFront that runs a function at the edge. */
export interface EdgeAssociation {
  readonly distribution: Source;

  /** The event at which it is run; undefined when that is not known. */
  readonly event?: string;
}

/** A custom resource, for which CloudFormation invokes a function. */
export interface CustomResource {
  readonly source: Source;

  /** The services that the function has to call before it can answer. */
  readonly calls: readonly string[];
}

/** Something in a VPC that encryption controls are about, by the word that its exclusion has in CloudFormation. */
export interface UnencryptedResource {
  readonly source: Source;
  readonly vpc: ResourceId;
  readonly exclusion?: string;
}

/** The encryption controls of a VPC. */
export interface EncryptionControl {
  readonly source: Source;
  readonly vpc: ResourceId;

  /** The mode; undefined when it is not known. */
  readonly mode?: string;

  /** The exclusions, by property, that are on or may be. */
  readonly exclusions: ReadonlyMap<string, Ternary>;
}

/** An Elastic IP address that a template allocates. */
export interface ElasticIp {
  readonly source: Source;

  /** The account and Region; of a template that does not say them, the template. */
  readonly place: string;
}
