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
   * Without it, code must use the endpoint's own host names; the usual one keeps leading to the internet. For Amazon S3, which functions reach through the
   * gateway endpoint of the network, the usual name leads to the interface endpoint for hosts alone that ask an inbound resolver endpoint.
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
   * The zones in which the service is offered, when it is not in all of them.
   *
   * The endpoint stands in those that the network spans, and is reached from its other zones too. Zones are named as in `Zones`,
   * or by the letter alone: `eu-west-1a`, `a`, `euw1-az1`, `az1`. A zone that comes to the list later replaces nothing.
   * `aws ec2 describe-vpc-endpoint-services` tells which zones they are.
   *
   * @default - every zone of the network
   */
  readonly zones?: string[];

  /**
   * The function subnets that the endpoint stands in; it is reached from all of them. It is another way to say `zones`.
   *
   * @default - all function subnets of the network, in `zones` if these are given
   */
  readonly subnets?: ec2.SubnetSelection;
}
