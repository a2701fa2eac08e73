import type { Fate } from './packets';
import { isPrivate, worst } from './packets';
import type { AddressBlock, AddressFamily } from '../../../src/analysis/model/address-block';
import type { NetworkModel, RouteTarget, SecurityGroupPeer, SecurityGroupRule, Subnet } from '../../../src/analysis/model/network';

/*
 * A second opinion on dual-stack networks that shares no code with the first: one packet over TCP walks through egress-only gateways, NAT
 * gateways, NAT hosts, peerings and endpoints, and past Block Public Access, and its answer walks back. Of AWS's prefix lists it is told what is
 * in them, which the first opinion does not know. Nothing is clever here.
 */

export interface Packet {
  readonly from: bigint;
  readonly to: bigint;
  readonly port: number;

  /** The port to which the answer comes. */
  readonly answer: number;
}

type Crossing = 'in' | 'out' | 'back in' | 'back out';

interface Row {
  readonly block: AddressBlock;
  readonly target: RouteTarget;
  readonly rank: number;
}

export class DualStackWalk {
  /**
   * @param lists what is in the prefix lists of AWS
   */
  constructor(
    private readonly model: NetworkModel, private readonly family: AddressFamily, private readonly purpose: 'internet' | 'addresses',
    private readonly own: readonly string[], private readonly lists: Readonly<Record<string, readonly AddressBlock[]>> = {},
  ) {}

  /** From a function in a subnet to an address, where something with these groups listens, or anything. */
  send(subnet: Subnet, packet: Packet, groups?: readonly string[]): Fate {
    const isLetOut = this.allows(this.own, 'egress', packet.to, packet.port, groups);
    if (!isLetOut || groups !== undefined && !this.allows(groups, 'ingress', packet.from, packet.port, this.own)) {
      return 'lost';
    }
    return this.has(this.blockOf(subnet)!, packet.to) ? 'arrives' : this.fromSubnet(subnet, packet, groups);
  }

  /** Whether a packet is asked for at all when the internet is. */
  isInternet(subnet: Subnet, to: bigint): boolean {
    const isOwn = this.blocksOf(subnet.vpc).some((block) => this.has(block, to));
    return this.isPublic(to) && !isOwn && !this.isElsewhere(this.row(subnet, to));
  }

  isPublic(address: bigint): boolean {
    return this.family === 'ipv4' ? !isPrivate(address) : address / 2n ** 125n === 1n && address / 2n ** 96n !== 0x20010DB8n;
  }

  blockOf(subnet: Subnet): AddressBlock | undefined {
    return this.family === 'ipv4' ? subnet.ipv4Block : subnet.ipv6Block;
  }

  has({ family, first, prefixLength }: AddressBlock, address: bigint): boolean {
    return family === this.family && address >= first && address < first + 2n ** BigInt((family === 'ipv4' ? 32 : 128) - prefixLength);
  }

  private fromSubnet(subnet: Subnet, packet: Packet, groups?: readonly string[]): Fate {
    if (!this.crosses(subnet, 'out', packet) || !this.crosses(subnet, 'back in', packet)) {
      return 'lost';
    }
    const target = this.row(subnet, packet.to)?.target;
    if (target?.kind === 'local') {
      return this.inside(subnet, packet);
    }
    if (this.blocksOf(subnet.vpc).some((block) => this.has(block, packet.to))) {
      return 'murky';
    }
    // what is in another VPC of the model does not answer from the internet
    if (target?.kind === 'nat-gateway' && groups !== undefined && this.leadsOn(target.id, packet)) {
      return 'murky';
    }
    if (target?.kind !== 'vpc-peering' && groups !== undefined) {
      return this.family === 'ipv6' && target?.kind === 'network-interface' ? 'murky' : 'lost';
    }
    switch (target?.kind) {
      case 'vpc-peering':
        return this.throughPeering(subnet, target.id, packet);
      case 'gateway-endpoint':
        return 'arrives';
      case 'egress-only-internet-gateway':
        return this.throughEgressOnly(subnet, target.id, packet);
      case 'internet-gateway':
        return this.throughInternetGateway(subnet, target.id, packet);
      case 'nat-gateway':
        return this.throughNat(subnet, target.id, packet);
      case 'network-interface':
        return this.throughHost(subnet, target.id, packet);
      case 'missing':
      case 'transit-gateway':
      case 'unknown':
      case 'unsupported':
      case undefined:
        return 'lost';
    }
  }

  /** An answer that a narrower route than the local one leads elsewhere is not followed. */
  private inside({ vpc }: Subnet, packet: Packet): Fate {
    const found = this.subnetAt(vpc, packet.to);
    const fate = this.into(found, packet);
    return fate === 'arrives' && found !== undefined && this.row(found, packet.from)?.target.kind !== 'local' ? 'murky' : fate;
  }

  private into(subnet: Subnet | undefined, packet: Packet): Fate {
    return subnet === undefined || this.crosses(subnet, 'in', packet) && this.crosses(subnet, 'back out', packet) ? 'arrives' : 'lost';
  }

