import type { CfnResource } from 'aws-cdk-lib';
import { Annotations, AspectPriority, Aspects, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { ConnectionRoles } from './connection-roles';
import { assertStackOrder } from './connection-stack';
import { declareIn } from './declare-in';
import { internetFamilies } from './declared-destinations';
import type { Destination } from './destination';
import type { ExecutionRole } from './execution-role';
import { warnOfMissingStatements } from './execution-role';
import { durableExecutionStatement } from './execution-role-statements';
import { FunctionSecurityGroup } from './function-security-group';
import { functionSubnets } from './function-subnets';
import { assertGroupCount, warnOfOpenGroups } from './further-groups';
import { internedSecurityGroup } from './interned-security-group';
import type { IPrivateLambdaNetwork } from './lambda-network';
import type { Attached } from './library-construct';
import { functionOf, functionOfResource, placeInNetwork, regroup } from './library-construct';
import { declareNeeds } from './library-destinations';
import type { LifeCycle } from './life-cycle';
import { defineLifeCycle } from './life-cycle';
import { addMissingVariables } from './missing-variables';
import { declareDestinations, forbidDestinations, openDestinations } from './open-destinations';
import { isTypedFunction } from './plain-function';
import { assertSameEnvironment } from './same-environment';
import { verifyAttachment } from './verify-attachment';
import { WaysFirst } from './ways-first';
import { WhenComplete } from './when-complete';
import { ReachabilityAnalyzer } from '../analysis/reachability-analyzer';
import type { KeepAliveOptions } from '../lifecycle/keep-alive';
import { troubleshootingCommand } from '../lifecycle/troubleshooting';
import type { TroubleshootingOptions } from '../lifecycle/troubleshooting-options';
import type { DeclaredDestination } from '../metadata/declared-destination';
import { acknowledgeWildcards } from '../private/acknowledge-wildcards';
import { NetworkError } from '../private/network-error';
import { AddressFamily } from '../vpc/address-family';
import { recordNetworkInterfaces } from '../vpc/network-interfaces';
import { areDualStack } from '../vpc/subnet-families';

/** The destinations of a function, and what else its connection consists of. */
export interface VpcConnectionOptions {
  /**
   * The destinations that the function talks to; an empty list for nothing.
   *
   * @default - nothing is opened, and a warning says so
   */
  readonly destinations?: Destination[];

  /**
   * The destinations that the function must not reach: the internet, blocks of addresses, resources with security groups.
   *
   * Nothing is opened for it, and nothing closed. Synthesis fails with `LAMBDA_REACHES_FORBIDDEN` unless it is proven that no address of it is
   * reached on any of the ports, from any subnet, whoever wrote the rules and routes. The internet that is not declared needs no mention.
   *
   * @default - nothing but the internet where it is not among the destinations
   */
  readonly mustNotReach?: Destination[];

  /**
   * The subnets the function is attached to, all of one tier and none of them public.
   *
   * @default - the function subnets of the network
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Whether the function has a security group that no other function has.
   *
   * Functions of one stack that reach the same in the same network otherwise share a group, and with it their network interfaces,
   * of which a VPC can have only so many. A shared group opens what is declared and nothing else: rules that are
   * added by `connections.allowTo()` need a group of the function's own.
   *
   * @default false
   */
  readonly dedicatedSecurityGroup?: boolean;

  /**
   * Further security groups of the function, four at the most, which are used as they are.
   *
   * @default - none, only the group that lets out what is declared
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
   * The removal policy of the log group: what happens to it when it is removed from the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;

  /**
   * Whether the function is out of the network, while its role, security group and log group stay.
   *
   * Lambda needs the role to delete the network interfaces of a function that leaves its VPC. So deploy this first and wait until the
   * interfaces are gone, about 20 minutes, before the connection is removed. What the function is meant to reach is not in the template meanwhile.
   *
   * @default false
   */
  readonly detached?: boolean;

  /**
   * Whether the function leaves its VPC before it is deleted, so that the deletion waits for its network interfaces no longer than they exist.
   *
   * In the stack of the function appear a custom resource for each function, and one function outside of any VPC that serves them. When
   * a release fails, the function is deleted as it would be without. It is for functions that are deleted with their stacks.
   *
   * @default false
   */
  readonly releaseNetworkInterfacesOnDelete?: boolean;

  /**
   * Invoke the function from time to time, so that Lambda does not take away its network interfaces when nobody else does for 14 days.
   *
   * The function's code is run, with the event that `KeepAlive` describes. Versions and aliases need a `KeepAlive` of their own.
   *
   * @default - the function is not kept alive
   */
  readonly keepAlive?: KeepAliveOptions;
}

/** The network that a function is connected to, and how it is connected. */
export interface VpcConnectionProps extends VpcConnectionOptions {
  /** The network. */
  readonly network: IPrivateLambdaNetwork;
}

/**
 * Everything that a Lambda function of any class needs to run in a network.
 *
 * In the account appear: an execution role with the permissions for network interfaces and for the function's own log group,
 * under which the function's code is denied the former; a security group without incoming rules that lets out what the
 * destinations need, one for all functions of the stack that reach the same; and a log group, which outlives the stack unless told otherwise.
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

  /** The security group that lets out what is declared. Other functions have it too, unless the connection has a dedicated one. */
  public readonly securityGroup: ec2.ISecurityGroup;

  /** All security groups of the function, the one that lets out what is declared first. */
  public readonly securityGroups: ec2.ISecurityGroup[];

  /** The connections of the security group that lets out what is declared. A shared one accepts no rules from others. */
  public readonly connections: ec2.Connections;

  /** The log group the function writes to. */
  public readonly logGroup: logs.ILogGroupRef;

  /**
   * The environment variables the function needs.
   *
   * When the function reaches the internet over IPv6 alone, `AWS_USE_DUALSTACK_ENDPOINT` makes AWS SDKs use the endpoints of
   * AWS services that have IPv6 addresses.
   */
  public readonly environment: { [name: string]: string };

  private readonly network: IPrivateLambdaNetwork;
  private readonly destinations: Destination[];
  private readonly declared: DeclaredDestination[];
  private readonly forbidden: DeclaredDestination[];
  private readonly lifeCycle: LifeCycle;
  private readonly roles: ConnectionRoles;
  private readonly waysFirst = WaysFirst.of(this);
  private attached = false;

  constructor(scope: Construct, id: string, props: VpcConnectionProps) {
    super(scope, id);
    ReachabilityAnalyzer.register(this);
    const { network } = props;
    this.network = network;
    this.vpc = assertSameEnvironment(this, network.vpc);
    const { detached, releaseNetworkInterfacesOnDelete, keepAlive } = props;
    this.lifeCycle = { vpc: this.vpc, detached, releaseNetworkInterfacesOnDelete, keepAlive };
    this.subnets = functionSubnets(this, network, props.vpcSubnets);
    this.vpcSubnets = { subnets: this.subnets };
    this.ipv6AllowedForDualStack = areDualStack(network, this.subnets) ? true : undefined;

    this.destinations = props.destinations ?? [];
    this.declared = declareDestinations({ scope: this, network }, 'the function', props.destinations);
    this.forbidden = forbidDestinations({ scope: this, network }, props.mustNotReach);
    const securityGroup = this.resolveSecurityGroup(props);
    this.securityGroup = securityGroup;
    this.securityGroups = [securityGroup, ...props.securityGroups ?? []];
    this.connections = securityGroup.connections;
    assertGroupCount(this, this.securityGroups.length);
    if (props.detached !== true) {
      recordNetworkInterfaces(network.vpc, this.subnets, this.securityGroups);
    }

    openDestinations({ scope: this, network, securityGroup, declared: this.declared }, props.destinations ?? []);
    if (internetFamilies(this.declared).length === 0) {
      warnOfOpenGroups(this, props.securityGroups ?? []);
    }
    this.environment = dependsOnIpv6(this.declared) ? { AWS_USE_DUALSTACK_ENDPOINT: 'true' } : {};

    this.logGroup = this.resolveLogGroup(props);
    this.roles = new ConnectionRoles(this, network, this.logGroup, props.role);
    this.node.addValidation({ validate: () => this.warnWhenUnattached() });
  }

  /** The execution role. One that is not given is defined when it is first asked for, so a construct of a library with a role of its own needs no second one. */
  public get role(): iam.IRole {
    return this.roles.own.role;
  }

  /**
   * All of the above in the form in which functions take it, to be spread in TypeScript and JavaScript; other languages name the members.
   *
   * Environment variables of your own may stand in place of those here: `attach()` adds what is missing.
   */
  public get functionOptions(): lambda.FunctionOptions {
    return {
      vpc: this.vpc,
      vpcSubnets: this.vpcSubnets,
      securityGroups: this.securityGroups,
      ipv6AllowedForDualStack: this.ipv6AllowedForDualStack,
      role: this.role,
      logGroup: this.logGroup,
      environment: this.environment,
    };
  }

  /**
   * Finish the connection of a function that was given what this connection defines.
   *
   * The function is checked; what it is meant to reach is written into the Metadata of its resource; it gets environment
   * variables that it needs and lacks; and it comes to depend on the policies of its role, so that its code never runs without them, and on the
   * ways to what it declares: routes, endpoints, rules. Whatever uses the function comes after it, and so after them.
   *
   * A construct of a library with exactly one function inside, or behind its custom resources, is attached as well: a `BucketDeployment`, an `AwsCustomResource`, a `LogRetention`, a
   * `CustomResourceProvider`. Its subnets, security groups and IPv6 flag are set on the function itself, its log group too unless the app uses the one that Lambda names after the function, and its
   * own role gets the statements that Lambda needs. What the
   * function calls for its library is declared beside the destinations of the connection, as `Destination.awsService()` would: its security group is then that of all functions that reach the
   * same. A warning, `cdk-lambda-network:frameworkNeeds`, tells what the network has no way to.
   *
   * @param construct the function, of any class, that this app defines, or a construct that contains it
   */
  public attach(construct: IConstruct): void {
    const found = functionOf(construct);
    this.finish(found);
    if (found.isOfLibrary) {
      Aspects.of(this).add(new WhenComplete(this, () => this.meetNeeds(found.resource)), { priority: AspectPriority.MUTATING });
    }
  }

  /**
   * Attach a function that was given nothing, when the app is complete.
   *
   * @internal
   */
  public _take(resource: CfnResource): void {
    this.finish(functionOfResource(resource));
  }

  private finish({ lambdaFunction, resource, isOfLibrary }: Attached): void {
    assertStackOrder(this, this.securityGroups, resource);
    const { role, policies, isMutable } = isOfLibrary ? this.roles.ofLibrary(lambdaFunction, resource) : this.roles.own;
    if (isOfLibrary) {
      placeInNetwork(this, resource);
    }
    if (isTypedFunction(resource)) {
      const { vpc, subnets, securityGroups, ipv6AllowedForDualStack } = this;
      const { roleArn } = lambdaFunction === undefined ? { roleArn: resource.role } : role;
      verifyAttachment({ vpc, subnets, securityGroups, ipv6AllowedForDualStack, roleArn }, lambdaFunction ?? resource, resource);
      if (resource.durableConfig !== undefined) {
        this.allowDurableExecution(resource, { role, policies, isMutable });
      }
    }
    resource.node.addDependency(...policies);
    addMissingVariables(resource, this.environment, lambdaFunction);
    this.declare(resource, this.declared, this.securityGroups);
    defineLifeCycle(resource, this.lifeCycle, lambdaFunction);
    this.attached = true;
  }

  private declare(resource: CfnResource, declared: readonly DeclaredDestination[], securityGroups: ec2.ISecurityGroup[]): void {
    if (this.lifeCycle.detached !== true) {
      declareIn(resource, { network: this.network, declared, forbidden: this.forbidden });
    }
    // also while it is detached, so that to detach it changes nothing else
    this.waysFirst.expect({ resource, network: this.network, subnets: this.subnets, securityGroups }, declared);
  }

  /** Declare what a function calls for its library beside what was declared of it. */
  private meetNeeds(resource: CfnResource): void {
    const { network, destinations, declared, securityGroup } = this;
    const met = this.lifeCycle.detached === true ? undefined
      : declareNeeds({ scope: this, network, destinations, declared, securityGroup: securityGroup as FunctionSecurityGroup }, resource);
    if (met === undefined) {
      return;
    }
    const groups = [met.securityGroup, ...this.securityGroups.slice(1)];
    regroup(resource, groups);
    recordNetworkInterfaces(this.vpc, this.subnets, groups);
    this.declare(resource, met.declared, groups);
  }

  /**
   * The command that checks a deployed function's way to the internet, with a Systems Manager runbook of AWS Support.
   *
   * It holds the name of the function, which only the deployment knows: make it an output of the stack.
   *
   * @param lambdaFunction the function
   * @param options the address and the port that it does not reach
   * @see https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/AWSSupport-TroubleshootLambdaInternetAccess.html
   */
  public troubleshootingCommand(lambdaFunction: lambda.IFunction, options: TroubleshootingOptions = {}): string {
    return troubleshootingCommand(lambdaFunction, options);
  }

  private resolveSecurityGroup({ network, destinations, dedicatedSecurityGroup }: VpcConnectionProps): FunctionSecurityGroup {
    const interned = dedicatedSecurityGroup === true ? undefined : internedSecurityGroup(this, network, destinations ?? []);
    return interned ?? new FunctionSecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc, description: `Lambda function of ${this.node.path}`, isShared: false,
    });
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

  /** AWS CDK grants this through an AWS managed policy on roles that it defines itself, and not at all on others. */
  private allowDurableExecution(resource: lambda.CfnFunction, { role, isMutable }: ExecutionRole): void {
    const lambdaFunction = resource.node.scope as Construct;
    const statement = durableExecutionStatement(resource.attrArn);
    if (!isMutable) {
      warnOfMissingStatements(lambdaFunction, role, [statement]);
      return;
    }
    const policy = new iam.Policy(lambdaFunction, 'DurableExecutionPolicy', { roles: [role], statements: [statement] });
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

/** Returns whether AWS services are reached over IPv6 or not at all. */
function dependsOnIpv6(declared: readonly DeclaredDestination[]): boolean {
  const families = internetFamilies(declared);
  return families.length === 1 && families[0] === AddressFamily.IPV6;
}
