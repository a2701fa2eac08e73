import { runSimulation } from '@cloud-copilot/iam-simulate';

/*
 * Requests to create and update functions, as IAM sees them, and what an independent implementation of IAM decides on them.
 *
 * Assumed, with the documentation: a request carries the VPC settings that the function is going to have. An update that says nothing of
 * the VPC carries what the function has already; empty lists, which disconnect it, carry nothing.
 */

export const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

/** The VPC settings of a function; `undefined` stands for none. */
export interface VpcConfig {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}

export interface Request {
  readonly action: 'lambda:CreateFunction' | 'lambda:UpdateFunctionConfiguration' | 'lambda:UpdateFunctionCode';

  /** What the function has before an update. */
  readonly before?: VpcConfig;

  /** What the request says of the VPC: nothing at all, or empty lists, or lists. */
  readonly says: 'nothing' | 'empty' | VpcConfig;
  readonly role?: string;
  readonly functionName?: string;
}

/** How a guardrail is put to use. */
export type Form = 'identity' | 'boundary' | 'scp';

export const FORMS: readonly Form[] = ['identity', 'boundary', 'scp'];

/** What the function has after the request. */
export function effective({ action, before, says }: Request): VpcConfig | undefined {
  if (says === 'empty') {
    return undefined;
  }
  if (says === 'nothing') {
    return action === 'lambda:CreateFunction' ? undefined : before;
  }
  return says;
}

export function contextOf(request: Request): Record<string, string | string[]> {
  const config = request.action === 'lambda:UpdateFunctionCode' ? undefined : effective(request);
  return config === undefined ? {} : {
    'lambda:VpcIds': config.vpc, 'lambda:SubnetIds': [...config.subnets], 'lambda:SecurityGroupIds': [...config.groups],
  };
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}

export interface Policies {
  readonly identity: readonly object[];
  readonly boundary?: object;
  readonly scp?: object;
}

const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

export function documentWith(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** A guardrail in use, beside policies that allow everything. */
export function inUse(form: Form, denials: readonly object[]): Policies {
  const all = documentWith([EVERYTHING]);
  switch (form) {
    case 'identity': return { identity: [all, documentWith(denials)] };
    case 'boundary': return { identity: [all], boundary: documentWith([EVERYTHING, ...denials]) };
    case 'scp': return { identity: [all], scp: documentWith(denials) };
  }
}

export async function isAllowed(policies: Policies, request: Request, context = contextOf(request)): Promise<boolean> {
  return isActionAllowed(policies, request.action, functionArn(request.functionName ?? 'orders'), context, request.role ?? 'Developer');
}

/** What IAM decides on any call; an organization's own policy `FullAWSAccess` stands beside a service control policy. */
export async function isActionAllowed(
  { identity, boundary, scp }: Policies, action: string, resource: string, context: Record<string, string | string[]>, role = 'Developer',
): Promise<boolean> {
  const full = { name: 'FullAWSAccess', policy: documentWith([EVERYTHING]) };
  const result = await runSimulation({
    request: {
      principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      action,
      resource: { resource, accountId: ACCOUNT },
      contextVariables: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/${role}`, ...context },
    },
    identityPolicies: identity.map((policy, index) => ({ name: `identity${index}`, policy })),
    permissionBoundaryPolicies: boundary === undefined ? undefined : [{ name: 'boundary', policy: boundary }],
    serviceControlPolicies: scp === undefined ? [] : [
      { orgIdentifier: 'r-abcd', policies: [full] },
      { orgIdentifier: 'ou-abcd-0123abcd', policies: [full, { name: 'guardrail', policy: scp }] },
    ],
    resourceControlPolicies: [],
  }, {});
  if (result.resultType === 'error') {
    throw new Error(JSON.stringify(result.errors));
  }
  return result.overallResult === 'Allowed';
}
