import type { AddressBlock, AddressFamily } from '../../../src/analysis/model/address-block';
import { parseBlock } from '../../../src/analysis/model/address-block';
import type {
  Known, NetworkAclEntry, NetworkInterface, NetworkModel, Route, RouteTarget, SecurityGroup, SecurityGroupRule, Subnet, Vpc, VpcEndpoint, Workload,
} from '../../../src/analysis/model/network';
import type { Question } from '../../../src/analysis/model/question';
import type { ResourceId, Source } from '../../../src/analysis/model/source';
import type { PortedTransport, RuleBlock, RuleProtocol } from '../../../src/analysis/model/traffic';

/*
 * Models of networks by hand: a scenario in ten lines. What is not said is as a plain template has it: private, complete, without rules.
 * A name is the id of the thing.
 */

/** What can be changed in a model before it is judged. */
export type Draft = { -readonly [K in keyof NetworkModel]: NetworkModel[K] extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value>
  : NetworkModel[K] extends readonly (infer Item)[] ? Item[] : NetworkModel[K] };

export const HTTPS: readonly PortedTransport[] = [tcp(443)];

export function tcp(fromPort: number, toPort = fromPort): PortedTransport {
  return { transport: 'tcp', ports: { fromPort, toPort } };
}

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function notKnown(reason = 'it is a parameter without a value'): { readonly known: false; readonly reason: string } {
  return { known: false, reason };
}

export function block(text: string): AddressBlock {
  const found = parseBlock(text);
  if (found === undefined) {
    throw new Error(`not a block: ${text}`);
  }
  return found;
}

/** A rule's block: `10.0.0.0/8`, `pl:s3`, or one that is not known. */
export function ruleBlock(text: string): RuleBlock {
  const found = parseBlock(text);
  return found !== undefined ? { kind: 'block', block: found } : text === '?' ? { kind: 'unknown', reason: 'it is a parameter' } : { kind: 'prefix-list', id: text };
}

export function source(id: ResourceId, type = 'AWS::Test::Thing'): Source {
  return { id, logicalId: id, type };
}

/** A rule of a security group: `['tcp', 443, '0.0.0.0/0']`, or with the name of a group. */
export type RuleText = readonly [protocol: RuleProtocol, port: number | readonly [number, number] | undefined, peer: string];

/** An entry of a network ACL: `[100, 'out', 'allow', 'tcp', 443, '0.0.0.0/0']`. */
export type EntryText = readonly [rule: number, direction: 'out' | 'in', action: 'allow' | 'deny', protocol: RuleProtocol, port: number | readonly [number, number] | undefined, block: string];

export const INTERNET: Question = { kind: 'internet', ports: HTTPS };

export function service(name: string): Question {
  return { kind: 'aws-service', service: name };
}

export function cidr(text: string, ports = HTTPS): Question {
  return { kind: 'cidr', block: block(text), ports };
}

export function resource(name: string, groups: readonly ResourceId[], subnets?: readonly ResourceId[], ports = [tcp(5432)]): Question {
  return { kind: 'resource', name, securityGroups: known(groups), subnets: subnets === undefined ? notKnown() : known(subnets), ports };
}

export class ModelBuilder {
  readonly model: Draft = {
    vpcs: new Map(), subnets: new Map(), routeTables: new Map(), internetGateways: new Map(), egressOnlyInternetGateways: new Map(),
    natGateways: new Map(), networkInterfaces: new Map(), peerings: new Map(), transitGateways: new Map(), transitGatewayAttachments: new Map(),
    transitGatewayRouteTables: new Map(), endpoints: new Map(), securityGroups: new Map(), networkAcls: new Map(), prefixLists: new Map(),
    blockPublicAccess: [], blockPublicAccessExclusions: [],
    gatewayRouteTables: new Map(), listeners: new Map(), workloads: new Map(), unreadCompute: [],
  };

  vpc(id: ResourceId, blocks: readonly string[], props: Partial<Vpc> = {}): ResourceId {
    const parsed = blocks.map(block);
    this.model.vpcs.set(id, {
      source: source(id, 'AWS::EC2::VPC'), ipv4Blocks: parsed.filter(({ family }) => family === 'ipv4'), ipv6Blocks: parsed.filter(({ family }) => family === 'ipv6'),
      blocksComplete: 'yes', dnsSupport: 'yes', dnsHostnames: 'yes', dedicatedTenancy: 'no', defined: true, environment: { group: 'here' }, ...props,
    });
    return id;
  }

