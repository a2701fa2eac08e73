import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge-wildcards';
import { DESTINATIONS_METADATA_KEY, internetFamilies } from './declared-destination';
import type { DeclaredDestination } from './declared-destination';
import type { Destination } from './destination';
import { defineExecutionRole, extendExecutionRole, warnOfMissingStatements } from './execution-role';
import type { ExecutionRole } from './execution-role';
import { durableExecutionStatement } from './execution-role-statements';
import { FunctionSecurityGroup } from './function-security-group';
import { areDualStack, functionSubnets } from './function-subnets';
import { assertGroupCount, warnOfOpenGroups } from './further-groups';
import { openDestinations } from './open-destinations';
import { verifyAttachment } from './verify-attachment';
import { AddressFamily } from '../network/address-family';
import type { IPrivateLambdaNetwork } from '../network/lambda-network';
import { NetworkError } from '../private/network-error';

/** What a function talks to, and what it brings along. */
export interface VpcConnectionOptions {
  /**
   * What the function talks to; an empty list for nothing.
   *
   * @default - nothing is opened, and a warning says so
   */
  readonly destinations?: Destination[];

  /**
   * The subnets the function is attached to, all of one tier and none of them public.
   *
   * @default - the function subnets of the network
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Further security groups of the function, four at the most, which are used as they are.
   *
   * @default - none, only the function's own group
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The execution role, to which the permissions that Lambda needs and the denial for the function's code are added.
   *
   * @default - a role is defined, with these permissions and no others
   */
  readonly role?: iam.IRole;

  /**
   * The log group the function writes to.
   *
   * @default - a log group is defined
   */
  readonly logGroup?: logs.ILogGroupRef;

  /**
   * How long the log group keeps what is written to it.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What happens to the log group when it is removed from the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/** What a function is connected to, and how. */
export interface VpcConnectionProps extends VpcConnectionOptions {
  /** The network. */
  readonly network: IPrivateLambdaNetwork;
}

/**
 * What a Lambda function of any class needs to run in a network.
 *
 * In the account appear: an execution role with the permissions for network interfaces and for the function's own log group,
 * under which the function's code is denied the former; a security group without incoming rules that lets out what the
 * destinations need; and a log group, which outlives the stack unless told otherwise.
 *
 * Give the function all that the connection has, then call `attach()`. Functions of class `VpcConnectedFunction` do so themselves.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
 * import { Destination, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const network: PrivateLambdaNetwork;
 * const connection = network.connect(stack, 'OrdersConnection', { destinations: [Destination.internet()] });
 * const orders = new nodejs.NodejsFunction(stack, 'Orders', {
 *   entry: 'orders.ts',
 *   vpc: connection.vpc,
 *   vpcSubnets: connection.vpcSubnets,
 *   securityGroups: connection.securityGroups,
 *   ipv6AllowedForDualStack: connection.ipv6AllowedForDualStack,
 *   role: connection.role,
 *   logGroup: connection.logGroup,
 *   environment: connection.environment,
 * });
 * connection.attach(orders);
 */
export class VpcConnection extends Construct implements ec2.IConnectable {
  /** The VPC of the network. */
  public readonly vpc: ec2.IVpc;

  /** The subnets of the function. */
  public readonly subnets: ec2.ISubnet[];

  /** The subnets of the function, as functions take them. */
  public readonly vpcSubnets: ec2.SubnetSelection;

  /** `true` when every subnet is dual-stack, so that the function gets IPv6 addresses; otherwise undefined. */
  public readonly ipv6AllowedForDualStack?: boolean;

  /** The function's own security group. */
  public readonly securityGroup: ec2.ISecurityGroup;

  /** All security groups of the function, its own one first. */
  public readonly securityGroups: ec2.ISecurityGroup[];

  /** The connections of the function's own security group. */
  public readonly connections: ec2.Connections;

  /** The execution role. */
  public readonly role: iam.IRole;

  /** The log group the function writes to. */
  public readonly logGroup: logs.ILogGroupRef;

  /**
   * The environment variables the function needs.
   *
   * When the function reaches the internet over IPv6 alone, `AWS_USE_DUALSTACK_ENDPOINT` makes AWS SDKs use the endpoints of
   * AWS services that have IPv6 addresses.
   */
  public readonly environment: { [name: string]: string };

