import type { Value } from './value';
import { unknown } from './value';

/*
 * Models: the evaluation that is under way.
 * Refuses: to go on when expressions lead in a circle, or nest too deeply; their value is unknown then.
 */

const MAX_DEPTH = 200;

/** Keeps evaluation finite. */
export class RecursionGuard {
  private depth = 0;
  private readonly underWay = new Set<string>();

  /** Read a value, unless it is being read already or is nested too deeply. */
  public read(key: string | undefined, read: () => Value): Value {
    if (this.depth >= MAX_DEPTH) {
      return unknown(`the expression is nested more than ${MAX_DEPTH} deep`);
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
