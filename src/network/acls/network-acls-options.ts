import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** The traffic that network ACLs let through beside the defaults. */
export interface NetworkAclsOptions {
  /**
   * Ports, beside TCP 443, at which functions and whatever else is in tiers with egress reach hosts on the internet.
   *
   * A rule keeps its number whatever ports come after it in the list, so append new ones.
   *
   * @default - none: TCP 443 alone
   */
  readonly internetPorts?: ec2.Port[];

  /**
   * Further blocks beyond the VPC that tiers with egress reach at any port: behind a VPN, a prefix list, or a transit gateway for everything.
   *
   * Blocks of `peerWith()` and `attachToTransitGateway()` are let through by themselves. IPv4 and IPv6, in the canonical spelling. From
   * there, return traffic alone is let in.
   *
   * @default - none
   */
  readonly privateBlocks?: string[];

  /**
   * Whether isolated subnets reach Amazon S3 and Amazon DynamoDB through their gateway endpoints.
   *
   * The addresses of these services are public and change, and a network ACL cannot name a prefix list. So this lets out TCP 443
   * to any IPv4 address and return traffic in from any; isolated subnets have no other route there.
   *
   * @default false
   */
  readonly isolatedReachesGatewayEndpoints?: boolean;
}
