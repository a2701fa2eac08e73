import type { AddressBlock } from '../model/address-block';
import { addressBits, parseBlock } from '../model/address-block';
import type { PortedTransport } from '../model/traffic';

/*
 * Models: a destination as people write it: `internet`, `secretsmanager`, `OrdersStack/Database:5432`, `10.20.0.0/16:8443`.
 */

export type AskedDestination =
  | { readonly kind: 'internet'; readonly text: string; readonly ports: readonly PortedTransport[] }
  | { readonly kind: 'aws-service'; readonly text: string; readonly service: string }
  | { readonly kind: 'cidr'; readonly text: string; readonly block: AddressBlock; readonly ports: readonly PortedTransport[] }
  | { readonly kind: 'resource'; readonly text: string; readonly name: string; readonly ports?: readonly PortedTransport[] };

export const HTTPS: readonly PortedTransport[] = [{ transport: 'tcp', ports: { fromPort: 443, toPort: 443 } }];

/** The endpoint name of an AWS service: lower case, with dots and dashes. */
const SERVICE_NAME = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/**
 * Read what somebody asks for.
 *
 * @param isResource whether something in the templates is called so; such a name is never taken for that of a service
 * @returns undefined for what cannot be a destination
 */
export function readAskedDestination(text: string, isResource: (name: string) => boolean): AskedDestination | undefined {
  const { name, port, malformed } = splitPort(text);
  const ports = port === undefined ? undefined : [{ transport: 'tcp', ports: { fromPort: port, toPort: port } }] as const;
  if (malformed) {
    return undefined;
  }
  if (isResource(name)) {
    return { kind: 'resource', text, name, ports };
  }
  if (name === 'internet') {
    return { kind: 'internet', text, ports: ports ?? HTTPS };
  }
  const block = parseBlock(name);
  if (block !== undefined) {
    return { kind: 'cidr', text, block, ports: ports ?? HTTPS };
  }
  return SERVICE_NAME.test(name) && port === undefined ? { kind: 'aws-service', text, service: name } : undefined;
}

/** How a destination with ports is written: the port behind a colon, unless it is 443. */
export function spellDestination(name: string, ports: readonly PortedTransport[]): string {
  const isHttps = ports.length === 1 && ports[0].transport === 'tcp' && ports[0].ports.fromPort === 443 && ports[0].ports.toPort === 443;
  return isHttps ? name : `${name}:${ports.map(spellPorts).join(',')}`;
}

/** A block by its addresses; a single address without its length. */
export function isSingleAddress(block: AddressBlock): boolean {
  return block.prefixLength === addressBits(block.family);
}

function spellPorts({ transport, ports: { fromPort, toPort } }: PortedTransport): string {
  return `${fromPort}${toPort === fromPort ? '' : `-${toPort}`}${transport === 'tcp' ? '' : `/${transport}`}`;
}

/** The port behind the last colon, which an IPv6 address is told from by its length or by brackets. */
function splitPort(text: string): { name: string; port?: number; malformed: boolean } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  const plain = bracketed ?? (parseBlock(text) === undefined ? /^(.*?):(\d+)$/.exec(text) : null);
  if (plain === null) {
    return { name: text, malformed: false };
  }
  const port = plain[2] === undefined ? undefined : Number(plain[2]);
  return { name: plain[1], port, malformed: port !== undefined && (port > 65535 || port < 1) };
}
