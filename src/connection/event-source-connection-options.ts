import type { EventSourcePollers } from './event-source-pollers';

/** The pollers of an event source, and how they reach AWS services. */
export interface EventSourceConnectionOptions {
  /** The pollers. */
  readonly pollers: EventSourcePollers;

  /**
   * Tells whether the pollers may reach AWS services over the internet, where the network has no endpoint for one.
   *
   * The event source has to stand in function subnets, or others with the same way out: pollers in a public subnet have no public address. Its groups are let out
   * to any IPv4 address on port 443.
   *
   * @default false - endpoints are used, and defined where there are none
   */
  readonly viaInternet?: boolean;
}
