import { describeDns, describeEndpoints, describePrefixLists } from './describe-endpoints';
import { describeNetworkAcls, describeSecurityGroups } from './describe-filters';
import { describeFunctions } from './describe-functions';
import {
  describeBlockPublicAccess, describeBlockPublicAccessExclusions, describeEgressOnlyInternetGateways, describeInternetGateways, describeNatGateways,
  describeNetworkInterfaces,
  describePeerings,
} from './describe-gateways';
import { describeGatewayRouteTables, describeRouteTables } from './describe-route-tables';
import { describeTransitGatewayAttachments, describeTransitGatewayRouteTables, describeTransitGateways } from './describe-transit-gateways';
import { describeSubnets, describeVpcs } from './describe-vpcs';
import { Described } from './described';
import type { Snapshot } from './snapshot';
import { withoutSuperseded } from './superseded';
import type { DnsModel } from '../model/dns';
import type { NetworkModel } from '../model/network';

/*
 * Models: the networks of snapshots: the same model that templates are read into, in which each thing has its id in AWS for a name.
 * Law: what a snapshot does not have is not in the model, or it is there with the reason why it is not known. What two snapshots have is that of the later one, and what it does not have any more is gone.
 */

/** The networks of snapshots, with the functions that are deployed in them. */
export function describeNetworks(snapshots: readonly Snapshot[]): NetworkModel {
  const byDay = [...snapshots].sort((one, other) => one.takenOn < other.takenOn ? -1 : one.takenOn > other.takenOn ? 1 : 0);
  const current = byDay.map((snapshot, place) => withoutSuperseded(snapshot, byDay.slice(place + 1)));
  return current.map((snapshot) => describeNetwork(new Described(snapshot))).reduce(beside, EMPTY);
}

const NO_NAMES: DnsModel = { dhcpOptions: new Map(), hosts: new Map(), publicNames: new Map(), zones: [], rules: [], firewall: [], unknownNames: [] };

const EMPTY: NetworkModel = {
  vpcs: new Map(), subnets: new Map(), routeTables: new Map(), internetGateways: new Map(), egressOnlyInternetGateways: new Map(),
  natGateways: new Map(), networkInterfaces: new Map(),
  peerings: new Map(), transitGateways: new Map(), transitGatewayAttachments: new Map(), transitGatewayRouteTables: new Map(), endpoints: new Map(),
  securityGroups: new Map(),
  networkAcls: new Map(), prefixLists: new Map(), servicePrefixLists: new Map(),
  blockPublicAccess: [], blockPublicAccessExclusions: [], gatewayRouteTables: new Map(),
  listeners: new Map(), workloads: new Map(),
  dns: NO_NAMES,
};

function describeNetwork(described: Described): NetworkModel {
  const vpcs = describeVpcs(described);
  return {
    vpcs, subnets: describeSubnets(described), routeTables: describeRouteTables(described, vpcs),
    internetGateways: describeInternetGateways(described), egressOnlyInternetGateways: describeEgressOnlyInternetGateways(described),
    natGateways: describeNatGateways(described),
    networkInterfaces: describeNetworkInterfaces(described), peerings: describePeerings(described),
    transitGateways: describeTransitGateways(described),
    transitGatewayAttachments: describeTransitGatewayAttachments(described), transitGatewayRouteTables: describeTransitGatewayRouteTables(described),
    endpoints: describeEndpoints(described), securityGroups: describeSecurityGroups(described), networkAcls: describeNetworkAcls(described),
    prefixLists: describePrefixLists(described), servicePrefixLists: described.servicePrefixLists(),
    blockPublicAccess: describeBlockPublicAccess(described),
    blockPublicAccessExclusions: describeBlockPublicAccessExclusions(described),
    gatewayRouteTables: describeGatewayRouteTables(described), listeners: new Map(), workloads: describeFunctions(described),
    dns: describeDns(described, vpcs),
  };
}

/** Two networks beside each other; of a thing that both have, the one that more is known of: the end of a peering connection says less than the VPC itself. */
function beside(one: NetworkModel, other: NetworkModel): NetworkModel {
  const merged: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(other) as [keyof NetworkModel, unknown][]) {
    const before: unknown = one[name];
    merged[name] = part instanceof Map && before instanceof Map ? new Map([...before,
      ...part]) : Array.isArray(part) && Array.isArray(before) ? [...before as unknown[], ...part as unknown[]] : part;
  }
  const ends = [...other.vpcs].filter(([id, { blocksComplete }]) => blocksComplete !== 'yes' && one.vpcs.has(id)).map(([id]) => [id, one.vpcs.get(id)!] as const);
  return { ...merged as unknown as NetworkModel, vpcs: new Map([...one.vpcs, ...other.vpcs, ...ends]), dns: namesBeside(one.dns!, other.dns!) };
}

function namesBeside(one: DnsModel, other: DnsModel): DnsModel {
  return {
    ...one, dhcpOptions: new Map([...one.dhcpOptions, ...other.dhcpOptions]),
    withoutZones: new Map([...one.withoutZones ?? [], ...other.withoutZones ?? []]),
    hosts: new Map([...one.hosts, ...[...other.hosts].map(([address, found]) => [address, [...one.hosts.get(address) ?? [], ...found]] as const)]),
    hostsIn: new Map([...one.hostsIn ?? [], ...other.hostsIn ?? []]),
  };
}
