import { finding } from './finding';
import { knownSubnets } from './rule';
import { QUOTAS, weightOfPrefixList } from '../../services/quotas';
import type { AddressFamily } from '../model/address-block';
import { ADDRESS_FAMILIES, spellBlock } from '../model/address-block';
import type { Finding } from '../model/finding';
import type { NetworkModel, Route, RouteTable, SecurityGroup, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: what AWS counts in a network. More than an account is given until it asks is a warning, and what AWS refuses in any case is an error.
 * Law: what is not known, and what no template shows, is not counted, so that the numbers are the least that there is.
 */

/** Finds what is too much, or there twice, in the whole network. A synthesis tells of it when functions in the same VPC declare anything. */
export function networkQuotas(model: NetworkModel): Finding[] {
  const about = functionsByVpc(model);
  const ofVpc = (vpc: ResourceId | undefined, findings: readonly Finding[]) => findings.map((found) => ({ ...found, functions: about.get(vpc ?? '') ?? [] }));
  return [
    ...[...model.securityGroups.values()].flatMap((group) => ofVpc(group.vpc, securityGroupRules(group, model))),
    ...[...model.routeTables.values()].flatMap((table) => ofVpc(table.vpc, duplicateRoutes(table))),
    ...[...model.endpoints.values()].flatMap((endpoint) => ofVpc(endpoint.vpc, endpointPolicySize(endpoint))),
    ...elasticIpCount(model).map((found) => ({ ...found, functions: [...about.values()].flat() })),
  ];
}

function functionsByVpc({ workloads, subnets }: NetworkModel): ReadonlyMap<ResourceId, readonly ResourceId[]> {
  const byVpc = new Map<ResourceId, ResourceId[]>();
  for (const workload of workloads.values()) {
    const vpc = knownSubnets(workload).map((id) => subnets.get(id)?.vpc).find((id) => id !== undefined);
    const known = byVpc.get(vpc ?? '');
    if (known !== undefined) {
      known.push(workload.source.id);
    } else if (vpc !== undefined) {
      byVpc.set(vpc, [workload.source.id]);
    }
  }
  return byVpc;
}

function securityGroupRules(group: SecurityGroup, model: NetworkModel): Finding[] {
  const most = QUOTAS.rulesOfSecurityGroup.value;
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    // few rules need no count, save for prefix lists; and a group that is there already fits what its account is given
    if (group[direction].length <= most && !group[direction].some(({ peer }) => peer.kind === 'prefix-list')
      || group[direction].every(({ source }) => source.snapshot !== undefined)) {
      return [];
    }
    const counts = ADDRESS_FAMILIES.map((family) => group[direction].reduce((sum, { peer }) => sum + weightOf(peer, family, model), 0));
    const [family, count] = counts[1] > counts[0] ? ['IPv6', counts[1]] : ['IPv4', counts[0]];
    return count <= most ? [] : [finding(
      'SECURITY_GROUP_RULE_COUNT', group.source,
      `the security group has ${count} ${direction} rules on ${family}, counted as AWS does, and an account is given ${most}`,
      {
        inConstructs: 'let functions share a security group: declare the same destinations, without dedicatedSecurityGroup',
        inTemplate: 'name larger blocks or a shared group in fewer rules, use a second group, or ask for a higher quota of rules per security group',
      },
    )];
  });
}

function weightOf(peer: SecurityGroup['egress'][number]['peer'], family: AddressFamily, { prefixLists }: NetworkModel): number {
  switch (peer.kind) {
    case 'block':
      return peer.block.family === family ? 1 : 0;
    case 'prefix-list': {
      const entries = prefixLists.get(peer.id);
      return entries?.known === true ? entries.value.length : peer.id.startsWith('pl:') ? weightOfPrefixList(peer.id.slice('pl:'.length)) : 1;
    }
    case 'security-group':
      return 1;
    case 'unknown':
      return 0;
  }
}

/** EC2 knows a route by its table and its destination. Routes that gateway endpoints bring are theirs. */
function duplicateRoutes({ source, routes }: RouteTable): Finding[] {
  const byDestination = new Map<string, Route[]>();
  for (const route of routes) {
    const key = keyOf(route.destination);
    if (key !== undefined && route.source.type === 'AWS::EC2::Route') {
      byDestination.set(key, [...byDestination.get(key) ?? [], route]);
    }
  }
  return [...byDestination].filter(([, same]) => new Set(same.map((route) => route.source.id)).size > 1).map(([destination, same]) => finding(
    'ROUTE_DUPLICATE', same[1].source,
    `${source.logicalId ?? source.id} has ${same.length} routes to ${destination}, ${same.map((route) => route.source.logicalId).join(' and ')}, and Amazon EC2 refuses the second one`,
    { inConstructs: 'give each transit gateway and each peer blocks of its own', inTemplate: 'keep one of the routes, or give them different destinations' },
  ));
}

function keyOf(destination: Route['destination']): string | undefined {
  return destination.kind === 'prefix-list' ? destination.id : destination.kind === 'block' ? spellBlock(destination.block) : undefined;
}

function endpointPolicySize({ source, policy }: VpcEndpoint): Finding[] {
  const most = QUOTAS.charactersOfEndpointPolicy.value;
  const characters = policy?.known === true ? JSON.stringify(policy.value).length : 0;
  return characters <= most ? [] : [finding(
    'VPCE_POLICY_SIZE', source, `the policy of the endpoint has ${characters} characters, and Amazon VPC takes ${most}`,
    { inConstructs: 'allow organizations, accounts or patterns instead of single resources', inTemplate: 'shorten PolicyDocument: name patterns instead of single resources' },
  )];
}

function elasticIpCount({ elasticIps = [] }: NetworkModel): Finding[] {
  const most = QUOTAS.elasticIpAddresses.value;
  const byPlace = new Map<string, typeof elasticIps[number][]>();
  elasticIps.forEach((address) => byPlace.set(address.place, [...byPlace.get(address.place) ?? [], address]));
  return [...byPlace.values()].filter(({ length }) => length > most).map((addresses) => finding(
    'ELASTIC_IP_COUNT', addresses[most].source,
    `${addresses.length} Elastic IP addresses are allocated in one account and Region, which is given ${most}`,
    { inConstructs: 'use fewer zones or one NAT gateway, or Egress.regionalNatGateway()', inTemplate: 'share NAT gateways, or ask for a higher quota of Elastic IP addresses per Region' },
  ));
}
