import { duplicateKey } from './duplicate-keys';
import { InputError } from './input-error';
import type * as yaml from './parse-yaml';

/*
 * Models: a text as data, JSON or YAML. Hostile texts are refused: those that nest too deeply, and those that unfold.
 */

/** How deep data may be nested. CloudFormation's own limit lies far below. */
const MAX_DEPTH = 100;

/** The data of a text. What can be JSON is read as JSON, everything else as YAML. */
export function parseText(text: string, path: string): unknown {
  const plain = text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;
  const json = /^\s*[{[]/.test(plain) ? parseJson(plain, path) : undefined;
  return withinDepth(json ?? parseYaml(plain, path), path);
}

/**
 * The data of a text that a program wrote as JSON.
 *
 * No object of such a text has a name twice, which is most of what there is to check in others.
 */
export function parseGenerated(text: string, path: string): unknown {
  try {
    return withinDepth(JSON.parse(text), path);
  } catch (error: unknown) {
    throw notJson(error, path);
  }
}

/** Templates in YAML are only given to the command, so a synthesis does without their parser. */
function parseYaml(text: string, path: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./parse-yaml') as typeof yaml).parseYaml(text, path);
}

function withinDepth(data: unknown, path: string): unknown {
  if (isDeeperThan(MAX_DEPTH, data)) {
    throw new InputError(`${path} is nested more than ${MAX_DEPTH} deep`);
  }
  return data;
}

function notJson(error: unknown, path: string): InputError {
  return error instanceof InputError ? error : new InputError(error instanceof SyntaxError ? `${path} is not JSON: ${error.message}` : `${path} is nested too deeply to be read`);
}

/** The data of a JSON text; undefined for a text that may be YAML all the same. */
function parseJson(text: string, path: string): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error: unknown) {
    if (error instanceof SyntaxError && !path.endsWith('.json')) {
      return undefined;
    }
    throw notJson(error, path);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) {
    throw new InputError(`${path} has the key '${twice}' twice in one object`);
  }
  return data;
}

/** Tells whether data is nested deeper. It is descended into no further than that. */
function isDeeperThan(limit: number, data: unknown): boolean {
  if (typeof data !== 'object' || data === null) {
    return false;
  }
  if (limit === 0) {
    return true;
  }
  for (const key in data) {
    if (isDeeperThan(limit - 1, (data as Record<string, unknown>)[key])) {
      return true;
    }
  }
  return false;
}
