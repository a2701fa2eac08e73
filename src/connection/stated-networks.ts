import type { IConstruct } from 'constructs';
import type { NetworkStatement } from '../metadata/network-statement';

/*
 * Models: what was stated of the networks of an app that no template shows.
 * Law: a network that this library defines has no statement.
 */

const STATEMENTS = new WeakMap<IConstruct, NetworkStatement>();

/** Keep what is stated of a network. */
export function keepStatement(network: IConstruct, statement: NetworkStatement): void {
  STATEMENTS.set(network, statement);
}

/** Returns what is stated of a network; undefined of one that the app defines. */
export function statementOf(network: IConstruct): NetworkStatement | undefined {
  return STATEMENTS.get(network);
}
