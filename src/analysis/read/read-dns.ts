import { readDhcpOptions } from './read-dhcp-options';
import { readFirewall } from './read-dns-firewall';
import { readPrivateZones } from './read-private-zones';
import { readProfiles } from './read-profiles';
import { readPublicNames } from './read-public-names';
import { readResolverRules } from './read-resolver-rules';
import { parseBlock, spellBlock } from '../model/address-block';
import type { DnsHost, DnsModel } from '../model/dns';
import type { Known } from '../model/network';
import type { ResourceId } from '../model/source';
import { entryOf, idsOf, itemsOf, notKnown, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';

/*
 * Models: names: which servers a VPC asks, and where templates place what may be one.
 */

/** Where resources that may be DNS servers have their place. A directory's group is its own, and lets questions in from everywhere. */
const HOSTS: Readonly<Record<string, { readonly subnets: string; readonly groups?: string; readonly address?: string }>> = {
  'AWS::EC2::Instance': { subnets: 'SubnetId', groups: 'SecurityGroupIds', address: 'PrivateIpAddress' },
  'AWS::EC2::NetworkInterface': { subnets: 'SubnetId', groups: 'GroupSet', address: 'PrivateIpAddress' },
  'AWS::DirectoryService::MicrosoftAD': { subnets: 'VpcSettings.SubnetIds' },
  'AWS::DirectoryService::SimpleAD': { subnets: 'VpcSettings.SubnetIds' },
};

/** Returns what templates say of names. */
export function readDns(deployment: Deployment): DnsModel {
  const hosts = new Map<ResourceId, DnsHost>();
  const placed = new Map([...deployment.existing?.dns?.hosts ?? []].map(([address, found]): [string, DnsHost[]] => [address, [...found]]));
  for (const [type, { subnets, groups, address }] of Object.entries(HOSTS)) {
    for (const resource of deployment.resources(type)) {
      const host = {
        source: resource.source(), subnets: idsOf(at(resource, subnets)),
        ...groups === undefined ? {} : { securityGroups: named(idsOf(at(resource, groups))) },
      };
      hosts.set(resource.id, host);
      place(host, address === undefined ? null : at(resource, address), placed);
    }
  }
  deployment.resources('AWS::Route53Resolver::ResolverEndpoint').forEach((resource) => placeEndpoint(resource, placed));
  const profiles = readProfiles(deployment);
  return {
    dhcpOptions: readDhcpOptions(deployment, hosts), hosts: placed, publicNames: readPublicNames(deployment),
    zones: readPrivateZones(deployment, profiles), ...readResolverRules(deployment, profiles), firewall: readFirewall(deployment, profiles),
    ...deployment.existing?.dns === undefined ? {} : { withoutZones: deployment.existing.dns.withoutZones, hostsIn: deployment.existing.dns.hostsIn },
    sharedEndpoints: deployment.resources('AWS::EC2::VPCEndpoint').map((resource) => ({ source: resource.source(), vpcs: profiles.vpcsOf(resource.id) })).filter(({ vpcs }) => vpcs.length > 0),
  };
}

/** Without groups it has the default one of its VPC. */
function named(groups: Known<readonly ResourceId[]>): Known<readonly ResourceId[]> {
  return groups.known && groups.value.length === 0 ? notKnown('it names none') : groups;
}

function placeEndpoint(resource: Resource, placed: Map<string, DnsHost[]>): void {
  for (const item of itemsOf(resource.get('IpAddresses'))) {
    const host = { source: resource.source(), subnets: idsOf(entryOf(item, 'SubnetId')), securityGroups: idsOf(resource.get('SecurityGroupIds')) };
    ['Ip', 'Ipv6'].forEach((key) => place(host, entryOf(item, key), placed));
  }
}

function place(host: DnsHost, address: Value, placed: Map<string, DnsHost[]>): void {
  const text = textOf(address);
  const block = text.known ? parseBlock(text.value) : undefined;
  if (block !== undefined) {
    const key = spellBlock(block);
    placed.set(key, [...placed.get(key) ?? [], host]);
  }
}
