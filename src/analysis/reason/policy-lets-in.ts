import type { Environment } from '../model/environment';
import { isSameEnvironment } from '../model/environment';
import type { ServiceCall } from '../model/service-call';
import type { Ternary } from '../model/ternary';
import { all, any, not, ternary } from '../model/ternary';

/*
 * Models: the policy of an endpoint, asked about one call of a service principal of AWS. Such a principal is in no organization and has no account: condition keys that say
 * so are absent from what it asks, and only an operator that is negated, or ends in IfExists, holds of what is absent.
 * What is called is a function or a role of the account of its mapping; a value of `aws:ResourceAccount` is compared with that, where an absent one would do as well.
 * Law: `yes` when a statement surely allows the call and none can deny it; `no` when none can allow it, or one surely denies it.
 * Refuses: to compare resources, and conditions on anything else.
 */

/** Condition keys that requests of service principals do not carry: IAM User Guide, "AWS global condition context keys". */
const KEYS_OF_CALLERS = /^aws:(principal(orgid|orgpaths|account|arn|tag\/.+)|userid|username)$/;

/** Operators that hold only of a value that is there. */
const POSITIVE_OPERATORS = /^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like))$/;

/** Operators that hold of a value that is not there. */
const NEGATIVE_OPERATORS = /^(string(notequals|notequalsignorecase|notlike)|arn(notequals|notlike))$/;

/** A pattern with more stars than this is not compared, so that hostile ones take no time. */
const MOST_STARS = 4;

interface Statement { readonly [key: string]: unknown }

/** The way in which policies are read that name the account of their own template, where nobody says which it is. */
const OWN_ACCOUNT = '${AWS::AccountId}';

/** Returns whether a policy, as JSON, lets a call in. */
export function letsIn(policy: unknown, call: ServiceCall, environment?: Environment): Ternary {
  const written = isObject(policy) ? policy.Statement : undefined;
  const statements = listOf(written);
  if (written === undefined || !statements.every(isObject)) {
    return 'unknown';
  }
  const of = (effect: string) => any(statements.filter(({ Effect }) => Effect === effect).map((statement) => applies(statement, call, environment)));
  return all([of('Allow'), not(of('Deny')), statements.every(({ Effect }) => Effect === 'Allow' || Effect === 'Deny') ? 'yes' : 'unknown']);
}

/** Returns whether a statement is about the call. */
function applies(statement: Statement, call: ServiceCall, environment: Environment | undefined): Ternary {
  const { principal, action } = call;
  return all([
    'NotPrincipal' in statement ? 'unknown' : names(statement.Principal, principal),
    'NotAction' in statement ? not(anyMatches(statement.NotAction, action)) : anyMatches(statement.Action, action),
    'NotResource' in statement || !listOf(statement.Resource).includes('*') ? 'unknown' : 'yes',
    holds(statement.Condition, (account) => isOwn(account, call, environment)),
  ]);
}

/** Returns whether an element names the principal: everybody, or the service. Accounts, roles and other services are others. */
function names(written: unknown, principal: string): Ternary {
  if (!isObject(written)) {
    return written === '*' ? 'yes' : 'unknown';
  }
  return any(Object.entries(written).map(([kind, value]): Ternary => {
    const values = listOf(value);
    return kind === 'AWS' && values.includes('*') || kind === 'Service' && values.includes(principal) ? 'yes'
      : kind === 'Service' && values.some((each) => typeof each !== 'string' || /[*?$]/.test(each)) ? 'unknown' : 'no';
  }));
}

function anyMatches(written: unknown, action: string): Ternary {
  return any(listOf(written).map((pattern): Ternary =>
    typeof pattern !== 'string' || pattern.includes('$') || pattern.split('*').length > MOST_STARS + 1 ? 'unknown' : ternary(matches(pattern, action))));
}

/** Actions are compared in small letters, with `*` for any text and `?` for one character. */
function matches(pattern: string, action: string): boolean {
  const escaped = pattern.toLowerCase().replace(/[.+^()|[\]{}\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`).test(action.toLowerCase());
}

/** Returns whether a text is the account of what is called. */
function isOwn(account: unknown, { environment: own }: ServiceCall, ofPolicy: Environment | undefined): Ternary {
  if (account === OWN_ACCOUNT) {
    return isSameEnvironment(own, ofPolicy) === 'yes' ? 'yes' : 'unknown';
  }
  return own?.account === undefined || typeof account !== 'string' || !/^\d{12}$/.test(account) ? 'unknown' : ternary(account === own.account);
}

/** Returns whether the conditions hold of a service principal. */
function holds(condition: unknown, isOwnAccount: (account: unknown) => Ternary): Ternary {
  if (condition === undefined) {
    return 'yes';
  }
  if (!isObject(condition)) {
    return 'unknown';
  }
  return all(Object.entries(condition).flatMap(([operator, keys]): Ternary[] => isObject(keys)
    ? Object.entries(keys).map(([key, value]) => holdsOf(operator.toLowerCase(), key.toLowerCase(), value, isOwnAccount))
    : ['unknown']));
}

function holdsOf(operator: string, key: string, value: unknown, isOwnAccount: (account: unknown) => Ternary): Ternary {
  if (key === 'aws:resourceaccount' && operator === 'stringequalsifexists') {
    return any(listOf(value).map(isOwnAccount)) === 'yes' ? 'yes' : 'unknown';
  }
  if (key === 'aws:principalisawsservice' && operator === 'bool') {
    const wanted = String(value).toLowerCase();
    return wanted === 'true' ? 'yes' : wanted === 'false' ? 'no' : 'unknown';
  }
  return !KEYS_OF_CALLERS.test(key) ? 'unknown' : POSITIVE_OPERATORS.test(operator) ? 'no' : NEGATIVE_OPERATORS.test(operator) ? 'yes' : 'unknown';
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value as readonly unknown[] : [value];
}

function isObject(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
