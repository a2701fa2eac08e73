import { USAGE, UsageError, readArguments } from './arguments';
import { check } from './check';
import { InputError } from '../load/input-error';
import { packageVersion } from '../package-version';

/** Where a command writes. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** What pipelines rely on. */
export const EXIT_STATUS = { proven: 0, unproven: 1, unusable: 2 } as const;

/**
 * The command `cdk-lambda-network`.
 *
 * @param argv the arguments behind its name
 * @returns the exit status
 */
export function main(argv: readonly string[], console: Console): number {
  const [command, ...rest] = argv;
  if (argv.includes('--help') || argv.includes('-h')) {
    console.out(USAGE);
    return EXIT_STATUS.proven;
  }
  if (argv.includes('--version')) {
    console.out(`${packageVersion()}\n`);
    return EXIT_STATUS.proven;
  }
  try {
    if (command !== 'check') {
      throw new UsageError(command === undefined ? 'no command is given' : `there is no command '${command}'`);
    }
    const { output, proven, remarks } = check(readArguments(rest));
    console.out(output);
    remarks.forEach((remark) => console.error(`cdk-lambda-network: ${remark.replace(/\s+/g, ' ')}\n`));
    return proven ? EXIT_STATUS.proven : EXIT_STATUS.unproven;
  } catch (error: unknown) {
    return report(error, console);
  }
}

function report(error: unknown, console: Console): number {
  if (error instanceof UsageError) {
    console.error(`cdk-lambda-network: ${error.message}\n\n${USAGE}`);
    return EXIT_STATUS.unusable;
  }
  if (error instanceof InputError) {
    console.error(`cdk-lambda-network: ${error.message}\n`);
    return EXIT_STATUS.unusable;
  }
  throw error;
}
