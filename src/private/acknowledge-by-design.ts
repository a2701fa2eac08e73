import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The packs of cdk-nag whose rules stand for the controls of a framework, and have the same names in each. */
const FRAMEWORKS = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'];

/**
 * Acknowledge, for cdk-nag, what a rule finds in a resource that is meant to be so.
 *
 * Only for what holds in every app: what costs money, or is for the user to decide, stays a finding. docs/posture.md has all of them side by side.
 *
 * @param resource the resource that the rule names, and nothing above it
 * @param rules full ids for rules of one pack, such as `AwsSolutions-EC29`; names without a pack, such as `IAMNoInlinePolicy`, for those of all frameworks
 * @param reason why it is meant to be so
 */
export function acknowledgeByDesign(resource: IConstruct, rules: readonly string[], reason: string): void {
  const ids = rules.flatMap((rule) => (rule.includes('-') ? rule : FRAMEWORKS.map((framework) => `${framework}-${rule}`)));
  Validations.of(resource).acknowledge(...ids.map((id) => ({ id, reason })));
}
