import * as iam from 'aws-cdk-lib/aws-iam';

/*
 * Models: one thing that a guardrail denies, and the IAM statement for it.
 * Law: a rule only ever denies. So it holds whatever else grants, it means the same in an identity policy, a permissions boundary and a
 * service control policy, and rules combine by standing side by side.
 * The request of an update that says nothing of the VPC is taken to carry what the function has already, as AWS documents of the VPC. That
 * a function has a VPC is therefore always read from `lambda:VpcIds`; the lists of subnets and groups are judged only where there are
 * values, because `ForAllValues` holds for a list that is not there and `ForAnyValue` does not.
 * Refuses: to decide whether an id exists, and to which VPC it belongs.
 */

/** The parts of a function's VPC settings, each of which has a condition key. */
export type SettingKind = 'vpc' | 'subnet' | 'securityGroup';

/** The principals and functions to which a rule does not apply; empty lists exempt nothing. */
export interface Exemptions {
  readonly principalArns: readonly string[];
  readonly functionNames: readonly string[];
}

/** The settings that are denied: no VPC at all, or values that are listed, or values that are not. */
export type Denial =
  | { readonly what: 'noVpc' }
  | { readonly what: 'listed' | 'unlisted'; readonly kind: SettingKind; readonly ids: readonly string[] };

export interface GuardrailRule {
  readonly denial: Denial;
  readonly exemptions: Exemptions;

  /** Tells whether new capacity providers and network connectors are denied the same. */
  readonly includeComputeResources: boolean;
}

/** The calls that give a function its VPC. */
const FUNCTION_ACTIONS = ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'];

/**
 * Further calls that carry subnets and security groups, but no VPC.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
const COMPUTE_ACTIONS = ['lambda:CreateCapacityProvider', 'lambda:CreateNetworkConnector'];

interface SettingKey {
  readonly key: string;

  /** The prefix of the operator: a VPC is one value, the others are lists. */
  readonly quantifier: string;

  /** The word for the setting in the names of statements. */
  readonly plural: string;
}

const SETTING_KEYS: Readonly<Record<SettingKind, SettingKey>> = {
  vpc: { key: 'lambda:VpcIds', quantifier: '', plural: 'Vpcs' },
  subnet: { key: 'lambda:SubnetIds', quantifier: 'ForAnyValue:', plural: 'Subnets' },
  securityGroup: { key: 'lambda:SecurityGroupIds', quantifier: 'ForAnyValue:', plural: 'SecurityGroups' },
};

/** The statement of a rule, without a name: so statements of several guardrails can stand in one policy. */
export function statementOf({ denial, exemptions, includeComputeResources }: GuardrailRule): iam.PolicyStatement {
  const withCompute = includeComputeResources && denial.what !== 'noVpc' && denial.kind !== 'vpc';
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [...FUNCTION_ACTIONS, ...withCompute ? COMPUTE_ACTIONS : []].sort(),
    ...resourcesOutside(exemptions.functionNames),
    conditions: { ...conditionOf(denial), ...principalsOutside(exemptions.principalArns) },
  });
}

/** The statements of rules, named by what they deny; a name that returns is numbered. */
export function namedStatements(rules: readonly GuardrailRule[]): iam.PolicyStatement[] {
  const uses = new Map<string, number>();
  return rules.map((rule) => {
    const name = nameOf(rule.denial);
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    const statement = statementOf(rule);
    statement.sid = use === 1 ? name : `${name}${use}`;
    return statement;
  });
}

function nameOf(denial: Denial): string {
  if (denial.what === 'noVpc') {
    return 'DenyLambdaWithoutVpc';
  }
  return `DenyLambda${denial.what === 'listed' ? 'Listed' : 'Other'}${SETTING_KEYS[denial.kind].plural}`;
}

function conditionOf(denial: Denial): Record<string, Record<string, string | string[]>> {
  if (denial.what === 'noVpc') {
    return { Null: { [SETTING_KEYS.vpc.key]: 'true' } };
  }
  const { key, quantifier } = SETTING_KEYS[denial.kind];
  return { [`${quantifier}${denial.what === 'listed' ? 'StringEquals' : 'StringNotEquals'}`]: { [key]: [...denial.ids] } };
}

function principalsOutside(arns: readonly string[]): Record<string, Record<string, string[]>> {
  return arns.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': [...arns] } };
}

/** The partition is a wildcard, because a service control policy has no stack to take one from. */
function resourcesOutside(functionNames: readonly string[]): Pick<iam.PolicyStatementProps, 'resources' | 'notResources'> {
  return functionNames.length === 0 ? { resources: ['*'] } : { notResources: functionNames.map((name) => `arn:*:lambda:*:*:function:${name}`) };
}
