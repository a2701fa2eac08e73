import type { IConstruct } from 'constructs';
import type { AwsEndpointService } from './aws-endpoint-service';
import { awsEndpointService } from './aws-endpoint-service';

/*
 * Models: the services that functions declare in a network, as they declare them. A network is asked for an endpoint by its name; here it finds
 * the constant that was given with it.
 */

const declaredIn = new WeakMap<IConstruct, Map<string, AwsEndpointService>>();

/** Keep what a function declares; of two declarations of one service the first one stays. */
export function keepDeclaredService(network: IConstruct, service: AwsEndpointService): void {
  const services = declaredIn.get(network) ?? new Map<string, AwsEndpointService>();
  declaredIn.set(network, services);
  if (!services.has(service.name)) {
    services.set(service.name, service);
  }
}

/** A service by its endpoint name: as it was declared in a network, or as it is known. */
export function declaredService(network: IConstruct, name: string): AwsEndpointService {
  return declaredIn.get(network)?.get(name) ?? awsEndpointService(name);
}
