/** The address and port that a function should reach. */
export interface TroubleshootingOptions {
  /**
   * The IPv4 address to be reached.
   *
   * The runbook looks at routes and rules and sends no packets, so one public address is as good as another unless rules tell them apart.
   *
   * @default '192.0.2.1' - an address for documentation, in place of any public one
   */
  readonly destinationIp?: string;

  /**
   * The port to be reached.
   *
   * @default 443
   */
  readonly destinationPort?: number;
}
