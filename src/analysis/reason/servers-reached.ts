import { everyAddressOf, familyName } from './address-set';
import { blockPaths } from './block-paths';
import type { CandidatePath, PathSegment } from './candidate-path';
import { OPEN, asUncertain, concat, ingress, isBlocked, requireAll } from './candidate-path';
import type { ServerOfVpc, VpcDns } from './dns-servers';
import type { Flow, NetworkContext } from './network-context';
import { addressesOfSubnet, addressesOfVpc } from './network-context';
import { unknown, unless, violated } from './obstacles';
import { resourcePaths } from './resource-paths';
import { nameOfVpc } from './route-tables';
import { isTranslating } from './translated-paths';
import type { AddressBlock, AddressFamily } from '../model/address-block';
import { spellBlock } from '../model/address-block';
import type { DnsHost } from '../model/dns';
import type { Subnet } from '../model/network';
import type { Question } from '../model/question';
import { describeSource } from '../model/source';
import type { PortedTransport } from '../model/traffic';
import { tcp } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the way to the DNS servers of a VPC, which whatever is asked for by name needs first. The Route 53 Resolver is there for every subnet, and no
 * filter is in its way; another server is a host like others, asked on port 53, over TCP when an answer is long.
 * Law: names surely resolve when every server is reached over both, and surely do not when none is reached over UDP.
 */

const UDP: PortedTransport = { transport: 'udp', ports: { fromPort: 53, toPort: 53 } };
const TCP = tcp(53);

/** A path as the function goes it. */
export type AsFunction = (candidate: CandidatePath, family: AddressFamily) => CandidatePath;

/** Tells whether a destination is asked for by name: of blocks and prefix lists the addresses are known. */
export function isByName(question: Question): boolean {
  const { kind } = question;
  return kind === 'internet' || kind === 'aws-service' || kind === 'resource' && question.isAddressed !== true;
}

/** Tells whether a subnet's VPC has the Route 53 Resolver and no other server, as most have: it is there for every function. */
export function hasResolverAlone(context: NetworkContext, subnet: Subnet): boolean {
  return context.dns.of(subnet.vpc).asksResolver === 'yes' && context.network.vpcOf(subnet)?.dnsSupport === 'yes';
}

/** Returns what is in the way to the servers of a subnet's VPC. */
export function serversReached(context: NetworkContext, subnet: Subnet, asFunction: AsFunction): PathSegment {
  const dns = context.dns.of(subnet.vpc);
  if (hasResolverAlone(context, subnet)) {
    return OPEN;
  }
  const found = dns.servers.map((server) => reach(context, subnet, dns, server, asFunction));
  const isAnyReached = found.some((segment) => !isBlocked(segment));
  return concat(
    ...found.map(({ obstacles = [], assumptions }) => ({ assumptions, obstacles: isAnyReached ? asUncertain(obstacles) : obstacles })),
    dns.asksResolver === 'yes' ? {} : { assumptions: [`${namesOf(dns)} answer for the names that are asked for`] },
  );
}

/** The servers of a VPC, in people's words. */
export function namesOf({ servers, source }: VpcDns): string {
  const names = servers.map(nameOf);
  return `the DNS servers ${names.length === 0 ? '' : `(${names.join(', ')}) `}of ${source === undefined ? 'the VPC' : describeSource(source)}`;
}

function nameOf(server: ServerOfVpc): string {
  switch (server.kind) {
    case 'resolver':
      return 'the Route 53 Resolver';
    case 'address':
    case 'resolver of another VPC':
      return addressOf(server.block);
    case 'host':
      return describeSource(server.host.source);
    case 'unknown':
      return 'one that is not known';
  }
}

function addressOf(block: AddressBlock): string {
  return spellBlock(block).replace(/\/\d+$/, '');
}

