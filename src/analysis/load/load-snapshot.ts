import { basename } from 'node:path';
import { InputError } from './input-error';
import { parseText } from './parse-template';
import { readTextFile } from './read-text-file';
import { parseSnapshot } from '../describe/parse-snapshot';
import type { Snapshot } from '../describe/snapshot';

/** A snapshot, and the file that has it. */
export interface SnapshotFile {
  readonly name: string;
  readonly snapshot: Snapshot;
}

/**
 * Load a snapshot.
 *
 * @throws InputError when the file is none, or when anything in it does not fit
 */
export function loadSnapshot(path: string): SnapshotFile {
  const { snapshot, problems } = parseSnapshot(parseText(readTextFile(path), path));
  if (snapshot === undefined) {
    throw new InputError(`${path} is no snapshot that can be read: ${problems.slice(0, 3).join('; ')}${problems.length > 3 ? `; and ${problems.length - 3} more` : ''}`);
  }
  return { name: basename(path), snapshot };
}

/** Returns the reason why a snapshot was not loaded; undefined for an error of another kind. */
export function whyNotRead(error: unknown): string | undefined {
  return error instanceof InputError ? error.message : undefined;
}
