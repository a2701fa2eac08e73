import { USAGE, readArguments } from './arguments';
import type { CheckResult } from './check';
import { check } from './check';
import { diff } from './diff';
import { readDiffArguments } from './diff-arguments';
import { interfaces, readInterfacesArguments } from './interfaces';
import { UsageError } from './parse-call';
import { snapshot } from './snapshot';
import { readSnapshotArguments } from './snapshot-arguments';
import { InputError } from '../load/input-error';
import { packageVersion } from '../package-version';
import { spellLines } from '../report/escape';

/** Where a command writes. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** What pipelines rely on. */
export const EXIT_STATUS = { proven: 0, unproven: 1, unusable: 2 } as const;

/**
 * The command `cdk-lambda-network`. It never throws: what nobody foresaw is one sentence, and with `--debug` the trace.
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
  const isDebugged = rest.includes('--debug');
  try {
    const { output, proven, remarks } = run(command, rest.filter((each) => each !== '--debug'), console);
    console.out(output);
    remarks.forEach((remark) => console.error(spellSentence(remark)));
    return proven ? EXIT_STATUS.proven : EXIT_STATUS.unproven;
  } catch (error: unknown) {
    return report(error, console, isDebugged);
  }
}

function run(command: string | undefined, argv: readonly string[], console: Console): CheckResult {
  switch (command) {
    case 'check':
      return check(readArguments(argv));
    case 'diff':
      return diff(readDiffArguments(argv));
    case 'snapshot':
      return { ...snapshot(readSnapshotArguments(argv), (sentence) => console.error(spellSentence(sentence))), proven: true };
    case 'interfaces':
      return { output: interfaces(readInterfacesArguments(argv)), proven: true, remarks: [] };
    case undefined:
      throw new UsageError('no command is given');
    default:
      throw new UsageError(`there is no command '${command}'`);
  }
}

function report(error: unknown, console: Console, isDebugged: boolean): number {
  if (error instanceof UsageError) {
    console.error(`${spellSentence(error.message)}\n${USAGE}`);
    return EXIT_STATUS.unusable;
  }
  if (error instanceof InputError) {
    console.error(spellSentence(error.message));
    return EXIT_STATUS.unusable;
  }
  console.error(isDebugged ? spellLines((error instanceof Error && error.stack !== undefined ? error.stack : String(error)).split('\n')) : spellSentence(unexpected(error)));
  return EXIT_STATUS.unusable;
}

/** Names what went wrong that nobody foresaw: the system refuses to read or write, or a mistake of this program. */
function unexpected(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
  return isOfSystem(error) ? `${reason}: free the place or the permission that is missing, and run it again`
    : `something unexpected happened, which is a mistake of this program: ${reason}; run it again with --debug, and report what it prints with the input`;
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** One line, whatever the names in it are. */
function spellSentence(sentence: string): string {
  return spellLines([`cdk-lambda-network: ${sentence.trim().replace(/\s+/g, ' ')}`]);
}
