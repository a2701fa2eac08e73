import { main } from '../../../src/analysis/command/main';

/** The exit status of the command, and what it wrote. */
export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** Call the command in this process. */
export function call(...argv: readonly string[]): Outcome {
  const written = { out: '', error: '' };
  const status = main(argv, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { status, ...written };
}
