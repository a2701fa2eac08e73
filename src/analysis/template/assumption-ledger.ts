import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';

/*
 * Models: what is assumed of values that are not known before deployment: this one is `prod`, that one is none of `a` and `b`. What else would
 * have to be assumed is written down while values are read, so only what the network hangs on is ever assumed.
 */

/** What is assumed of a value. */
export type Assumption = { readonly is: string } | { readonly not: readonly string[] };

/** What is assumed, by the names of values. */
export type Assumptions = ReadonlyMap<string, Assumption>;

/** A value that would have to be assumed, and what it was compared with. */
export interface Undecided {
  readonly literals: Set<string>;
  readonly allowed?: readonly string[];
}

/** The assumptions of one world, and what they leave undecided. */
export class AssumptionLedger {
  /** What is not decided, by the names of values. */
  public readonly undecided = new Map<string, Undecided>();

  /** How the conditions turned out that decide on resources and values, by what people call them. */
  public readonly decisions = new Map<string, Ternary>();

  /** What has no value and was asked for, by what people call it. */
  public readonly withoutValue = new Set<string>();

  constructor(private readonly assumptions: Assumptions) {
  }

  /** Read something on which nothing hangs: what it leaves undecided makes no further worlds. */
  public aside<T>(read: () => T): T {
    const undecided = new Map([...this.undecided].map(([symbol, { literals, allowed }]) => [symbol, { literals: new Set(literals), allowed }]));
    const [decisions, withoutValue] = [new Map(this.decisions), new Set(this.withoutValue)];
    const result = read();
    restore(this.undecided, undecided);
    restore(this.decisions, decisions);
    this.withoutValue.clear();
    withoutValue.forEach((name) => this.withoutValue.add(name));
    return result;
  }

  /** The value of a name, when it is assumed. */
  public assumedValue(symbol: string): string | undefined {
    const assumption = this.assumptions.get(symbol);
    return assumption !== undefined && 'is' in assumption ? assumption.is : undefined;
  }

  /** Tells whether the value of a name is the literal. */
  public compare(symbol: string, literal: string, allowed?: readonly string[]): Ternary {
    if (allowed?.includes(literal) === false) {
      return 'no';
    }
    const assumption = this.assumptions.get(symbol);
    if (assumption !== undefined && 'is' in assumption) {
      return ternary(assumption.is === literal);
    }
    if (assumption?.not.includes(literal) === true) {
      return 'no';
    }
    const known = this.undecided.get(symbol);
    if (known === undefined) {
      this.undecided.set(symbol, { literals: new Set([literal]), allowed });
    } else {
      known.literals.add(literal);
    }
    return 'unknown';
  }
}

function restore<T>(map: Map<string, T>, before: ReadonlyMap<string, T>): void {
  map.clear();
  before.forEach((value, key) => map.set(key, value));
}