  private throughPeering({ vpc }: Subnet, id: string, packet: Packet): Fate {
    const { requester, accepter } = this.model.peerings.get(id)!;
    const other = [requester, accepter].flatMap((end) => end.known && end.value !== vpc ? [end.value] : [])[0];
    if (!this.blocksOf(other).some((block) => this.has(block, packet.to))) {
      return 'lost';
    }
    const subnet = this.subnetAt(other, packet.to);
    const back = subnet === undefined ? undefined : this.row(subnet, packet.from)?.target;
    return subnet === undefined || back?.kind === 'vpc-peering' && back.id === id ? this.into(subnet, packet) : 'lost';
  }

  private throughEgressOnly(subnet: Subnet, id: string, packet: Packet): Fate {
    const isOpen = this.family === 'ipv6' && this.isPublic(packet.to) && this.model.egressOnlyInternetGateways.get(id)!.vpc === subnet.vpc;
    return isOpen ? worst([this.pastBlockPublicAccess(subnet, false), this.arrivesInOther(subnet, packet)]) : 'lost';
  }

  /** Public addresses of another VPC are reached from the internet through its own gateway, which has to lead answers out too. */
  private arrivesInOther({ vpc }: Subnet, packet: Packet): Fate {
    const other = [...this.model.vpcs.keys()].find((id) => id !== vpc && this.blocksOf(id).some((block) => this.has(block, packet.to)));
    if (other === undefined || this.purpose === 'internet') {
      return 'arrives';
    }
    const isOpen = [...this.model.internetGateways.values()].some(({ attachedTo }) => attachedTo.includes(other));
    const subnet = this.subnetAt(other, packet.to);
    const isBack = subnet === undefined || this.row(subnet, packet.from)?.target.kind === 'internet-gateway';
    return !isOpen || !isBack ? 'lost' : subnet === undefined ? 'arrives' : worst([this.pastBlockPublicAccess(subnet, true), this.into(subnet, packet)]);
  }

  /** No source says whether IPv6 of a function passes. */
  private throughInternetGateway(subnet: Subnet, id: string, packet: Packet): Fate {
    const isOpen = this.family === 'ipv6' && this.isPublic(packet.to) && this.isAttached(id, subnet);
    return isOpen && worst([this.pastBlockPublicAccess(subnet, true), this.arrivesInOther(subnet, packet)]) !== 'lost' ? 'murky' : 'lost';
  }

  private throughNat(sender: Subnet, id: string, packet: Packet): Fate {
    const { place } = this.model.natGateways.get(id)!;
    const subnet = place.known && place.value.kind === 'zonal' ? this.model.subnets.get(place.value.subnet)! : undefined;
    if (this.family === 'ipv6') {
      return this.isPublic(packet.to) ? 'lost' : 'murky';
    }
    return subnet === undefined || subnet.vpc !== sender.vpc ? 'lost' : this.throughTranslating(sender, subnet, packet, false);
  }

  /** Whether a NAT gateway has a route of its own to what is not the internet. */
  private leadsOn(id: string, { to }: Packet): boolean {
    const { place } = this.model.natGateways.get(id)!;
    const subnet = place.known && place.value.kind === 'zonal' ? this.model.subnets.get(place.value.subnet)! : undefined;
    const target = subnet === undefined ? undefined : this.row(subnet, to)?.target;
    return target !== undefined && target.kind !== 'internet-gateway';
  }

  private throughHost(sender: Subnet, id: string, packet: Packet): Fate {
    const host = this.model.networkInterfaces.get(id)!;
    if (this.family === 'ipv6') {
      return 'murky';
    }
    const groups = host.securityGroups.known ? host.securityGroups.value : [];
    const forwards = host.sourceDestCheck === 'no' && host.hasPublicAddress === 'yes'
      && this.allows(groups, 'ingress', packet.from, packet.port, this.own) && this.allows(groups, 'egress', packet.to, packet.port);
    const subnet = this.model.subnets.get(host.subnet.known ? host.subnet.value : '')!;
    return forwards && subnet.vpc === sender.vpc ? this.throughTranslating(sender, subnet, packet, true) : 'lost';
  }

  private throughTranslating(sender: Subnet, subnet: Subnet, packet: Packet, isTwoWay: boolean): Fate {
    if (subnet !== sender && !(this.crosses(subnet, 'in', packet) && this.crosses(subnet, 'back out', packet))) {
      return 'lost';
    }
    const past = this.pastBlockPublicAccess(subnet, isTwoWay);
    const row = this.row(subnet, packet.to);
    if (past === 'lost' || this.isElsewhere(row)) {
      return past === 'lost' ? 'lost' : past === 'murky' ? 'murky' : 'elsewhere';
    }
    const isOut = row?.target.kind === 'internet-gateway' && this.isAttached(row.target.id, subnet)
      && this.crosses(subnet, 'out', packet) && this.crosses(subnet, 'back in', packet);
    const isBack = subnet === sender || this.row(subnet, packet.from)?.target.kind === 'local';
    return !isOut ? 'lost' : isBack ? past : 'murky';
  }

