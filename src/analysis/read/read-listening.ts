import { balancerOf, isServiceOfOthers, ownService } from './endpoint-services';
import { handedToPrograms } from './possible-additions';
import { portsOfService } from '../../services/service-ports';
import type { ListeningPorts, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';
import { mayBeAnyResource } from '../model/source';
import type { PortedTransport, Transport } from '../model/traffic';
import { tcp } from '../model/traffic';
import { entryOf, idOrSymbol, integerOf, itemsOf, known, notKnown, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { listeningPorts } from '../template/listening-ports';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: the ports on which resources listen: those of their properties or of their engines, the listeners of a load balancer, the service of an
 * endpoint. What a template defines listens on nothing else; of an instance, or an interface, no template tells.
 */

/** What is needed to tell what listens. */
export interface ListeningContext {
  readonly balancers: ReadonlyMap<ResourceId, readonly Resource[]>;
  readonly handed: ReadonlyMap<ResourceId, string>;
  readonly endpoints: ReadonlyMap<ResourceId, VpcEndpoint>;

  /** A listener of a load balancer that nobody knows. */
  readonly stray?: ResourceId;
}

export function listeningContext(deployment: Deployment, endpoints: ReadonlyMap<ResourceId, VpcEndpoint>): ListeningContext {
  const balancers = new Map<ResourceId, Resource[]>();
  for (const listener of deployment.resources('AWS::ElasticLoadBalancingV2::Listener')) {
    const id = idOrSymbol(listener.get('LoadBalancerArn'));
    balancers.set(id, [...balancers.get(id) ?? [], listener]);
  }
  return { balancers, endpoints, handed: handedToPrograms(deployment), stray: [...balancers.keys()].find(mayBeAnyResource) };
}

/** Returns what listens on a resource; undefined when no template can tell. */
export function readListening(resource: Resource, context: ListeningContext): ListeningPorts | undefined {
  switch (resource.type) {
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return balancer(resource.id, context);
    case 'AWS::ElasticLoadBalancing::LoadBalancer':
      return classic(resource);
    case 'AWS::EC2::VPCEndpoint':
      return ofOwnService(resource, context) ?? endpoint(context.endpoints.get(resource.id));
    default:
      return listeningByType(resource);
  }
}

/** Returns the ports that a type has, by the table; undefined when it is not there. */
export function listeningByType(resource: Resource): ListeningPorts | undefined {
  const found = listeningPorts(resource);
  if (found === undefined) {
    return undefined;
  }
  const { ports, udp, isSure, because } = found;
  return {
    ports: ports.known ? known(ports.value.flatMap((port) => [ported('tcp', port), ...udp ? [ported('udp', port)] : []])) : ports,
    isSure, because, code: 'LISTENER_PORT_RESTRICTION', mend: 'ask for the port that listens, or set the port of the resource',
  };
}

function balancer(id: ResourceId, { balancers, handed, stray }: ListeningContext): ListeningPorts {
  const listeners = balancers.get(id) ?? [];
  const read = listeners.map((listener) => ({ port: integerOf(listener.get('Port')), protocol: listener.get('Protocol') }));
  const missing = read.some(({ port }) => port === undefined) ? 'the Port of a listener is not known' : handed.get(id)
    ?? (stray === undefined ? undefined : 'a listener is of a load balancer that is found out during deployment');
  const ports = read.flatMap(({ port, protocol }) => transportsOf(protocol).map((transport) => ported(transport, port!)));
  return {
    ports: missing === undefined ? known(sorted(ports)) : notKnown(missing),
    isSure: true, code: 'ELBV2_LISTENER_PORT_RESTRICTION', mend: 'add an AWS::ElasticLoadBalancingV2::Listener for the port',
    because: listeners.length === 0 ? 'no AWS::ElasticLoadBalancingV2::Listener is its' : 'its listeners say so',
  };
}

function classic(resource: Resource): ListeningPorts {
  const ports = itemsOf(resource.get('Listeners')).map((listener) => integerOf(entryOf(listener, 'LoadBalancerPort')));
  return {
    ports: ports.includes(undefined) ? notKnown('the LoadBalancerPort of a listener is not known') : known(sorted(ports.map((port) => ported('tcp', port!)))),
    isSure: true, code: 'ELB_LISTENER_PORT_RESTRICTION', mend: 'add the port to Listeners', because: 'its Listeners say so',
  };
}

/** Returns the ports of an endpoint for a service of the templates: those of the load balancer behind it. */
function ofOwnService(resource: Resource, context: ListeningContext): ListeningPorts | undefined {
  const service = ownService(resource);
  const id = service === undefined ? undefined : balancerOf(service);
  return id === undefined || mayBeAnyResource(id) ? undefined : balancer(id, context);
}

/** Returns the ports of an endpoint; of somebody else's service they are not known. */
function endpoint(of: VpcEndpoint | undefined): ListeningPorts | undefined {
  return of?.service.known !== true || isServiceOfOthers(of.service.value) ? undefined : {
    ports: known(portsOfService(of.service.value).flat().map(([from, to]) => tcp(from, to))),
    isSure: false, because: `it is for ${of.service.value}`, code: 'LISTENER_PORT_RESTRICTION', mend: 'ask for the port of the service',
  };
}

/** A listener without a protocol is refused by AWS; HTTP and TLS are spoken over TCP. */
function transportsOf(protocol: ReturnType<Resource['get']>): readonly Transport[] {
  const text = isNone(protocol) ? known('TCP') : textOf(protocol);
  switch (text.known ? text.value : 'TCP') {
    case 'UDP':
    case 'QUIC':
      return ['udp'];
    case 'TCP_UDP':
    case 'TCP_QUIC':
      return ['tcp', 'udp'];
    default:
      return ['tcp'];
  }
}

function ported(transport: Transport, port: number): PortedTransport {
  return { transport, ports: { fromPort: port, toPort: port } };
}

/** HTTPS is what is asked first, where it is there. */
function sorted(ports: readonly PortedTransport[]): readonly PortedTransport[] {
  const rank = ({ ports: { fromPort } }: PortedTransport) => fromPort === 443 ? -1 : fromPort;
  return [...ports].sort((one, other) => rank(one) - rank(other));
}
