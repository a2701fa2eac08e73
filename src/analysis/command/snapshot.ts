import { writeFileSync } from 'node:fs';
import type { SnapshotArguments } from './snapshot-arguments';
import { today } from './today';
import { spellSnapshot } from '../describe/spell-snapshot';
import { takeSnapshot } from '../describe/take-snapshot';
import { InputError } from '../load/input-error';
import { loadAnswers } from '../load/load-answers';

/** The result of taking a snapshot. */
export interface SnapshotResult {
  readonly output: string;

  /** Sentences beside the output. */
  readonly remarks: readonly string[];
}

/** Put answers of AWS together, and write them. */
export function snapshot({ from, takenOn = today(), out, ...options }: SnapshotArguments): SnapshotResult {
  const answers = loadAnswers(from);
  const { snapshot: taken, problems } = takeSnapshot(answers, { ...options, takenOn });
  if (taken === undefined) {
    throw new InputError(`${from} has answers that cannot be read: ${problems.slice(0, 3).join('; ')}${problems.length > 3 ? `; and ${problems.length - 3} more` : ''}`);
  }
  const missing = (taken.vpcs ?? []).filter((id) => taken.sections.Vpcs?.some(({ VpcId: other }) => other === id) !== true);
  if (missing.length > 0) {
    throw new InputError(`${from} has no ${missing.join(' and no ')}: --vpc names a VPC that is in its Vpcs.json`);
  }
  const text = spellSnapshot(taken);
  if (out === '-') {
    return { output: text, remarks: [] };
  }
  write(out, text);
  const count = Object.values(taken.sections).reduce((sum, items) => sum + items.length, 0);
  return { output: `${out}: ${count} things of ${taken.takenOn}\n`, remarks: [] };
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error: unknown) {
    throw new InputError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
