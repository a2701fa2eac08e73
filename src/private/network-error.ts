import type { NetworkErrorCode } from './error-codes';

/** The part of a construct an error needs: where it stands in the tree. */
interface Located {
  readonly node: { readonly path: string };
}

/**
 * A mistake in how the library was called.
 *
 * The message is one sentence that holds the value received, what was expected and the change to make; the code in
 * brackets is stable and is what documentation and tests refer to.
 */
export class NetworkError extends Error {
  constructor(public readonly code: NetworkErrorCode, message: string, at?: Located) {
    super(`${message} [${code}]${at && at.node.path !== '' ? ` (at ${at.node.path})` : ''}`);
    this.name = 'NetworkError';
  }
}
