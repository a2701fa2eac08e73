import type { IConstruct } from 'constructs';

/*
 * Models: what is known of a network that exists beside its groups and prefix lists: blocks of endpoints whose groups cannot be named in rules, and why something is not there.
 * Law: of a network of which nothing is kept, nothing is known.
 */
export interface NetworkKnowledge {
  /** The blocks in which the endpoint of a service has its addresses, where rules cannot name its groups. */
  readonly endpointBlocks: ReadonlyMap<string, readonly string[]>;

  /** A clause that says why no route leads to the internet. */
  readonly whyNoInternet: string;

  /** The words for the services that have endpoints. */
  readonly whyNoEndpoint: string;
}

const KNOWN = new WeakMap<IConstruct, NetworkKnowledge>();

/** Keep what is known of a network. */
export function keepKnowledge(network: IConstruct, knowledge: NetworkKnowledge): void {
  KNOWN.set(network, knowledge);
}

/** Returns what is known of a network. */
export function knowledgeOf(network: IConstruct): NetworkKnowledge | undefined {
  return KNOWN.get(network);
}
