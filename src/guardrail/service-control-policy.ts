import { Annotations, Names, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as organizations from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import type { GuardrailServiceControlPolicyOptions } from './guardrail-policy-options';
import { assertSize, documentOf, hasTokens } from './policy-document';
import { NetworkError } from '../private/network-error';
import { QUOTAS } from '../services/quotas';

/*
 * Models: a guardrail as a service control policy, which is a resource or a text.
 * Law: it is as long as AWS counts it, and is attached to what is named.
 * Refuses: targets that are no ids, none at all, and a text with values that only a deployment knows.
 */

/** The ids of roots, organizational units and accounts, as AWS Organizations writes them. */
const TARGET = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|[0-9]{12})$/;

const LONGEST_NAME = 128;

/** Define a service control policy of statements that deny. */
export function defineServiceControlPolicy(
  scope: Construct,
  id: string,
  statements: readonly iam.PolicyStatement[],
  defaultDescription: string,
  { targetIds, policyName, description, maximumCharacters = QUOTAS.charactersOfServiceControlPolicy.value }: GuardrailServiceControlPolicyOptions,
): organizations.CfnPolicy {
  assertTargets(scope, id, targetIds);
  const content = documentOf(statements);
  assertSize(content, 'service control policy', maximumCharacters, scope);
  const owner = new Construct(scope, id);
  const policy = new organizations.CfnPolicy(owner, 'Resource', {
    type: 'SERVICE_CONTROL_POLICY',
    name: policyName ?? Names.uniqueResourceName(owner, { maxLength: LONGEST_NAME, separator: '-' }),
    description: description ?? defaultDescription,
    content,
    targetIds,
  });
  if (hasTokens(content)) {
    Annotations.of(policy).addWarningV2(
      'cdk-lambda-network:guardrailTokensInServiceControlPolicy',
      'the service control policy names something that only its own stack knows, during deployment; the accounts that it governs have other VPCs, '
      + 'and the management account is not governed at all: name ids that are written out, such as vpcIds: [\'vpc-0123456789abcdef0\']',
    );
  }
  return policy;
}

/** The text of a service control policy, without white space, which would count. */
export function renderDocument(
  statements: readonly iam.PolicyStatement[], maximumCharacters = QUOTAS.charactersOfServiceControlPolicy.value,
): string {
  const document = documentOf(statements);
  if (hasTokens(document)) {
    throw new NetworkError(
      'TOKEN_NOT_ALLOWED', 'the text of a service control policy names something that is known only during deployment: write the ids out, such as vpcIds: [\'vpc-0123456789abcdef0\']',
    );
  }
  assertSize(document, 'service control policy', maximumCharacters);
  return JSON.stringify(document);
}

function assertTargets(scope: Construct, id: string, targetIds: readonly string[]): void {
  if (targetIds.length === 0) {
    throw new NetworkError('GUARDRAIL_TARGET', `the service control policy '${id}' is attached to nothing: name a root, an organizational unit or an account in targetIds`, scope);
  }
  for (const target of targetIds) {
    if (!Token.isUnresolved(target) && !TARGET.test(target)) {
      throw new NetworkError(
        'GUARDRAIL_TARGET', `target '${target}' is no root, organizational unit or account, expected an id like 'ou-abcd-0123abcd', 'r-abcd' or '111122223333': use the id`, scope,
      );
    }
  }
}
