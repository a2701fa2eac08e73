import { describeNetworks } from './describe/describe-network';
import type { SnapshotFile } from './load/load-snapshot';
import type { AddressBlock, AddressFamily } from './model/address-block';
import { ADDRESS_FAMILIES, contains, spellBlock } from './model/address-block';
import type { Known, NetworkModel, SecurityGroupRule, Subnet, Vpc, VpcEndpoint } from './model/network';
import type { ResourceId } from './model/source';
import { describeSource } from './model/source';
import { HTTPS } from './model/traffic';
import type { SubnetVerdict } from './model/verdict';
import { WithoutGroups } from './reason/without-groups';
import { portsOfService } from '../services/service-ports';

/*
 * Models: a VPC in a snapshot, as constructs ask for it, in plain data. Where its subnets lead is what the analysis says of a function that its groups let out to everything.
 * Law: what the snapshot does not have is not guessed: it is undefined, and whoever needs it is told so.
 */

/** The subnets that lead to the internet through an internet gateway, those that lead anywhere else beyond the VPC by default, and those that do not. */
export type SubnetKind = 'public' | 'private' | 'isolated';

export interface SnapshotSubnet {
  readonly id: string;

  /** The tag `Name`. */
  readonly name?: string;
  readonly zone?: string;
  readonly routeTable?: string;

  /** Undefined when its routes are not known. */
  readonly kind?: SubnetKind;
  readonly isDualStack?: boolean;
}

/** The ways from subnets to the internet. */
export interface SnapshotInternet {
  /** The families that lead there, or of which it is not known as long as none is known to. */
  readonly families: readonly AddressFamily[];

  /** The reasons why others do not. */
  readonly reason: string;
}

/** An interface endpoint whose service is called by its usual name. */
export interface SnapshotEndpoint {
  readonly service: string;

  /** Undefined when they are not known. */
  readonly groups?: readonly string[];

  /** Tells whether its groups let in whatever comes from the subnets. */
  readonly letsIn: boolean;

  /** The blocks that its addresses are of. */
  readonly blocks: readonly string[];
}

export class SnapshotVpc {
  readonly subnets: readonly SnapshotSubnet[];
  readonly takenOn: string;
  readonly region?: string;

  /** The account in which the snapshot was taken, and the one that owns the VPC. */
  readonly account?: string;
  readonly owner?: string;
  readonly name?: string;
  private readonly vpc: Vpc;

  constructor(readonly id: string, private readonly model: NetworkModel, { snapshot }: SnapshotFile) {
    this.vpc = model.vpcs.get(id)!;
    this.name = this.vpc.source.name;
    ({ takenOn: this.takenOn, region: this.region, account: this.account } = snapshot);
    this.owner = snapshot.sections.Vpcs?.find(({ VpcId: vpc }) => vpc === id)?.OwnerId;
    this.subnets = [...model.subnets.values()].filter(({ vpc }) => vpc === id).map((subnet) => this.subnet(subnet))
      .sort((one, other) => orderOf(one) < orderOf(other) ? -1 : 1);
  }

  get isDedicated(): boolean {
    return this.vpc.dedicatedTenancy === 'yes';
  }

  /** The blocks of the VPC, the primary one first. */
  blocks(family: AddressFamily): readonly string[] {
    return (family === 'ipv4' ? this.vpc.ipv4Blocks : this.vpc.ipv6Blocks).map(spellBlock);
  }

  /** The servers that are asked for names, the Route 53 Resolver apart. */
  dnsServers(): readonly string[] {
    const { servers = [] } = this.model.dns?.dhcpOptions.get(this.id) ?? {};
    return servers.flatMap((server) => server.kind === 'address' ? [spellBlock(server.block).replace(/\/\d+$/, '')] : []);
  }

  internetFrom(subnets: readonly ResourceId[]): SnapshotInternet {
    const network = new WithoutGroups(this.model);
    const verdicts = ADDRESS_FAMILIES.map((family) => network.judge(subnets, { kind: 'internet', ports: HTTPS }, family));
    const proven = verdicts.filter(({ verdict }) => verdict === 'reachable');
    const open = proven.length > 0 ? proven : verdicts.filter(({ verdict }) => verdict === 'inconclusive');
    return {
      families: open.map(({ family }) => family),
      reason: reasonsOf(verdicts.filter((verdict) => !open.includes(verdict)).flatMap((verdict) => verdict.subnets)),
    };
  }

  /** The prefix lists of the gateway endpoints in the route tables of subnets, by service; undefined of one that the snapshot does not name. */
  gatewayEndpointsFrom(subnets: readonly ResourceId[]): ReadonlyMap<string, string | undefined> {
    const tables = new Set(this.subnets.filter(({ id }) => subnets.includes(id)).flatMap(({ routeTable }) => routeTable ?? []));
    const lists = new Map([...this.model.servicePrefixLists ?? []].map(([key, service]) => [`${key.split(' ')[0]} ${service}`, key.split(' ')[1]]));
    return new Map(this.endpoints('gateway').filter(({ endpoint: { routeTables } }) => routeTables.known && routeTables.value.some((table) => tables.has(table)))
      .map(({ service }) => [service, lists.get(`${this.id} pl:${service}`)]));
  }

