import type { Stats } from 'node:fs';
import { readFileSync, statSync } from 'node:fs';
import { InputError } from './input-error';

/*
 * Models: a file as text. What is no plain file, such as a device or a pipe, is never opened: it might never end.
 */

/** How large a file may be. CloudFormation takes templates of 1 MB. */
export const MAX_BYTES = 50 * 1024 * 1024;

/** Returns what is at a path; undefined when nothing is. */
export function statusOf(path: string): Stats | undefined {
  return attempt(path, () => statSync(path, { throwIfNoEntry: false }));
}

/** The text of a file. */
export function readTextFile(path: string): string {
  const status = statusOf(path);
  if (status?.isFile() !== true) {
    throw new InputError(status === undefined ? `there is no file ${path}` : `${path} is not a plain file`);
  }
  if (status.size > MAX_BYTES) {
    throw new InputError(`${path} has ${status.size} bytes, more than the ${MAX_BYTES} that are read`);
  }
  const bytes = attempt(path, () => readFileSync(path));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path} is not a text in UTF-8`);
  }
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error: unknown) {
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
