import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/*
 * Models: what a network has routes to beyond its VPC: peers, and what is behind transit gateways.
 * Law: whoever listens is told of every route, whether it was there first or comes later; so the order of calls decides nothing.
 * Refuses to decide what a route is good for: that is up to who listens.
 */

/** A destination beyond the VPC. */
export interface ReachedDestination {
  /** The block; undefined when it is known only during deployment, or behind a prefix list. */
  readonly cidr?: string;

  /** What the destination is called in messages. */
  readonly name: string;

  /** What leads there. */
  readonly way: string;

  /** The subnets that have a route. */
  readonly subnets: readonly ec2.ISubnet[];
}

type Listener = (destination: ReachedDestination) => void;

interface Reached {
  readonly destinations: ReachedDestination[];
  readonly listeners: Listener[];
}

const reachedBy = new WeakMap<IConstruct, Reached>();

/** Make known that subnets of a network have routes to blocks. */
export function announceBlocks(network: IConstruct, blocks: readonly string[], way: string, subnets: readonly ec2.ISubnet[]): void {
  blocks.forEach((block) => announce(network, Token.isUnresolved(block)
    ? { name: 'a block that is known only during deployment', way, subnets }
    : { cidr: block, name: block, way, subnets }));
}

/** Make known that subnets of a network have a route to a destination. */
export function announce(network: IConstruct, destination: ReachedDestination): void {
  const { destinations, listeners } = reached(network);
  destinations.push(destination);
  listeners.forEach((listener) => listener(destination));
}

/** Be told of what a network has routes to. */
export function onReached(network: IConstruct, listener: Listener): void {
  const { destinations, listeners } = reached(network);
  listeners.push(listener);
  destinations.forEach(listener);
}

function reached(network: IConstruct): Reached {
  const known = reachedBy.get(network) ?? { destinations: [], listeners: [] };
  reachedBy.set(network, known);
  return known;
}