  /** The interface endpoints that answer to the names of their services, or may. */
  interfaceEndpointsFrom(subnets: readonly ResourceId[]): readonly SnapshotEndpoint[] {
    const from = subnets.flatMap((id) => this.model.subnets.get(id) ?? []);
    return this.endpoints('interface').filter(({ endpoint }) => endpoint.privateDns !== 'no').map(({ endpoint, service }) => {
      const { securityGroups: groups, subnets: places, families } = endpoint;
      const blocks = valueOf(places, []).flatMap((id) => blocksOf(this.model.subnets.get(id), valueOf(families, ['ipv4'])));
      return {
        service, ...groups.known && groups.value.length > 0 ? { groups: groups.value } : {},
        letsIn: this.letsIn(valueOf(groups, []), from, service), blocks: blocks.map(spellBlock),
      };
    });
  }

  private subnet({ source: { id, name }, zone, routeTable, hasIpv4, hasIpv6 }: Subnet): SnapshotSubnet {
    const kind = routeTable.known ? this.kindOf(routeTable.value) : undefined;
    const isDualStack = hasIpv6 === 'unknown' || hasIpv4 === 'unknown' ? undefined : hasIpv6 === 'yes' && hasIpv4 === 'yes';
    return { id, name, zone: valueOf(zone, undefined), routeTable: valueOf(routeTable, undefined), kind, isDualStack };
  }

  private kindOf(id: ResourceId): SubnetKind | undefined {
    const table = this.model.routeTables.get(id);
    const defaults = (table?.routes ?? []).filter(({ destination }) => destination.kind === 'block' && destination.block.prefixLength === 0)
      .map(({ target }) => target.kind);
    const kind = defaults.includes('internet-gateway') ? 'public' : defaults.some((target) => target !== 'missing' && target !== 'local') ? 'private' : 'isolated';
    return table === undefined || table.furtherRoutes !== undefined && kind === 'isolated' ? undefined : kind;
  }

  private endpoints(kind: 'gateway' | 'interface'): readonly { readonly endpoint: VpcEndpoint; readonly service: string }[] {
    return [...this.model.endpoints.values()].flatMap((endpoint) => {
      const { vpc, kind: own, service } = endpoint;
      return vpc === this.id && own.known && own.value === kind && service.known ? [{ endpoint, service: service.value }] : [];
    });
  }

  private letsIn(groups: readonly ResourceId[], subnets: readonly Subnet[], service: string): boolean {
    const rules = groups.flatMap((id) => this.model.securityGroups.get(id)?.ingress ?? []);
    const blocks = subnets.flatMap((subnet) => blocksOf(subnet, ['ipv4']));
    const [ports] = portsOfService(service);
    const isAdmitted = (block: AddressBlock) => ports.every((range) => rules.some((rule) => admits(rule, block, range)));
    return blocks.length === subnets.length && blocks.length > 0 && blocks.every(isAdmitted);
  }
}

/** The VPCs in a snapshot, as far as it has more than the ends of peering connections of them. */
export function vpcsOf(file: SnapshotFile): readonly SnapshotVpc[] {
  const model = describeNetworks([file.snapshot]);
  return (file.snapshot.sections.Vpcs ?? []).flatMap(({ VpcId: id }) => id === undefined ? [] : [new SnapshotVpc(id, model, file)]);
}

function reasonsOf(verdicts: readonly SubnetVerdict[]): string {
  return [...new Set(verdicts.flatMap(({ path }) => path.obstacles.map(({ detail }) => detail)))].join('; ');
}

/** In each zone, and there by their ids. */
function orderOf({ zone = '', id }: SnapshotSubnet): string {
  return `${zone} ${id}`;
}

function blocksOf(subnet: Subnet | undefined, families: readonly AddressFamily[]): readonly AddressBlock[] {
  const blocks = { ipv4: subnet?.ipv4Block, ipv6: subnet?.ipv6Block };
  return families.flatMap((family) => blocks[family] ?? []);
}

function admits({ protocol, ports, peer }: SecurityGroupRule, block: AddressBlock, [from, to]: readonly [number, number]): boolean {
  return (protocol === 'all' || protocol === 'tcp') && ports !== undefined && ports.fromPort <= from && to <= ports.toPort
    && peer.kind === 'block' && contains(peer.block, block) === 'yes';
}

function valueOf<T, E extends T | undefined>(known: Known<T>, otherwise: E): T | E {
  return known.known ? known.value : otherwise;
}

/** How a VPC is called in a list. */
export function nameOf({ id, name }: SnapshotVpc): string {
  return describeSource({ id, type: 'AWS::EC2::VPC', ...name === undefined ? {} : { name } });
}
