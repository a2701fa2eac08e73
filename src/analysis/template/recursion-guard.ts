import type { Value } from './value';
import { unknown } from './value';

/*
 * Models: the evaluation that is under way.
 * Refuses: to go on when expressions lead in a circle, nest too deeply, or take too many steps; their value is unknown then.
 */

const MAX_DEPTH = 200;

/** More than all exports of the largest apps take; what each expression of a few names twice is beyond it soon. */
const MAX_STEPS = 1_000_000;

/** Keeps evaluation finite. */
export class RecursionGuard {
  private depth = 0;

  /** The values read for the outermost one that is being read. */
  private steps = 0;
  private readonly underWay = new Set<string>();

  /** Read a value, unless it is being read already, is nested too deeply, or takes too long. */
  public read(key: string | undefined, read: () => Value): Value {
    if (this.depth >= MAX_DEPTH) {
      return unknown(`the expression is nested more than ${MAX_DEPTH} deep`);
    }
    this.steps = this.depth === 0 ? 0 : this.steps + 1;
    if (this.steps > MAX_STEPS) {
      return unknown(`the expression takes more than ${MAX_STEPS} steps to evaluate`);
    }
    if (key !== undefined && this.underWay.has(key)) {
      return unknown('the expression leads back to itself');
    }
    this.depth += 1;
    if (key !== undefined) {
      this.underWay.add(key);
    }
    try {
      return read();
    } finally {
      this.depth -= 1;
      if (key !== undefined) {
        this.underWay.delete(key);
      }
    }
  }
}
