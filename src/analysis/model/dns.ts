import type { AddressBlock } from './address-block';
import type { Known } from './known';
import type { ResourceId, Source } from './source';

/*
 * Models: what templates say of names: which servers a VPC asks.
 * Law: what is not known of a server is said of it, so that nobody takes it for the Route 53 Resolver.
 */

/** A server that a VPC is told to ask. */
export type DnsServer =
  | { readonly kind: 'resolver' }

  /** A server at a literal address; it may be the Resolver's, which hangs on the blocks of the VPC. */
  | { readonly kind: 'address'; readonly block: AddressBlock }

  /** A server that templates define, at an address that the deployment knows. */
  | { readonly kind: 'host'; readonly host: DnsHost }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Something of which a template says where it is, and that may be a DNS server. */
export interface DnsHost {
  readonly source: Source;
  readonly subnets: Known<readonly ResourceId[]>;

  /** Undefined of a service that keeps a group of its own, which lets questions in. */
  readonly securityGroups?: Known<readonly ResourceId[]>;
}

/** What a VPC is told by DHCP. */
export interface DhcpOptions {
  /** Where it is said; undefined when it is not known which options are meant. */
  readonly source?: Source;
  readonly servers: readonly DnsServer[];
}

/** Names, as far as templates decide what they lead to. */
export interface DnsModel {
  /** The options of each VPC with which templates associate any. A VPC without has the Route 53 Resolver. */
  readonly dhcpOptions: ReadonlyMap<ResourceId, DhcpOptions>;

  /** What templates place at literal addresses, by the spelling of the address. */
  readonly hosts: ReadonlyMap<string, readonly DnsHost[]>;
}