  /** A subnet with a route table of its own, which has its name and ` routes`. */
  subnet(id: ResourceId, vpc: ResourceId, blocks: readonly string[], routes: Record<string, RouteTarget> = {},
    props: Partial<Subnet> = {}): ResourceId {
    const parsed = blocks.map(block);
    const [ipv4Block, ipv6Block] = (['ipv4', 'ipv6'] as const).map((family) => parsed.find((found) => found.family === family));
    this.model.subnets.set(id, {
      source: source(id, 'AWS::EC2::Subnet'), vpc, zone: known('a'), ipv4Block, ipv6Block, hasIpv4: ipv4Block === undefined ? 'no' : 'yes',
      hasIpv6: ipv6Block === undefined ? 'no' : 'yes', dns64: 'no', routeTable: known(`${id} routes`), networkAcl: known('default'), defined: true, ...props,
    });
    this.model.routeTables.set(`${id} routes`, { source: source(`${id} routes`, 'AWS::EC2::RouteTable'), vpc, routes: [] });
    Object.entries(routes).forEach(([destination, target]) => this.route(id, destination, target));
    return id;
  }

  /** Add a route to the table of a subnet. */
  route(subnet: ResourceId, destination: string, target: RouteTarget): void {
    const table = this.model.routeTables.get(`${subnet} routes`)!;
    const route: Route = { source: source(`${subnet} ${destination}`, 'AWS::EC2::Route'), destination: ruleBlock(destination), target };
    this.model.routeTables.set(`${subnet} routes`, { ...table, routes: [...table.routes, route] });
  }

  internetGateway(id: ResourceId, ...vpcs: readonly ResourceId[]): RouteTarget {
    this.model.internetGateways.set(id, { source: source(id), attachedTo: vpcs, defined: true });
    return { kind: 'internet-gateway', id };
  }

  egressOnlyGateway(id: ResourceId, vpc: ResourceId): RouteTarget {
    this.model.egressOnlyInternetGateways.set(id, { source: source(id), vpc });
    return { kind: 'egress-only-internet-gateway', id };
  }

  natGateway(id: ResourceId, subnet: ResourceId): RouteTarget {
    this.model.natGateways.set(id, { source: source(id), connectivity: known('public'), place: known({ kind: 'zonal', subnet }), hasPublicAddress: 'yes' });
    return { kind: 'nat-gateway', id };
  }

  regionalNatGateway(id: ResourceId, vpc: ResourceId, zones?: readonly string[]): RouteTarget {
    this.model.natGateways.set(id, { source: source(id), connectivity: known('public'), place: known({ kind: 'regional', vpc, zones }), hasPublicAddress: 'yes' });
    return { kind: 'nat-gateway', id };
  }

  natInstance(id: ResourceId, subnet: ResourceId, groups: readonly ResourceId[], props: Partial<NetworkInterface> = {}): RouteTarget {
    this.model.networkInterfaces.set(id, {
      source: source(id), subnet: known(subnet), securityGroups: known(groups), sourceDestCheck: 'no', hasPublicAddress: 'yes', ...props,
    });
    return { kind: 'network-interface', id };
  }

  peering(id: ResourceId, requester: ResourceId, accepter: ResourceId): RouteTarget {
    this.model.peerings.set(id, { source: source(id), requester: known(requester), accepter: known(accepter), isInterRegion: 'no', statedBlocks: [] });
    return { kind: 'vpc-peering', id };
  }

  transitGateway(id: ResourceId, defaults: 'yes' | 'no' = 'yes'): RouteTarget {
    this.model.transitGateways.set(id, { source: source(id), defaultAssociation: defaults, defaultPropagation: defaults, securityGroupReferencing: 'no', defined: true });
    return { kind: 'transit-gateway', id };
  }

  attachment(id: ResourceId, transitGateway: ResourceId, vpc: ResourceId, subnets: readonly ResourceId[], ipv6Support: 'yes' | 'no' = 'no'): ResourceId {
    this.model.transitGatewayAttachments.set(id, { source: source(id), transitGateway, vpc: known(vpc), subnets: known(subnets), ipv6Support });
    return id;
  }

  transitRouteTable(id: ResourceId, transitGateway: ResourceId, associations: readonly ResourceId[], propagations: readonly ResourceId[],
    routes: Record<string, ResourceId | undefined> = {}, defined = true): void {
    this.model.transitGatewayRouteTables.set(id, {
      source: source(id), transitGateway, associations, propagations, defined,
      routes: Object.entries(routes).map(([destination, attachment]) => ({ source: source(`${id} ${destination}`), destination: ruleBlock(destination), attachment })),
    });
  }

  interfaceEndpoint(id: ResourceId, vpc: ResourceId, name: string, subnets: readonly ResourceId[], groups: readonly ResourceId[],
    props: Partial<VpcEndpoint> = {}): void {
    this.model.endpoints.set(id, {
      source: source(id, 'AWS::EC2::VPCEndpoint'), kind: known('interface'), vpc, service: known(name), privateDns: 'yes', subnets: known(subnets), routeTables: known([]),
      securityGroups: known(groups), families: known(['ipv4']), ...props,
    });
  }

