import type { AddressFamily } from './address-block';
import type { Hop } from './hop';
import type { PathCode } from './path-codes';
import type { ResourceId, Source } from './source';

/*
 * Models: the answer to "does this function reach that destination", with its evidence.
 * Law: a verdict follows from its path and from nothing else. Reachable: nothing stands in the way of the path. Blocked: on the
 * cheapest complete path, the constraints named are violated, and with all of them relaxed the path is open. Inconclusive: no
 * path is known to be open, and on one of them nothing is known to be violated, yet something is not known.
 */

export type VerdictKind = 'reachable' | 'blocked' | 'inconclusive';

/** The change that removes an obstacle. */
export interface Mend {
  /** The change in terms of this library's constructs, where there is one. */
  readonly inConstructs?: string;

  /** The change in terms of CloudFormation. */
  readonly inTemplate: string;

  /** Tells that the change in terms of the constructs is to declare the destination, which helps nobody who does. */
  readonly isDeclaration?: boolean;
}

/** Something on a path that does not let it through, or of which it is not known whether it does. */
export interface Obstacle {
  readonly status: 'violated' | 'unknown';
  readonly code: PathCode;

  /** The direction of the traffic that a network ACL stops, seen from its subnet. */
  readonly direction?: 'egress' | 'ingress';

  /** The place where it stands; undefined when something is missing that no resource stands for. */
  readonly source?: Source;

  /** The entry of a network ACL that decides; undefined for the rule `*` at its end. */
  readonly entry?: Source;

  /** The hop of the path at which it stands; undefined of a path that has none. */
  readonly hop?: Hop;

  /** One sentence, lower case and without full stop: what stands in the way, with the values that decide. */
  readonly detail: string;
  readonly mend: Mend;
}

/** A path from a function to a destination, complete whether or not it is open. */
export interface Path {
  /** What the traffic passes from the function's subnet on, in order. */
  readonly hops: readonly Hop[];
  readonly obstacles: readonly Obstacle[];

  /** What had to be assumed, because AWS does not document it or templates cannot show it. */
  readonly assumptions: readonly string[];
}

/** The verdict from one subnet of a function to one destination over one address family. */
export interface SubnetVerdict {
  readonly subnet: ResourceId;
  readonly verdict: VerdictKind;

  /** The open path; or the cheapest one, with what stands in its way. */
  readonly path: Path;
}

/** The verdict from a function, so from each of its subnets, because Lambda picks one at random. */
export interface Verdict {
  readonly family: AddressFamily;
  readonly verdict: VerdictKind;

  /** In the order of the function's subnets; one entry with the subnet '' when the function's subnets are not known, or it has none. */
  readonly subnets: readonly SubnetVerdict[];
}

/** The verdict that a path amounts to. */
export function verdictOf(path: Path): VerdictKind {
  if (path.obstacles.some(({ status }) => status === 'violated')) {
    return 'blocked';
  }
  return path.obstacles.length === 0 ? 'reachable' : 'inconclusive';
}

/** Joins alternatives: reachable as soon as one is, blocked when all are. */
export function disjunction(verdicts: readonly VerdictKind[]): VerdictKind {
  return (['reachable', 'inconclusive'] as const).find((kind) => verdicts.includes(kind)) ?? 'blocked';
}

/** Joins necessities: blocked as soon as one is, reachable when all are. */
export function conjunction(verdicts: Iterable<VerdictKind>): VerdictKind {
  let result: VerdictKind = 'reachable';
  for (const verdict of verdicts) {
    if (verdict === 'blocked') {
      return 'blocked';
    }
    if (verdict === 'inconclusive') {
      result = 'inconclusive';
    }
  }
  return result;
}
