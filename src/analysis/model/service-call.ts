import type { Environment } from './environment';

/** One call to a service of AWS, as policies name who makes it and what it is. */
export interface ServiceCall {
  /** The service principal that calls, such as `lambda.amazonaws.com`. */
  readonly principal: string;

  /** The action, such as `sts:AssumeRole`. */
  readonly action: string;

  /** The environment of the function and the role that the call is about, which are of one account. */
  readonly environment?: Environment;
}
