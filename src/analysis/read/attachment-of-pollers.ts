import type { Attachment } from './attachments';
import type { EventSource } from './event-sources';
import { SOURCE_NAMES } from './event-sources';
import type { Known, Listener } from '../model/network';
import type { ResourceId } from '../model/source';
import { entryOf, idOf, itemsOf, known, notKnown, textOf } from '../template/coerce';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, literalText } from '../template/value';

/*
 * Models: where the pollers of an event source mapping stand: in the subnets of the source, with its security groups. For Kafka of one's own the mapping names both, or
 * neither, and then the brokers are on the internet. How the function is attached does not matter.
 */

/** Returns where the pollers of a mapping stand. */
export function attachmentOfPollers(mapping: Resource, { kind, resource }: EventSource, listeners: ReadonlyMap<ResourceId, Listener>): Attachment {
  if (kind === 'kafka') {
    return ofMapping(mapping);
  }
  if (!resource.known) {
    return { kind: 'unknown', reason: `its pollers stand in the subnets of the ${SOURCE_NAMES[kind]}: ${resource.reason}` };
  }
  const listener = listeners.get(resource.value.id);
  return listener === undefined ? { kind: 'unknown', reason: `its pollers stand in the subnets of ${resource.value.logicalId}, which no template names` }
    : { kind: 'vpc', subnets: listener.subnets, securityGroups: listener.securityGroups, ipv6Allowed: 'no' };
}

function ofMapping(mapping: Resource): Attachment {
  const [subnets, securityGroups] = [idsOfAccess(mapping, 'VPC_SUBNET', 'subnet:'), idsOfAccess(mapping, 'VPC_SECURITY_GROUP', 'security_group:')];
  return subnets.known && subnets.value.length === 0 && securityGroups.known && securityGroups.value.length === 0
    ? { kind: 'none' } : { kind: 'vpc', subnets, securityGroups, ipv6Allowed: 'no' };
}

/** The ids under a type of access; a type that is not known may be any. */
function idsOfAccess(mapping: Resource, type: string, prefix: string): Known<readonly ResourceId[]> {
  const ids: ResourceId[] = [];
  for (const access of itemsOf(mapping.get('SourceAccessConfigurations'))) {
    const written = textOf(entryOf(access, 'Type'));
    const id = !written.known ? notKnown(written.reason) : written.value === type ? idBehind(prefix, entryOf(access, 'URI')) : undefined;
    if (id?.known === false) {
      return id;
    }
    ids.push(...id === undefined ? [] : [id.value]);
  }
  return known([...new Set(ids)]);
}

/** CloudFormation shows ids with a prefix, AWS CDK writes them without. */
function idBehind(prefix: string, uri: Value): Known<ResourceId> {
  const text = literalText(uri);
  if (text !== undefined) {
    return idOf(text.startsWith(prefix) ? text.slice(prefix.length) : text);
  }
  return isComposite(uri) && uri.kind === 'text' && uri.parts.length === 2 && uri.parts[0] === prefix ? idOf(uri.parts[1]) : idOf(uri);
}
