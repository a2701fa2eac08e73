import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { ExistingNetwork } from './imported-lambda-network';
import { ImportedLambdaNetwork } from './imported-lambda-network';
import type { SnapshotNetworkOptions } from './snapshot-network-options';
import { snapshotOfApp } from '../../analysis/app-snapshots';
import type * as snapshots from '../../analysis/snapshot-vpc';
import { keepKnowledge } from '../../connection/network-knowledge';
import { NetworkError } from '../../private/network-error';
import { AddressFamily } from '../../vpc/address-family';
import { announceDnsServers } from '../../vpc/dns-servers';
import { selectSubnets } from '../../vpc/select-subnets';
import { keepDualStack } from '../../vpc/subnet-families';

/*
 * Models: a network in a VPC that a snapshot shows. Each fact that importers state of other networks is the snapshot's.
 * Law: nothing of it is stated, unless the importer states it: what the snapshot does not show stays unknown to the analysis.
 * Refuses: a file without the VPC, and to guess which subnets are private.
 */

/** A network in a VPC of a snapshot. */
export function networkOfSnapshot(scope: Construct, id: string, options: SnapshotNetworkOptions): ImportedLambdaNetwork {
  return new ImportedLambdaNetwork(scope, id, (network) => {
    const shown = vpcOf(network, options);
    assertSamePlace(network, shown, options);
    const vpc = importVpc(network, shown, options);
    const functionSubnets = functionSubnetsOf(network, shown, vpc, options);
    announceDnsServers(network, shown.dnsServers());
    return { ...factsOf(network, shown, functionSubnets.map(({ subnetId }) => subnetId), options), vpc, functionSubnets };
  });
}

/** The VPC that is meant. */
function vpcOf(network: Construct, { file, vpcId }: SnapshotNetworkOptions): snapshots.SnapshotVpc {
  const snapshot = snapshotOfApp(network, file);
  const { nameOf, vpcsOf } = reader();
  const vpcs = vpcsOf(snapshot);
  const found = vpcId === undefined && vpcs.length === 1 ? vpcs[0] : vpcs.find((each) => each.id === vpcId);
  if (found === undefined) {
    const all = vpcs.length === 0 ? 'no VPC' : vpcs.map(nameOf).join(', ');
    throw new NetworkError('SNAPSHOT_VPC', vpcId === undefined && vpcs.length > 0
      ? `the snapshot ${file} has ${vpcs.length} VPCs, ${all}: name the one that is meant with vpcId`
      : `the snapshot ${file} has ${all}${vpcId === undefined ? '' : `, and not ${vpcId}`}: name one that it has, or take it again with cdk-lambda-network snapshot --vpc ${vpcId ?? '<id>'}`, network);
  }
  return found;
}

/** Loads the part of the analysis that reads snapshots; an app without one needs the analysis at the end of its synthesis alone. */
function reader(): typeof snapshots {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../analysis/snapshot-vpc') as typeof snapshots;
}

function assertSamePlace(network: Construct, { id, region }: snapshots.SnapshotVpc, { file }: SnapshotNetworkOptions): void {
  const own = Stack.of(network).region;
  if (region !== undefined && !Token.isUnresolved(own) && own !== region) {
    throw new NetworkError(
      'FUNCTION_IN_OTHER_ENVIRONMENT', `the network is in ${own}, but ${id} in the snapshot ${file} is in ${region}: name a VPC of ${own}, or make the network in a stack of ${region}`, network,
    );
  }
}

function importVpc(network: Construct, shown: snapshots.SnapshotVpc, { file }: SnapshotNetworkOptions): ec2.IVpc {
  const availabilityZones = [...new Set(shown.subnets.flatMap(({ zone }) => zone ?? []))];
  if (availabilityZones.length === 0) {
    throw new NetworkError('IMPORT_SUBNETS', `the snapshot ${file} shows no subnet of ${shown.id} with its zone: take it again with the permission ec2:DescribeSubnets`, network);
  }
  const vpc = ec2.Vpc.fromVpcAttributes(network, 'Vpc', { vpcId: shown.id, vpcCidrBlock: shown.blocks('ipv4')[0], availabilityZones, region: shown.region });
  const tiers = { public: vpc.publicSubnets, private: vpc.privateSubnets, isolated: vpc.isolatedSubnets };
  // those of which nothing is known can be chosen, and then the analysis says what is not known of them
  shown.subnets.forEach((subnet) => tiers[subnet.kind ?? 'private'].push(importSubnet(vpc, subnet)));
  return vpc;
}

/** The construct has the id of the subnet, so that another subnet changes the name of nothing. */
function importSubnet(vpc: ec2.IVpc, { id, zone, routeTable, isDualStack }: snapshots.SnapshotSubnet): ec2.ISubnet {
  const subnet = ec2.Subnet.fromSubnetAttributes(vpc, id, { subnetId: id, availabilityZone: zone, routeTableId: routeTable });
  Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'only peering needs route tables, and asks for them');
  if (isDualStack !== undefined) {
    keepDualStack(subnet, isDualStack);
  }
  return subnet;
}

