import type { ReachabilityRecord } from './reachability-record';

/*
 * Models: sums of a record that several reports name.
 */

/** Network interfaces that Lambda makes at least, in all VPCs. */
export function interfacesOf({ capacity: { interfaces } }: ReachabilityRecord): number {
  return interfaces.reduce((sum, { interfaces: own }) => sum + own, 0);
}

export function natGatewaysOf({ network: { gateways } }: ReachabilityRecord): number {
  return gateways.filter(({ kind }) => kind === 'nat-gateway').length;
}

/** Connections at a time to one destination, with one address for each NAT gateway. */
export function natConnectionsOf(record: ReachabilityRecord): number {
  return natGatewaysOf(record) * record.capacity.connectionsPerNatAddress;
}
