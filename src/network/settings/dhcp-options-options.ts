import type { Duration } from 'aws-cdk-lib';

/**
 * The settings that hosts in the VPC are given by DHCP.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html
 */
export interface DhcpOptions {
  /**
   * The domain that completes host names without one.
   *
   * @default - none
   */
  readonly domainName?: string;

  /**
   * The DNS servers: up to four IP addresses, or `AmazonProvidedDNS`.
   *
   * Functions of the network are let out to them on port 53; the Route 53 Resolver needs no rule.
   * With servers of your own, the private names of VPC endpoints and private hosted zones resolve only when these servers ask
   * the Route 53 Resolver in turn. To forward some domains and keep the Resolver, use Route 53 Resolver rules.
   *
   * @default - AmazonProvidedDNS, the Route 53 Resolver
   */
  readonly domainNameServers?: string[];

  /**
   * The time servers: up to four IP addresses. Amazon Time Sync Service is there without being named.
   *
   * @default - none
   */
  readonly ntpServers?: string[];

  /**
   * How long an instance keeps its IPv6 address before it asks again: 140 seconds or longer.
   *
   * @default Duration.seconds(140)
   */
  readonly ipv6LeaseTime?: Duration;
}
