import { describeHosts, hostsIn } from './describe-hosts';
import type { Described } from './described';
import { ternaryOf } from './described';
import type { Item } from './sections';
import { canHavePrivateDns } from '../../services/private-names';
import type { AddressBlock, AddressFamily } from '../model/address-block';
import { parseBlock } from '../model/address-block';
import type { DhcpOptions, DnsModel, DnsServer } from '../model/dns';
import { RESOLVER_OF_VPC, readDnsServer } from '../model/dns';
import type { Known, Vpc, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: endpoints that are there, prefix lists with their entries, and whom a VPC asks for names.
 * Law: an endpoint that is not available has no certain name. In a VPC whose endpoints are not known there may be one for any service.
 * Refuses: to say which private hosted zones, rules and firewalls a VPC has: that it has none is an assumption.
 */

const KINDS = new Map<string, 'gateway' | 'interface' | 'other'>([
  ['Gateway', 'gateway'], ['Interface', 'interface'], ['GatewayLoadBalancer', 'other'], ['Resource', 'other'], ['ServiceNetwork', 'other'],
]);

const FAMILIES = new Map<string, readonly AddressFamily[]>([['ipv4', ['ipv4']], ['ipv6', ['ipv6']], ['dualstack', ['ipv4', 'ipv6']]]);
const RECORDS = new Map<string, readonly AddressFamily[]>([...FAMILIES, ['service-defined', ['ipv4']]]);

export function describeEndpoints(described: Described): ReadonlyMap<ResourceId, VpcEndpoint> {
  const known = described.items('VpcEndpoints').map((item): [ResourceId, VpcEndpoint] => [item.VpcEndpointId!, readEndpoint(described, item)]);
  const foreign = described.items('Vpcs').filter((vpc) => !described.has('VpcEndpoints') || !described.seesAllOf(vpc)).map(({ VpcId: vpc = '' }): [ResourceId, VpcEndpoint] => {
    const unknown = { known: false, reason: described.has('VpcEndpoints') ? `${vpc} is shared by another account, whose endpoints no snapshot of this account has` : described.why('VpcEndpoints') } as const;
    return [`endpoints of ${vpc}`, {
      source: described.source(`endpoints of ${vpc}`, 'AWS::EC2::VPCEndpoint'), kind: unknown, vpc, service: unknown, privateDns: 'unknown', subnets: unknown,
      routeTables: { known: true, value: [] }, securityGroups: unknown, families: unknown,
    }];
  });
  return new Map([...known, ...foreign]);
}

function readEndpoint(described: Described, item: Item<'VpcEndpoints'>): VpcEndpoint {
  const { VpcEndpointId: id = '', VpcEndpointType: type, RouteTableIds: tables = [], ServiceName: name, ServiceRegion: elsewhere, VpcId: vpc = `?VPC of ${id}`, Groups: groups } = item;
  const why = (what: string) => ({ known: false, reason: `the snapshot of ${described.snapshot.takenOn} does not say ${what} ${id} has` } as const);
  // gateway endpoints alone have route tables
  const kind = KINDS.get(type ?? (tables.length > 0 ? 'Gateway' : ''));
  const isForeign = elsewhere !== undefined && elsewhere !== described.snapshot.region;
  const service: Known<string> = name === undefined ? why('which service') : { known: true, value: isForeign ? name : described.serviceOf(name) };
  return {
    source: described.source(id, 'AWS::EC2::VPCEndpoint', item.Name),
    kind: kind === undefined ? why('which type') : { known: true, value: kind }, vpc, service,
    ...privateDnsOf(item, service),
    subnets: kind === 'gateway' ? { known: true, value: [] } : listed(item.SubnetIds, why('which subnets')),
    routeTables: kind === 'gateway' ? listed(item.RouteTableIds, why('which route tables')) : { known: true, value: [] },
    securityGroups: kind === 'gateway' ? { known: true, value: [] } : listed(groups?.flatMap(({ GroupId: group }) => group ?? []), why('which security groups')),
    families: familiesOf(item),
    ...policyOf(item, why('which policy')),
  };
}

function listed(ids: readonly string[] | undefined, unknown: Known<never>): Known<readonly ResourceId[]> {
  return ids === undefined ? unknown : { known: true, value: ids };
}

function privateDnsOf({ PrivateDnsEnabled: written, DnsOptions: options, State: state }: Item<'VpcEndpoints'>, service: Known<string>): Pick<VpcEndpoint, 'privateDns' | 'privateDnsLimit'> {
  if (written === true && options?.PrivateDnsOnlyForInboundResolverEndpoint === true) {
    return { privateDns: 'no', privateDnsLimit: 'inbound resolvers' };
  }
  if (written === true && service.known && !canHavePrivateDns(service.value)) {
    return { privateDns: 'no', privateDnsLimit: 'no private names' };
  }
  return { privateDns: written === true && state?.toLowerCase() !== 'available' ? 'unknown' : ternaryOf(written) };
}

/** An answer of a time before endpoints had IPv6 has no address type. */
function familiesOf({ IpAddressType: type = 'ipv4', DnsOptions: options }: Item<'VpcEndpoints'>): Known<readonly AddressFamily[]> {
  const [addresses, records] = [FAMILIES.get(type), RECORDS.get(options?.DnsRecordIpType ?? type)];
  return addresses === undefined || records === undefined ? { known: false, reason: `the address type '${type}' with records '${options?.DnsRecordIpType}' is not read` }
    : { known: true, value: addresses.filter((family) => records.includes(family)) };
}

/** An endpoint of a service has a policy, be it the one that allows everything; a text that cannot be read is none. */
function policyOf({ PolicyDocument: policy }: Item<'VpcEndpoints'>, unknown: Known<never>): Pick<VpcEndpoint, 'policy'> {
  return { policy: policy === undefined ? unknown : { known: true, value: policy } };
}

/** The entries of prefix lists, those of AWS's own services apart, which are known by their services. */
export function describePrefixLists(described: Described): ReadonlyMap<string, Known<readonly AddressBlock[]>> {
  const managed = described.items('ManagedPrefixLists').map(({ PrefixListId: id = '', Entries: entries }) => [id, entries?.map(({ Cidr: block }) => block)] as const);
  const ofAws = described.items('PrefixLists').map(({ PrefixListId: id = '', Cidrs: blocks }) => [id, blocks] as const);
  return new Map([...ofAws, ...managed].filter(([id]) => described.listId(id) === id).map(([id, texts]) => {
    const blocks = texts?.map((each) => each === undefined ? undefined : parseBlock(each));
    return [id, blocks === undefined || blocks.includes(undefined) ? { known: false, reason: `the snapshot of ${described.snapshot.takenOn} has no entries of ${id}` }
      : { known: true, value: blocks as readonly AddressBlock[] }];
  }));
}

/** Names in VPCs that are there. */
export function describeDns(described: Described, vpcs: ReadonlyMap<ResourceId, Vpc>): DnsModel {
  const options = new Map(described.items('DhcpOptions').map((item) => [item.DhcpOptionsId, item]));
  const dhcpOptions = described.items('Vpcs').map(({ VpcId: vpc = '', DhcpOptionsId: id }): [ResourceId, DhcpOptions] => {
    const found = options.get(id);
    const reason = !described.has('DhcpOptions') ? described.why('DhcpOptions') : `the snapshot of ${described.snapshot.takenOn} has no DHCP options of ${vpc}`;
    return [vpc, id === 'default' ? { servers: [RESOLVER_OF_VPC] } : found === undefined ? { servers: [{ kind: 'unknown', reason }] }
      : { source: described.source(id!, 'AWS::EC2::DHCPOptions'), servers: serversOf(found) }];
  });
  return {
    dhcpOptions: new Map(dhcpOptions), hosts: describeHosts(described), hostsIn: hostsIn(described),
    publicNames: new Map(), zones: [], rules: [], firewall: [], unknownNames: [],
    withoutZones: new Map([...vpcs].map(([id, { source }]) => [id, source])),
  };
}

/** Options without servers mean the Resolver, as those of templates do. */
function serversOf({ DhcpConfigurations: configurations = [] }: Item<'DhcpOptions'>): readonly DnsServer[] {
  const servers = configurations.find(({ Key: key }) => key === 'domain-name-servers')?.Values ?? [];
  return servers.length === 0 ? [RESOLVER_OF_VPC] : servers.map(({ Value: text = '' }) => readDnsServer(text));
}