  private readonly declared: DeclaredDestination[];
  private readonly executionRole: ExecutionRole;
  private attached = false;

  constructor(scope: Construct, id: string, props: VpcConnectionProps) {
    super(scope, id);
    const { network } = props;
    this.vpc = network.vpc;
    this.subnets = functionSubnets(this, network, props.vpcSubnets);
    this.vpcSubnets = { subnets: this.subnets };
    this.ipv6AllowedForDualStack = areDualStack(network, this.subnets) ? true : undefined;

    const securityGroup = new FunctionSecurityGroup(this, 'SecurityGroup', network.vpc);
    this.securityGroup = securityGroup;
    this.securityGroups = [securityGroup, ...props.securityGroups ?? []];
    this.connections = securityGroup.connections;
    assertGroupCount(this, this.securityGroups.length);

    this.declared = openDestinations({ scope: this, network, securityGroup, what: 'the function' }, props.destinations);
    if (internetFamilies(this.declared).length === 0) {
      warnOfOpenGroups(this, props.securityGroups ?? []);
    }
    this.environment = dependsOnIpv6(this.declared) ? { AWS_USE_DUALSTACK_ENDPOINT: 'true' } : {};

    this.logGroup = this.resolveLogGroup(props);
    this.executionRole = this.resolveRole(props);
    this.role = this.executionRole.role;
    this.node.addValidation({ validate: () => this.warnWhenUnattached() });
  }

  /**
   * Finish the connection of a function that was given what this connection defines.
   *
   * The function is checked; what it is meant to reach is written into the Metadata of its resource; and it comes to depend on
   * the policies of its role, so that its code never runs without them.
   *
   * @param lambdaFunction the function, of any class
   */
  public attach(lambdaFunction: lambda.Function): void {
    const resource = lambdaFunction.node.defaultChild as lambda.CfnFunction;
    verifyAttachment(this, lambdaFunction, resource);
    resource.addMetadata(DESTINATIONS_METADATA_KEY, this.declared);
    resource.node.addDependency(...this.executionRole.policies);
    if (resource.durableConfig !== undefined) {
      this.allowDurableExecution(lambdaFunction);
    }
    this.attached = true;
  }

  private resolveLogGroup({ logGroup, logRetention, logRemovalPolicy }: VpcConnectionOptions): logs.ILogGroupRef {
    if (logGroup === undefined) {
      return new logs.LogGroup(this, 'LogGroup', {
        retention: logRetention ?? logs.RetentionDays.ONE_MONTH,
        removalPolicy: logRemovalPolicy ?? RemovalPolicy.RETAIN,
      });
    }
    if (logRetention !== undefined || logRemovalPolicy !== undefined) {
      throw new NetworkError(
        'FUNCTION_LOG_GROUP',
        `logRetention and logRemovalPolicy are for a log group that is defined here, but logGroup is ${logGroup.node.path}: set them on that log group`,
        this,
      );
    }
    return logGroup;
  }

  private resolveRole({ role }: VpcConnectionOptions): ExecutionRole {
    return role === undefined ? defineExecutionRole(this, this.logGroup) : extendExecutionRole(this, role, this.logGroup);
  }

  /** AWS CDK grants this through an AWS managed policy on roles that it defines itself, and not at all on others. */
  private allowDurableExecution(lambdaFunction: lambda.Function): void {
    const statement = durableExecutionStatement(lambdaFunction.functionArn);
    if (!this.executionRole.isMutable) {
      warnOfMissingStatements(lambdaFunction, this.role, [statement]);
      return;
    }
    const policy = new iam.Policy(lambdaFunction, 'DurableExecutionPolicy', { roles: [this.role], statements: [statement] });
    acknowledgeWildcards(policy, statement.resources, 'the executions of one function have ARNs that begin with the ARN of the function');
  }

  private warnWhenUnattached(): string[] {
    if (!this.attached) {
      Annotations.of(this).addWarningV2(
        'cdk-lambda-network:notAttached',
        'no function was attached to this connection, so nothing is known of what uses it: call attach() with the function',
      );
    }
    return [];
  }
}

/** Whether AWS services are reached over IPv6 or not at all. */
function dependsOnIpv6(declared: readonly DeclaredDestination[]): boolean {
  const families = internetFamilies(declared);
  return families.length === 1 && families[0] === AddressFamily.IPV6;
}
