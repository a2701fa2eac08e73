import type { AddressBlock } from './address-block';
import type { Known, Listener } from './network';
import type { ServiceCall } from './service-call';
import type { ResourceId } from './source';
import type { PortedTransport } from './traffic';

/*
 * Models: what is asked of the network: a destination, found in the model.
 */

/** Any host on the internet. */
export interface InternetQuestion {
  readonly kind: 'internet';
  readonly ports: readonly PortedTransport[];
}

/** A service of AWS, by whichever path its name leads. */
export interface ServiceQuestion {
  readonly kind: 'aws-service';

  /** The endpoint name of a service in the function's own Region, the full name of one in another Region. */
  readonly service: string;

  /** The ports that are asked, each of them; undefined for any way to speak to the service. */
  readonly ports?: readonly PortedTransport[];

  /** The call that the policy of an endpoint has to allow; undefined when who calls what is not known. */
  readonly call?: ServiceCall;
}

/** A resource behind security groups. */
export interface ResourceQuestion {
  readonly kind: 'resource';
  readonly name: string;
  readonly securityGroups: Known<readonly ResourceId[]>;

  /** The listeners there, as far as templates show them. */
  readonly listeners?: readonly Listener[];

  /** Tells whether nothing filters what comes to any of it. */
  readonly isUnfiltered?: boolean;

  /** The reason why these ports are asked, when nobody named them. */
  readonly becauseOfPorts?: string;

  /** The subnets where it is; not known of a resource that no template places. */
  readonly subnets: Known<readonly ResourceId[]>;

  /** The reason why nothing may be there, of what only groups in a snapshot stand for. */
  readonly unplaced?: string;

  /** Tells whether it is asked for at the addresses of its interfaces, whatever its name leads to. */
  readonly isAddressed?: boolean;
  readonly ports: readonly PortedTransport[];
}

/** Every address of a block. */
export interface BlockQuestion {
  readonly kind: 'cidr';
  readonly block: AddressBlock;
  readonly ports: readonly PortedTransport[];
}

/** Every address of a prefix list. */
export interface PrefixListQuestion {
  readonly kind: 'prefix-list';

  /** The id of the list in the model, such as `pl:s3`, or its id in AWS. */
  readonly id: Known<string>;
  readonly ports: readonly PortedTransport[];
}

export type Question = InternetQuestion | ServiceQuestion | ResourceQuestion | BlockQuestion | PrefixListQuestion;
