import type { Finding } from './finding';
import type { FunctionJudgement } from './judgement';

/*
 * Models: all that is said of an input: each function with each destination, and what else is worth saying.
 */

export interface Analysis {
  readonly functions: readonly FunctionJudgement[];
  readonly findings: readonly Finding[];
}
