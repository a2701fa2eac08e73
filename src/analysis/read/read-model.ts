import { nameKnownPrefixLists } from './known-prefix-lists';
import { withPossibleAdditions } from './possible-additions';
import { readBlockPublicAccess, readBlockPublicAccessExclusions } from './read-block-public-access';
import { readCustomResources } from './read-custom-resources';
import { readDns } from './read-dns';
import { readEdgeAssociations } from './read-edge-associations';
import { readElasticIps } from './read-elastic-ips';
import { readEncryptionControls, readUnencrypted } from './read-encryption-controls';
import { readEndpoints } from './read-endpoints';
import { readFileSystems } from './read-file-systems';
import { readEgressOnlyInternetGateways, readGatewayRouteTables, readInternetGateways } from './read-gateways';
import { withGrants } from './read-grants';
import { readListeners } from './read-listeners';
import { readNatGateways } from './read-nat-gateways';
import { readNetworkAcls } from './read-network-acls';
import { readNetworkInterfaces } from './read-network-interfaces';
import { readPeerings } from './read-peerings';
import { readPrefixListSources, readPrefixLists } from './read-prefix-lists';
import { withPublicOnly } from './read-public-names';
import { readRouteTables } from './read-route-tables';
import { readSecurityGroups } from './read-security-groups';
import { readSubnets } from './read-subnets';
import { readTransitGatewayAttachments, readTransitGatewayRouteTables, readTransitGateways } from './read-transit-gateways';
import { readUnreadCompute } from './read-unread-compute';
import { readVpcs } from './read-vpcs';
import { readWorkloads } from './read-workloads';
import type { NetworkAcl, NetworkModel, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Deployment } from '../template/deployment';

/*
 * Models: the networks of the templates as a whole. Each concept is read by its own file; here the parts are put together that
 * hang on each other.
 */

/** The networks of templates under one set of assumptions. */
export function readModel(deployment: Deployment): NetworkModel {
  const written = readSubnets(deployment);
  const defined = readEndpoints(deployment);
  const tables = readRouteTables(deployment, defined.values(), associatedWith(written, 'routeTable', 'main'));
  const acls = readNetworkAcls(deployment, associatedWith(written, 'networkAcl', 'default'));
  const changed = withPossibleAdditions(deployment, {
    subnets: placeSubnets(written, tables, acls), routeTables: tables, networkAcls: acls,
    securityGroups: nameKnownPrefixLists(defined, readSecurityGroups(deployment), deployment.existing?.servicePrefixLists),
    endpoints: defined,
    transitGateways: readTransitGateways(deployment),
    transitGatewayAttachments: readTransitGatewayAttachments(deployment),
    transitGatewayRouteTables: readTransitGatewayRouteTables(deployment),
  });
  const { subnets, endpoints } = changed;
  const listeners = readListeners(deployment, subnets, endpoints);
  const parts = {
    ...changed,
    internetGateways: readInternetGateways(deployment),
    egressOnlyInternetGateways: readEgressOnlyInternetGateways(deployment),
    natGateways: readNatGateways(deployment),
    networkInterfaces: readNetworkInterfaces(deployment),
    peerings: readPeerings(deployment),
    prefixLists: readPrefixLists(deployment),
    prefixListSources: readPrefixListSources(deployment), servicePrefixLists: deployment.existing?.servicePrefixLists,
    blockPublicAccess: readBlockPublicAccess(deployment),
    blockPublicAccessExclusions: readBlockPublicAccessExclusions(deployment),
    gatewayRouteTables: readGatewayRouteTables(deployment),
    listeners: withPublicOnly(deployment, listeners),
    dns: readDns(deployment),
    workloads: readWorkloads(deployment, subnets, listeners),
    fileSystems: readFileSystems(deployment),
    edgeAssociations: readEdgeAssociations(deployment),
    customResources: readCustomResources(deployment),
    encryptionControls: readEncryptionControls(deployment),
    unencrypted: readUnencrypted(deployment),
    elasticIps: readElasticIps(deployment),
    unreadCompute: readUnreadCompute(deployment),
  };
  return { ...parts, vpcs: readVpcs(deployment, namedVpcs(parts)), workloads: withGrants(deployment, parts.workloads) };
}

function associatedWith(subnets: ReadonlyMap<ResourceId, Subnet>, property: 'routeTable' | 'networkAcl', none: string): Set<ResourceId> {
  const ids = new Set<ResourceId>();
  for (const subnet of subnets.values()) {
    const associated = subnet[property];
    if (associated.known && associated.value !== none) {
      ids.add(associated.value);
    }
  }
  return ids;
}

/**
 * Subnets of which only the table is known are in its VPC; a default network ACL to which templates add is named where it acts.
 */
function placeSubnets(
  subnets: ReadonlyMap<ResourceId, Subnet>, tables: NetworkModel['routeTables'], acls: ReadonlyMap<ResourceId, NetworkAcl>,
): ReadonlyMap<ResourceId, Subnet> {
  return new Map([...subnets].map(([id, subnet]) => {
    const table = subnet.routeTable.known ? tables.get(subnet.routeTable.value) : undefined;
    const vpc = subnet.defined || table === undefined ? subnet.vpc : table.vpc;
    const ownDefault = `${vpc}.DefaultNetworkAcl`;
    const changed = subnet.networkAcl.known && subnet.networkAcl.value === 'default' && acls.has(ownDefault);
    return [id, { ...subnet, vpc, ...changed ? { networkAcl: { known: true, value: ownDefault } } : {} }];
  }));
}

/** Every VPC that anything of the model is in. */
function namedVpcs(model: Omit<NetworkModel, 'vpcs'>): Set<ResourceId> {
  const ids = new Set<ResourceId>();
  for (const things of [model.subnets, model.routeTables, model.endpoints, model.securityGroups, model.egressOnlyInternetGateways]) {
    for (const { vpc } of things.values() as Iterable<{ readonly vpc?: ResourceId }>) {
      if (vpc !== undefined) {
        ids.add(vpc);
      }
    }
  }
  model.internetGateways.forEach(({ attachedTo }) => attachedTo.forEach((vpc) => ids.add(vpc)));
  const known = [
    ...[...model.transitGatewayAttachments.values()].map(({ vpc }) => vpc),
    ...[...model.peerings.values()].flatMap(({ requester, accepter }) => [requester, accepter]),
  ];
  known.forEach((vpc) => vpc.known && ids.add(vpc.value));
  return ids;
}
