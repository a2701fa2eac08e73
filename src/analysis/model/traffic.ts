import type { AddressBlock, AddressFamily } from './address-block';
import type { Source } from './source';

/*
 * Models: what a function sends, and what rules say of it. Lambda functions speak TCP and UDP and nothing else.
 */

export type Transport = 'tcp' | 'udp';

/** Ports from the first to the last, both included. */
export interface PortRange {
  readonly fromPort: number;
  readonly toPort: number;
}

export const ALL_PORTS: PortRange = { fromPort: 0, toPort: 65535 };

/** The ports from which a connection of a function, or of a NAT gateway, is made. The VPC user guide names them under "Ephemeral ports". */
export const EPHEMERAL_PORTS: PortRange = { fromPort: 1024, toPort: 65535 };

/** TCP or UDP on a range of ports. */
export interface PortedTransport {
  readonly transport: Transport;
  readonly ports: PortRange;
}

/** TCP on a port, or from one port to another. */
export function tcp(fromPort: number, toPort = fromPort): PortedTransport {
  return { transport: 'tcp', ports: { fromPort, toPort } };
}

/** An HTTPS connection. */
export const HTTPS: readonly PortedTransport[] = [tcp(443)];

/** The addresses of a prefix list, by its id in the model. Those of AWS's own lists are not known before deployment. */
export interface PrefixList {
  readonly kind: 'prefix-list';

  /** `pl:<service>` for the lists that AWS keeps for services with gateway endpoints; otherwise a resource id or an id in AWS. */
  readonly id: string;
}

/** A resource that defines a prefix list, or that looks one of AWS's own up. */
export interface PrefixListSource {
  readonly source: Source;

  /** The id of the list in the model. */
  readonly id: string;
}

/** The protocol of a rule. `other` is a protocol that functions do not speak. */
export type RuleProtocol = 'all' | Transport | 'other' | 'unknown';

/** Returns what a protocol's name or number means. Number 1 and 58 are ICMP, which functions do not speak. */
export function parseProtocol(text: string): RuleProtocol {
  switch (text.toLowerCase()) {
    case '-1':
    case 'all':
      return 'all';
    case 'tcp':
    case '6':
      return 'tcp';
    case 'udp':
    case '17':
      return 'udp';
    default:
      return 'other';
  }
}

/** The ports of a rule; those of protocols without ports are all. Undefined when they are not known, or no range. */
export function portRangeOf(fromPort: number | undefined, toPort: number | undefined, protocol: RuleProtocol): PortRange | undefined {
  if (protocol === 'all' || protocol === 'other') {
    return ALL_PORTS;
  }
  return fromPort !== undefined && toPort !== undefined && fromPort >= 0 && fromPort <= toPort && toPort <= ALL_PORTS.toPort ? {
    fromPort,
    toPort,
  } : undefined;
}

/** The addresses a route or a rule is about. */
export type RuleBlock =
  | { readonly kind: 'block'; readonly block: AddressBlock }
  | PrefixList
  | { readonly kind: 'unknown'; readonly reason: string; readonly family?: AddressFamily };