  /** What is excluded for egress alone says nothing of a host that answers too. */
  private pastBlockPublicAccess({ vpc, source }: Subnet, isTwoWay: boolean): Fate {
    const modes = this.model.blockPublicAccess.map(({ mode }) => mode.known ? mode.value : 'off');
    const applies = modes.includes('block-bidirectional') || isTwoWay && modes.includes('block-ingress');
    const exclusions = this.model.blockPublicAccessExclusions.filter(({ of }) => of.known && (of.value === vpc || of.value === source.id));
    const isExcluded = exclusions.some(({ mode }) => !isTwoWay || mode.known && mode.value === 'allow-bidirectional');
    return !applies || isExcluded ? 'arrives' : exclusions.length > 0 ? 'murky' : 'lost';
  }

  private isAttached(gateway: string, { vpc }: Subnet): boolean {
    return this.model.internetGateways.get(gateway)!.attachedTo.includes(vpc);
  }

  private isElsewhere(row: Row | undefined): boolean {
    return this.purpose === 'internet' && row !== undefined && row.block.prefixLength >= (this.family === 'ipv4' ? 8 : 16)
      && ['local', 'vpc-peering', 'transit-gateway'].includes(row.target.kind);
  }

  private row(subnet: Subnet, to: bigint): Row | undefined {
    const table = this.model.routeTables.get(subnet.routeTable.known ? subnet.routeTable.value : '')!;
    const rows = table.routes.flatMap(({ destination, target }): Row[] => destination.kind === 'block' ? [{ block: destination.block, target, rank: 1 }]
      : destination.kind === 'prefix-list' && this.answers(target) ? (this.lists[destination.id] ?? []).map((block) => ({ block, target, rank: 2 })) : []);
    this.blocksOf(subnet.vpc).forEach((block) => rows.push({ block, target: { kind: 'local' }, rank: 0 }));
    const matching = rows.filter(({ block }) => this.has(block, to));
    return matching.sort((one, other) => other.block.prefixLength - one.block.prefixLength || one.rank - other.rank)[0];
  }

  /** An endpoint has routes over the families that it answers over. */
  private answers(target: RouteTarget): boolean {
    const families = target.kind === 'gateway-endpoint' ? this.model.endpoints.get(target.id)!.families : undefined;
    return families?.known !== true || families.value.includes(this.family);
  }

  private blocksOf(vpc: string): readonly AddressBlock[] {
    const { ipv4Blocks, ipv6Blocks } = this.model.vpcs.get(vpc)!;
    return this.family === 'ipv4' ? ipv4Blocks : ipv6Blocks;
  }

  private subnetAt(vpc: string, address: bigint): Subnet | undefined {
    return [...this.model.subnets.values()].find((subnet) => {
      const block = this.blockOf(subnet);
      return subnet.vpc === vpc && block !== undefined && this.has(block, address);
    });
  }

  private crosses(subnet: Subnet, how: Crossing, { from, to, port, answer }: Packet): boolean {
    const id = subnet.networkAcl.known ? subnet.networkAcl.value : 'default';
    if (id === 'default') {
      return true;
    }
    // the other end of a subnet that sends is `to`, of one that is sent to it is `from`
    const other = how === 'out' || how === 'back in' ? to : from;
    const wanted = how === 'in' || how === 'out' ? port : answer;
    const entries = this.model.networkAcls.get(id)!.entries.filter(({ egress }) => egress === (how.endsWith('out') ? 'yes' : 'no'));
    entries.sort((one, two) => (one.ruleNumber.known ? one.ruleNumber.value : 0) - (two.ruleNumber.known ? two.ruleNumber.value : 0));
    return entries.find((entry) => isAbout(entry, wanted) && this.isPeer(entry.block, other, []))?.allow === 'yes';
  }

  private allows(groups: readonly string[], direction: 'egress' | 'ingress', address: bigint, port: number, others: readonly string[] = []): boolean {
    const rules = groups.flatMap((id) => this.model.securityGroups.get(id)![direction]);
    return rules.some((rule) => isAbout(rule, port) && this.isPeer(rule.peer, address, others));
  }

  private isPeer(peer: SecurityGroupPeer, address: bigint, others: readonly string[]): boolean {
    switch (peer.kind) {
      case 'security-group':
        return others.includes(peer.id);
      case 'block':
        return this.has(peer.block, address);
      case 'prefix-list':
        return (this.lists[peer.id] ?? []).some((block) => this.has(block, address));
      case 'unknown':
        throw new RangeError('the model has no unknowns');
    }
  }
}

function isAbout({ protocol, ports }: Pick<SecurityGroupRule, 'protocol' | 'ports'>, port: number): boolean {
  return protocol === 'all' || protocol === 'tcp' && ports !== undefined && ports.fromPort <= port && port <= ports.toPort;
}
