import type * as iam from 'aws-cdk-lib/aws-iam';

/** How the managed policy of a guardrail is defined. */
export interface GuardrailManagedPolicyOptions {
  /**
   * The name of the policy.
   *
   * @default - CloudFormation makes one up
   */
  readonly managedPolicyName?: string;

  /**
   * The purpose of the policy, up to 1,000 characters. Changing it replaces the policy.
   *
   * @default - a sentence that says that it is a guardrail
   */
  readonly description?: string;
}

/** How the permissions boundary of a guardrail is defined. */
export interface GuardrailPermissionsBoundaryOptions extends GuardrailManagedPolicyOptions {
  /**
   * The most that the boundary leaves open, beside what the guardrail denies: a role has one boundary only.
   *
   * @default - everything
   */
  readonly maximumPermissions?: iam.PolicyStatement[];
}

/** How long the document of a service control policy may be. */
export interface GuardrailServiceControlPolicyDocumentOptions {
  /**
   * The number of characters that a service control policy may have.
   *
   * @default 5120
   */
  readonly maximumCharacters?: number;
}

/** How the service control policy of a guardrail is defined. */
export interface GuardrailServiceControlPolicyOptions extends GuardrailServiceControlPolicyDocumentOptions {
  /** The targets of the policy: ids of roots (`r-…`), organizational units (`ou-…`) and accounts (12 digits). */
  readonly targetIds: string[];

  /**
   * The name of the policy, up to 128 characters.
   *
   * @default - made of the construct's path
   */
  readonly policyName?: string;

  /**
   * The purpose of the policy, up to 512 characters.
   *
   * @default - a sentence that says that it is a guardrail
   */
  readonly description?: string;
}
