import type { CandidatePath, PathSegment } from './candidate-path';
import { concat, unshown } from './candidate-path';
import type { Obstacle } from '../model/verdict';

/** Paths to what a name may lead to, one way or the other: open when both are, blocked when neither is, and otherwise in doubt. */
export function oneOrTheOther(some: readonly CandidatePath[], others: readonly CandidatePath[], doubt: Obstacle): readonly CandidatePath[] {
  const perhaps = (path: PathSegment) => concat(path, { obstacles: [doubt] });
  return [...some.flatMap((one) => others.map((other) => concat(one, unshown(other, one.hops)))), ...some.map(perhaps), ...others.map(perhaps)];
}
