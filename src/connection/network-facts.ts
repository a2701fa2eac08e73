import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { AddressFamily } from '../vpc/address-family';

/**
 * A network, as far as destinations and subnets need to know it.
 *
 * Every `IPrivateLambdaNetwork` is one. It names neither connections nor their options, so what opens destinations knows nothing of whom it
 * opens them for.
 */
export interface NetworkFacts extends IConstruct {
  readonly vpc: ec2.IVpc;
  readonly ipProtocol: ec2.IpProtocol;
  readonly functionSubnets: ec2.ISubnet[];
  readonly internetAddressFamilies: AddressFamily[];
  readonly ipv4Blocks: string[];
  gatewayPrefixListId(service: string): string | undefined;
  endpointSecurityGroup(service: string): ec2.ISecurityGroup | undefined;
  inferEndpoint(service: string): ec2.ISecurityGroup | undefined;
}
