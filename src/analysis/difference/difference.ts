import type { AddressFamily } from '../model/address-block';
import type { FindingCode, Severity } from '../model/finding-codes';
import type { VerdictKind } from '../model/verdict';

/*
 * Models: what a change does to what is reached: the difference of two records, as every report shows it.
 * Law: every verdict that differs is in exactly one of the lists, and nothing else is. The difference the other way round is its mirror image. What
 * things are called, which stacks they are in and in which order they come makes no verdict different.
 */

export const DIFFERENCE_VERSION = 1;

export interface Difference {
  readonly version: typeof DIFFERENCE_VERSION;

  /** Reached before, and blocked now. */
  readonly lost: readonly VerdictChange[];

  /** Blocked before, and reached now. */
  readonly opened: readonly VerdictChange[];

  /** The verdict stays, and the way is another one; or it is asked on one side alone. */
  readonly changed: readonly VerdictChange[];

  /** Not known on one side. */
  readonly inconclusive: readonly VerdictChange[];

  /** How many verdicts stay as they are. */
  readonly unchanged: number;

  /** Functions that only one side has; and those that one side judges, and that may be in what the other one does not read. */
  readonly functions: { readonly added: readonly string[]; readonly removed: readonly string[]; readonly unread: readonly UnreadFunction[] };

  /** The parts that are not read, so that nothing is known of them. */
  readonly unread: { readonly before: readonly UnreadPart[]; readonly after: readonly UnreadPart[] };

  /** The findings of one side alone, which say something of functions and their networks besides what they reach; the same in other words is on both lists. */
  readonly findings: { readonly added: readonly FindingChange[]; readonly removed: readonly FindingChange[] };
  readonly resources: readonly ResourceChange[];
  readonly cost: CostChange;

  /** Network interfaces that Lambda makes at least. */
  readonly interfaces: Change<number>;
  readonly capacity: CapacityChange;
}

export interface Change<Value> {
  readonly before: Value;
  readonly after: Value;
}

export interface UnreadFunction {
  readonly function: string;

  /** The side that judges it. */
  readonly judged: 'before' | 'after';
}

/** A template, or a resource that may run code. */
export interface UnreadPart {
  readonly id: string;
  readonly code: FindingCode;
  readonly message: string;
  readonly mend: string;
}

export interface FindingChange extends UnreadPart {
  readonly severity: Severity;
}

export interface CapacityChange {
  /** Connections at a time to one destination that the NAT gateways take at least, with one address each. */
  readonly natConnections: Change<number>;

  /** The IPv4 addresses that are free at the most in the fullest subnet with functions; null where no block is known. */
  readonly freeAddresses: Change<number | null>;
}

export interface VerdictChange {
  /** The function as the new side calls it. */
  readonly function: string;
  readonly destination: string;
  readonly family: AddressFamily;

  /** The verdicts; null on a side that does not ask. */
  readonly before: VerdictKind | null;
  readonly after: VerdictKind | null;

  /** The codes of the obstacles, now, or before where nothing stands in the way now. */
  readonly codes: readonly string[];
  readonly mend: string;

  /** Tells whether the function declares it now. */
  readonly declared: boolean;

  /** Tells that the function declared it before. */
  readonly declaredBefore?: true;

  /** Tells that the function says itself what it reaches now, and does not say this. */
  readonly undeclared?: true;

  /** Tells that it must not be reached. */
  readonly forbidden?: true;
  readonly was: Evidence;
  readonly is: Evidence;
}

/** The evidence for a verdict. */
export interface Evidence {
  /** The paths, each kind of them once. */
  readonly ways: readonly string[];
  readonly codes: readonly string[];
  readonly details: readonly string[];

  /** The assumptions of the paths. */
  readonly assumptions: readonly string[];
}

export interface ResourceChange {
  /** `replaced`: CloudFormation makes another one, and deletes this one. */
  readonly change: 'replaced' | 'removed' | 'added';
  readonly type: string;

  /** Its name, in the new side if it is there. */
  readonly id: string;

  /** The reasons for its replacement, with the values. */
  readonly because: readonly string[];
}

export interface CostChange {
  readonly currency: string;
  readonly pricesOf: string;
  readonly before: number;
  readonly after: number;

  /** The parts that change, and the difference in a month. */
  readonly parts: readonly { readonly what: string; readonly before: number; readonly after: number; readonly perMonth: number }[];
}
