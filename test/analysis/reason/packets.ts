import type { AddressBlock } from '../../../src/analysis/model/address-block';
import type { NetworkModel, RouteTarget, SecurityGroupRule, Subnet, TransitGatewayAttachment } from '../../../src/analysis/model/network';
import type { RuleBlock } from '../../../src/analysis/model/traffic';

/*
 * A second opinion that shares no code with the first: one IPv4 packet over TCP, with addresses and ports that are numbers, walks hop by hop
 * through a model without unknowns, and its answer walks back. Nothing is clever here.
 */

export interface Packet {
  readonly from: bigint;
  readonly to: bigint;
  readonly port: number;

  /** The port to which the answer comes. */
  readonly answer: number;
}

/** `elsewhere`: the packet is not what was asked; `murky`: the model says nothing about what happens to it. */
export type Fate = 'arrives' | 'lost' | 'elsewhere' | 'murky';

export class Walk {
  /** The address with which the packet arrives, when a NAT gateway has changed it: then it has no group either. */
  private translated: bigint | undefined;

  /** The transit gateway that the packet has crossed: there rules of the sender name no group, and those of the other end do where it supports that. */
  private transit: string | undefined;

  constructor(private readonly model: NetworkModel, private readonly purpose: 'internet' | 'addresses') {}

  /** From a function in a subnet with these groups to an address where something with those groups listens, or anything. */
  send(subnet: Subnet, own: readonly string[], packet: Packet, groups?: readonly string[]): Fate {
    if (!this.allows(own, 'egress', packet.to, packet.port, groups)) {
      return 'lost';
    }
    this.translated = undefined;
    this.transit = undefined;
    const fate = has(subnet.ipv4Block!, packet.to) ? 'arrives' : this.fromSubnet(subnet, packet);
    const [from, members] = this.translated === undefined ? [packet.from, this.isNamed() ? own : []] : [this.translated, []];
    if (fate === 'arrives' && this.transit !== undefined && !this.allows(own, 'egress', packet.to, packet.port)) {
      return 'lost';
    }
    return fate === 'arrives' && groups !== undefined && !this.allows(groups, 'ingress', from, packet.port, members) ? 'lost' : fate;
  }

  private isNamed(): boolean {
    return this.transit === undefined || this.model.transitGateways.get(this.transit)!.securityGroupReferencing === 'yes';
  }

  private fromSubnet(subnet: Subnet, packet: Packet): Fate {
    if (!this.crosses(subnet, 'out', packet) || !this.crosses(subnet, 'back in', packet)) {
      return 'lost';
    }
    const target = this.route(subnet, packet.to);
    if (target?.kind === 'nat-gateway' && this.isLocal(subnet, packet.to)) {
      return this.backInside(subnet, target.id, packet);
    }
    if (target?.kind !== 'local' && this.isLocal(subnet, packet.to)) {
      return 'murky';
    }
    if (target?.kind === 'local') {
      return this.inside(subnet.vpc, packet);
    }
    if (target?.kind === 'nat-gateway') {
      return this.throughNat(subnet, target.id, packet, subnet);
    }
    if (target?.kind === 'vpc-peering') {
      return this.throughPeering(subnet, target.id, packet);
    }
    return target?.kind === 'transit-gateway' ? this.throughTransit(subnet, target.id, packet) : 'lost';
  }

  /** A NAT gateway sends on with an address of its own, by the route table of its own subnet. */
  private backInside(sender: Subnet, id: string, packet: Packet): Fate {
    const place = this.model.natGateways.get(id)!.place;
    const subnet = place.known && place.value.kind === 'zonal' ? this.model.subnets.get(place.value.subnet)! : undefined;
    if (subnet === undefined || subnet.vpc !== sender.vpc || this.translated !== undefined) {
      return subnet === undefined || subnet.vpc !== sender.vpc ? 'lost' : 'murky';
    }
    if (subnet !== sender && !(this.crosses(subnet, 'in', packet) && this.crosses(subnet, 'back out', packet))) {
      return 'lost';
    }
    this.translated = subnet.ipv4Block!.first + 7n;
    return has(subnet.ipv4Block!, packet.to) ? 'arrives' : this.fromSubnet(subnet, { ...packet, from: this.translated });
  }

