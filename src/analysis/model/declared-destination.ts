import type { AddressBlock } from './address-block';
import type { PortedTransport } from './traffic';
import type * as metadata from '../../metadata/declared-destination';

/*
 * Models: a destination as the Metadata of a function declares it (docs/MODEL.md), read and checked. Blocks are parsed and
 * ports are grouped with their transport; names are as they were written.
 */

/** A destination as it was written, with its ports as the model has them. */
type Read<T> = Omit<T, 'ports'> & { readonly ports: readonly PortedTransport[] };

export type InternetDestination = Read<metadata.InternetDestination>;
export type AwsServiceDestination = Omit<metadata.AwsServiceDestination, 'ports'> & { readonly ports?: readonly PortedTransport[] };
export type ResourceDestination = Read<metadata.ResourceDestination>;
export type CidrDestination = Omit<Read<metadata.CidrDestination>, 'cidr'> & { readonly block: AddressBlock };
export type PrefixListDestination = Read<metadata.PrefixListDestination>;

/** A destination that cannot be read: a kind of a later version, a field that is missing or malformed. */
export interface UnreadableDestination {
  readonly kind: 'unreadable';
  readonly text: string;
  readonly reason: string;
}

export type DeclaredDestination =
  | InternetDestination
  | AwsServiceDestination
  | ResourceDestination
  | CidrDestination
  | PrefixListDestination
  | UnreadableDestination;
