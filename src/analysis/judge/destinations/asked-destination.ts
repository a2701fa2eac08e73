import { isPrefixListId } from '../../../services/prefix-list-ids';
import type { AddressBlock } from '../../model/address-block';
import { parseBlock } from '../../model/address-block';
import type { PortedTransport } from '../../model/traffic';
import { HTTPS } from '../../model/traffic';

/*
 * Models: a destination as people write it: `internet`, `secretsmanager`, `OrdersStack/Database:5432`, `10.20.0.0/16:53/udp`.
 * Law: what a report calls a destination asks for it.
 */

export type AskedDestination =
  | { readonly kind: 'internet'; readonly text: string; readonly ports: readonly PortedTransport[] }
  | { readonly kind: 'aws-service'; readonly text: string; readonly service: string; readonly ports?: readonly PortedTransport[] }
  | { readonly kind: 'cidr'; readonly text: string; readonly block: AddressBlock; readonly ports: readonly PortedTransport[] }
  | { readonly kind: 'prefix-list'; readonly text: string; readonly prefixListId: string; readonly ports: readonly PortedTransport[] }
  | { readonly kind: 'resource'; readonly text: string; readonly name: string; readonly ports?: readonly PortedTransport[] };

/** The endpoint name of an AWS service, or its full name: lower case, with dots and dashes. */
const SERVICE_NAME = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/**
 * Read what somebody asks for.
 *
 * @param isResource whether something in the templates is called so; such a name is never taken for that of a service
 * @returns undefined for what cannot be a destination
 */
export function readAskedDestination(text: string, isResource: (name: string) => boolean): AskedDestination | undefined {
  const { name, written } = splitPorts(text);
  const ports = written?.split(',').map(readPorts);
  if (ports !== undefined && !ports.every((each) => each !== undefined)) {
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
  if (isPrefixListId(name)) {
    return { kind: 'prefix-list', text, prefixListId: name, ports: ports ?? HTTPS };
  }
  return SERVICE_NAME.test(name) ? { kind: 'aws-service', text, service: name, ports } : undefined;
}

/** How a destination with ports is written: the ports behind a colon, unless it is TCP 443 alone. */
export function spellDestination(name: string, ports: readonly PortedTransport[]): string {
  const isHttps = ports.length === 1 && ports[0].transport === 'tcp' && ports[0].ports.fromPort === 443 && ports[0].ports.toPort === 443;
  return isHttps ? name : `${name}:${ports.map(spellPorts).join(',')}`;
}

function spellPorts({ transport, ports: { fromPort, toPort } }: PortedTransport): string {
  return `${fromPort}${toPort === fromPort ? '' : `-${toPort}`}${transport === 'tcp' ? '' : `/${transport}`}`;
}

/** The ports behind the last colon, which an IPv6 address is told from by its length or by brackets. */
function splitPorts(text: string): { readonly name: string; readonly written?: string } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const [, name, written] = bracketed ?? (parseBlock(text) === undefined ? /^(.*?):(\d[\d,/a-z-]*)$/.exec(text) : null) ?? [text, text];
  return { name, written };
}

function readPorts(text: string): PortedTransport | undefined {
  const [, from, to = from, transport = 'tcp'] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(text) ?? [];
  const [fromPort, toPort] = [Number(from), Number(to)];
  return fromPort <= toPort && toPort >= 1 && toPort <= 65535 ? { transport: transport as PortedTransport['transport'], ports: { fromPort, toPort } } : undefined;
}
