/*
 * Models: values that exports and parameters of Systems Manager have, as snapshots tell.
 * Law: one name has another value in each account and Region.
 */

/** Values by name. */
export interface ToldValues {
  readonly exports: ReadonlyMap<string, readonly ToldValue[]>;
  readonly parameters: ReadonlyMap<string, readonly ToldValue[]>;
}

/** A value, and where it is; undefined when that is not known. */
export interface ToldValue {
  readonly value: string;
  readonly account?: string;
  readonly region?: string;
}
