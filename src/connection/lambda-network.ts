import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import type { VpcConnection, VpcConnectionOptions } from './vpc-connection';
import type { AddressFamily } from '../vpc/address-family';

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

  /** The IPv4 blocks of the VPC, the primary one first, as far as they are known. */
  readonly ipv4Blocks: string[];

  /** The IPv6 blocks of the VPC, as far as they are known; empty when it has none. */
  readonly ipv6Blocks: string[];

  /**
   * How many Hyperplane network interfaces the functions that are connected so far need in the VPC.
   *
   * Lambda makes one for each subnet and set of security groups. Only this app is counted; read it when all functions are defined.
   */
  readonly networkInterfaceCount: number;

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
   * The security group that lets functions in to the interface endpoint of a service.
   *
   * @param service the service's endpoint name, such as `secretsmanager`
   * @returns the group, or undefined when the network has no interface endpoint for the service
   */
  endpointSecurityGroup(service: string): ec2.ISecurityGroup | undefined;

  /**
   * Define an interface endpoint for a service that a function declares and nothing else leads to.
   *
   * @param service the service's endpoint name, such as `secretsmanager`
   * @returns the security group that lets functions in, or undefined when the network defines only the endpoints it was told to
   */
  inferEndpoint(service: string): ec2.ISecurityGroup | undefined;

  /**
   * Define what a function of any class needs to run in this network: execution role, security group and subnets.
   *
   * @param scope the construct that the connection becomes a child of
   * @param id the construct id of the connection
   * @param options what the function talks to
   */
  connect(scope: Construct, id: string, options?: VpcConnectionOptions): VpcConnection;
}
