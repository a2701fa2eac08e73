import type { Ternary } from './ternary';
import { all } from './ternary';

/*
 * Models: the account and Region that a template is for, as far as that is known before deployment.
 */

export interface Environment {
  /** Templates of one group are for the same account and Region, whichever those are. */
  readonly group: string;
  readonly account?: string;
  readonly region?: string;
}

/** Tells whether two are the same account and Region. */
export function isSameEnvironment(one: Environment | undefined, other: Environment | undefined): Ternary {
  return one === undefined || other === undefined ? 'unknown'
    : one.group === other.group ? 'yes'
      : all([isSame(one.account, other.account), isSame(one.region, other.region)]);
}

function isSame(one: string | undefined, other: string | undefined): Ternary {
  return one === undefined || other === undefined ? 'unknown' : one === other ? 'yes' : 'no';
}
