import { NetworkError } from '../../src/private/network-error';

/** The error of the library that a call throws, or undefined when it returns; any other error passes through. */
export function thrownBy(call: () => unknown): NetworkError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof NetworkError) { return error; }
    throw error;
  }
}
