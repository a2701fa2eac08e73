import { KNOWN_SERVICES, SERVICES_AS_OF } from '../../../services/known-services';
import { nearestServices } from '../../../services/nearest-services';
import { readServiceName, serviceInRegion } from '../../../services/service-names';
import type { NetworkModel, Workload } from '../../model/network';
import type { ServiceQuestion } from '../../model/question';
import type { PortedTransport } from '../../model/traffic';

/*
 * Models: which service of AWS a name means to a function: an endpoint name, or a full name, which is of one Region.
 * Law: a name that neither the tables nor a template knows is no service; it is not known whether it is reached.
 */

/** The services that endpoints of a model lead to. */
export function endpointServices(model: NetworkModel): ReadonlySet<string> {
  return new Set([...model.endpoints.values()].flatMap(({ service }) => service.known ? [service.value] : []));
}

/** What is asked of a service, or why nothing can be. */
export type ServiceWanted = { readonly question: ServiceQuestion } | { readonly reason: string; readonly mend: string };

/**
 * The question about a service.
 *
 * @param isStated whether somebody who knows says that there is such a service
 */
export function serviceWanted(
  name: string, ports: readonly PortedTransport[] | undefined, workload: Workload, model: NetworkModel, present: ReadonlySet<string>,
  isStated: boolean,
): ServiceWanted {
  const service = present.has(name) ? name : serviceInRegion(name, regionOf(workload, model)) ?? name;
  const known = readServiceName(service)?.service ?? service;
  return isStated || present.has(service) || KNOWN_SERVICES.has(known)
    ? { question: { kind: 'aws-service', service, ...ports === undefined ? {} : { ports } } }
    : notKnown(name);
}

function notKnown(name: string): ServiceWanted {
  const nearest = nearestServices(name);
  return {
    reason: `no service of AWS that has endpoints is known by the name ${name}, as of ${SERVICES_AS_OF}${nearest.length === 0 ? '' : `; ${nearest.join(' or ')} may be meant`}`,
    mend: `${nearest.length === 0 ? 'write the name as its endpoints have it' : `write ${nearest.join(' or ')}`}, or internet for a service that has no endpoints`,
  };
}

/** The Region of the network that a function is in. */
function regionOf({ attachment }: Workload, model: NetworkModel): string {
  const subnet = attachment.kind === 'vpc' && attachment.subnets.known ? model.subnets.get(attachment.subnets.value[0]) : undefined;
  const region = subnet === undefined ? undefined : model.vpcs.get(subnet.vpc)?.environment?.region;
  return region ?? '${AWS::Region}';
}
