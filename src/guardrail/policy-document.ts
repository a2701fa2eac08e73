import { Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { NetworkError } from '../private/network-error';

/*
 * Models: policy documents as AWS counts them, in characters.
 * Law: a value that is known only during deployment is counted as the longest id there is, so a document that passes is not refused later on
 * account of ids. What an ARN among them comes to is not known, and not counted in full.
 * Refuses: a document that is longer than AWS accepts.
 */

/** `subnet-` and 17 digits. */
const LONGEST_ID = 24;

/** The document as an object; values that are tokens are tokens still. */
export function documentOf(statements: readonly iam.PolicyStatement[]): object {
  return { Version: '2012-10-17', Statement: statements.map((statement) => statement.toStatementJson() as object) };
}

/** Returns whether something in a document is known only during deployment. */
export function hasTokens(document: object): boolean {
  let found = false;
  JSON.stringify(document, (_, value: unknown) => {
    found ||= Token.isUnresolved(value);
    return value;
  });
  return found;
}

/** Throw when a document is longer than AWS accepts. */
export function assertSize(document: object, policy: string, maximum: number, at?: IConstruct): void {
  const characters = JSON.stringify(document, (_, value: unknown) => Token.isUnresolved(value) ? 'x'.repeat(LONGEST_ID) : value).length;
  if (characters > maximum) {
    throw new NetworkError(
      'GUARDRAIL_POLICY_SIZE', `the ${policy} has ${characters} characters, but at most ${maximum} are allowed: name VPCs instead of their subnets, or make several policies`, at,
    );
  }
}
