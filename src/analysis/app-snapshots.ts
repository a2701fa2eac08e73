import { resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import type * as loading from './load/load-snapshot';
import { NetworkError } from '../private/network-error';

/*
 * Models: the snapshots by which an app is judged: those that its context names, and those from which it has networks.
 * Law: a file is read once for an app. One that cannot be read is an error of the synthesis.
 */

/** The context key with the file of a snapshot, or a list of files, relative to the working directory of the app. */
export const SNAPSHOTS_CONTEXT_KEY = 'cdk-lambda-network:snapshots';

/** The context key with the days after which a snapshot is out of date. */
export const SNAPSHOT_DAYS_CONTEXT_KEY = 'cdk-lambda-network:snapshotDays';

/** The snapshots of an app. */
export interface AppSnapshots {
  readonly files: readonly loading.SnapshotFile[];

  /** The days after which one is out of date; without them as many as usual. */
  readonly days?: number;
}

const READ = new WeakMap<IConstruct, Map<string, loading.SnapshotFile>>();

/** Read a snapshot, by which the whole app is judged from then on. */
export function snapshotOfApp(scope: IConstruct, file: string): loading.SnapshotFile {
  const { root } = scope.node;
  const files = READ.get(root) ?? new Map<string, loading.SnapshotFile>();
  READ.set(root, files);
  const path = resolve(file);
  const found = files.get(path) ?? read(scope, path);
  files.set(path, found);
  return found;
}

/** All snapshots of an app. */
export function snapshotsOfApp({ node: { root } }: IConstruct): AppSnapshots {
  filesIn(root).forEach((file) => snapshotOfApp(root, file));
  const days = daysIn(root);
  return { files: [...READ.get(root)?.values() ?? []], ...days === undefined ? {} : { days } };
}

/** The things that are wrong with the snapshots of an app, a sentence each. */
export function problemsOfSnapshots(scope: IConstruct): string[] {
  try {
    snapshotsOfApp(scope);
    return [];
  } catch (error: unknown) {
    if (error instanceof NetworkError) {
      return [error.message];
    }
    throw error;
  }
}

function read(scope: IConstruct, path: string): loading.SnapshotFile {
  // an app without snapshots needs nothing of what reads them
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { loadSnapshot, whyNotRead } = require('./load/load-snapshot') as typeof loading;
  try {
    return loadSnapshot(path);
  } catch (error: unknown) {
    const reason = whyNotRead(error);
    if (reason === undefined) {
      throw error;
    }
    throw new NetworkError(
      'SNAPSHOT_FILE', `the snapshot is not read: ${reason}; name a file that cdk-lambda-network snapshot wrote, relative to ${process.cwd()}, where the app runs`, scope,
    );
  }
}

function filesIn(root: IConstruct): readonly string[] {
  const given: unknown = root.node.tryGetContext(SNAPSHOTS_CONTEXT_KEY);
  const files: readonly unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
  const wrong = files.find((file) => typeof file !== 'string' || file === '');
  if (wrong !== undefined) {
    throw new NetworkError('SNAPSHOT_FILE', `the context key ${SNAPSHOTS_CONTEXT_KEY} has ${JSON.stringify(wrong)}, expected the file of a snapshot or a list of files, such as "network.snapshot.json"`, root);
  }
  return files as readonly string[];
}

/** A value from the command line is a text. */
function daysIn(root: IConstruct): number | undefined {
  const given: unknown = root.node.tryGetContext(SNAPSHOT_DAYS_CONTEXT_KEY);
  const days = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  if (days !== undefined && (typeof days !== 'number' || !Number.isInteger(days) || days < 1)) {
    throw new NetworkError('SNAPSHOT_DAYS', `the context key ${SNAPSHOT_DAYS_CONTEXT_KEY} is ${JSON.stringify(given)}, expected a whole number of days of 1 or more, such as 30`, root);
  }
  return days;
}
