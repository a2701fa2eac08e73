import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { PortSet } from '../services/service-ports';
import { portsToOpen } from '../services/service-ports';

/*
 * Models: the endpoints that a network has, as whoever may use them is told of them. Private DNS leads every client of the VPC to an endpoint as soon as
 * there is one, also those that used the internet before.
 * Law: whoever listens is told of every endpoint, whether it was there first or comes later; so the order of calls decides nothing.
 */

/** An interface endpoint of a network. */
export interface OfferedEndpoint {
  /** The endpoint name of its service, such as `secretsmanager`. */
  readonly service: string;

  /** The group that lets callers in. */
  readonly group: ec2.ISecurityGroup;

  /** The ports on which the service listens. */
  readonly ports: PortSet;
}

type Listener = (endpoint: OfferedEndpoint) => void;

interface Offered {
  readonly endpoints: OfferedEndpoint[];
  readonly listeners: Listener[];
  readonly gateways: Set<string>;
}

const offeredBy = new WeakMap<IConstruct, Offered>();

/** Make known that a network has an endpoint. */
export function announceEndpoint(network: IConstruct, endpoint: OfferedEndpoint): void {
  const { endpoints, listeners } = offered(network);
  endpoints.push(endpoint);
  listeners.forEach((listener) => listener(endpoint));
}

/** Make known the groups of endpoints that a network has, by service. */
export function announceGroups(network: IConstruct, groups: Readonly<Record<string, ec2.ISecurityGroup>>): void {
  Object.entries(groups).forEach(([service, group]) => announceEndpoint(network, { service, group, ports: portsToOpen(service, 443) }));
}

/** Be told of the endpoints that a network has. */
export function onEndpoint(network: IConstruct, listener: Listener): void {
  const { endpoints, listeners } = offered(network);
  listeners.push(listener);
  endpoints.forEach(listener);
}

/** Make known for which services a network has gateway endpoints. */
export function announceGateways(network: IConstruct, services: Iterable<string>): void {
  const { gateways } = offered(network);
  [...services].forEach((service) => gateways.add(service));
}

/** The services for which a network has gateway endpoints. */
export function gatewaysOf(network: IConstruct): ReadonlySet<string> {
  return offered(network).gateways;
}

function offered(network: IConstruct): Offered {
  const known = offeredBy.get(network) ?? { endpoints: [], listeners: [], gateways: new Set() };
  offeredBy.set(network, known);
  return known;
}
