/** Facts that are worth saying of a snapshot. */
export interface SnapshotNote {
  /** The name of the file. */
  readonly file: string;

  /** The day on which it was taken, such as `2026-11-28`. */
  readonly takenOn: string;

  /** The parts that are not known, each with the reason. */
  readonly unknown: readonly { readonly part: string; readonly reason: string }[];
}
