import type { AddressBlock, AddressFamily } from './address-block';
import type { PortedTransport } from './traffic';

/*
 * Models: a destination as the Metadata of a function declares it (docs/MODEL.md), read and checked. Blocks are parsed and
 * ports are grouped with their transport; names are as they were written.
 */

/** The key of the Metadata entry. */
export const DESTINATIONS_METADATA_KEY = 'cdk-lambda-network:destinations';

/** The key of the Metadata entry with what must not be reached, in the same form. */
export const FORBIDDEN_METADATA_KEY = 'cdk-lambda-network:must-not-reach';

export interface InternetDestination {
  readonly kind: 'internet';
  readonly families: readonly AddressFamily[];
  readonly ports: readonly PortedTransport[];
}

export interface AwsServiceDestination {
  readonly kind: 'aws-service';

  /** The service's endpoint name, such as `secretsmanager`. */
  readonly service: string;
}

export interface ResourceDestination {
  readonly kind: 'resource';

  /** Construct paths, or logical ids in templates written by hand. */
  readonly resource: string;
  readonly securityGroups: readonly string[];
  readonly ports: readonly PortedTransport[];
}

export interface CidrDestination {
  readonly kind: 'cidr';
  readonly block: AddressBlock;
  readonly ports: readonly PortedTransport[];
}

export interface PrefixListDestination {
  readonly kind: 'prefix-list';
  readonly prefixListId?: string;

  /** The construct path of the list, when the app defines it. */
  readonly resource?: string;
  readonly ports: readonly PortedTransport[];
}

/** What cannot be read: a kind of a later version, a field that is missing or malformed. */
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
