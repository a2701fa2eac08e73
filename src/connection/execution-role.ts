import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';
import { Dependable } from 'constructs';
import { denyToCodeStatement, logStatement, networkInterfaceStatements } from './execution-role-statements';
import { acknowledgeByDesign } from '../private/acknowledge-by-design';
import { acknowledgeWildcards } from '../private/acknowledge-wildcards';

/*
 * Models: the role that a function runs with: one that is defined here, or one that is given.
 * Law: a role that is defined here has its statements inline, so they exist as long as it does (F3, F4 and F9 of docs/requirements.md).
 * Refuses: to take a given role for extended when it only pretends to be; the missing statements are then a warning.
 */

/** A role that functions run with, and what must be there before they do. */
export interface ExecutionRole {
  readonly role: iam.IRole;
  readonly policies: readonly IDependable[];

  /** False for a role that exists elsewhere and is not to be changed from here. */
  readonly isMutable: boolean;
}

/** Define a role with everything inline, so that its permissions exist as long as it does: Lambda needs them to the end. */
export function defineExecutionRole(scope: Construct, logGroup: logs.ILogGroupRef, subnetOwner?: string): ExecutionRole {
  const allowed = [...networkInterfaceStatements(scope, subnetOwner), logStatement(logGroup)];
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    description: 'Execution role of a Lambda function in a VPC',
    inlinePolicies: {
      FunctionInVpc: new iam.PolicyDocument({ statements: allowed }),
      NoNetworkInterfacesForCode: new iam.PolicyDocument({ statements: [denyToCodeStatement(scope)] }),
    },
  });
  acknowledgeStatements(role, allowed);
  return { role, policies: [], isMutable: true };
}

/**
 * Acknowledge, for cdk-nag, the statements of this library in a role or policy.
 *
 * A given role has them in one policy with the statements of its user. A wildcard of the user that reads the same as one of these is not told from it.
 */
function acknowledgeStatements(owner: iam.Role | iam.Policy, statements: readonly iam.PolicyStatement[]): void {
  acknowledgeWildcards(
    owner, statements.flatMap(({ resources }) => resources),
    'Lambda manages network interfaces for which no narrower resource exists, its own code is denied them, and log streams are named by Lambda',
  );
  acknowledgeByDesign(
    owner.node.defaultChild ?? owner, ['IAMNoInlinePolicy', 'Serverless-LambdaStarPermissions'],
    'the permissions for network interfaces exist as long as the role does, and no longer, or interfaces are left behind; no narrower resource exists for them',
  );
}

/** Add to a role what a function in a VPC needs and what its code is denied. */
export function extendExecutionRole(scope: Construct, role: iam.IRole, logGroup: logs.ILogGroupRef, subnetOwner?: string): ExecutionRole {
  const everywhere = [...networkInterfaceStatements(scope, subnetOwner), denyToCodeStatement(scope)];
  const added = everywhere.map((statement) => role.addToPrincipalPolicy(statement));
  if (!added.every((result) => isAdded(role, result))) {
    warnOfMissingStatements(scope, role, [...everywhere, logStatement(logGroup)]);
    return { role, policies: [], isMutable: false };
  }
  const policies = added.flatMap(({ policyDependable }) => policyDependable ?? []);
  const holders = [role.node.tryFindChild('DefaultPolicy'), ...policies].filter((each) => each instanceof iam.Policy);
  new Set(holders).forEach((policy) => acknowledgeStatements(policy, everywhere.filter(({ effect }) => effect === iam.Effect.ALLOW)));
  return { role, policies: [...policies, ...allowLogs(scope, role, logGroup)], isMutable: true };
}

/**
 * Returns whether a statement is really part of a role's policies.
 *
 * Roles that are not to be changed say so only when asked to add grants to resources; otherwise they pretend to have added the
 * statement, but name nothing that would hold it. An `iam.Role` names it later.
 */
function isAdded(role: iam.IRole, { statementAdded, policyDependable }: iam.AddToPrincipalPolicyResult): boolean {
  const isHeld = policyDependable !== undefined && Dependable.of(policyDependable).dependencyRoots.length > 0;
  return statementAdded && (isHeld || iam.Role.isRole(role));
}

/** The log group may be in the function's stack: a role of another stack must not come to depend on that. */
function allowLogs(scope: Construct, role: iam.IRole, logGroup: logs.ILogGroupRef): IDependable[] {
  const statement = logStatement(logGroup);
  if (Stack.of(role) === Stack.of(scope)) {
    return [role.addToPrincipalPolicy(statement).policyDependable ?? []].flat();
  }
  return [new iam.Policy(scope, 'LogPolicy', { roles: [role], statements: [statement] })];
}

/** Say what a role that cannot be changed must have. */
export function warnOfMissingStatements(scope: Construct, role: iam.IRole, statements: iam.PolicyStatement[]): void {
  const needed = Stack.of(scope).resolve(statements.map((statement) => statement.toStatementJson())) as unknown;
  const name = Token.isUnresolved(role.roleName) ? role.node.path : role.roleName;
  Annotations.of(scope).addWarningV2(
    'cdk-lambda-network:roleNotUpdated',
    `the role ${name} cannot be changed here, so the function does not run unless the role has these statements: ${JSON.stringify(needed)}`,
  );
}
