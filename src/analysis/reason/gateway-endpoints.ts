import type { ServiceAddresses } from './address-set';
import { familyName } from './address-set';
import type { PathSegment, CandidatePath } from './candidate-path';
import { behindUncertainRoute, egress, concat, requireAll, partsOf } from './candidate-path';
import { endpointPolicy } from './endpoints';
import { alongMatch } from './internet-paths';
import type { Flow, NetworkContext } from './network-context';
import { notInTemplates, unknownResource, unless } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { tableName } from './service-facts';
import { KNOWN_SERVICES } from '../../services/known-services';
import { hasGatewayEndpoints } from '../../services/private-names';
import { componentHop, destinationHop } from '../model/hop';
import type { VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isSameResource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: gateway endpoints. A route with the prefix list of the service leads to them, more specific than any way to the internet. The
 * name of the service still has public addresses, so security groups and network ACLs have to let those out.
 * Law: a gateway endpoint accepts TCP alone, as far as functions go. AWS has them for few services, and refuses one for any other.
 */

/** The path to the public addresses of a service: through its gateway endpoint where the route table has one, otherwise over the internet. */
export function toService(context: NetworkContext, flow: Flow & { readonly to: ServiceAddresses }, what: string, whyNot?: string): CandidatePath {
  const matches = lookUpWithEndpoints(context, flow);
  return requireAll(partsOf(flow.to, matches.map((match) => match.entry?.target.kind === 'gateway-endpoint'
    ? throughGatewayEndpoint(context, flow, match, match.entry.target.id, what)
    : alongMatch(context, flow, match, what, whyNot))));
}

/** Tells whether the route table of a subnet leads the addresses of a service to a gateway endpoint. */
export function leadsToGatewayEndpoint(context: NetworkContext, flow: Flow & { readonly to: ServiceAddresses }): boolean {
  return lookUpWithEndpoints(context, flow).some(({ entry }) => entry?.target.kind === 'gateway-endpoint');
}

/** An endpoint that does not answer over a family has no route for it. */
function lookUpWithEndpoints(context: NetworkContext, { subnet, to }: Flow & { readonly to: ServiceAddresses }): readonly SubnetRouteMatch[] {
  const matches = context.routes.lookUp(subnet, to, 'internet');
  const answers = matches.every(({ entry }) => entry?.target.kind !== 'gateway-endpoint'
    || answersOver(context.network.model.endpoints.get(entry.target.id), to) !== 'no');
  return answers ? matches : context.routes.lookUp(subnet, { ...to, listId: 'no list', key: `${to.key} without gateway endpoint` }, 'internet').map((match) => ({ ...match, area: to }));
}

function throughGatewayEndpoint(
  context: NetworkContext, { subnet, to, ports }: Flow, match: SubnetRouteMatch, id: ResourceId, what: string,
): CandidatePath {
  const endpoint = context.network.model.endpoints.get(id);
  const hop = componentHop('gateway-endpoint', endpoint, id);
  const own: PathSegment = {
    hops: [componentHop('subnet', subnet, subnet.source.id), hop, destinationHop(what)],
    obstacles: context.acls.leaving(subnet, to, ports),
    demands: [egress(to, what, ports)],
  };
  const ambiguities = context.routes.ambiguitiesOf(subnet, match, 'internet');
  if (endpoint === undefined) {
    return concat(own, { obstacles: ambiguities }, { obstacles: [notInTemplates(`gateway endpoint ${id}`)] });
  }
  const { statedPrefixList: list } = endpoint;
  return concat(own, behindUncertainRoute(ambiguities, concat(endpointPolicy(endpoint, what), {
    assumptions: list === undefined ? [] : [`${list} is the prefix list of ${what} in the Region, as ${describeSource(endpoint.source)} states`],
    obstacles: [
      ...overTcp(endpoint, ports), ...canBeMade(endpoint),
      ...unless(answersOver(endpoint, to), {
        code: 'VPCE_NO_ADDRESS_FAMILY', source: endpoint.source, detail: `whether ${describeSource(endpoint.source)} answers over ${familyName(to.family)} is not known`, mend: 'IpAddressType: dualstack',
      }),
      ...unless(isSameResource(endpoint.vpc, subnet.vpc), {
        code: 'BAD_STATE_ROUTE', source: endpoint.source, detail: `${describeSource(endpoint.source)} is an endpoint of another VPC`, mend: 'give the VPC a gateway endpoint of its own',
      }),
      ...endpoint.routeTables.known || endpoint.vpc === subnet.vpc ? [] : [unknownResource(`the route tables of ${describeSource(endpoint.source)}`, endpoint.routeTables.reason, endpoint.source)],
    ],
  })));
}

function answersOver(endpoint: VpcEndpoint | undefined, { family }: { readonly family: ServiceAddresses['family'] }): Ternary {
  if (endpoint === undefined || !endpoint.families.known) {
    return family === 'ipv4' ? 'yes' : 'unknown';
  }
  return ternary(endpoint.families.value.includes(family));
}

/** An endpoint without a type is a gateway endpoint, which most services do not have. */
function canBeMade({ service, source }: VpcEndpoint): readonly Obstacle[] {
  const name = service.known ? tableName(service.value) : undefined;
  return name === undefined || hasGatewayEndpoints(name) ? [] : unless(KNOWN_SERVICES.has(name) ? 'no' : 'unknown', {
    code: 'BAD_STATE_ROUTE', source, detail: `AWS has no gateway endpoints for ${name}, so that ${describeSource(source)} cannot be created`,
    mend: `VpcEndpointType: Interface, with PrivateDnsEnabled: true, SubnetIds and SecurityGroupIds, on ${describeSource(source)}`,
  });
}

function overTcp(endpoint: VpcEndpoint, ports: Flow['ports']) {
  return unless(ternary(ports.every(({ transport }) => transport === 'tcp')), {
    code: 'VPCE_GATEWAY_PROTOCOL_RESTRICTION', source: endpoint.source, detail: `${describeSource(endpoint.source)} accepts only TCP`, mend: 'use TCP',
  });
}

/** Tells whether a gateway endpoint surely carries what a function sends to addresses of its service, so that it makes no difference who has them. */
export function carriesAll({ network }: NetworkContext, { subnet, to, ports }: Flow, id: ResourceId): boolean {
  const endpoint = network.model.endpoints.get(id);
  return endpoint !== undefined && endpoint.vpc === subnet.vpc && answersOver(endpoint, to) !== 'unknown'
    && ports.every(({ transport }) => transport === 'tcp') && canBeMade(endpoint).length === 0
    && !endpointPolicy(endpoint, endpoint.service.known ? endpoint.service.value : '').obstacles?.length;
}