function functionSubnetsOf(network: Construct, shown: snapshots.SnapshotVpc, vpc: ec2.IVpc, options: SnapshotNetworkOptions): ec2.ISubnet[] {
  const { vpcSubnets, functionSubnets } = options;
  if (vpcSubnets !== undefined && functionSubnets !== undefined) {
    throw new NetworkError('IMPORT_SUBNETS', 'vpcSubnets and functionSubnets both say which subnets functions are attached to: leave one of them out', network);
  }
  const ids = functionSubnets?.flatMap((name) => called(network, shown, name, options)) ?? [];
  const all = [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets];
  const chosen = functionSubnets !== undefined ? all.filter(({ subnetId }) => ids.includes(subnetId))
    : vpcSubnets !== undefined ? selectSubnets(vpc, vpcSubnets) : usualSubnets(network, shown, vpc, options);
  if (chosen.length === 0) {
    throw new NetworkError(
      'IMPORT_SUBNETS', `no subnet of ${shown.id} in the snapshot ${options.file} is selected, of ${describe(shown)}: name private ones with functionSubnets`, network,
    );
  }
  return chosen;
}

function usualSubnets(network: Construct, { id, subnets }: snapshots.SnapshotVpc, vpc: ec2.IVpc, { file }: SnapshotNetworkOptions): ec2.ISubnet[] {
  const unknown = subnets.find(({ kind }) => kind === undefined);
  if (unknown !== undefined) {
    throw new NetworkError(
      'IMPORT_SUBNETS', `the snapshot ${file} does not show where the routes of ${unknown.id} in ${id} lead, so that it may be public: name private subnets with functionSubnets`, network,
    );
  }
  return [...vpc.privateSubnets.length > 0 ? vpc.privateSubnets : vpc.isolatedSubnets];
}

/** The ids of the subnets that have a name, or the id itself. */
function called(network: Construct, shown: snapshots.SnapshotVpc, name: string, { file }: SnapshotNetworkOptions): readonly string[] {
  const found = shown.subnets.filter((subnet) => subnet.id === name || subnet.name === name);
  if (found.length === 0) {
    throw new NetworkError('IMPORT_SUBNETS', `functionSubnets has '${name}', but the subnets of ${shown.id} in the snapshot ${file} are ${describe(shown)}: name those`, network);
  }
  return found.map((subnet) => subnet.id);
}

function describe({ subnets }: snapshots.SnapshotVpc): string {
  return subnets.map(({ id, name, kind }) => `${id} (${[name, kind].filter((word) => word !== undefined).join(', ')})`).join(', ').replace(/ \(\)/g, '');
}

/** Collects the facts that importers state of other networks. */
function factsOf(network: Construct, shown: snapshots.SnapshotVpc, subnets: readonly string[], options: SnapshotNetworkOptions): Omit<ExistingNetwork, 'vpc' | 'functionSubnets'> {
  const { internetAddressFamilies, routedDestinations, networkInterfaceQuota, file } = options;
  const internet = shown.internetFrom(subnets);
  const lists = [...shown.gatewayEndpointsFrom(subnets)];
  const endpoints = shown.interfaceEndpointsFrom(subnets);
  const isOwn = isOwnAccount(network, shown);
  const nameable = endpoints.filter(({ groups }) => groups !== undefined && isOwn);
  const origin = `the snapshot ${file} of ${shown.takenOn}`;
  const services = [...new Set([...lists.map(([service]) => service), ...endpoints.map(({ service }) => service)])].sort();
  keepKnowledge(network, {
    endpointBlocks: new Map(endpoints.filter((endpoint) => !nameable.includes(endpoint)).map(({ service, blocks }) => [service, blocks])),
    whyNoInternet: `${origin} shows that ${internet.reason === '' ? 'its subnets have a way' : internet.reason}`,
    whyNoEndpoint: `${origin} shows endpoints with the names of ${services.length === 0 ? 'no service' : services.join(', ')} in ${shown.id}`,
  });
  return {
    internetAddressFamilies: internetAddressFamilies ?? Object.values(AddressFamily).filter((family) => internet.families.includes(`${family}`)),
    routedDestinations, networkInterfaceQuota, ownerAccountId: shown.owner,
    instanceTenancy: shown.isDedicated ? ec2.DefaultInstanceTenancy.DEDICATED : undefined,
    gatewayEndpoints: lists.map(([service]) => service),
    prefixListIds: Object.fromEntries(lists.flatMap(([service, list]) => list === undefined ? [] : [[service, list]])),
    endpointSecurityGroups: groupsOf(network, nameable),
    ipv4Blocks: [...shown.blocks('ipv4')], ipv6Blocks: [...shown.blocks('ipv6')],
    stated: { internetAddressFamilies, routedDestinations },
  };
}

/** Rules of one account name groups of another one only by its id as well, which rules for outgoing traffic in CloudFormation do not have. */
function isOwnAccount(network: Construct, { account, owner = account }: snapshots.SnapshotVpc): boolean {
  const own = Stack.of(network).account;
  return owner === undefined || Token.isUnresolved(own) || own === owner;
}

/** A group that lets the subnets in already is left alone. */
function groupsOf(network: Construct, endpoints: readonly snapshots.SnapshotEndpoint[]): { [service: string]: ec2.ISecurityGroup } {
  const closed = new Set(endpoints.filter(({ letsIn }) => !letsIn).map(({ groups = [] }) => groups[0]));
  const imported = new Map<string, ec2.ISecurityGroup>();
  return Object.fromEntries(endpoints.map(({ service, groups = [] }) => {
    const [id] = groups;
    const group = imported.get(id) ?? ec2.SecurityGroup.fromSecurityGroupId(network, id, id, { mutable: closed.has(id) });
    imported.set(id, group);
    return [service, group];
  }));
}
