import type { Deployment } from './deployment-order';
import { referencesIn } from './deployment-order';

/*
 * States the law of the life cycle: a function's network interfaces are made and deleted by Lambda with the function's role, and lie in its subnets
 * and groups. So the permissions must be complete before the function and outlive it, and so must subnets and groups.
 */

const NEEDED = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'];

/** What is wrong with the order of a deployment, for each of its functions in a VPC; nothing when it is right. */
export function faultsIn(deployment: Deployment): string[] {
  const cycle = deployment.hasOrder ? [] : ['there is a cycle'];
  return [...cycle, ...connectedFunctions(deployment).flatMap((id) => faultsOf(deployment, id))];
}

/** Functions with subnets. */
export function connectedFunctions(deployment: Deployment): string[] {
  return deployment.ofType('AWS::Lambda::Function').filter((id) => subnetsOf(deployment, id).length > 0);
}

function subnetsOf(deployment: Deployment, id: string): unknown[] {
  const config = deployment.resources.get(id)?.Properties?.VpcConfig as { readonly SubnetIds?: unknown[] } | undefined;
  return config?.SubnetIds ?? [];
}

function faultsOf(deployment: Deployment, id: string): string[] {
  const needs = deployment.needsOf(id);
  const roles = [...needs].filter((need) => deployment.resources.get(need)?.Type === 'AWS::IAM::Role' && isRoleOf(deployment, id, need));
  const missing = NEEDED.filter((action) => !roles.some((role) => allowedActions(deployment, role, needs).has(action)));
  const types = new Set([...needs].map((need) => deployment.resources.get(need)?.Type));
  return [
    ...missing.map((action) => `${id} may be without ${action}`),
    ...['AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet'].filter((type) => !types.has(type)).map((type) => `${id} does not come after its ${type}`),
    ...policiesOf(deployment, roles).filter((policy) => !needs.has(policy)).map((policy) => `${id} may be without ${policy}`),
  ];
}

function isRoleOf(deployment: Deployment, id: string, role: string): boolean {
  const { Role } = deployment.resources.get(id)?.Properties ?? {};
  const [stack, name] = role.split('.');
  return JSON.stringify(Role).includes('Fn::ImportValue') ? stack !== id.split('.')[0] : referencesIn(Role).includes(name);
}

/** The actions that a role allows by itself and by policies that are needed as well. */
function allowedActions(deployment: Deployment, role: string, needs: ReadonlySet<string>): Set<string> {
  const inline = (deployment.resources.get(role)?.Properties?.Policies ?? []) as PolicyHolder[];
  const attached = policiesOf(deployment, [role]).filter((policy) => needs.has(policy))
    .map((policy) => deployment.resources.get(policy)?.Properties as unknown as PolicyHolder);
  return new Set([...inline, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => [Action].flat()));
}

/** Policies in resources of their own that are attached to one of the roles. */
function policiesOf(deployment: Deployment, roles: readonly string[]): string[] {
  return deployment.ofType('AWS::IAM::Policy').filter((policy) => {
    const names = referencesIn(deployment.resources.get(policy)?.Properties?.Roles);
    return roles.some((role) => role.split('.')[0] === policy.split('.')[0] && names.includes(role.split('.')[1]));
  });
}

/** Functions that an update takes out of where they are. */
function leavers(before: Deployment, after: Deployment): string[] {
  const place = (deployment: Deployment, id: string) => JSON.stringify(deployment.resources.get(id)?.Properties?.VpcConfig);
  return connectedFunctions(before).filter((id) => place(before, id) !== place(after, id));
}

/** Functions whose old interfaces Lambda could not delete after an update, because their role or its permissions went at the same time. */
export function strandedBy(before: Deployment, after: Deployment): string[] {
  return leavers(before, after).filter((id) => after.resources.has(id)).filter((id) => {
    const roles = [...before.needsOf(id)].filter((need) => before.resources.get(need)?.Type === 'AWS::IAM::Role' && isRoleOf(before, id, need));
    return roles.some((role) => !isRoleOf(after, id, role) || !NEEDED.every((action) => allowedActions(after, role, after.needsOf(id)).has(action)));
  });
}

/** Types of resources that an update deletes although old interfaces lie in them: CloudFormation tries until Lambda has deleted these, or gives up. */
export function awaitedBy(before: Deployment, after: Deployment): string[] {
  const needs = new Set(leavers(before, after).flatMap((id) => [...before.needsOf(id)]));
  const gone = [...needs].filter((id) => !after.resources.has(id)).map((id) => before.resources.get(id)!.Type);
  return [...new Set(gone.filter((type) => ['AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet'].includes(type)))].sort();
}

interface PolicyHolder {
  readonly PolicyDocument: { readonly Statement: ReadonlyArray<{ readonly Effect: string; readonly Action: string | string[] }> };
}
