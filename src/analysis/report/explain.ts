import type { NameOf } from './describe';
import { FAMILY_NAMES, spellMend } from './describe';
import { foldNames } from './fold-names';
import { describeHop } from '../model/hop';
import type { Judgement } from '../model/judgement';
import { isTold } from '../model/judgement';
import type { Workload } from '../model/network';
import type { SubnetVerdict, VerdictKind } from '../model/verdict';

/*
 * Models: one destination explained to people: families that fare alike are told of together, and so are subnets.
 */

/** A way that is not open, or not known to be. */
export interface Reason {
  /** The hops of the path, from the subnet on. */
  readonly way: string;

  /** The obstacles on the path, one sentence each. */
  readonly details: readonly string[];
}

/** Judgements of one destination that have the same verdict for the same reasons. */
export interface Explanation {
  readonly destination: string;

  /** `IPv4`, `IPv6`, or both. */
  readonly families: string;

  /** The ports, unless the name of the destination has them: ` on tcp 443`. */
  readonly ports: string;
  readonly verdict: VerdictKind;
  readonly declared: boolean;
  readonly asked: boolean;
  readonly forbidden: boolean;
  readonly isMounted: boolean;

  /** Tells whether a finding says what is in the way, and what there is to do. */
  readonly isTold: boolean;

  /** The codes of what stands in the way, each once. */
  readonly codes: readonly string[];

  readonly reasons: readonly Reason[];

  /** The subnets that do reach it, in one sentence; undefined where none or all do. */
  readonly elsewhere?: string;
  readonly mends: readonly string[];
  readonly assumptions: readonly string[];
}

/** Explain what is said of a function. */
export function explain(workload: Workload, judgements: readonly Judgement[], nameOf: NameOf): Explanation[] {
  const explanations = judgements.map((judgement) => explainJudgement(workload, judgement, nameOf));
  const grouped = new Map<string, Explanation>();
  for (const explanation of explanations) {
    const { destination, verdict, declared, asked, forbidden, codes, mends, elsewhere } = explanation;
    const key = JSON.stringify([destination, verdict, declared, asked, forbidden, codes, mends, elsewhere]);
    const same = grouped.get(key);
    grouped.set(key, same === undefined ? explanation : together(same, explanation));
  }
  return [...grouped.values()];
}

function together(one: Explanation, other: Explanation): Explanation {
  return {
    ...one,
    families: `${one.families}, ${other.families}`,
    reasons: [...one.reasons, ...other.reasons.filter(({ details }) => !one.reasons.some((reason) => String(reason.details) === String(details)))],
    assumptions: [...new Set([...one.assumptions, ...other.assumptions])],
  };
}

function explainJudgement(workload: Workload, judgement: Judgement, nameOf: NameOf): Explanation {
  const { destination, family, verdict, declared, asked, isMounted = false, subnets } = judgement;
  const decisive = distinctCases(subnets.filter((subnet) => subnet.verdict === verdict));
  const obstacles = decisive.flatMap(({ path }) => path.obstacles);
  return {
    destination,
    families: FAMILY_NAMES[family],
    ports: judgement.ports === undefined ? '' : ` on ${judgement.ports}`,
    verdict,
    declared,
    asked,
    forbidden: judgement.forbidden === true,
    isMounted,
    isTold: isTold(judgement),
    codes: [...new Set(obstacles.map(({ code }) => code))],
    reasons: verdict === 'reachable' ? [] : decisive.map((subnet) => spellReason(subnet, nameOf)),
    elsewhere: spellElsewhere(judgement, nameOf),
    mends: [...new Set(obstacles.map(({ mend }) => spellMend(mend, workload)))],
    assumptions: [...new Set(decisive.flatMap(({ path }) => path.assumptions))],
  };
}

/** Keeps the first of several subnets in which the same stands in the way. */
function distinctCases(subnets: readonly SubnetVerdict[]): SubnetVerdict[] {
  const cases = new Map<string, SubnetVerdict>();
  for (const verdict of subnets) {
    const key = verdict.path.obstacles.map(({ code, status }) => `${code} ${status}`).join();
    cases.set(key, cases.get(key) ?? verdict);
  }
  return [...cases.values()];
}

/** Tells where the path leads, and what stands in its way. */
function spellReason({ subnet, path }: SubnetVerdict, nameOf: NameOf): Reason {
  const way = path.hops.length > 0 || subnet === '' ? path.hops.map(describeHop) : [nameOf(subnet)];
  return { way: way.join(' → '), details: [...new Set(path.obstacles.map(({ detail }) => detail))] };
}

/** Tells from where it is reached all the same: Lambda picks any of the subnets. */
function spellElsewhere({ verdict, subnets }: Judgement, nameOf: NameOf): string | undefined {
  const open = verdict === 'blocked' ? subnets.filter((subnet) => subnet.verdict === 'reachable') : [];
  return open.length === 0 ? undefined : `it is reached from ${foldNames(open.map(({ subnet }) => nameOf(subnet)))}: it works or fails as Lambda picks the subnet`;
}
