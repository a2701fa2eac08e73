import type { Described } from './described';
import { blockOf, ternaryOf } from './described';
import type { Item } from './sections';
import type { NetworkAcl, NetworkAclEntry, SecurityGroup, SecurityGroupPeer, SecurityGroupRule } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { parseProtocol, portRangeOf } from '../model/traffic';

/*
 * Models: security groups and network ACLs with the rules that they have. Each permission of a group is one rule for each of its peers. Protocols are texts, `-1` is all of them; the
 * entry that denies all the rest, number 32767 and for IPv6 32768, is that of every network ACL.
 */

type Permission = NonNullable<Item<'SecurityGroups'>['IpPermissions']>[number];

/** The number of the last entry that somebody can write: the EC2 API Reference, CreateNetworkAclEntry. */
const LAST_ENTRY = 32_766;

export function describeSecurityGroups(described: Described): ReadonlyMap<ResourceId, SecurityGroup> {
  const elsewhere = described.items('SecurityGroupVpcAssociations').filter(({ State: state }) => state === 'associated');
  return new Map(described.items('SecurityGroups').map((item) => {
    const { GroupId: id = '', VpcId: vpc, Name: name, GroupName: called, IpPermissions: ingress, IpPermissionsEgress: egress } = item;
    const source = described.source(id, 'AWS::EC2::SecurityGroup', name ?? called);
    const associated = elsewhere.filter(({ GroupId: group }) => group === id).flatMap(({ VpcId: other }) => other ?? []);
    return [id, {
      source, ...vpc === undefined ? {} : { vpc },
      associatedVpcs: described.has('SecurityGroupVpcAssociations') ? associated : [`?VPCs that ${id} is associated with`],
      ingress: (ingress ?? []).flatMap((permission) => rulesOf(described, permission, source)),
      egress: (egress ?? []).flatMap((permission) => rulesOf(described, permission, source)),
      defaultEgress: 'none',
      ...ingress !== undefined && egress !== undefined ? {} : { furtherRules: `the snapshot of ${described.snapshot.takenOn} has not all rules of ${id}` },
    }];
  }));
}

function rulesOf(described: Described, permission: Permission, source: Source): SecurityGroupRule[] {
  const {
    IpProtocol: written, FromPort: from, ToPort: to, IpRanges: ipv4 = [], Ipv6Ranges: ipv6 = [], PrefixListIds: lists = [],
    UserIdGroupPairs: groups = [],
  } = permission;
  const protocol = written === undefined ? 'unknown' : parseProtocol(written);
  const ports = portRangeOf(from, to, protocol);
  const peers: SecurityGroupPeer[] = [
    ...ipv4.flatMap(({ CidrIp: block }) => block === undefined ? [] : [blockOf(block, 'ipv4')]),
    ...ipv6.flatMap(({ CidrIpv6: block }) => block === undefined ? [] : [blockOf(block, 'ipv6')]),
    ...lists.flatMap(({ PrefixListId: list }) => list === undefined ? [] : [described.list(list)]),
    ...groups.flatMap(({ GroupId: id }): SecurityGroupPeer[] => id === undefined ? [] : [{ kind: 'security-group', id }]),
  ];
  return peers.map((peer) => ({ source, protocol, ...ports === undefined ? {} : { ports }, peer }));
}

export function describeNetworkAcls(described: Described): ReadonlyMap<ResourceId, NetworkAcl> {
  return new Map(described.items('NetworkAcls').map(({ NetworkAclId: id = '', Name: name, Entries: entries }) => {
    const source = described.source(id, 'AWS::EC2::NetworkAcl', name);
    return [id, {
      source,
      entries: (entries ?? []).filter(({ RuleNumber: number }) => number === undefined || number <= LAST_ENTRY).map((entry) => readEntry(entry,
        source)),
      ...entries === undefined ? { furtherEntries: `the snapshot of ${described.snapshot.takenOn} has no Entries of ${id}` } : {},
    }];
  }));
}

function readEntry(entry: NonNullable<Item<'NetworkAcls'>['Entries']>[number], source: Source): NetworkAclEntry {
  const { RuleNumber: number, RuleAction: action, Protocol: written, CidrBlock: ipv4, Ipv6CidrBlock: ipv6, PortRange: range } = entry;
  const protocol = written === undefined ? 'unknown' : parseProtocol(written);
  const ports = portRangeOf(range?.From, range?.To, protocol);
  return {
    source,
    ruleNumber: number === undefined ? { known: false, reason: 'the entry has no number' } : { known: true, value: number },
    egress: ternaryOf(entry.Egress),
    allow: action === 'allow' ? 'yes' : action === 'deny' ? 'no' : 'unknown',
    protocol, ...ports === undefined ? {} : { ports },
    block: ipv4 !== undefined ? blockOf(ipv4, 'ipv4') : ipv6 !== undefined ? blockOf(ipv6, 'ipv6') : { kind: 'unknown', reason: 'the entry names no block' },
  };
}
