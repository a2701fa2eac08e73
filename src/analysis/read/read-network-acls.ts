import { portsOf, protocolOf } from './read-rules';
import { everywhere } from '../model/address-block';
import type { NetworkAcl, NetworkAclEntry } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { ALL_PORTS } from '../model/traffic';
import { entryOf, idOrSymbol, integerOf, known, notKnown, ruleBlockOf, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import { isNone, reasonOf } from '../template/value';

/*
 * Models: network ACLs with their entries. An ACL of a template's own begins empty, so it lets nothing through; the default one of a
 * VPC begins with entries that let everything through, and is in the model only when a template adds to it. AWS adds its entry for IPv6
 * only to an ACL whose entries of that direction were not changed before the VPC gets its IPv6 block; which comes first is not known.
 */

/** An ACL that is being put together. */
interface Draft {
  readonly source: Source;
  readonly entries: NetworkAclEntry[];
  readonly furtherEntries?: string;
}

/** The numbers of the entries with which the default network ACL begins, by family: the VPC user guide, "Default network ACL". */
const DEFAULT_ENTRIES = [['ipv4', 100], ['ipv6', 101]] as const;

/** The network ACLs that templates define, and those to which they add entries. */
export function readNetworkAcls(deployment: Deployment, associated: Iterable<ResourceId>): ReadonlyMap<ResourceId, NetworkAcl> {
  const drafts = new Map<ResourceId, Draft>();
  deployment.existing?.networkAcls.forEach((acl, id) => drafts.set(id, { ...acl, entries: [...acl.entries] }));
  for (const resource of deployment.resources('AWS::EC2::NetworkAcl')) {
    drafts.set(resource.id, { source: resource.source(), entries: [] });
  }
  const defaults = new Set(deployment.resources('AWS::EC2::VPC').map(({ id }) => `${id}.DefaultNetworkAcl`));
  const draft = (id: ResourceId) => {
    const acl = drafts.get(id) ?? (defaults.has(id) ? { source: { id, type: 'AWS::EC2::NetworkAcl' }, entries: [] } : elsewhere(id));
    drafts.set(id, acl);
    return acl;
  };
  for (const resource of deployment.resources('AWS::EC2::NetworkAclEntry')) {
    addEntry(draft(idOrSymbol(resource.get('NetworkAclId'))), readEntry(resource));
  }
  for (const id of associated) {
    draft(id);
  }
  defaults.forEach((id) => addDefaultEntries(drafts.get(id)));
  return drafts;
}

/** An ACL that is there already has the entry of an earlier deployment: no two entries of one direction have the same number. */
function addEntry({ entries }: Draft, entry: NetworkAclEntry): void {
  const before = entries.findIndex(({ source, ruleNumber, egress }) => source.snapshot !== undefined && egress === entry.egress
    && ruleNumber.known && entry.ruleNumber.known && ruleNumber.value === entry.ruleNumber.value);
  entries.splice(before < 0 ? entries.length : before, before < 0 ? 0 : 1, entry);
}

function readEntry(resource: Resource): NetworkAclEntry {
  const action = textOf(resource.get('RuleAction'));
  const protocol = protocolOf(resource.get('Protocol'));
  const range = resource.get('PortRange');
  const ports = portsOf(entryOf(range, 'From'), entryOf(range, 'To'), protocol);
  const number = integerOf(resource.get('RuleNumber'));
  const [ipv4, ipv6] = [resource.get('CidrBlock'), resource.get('Ipv6CidrBlock')];
  return {
    source: resource.source(),
    ruleNumber: number === undefined ? notKnown(reasonOf(resource.get('RuleNumber'))) : known(number),
    egress: ternaryOf(resource.get('Egress'), 'no'),
    allow: action.known ? action.value.toLowerCase() === 'allow' ? 'yes' : action.value.toLowerCase() === 'deny' ? 'no' : 'unknown' : 'unknown',
    protocol,
    ...ports === undefined ? {} : { ports },
    block: !isNone(ipv4) ? ruleBlockOf(ipv4, 'ipv4')
      : !isNone(ipv6) ? ruleBlockOf(ipv6, 'ipv6') : { kind: 'unknown', reason: 'the entry names no block' },
  };
}

/** The entries with which a default ACL begins. */
function addDefaultEntries(acl: Draft | undefined): void {
  for (const egress of ['yes', 'no'] as const) {
    const isChanged = acl?.entries.some((entry) => entry.egress !== (egress === 'yes' ? 'no' : 'yes') && entry.source.id !== acl.source.id) === true;
    for (const [family, number] of DEFAULT_ENTRIES) {
      acl?.entries.push({
        source: acl.source, ruleNumber: known(number), egress, allow: isChanged && family === 'ipv6' ? 'unknown' : 'yes',
        protocol: 'all', ports: ALL_PORTS, block: { kind: 'block', block: everywhere(family) },
      });
    }
  }
}

function elsewhere(id: ResourceId): Draft {
  return { source: { id, type: 'AWS::EC2::NetworkAcl' }, entries: [], furtherEntries: `the network ACL ${id} is not defined by the templates` };
}
