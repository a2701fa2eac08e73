import type { NetworkModel } from './network';
import type { Question } from './question';
import type { ResourceId } from './source';

/**
 * A model under assumptions: how the undecided conditions of the templates turn out. Without such conditions there is one world
 * with none assumed; otherwise a verdict holds when it holds in all of them.
 */
export interface World {
  readonly assumptions: readonly string[];
  readonly model: NetworkModel;

  /** The reason why the model leaves things out that may be there: too many conditions are undecided. No verdict holds then. */
  readonly undecided?: string;

  /** Which questions on which workload are judged in it; undefined when all are. What must not be reached is asked as 'forbidden'. */
  readonly judges?: (workload: ResourceId, question: Question | 'forbidden' | undefined) => boolean;

  /** What there is to do about that; without it, to give the parameters on which the conditions hang. */
  readonly mend?: string;
}
