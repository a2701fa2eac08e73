import type { AddressBlock, AddressFamily } from './address-block';
import { addressBits, parseBlock } from './address-block';
import type { Known } from './known';
import type { ResourceId, Source } from './source';
import type { PortRange } from './traffic';

/*
 * Models: what templates say of names: which servers a VPC asks, and which names lead to public addresses.
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

/** The Route 53 Resolver. */
export const RESOLVER_OF_VPC: DnsServer = { kind: 'resolver' };

/** The addresses of the Resolver that are the same in every VPC. */
const RESOLVER_ADDRESSES: readonly string[] = ['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253'];

/** The server that a text names. */
export function readDnsServer(text: string): DnsServer {
  if (RESOLVER_ADDRESSES.some((address) => address.toLowerCase() === text.toLowerCase() || isSameAddress(address, text))) {
    return RESOLVER_OF_VPC;
  }
  const block = parseBlock(text);
  return block !== undefined && isAddress(block) ? { kind: 'address', block } : { kind: 'unknown', reason: `'${text}' is not the address of a DNS server` };
}

function isSameAddress(one: string, other: string): boolean {
  const [first, second] = [parseBlock(one), parseBlock(other)];
  return first !== undefined && second !== undefined && first.first === second.first && first.family === second.family && isAddress(second);
}

function isAddress({ family, prefixLength }: AddressBlock): boolean {
  return prefixLength === addressBits(family);
}

/** Something of which a template or a snapshot says where it is, and that may be a DNS server. */
export interface DnsHost {
  readonly source: Source;
  readonly subnets: Known<readonly ResourceId[]>;

  /** Undefined of a service that keeps a group of its own, which lets questions in, and of what nothing filters. */
  readonly securityGroups?: Known<readonly ResourceId[]>;
}

/** What a VPC is told by DHCP. */
export interface DhcpOptions {
  /** Where it is said; undefined when it is not known which options are meant. */
  readonly source?: Source;
  readonly servers: readonly DnsServer[];
}

/** Where the name of something leads: to its interfaces in the VPC, or to public addresses. */
export type NameLeads = 'private' | 'public' | 'unknown';

/** What the name of a resource leads to that has public addresses, or may have. */
export interface PublicName {
  /** Seen from its own VPC, and from others. */
  readonly inside: NameLeads;

  /** `by gateway`: its service may make it public where its subnets lead to an internet gateway. */
  readonly outside: NameLeads | 'by gateway';

  /** The ports to which that applies; all of them without. */
  readonly ports?: PortRange;

  /** What filters what comes from the internet: its security groups; nothing; or something that is not read. */
  readonly filter: 'groups' | 'none' | 'unknown';

  /** Tells whether the public addresses are those of its interfaces, in its subnets; otherwise they are of AWS's. */
  readonly isInSubnets: boolean;

  /** The service whose endpoints take the name over in their VPC when they have private DNS, and answer for private resources alone. */
  readonly takenBy?: string;

  /** What says so, after the name of the resource. */
  readonly because: string;

  /** What makes it private. */
  readonly mend: string;
}

/** A domain in lower case, without a dot at its end; the Region of a template of which it is not known stands in it as written. */
export type Domain = string;

/** A record of a private hosted zone. */
export interface ZoneRecord {
  readonly source: Source;
  readonly name: Known<Domain>;

  /** `A`, `AAAA`, `CNAME`; undefined when it is not known. An alias has the families of what it leads to, as far as its type goes. */
  readonly type?: string;

  /** The endpoint that it leads to; undefined when it leads elsewhere, or that is not known. */
  readonly endpoint?: ResourceId;
}

/** A hosted zone that VPCs have for themselves, and the VPCs. */
export interface PrivateZone {
  readonly source: Source;
  readonly domain: Known<Domain>;
  readonly vpcs: readonly ResourceId[];
  readonly records: readonly ZoneRecord[];
}

/** An interface endpoint that a profile holds, and the VPCs that have its private name by that. */
export interface SharedEndpoint {
  readonly source: Source;
  readonly vpcs: readonly ResourceId[];
}

/** A rule of the Resolver, and the VPCs it is for. */
export interface ResolverRule {
  readonly source: Source;
  readonly kind: 'forward' | 'system' | 'unknown';
  readonly domain: Known<Domain>;
  readonly vpcs: readonly ResourceId[];

  /** The literal addresses of the servers. */
  readonly targets: Known<readonly string[]>;
}

/** A rule of DNS Firewall. Lower numbers come first: those of the association, then those of the rule. */
export interface FirewallRule {
  readonly source: Source;
  readonly vpc: ResourceId;
  readonly order: Known<readonly [number, number]>;
  readonly action: 'allow' | 'block' | 'unknown';
  readonly domains: Known<readonly Domain[]>;

  /** The address family to which it is limited; undefined for both. */
  readonly family?: AddressFamily;
}

/** Something whose effect on all names of a VPC is not known. */
export interface UnknownNames {
  readonly source: Source;
  readonly vpc: ResourceId;
  readonly reason: string;
}

/** Names, as far as templates decide what they lead to. */
export interface DnsModel {
  /** The options of each VPC with which templates associate any. A VPC without has the Route 53 Resolver. */
  readonly dhcpOptions: ReadonlyMap<ResourceId, DhcpOptions>;

  /** Hosts that templates and snapshots place at literal addresses, by the spelling of the address. */
  readonly hosts: ReadonlyMap<string, readonly DnsHost[]>;

  /** Resources that are not private alone, by id. */
  readonly publicNames: ReadonlyMap<ResourceId, PublicName>;
  readonly zones: readonly PrivateZone[];
  readonly rules: readonly ResolverRule[];
  readonly firewall: readonly FirewallRule[];
  readonly unknownNames: readonly UnknownNames[];

  /** The endpoints that profiles hold; none without. */
  readonly sharedEndpoints?: readonly SharedEndpoint[];

  /** Says of VPCs that are there already whether all their network interfaces are known: then an address that no host has is nobody's. Nothing without snapshots. */
  readonly hostsIn?: ReadonlyMap<ResourceId, Known<'all'>>;

  /** VPCs that are there already, and whose zones, rules and firewalls nothing shows: that they have none is an assumption. */
  readonly withoutZones?: ReadonlyMap<ResourceId, Source>;
}
