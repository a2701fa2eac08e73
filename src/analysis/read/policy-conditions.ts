import type { Ternary } from '../model/ternary';
import { isRawObject } from '../template/raw';

/*
 * Models: the condition of a statement, for calls that the code of a function makes.
 * Sources: IAM User Guide, "AWS global condition context keys"; AWS KMS Developer Guide, "AWS KMS condition keys"; AWS Lambda Developer Guide, "Access control with tags and
 * function URLs".
 * Law: `yes` when it narrows which resources, requests, times or networks are meant, and nothing else; `no` when it never holds for such a call; otherwise it is not known.
 */

/** Keys that say nothing of who calls, or what is so of each function. */
const NARROWING = new RegExp(`^(${[
  'aws:(resource|request)tag/.+', 'aws:tagkeys', 'aws:requestedregion', 'aws:sourcevpc(e|arn)?', 'aws:vpcsourceip', 'aws:sourceip', 'aws:resource(account|orgid|orgpaths)',
  'aws:principal(account|orgid|orgpaths|arn|tag/.+)', 'aws:currenttime', 'aws:epochtime', 'lambda:sourcefunctionarn',
].join('|')})$`);

/** Keys that only calls of services of AWS have, or those of people. */
const OF_OTHERS = new RegExp(`^(${[
  'kms:viaservice', 'aws:calledvia(first|last)?', 'aws:source(arn|account|orgid|orgpaths)', 'aws:principalservicename', 'aws:username', 'aws:multifactorauthage',
  'saml:.+', 'cognito-identity\\.amazonaws\\.com:.+',
].join('|')})$`);

/** Keys whose value is always the same for such a call. */
const FIXED: ReadonlyMap<string, boolean> = new Map([
  ['aws:securetransport', true], ['aws:viaawsservice', false], ['aws:principalisawsservice', false], ['aws:multifactorauthpresent', false],
  ['kms:grantisforawsresource', false], ['lambda:invokedviafunctionurl', false],
]);

/** Tells whether a condition holds for calls of a function's code to a service. */
export function holdsForCode(condition: unknown, prefix: string): Ternary {
  if (condition === undefined || isRawObject(condition) && Object.keys(condition).length === 0) {
    return 'yes';
  }
  if (!isRawObject(condition)) {
    return 'unknown';
  }
  const answers = Object.entries(condition).flatMap(([operator, keys]) => isRawObject(keys)
    ? Object.entries(keys).map(([key, value]) => holds(operator.toLowerCase(), key.toLowerCase(), value, prefix)) : ['unknown' as const]);
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

function holds(operator: string, key: string, value: unknown, prefix: string): Ternary {
  const fixed = FIXED.get(key);
  if (fixed !== undefined && /^bool(ifexists)?$/.test(operator)) {
    return /^(true|false)$/i.test(String(value)) ? String(value).toLowerCase() === String(fixed) ? 'yes' : 'no' : 'unknown';
  }
  if (OF_OTHERS.test(key)) {
    // what is not there holds only of a key that may be missing
    return /^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like)|numeric\w+)$/.test(operator) && !operator.endsWith('ifexists') ? 'no' : 'unknown';
  }
  return fixed === undefined && (NARROWING.test(key) || key.startsWith(`${prefix}:`)) ? 'yes' : 'unknown';
}
