import { USAGE, readArguments } from './arguments';
import type { CheckResult } from './check';
import { check } from './check';
import { interfaces, readInterfacesArguments } from './interfaces';
import { UsageError } from './parse-call';
import { snapshot } from './snapshot';
import { readSnapshotArguments } from './snapshot-arguments';
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
    const { output, proven, remarks } = run(command, rest, console);
    console.out(output);
    remarks.forEach((remark) => console.error(`cdk-lambda-network: ${remark.replace(/\s+/g, ' ')}\n`));
    return proven ? EXIT_STATUS.proven : EXIT_STATUS.unproven;
  } catch (error: unknown) {
    return report(error, console);
  }
}

function run(command: string | undefined, argv: readonly string[], console: Console): CheckResult {
  switch (command) {
    case 'check':
      return check(readArguments(argv));
    case 'snapshot':
      return { ...snapshot(readSnapshotArguments(argv), (sentence) => console.error(`cdk-lambda-network: ${sentence}\n`)), proven: true };
    case 'interfaces':
      return { output: interfaces(readInterfacesArguments(argv)), proven: true, remarks: [] };
    case undefined:
      throw new UsageError('no command is given');
    default:
      throw new UsageError(`there is no command '${command}'`);
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
