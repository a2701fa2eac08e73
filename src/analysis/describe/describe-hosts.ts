import type { Described } from './described';
import type { Item } from './sections';
import { parseBlock, spellBlock } from '../model/address-block';
import type { DnsHost } from '../model/dns';
import type { Known } from '../model/known';
import type { ResourceId } from '../model/source';

/*
 * Models: what has which address: network interfaces that are in use. Databases, caches and instances that exist are found by them.
 * Law: an interface that is attached to nothing does not listen, nor do those of NAT gateways, transit gateways and functions. An interface
 * without groups is that of a load balancer without a filter, and of any other kind it is not known what filters.
 */

/** Kinds of interfaces that nobody connects to. */
const NOT_LISTENING: ReadonlySet<string> = new Set(['lambda', 'nat_gateway', 'transit_gateway', 'gateway_load_balancer', 'gateway_load_balancer_endpoint']);

/** Hosts by the spelling of their addresses. */
export function describeHosts(described: Described): ReadonlyMap<string, readonly DnsHost[]> {
  const hosts = new Map<string, DnsHost[]>();
  for (const item of described.items('NetworkInterfaces').filter(mayListen)) {
    const host = hostOf(described, item);
    const { PrivateIpAddresses: ipv4 = [], Ipv6Addresses: ipv6 = [] } = item;
    const addresses = [...ipv4.map(({ PrivateIpAddress: address }) => address), ...ipv6.map(({ Ipv6Address: address }) => address)];
    for (const block of addresses.flatMap((address) => (address === undefined ? undefined : parseBlock(address)) ?? [])) {
      const key = spellBlock(block);
      hosts.set(key, [...hosts.get(key) ?? [], host]);
    }
  }
  return hosts;
}

/** Tells of which VPCs all interfaces are known: of those of which the account sees all. */
export function hostsIn(described: Described): ReadonlyMap<ResourceId, Known<'all'>> {
  const isWhole = described.items('NetworkInterfaces').every(({ PrivateIpAddresses: addresses }) => addresses !== undefined);
  return new Map(described.items('Vpcs').map((vpc) => [vpc.VpcId!, !described.has('NetworkInterfaces') ? described.notKnown('NetworkInterfaces')
    : isWhole && described.seesAllOf(vpc) ? { known: true, value: 'all' } : { known: false, reason: `the snapshot of ${described.snapshot.takenOn} may not have all of them` }]));
}

function mayListen({ InterfaceType: type = '', Status: status = 'in-use' }: Item<'NetworkInterfaces'>): boolean {
  return status === 'in-use' && !NOT_LISTENING.has(type);
}

function hostOf(described: Described, item: Item<'NetworkInterfaces'>): DnsHost {
  const { NetworkInterfaceId: id = '', SubnetId: subnet } = item;
  const groups = groupsOf(item, described.snapshot.takenOn);
  return {
    source: described.source(id, 'AWS::EC2::NetworkInterface'),
    subnets: subnet === undefined ? { known: false, reason: `the snapshot does not say in which subnet ${id} is` } : { known: true, value: [subnet] },
    ...groups === undefined ? {} : { securityGroups: groups },
  };
}

/** The groups that filter; undefined where nothing does. */
function groupsOf(item: Item<'NetworkInterfaces'>, day: string): Known<readonly ResourceId[]> | undefined {
  const { NetworkInterfaceId: id, InterfaceType: type, Status: status, Groups: groups } = item;
  const ids = groups?.flatMap(({ GroupId: group }) => group ?? []);
  return ids === undefined || status === undefined || type === undefined ? { known: false, reason: `the snapshot of ${day} does not say it of ${id}` }
    : ids.length > 0 ? { known: true, value: ids }
      : type === 'network_load_balancer' ? undefined : { known: false, reason: `${id} has no group, and it is of the type ${type}` };
}
