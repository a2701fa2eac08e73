import type { DhcpOptions, DnsHost, DnsServer } from '../model/dns';
import { RESOLVER_OF_VPC, readDnsServer } from '../model/dns';
import type { ResourceId } from '../model/source';
import { idOf, idOrSymbol, itemsOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Value } from '../template/value';
import { isComposite, isNone, literalText, reasonOf } from '../template/value';

/*
 * Models: the DHCP options of each VPC, as far as they name DNS servers. Options that name none mean the Route 53 Resolver, and so does the
 * id `default`, which stands for no options: the documentation of `AWS::EC2::DHCPOptions` and `AWS::EC2::VPCDHCPOptionsAssociation`.
 * Refuses: to choose between two associations of one VPC. The later one counts, and a template does not say which that is.
 */

/** What attributes of resources are addresses of theirs. */
const ADDRESS_ATTRIBUTE = /^(.+)\.(PrivateIp|PrimaryPrivateIpAddress|PrimaryIpv6Address|SecondaryPrivateIpAddresses|DnsIpAddresses)$/;

/** The options of each VPC with which templates associate any. */
export function readDhcpOptions(deployment: Deployment, hosts: ReadonlyMap<ResourceId, DnsHost>): ReadonlyMap<ResourceId, DhcpOptions> {
  const options = new Map(deployment.resources('AWS::EC2::DHCPOptions').map((resource): [ResourceId, DhcpOptions] =>
    [resource.id, { source: resource.source(), servers: readServers(resource.get('DomainNameServers'), hosts) }]));
  const associated = new Map<ResourceId, DhcpOptions>();
  for (const resource of deployment.resources('AWS::EC2::VPCDHCPOptionsAssociation')) {
    const vpc = idOrSymbol(resource.get('VpcId'));
    const found = optionsOf(resource.get('DhcpOptionsId'), options);
    const before = associated.get(vpc);
    associated.set(vpc, before === undefined || before === found ? found : unknownOptions('templates associate two sets of DHCP options with the VPC'));
  }
  return new Map([...deployment.existing?.dns?.dhcpOptions ?? [], ...associated]);
}

function optionsOf(value: Value, options: ReadonlyMap<ResourceId, DhcpOptions>): DhcpOptions {
  const id = idOf(value);
  if (!id.known) {
    return unknownOptions(id.reason);
  }
  return id.value === 'default' ? { servers: [RESOLVER_OF_VPC] } : options.get(id.value) ?? unknownOptions(`no template that was read defines the DHCP options ${id.value}`);
}

function unknownOptions(reason: string): DhcpOptions {
  return { servers: [{ kind: 'unknown', reason }] };
}

function readServers(written: Value, hosts: ReadonlyMap<ResourceId, DnsHost>): readonly DnsServer[] {
  const servers = itemsOf(written).flatMap((item) => {
    const text = literalText(item);
    return text === undefined ? [notLiteral(item, hosts)] : text.split(',').map((each) => each.trim()).filter((each) => each !== '').map(readDnsServer);
  });
  return isNone(written) || servers.length === 0 ? [RESOLVER_OF_VPC] : servers;
}

function notLiteral(value: Value, hosts: ReadonlyMap<ResourceId, DnsHost>): DnsServer {
  const symbol = isComposite(value) && value.kind === 'unknown' ? value.symbol : undefined;
  const host = hosts.get(ADDRESS_ATTRIBUTE.exec(symbol ?? '')?.[1] ?? '');
  return host === undefined ? { kind: 'unknown', reason: reasonOf(value) } : { kind: 'host', host };
}
