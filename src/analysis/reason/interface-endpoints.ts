import type { AddressSet } from './address-set';
import { familyName } from './address-set';
import type { PathSegment, CandidatePath } from './candidate-path';
import { egress, ingress, concat, standingAt, unshown } from './candidate-path';
import { endpointPolicy } from './endpoints';
import { lookUpInVpc } from './local-routes';
import type { Flow, NetworkContext } from './network-context';
import { addressesOfSubnet, addressesOfVpc } from './network-context';
import type { ObstacleDetails } from './obstacles';
import { notInTemplates, unknownResource, unless, violated } from './obstacles';
import { inOneVpc } from './one-vpc';
import { nameOfVpc } from './route-tables';
import { supportOf, tableName } from './service-facts';
import type { DestinationSubnets, VpcCrossing } from './vpc-paths';
import { toDestination } from './vpc-paths';
import { privateIpv6 } from '../../services/dual-stack';
import { hasGatewayEndpoints } from '../../services/private-names';
import type { AddressFamily } from '../model/address-block';
import { LOCAL_ROUTE, componentHop, destinationHop } from '../model/hop';
import type { Subnet, VpcEndpoint } from '../model/network';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { all, ternary } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: interface endpoints with private DNS: the name of the service has the addresses of the endpoint's network interfaces, one in each of
 * its subnets, and the local route leads there from every subnet of the VPC that has no narrower one.
 * Law: the resolver may answer with any of the interfaces, so each of them has to be reached. AWS documents answers from the zone of the
 * asker only for some services, and so it is not relied on.
 */

/** Tells whether the name of the service leads to the endpoint. */
export function ownsName(context: NetworkContext, endpoint: VpcEndpoint): Ternary {
  const vpc = context.network.model.vpcs.get(endpoint.vpc);
  return all([endpoint.privateDns, vpc?.dnsSupport ?? 'unknown', vpc?.dnsHostnames ?? 'unknown']);
}

/** The path through an endpoint. */
export function endpointPath(context: NetworkContext, flow: Omit<Flow, 'to'>, endpoint: VpcEndpoint, service: string, family: AddressFamily): CandidatePath {
  const { subnet } = flow;
  const hop = componentHop('interface-endpoint', endpoint, endpoint.source.id);
  const { places, obstacles } = interfacesOf(context, endpoint, service, family);
  const closed = [...named(context, endpoint, service), ...obstacles];
  const start = componentHop('subnet', subnet, subnet.source.id);
  const rest = [LOCAL_ROUTE, hop, destinationHop(service)];
  const crossings = places.flatMap(({ addressSets, place }) => addressSets.flatMap((to) => lookUpInVpc(context, subnet, to, endpoint.vpc)
    .map((match) => ({ to: match.addresses, crossing: toDestination(context, { ...flow, to: match.addresses }, match, place) }))));
  return concat(
    { hops: [start], obstacles: standingAt(hop, closed) },
    ...crossings.map(({ crossing }) => unshown(crossing.segment, [start, ...rest])),
    { hops: rest },
    ...crossings.map(({ to, crossing }) => groupsOf(context, { ...flow, to }, endpoint, crossing, { service, inConstructs: 'Destination.awsService(…) of the function writes the rule' })),
    endpointPolicy(endpoint, service, flow.call),
  );
}

/** The network interfaces of an endpoint, by the subnets where they are. */
export interface EndpointInterfaces {
  readonly places: readonly { readonly place: DestinationSubnets; readonly addressSets: readonly AddressSet[] }[];

  /** The obstacles that the endpoint itself is, whatever leads its name there. */
  readonly obstacles: readonly Obstacle[];
}

/** Returns where an endpoint is, and why it does not answer there. */
export function interfacesOf(context: NetworkContext, endpoint: VpcEndpoint, service: string, family: AddressFamily): EndpointInterfaces {
  const { vpc, source, subnets: { known: isExact }, securityGroups } = endpoint;
  const { subnets, obstacles } = subnetsOf(context, endpoint);
  return {
    places: isExact && subnets.length > 0
      ? subnets.map((own) => ({ place: { vpc, subnets: [own], isExact }, addressSets: addressesOfSubnet(context, own, family) }))
      : [{ place: { vpc, subnets, isExact }, addressSets: addressesOfVpc(context.network, vpc, family) }],
    obstacles: [
      ...inOneVpc(context.network.model, source, endpoint.subnets, securityGroups, 'RESOURCE_VPC_MISMATCH', vpc), ...obstacles,
      ...answersOver(endpoint, service, family), ...haveAddresses(endpoint, subnets, family),
    ],
  };
}

/** Returns what the groups of both ends have to let through on a way to an endpoint; something on the way may translate the function's addresses. */
export function groupsOf(
  context: NetworkContext, { subnet, to, ports }: Flow, { source, securityGroups: groups }: VpcEndpoint,
  { referencesIn, referencesOut, from }: VpcCrossing, { service, inConstructs }: { readonly service: string; readonly inConstructs?: string },
): PathSegment {
  const what = `the interface endpoint for ${service}`;
  const out = egress(to, what, ports, { groups, references: referencesOut });
  if (!groups.known) {
    return { demands: [out], obstacles: [unknownResource(`the security groups of ${describeSource(source)}`, groups.reason, source)] };
  }
  return {
    demands: [out, ingress({
      groups: groups.value, of: source, what, from: from ?? addressesOfSubnet(context, subnet, to.family), references: referencesIn, ports,
      ...inConstructs === undefined ? {} : { inConstructs },
    })],
  };
}