  /** An answer that a narrower route than the local one leads elsewhere is not followed. */
  private inside(vpc: string, packet: Packet): Fate {
    const found = this.subnetAt(vpc, packet.to);
    const fate = this.intoSubnet(vpc, packet);
    return fate === 'arrives' && found !== undefined && this.route(found, packet.from)?.kind !== 'local' ? 'murky' : fate;
  }

  private isLocal({ vpc }: Subnet, address: bigint): boolean {
    return this.model.vpcs.get(vpc)!.ipv4Blocks.some((block) => has(block, address));
  }

  private intoSubnet(vpc: string, packet: Packet): Fate {
    const found = this.subnetAt(vpc, packet.to);
    return found === undefined || this.crosses(found, 'in', packet) && this.crosses(found, 'back out', packet) ? 'arrives' : 'lost';
  }

  private throughNat(sender: Subnet, id: string, packet: Packet, origin: Subnet): Fate {
    const place = this.model.natGateways.get(id)!.place;
    const subnet = place.known && place.value.kind === 'zonal' ? this.model.subnets.get(place.value.subnet)! : undefined;
    if (subnet === undefined || subnet.vpc !== sender.vpc) {
      return 'lost';
    }
    if (isPrivate(packet.to)) {
      const next = this.route(subnet, packet.to);
      return next === undefined || next.kind === 'internet-gateway' ? 'lost' : 'murky';
    }
    if (subnet !== sender && !(this.crosses(subnet, 'in', packet) && this.crosses(subnet, 'back out', packet))) {
      return 'lost';
    }
    const target = this.route(subnet, packet.to, true);
    if (target === 'elsewhere') {
      return 'elsewhere';
    }
    const isOut = target?.kind === 'internet-gateway' && this.model.internetGateways.get(target.id)!.attachedTo.includes(subnet.vpc)
      && this.crosses(subnet, 'out', packet) && this.crosses(subnet, 'back in', packet);
    if (!isOut || origin.vpc !== subnet.vpc && !this.answersHome(subnet, packet, origin.vpc)) {
      return 'lost';
    }
    return origin.vpc === subnet.vpc && subnet !== sender && this.route(subnet, packet.from)?.kind !== 'local' ? 'murky' : 'arrives';
  }

  private throughPeering(sender: Subnet, id: string, packet: Packet): Fate {
    const { requester, accepter } = this.model.peerings.get(id)!;
    const other = [requester, accepter].flatMap((end) => end.known && end.value !== sender.vpc ? [end.value] : [])[0];
    if (!this.model.vpcs.get(other)!.ipv4Blocks.some((block) => has(block, packet.to))) {
      return 'lost';
    }
    const subnet = this.subnetAt(other, packet.to);
    if (subnet === undefined) {
      return 'arrives';
    }
    return this.answersHome(subnet, packet, sender.vpc) ? this.intoSubnet(other, packet) : 'lost';
  }

  private throughTransit(sender: Subnet, gateway: string, packet: Packet): Fate {
    this.transit = gateway;
    const own = [...this.model.transitGatewayAttachments.values()]
      .find(({ vpc, transitGateway }) => transitGateway === gateway && vpc.known && vpc.value === sender.vpc)!;
    if (!this.isServed(own, sender)) {
      return 'lost';
    }
    for (const entrance of this.zoneOf(own, sender)) {
      if (entrance !== sender && !(this.crosses(entrance, 'in', packet) && this.crosses(entrance, 'back out', packet))) {
        return 'lost';
      }
    }
    const next = this.transitRoute(own.source.id, packet.to);
    const attachment = next === undefined ? undefined : this.model.transitGatewayAttachments.get(next)!;
    if (attachment === undefined || !attachment.vpc.known || !attachment.subnets.known) {
      return 'lost';
    }
    const doors = this.zoneOf(attachment, sender);
    const inVpc = this.model.vpcs.get(attachment.vpc.value)!.ipv4Blocks.some((block) => has(block, packet.to));
    return worst(doors.map((door) => inVpc ? this.fromDoor(door, packet) : this.outOfDoor(door, packet, sender)));
  }

