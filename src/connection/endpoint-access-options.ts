/** The endpoints that a client is let into. */
export interface EndpointAccessOptions {
  /**
   * The AWS services that the client calls, by their endpoint names, such as `secretsmanager` or `ecr.dkr`.
   *
   * A service that has no endpoint gets one, unless the network defines only the endpoints it was told to.
   *
   * @default - every endpoint that the network has, and none is defined for the client
   */
  readonly services?: string[];
}
