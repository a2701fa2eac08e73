/*
 * Models: a destination the way the template states it, in the Metadata of the function (docs/MODEL.md describes it for readers). It is
 * the bridge between the two halves of the library: the constructs write it, and the analysis reads it.
 * Law: plain data. Names, construct paths and ids, and no reference to a resource, so that stating a destination creates no dependency.
 */

/** The key of the Metadata entry with what a function is meant to reach. */
export const DESTINATIONS_METADATA_KEY = 'cdk-lambda-network:destinations';

/** The key of the Metadata entry with what must not be reached, in the same form. */
export const FORBIDDEN_METADATA_KEY = 'cdk-lambda-network:must-not-reach';

/** The families of internet addresses, as a template spells them. */
export type DeclaredFamily = 'ipv4' | 'ipv6';

/** Ports of a protocol that Lambda functions can speak. */
export interface PortRange {
  readonly protocol: 'tcp' | 'udp';
  readonly fromPort: number;
  readonly toPort: number;
}

/** Any host on the internet. */
export interface InternetDestination {
  readonly kind: 'internet';
  readonly addressFamilies: readonly DeclaredFamily[];
  readonly ports: readonly PortRange[];
}

/** A service of AWS. */
export interface AwsServiceDestination {
  readonly kind: 'aws-service';

  /** The endpoint name of the service, such as `secretsmanager`. */
  readonly service: string;

  /** The ports that are needed, all of them; those of the service when left out, which are nearly always TCP 443. */
  readonly ports?: readonly PortRange[];

  /** The full name of its endpoints, with `${AWS::Region}` for the Region, when the service is newer than the tables of the analysis. */
  readonly serviceName?: string;
}

/** A resource behind security groups. */
export interface ResourceDestination {
  readonly kind: 'resource';

  /** A construct path, or a logical id in templates written by hand. */
  readonly resource: string;

  /** Construct paths, or logical ids; those of groups that the app does not define are their ids, or what these are read from. */
  readonly securityGroups: readonly string[];
  readonly ports: readonly PortRange[];
}

/** A block of addresses. */
export interface CidrDestination {
  readonly kind: 'cidr';
  readonly cidr: string;
  readonly ports: readonly PortRange[];
}

/** The blocks of a prefix list. */
export interface PrefixListDestination {
  readonly kind: 'prefix-list';
  readonly prefixListId?: string;

  /** The construct path of the list, when the app defines it. */
  readonly resource?: string;
  readonly ports: readonly PortRange[];
}

export type DeclaredDestination =
  | InternetDestination
  | AwsServiceDestination
  | ResourceDestination
  | CidrDestination
  | PrefixListDestination;
