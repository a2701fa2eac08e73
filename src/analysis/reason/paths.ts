import { costOf } from '../model/path-codes';
import type { Obstacle, Path, VerdictKind } from '../model/verdict';
import { verdictOf } from '../model/verdict';

/*
 * Models: the choice among complete paths, as "Debugging Network Reachability with Blocked Paths" (Bayless et al., CAV 2021) makes it: a
 * path is explained by what would have to change for it to be open, and of several the cheapest is.
 * Law: an open path wins, then one of which nothing is known to be violated, then the cheapest; of equals, the first.
 */

const RANKS: Record<VerdictKind, number> = { reachable: 0, inconclusive: 1, blocked: 2 };

export function choosePath(paths: readonly Path[]): Path {
  return paths.reduce((best, path) => isBetter(path, best) ? path : best);
}

/** Tells whether one verdict is nearer to being reached than another. */
export function isBetterVerdict(one: VerdictKind, other: VerdictKind): boolean {
  return RANKS[one] < RANKS[other];
}

function isBetter(one: Path, other: Path): boolean {
  const [first, second] = [one, other].map((path) => [RANKS[verdictOf(path)], sum(path, 'violated'), sum(path, 'unknown')]);
  const place = first.findIndex((value, index) => value !== second[index]);
  return place >= 0 && first[place] < second[place];
}

function sum({ obstacles }: Path, status: Obstacle['status']): number {
  return obstacles.reduce((total, obstacle) => obstacle.status === status ? total + costOf(obstacle.code) : total, 0);
}