function reach(context: NetworkContext, subnet: Subnet, dns: VpcDns, server: ServerOfVpc, asFunction: AsFunction): PathSegment {
  switch (server.kind) {
    case 'resolver':
      return { obstacles: resolverIsOn(context, subnet) };
    case 'unknown':
      return { obstacles: [unknown({ ...details(dns), detail: `which DNS servers ${nameOfVpc(context.network, subnet.vpc)} has is not known: ${server.reason}` })] };
    case 'resolver of another VPC':
      return {
        obstacles: [violated({ ...details(dns), detail: `${addressOf(server.block)} is the Route 53 Resolver of ${server.vpc}, which answers nobody outside of that VPC` })],
      };
    case 'host':
      return overBoth((ports) => asFunction(toHost(context, { subnet, ports }, server.host), 'ipv4'), nameOf(server));
    case 'address':
      return overBoth((ports) => asFunction(toAddress(context, { subnet, ports }, server.block), server.block.family), nameOf(server));
  }
}

function details({ source }: VpcDns) {
  return {
    code: 'DNS_SERVER_NOT_REACHED' as const, source,
    mend: 'judge it together with the template that defines the DHCP options, or name AmazonProvidedDNS in DomainNameServers and forward domains of your own with AWS::Route53Resolver::ResolverRule',
  };
}

function resolverIsOn({ network }: NetworkContext, { vpc }: Subnet): readonly Obstacle[] {
  const found = network.model.vpcs.get(vpc);
  return found === undefined || !found.defined ? [] : unless(found.dnsSupport, {
    code: 'DNS_SERVER_NOT_REACHED', source: found.source,
    detail: `${nameOfVpc(network, vpc)} ${found.dnsSupport === 'no' ? 'has' : 'may have'} EnableDnsSupport: false, so that no Route 53 Resolver answers there`,
    mend: 'EnableDnsSupport: true', inConstructs: 'a PrivateLambdaNetwork has it',
  });
}

function overBoth(path: (ports: readonly PortedTransport[]) => CandidatePath, server: string): PathSegment {
  const both = path([UDP, TCP]);
  const found = both.obstacles.length === 0 || isBlocked(path([UDP])) ? both : { ...both, obstacles: asUncertain(both.obstacles) };
  return {
    assumptions: found.assumptions, obstacles: found.obstacles.map((obstacle) => ({
      ...obstacle, code: 'DNS_SERVER_NOT_REACHED',
      detail: `DNS server ${server} ${obstacle.status === 'violated' ? 'is' : 'may not be'} reached: ${obstacle.detail}`.replace(' is reached:', ' is not reached:'),
    })),
  };
}

/** A server at an address; of one that a template places there, its groups count. */
function toAddress(context: NetworkContext, flow: Omit<Flow, 'to'>, block: AddressBlock): CandidatePath {
  const path = requireAll(blockPaths(context, flow, block));
  const { subnets: all, dns } = context.network.model;
  const hosts = dns?.hosts.get(spellBlock(block)) ?? [];
  const near = hosts.filter(({ subnets }) => subnets.known && subnets.value.some((id) => all.get(id)?.vpc === flow.subnet.vpc));
  const [host, ...others] = near.length > 0 ? near : hosts;
  const groups = others.length > 0 ? undefined : host?.securityGroups;
  const isTranslated = context.routes.lookUp(flow.subnet, everyAddressOf(block), 'addresses').some(isTranslating);
  return groups?.known !== true ? path : concat(path, {
    demands: [ingress({
      groups: groups.value, of: host.source, what: describeSource(host.source), ports: flow.ports,
      // what a NAT gateway sends on comes from elsewhere in the VPC, and from no security group
      from: isTranslated ? addressesOfVpc(context.network, flow.subnet.vpc, block.family) : addressesOfSubnet(context, flow.subnet, block.family),
      references: near.length > 0 && !isTranslated ? 'yes' : 'unknown',
    })],
  });
}

/** A server that the template defines at an address of its subnets. */
function toHost(context: NetworkContext, flow: Omit<Flow, 'to'>, { source, subnets, securityGroups }: DnsHost): CandidatePath {
  const name = describeSource(source);
  const groups = securityGroups ?? { known: true, value: [] } as const;
  const [path] = resourcePaths(context, flow, { kind: 'resource', name, subnets, ports: flow.ports, securityGroups: groups }, 'ipv4');
  return securityGroups !== undefined ? path : {
    ...path, demands: path.demands.filter(({ kind }) => kind === 'egress'),
    assumptions: [
      ...path.assumptions, `${name} answers questions from ${familyName('ipv4')} addresses of the VPC`,
    ],
  };
}
