import type { NetworkIndex } from './network-index';
import { nameOfVpc } from './route-tables';
import type { AddressBlock } from '../model/address-block';
import { addressBits, contains, isSameBlock } from '../model/address-block';
import type { DhcpOptions, DnsServer } from '../model/dns';
import type { ResourceId } from '../model/source';
import { mayBeAnyResource } from '../model/source';
import type { Ternary } from '../model/ternary';

/*
 * Models: whom a VPC asks for addresses of names: the Route 53 Resolver of the VPC, or servers that its DHCP options name.
 * Law: a VPC that templates associate with no options has the Resolver. The address two above the base of the primary block is the Resolver,
 * to the VPC itself and to nobody else: AWS documents that queries to that of another VPC are not answered.
 */

/** A server, seen from a VPC. */
export type ServerOfVpc = DnsServer | { readonly kind: 'resolver of another VPC'; readonly block: AddressBlock; readonly vpc: string };

/** The servers of a VPC. */
export interface VpcDns extends Pick<DhcpOptions, 'source'> {
  readonly servers: readonly ServerOfVpc[];

  /** Tells whether all questions go to the Route 53 Resolver of the VPC. */
  readonly asksResolver: Ternary;
}

const AMAZON: VpcDns = { servers: [{ kind: 'resolver' }], asksResolver: 'yes' };

export class DnsServers {
  private readonly known = new Map<ResourceId, VpcDns>();
  private readonly resolvers: readonly { readonly vpc: ResourceId; readonly block: AddressBlock }[];

  /** Why any VPC may have options that are not known. */
  private readonly stray: ResourceId | undefined;

  constructor(private readonly network: NetworkIndex) {
    const vpcs = [...network.model.dns?.dhcpOptions.keys() ?? []];
    this.stray = vpcs.filter(mayBeAnyResource).sort()[0];
    this.resolvers = vpcs.length === 0 ? [] : [...network.model.vpcs.keys()].flatMap((vpc) => this.plusTwo(vpc).map((block) => ({ vpc, block })));
  }

  of(vpc: ResourceId): VpcDns {
    const known = this.known.get(vpc) ?? this.read(vpc);
    this.known.set(vpc, known);
    return known;
  }

  private read(vpc: ResourceId): VpcDns {
    const options = this.network.model.dns?.dhcpOptions.get(vpc);
    if (options === undefined && this.stray !== undefined) {
      const reason = `templates associate DHCP options with a VPC that is found out during deployment (${this.stray.slice(1)}), and it may be ${nameOfVpc(this.network, vpc)}`;
      return { servers: [{ kind: 'unknown', reason }], asksResolver: 'unknown' };
    }
    if (options === undefined) {
      return AMAZON;
    }
    const servers = options.servers.map((server) => this.fromVpc(server, vpc));
    return { ...options, servers, asksResolver: servers.every(({ kind }) => kind === 'resolver') ? 'yes' : 'unknown' };
  }

  private fromVpc(server: DnsServer, vpc: ResourceId): ServerOfVpc {
    if (server.kind !== 'address') {
      return server;
    }
    const owner = this.resolvers.find(({ block }) => isSameBlock(block, server.block));
    if (owner !== undefined && this.resolvers.some((each) => each.vpc === vpc && isSameBlock(each.block, server.block))) {
      return { kind: 'resolver' };
    }
    const isOwn = this.network.blocksOf(vpc, server.block.family).some((own) => contains(own, server.block) === 'yes');
    if (owner !== undefined && !isOwn) {
      return { kind: 'resolver of another VPC', block: server.block, vpc: nameOfVpc(this.network, owner.vpc) };
    }
    return this.mayBePlusTwo(vpc, server.block) ? { kind: 'unknown', reason: 'it may be the Route 53 Resolver of the VPC, whose primary block is not known' } : server;
  }

  /** The Resolver's own address in a VPC whose primary block is known: blocks that are all known stand in their order. */
  private plusTwo(vpc: ResourceId): readonly AddressBlock[] {
    const found = this.network.model.vpcs.get(vpc);
    const [primary] = found?.blocksComplete === 'yes' && found.defined ? found.ipv4Blocks : [];
    return primary === undefined || primary.allocation !== undefined ? [] : [twoAbove(primary)];
  }

  private mayBePlusTwo(vpc: ResourceId, address: AddressBlock): boolean {
    const [primary, ...secondary] = this.network.blocksOf(vpc, 'ipv4');
    const isPrimaryKnown = this.plusTwo(vpc).length > 0;
    const blocks = isPrimaryKnown || primary === undefined ? secondary : [primary, ...secondary];
    return !isPrimaryKnown && address.family === 'ipv4' && address.first % 16n === 2n || blocks.some((block) => isSameBlock(twoAbove(block), address));
  }
}

function twoAbove({ family, first, allocation }: AddressBlock): AddressBlock {
  return { family, first: first + 2n, prefixLength: addressBits(family), ...allocation === undefined ? {} : { allocation } };
}
