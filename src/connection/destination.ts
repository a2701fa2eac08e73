import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsServiceTarget } from './aws-service-target';
import { CidrTarget } from './cidr-target';
import { ConnectableTarget } from './connectable-target';
import { InternetTarget } from './internet-target';
import { PrefixListTarget } from './prefix-list-target';
import type { Target } from './target';
import { awsEndpointService } from '../endpoints/aws-endpoint-service';
import type { AddressFamily } from '../vpc/address-family';

/** The part of the internet that a function talks to. */
export interface InternetDestinationOptions {
  /**
   * The ports, of TCP or UDP. AWS closes TCP port 25 of public addresses until it is asked to open it for the account: the analysis warns of it. Mail is
   * submitted on port 587.
   *
   * @default [ec2.Port.HTTPS]
   */
  readonly ports?: ec2.Port[];

  /**
   * The address families.
   *
   * @default - all over which the network has an egress
   */
  readonly addressFamilies?: AddressFamily[];
}

/**
 * Something a function talks to.
 *
 * Declaring a destination lets the function's traffic to it out of the function's security group, and in at the other end
 * where that end is part of the app. What is not declared stays closed. The declaration is also written into the template, as
 * Metadata of the function.
 *
 * @example
 * import * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { Destination } from 'cdk-lambda-network';
 *
 * declare const database: rds.DatabaseInstance;
 * const destinations = [
 *   Destination.internet(),
 *   Destination.awsService(ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER),
 *   Destination.connectable(database, ec2.Port.tcp(5432)),
 *   Destination.cidr('10.0.4.0/22', ec2.Port.tcp(8443)),
 * ];
 */
export class Destination {
  /**
   * The internet, whole: any address on the given ports.
   *
   * The network must have an egress for each address family. No other destination opens `0.0.0.0/0` or `::/0`.
   *
   * @param options ports and address families
   */
  public static internet(options: InternetDestinationOptions = {}): Destination {
    return new Destination(new InternetTarget(options.ports ?? [ec2.Port.HTTPS], options.addressFamilies));
  }

  /**
   * An AWS service in the function's Region, on the port on which it listens: nearly always TCP 443.
   *
   * It is reached through the network's gateway endpoint for the service or, where there is none, over the internet, which the
   * function then declares as well. Of several ports the usual one is opened, such as 587 for SMTP; for another one, give the constant
   * a port: `new ec2.InterfaceVpcEndpointAwsService('email-smtp', undefined, 465)`.
   *
   * @param service the constant of the CDK for the service's endpoint, or the name of the endpoint, such as `secretsmanager`
   */
  public static awsService(service: ec2.IInterfaceVpcEndpointService | ec2.IGatewayVpcEndpointService | string): Destination {
    return new Destination(new AwsServiceTarget(awsEndpointService(service)));
  }

  /**
   * A resource with security groups: a database, a cache, a load balancer.
   *
   * Rules are added to the function's group and to each of the resource's. When the two are in different stacks, the rules are
   * defined in the function's, or in the resource's if that depends on the function's.
   *
   * The name of an internet-facing load balancer leads to public addresses, also inside of its VPC, so it is refused: make it internal, or declare the
   * internet.
   *
   * @param peer the resource, which is not itself a Lambda function
   * @param port the port, of TCP or UDP, that the resource listens on
   */
  public static connectable(peer: ec2.IConnectable, port: ec2.Port): Destination {
    return new Destination(new ConnectableTarget(peer, port));
  }

  /**
   * A block of addresses, in this VPC, in a network that is connected with it, or on the internet.
   *
   * @param block an IPv4 or IPv6 block in its canonical spelling, such as `10.20.0.0/16` or `2001:db8::/32`
   * @param port the port, of TCP or UDP
   */
  public static cidr(block: string, port: ec2.Port): Destination {
    return new Destination(new CidrTarget(block, port));
  }

  /**
   * The blocks of addresses in a prefix list.
   *
   * @param prefixListId the id of the prefix list, such as `pl-0123456789abcdef0`
   * @param port the port, of TCP or UDP
   */
  public static prefixList(prefixListId: string, port: ec2.Port): Destination {
    return new Destination(new PrefixListTarget(prefixListId, port));
  }

  /** @internal */
  public readonly _target: Target;

  private constructor(target: Target) {
    this._target = target;
  }
}