  /** A gateway endpoint, with its route in the tables of the subnets. */
  gatewayEndpoint(id: ResourceId, vpc: ResourceId, name: string, subnets: readonly ResourceId[], props: Partial<VpcEndpoint> = {}): void {
    this.model.endpoints.set(id, {
      source: source(id, 'AWS::EC2::VPCEndpoint'), kind: known('gateway'), vpc, service: known(name), privateDns: 'no', subnets: known([]),
      routeTables: known(subnets.map((subnet) => `${subnet} routes`)), securityGroups: known([]), families: known(['ipv4']), ...props,
    });
    subnets.forEach((subnet) => this.route(subnet, `pl:${name}`, { kind: 'gateway-endpoint', id }));
  }

  group(id: ResourceId, rules: { readonly egress?: readonly RuleText[]; readonly ingress?: readonly RuleText[] } = {},
    props: Partial<SecurityGroup> = {}): ResourceId {
    this.model.securityGroups.set(id, {
      source: source(id, 'AWS::EC2::SecurityGroup'), egress: (rules.egress ?? []).map((rule) => groupRule(id, rule)),
      ingress: (rules.ingress ?? []).map((rule) => groupRule(id, rule)), defaultEgress: 'none', ...props,
    });
    return id;
  }

  /** A network ACL for subnets. */
  networkAcl(id: ResourceId, subnets: readonly ResourceId[], entries: readonly EntryText[]): void {
    this.model.networkAcls.set(id, { source: source(id, 'AWS::EC2::NetworkAcl'), entries: entries.map((entry) => aclEntry(id, entry)) });
    subnets.forEach((subnet) => this.model.subnets.set(subnet, { ...this.model.subnets.get(subnet)!, networkAcl: known(id) }));
  }

  lambda(id: ResourceId, subnets: readonly ResourceId[], groups: readonly ResourceId[], props: Partial<Workload> = {}): Workload {
    const workload: Workload = {
      source: source(id, 'AWS::Lambda::Function'), kind: 'function', attachment: { kind: 'vpc', subnets: known(subnets), securityGroups: known(groups), ipv6Allowed: 'yes' },
      dualStackEndpoints: 'no', hasUrl: 'no', ...props,
    };
    this.model.workloads.set(id, workload);
    return workload;
  }
}

/** All traffic of both families. */
export const EVERYTHING: readonly RuleText[] = [['all', undefined, '0.0.0.0/0'], ['all', undefined, '::/0']];

/**
 * The network that most scenarios change: a dual-stack VPC with a private and a public subnet, a NAT gateway, an egress-only gateway,
 * and a function whose group lets everything out.
 */
export function privateNetwork(): ModelBuilder {
  const net = new ModelBuilder();
  net.vpc('Vpc', ['10.0.0.0/16', '2001:db9:0:100::/56']);
  const gateway = net.internetGateway('Igw', 'Vpc');
  net.subnet('Public', 'Vpc', ['10.0.0.0/24', '2001:db9:0:100::/64'], { '0.0.0.0/0': gateway, '::/0': gateway });
  const nat = net.natGateway('Nat', 'Public');
  net.subnet('Private', 'Vpc', ['10.0.1.0/24', '2001:db9:0:101::/64'], { '0.0.0.0/0': nat, '::/0': net.egressOnlyGateway('Eigw', 'Vpc') });
  net.group('Group', { egress: EVERYTHING }, { vpc: 'Vpc' });
  net.lambda('Fn', ['Private'], ['Group']);
  return net;
}

export function groupRule(id: string, [protocol, port, peer]: RuleText): SecurityGroupRule {
  const isGroup = parseBlock(peer) === undefined && peer !== '?' && !peer.startsWith('pl');
  return { source: source(`${id} rule`), protocol, ports: rangeOf(port), peer: isGroup ? { kind: 'security-group', id: peer } : ruleBlock(peer) };
}

function aclEntry(id: string, [rule, direction, action, protocol, port, destination]: EntryText): NetworkAclEntry {
  return {
    source: source(`${id} ${direction} ${rule}`), ruleNumber: known(rule), egress: direction === 'out' ? 'yes' : 'no', allow: action === 'allow' ? 'yes' : 'no',
    protocol, ports: rangeOf(port), block: ruleBlock(destination),
  };
}

function rangeOf(port: number | readonly [number, number] | undefined) {
  return port === undefined ? undefined : typeof port === 'number' ? { fromPort: port, toPort: port } : { fromPort: port[0], toPort: port[1] };
}

export const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];
