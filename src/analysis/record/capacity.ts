import { vpcPlace } from './network-section';
import type { Place, RecordedCapacity, RecordedInterfaceGroup } from './reachability-record';
import type { Recorder } from './recorder';
import { QUOTAS } from '../../services/quotas';
import { addressBits } from '../model/address-block';
import type { NetworkModel } from '../model/network';

/*
 * Models: how much a network can take: network interfaces, addresses, connections.
 * Law: what is not known is not counted, so that interfaces are the least that there are, and free addresses the most.
 */

/** AWS keeps the first four addresses of a subnet, and the last. */
const ADDRESSES_OF_AWS = 5;

/** A NAT gateway holds this many connections at a time to one destination with one address. (vpc/latest/userguide/nat-gateway-basics.html) */
export const CONNECTIONS_PER_NAT_ADDRESS = 55_000;

/** Count what the functions of a network take. */
export function capacity(groups: readonly RecordedInterfaceGroup[], model: NetworkModel, recorder: Recorder): RecordedCapacity {
  const subnets = new Map([...model.subnets.values()].map((subnet) => [recorder.resource(subnet.source), subnet]));
  const perSubnet = new Map<Place, Set<string>>();
  for (const { subnets: places, securityGroups } of groups) {
    places.forEach((place) => perSubnet.set(place, (perSubnet.get(place) ?? new Set()).add(securityGroups.join())));
  }
  const perVpc = new Map<Place, number>();
  for (const [place, combinations] of perSubnet) {
    const subnet = subnets.get(place);
    if (subnet !== undefined) {
      const vpc = vpcPlace(subnet.vpc, model, recorder);
      perVpc.set(vpc, (perVpc.get(vpc) ?? 0) + combinations.size);
    }
  }
  return {
    interfaces: [...perVpc].map(([vpc, interfaces]) => ({ vpc, interfaces, quota: QUOTAS.lambdaInterfacesOfVpc.value })),
    addresses: [...perSubnet].flatMap(([place, { size }]) => {
      const block = subnets.get(place)?.ipv4Block;
      return block === undefined ? [] : [{ subnet: place, free: 2 ** (addressBits('ipv4') - block.prefixLength) - ADDRESSES_OF_AWS - size, interfaces: size }];
    }),
    connectionsPerNatAddress: CONNECTIONS_PER_NAT_ADDRESS,
  };
}