/** Tells where an endpoint has its network interfaces. */
function subnetsOf(
  { network }: NetworkContext, { subnets, source }: VpcEndpoint,
): { readonly subnets: Subnet[]; readonly obstacles: readonly Obstacle[] } {
  const name = describeSource(source);
  if (!subnets.known) {
    return { subnets: [], obstacles: [] };
  }
  if (subnets.value.length === 0) {
    return {
      subnets: [], obstacles: [violated({
        code: 'VPCE_SERVICE_NOT_INSTALLED_IN_AZ', source, detail: `${name} is in no subnet, so that it has no network interface`, mend: `SubnetIds of ${name}`,
      })],
    };
  }
  const found = subnets.value.map((id) => network.model.subnets.get(id));
  return {
    subnets: found.filter((subnet): subnet is Subnet => subnet !== undefined),
    obstacles: subnets.value.filter((_, place) => found[place] === undefined).map((id) => notInTemplates(`subnet ${id} of ${name}`, source)),
  };
}

function named({ network }: NetworkContext, endpoint: VpcEndpoint, service: string): readonly Obstacle[] {
  const vpc = network.model.vpcs.get(endpoint.vpc);
  const name = describeSource(endpoint.source);
  const off = [['EnableDnsSupport', vpc?.dnsSupport], ['EnableDnsHostnames', vpc?.dnsHostnames]].filter(([, answer]) => answer !== 'yes');
  return [
    ...unless(endpoint.privateDns, { code: 'DNS_PRIVATE_DNS_DISABLED', source: endpoint.source, ...withoutPrivateName(endpoint, service) }),
    ...unless(all([vpc?.dnsSupport ?? 'unknown', vpc?.dnsHostnames ?? 'unknown']), {
      code: 'DNS_VPC_ATTRIBUTES_DISABLED', source: vpc?.source ?? endpoint.source,
      detail: `${nameOfVpc(network, endpoint.vpc)} ${vpc === undefined ? 'may not have' : 'does not surely have'} EnableDnsSupport and EnableDnsHostnames, without which the private name of ${name} is not resolved`,
      mend: off.map(([property]) => `${property}: true`).join(' and '), inConstructs: 'a PrivateLambdaNetwork has both',
    }),
  ];
}

/** Tells why the name of the service leads past an endpoint, and what there is to do. */
function withoutPrivateName({ source, privateDns, privateDnsLimit }: VpcEndpoint, service: string): Pick<ObstacleDetails, 'detail' | 'mend' | 'inConstructs'> {
  const name = describeSource(source);
  const past = `so that the name of ${service} leads past it to public addresses`;
  switch (privateDnsLimit) {
    case 'inbound resolvers':
      return {
        detail: `${name} has private DNS for inbound resolver endpoints alone, ${past}`,
        ...gatewayInstead(service, ', or DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }'),
      };
    case 'no private names':
      return {
        detail: `${service} has no private DNS names, ${past}`,
        ...hasGatewayEndpoints(service) ? gatewayInstead(service) : {
          mend: 'an egress to the internet, or a private hosted zone in which the name leads to the endpoint', inConstructs: 'an egress, and Destination.internet()',
        },
      };
    case undefined:
      return {
        detail: `${name} has private DNS ${privateDns === 'no' ? 'off' : 'perhaps off'}, ${past}`,
        mend: 'PrivateDnsEnabled: true', inConstructs: 'network.addEndpoint() with private DNS, which is its default',
      };
  }
}

function gatewayInstead(service: string, or = ''): Pick<ObstacleDetails, 'mend' | 'inConstructs'> {
  return {
    mend: `an AWS::EC2::VPCEndpoint (VpcEndpointType: Gateway) for ${service} with the route table of the subnet, which costs nothing${or}`,
    inConstructs: 'a PrivateLambdaNetwork has gateway endpoints for S3 and DynamoDB',
  };
}

/** A network interface has addresses of the families that its subnet has. */
function haveAddresses({ source }: VpcEndpoint, subnets: readonly Subnet[], family: AddressFamily): readonly Obstacle[] {
  return subnets.flatMap((subnet) => {
    const has = family === 'ipv4' ? subnet.hasIpv4 : subnet.hasIpv6;
    return has === 'unknown' && !subnet.defined ? [] : unless(has, {
      code: 'VPCE_NO_ADDRESS_FAMILY', source,
      detail: `${describeSource(source)} has a network interface in ${describeSource(subnet.source)}, which ${has === 'no' ? 'has' : 'may have'} no ${familyName(family)} addresses`,
      mend: `SubnetIds with ${familyName(family)} addresses alone`,
    });
  });
}

/** Returns why an endpoint does not answer over a family. */
function answersOver({ families, source }: VpcEndpoint, service: string, family: AddressFamily): readonly Obstacle[] {
  if (family === 'ipv6' && families.known && families.value.includes('ipv6')) {
    return supportOf(privateIpv6(tableName(service)), service, 'endpoint in a VPC');
  }
  const answer = families.known ? ternary(families.value.includes(family)) : family === 'ipv4' ? 'yes' : 'unknown';
  return unless(answer, {
    code: 'VPCE_NO_ADDRESS_FAMILY', source,
    detail: `${describeSource(source)} ${answer === 'no' ? 'does not answer' : 'may not answer'} over ${familyName(family)}${families.known ? ` (IpAddressType is for ${families.value.map(familyName).join(' and ') || 'none'})` : `: ${families.reason}`}`,
    mend: 'IpAddressType: dualstack', inConstructs: 'network.addEndpoint() in a dual-stack network',
  });
}
