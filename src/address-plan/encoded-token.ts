/*
 * Models: a value known only at deployment, as it looks from here. The AWS CDK passes such values around as strings and
 * numbers that carry a mark; this folder does not import the CDK, so it knows the two marks instead.
 */

const STRING_MARK = '${Token[';

/** Every encoded number lies below this one, and no number that anybody means does. */
const ENCODED_NUMBERS_BELOW = -1e289;

/** Returns whether a string or a number stands for a value that is known only at deployment. */
export function isEncodedToken(value: string | number): boolean {
  return typeof value === 'number' ? value < ENCODED_NUMBERS_BELOW : value.includes(STRING_MARK);
}
