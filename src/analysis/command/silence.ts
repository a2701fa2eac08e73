import type { CheckArguments } from './arguments';
import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';
import { isRefused } from '../model/finding-codes';
import { isUnproven } from '../model/judgement';
import { describeSource } from '../model/source';
import { spellLines } from '../report/escape';
import type { Passing } from '../report/render-junit';

/*
 * Models: what a check would otherwise be silent about: that there is nothing to judge, that something is not read, which parameters have no value.
 * Law: with `--require`, a check passes only where all there is was read and judged.
 */

/** The findings with which a check never passes. */
const FAILING: ReadonlySet<FindingCode> = new Set([
  'LAMBDA_REACHES_UNDECLARED', 'LAMBDA_REACHES_FORBIDDEN', 'TEMPLATE_INVALID', 'SNAPSHOT_CONTRADICTS_STATEMENT',
]);

/** Those with which it does not pass where everything asked must be proven. */
const UNREAD: ReadonlySet<FindingCode> = new Set(['LAMBDA_COMPUTE_NOT_READ', 'TEMPLATE_NOT_READ']);

/** What is said of an input in which nothing runs. */
export const NO_FUNCTION = 'no function is in the templates, so there is nothing to judge';

/** What is said of an assembly that is never deployed as it is. */
export const STAND_INS = 'the app has values to be looked up in an account, so parts of its networks are stand-ins: synthesize it with the account at hand';

/** Tells whether there is nothing that was judged. */
export function isEmpty({ functions }: Analysis): boolean {
  return functions.every(({ judgements }) => judgements.length === 0);
}

/** Tells with what a check does not pass. */
export function passingOf(analysis: Analysis, call: Pick<CheckArguments, 'require' | 'allowEmpty' | 'warningsAsErrors'>): Passing {
  return {
    failsBy: (judgement) => isUnproven(judgement) || call.require && judgement.asked && judgement.verdict !== 'reachable',
    isFailing: ({ code, severity }) => FAILING.has(code) || severity === 'error' && (isRefused(code) || call.warningsAsErrors.has(code)),
    sentences: failuresOf(analysis, call),
  };
}

/** Tells why a check does not pass although nothing that was judged is in its way, a sentence each. */
function failuresOf(analysis: Analysis, { require, allowEmpty }: Pick<CheckArguments, 'require' | 'allowEmpty'>): string[] {
  if (!require) {
    return [];
  }
  const unread = analysis.findings.filter(({ code }) => UNREAD.has(code));
  return [
    ...isEmpty(analysis) && !allowEmpty ? [`${NO_FUNCTION}, and --require wants something proven: name templates with functions, or add --allow-empty`] : [],
    ...unread.length > 0 ? [`not everything is read, and --require wants everything proven: ${namesOf(unread)}`] : [],
  ];
}

/** Returns what is not read, for a format that has no place for it. */
export function unreadIn({ findings }: Analysis): string[] {
  return findings.filter(({ code }) => UNREAD.has(code) || code === 'TEMPLATE_INVALID').map(({ code, source, message }) => `${describeSource(source)}: ${message} (${code})`);
}

/** The parameters without a value on which something hangs, for people. */
export function spellWithoutValue(names: readonly string[]): string {
  return names.length === 0 ? '' : spellLines([
    '', `without a value: ${names.join(', ')}`, '      mend: give them with --params <file>; the same call with --format params writes the file to fill in',
  ]);
}

function namesOf(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ code, source }) => `${describeSource(source)} (${code})`))].join(', ');
}