  private fromDoor(door: Subnet, packet: Packet): Fate {
    const subnet = this.subnetAt(door.vpc, packet.to);
    if (subnet === undefined) {
      return this.crosses(door, 'out', packet) && this.crosses(door, 'back in', packet) ? 'arrives' : 'lost';
    }
    if (subnet !== door && !(this.crosses(door, 'out', packet) && this.crosses(door, 'back in', packet)) || !this.answersHome(subnet, packet, this.homeOf(packet))) {
      return 'lost';
    }
    return this.intoSubnet(door.vpc, packet);
  }

  private outOfDoor(door: Subnet, packet: Packet, origin: Subnet): Fate {
    if (isPrivate(packet.to)) {
      return 'murky';
    }
    const target = this.route(door, packet.to, true);
    if (target === 'elsewhere') {
      return 'elsewhere';
    }
    if (target?.kind !== 'nat-gateway' || !this.crosses(door, 'out', packet) || !this.crosses(door, 'back in', packet)) {
      return target === undefined || target.kind === 'missing' || target.kind === 'nat-gateway' ? 'lost' : 'murky';
    }
    return this.throughNat(door, target.id, packet, origin);
  }

  /** The VPC that has the address of the sender. */
  private homeOf({ from }: Packet): string {
    return [...this.model.vpcs].find(([, { ipv4Blocks }]) => ipv4Blocks.some((block) => has(block, from)))![0];
  }

  /** Peering connections and transit gateways keep no state: answers may take any of them. */
  private answersHome(subnet: Subnet, packet: Packet, home: string): boolean {
    const back = this.route(subnet, packet.from);
    if (back?.kind === 'vpc-peering') {
      const { requester, accepter } = this.model.peerings.get(back.id)!;
      return [requester, accepter].some((end) => end.known && end.value === home);
    }
    const attachment = [...this.model.transitGatewayAttachments.values()].find(({ vpc }) => vpc.known && vpc.value === subnet.vpc)!;
    const next = this.transitRoute(attachment.source.id, packet.from);
    const vpc = next === undefined ? undefined : this.model.transitGatewayAttachments.get(next)?.vpc;
    return back?.kind === 'transit-gateway' && this.isServed(attachment, subnet) && vpc?.known === true && vpc.value === home;
  }

  /** Only what is in a zone of the attachment can send into it. */
  private isServed({ subnets }: TransitGatewayAttachment, sender: Subnet): boolean {
    return subnets.known && subnets.value.some((id) => zone(this.model.subnets.get(id)!) === zone(sender));
  }

  /** The subnets of an attachment in the zone of the sender; in any zone where it has none there. */
  private zoneOf({ subnets }: TransitGatewayAttachment, sender: Subnet): readonly Subnet[] {
    const all = subnets.known ? subnets.value.map((id) => this.model.subnets.get(id)!) : [];
    const near = all.filter((subnet) => zone(subnet) === zone(sender));
    return near.length > 0 ? near : all;
  }

  private transitRoute(attachment: string, to: bigint): string | undefined {
    const table = [...this.model.transitGatewayRouteTables.values()].find(({ associations }) => associations.includes(attachment))!;
    const rows = table.routes.flatMap(({ destination, attachment: next }) => destination.kind === 'block' ? [{ block: destination.block, next, rank: 0 }] : []);
    for (const id of table.propagations) {
      const { vpc } = this.model.transitGatewayAttachments.get(id)!;
      this.model.vpcs.get(vpc.known ? vpc.value : '')!.ipv4Blocks.forEach((block) => rows.push({ block, next: id, rank: 1 }));
    }
    return longest(rows, to)?.next;
  }

  private route(subnet: Subnet, to: bigint): RouteTarget | undefined;
  private route(subnet: Subnet, to: bigint, forInternet: true): RouteTarget | undefined | 'elsewhere';
  private route(subnet: Subnet, to: bigint, forInternet = false): RouteTarget | undefined | 'elsewhere' {
    const table = this.model.routeTables.get(subnet.routeTable.known ? subnet.routeTable.value : '')!;
    const rows = table.routes.flatMap(({ destination, target }) => destination.kind === 'block' ? [{ block: destination.block, target, rank: 1 }] : []);
    this.model.vpcs.get(subnet.vpc)!.ipv4Blocks.forEach((block) => rows.push({ block, target: { kind: 'local' }, rank: 0 }));
    const row = longest(rows, to);
    const isNetwork = row !== undefined && row.block.prefixLength >= 8 && ['local', 'vpc-peering', 'transit-gateway'].includes(row.target.kind);
    return forInternet && isNetwork && this.purpose === 'internet' ? 'elsewhere' : row?.target;
  }

