import type { CandidatePath } from './candidate-path';
import { concat, requireAll } from './candidate-path';
import { endpointPolicy } from './endpoints';
import { groupsOf, interfacesOf } from './interface-endpoints';
import { lookUpInVpc } from './local-routes';
import type { Flow, NetworkContext } from './network-context';
import { notInTemplates, unknownResource, violated } from './obstacles';
import type { DestinationSubnets } from './vpc-paths';
import { toDestination } from './vpc-paths';
import type { AddressFamily } from '../model/address-block';
import { componentHop, destinationHop } from '../model/hop';
import type { VpcEndpoint } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';

/*
 * Models: an interface endpoint that a record of a private hosted zone, or the Resolver of another VPC, leads the name of a service to: in the function's VPC, or in
 * one that is connected with it. Private DNS of the endpoint plays no part.
 * Law: as with private names, each of its network interfaces has to be reached.
 */

/** What is asked for, and what leads its name to the endpoint. */
export interface NamedEndpoint {
  readonly service: string;
  readonly family: AddressFamily;
  readonly by: Source;
}

/** The path to a service through an endpoint that its name leads to. */
export function throughNamedEndpoint(
  context: NetworkContext, flow: Omit<Flow, 'to'>, id: ResourceId, { service, family, by }: NamedEndpoint,
): CandidatePath {
  const { subnet } = flow;
  const start = { hops: [componentHop('subnet', subnet, subnet.source.id)] };
  const endpoint = context.network.model.endpoints.get(id);
  const hop = componentHop('interface-endpoint', endpoint, id);
  if (endpoint === undefined) {
    return concat(start, { hops: [hop, destinationHop(service)], obstacles: [notInTemplates(`the endpoint that ${describeSource(by)} leads ${service} to`)] });
  }
  const { places, obstacles } = interfacesOf(context, endpoint, service, family);
  return concat(
    start,
    requireAll(places.flatMap(({ place, addressSets }) => addressSets.flatMap((to) => lookUpInVpc(context, subnet, to, endpoint.vpc)
      .map((match) => toInterfaces(context, { ...flow, to: match.addresses }, match, endpoint, place, service))))),
    { hops: [hop], obstacles: [...isFor(endpoint, service, by), ...obstacles] },
    endpointPolicy(endpoint, service, flow.call),
    { hops: [destinationHop(service)] },
  );
}

function toInterfaces(
  context: NetworkContext, flow: Flow, match: Parameters<typeof toDestination>[2], endpoint: VpcEndpoint, place: DestinationSubnets, service: string,
): CandidatePath {
  const crossing = toDestination(context, flow, match, place);
  return concat(crossing.segment, groupsOf(context, flow, endpoint, crossing, { service }));
}

function isFor({ service, source }: VpcEndpoint, wanted: string, by: Source) {
  return service.known && service.value === wanted ? [] : service.known ? [violated({
    code: 'DNS_NAME_SHADOWED', source: by, detail: `${describeSource(by)} leads the name of ${wanted} to ${describeSource(source)}, which is an endpoint for ${service.value}`,
    mend: `lead it to an endpoint for ${wanted}`,
  })] : [unknownResource(`the service of ${describeSource(source)}`, service.reason, source)];
}
