import type { Construct } from 'constructs';
import { NetworkError } from '../../private/network-error';

/** Define what a network has one of, and refuse a second. */
export function defineOnce<T>(network: Construct, id: string, call: string, define: (id: string) => T): T {
  if (network.node.tryFindChild(id) !== undefined) {
    throw new NetworkError('NETWORK_DEFINED_TWICE', `${call} was called a second time, but a network has one: call it once with everything`, network);
  }
  return define(id);
}
