import { finding } from './finding';
import type { Finding } from '../model/finding';
import type { SnapshotNote } from '../model/snapshot-note';
import type { ResourceId, Source } from '../model/source';

/** As many days may pass before a snapshot is taken again, unless somebody says otherwise. */
const SNAPSHOT_DAYS = 30;

/** The snapshots that functions are judged by, all of them by all. */
export interface Snapshots {
  readonly notes: readonly SnapshotNote[];

  /** The day, such as `2026-11-28`. */
  readonly today: string;

  /** The days after which one is out of date. */
  readonly days?: number;
  readonly functions: readonly ResourceId[];
}

const DAY = 24 * 60 * 60 * 1000;

/** Finds snapshots that are old, and those that lack parts: what is judged by them may not be so any more, or cannot be judged. */
export function snapshotFindings({ notes, today, days: most = SNAPSHOT_DAYS, functions }: Snapshots): Finding[] {
  const found = notes.flatMap(({ file, takenOn, unknown }) => {
    const source: Source = { id: file, type: 'snapshot', snapshot: takenOn };
    const days = Math.floor((Date.parse(today) - Date.parse(takenOn)) / DAY);
    return [
      ...days > most ? [finding('SNAPSHOT_STALE', source, `the snapshot of ${takenOn} is ${days} days old, and networks change`, {
        inTemplate: 'take it again: cdk-lambda-network snapshot, with what it was called with before',
      })] : [],
      ...unknown.length > 0 ? [finding('SNAPSHOT_INCOMPLETE', source, `the snapshot does not have ${unknown.map(({ part }) => part).join(', ')}: ${reasonsOf(unknown)}`, {
        inTemplate: 'take it again with the permissions that cdk-lambda-network snapshot --print-policy prints; of a folder, add the answer of AWS for each part, which has an empty list when there are none',
      })] : [],
    ];
  });
  return found.map((each) => ({ ...each, functions }));
}

function reasonsOf(unknown: SnapshotNote['unknown']): string {
  return [...new Set(unknown.map(({ reason }) => reason.replace(/ has no \w+$/, ' does not have them')))].join('; ');
}
