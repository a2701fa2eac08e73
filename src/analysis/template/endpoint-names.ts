import type { Value } from './value';
import { listOf } from './value';
import type { ResourceId } from '../model/source';

/*
 * Models: the names of an interface endpoint: the attribute `DnsEntries`, a list of texts of a hosted zone and a name with a colon between. The first is the
 * one for all zones; others lead to one network interface each, or are the private name.
 * Law: a name made here is told from every other text, and tells its endpoint.
 */

const NAME = /^vpce\[(.*)\]\.(all|other)$/;

/** As many as any endpoint has: a name for all zones, for each zone, and the private ones. */
const ENTRIES = 12;

/** Returns what `Fn::GetAtt` gives of `DnsEntries`. */
export function dnsEntriesOf(endpoint: ResourceId): Value {
  const id = encodeURIComponent(endpoint);
  return listOf(Array.from({ length: ENTRIES }, (_, place) => `zone of vpce[${id}]:vpce[${id}].${place === 0 ? 'all' : 'other'}`));
}

/** The endpoint that a name leads to, all of its network interfaces. */
export function endpointOfName(name: string): ResourceId | undefined {
  const [, id, which] = NAME.exec(name.replace(/\.$/, '')) ?? [];
  return which === 'all' ? decodeURIComponent(id) : undefined;
}
