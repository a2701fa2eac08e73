import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct, IConstruct } from 'constructs';
import type { ConnectAllOptions } from './connect-all-options';
import type { EndpointAccessOptions } from './endpoint-access-options';
import type { EventSourceConnectionOptions } from './event-source-connection-options';
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

  /**
   * Put all functions of a scope into this network that are in no VPC by themselves, those that libraries define included: providers of custom resources, deployments to buckets, bare
   * resources, and the providers of this library.
   *
   * It is done when the app is complete. Each function gets a connection beside it, with `Connection` after its id, and keeps its role, which gets the statements that Lambda needs. A function of AWS
   * CDK or of this library is let out to what it calls for its library; those of the app to `destinations`. Endpoints are defined where the network does so. Functions of another account or
   * Region, those of Lambda@Edge, and whoever looks up prefix lists because `prefixListIds` are not stated, stay outside, with the warning `cdk-lambda-network:notInNetwork`.
   *
   * @param scope the app, a stage or a stack, of the same stage as the network
   * @param options what functions talk to, and which are left out
   */
  connectAll(scope: IConstruct, options?: ConnectAllOptions): void;

  /**
   * Let what is no function of this library into the endpoints of this network: tasks of Amazon ECS, instances, builds of AWS CodeBuild, functions of other classes,
   * rotations of secrets, or a security group.
   *
   * In the account appear rules from the client's security groups to those of the endpoints, or to the prefix lists of gateway endpoints. They are
   * defined when the app is complete, in the client's stack or in that of the network, whichever closes no dependency cycle. To ask twice changes nothing.
   * A group that lets everything out needs rules at the endpoints alone.
   *
   * @param client whoever has security groups in the VPC, and none of them that of a function with destinations
   * @param options the services
   */
  allowEndpointAccess(client: ec2.IConnectable, options?: EndpointAccessOptions): void;

  /**
   * Give an event source mapping for Amazon MSK, Apache Kafka, Amazon MQ or Amazon DocumentDB what its pollers need, which stand in the subnets of the event source with
   * its security groups.
   *
   * In the account appear rules by which the groups let their own members in on the port of the broker, and those by which they reach AWS services through endpoints, which are
   * defined where there are none. The function itself needs nothing of it. A policy of your own on an endpoint has to allow the calls of AWS Lambda; the analysis tells when it does not.
   *
   * @param source the event source, or its security group
   * @param options the pollers, and how they reach AWS services
   */
  connectEventSource(source: ec2.IConnectable, options: EventSourceConnectionOptions): void;

  /**
   * Let the function that rotates the secret of a database reach AWS Secrets Manager.
   *
   * It is the function of `addRotationSingleUser()` and `addRotationMultiUser()`, which AWS CDK lets in to the database. In the account appear the rules between its security
   * group and the endpoint of Secrets Manager, which is defined where there is none. A `HostedRotation` has connections: let it in with `allowEndpointAccess()`.
   *
   * @param rotation the rotation
   */
  connectSecretRotation(rotation: secretsmanager.SecretRotation): void;
}
