import { ChildProcess } from 'child_process';

/** Far more than any test file takes, on a machine with much else to do. */
const MOST_MINUTES = 12;

/** What jest tells of a test file. */
interface TestFile {
  readonly path: string;
}

/**
 * Ends the run, with the name of the test file, when one takes so long that it will not come to an end.
 *
 * jest's own limit cannot stop what never returns to it, such as an expression that is evaluated for ever: the run would say nothing until somebody
 * stops it from outside.
 */
export default class HangingSuites {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  onTestFileStart({ path }: TestFile): void {
    this.timers.set(path, setTimeout(() => this.giveUp(path), MOST_MINUTES * 60_000));
  }

  onTestFileResult({ path }: TestFile): void {
    clearTimeout(this.timers.get(path));
    this.timers.delete(path);
  }

  onRunComplete(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  protected giveUp(path: string): void {
    process.stderr.write(`\n${path} has run for ${MOST_MINUTES} minutes, and is not waited for any longer: something in it does not end.\n`);
    workers().forEach((worker) => worker.kill('SIGKILL'));
    process.exit(1);
  }
}

/** jest's workers do not end by themselves while they are busy. */
function workers(): ChildProcess[] {
  const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles(): unknown[] };
  return handles().filter((handle) => handle instanceof ChildProcess);
}
