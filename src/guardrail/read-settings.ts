import { Token } from 'aws-cdk-lib';
import type { GuardedVpcSettings, LambdaVpcGuardrailOptions } from './guarded-vpc-settings';
import type { Exemptions, SettingKind } from './guardrail-rule';
import { NetworkError } from '../private/network-error';

/*
 * Models: what a caller names for a guardrail.
 * Law: the same settings make the same policy, in whatever order they are named. Ids of constructs are taken as they are: while a look-up waits for
 * its answer they are placeholders.
 * Refuses: ids that are written out and do not look like ids, because a misspelt one in a denial guards nothing; and a guardrail about nothing.
 */

/** The ids of one kind that a guardrail is about; never empty. */
export interface NamedSettings {
  readonly kind: SettingKind;
  readonly ids: readonly string[];
}

/** The prefix of the ids of each kind, and the properties by which they are given. */
const KINDS: Readonly<Record<SettingKind, { readonly prefix: string; readonly objects: string; readonly literals: string }>> = {
  vpc: { prefix: 'vpc', objects: 'vpcs', literals: 'vpcIds' },
  subnet: { prefix: 'subnet', objects: 'subnets', literals: 'subnetIds' },
  securityGroup: { prefix: 'sg', objects: 'securityGroups', literals: 'securityGroupIds' },
};

/** Reads what is named, kind by kind; a kind that is not named is left out. */
export function readSettings(call: string, settings: GuardedVpcSettings): NamedSettings[] {
  const { vpcs, vpcIds, subnets, subnetIds, securityGroups, securityGroupIds } = settings;
  const named = [
    readKind(call, 'vpc', vpcs?.map(({ vpcId }) => vpcId), vpcIds),
    readKind(call, 'subnet', subnets?.map(({ subnetId }) => subnetId), subnetIds),
    readKind(call, 'securityGroup', securityGroups?.map(({ securityGroupId }) => securityGroupId), securityGroupIds),
  ].flat();
  if (named.length === 0) {
    throw new NetworkError('GUARDRAIL_EMPTY', `${call} names nothing: name VPCs, subnets or security groups`);
  }
  if (settings.includeComputeResources === true && named.every(({ kind }) => kind === 'vpc')) {
    throw new NetworkError(
      'GUARDRAIL_COMPUTE', `${call} includes compute resources but names VPCs only, which capacity providers and network connectors do not carry: name subnets or security groups`,
    );
  }
  return named;
}

function readKind(call: string, kind: SettingKind, objects?: readonly string[], literals?: readonly string[]): NamedSettings[] {
  if (objects === undefined && literals === undefined) {
    return [];
  }
  assertKnownLength(call, KINDS[kind].literals, literals);
  (literals ?? []).forEach((id) => assertId(call, kind, id));
  const ids = inOrder([...objects ?? [], ...literals ?? []]);
  if (ids.length === 0) {
    const { objects: property, literals: other } = KINDS[kind];
    throw new NetworkError('GUARDRAIL_EMPTY', `${call} has an empty list of ${property} or ${other}: name at least one, or leave the list out`);
  }
  return [{ kind, ids }];
}

/** A list that is a token as a whole cannot be put together with other values, nor counted. */
function assertKnownLength(call: string, property: string, values?: readonly string[]): void {
  if (Token.isUnresolved(values)) {
    throw new NetworkError('TOKEN_NOT_ALLOWED', `${call} has ${property} that are one token as a whole: pick the values one by one with Fn.select()`);
  }
}

function assertId(call: string, kind: SettingKind, id: string): void {
  const { prefix, literals } = KINDS[kind];
  if (!Token.isUnresolved(id) && !new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) {
    throw new NetworkError('GUARDRAIL_ID', `${call} has '${id}' in ${literals}, expected an id like '${prefix}-0123456789abcdef0': name it by its id`);
  }
}

/** Each once; those that are written out sorted, so that the order of the program does not change a policy. */
function inOrder(values: readonly string[]): string[] {
  const distinct = [...new Set(values)];
  const isToken = (value: string) => Token.isUnresolved(value);
  return [...distinct.filter((value) => !isToken(value)).sort(), ...distinct.filter(isToken)];
}

/** Whom and what a guardrail leaves alone. */
export function readExemptions(call: string, { exemptPrincipalArns, exemptFunctionNames }: LambdaVpcGuardrailOptions): Exemptions {
  assertKnownLength(call, 'exemptPrincipalArns', exemptPrincipalArns);
  assertKnownLength(call, 'exemptFunctionNames', exemptFunctionNames);
  (exemptPrincipalArns ?? []).forEach((arn) => assertExemption(
    call, arn, /^arn:[a-z*?-]+:iam::([0-9]{12}|\*):(role|user)\/(?=.*[^*?/]).+$/, 'exemptPrincipalArns', 'the ARN of a role or user like \'arn:aws:iam::*:role/BreakGlass\'',
  ));
  (exemptFunctionNames ?? []).forEach((name) => assertExemption(
    call, name, /^(?=.*[A-Za-z0-9])[A-Za-z0-9_*?-]{1,64}$/, 'exemptFunctionNames', 'the name of a function like \'*-CustomS3AutoDeleteObjects*\'',
  ));
  return { principalArns: inOrder(exemptPrincipalArns ?? []), functionNames: inOrder(exemptFunctionNames ?? []) };
}

function assertExemption(call: string, value: string, form: RegExp, property: string, expected: string): void {
  if (!Token.isUnresolved(value) && !form.test(value)) {
    throw new NetworkError('GUARDRAIL_EXEMPTION', `${call} has '${value}' in ${property}, expected ${expected}: name as little as possible`);
  }
}
