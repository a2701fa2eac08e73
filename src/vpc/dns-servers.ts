import type { IConstruct } from 'constructs';

/*
 * Models: the DNS servers that hosts of a network are told to ask.
 * Law: whoever listens is told of them, whether they were named first or are named later; so the order of calls decides nothing.
 */

type Listener = (servers: readonly string[]) => void;

interface Named {
  servers?: readonly string[];
  readonly listeners: Listener[];
}

const namedBy = new WeakMap<IConstruct, Named>();

/** Make known which DNS servers a network names; a list may be one that only the deployment knows. */
export function announceDnsServers(network: IConstruct, servers: readonly string[]): void {
  const found = named(network);
  found.servers = servers;
  found.listeners.forEach((listener) => listener(servers));
}

/** Be told of the DNS servers that a network names. */
export function onDnsServers(network: IConstruct, listener: Listener): void {
  const { servers, listeners } = named(network);
  listeners.push(listener);
  if (servers !== undefined) {
    listener(servers);
  }
}

function named(network: IConstruct): Named {
  const known = namedBy.get(network) ?? { listeners: [] };
  namedBy.set(network, known);
  return known;
}
