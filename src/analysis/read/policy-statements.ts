import { itemsOf, mapOf } from '../template/coerce';
import { toPlain } from '../template/plain';
import { isRawObject } from '../template/raw';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: the statements of a policy of IAM, written as an object or as JSON in a text.
 * Law: a statement of which effect or actions are not known is not read, and the policy is not whole.
 */

/** A statement. Of unknown texts, what is in `${…}` is a name of what is missing. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';

  /** The actions, or with `isExcept` all but these. */
  readonly actions: readonly string[];
  readonly isExcept: boolean;

  /** The resources; undefined for all but some. */
  readonly resources?: readonly string[];

  /** The condition as plain data; `unknown` when it is there and cannot be read. */
  readonly condition?: unknown;
}

/** Statements, and whether these are all. */
export interface Statements {
  readonly statements: readonly Statement[];
  readonly isWhole: boolean;
}

export const NO_STATEMENTS: Statements = { statements: [], isWhole: true };
export const UNREAD: Statements = { statements: [], isWhole: false };

/** The statements of several policies. */
export function together(all: readonly Statements[]): Statements {
  return { statements: all.flatMap(({ statements }) => statements), isWhole: all.every(({ isWhole }) => isWhole) };
}

/** The statements of a policy. */
export function readStatements(policy: Value): Statements {
  const text = literalText(policy);
  if (text !== undefined) {
    return ofText(text);
  }
  const written = mapOf(policy)?.get('Statement');
  if (written === undefined) {
    return isNone(policy) ? NO_STATEMENTS : UNREAD;
  }
  return of(itemsOf(written).map((item) => {
    const map = mapOf(item);
    return map === undefined ? undefined : statementOf((key) => {
      const value = map.get(key);
      const plain = isNone(value) ? undefined : toPlain(value);
      return plain === undefined ? undefined : plain.known ? plain.value : UNKNOWN;
    });
  }));
}

/** Stands for what is written and not known. */
const UNKNOWN = Symbol('unknown');

function ofText(text: string): Statements {
  try {
    const policy: unknown = JSON.parse(text);
    const written = isRawObject(policy) ? policy.Statement : undefined;
    const list: readonly unknown[] = Array.isArray(written) ? written : [written];
    return of(list.map((item) => isRawObject(item) ? statementOf((key) => Object.hasOwn(item, key) ? item[key] : undefined) : undefined));
  } catch {
    return UNREAD;
  }
}

function of(statements: readonly (Statement | undefined)[]): Statements {
  const read = statements.filter((statement): statement is Statement => statement !== undefined);
  return { statements: read, isWhole: read.length === statements.length };
}

function statementOf(get: (key: string) => unknown): Statement | undefined {
  const effect = get('Effect');
  const [actions, exceptions] = [textsOf(get('Action')), textsOf(get('NotAction'))];
  const named = actions ?? exceptions;
  if (effect !== 'Allow' && effect !== 'Deny' || named === undefined) {
    return undefined;
  }
  const [resources, condition] = [get('Resource'), get('Condition')];
  return {
    effect, actions: named, isExcept: actions === undefined,
    // of a list that is not wholly known it is not known either which resources it has
    ...get('NotResource') === undefined ? { resources: textsOf(resources) ?? ['${?}'] } : {},
    ...condition === undefined ? {} : { condition: condition === UNKNOWN ? 'unknown' : condition },
  };
}

/** The texts of one or several; undefined for anything else. */
function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return value !== undefined && list.every((item): item is string => typeof item === 'string') ? list : undefined;
}
