import type { IConstruct } from 'constructs';
import type { AddressFamily } from '../vpc/address-family';

/*
 * Models: what the importer of a network says of it, and no template shows. It travels with the functions of the network, in the Metadata
 * of their resources, so that the analysis can build on it and say that it did (docs/MODEL.md).
 * Law: plain data.
 */

/** The key of the Metadata entry. */
export const NETWORK_METADATA_KEY = 'cdk-lambda-network:network';

/** What is stated of a network. */
export interface NetworkStatement {
  /** The families over which routes lead to the internet. */
  readonly internetAddressFamilies: readonly AddressFamily[];

  /** The services that have an endpoint, by their endpoint names, sorted. */
  readonly services: readonly string[];

  /** The blocks beyond the VPC, and the ids of prefix lists, to which routes lead. */
  readonly routedDestinations: readonly string[];
}

const STATEMENTS = new WeakMap<IConstruct, NetworkStatement>();

/** Keep what is stated of a network. */
export function keepStatement(network: IConstruct, statement: NetworkStatement): void {
  STATEMENTS.set(network, statement);
}

/** What is stated of a network; undefined of one that the app defines. */
export function statementOf(network: IConstruct): NetworkStatement | undefined {
  return STATEMENTS.get(network);
}
