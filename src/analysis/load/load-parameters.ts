import type { ParameterValues } from './parameter-values';
import { readParameterValues } from './parameter-values';
import { parseText } from './parse-template';
import { readTextFile } from './read-text-file';

/** Values for parameters from a file, JSON or YAML. */
export function loadParameters(path: string): ParameterValues {
  return readParameterValues(parseText(readTextFile(path), path), path);
}
