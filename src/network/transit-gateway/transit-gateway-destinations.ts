import { Names, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AttachableNetwork } from './attachable-network';
import { Ipv4Cidr } from '../../address-plan/ipv4-cidr';
import { assertIpv6Cidr } from '../../address-plan/ipv6-cidr';
import type { TransitGatewayConnectionOptions } from '../../egress/transit-gateway-options';
import { NetworkError } from '../../private/network-error';
import { isPrefixListId } from '../../services/prefix-list-ids';

/*
 * Models: the destinations behind a transit gateway, as blocks or prefix lists.
 * Law: a destination has a key that stays the same from one synthesis to the next, because the logical ids of routes are made of it.
 * Refuses: the internet, blocks inside the VPC, a destination that is named twice, and IPv6 where the network or the attachment has none.
 */

/** The destination of routes to a transit gateway: a block, or the blocks of a prefix list. */
export interface TransitDestination {
  /** The key that makes the destination the same one from one synthesis to the next. */
  readonly key: string;
  readonly cidr?: string;
  readonly prefixListId?: string;
}

/** Read destinations, and refuse those that cannot be routed to a transit gateway. */
export function readDestinations(attachable: AttachableNetwork, id: string, options: TransitGatewayConnectionOptions): TransitDestination[] {
  const named = (options.destinations ?? []).map((destination) => readDestination(attachable, id, destination, options.ipv6Support));
  const lists = (options.prefixLists ?? []).map((list) => readPrefixList(attachable, id, list, options.ipv6Support));
  const all = [...named, ...lists];
  if (all.length === 0) {
    throw refused(attachable, `transit gateway attachment ${id} got no destinations, so nothing would use it: name the blocks or prefix lists behind the transit gateway`);
  }
  all.forEach(({ key }, index) => {
    if (all.findIndex((one) => one.key === key) !== index) {
      throw refused(attachable, `transit gateway attachment ${id} got destination ${key} twice: name each block and each prefix list once`);
    }
  });
  return all;
}

function readDestination(attachable: AttachableNetwork, id: string, destination: string, ipv6Support?: boolean): TransitDestination {
  if (destination.startsWith('pl-')) {
    if (!isPrefixListId(destination)) {
      throw new NetworkError(
        'DESTINATION_PREFIX_LIST', `transit gateway attachment ${id} got prefix list '${destination}', expected an id like 'pl-0123456789abcdef0': use the id and not the name`, attachable.network,
      );
    }
    return { key: destination, prefixListId: destination };
  }
  if (destination.endsWith('/0')) {
    throw refused(attachable, `transit gateway attachment ${id} got destination ${destination}, the internet: choose it as egress with Egress.transitGateway()`);
  }
  if (destination.includes(':')) {
    assertIpv6Cidr(destination);
    assertIpv6(attachable, id, `IPv6 destination ${destination}`, ipv6Support);
  } else {
    assertOutsideVpc(attachable, id, Ipv4Cidr.parse(destination, 'destination'));
  }
  return { key: destination, cidr: destination };
}

/** A list that is known by its id is the same destination as that id among the blocks. */
function readPrefixList(attachable: AttachableNetwork, id: string, list: ec2.IPrefixList, ipv6Support?: boolean): TransitDestination {
  const { prefixListId } = list;
  if (!Token.isUnresolved(prefixListId)) {
    return readDestination(attachable, id, prefixListId, ipv6Support);
  }
  if (list instanceof ec2.PrefixList && list.addressFamily === ec2.AddressFamily.IP_V6) {
    assertIpv6(attachable, id, `IPv6 prefix list ${list.node.path}`, ipv6Support);
  }
  return { key: Names.nodeUniqueId(list.node), prefixListId };
}

function assertIpv6({ network, ipv6 }: AttachableNetwork, id: string, what: string, ipv6Support?: boolean): void {
  if (!ipv6 || ipv6Support === false) {
    const why = ipv6Support === false ? 'has ipv6Support false' : 'belongs to an IPV4_ONLY network';
    throw new NetworkError('TRANSIT_GATEWAY_IPV6', `transit gateway attachment ${id} got ${what}, but ${why}: name IPv4 blocks, or turn IPv6 on`, network);
  }
}

/** EC2 lets nothing that is narrower than the local route, or the same, lead to a transit gateway. */
function assertOutsideVpc(attachable: AttachableNetwork, id: string, destination: Ipv4Cidr): void {
  const { cidrBlock, secondaryBlocks } = attachable.plan;
  const own = [...cidrBlock === undefined ? [] : [cidrBlock], ...secondaryBlocks.map(({ cidr }) => cidr)];
  const around = own.find((block) => Ipv4Cidr.parse(block).contains(destination));
  if (around !== undefined) {
    throw refused(attachable, `transit gateway attachment ${id} got destination ${destination}, which lies in the VPC's own block ${around}: name blocks of other networks`);
  }
}

function refused({ network }: AttachableNetwork, message: string): NetworkError {
  return new NetworkError('TRANSIT_GATEWAY_DESTINATION', message, network);
}
