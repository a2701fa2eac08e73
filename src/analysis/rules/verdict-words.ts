import type { Mend, SubnetVerdict } from '../model/verdict';

/*
 * Models: what a rule says of a destination that it has asked for: what is in the way, and what to do, from all subnets that are blocked.
 */

/** A verdict, or a judgement. */
interface Explained {
  readonly subnets: readonly SubnetVerdict[];
}

/** The obstacles that block, in one phrase. */
export function spellObstacles(verdict: Explained): string {
  return [...new Set(violatedOf(verdict).map(({ detail }) => detail))].join(', and ');
}

/** The mends of these, one after the other. */
export function mendOf(verdict: Explained): Mend {
  const mends = violatedOf(verdict).map(({ mend }) => mend);
  const inConstructs = [...new Set(mends.flatMap((mend) => mend.inConstructs ?? []))].join('; ');
  return { inTemplate: [...new Set(mends.map((mend) => mend.inTemplate))].join('; '), ...inConstructs === '' ? {} : { inConstructs } };
}

function violatedOf({ subnets }: Explained) {
  return subnets.flatMap(({ path }) => path.obstacles).filter(({ status }) => status === 'violated');
}
