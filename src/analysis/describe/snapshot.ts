import type { Item, SectionName } from './sections';

/*
 * Models: what there was in an account and a Region on a day: the answers of AWS, as far as SHAPES keeps them. A part that is missing is not known, an empty one is empty.
 */

/** The version of the form of the file. */
export const SNAPSHOT_VERSION = 1;

/** The parts that are known. */
export type Sections = { readonly [N in SectionName]?: readonly Item<N>[] };

export interface Snapshot {
  readonly version: typeof SNAPSHOT_VERSION;

  /** The day, in UTC, such as `2026-11-28`. */
  readonly takenOn: string;
  readonly account?: string;
  readonly region?: string;

  /** The VPCs to which it is limited; without them it has all of the account and Region. */
  readonly vpcs?: readonly string[];

  /** The reasons why parts are not known, as far as there are any. */
  readonly unknown?: Readonly<Partial<Record<SectionName, string>>>;
  readonly sections: Sections;
}

/** Tells why a part is not known. */
export function whyUnknown({ unknown, takenOn }: Snapshot, name: SectionName): string {
  return unknown?.[name] ?? `the snapshot of ${takenOn} has no ${name}`;
}
