import type { CfnResource } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ExecutionRole } from './execution-role';
import { defineExecutionRole, extendExecutionRole } from './execution-role';
import type { NetworkFacts } from './network-facts';
import { roleBehind } from './plain-function';
import { subnetOwner } from './subnet-owner';

/** The roles of the functions of a connection. One that nobody gives is defined when it is first asked for: a construct of a library has a role of its own. */
export class ConnectionRoles {
  private readonly given?: ExecutionRole;
  private readonly extended = new Map<iam.IRole, ExecutionRole>();
  private defined?: ExecutionRole;

  constructor(
    private readonly connection: Construct, private readonly network: NetworkFacts, private readonly logGroup: logs.ILogGroupRef, given?: iam.IRole,
  ) {
    this.given = given === undefined ? undefined : this.extend(connection, given);
  }

  /** The role of the connection. */
  public get own(): ExecutionRole {
    this.defined ??= this.given ?? defineExecutionRole(this.connection, this.logGroup, subnetOwner(this.connection, this.network));
    return this.defined;
  }

  /**
   * The role that a construct of a library gave its function: that of the connection, or one of its own, which gets the same statements. They are defined where the function is:
   * it waits for them, and its stack may depend on that of the connection, or be nested in it.
   */
  public ofLibrary(lambdaFunction: lambda.IFunction | undefined, resource: CfnResource): ExecutionRole {
    const scope = resource.node.scope as Construct;
    const role = lambdaFunction === undefined ? roleBehind(scope, resource) : lambdaFunction.role;
    const isGiven = this.given !== undefined && (lambdaFunction !== undefined || this.given.role === role);
    if (role === undefined || isGiven || role === this.defined?.role) {
      return this.own;
    }
    const extended = this.extended.get(role) ?? this.extend(scope, role);
    this.extended.set(role, extended);
    return extended;
  }

  private extend(scope: Construct, role: iam.IRole): ExecutionRole {
    return extendExecutionRole(scope, role, this.logGroup, subnetOwner(this.connection, this.network));
  }
}
