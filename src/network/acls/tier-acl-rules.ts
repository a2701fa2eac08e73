import type { AclRule } from './acl-rule';
import type { PortRange } from '../../metadata/declared-destination';

/*
 * Models: what a tier's network ACL allows, both ways, since network ACLs know of no connections.
 * Law: every packet of a declared flow, and of the answers to it, passes each subnet it crosses; a new connection from the
 * internet passes none. Refuses nothing: its input has been checked.
 *
 * The tables below say a block with 'anywhere' where a NAT gateway, a gateway endpoint or the egress-only internet gateway
 * keeps the public address of the other end in the packet.
 */

/** A block of the VPC and the numbers its rules have. */
export interface VpcAclBlock {
  readonly key: string;
  readonly cidr: string;
  readonly ipv6: boolean;

  /** The place of the block's rules among those of all blocks: 0 and up. */
  readonly place: number;
}

/** The surroundings of a tier: the blocks of its VPC, and what is beyond. */
export interface AclSurroundings {
  readonly vpcBlocks: readonly VpcAclBlock[];

  /** Ports at which hosts on the internet are reached over IPv4, and over IPv6. */
  readonly internetPorts: Readonly<Record<'ipv4' | 'ipv6', readonly PortRange[]>>;
}

/** The rules of a tier. */
export interface TierAclRules {
  readonly ingress: readonly AclRule[];
  readonly egress: readonly AclRule[];
}

type Family = 'ipv4' | 'ipv6';
type Protocol = PortRange['protocol'];

const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];
const ANYWHERE: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

/** The ports at which functions, and NAT gateways, wait for answers. @see https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
const EPHEMERAL = { fromPort: 1024, toPort: 65535 };

const VPC_NUMBERS = 100;
const RETURN_NUMBERS = { ipv4: 200, ipv6: 210 };
const VPC_RETURN_NUMBERS = 300;

/** Subnets of functions, and tiers with egress. */
export function functionTierRules(around: AclSurroundings): TierAclRules {
  return {
    ingress: [
      ...wholeVpc(around),
      ...FAMILIES.flatMap((family) => answersFromAnywhere(family, protocolsOf(around.internetPorts[family]))),
    ],
    egress: [...wholeVpc(around), ...toInternet(around)],
  };
}

/**
 * A block beyond the VPC, of a peer or behind a transit gateway, for tiers with egress: they call, and are answered.
 *
 * Word that a packet was too big comes in from anywhere, but over IPv6 only where the internet is reached over IPv6.
 */
export function calledBlockRules({ internetPorts }: AclSurroundings, cidr: string): TierAclRules {
  const ipv6 = cidr.includes(':');
  const replies = (['tcp', 'udp'] as const).map((protocol) => beyond(cidr, { protocol, ...EPHEMERAL }));
  return {
    ingress: [...replies, ...ipv6 && internetPorts.ipv6.length === 0 ? [beyond(cidr, 'too-big')] : []],
    egress: [beyond(cidr, 'all')],
  };
}

/** The rules of such a block for tiers without egress, whose routes there were asked for: databases are called as well, so it is like a block of the VPC. */
export function trustedBlockRules(cidr: string): TierAclRules {
  return { ingress: [beyond(cidr, 'all')], egress: [beyond(cidr, 'all')] };
}

/**
 * Subnets of NAT gateways and instances.
 *
 * IPv6 leaves through the egress-only internet gateway and never comes this way, save to be translated to IPv4 (NAT64); so
 * nothing here leads to or from the internet over IPv6.
 */
export function natTierRules(around: AclSurroundings): TierAclRules {
  const overIpv4 = { ...around, internetPorts: { ipv4: around.internetPorts.ipv4, ipv6: [] } };
  const protocols = protocolsOf(around.internetPorts.ipv4);
  return {
    ingress: [...wholeVpc(around), ...answersFromAnywhere('ipv4', protocols)],
    egress: [...toInternet(overIpv4), ...around.vpcBlocks.flatMap((block) => answersToBlock(block, protocols))],
  };
}

/** Subnets without a route to the internet. */
export function isolatedTierRules(around: AclSurroundings, reachesGatewayEndpoints: boolean): TierAclRules {
  const https: PortRange = { protocol: 'tcp', fromPort: 443, toPort: 443 };
  const endpoints = reachesGatewayEndpoints ? [https] : [];
  return {
    ingress: [...wholeVpc(around), ...answersFromAnywhere('ipv4', protocolsOf(endpoints))],
    egress: [...wholeVpc(around), ...toInternet({ ...around, internetPorts: { ipv4: endpoints, ipv6: [] } })],
  };
}

function wholeVpc({ vpcBlocks }: AclSurroundings): AclRule[] {
  return vpcBlocks.map(({ key, cidr, ipv6, place }) => ({ key, cidr, ipv6, traffic: 'all', number: VPC_NUMBERS + place }));
}

function toInternet({ internetPorts }: AclSurroundings): AclRule[] {
  return FAMILIES.flatMap((family) => internetPorts[family].map((traffic) => ({
    key: `${traffic.protocol}-${traffic.fromPort}-${traffic.toPort}-${family}`, cidr: ANYWHERE[family], ipv6: family === 'ipv6', traffic,
  })));
}

/** Answers, and word that a packet was too big, without which connections hang where a link takes less than the host sends. */
function answersFromAnywhere(family: Family, protocols: readonly Protocol[]): AclRule[] {
  const common = { cidr: ANYWHERE[family], ipv6: family === 'ipv6' };
  return answers(protocols).map(({ name, traffic, place }) => ({ ...common, key: `answers-${name}-${family}`, traffic, number: RETURN_NUMBERS[family] + place }));
}

function answersToBlock({ key, cidr, ipv6, place: block }: VpcAclBlock, protocols: readonly Protocol[]): AclRule[] {
  return answers(protocols).map(({ name, traffic, place }) => ({
    key: `${key}-answers-${name}`, cidr, ipv6, traffic, number: VPC_RETURN_NUMBERS + 3 * block + place,
  }));
}

function answers(protocols: readonly Protocol[]): Array<{ readonly name: string; readonly traffic: AclRule['traffic']; readonly place: number }> {
  const ofProtocols = protocols.map((protocol) => ({ name: protocol, traffic: { protocol, ...EPHEMERAL }, place: protocol === 'tcp' ? 0 : 1 }));
  return protocols.length === 0 ? [] : [...ofProtocols, { name: 'too-big', traffic: 'too-big', place: 2 }];
}

function beyond(cidr: string, traffic: AclRule['traffic']): AclRule {
  const protocol = typeof traffic === 'string' ? traffic : traffic.protocol;
  return { key: `block-${cidr.replace(/[/.:]/g, '-')}-${protocol}`, cidr, ipv6: cidr.includes(':'), traffic };
}

function protocolsOf(ports: readonly PortRange[]): Protocol[] {
  return (['tcp', 'udp'] as const).filter((protocol) => ports.some((port) => port.protocol === protocol));
}