  /** Whether a packet is asked for at all when the internet is. */
  isInternet(subnet: Subnet, to: bigint): boolean {
    return !isPrivate(to) && this.route(subnet, to, true) !== 'elsewhere';
  }

  private subnetAt(vpc: string, address: bigint): Subnet | undefined {
    return [...this.model.subnets.values()].find((subnet) => subnet.vpc === vpc && has(subnet.ipv4Block!, address));
  }

  private crosses(subnet: Subnet, how: 'in' | 'out' | 'back in' | 'back out', { from, to, port, answer }: Packet): boolean {
    const id = subnet.networkAcl.known ? subnet.networkAcl.value : 'default';
    if (id === 'default') {
      return true;
    }
    const isOut = how === 'out' || how === 'back out';
    // the other end of a subnet that sends is `to`, of one that is sent to it is `from`
    const other = how === 'out' || how === 'back in' ? to : from;
    const wanted = how === 'in' || how === 'out' ? port : answer;
    const entries = this.model.networkAcls.get(id)!.entries.filter(({ egress }) => egress === (isOut ? 'yes' : 'no'));
    entries.sort((one, two) => (one.ruleNumber.known ? one.ruleNumber.value : 0) - (two.ruleNumber.known ? two.ruleNumber.value : 0));
    const first = entries.find((entry) => isAbout(entry, wanted) && isIn(entry.block, other));
    return first?.allow === 'yes';
  }

  private allows(groups: readonly string[], direction: 'egress' | 'ingress', address: bigint, port: number, others: readonly string[] = []): boolean {
    return groups.some((id) => this.model.securityGroups.get(id)![direction].some((rule) => isAbout(rule, port) && isPeer(rule, address, others)));
  }
}

function zone(subnet: Subnet): string {
  return subnet.zone.known ? subnet.zone.value : '';
}

/** Addresses that no host on the internet has. */
export function isPrivate(address: bigint): boolean {
  const [first, second, third] = [24n, 16n, 8n].map((shift) => Number(address / 2n ** shift % 256n));
  return [0, 10, 127].includes(first) || first >= 224 || first === 100 && second >= 64 && second < 128 || first === 169 && second === 254
    || first === 172 && second >= 16 && second < 32 || first === 192 && second === 168
    || first === 192 && second === 0 && (third === 0 || third === 2)
    || first === 198 && (second === 18 || second === 19 || second === 51 && third === 100) || first === 203 && second === 0 && third === 113;
}

export function has({ first, prefixLength }: AddressBlock, address: bigint): boolean {
  return address >= first && address < first + (2n ** BigInt(32 - prefixLength));
}

function isIn(block: RuleBlock, address: bigint): boolean {
  return block.kind === 'block' && has(block.block, address);
}

function isAbout({ protocol, ports }: Pick<SecurityGroupRule, 'protocol' | 'ports'>, port: number): boolean {
  return protocol === 'all' || protocol === 'tcp' && ports !== undefined && ports.fromPort <= port && port <= ports.toPort;
}

function isPeer({ peer }: SecurityGroupRule, address: bigint, others: readonly string[]): boolean {
  return peer.kind === 'security-group' ? others.includes(peer.id) : isIn(peer, address);
}

function longest<T extends { readonly block: AddressBlock; readonly rank: number }>(rows: readonly T[], to: bigint): T | undefined {
  const matching = rows.filter(({ block }) => has(block, to));
  return matching.sort((one, other) => other.block.prefixLength - one.block.prefixLength || one.rank - other.rank)[0];
}

export function worst(fates: readonly Fate[]): Fate {
  return (['lost', 'murky', 'arrives'] as const).find((fate) => fates.includes(fate)) ?? 'elsewhere';
}
