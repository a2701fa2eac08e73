import type { FamilyProperty, ListenerType } from './listener-types';
import { firstInterface } from './read-network-interfaces';
import type { AddressFamily } from '../model/address-block';
import type { ListenerFamilies } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { entryOf, idOf, ternaryOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText, reasonOf } from '../template/value';

/*
 * Models: the address families in which a listener has addresses: what its own property says, or, for a network interface of one's own, what
 * it asks for and its subnet assigns.
 * Law: what is not written and not documented is not known. Everything that listens is taken to have IPv4 addresses unless it says otherwise.
 */

/** What values of properties mean, in capitals and without what joins their words. */
const MEANINGS: ReadonlyMap<string, readonly AddressFamily[]> = new Map<string, readonly AddressFamily[]>([
  ['IPV4', ['ipv4']], ['IPV4ONLY', ['ipv4']], ['IPV6', ['ipv6']], ['IPV6ONLY', ['ipv6']],
  ['DUAL', ['ipv4', 'ipv6']], ['DUALSTACK', ['ipv4', 'ipv6']], ['DUALSTACKWITHOUTPUBLICIPV4', ['ipv4', 'ipv6']],
]);

/** Whether subnets give an IPv6 address to each network interface, by their ids. */
export type AssigningSubnets = ReadonlyMap<ResourceId, Ternary>;

export function assigningSubnets(deployment: Deployment): AssigningSubnets {
  return new Map(deployment.resources('AWS::EC2::Subnet').map((subnet) => [subnet.id, ternaryOf(subnet.get('AssignIpv6AddressOnCreation'), 'no')]));
}

/** The families of a listener. */
export function readFamilies(resource: Resource, { families }: ListenerType, subnets: AssigningSubnets): ListenerFamilies {
  if (families === undefined) {
    return { ipv4: 'yes', ipv6: 'unknown', because: 'no property of its type says so' };
  }
  return families === 'of the interface' ? ofInterface(resource, subnets) : ofProperty(resource, families);
}

function ofProperty(resource: Resource, { path, dual, isIpv4Otherwise = false }: FamilyProperty): ListenerFamilies {
  const value = at(resource, path);
  const name = path.slice(path.lastIndexOf('.') + 1);
  const mend = `${path}: ${dual}`;
  if (isNone(value)) {
    return isIpv4Otherwise ? { ipv4: 'yes', ipv6: 'no', because: `without ${name} it has IPv4 addresses`, mend }
      : { ipv4: 'yes', ipv6: 'unknown', because: `it has no ${name}, and which addresses it has then is not documented`, mend };
  }
  const text = literalText(value);
  const meant = text === undefined ? undefined : MEANINGS.get(text.toUpperCase().replace(/[_-]/g, ''));
  if (meant === undefined) {
    return { ipv4: 'unknown', ipv6: 'unknown', because: `its ${name} is ${text === undefined ? `not known: ${reasonOf(value)}` : `'${text}', which is not read`}`, mend };
  }
  return { ipv4: meant.includes('ipv4') ? 'yes' : 'no', ipv6: meant.includes('ipv6') ? 'yes' : 'no', because: `its ${name} is ${text}`, mend };
}

function ofInterface(resource: Resource, subnets: AssigningSubnets): ListenerFamilies {
  const first = firstInterface(resource);
  const own = (name: string): Value => isNone(entryOf(first, name)) ? resource.get(name) : entryOf(first, name);
  const mend = 'Ipv6AddressCount: 1';
  if (['Ipv6Addresses', 'Ipv6Prefixes'].some((name) => !isNone(own(name))) || isPositive(own('Ipv6AddressCount'))) {
    return { ipv4: 'yes', ipv6: 'yes', because: 'it asks for IPv6 addresses' };
  }
  const isElsewhere = ['NetworkInterfaceId', 'LaunchTemplate'].some((name) => !isNone(own(name)));
  const subnet = idOf(own('SubnetId'));
  const assigns = isElsewhere || !subnet.known || !isNone(own('Ipv6AddressCount')) ? 'unknown' : subnets.get(subnet.value) ?? 'unknown';
  return {
    ipv4: 'yes', ipv6: assigns, mend,
    because: assigns === 'yes' ? 'its subnet assigns IPv6 addresses' : assigns === 'no' ? 'it asks for none, and its subnet assigns none' : 'it asks for none, and whether it is assigned one is not known',
  };
}

function isPositive(value: Value): boolean {
  return /^[1-9]\d*$/.test(literalText(value) ?? '');
}
