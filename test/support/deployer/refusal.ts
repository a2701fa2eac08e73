/** A deployment that AWS refuses, or that fails and is rolled back. */
export class Refusal extends Error {
  constructor(public readonly code: 'EXPORT_IN_USE' | 'EXPORT_MISSING' | 'OUTPUT_MISSING' | 'RULE_DUPLICATE' | 'GROUP_MISSING' | 'GROUP_IN_USE' | 'VPC_IN_USE', message: string) {
    super(`${code}: ${message}`);
  }
}
