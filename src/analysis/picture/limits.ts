import { QUOTAS } from '../../services/quotas';
import { natConnectionsOf, natGatewaysOf } from '../record/figures';
import type { ReachabilityRecord } from '../record/reachability-record';

/*
 * Models: which limit of a network a load comes to first.
 * Law: a limit is a number of connections at a time; what is not known is left out.
 */

/** Lambda makes a further interface for a subnet and its groups beyond this. (lambda/latest/dg/configuration-vpc.html) */
export const CONNECTIONS_PER_INTERFACE = 65_000;

export interface Load {
  /** Invocations at a time. */
  readonly concurrency: number;

  /** Connections of each invocation to one and the same destination. */
  readonly connections: number;
}

export interface Limit {
  readonly what: string;

  /** Connections at a time. */
  readonly most: number;

  /** The part of it that the load takes; more than 1 is too much. */
  readonly used: number;
  readonly then: string;
}

/** The limits of invocations, NAT gateways and network interfaces, the first to be hit first. */
export function limitsFor(record: ReachabilityRecord, { concurrency, connections }: Load): readonly Limit[] {
  const { capacity, network } = record;
  const load = concurrency * connections;
  const nats = natGatewaysOf(record);
  const subnets = Math.max(0, ...network.interfaceGroups.map(({ subnets: own }) => own.length));
  const free = capacity.addresses.map(({ free: own }) => own);
  const limit = (what: string, most: number, then: string): Limit => ({ what, most, used: most === 0 ? 0 : load / most, then });
  const limits = [
    limit(
      `${QUOTAS.concurrency.value.toLocaleString('en-US')} invocations at a time in the account and Region`, QUOTAS.concurrency.value * connections,
      'Lambda refuses invocations: ask AWS for a higher quota, which it gives',
    ),
    ...nats === 0 ? [] : [limit(
      `${nats === 1 ? 'one address' : `${nats} addresses`} of NAT gateways, ${capacity.connectionsPerNatAddress.toLocaleString('en-US')} connections to one destination each`,
      natConnectionsOf(record), 'new connections fail (ErrorPortAllocation): add addresses to the NAT gateways, up to eight each, or reuse connections',
    )],
    ...subnets === 0 || free.length === 0 ? [] : [limit(
      `network interfaces that Lambda adds, one for each ${CONNECTIONS_PER_INTERFACE.toLocaleString('en-US')} connections in each subnet`, CONNECTIONS_PER_INTERFACE * (1 + Math.min(...free)) * subnets,
      'Lambda finds no free address in the subnet: take larger subnets',
    )],
  ];
  return limits.sort((one, other) => other.used - one.used);
}
