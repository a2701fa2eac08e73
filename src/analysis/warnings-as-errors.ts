import type { FindingCode } from './model/finding-codes';
import { FINDING_CODES } from './model/finding-codes';

/*
 * Models: the warnings that somebody wants to be errors, by their codes.
 */

/** The key in the context of an app. Its value is a code, several with commas between them, or a list of codes. */
export const WARNINGS_AS_ERRORS_CONTEXT_KEY = 'cdk-lambda-network:warningsAsErrors';

const WARNINGS = Object.entries(FINDING_CODES).filter(([, { severity }]) => severity === 'warning').map(([code]) => code);

/** The codes; or, of a value that names something else, what was received and what is expected. */
export type WarningsAsErrors = { readonly codes: ReadonlySet<FindingCode> } | { readonly wrong: string };

/** Read the codes of warnings. */
export function readWarningsAsErrors(value: unknown): WarningsAsErrors {
  const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : typeof value === 'string' ? value.split(',').map((code) => code.trim()) : [value];
  const wrong = list.find((code) => !WARNINGS.includes(code as string));
  return wrong === undefined ? { codes: new Set(list as readonly FindingCode[]) }
    : { wrong: `is ${JSON.stringify(wrong)}, expected the code of a warning: ${WARNINGS.slice(0, -1).join(', ')} or ${WARNINGS[WARNINGS.length - 1]}` };
}
