import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { EndpointPolicy } from './endpoint-policy';

/** How an interface endpoint differs from the network's others. */
export interface InterfaceEndpointOptions {
  /**
   * Which requests pass.
   *
   * @default - the `endpointPolicy` of the network
   */
  readonly policy?: EndpointPolicy;

  /**
   * Whether the service's usual host name leads to the endpoint inside the VPC.
   *
   * Without it, code must use the endpoint's own host names; the usual one keeps leading to the internet.
   *
   * @default - what the CDK knows of the service, which is `true` for nearly all
   */
  readonly privateDnsEnabled?: boolean;

  /**
   * The IP addresses of the endpoint. Dual-stack needs a service that supports it.
   *
   * @default ec2.VpcEndpointIpAddressType.IPV4
   */
  readonly ipAddressType?: ec2.VpcEndpointIpAddressType;

  /**
   * The function subnets that the endpoint stands in; it is reached from all of them.
   *
   * Leave out those in zones that the service does not offer.
   *
   * @default - all function subnets of the network
   */
  readonly subnets?: ec2.SubnetSelection;
}
