import { domainOf } from './domains';
import type { Profiles } from './read-profiles';
import type { PrivateZone, ZoneRecord } from '../model/dns';
import type { ResourceId } from '../model/source';
import { entryOf, idOrSymbol, itemsOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { endpointOfName } from '../template/endpoint-names';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: private hosted zones, their VPCs, and their records, of which the templates show all there are of a zone that they define: who adds others
 * names the zone.
 */

/** Records and the zone that they are in, by its id or by its name. */
interface Placed {
  readonly zone: Value;
  readonly zoneName: Value;
  readonly record: ZoneRecord;
}

/** The zones that VPCs have for themselves. */
export function readPrivateZones(deployment: Deployment, { vpcsOf }: Profiles): readonly PrivateZone[] {
  const zones = deployment.resources('AWS::Route53::HostedZone').filter((resource) => !isNone(resource.get('VPCs')));
  const records = zones.length === 0 ? [] : readRecords(deployment);
  return zones.map((resource) => {
    const domain = domainOf(resource.get('Name'), resource);
    return {
      source: resource.source(), domain, vpcs: [...itemsOf(resource.get('VPCs')).map((vpc) => idOrSymbol(entryOf(vpc, 'VPCId'))), ...vpcsOf(resource.id)],
      records: records.filter(({ zone, zoneName }) => isIn(resource, zone, zoneName)).map(({ record }) => record),
    };
  });
}

/** Tells whether a record may be in a zone: by id, when that is known or may be any, or else by the name of the zone. */
function isIn(zone: Resource, id: Value, name: Value): boolean {
  const found = idOrSymbol(id);
  return !isNone(id) ? found === zone.id || found.startsWith('?')
    : literalText(name)?.replace(/\.$/, '').toLowerCase() === literalText(zone.get('Name'))?.replace(/\.$/, '').toLowerCase();
}

function readRecords(deployment: Deployment): readonly Placed[] {
  const single = deployment.resources('AWS::Route53::RecordSet').map((resource) => placed(resource, (key) => resource.get(key)));
  const grouped = deployment.resources('AWS::Route53::RecordSetGroup').flatMap((resource) => itemsOf(resource.get('RecordSets')).map((item) =>
    placed(resource, (key) => {
      const own = entryOf(item, key);
      return key.startsWith('HostedZone') && isNone(own) ? resource.get(key) : own;
    })));
  return [...single, ...grouped];
}

function placed(resource: Resource, get: (key: string) => Value): Placed {
  const alias = entryOf(get('AliasTarget'), 'DNSName');
  const values = isNone(get('AliasTarget')) ? itemsOf(get('ResourceRecords')) : [alias];
  const targets = values.map((value) => endpointOfName(literalText(value) ?? ''));
  const endpoint: ResourceId | undefined = targets.length === 1 ? targets[0] : undefined;
  const type = literalText(get('Type'));
  return {
    zone: get('HostedZoneId'), zoneName: get('HostedZoneName'), record: {
      source: resource.source(), name: domainOf(get('Name'), resource),
      ...type === undefined ? {} : { type }, ...endpoint === undefined ? {} : { endpoint },
    },
  };
}
