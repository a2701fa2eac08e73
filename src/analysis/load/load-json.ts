import { InputError } from './input-error';
import { readTextFile, statusOf } from './read-text-file';

/** Returns the JSON in a file; undefined when the path is a folder, or the file holds something else. */
export function jsonAt(path: string): unknown {
  const status = statusOf(path);
  if (status === undefined) {
    throw new InputError(`there is no file or folder ${path}`);
  }
  if (status.isDirectory()) {
    return undefined;
  }
  try {
    return JSON.parse(readTextFile(path)) as unknown;
  } catch (error: unknown) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
