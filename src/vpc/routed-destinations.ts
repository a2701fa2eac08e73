import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { NetworkError } from '../private/network-error';

/*
 * Models: what a network has routes to beyond its VPC: peers, and what is behind transit gateways.
 * Law: whoever listens is told of every route, whether it was there first or comes later; so the order of calls decides nothing.
 * Refuses: a second route to the same block. What a route is good for is up to who listens.
 */

/** A destination beyond the VPC. */
export interface RoutedDestination {
  /** The block; undefined when it is known only during deployment, or behind a prefix list. */
  readonly cidr?: string;

  /** The name of the destination in messages. */
  readonly name: string;

  /** The thing that leads there, in messages. */
  readonly way: string;

  /** The subnets that have a route. */
  readonly subnets: readonly ec2.ISubnet[];
}

type Listener = (destination: RoutedDestination) => void;

interface Routed {
  readonly destinations: RoutedDestination[];
  readonly listeners: Listener[];
}

const routedBy = new WeakMap<IConstruct, Routed>();

/** Make known that subnets of a network have routes to blocks. */
export function announceRoutes(network: IConstruct, blocks: readonly string[], way: string, subnets: readonly ec2.ISubnet[]): void {
  blocks.forEach((block) => announceRoute(network, Token.isUnresolved(block)
    ? { name: 'a block that is known only during deployment', way, subnets }
    : { cidr: block, name: block, way, subnets }));
}

/** Make known that subnets of a network have a route to a destination. */
export function announceRoute(network: IConstruct, destination: RoutedDestination): void {
  const { destinations, listeners } = routed(network);
  requireOwnRoute(network, destination, destinations);
  destinations.push(destination);
  listeners.forEach((listener) => listener(destination));
}

/** Amazon EC2 knows a route by its table and its destination, and refuses a second one. */
function requireOwnRoute(network: IConstruct, { cidr, name, way, subnets }: RoutedDestination, before: readonly RoutedDestination[]): void {
  const same = before.find((other) => cidr !== undefined && other.cidr === cidr && other.subnets.some((subnet) => subnets.includes(subnet)));
  if (same !== undefined) {
    throw new NetworkError(
      'ROUTE_DESTINATION_TAKEN',
      `${way} leads to ${name}, to which ${same.way} leads already from ${subnets.find((subnet) => same.subnets.includes(subnet))!.node.path}, `
      + 'and a route table has one route to a destination: give each its own blocks, or other subnets',
      network,
    );
  }
}

/** Be told of what a network has routes to. */
export function onRouted(network: IConstruct, listener: Listener): void {
  const { destinations, listeners } = routed(network);
  listeners.push(listener);
  destinations.forEach(listener);
}

function routed(network: IConstruct): Routed {
  const known = routedBy.get(network) ?? { destinations: [], listeners: [] };
  routedBy.set(network, known);
  return known;
}
