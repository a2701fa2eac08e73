import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';

/** A call that is wrong: the text says how. */
export class UsageError extends Error {}

/** The options of a command, as Node takes them. */
type Options = NonNullable<ParseArgsConfig['options']>;

/** The result of `parseArgs` for a call with such options. */
type Parsed<Own extends Options> = ReturnType<typeof parseArgs<{ readonly options: Own; readonly strict: true; readonly allowPositionals: true }>>;

/** Read options and the arguments beside them; what is no option of the command is an error with Node's own sentence. */
export function parseCall<Own extends Options>(argv: readonly string[], options: Own): Parsed<Own> {
  try {
    return parseArgs({ args: [...argv], strict: true, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
