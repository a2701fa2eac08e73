import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import type { AddressFamily } from './address-family';
import type { VpcConnection, VpcConnectionOptions } from '../connection/vpc-connection';

/** A network that Lambda functions can be connected to. */
export interface IPrivateLambdaNetwork extends IConstruct {
  /** The VPC. */
  readonly vpc: ec2.IVpc;

  /** Whether the function subnets have IPv4 addresses only, or IPv4 and IPv6. */
  readonly ipProtocol: ec2.IpProtocol;

  /** The private subnets, one in each zone, that functions are attached to. */
  readonly functionSubnets: ec2.ISubnet[];

  /** The address families over which the function subnets reach the internet; empty when there is no egress. */
  readonly internetAddressFamilies: AddressFamily[];

  /**
   * The id of the AWS-managed prefix list of a service that has a gateway endpoint in this network.
   *
   * Calling it defines, once for each network, a custom resource that looks the id up during deployment, because the id
   * differs from Region to Region and CloudFormation has no attribute for it.
   *
   * @param service the service's endpoint name: `s3` or `dynamodb`
   * @returns the prefix list id, or undefined when the network has no gateway endpoint for the service
   */
  gatewayPrefixListId(service: string): string | undefined;

  /**
   * Define what a function of any class needs to run in this network: execution role, security group and subnets.
   *
   * @param scope the construct that the connection becomes a child of
   * @param id the construct id of the connection
   * @param options what the function talks to
   */
  connect(scope: Construct, id: string, options?: VpcConnectionOptions): VpcConnection;
}
