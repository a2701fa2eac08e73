import type { AddressSet } from './address-set';
import { someAddressOf, unknownAddress } from './address-set';
import type { DnsServers } from './dns-servers';
import type { NameAnswers } from './name-answers';
import type { NetworkAcls } from './network-acls';
import type { NetworkIndex } from './network-index';
import { blockOf } from './network-index';
import type { RouteTables } from './route-tables';
import type { SecurityGroups } from './security-groups';
import type { Subnet } from '../model/network';
import type { ServiceCall } from '../model/service-call';
import type { PortedTransport } from '../model/traffic';

/*
 * Models: what every path needs: the model with its indexes, and what filters and routes in it.
 */
export interface NetworkContext {
  readonly network: NetworkIndex;
  readonly routes: RouteTables;
  readonly acls: NetworkAcls;
  readonly groups: SecurityGroups;
  readonly dns: DnsServers;
  readonly names: NameAnswers;
}

/** A connection that leaves a subnet of a function. */
export interface Flow {
  readonly subnet: Subnet;
  readonly to: AddressSet;
  readonly ports: readonly PortedTransport[];

  /** The addresses from which the packets come, when those are not the subnet's own: behind a transit gateway or a NAT gateway. */
  readonly from?: readonly AddressSet[];

  /** The call to a service, when it is known who makes which. */
  readonly call?: ServiceCall;
}

/** The addresses from which the packets of a flow come. */
export function originsOf(context: NetworkContext, { subnet, from, to }: Flow): readonly AddressSet[] {
  return from ?? addressesOfSubnet(context, subnet, to.family);
}

/** Tells where the addresses of a subnet are: in its block, or in those of its VPC, or nobody knows where. */
export function addressesOfSubnet({ network }: NetworkContext, subnet: Subnet, family: AddressSet['family']): readonly AddressSet[] {
  const own = blockOf(subnet, family);
  if (own !== undefined) {
    return [someAddressOf(own)];
  }
  return addressesOfVpc(network, subnet.vpc, family);
}

/** Tells where the addresses of a VPC are. */
export function addressesOfVpc(network: NetworkIndex, vpc: string, family: AddressSet['family']): readonly AddressSet[] {
  const blocks = network.blocksOf(vpc, family);
  const isComplete = network.model.vpcs.get(vpc)?.blocksComplete === 'yes';
  return isComplete && blocks.length > 0 ? blocks.map(someAddressOf) : [unknownAddress(family)];
}
