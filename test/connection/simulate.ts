import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Template } from 'aws-cdk-lib/assertions';

/*
 * Asks an independent implementation of IAM what the policies of a synthesized template allow. It wants literal policies, so the
 * intrinsic functions that policies are made of are resolved as CloudFormation would in one account and Region.
 */

export const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, string>>;
}

/** The decision of IAM: `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`. */
export type Decision = string;

/** An ARN in the account and Region. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** All statements, inline or in policies of their own, of the roles in a template. */
export function statementsOf(template: Template): Statement[] {
  const inline = Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Policies ?? []);
  const attached = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
  return [...inline, ...attached].flatMap(({ PolicyDocument }) => resolve(PolicyDocument.Statement) as Statement[]).map(spellOutTypes);
}

/**
 * Spell out the types of resources that `*` stands for in front of a slash.
 *
 * The Lambda developer guide names `arn:aws:ec2:REGION:ACCOUNT:*\/*` for the resources of network interface actions. The simulator
 * follows another page, on which a wildcard in place of a resource type is called incorrect, and takes it for a literal star.
 */
function spellOutTypes(statement: Statement): Statement {
  const types = ['network-interface', 'subnet', 'security-group'];
  const resources = [statement.Resource].flat();
  return { ...statement, Resource: resources.flatMap((resource) => types.map((type) => resource.replace(/:\*\/\*$/, `:${type}/*`))) };
}

/** What IAM says to a call; calls of a function's code carry the ARN of the function. */
export async function decide(statements: Statement[], action: string, resource: string, sourceFunctionArn?: string): Promise<Decision> {
  const result = await runSimulation({
    request: {
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/Role/session`,
      action,
      resource: { resource, accountId: ACCOUNT },
      contextVariables: sourceFunctionArn === undefined ? {} : { 'lambda:SourceFunctionArn': sourceFunctionArn },
    },
    identityPolicies: [{ name: 'role', policy: { Version: '2012-10-17', Statement: statements } }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {});
  if (result.resultType === 'error') {
    throw new Error(JSON.stringify(result.errors));
  }
  return result.overallResult;
}

const PSEUDO_PARAMETERS: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
};

/** The value that an expression in a template has after deployment; the log group `X` is called `X` and its ARN ends as such ARNs do. */
function resolve(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(resolve);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, argument], ...rest] = Object.entries(value as Record<string, unknown>);
  if (rest.length === 0 && name === 'Ref') {
    return PSEUDO_PARAMETERS[argument as string] ?? argument;
  }
  if (rest.length === 0 && name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(resolve).join(separator);
  }
  if (rest.length === 0 && name === 'Fn::GetAtt') {
    const [logicalId, attribute] = argument as [string, string];
    expect([logicalId, attribute]).toEqual([expect.stringContaining('LogGroup'), 'Arn']);
    return arn('logs', `log-group:${logicalId}:*`);
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry)]));
}
