import { unknown, unless, violated } from './obstacles';
import { describePorts } from './ports';
import type { Ipv6Support } from '../../services/dual-stack';
import { publicIpv6 } from '../../services/dual-stack';
import { KNOWN_SERVICES, SERVICES_AS_OF } from '../../services/known-services';
import { readServiceName } from '../../services/service-names';
import { hasDocumentedPorts, portsOfService } from '../../services/service-ports';
import type { AddressFamily } from '../model/address-block';
import type { ServiceQuestion } from '../model/question';
import type { PortedTransport } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: what is known of a service of AWS itself, whatever the network is like: its ports, and whether it answers over IPv6.
 * Law: what the tables do not have is not known, and says so with their date.
 */

/** The endpoint name of a service, which tables know it by. */
export function tableName(service: string): string {
  return readServiceName(service)?.service ?? service;
}

/** Tells whether the public endpoints of a service answer over a family. */
export function publicFamily(service: string, family: AddressFamily): readonly Obstacle[] {
  return family === 'ipv4' ? [] : supportOf(publicIpv6(tableName(service)), service, 'public endpoint');
}

/** Returns what it means that a service answers over IPv6, or that nobody knows. */
export function supportOf(support: Ipv6Support, service: string, what: 'public endpoint' | 'endpoint in a VPC'): readonly Obstacle[] {
  const detail = support === 'no' ? `${service} has no ${what} with IPv6 addresses, as of ${SERVICES_AS_OF}`
    : `whether ${service} has ${what === 'public endpoint' ? 'a' : 'an'} ${what} with IPv6 addresses in the Region is not known: ${support === 'partial' ? 'in some Regions, or of some of its endpoints, as documented on' : 'no document had it on'} ${SERVICES_AS_OF}`;
  return unless(support === 'yes' ? 'yes' : support === 'no' ? 'no' : 'unknown', {
    code: what === 'public endpoint' ? 'SERVICE_ENDPOINT_IPV4_ONLY' : 'VPCE_NO_ADDRESS_FAMILY', detail,
    mend: `reach ${service} over IPv4`,
  });
}

/** Tells whether the service listens on the ports that are asked. */
export function listens({ service, ports = [] }: ServiceQuestion): readonly Obstacle[] {
  const name = tableName(service);
  const ways = portsOfService(name);
  const strange = ports.filter((asked) => !ways.some((way) => way.some((range) => isWithin(asked, range))));
  if (strange.length === 0 || !KNOWN_SERVICES.has(name)) {
    return [];
  }
  const documented = [...new Set(ways.flat().map(([from, to]) => from === to ? `${from}` : `${from}-${to}`))].join(', ');
  const asked = describePorts(strange);
  const mend = `ask for ${service} on ${documented}`;
  return [hasDocumentedPorts(name)
    ? violated({ code: 'LISTENER_PORT_RESTRICTION', detail: `${service} does not listen on ${asked}; it listens on tcp ${documented}`, mend })
    : unknown({ code: 'LISTENER_PORT_RESTRICTION', detail: `that ${service} listens on ${asked} is not documented; it listens on tcp ${documented}`, mend })];
}

/** Returns what is taken for granted of a service. */
export function assumptionsOf({ service, ports = [] }: ServiceQuestion): readonly string[] {
  const unusual = ports.filter(({ transport, ports: { fromPort, toPort } }) => transport !== 'tcp' || fromPort !== 443 || toPort !== 443);
  return [
    ...unusual.length === 0 ? [] : [`programs speak to ${service} on ${describePorts(ports)}`],
    ...KNOWN_SERVICES.has(tableName(service)) ? [] : [`AWS has a service with endpoints of the name ${service}, which the tables of ${SERVICES_AS_OF} do not have`],
  ];
}

function isWithin({ transport, ports }: PortedTransport, [from, to]: readonly [number, number]): boolean {
  return transport === 'tcp' && from <= ports.fromPort && ports.toPort <= to;
}
