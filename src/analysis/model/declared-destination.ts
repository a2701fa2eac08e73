import type { AddressBlock } from './address-block';
import type { ServiceCall } from './service-call';
import type { ResourceId } from './source';
import type { PortedTransport } from './traffic';
import type * as metadata from '../../metadata/declared-destination';

/*
 * Models: a destination as the Metadata of a function declares it (docs/MODEL.md), read and checked. Blocks are parsed and
 * ports are grouped with their transport; names are as they were written.
 */

/** A destination as it was written, with its ports as the model has them. */
type Read<T> = Omit<T, 'ports'> & { readonly ports: readonly PortedTransport[] };

export type InternetDestination = Read<metadata.InternetDestination>;
export type AwsServiceDestination = Omit<metadata.AwsServiceDestination, 'ports'> & Need & {
  readonly ports?: readonly PortedTransport[];

  /** The call that an endpoint policy has to allow, when it is known who makes which. */
  readonly call?: ServiceCall;
};
export type ResourceDestination = Read<metadata.ResourceDestination>;
export type CidrDestination = Omit<Read<metadata.CidrDestination>, 'cidr'> & { readonly block: AddressBlock };
export type PrefixListDestination = Read<metadata.PrefixListDestination>;

/** The circumstances of a need that nobody writes down, because it follows from the template itself. */
export interface Need {
  /** The reason why it may not be needed: what is in its way makes it inconclusive then. */
  readonly contested?: string;

  /** The change with which it is not needed any more. */
  readonly otherwise?: string;
}

/** Something that listens, by its id. */
export interface ListenerDestination extends Need {
  readonly kind: 'listener';
  readonly id: ResourceId;
  readonly name: string;
  readonly ports: readonly PortedTransport[];
}

/** A destination that cannot be read: a kind of a later version, a field that is missing or malformed; or that no template shows. */
export interface UnreadableDestination {
  readonly kind: 'unreadable';
  readonly text: string;
  readonly reason: string;

  /** The change that makes it readable; the form of a declaration when nothing else is said. */
  readonly mend?: string;
}

/** A destination that somebody wrote down. */
export type WrittenDestination =
  | InternetDestination
  | AwsServiceDestination
  | ResourceDestination
  | CidrDestination
  | PrefixListDestination
  | UnreadableDestination;

export type DeclaredDestination = WrittenDestination | ListenerDestination;
