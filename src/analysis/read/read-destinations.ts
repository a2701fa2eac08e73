import type { AddressFamily } from '../model/address-block';
import { ADDRESS_FAMILIES, isEverywhere, parseBlock } from '../model/address-block';
import type { WrittenDestination } from '../model/declared-destination';
import type { PortedTransport } from '../model/traffic';
import { ALL_PORTS } from '../model/traffic';
import { idOfExpression } from '../template/coerce';
import { arrayOf, entry, isRawObject, objectOf } from '../template/raw';
import type { Value } from '../template/value';

/*
 * Models: the destinations that a resource declares in its metadata, as docs/MODEL.md describes them.
 * Law: fields that are not known are ignored; a destination of which a field is missing or malformed stays one, unreadable.
 */

const MAX_SPELLED = 200;

/** Returns what an expression of the template amounts to. */
export type Evaluate = (expression: unknown) => Value;

/** The destinations of a metadata entry; undefined when there is no such entry. */
export function readDestinations(raw: unknown, evaluate: Evaluate): readonly WrittenDestination[] | undefined {
  if (raw === undefined) {
    return undefined;
  }
  return Array.isArray(raw) ? raw.map((each) => readDestination(each, evaluate)) : [unreadable(raw, 'a list of destinations is expected')];
}

function readDestination(raw: unknown, evaluate: Evaluate): WrittenDestination {
  const ports = readPorts(entry(raw, 'ports'));
  switch (entry(raw, 'kind')) {
    case 'internet':
      return readInternet(raw, ports);
    case 'aws-service':
      return readService(raw, ports);
    case 'resource':
      return readResource(raw, ports, evaluate);
    case 'cidr':
      return readCidr(raw, ports);
    case 'prefix-list':
      return readPrefixList(raw, ports);
    default:
      return unreadable(raw, isRawObject(raw) ? `the kind ${spell(entry(raw, 'kind'))} is not known` : 'an object is expected');
  }
}

type Ports = readonly PortedTransport[] | undefined;

function readInternet(raw: unknown, ports: Ports): WrittenDestination {
  const written = arrayOf(entry(raw, 'addressFamilies'));
  const families = ADDRESS_FAMILIES.filter((family) => written.includes(family));
  return ports === undefined ? withoutPorts(raw)
    : families.length === 0 || written.some((family) => !families.includes(family as AddressFamily)) ? unreadable(raw, '`addressFamilies` holds something else than `ipv4` and `ipv6`, or nothing')
      : { kind: 'internet', addressFamilies: families, ports };
}

function readService(raw: unknown, ports: Ports): WrittenDestination {
  const { service, serviceName } = objectOf(raw);
  return !isText(service) ? unreadable(raw, '`service` is missing')
    : entry(raw, 'ports') !== undefined && ports === undefined ? withoutPorts(raw)
      : { kind: 'aws-service', service, ...ports === undefined ? {} : { ports }, ...isText(serviceName) ? { serviceName } : {} };
}

function readResource(raw: unknown, ports: Ports, evaluate: Evaluate): WrittenDestination {
  const resource = entry(raw, 'resource');
  const groups = arrayOf(entry(raw, 'securityGroups')).map((group) => isExpression(group) ? idOfExpression(evaluate(group)) : group);
  return ports === undefined ? withoutPorts(raw)
    : !isText(resource) || groups.length === 0 || !groups.every(isText) ? unreadable(raw, '`resource` or `securityGroups` is missing')
      : { kind: 'resource', resource, securityGroups: groups, ports };
}

function readCidr(raw: unknown, ports: Ports): WrittenDestination {
  const text = entry(raw, 'cidr');
  const block = typeof text === 'string' && text.includes('/') ? parseBlock(text) : undefined;
  return ports === undefined ? withoutPorts(raw)
    : block === undefined || isEverywhere(block) ? unreadable(raw, '`cidr` is not a block of addresses, or is all of them')
      : { kind: 'cidr', block, ports };
}

function readPrefixList(raw: unknown, ports: Ports): WrittenDestination {
  const { prefixListId, resource } = objectOf(raw);
  return ports === undefined ? withoutPorts(raw)
    : prefixListId !== undefined && !isText(prefixListId) || resource !== undefined && !isText(resource) ? unreadable(raw, '`prefixListId` or `resource` is not a text')
      : { kind: 'prefix-list', ...isText(prefixListId) ? { prefixListId } : {}, ...isText(resource) ? { resource } : {}, ports };
}

/** The ports of a destination; undefined when they are malformed, or there are none. */
function readPorts(raw: unknown): Ports {
  const ports = arrayOf(raw).map((each): PortedTransport | undefined => {
    const [transport, fromPort, toPort] = ['protocol', 'fromPort', 'toPort'].map((name) => entry(each, name));
    return (transport === 'tcp' || transport === 'udp') && isPort(fromPort) && isPort(toPort) && fromPort <= toPort
      ? { transport, ports: { fromPort, toPort } } : undefined;
  });
  return ports.length === 0 || ports.includes(undefined) ? undefined : ports as PortedTransport[];
}

function withoutPorts(raw: unknown): WrittenDestination {
  return unreadable(raw, '`ports` is missing or malformed');
}

function unreadable(raw: unknown, reason: string): WrittenDestination {
  return { kind: 'unreadable', text: spell(raw), reason };
}

function spell(raw: unknown): string {
  return (JSON.stringify(raw) ?? 'undefined').slice(0, MAX_SPELLED);
}

function isExpression(raw: unknown): boolean {
  return isRawObject(raw) || typeof raw === 'string' && raw.startsWith('{{resolve:');
}

function isText(raw: unknown): raw is string {
  return typeof raw === 'string' && raw !== '';
}

function isPort(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 && raw <= ALL_PORTS.toPort;
}
