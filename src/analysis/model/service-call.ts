/** One call to a service of AWS, as policies name who makes it and what it is. */
export interface ServiceCall {
  /** The service principal that calls, such as `lambda.amazonaws.com`. */
  readonly principal: string;

  /** The action, such as `sts:AssumeRole`. */
  readonly action: string;
}
