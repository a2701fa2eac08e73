import type { Known } from '../model/network';
import { notKnown } from '../template/coerce';
import { toPlain } from '../template/plain';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: policies, written as an object or as JSON in a text.
 */

/** A policy as plain data; undefined when none is written. */
export function readPolicy(value: Value): Known<unknown> | undefined {
  if (isNone(value)) {
    return undefined;
  }
  const text = literalText(value);
  if (text === undefined) {
    const plain = toPlain(value);
    return plain.known && typeof plain.value !== 'object' ? notKnown('the policy is known during deployment only') : plain;
  }
  try {
    return { known: true, value: JSON.parse(text) as unknown };
  } catch {
    return notKnown('the text of the policy is no JSON');
  }
}
