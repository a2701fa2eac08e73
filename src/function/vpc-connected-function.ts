import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { VpcConnectedFunctionProps } from './vpc-connected-function-props';
import { withFileSystem } from '../connection/file-system-destination';
import type { VpcConnection } from '../connection/vpc-connection';

/**
 * A Lambda function in a private network.
 *
 * It is a `lambda.Function` in every respect but the network: instead of a VPC, subnets, security groups and flags that must fit
 * together it takes the network, and what it talks to. Role and log group are defined beside it, in a construct with the
 * function's id followed by `Connection`; the security group is that of all functions of the stack that reach the same. A file
 * system that it mounts is among its destinations without being named.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import * as lambda from 'aws-cdk-lib/aws-lambda';
 * import * as rds from 'aws-cdk-lib/aws-rds';
 * import { Destination, PrivateLambdaNetwork, VpcConnectedFunction } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const network: PrivateLambdaNetwork;
 * declare const database: rds.DatabaseInstance;
 * new VpcConnectedFunction(stack, 'Orders', {
 *   network,
 *   runtime: lambda.Runtime.NODEJS_24_X,
 *   handler: 'orders.handler',
 *   code: lambda.Code.fromAsset('orders'),
 *   destinations: [
 *     Destination.internet(),
 *     Destination.connectable(database, ec2.Port.tcp(5432)),
 *   ],
 * });
 */
export class VpcConnectedFunction extends lambda.Function {
  /** The function's execution role, security group and subnets. */
  public readonly connection: VpcConnection;

  constructor(scope: Construct, id: string, props: VpcConnectedFunctionProps) {
    const {
      network, destinations, mustNotReach, vpcSubnets, dedicatedSecurityGroup, securityGroups, role, logGroup, logRetention, logRemovalPolicy,
      detached, releaseNetworkInterfacesOnDelete, keepAlive, ...options
    } = props;
    const connection = network.connect(scope, `${id}Connection`, {
      destinations: withFileSystem(destinations, options.filesystem),
      mustNotReach, vpcSubnets, dedicatedSecurityGroup, securityGroups, role, logGroup, logRetention, logRemovalPolicy,
      detached, releaseNetworkInterfacesOnDelete, keepAlive,
    });
    super(scope, id, {
      ...options,
      ...connection.functionOptions,
      environment: { ...connection.environment, ...options.environment },
    });
    this.connection = connection;
    connection.attach(this);
  }
}
