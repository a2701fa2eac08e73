import { writeFileSync } from 'node:fs';
import type { SnapshotArguments } from './snapshot-arguments';
import { snapshotPolicy } from '../describe/calls';
import type { NamedThings } from '../describe/named-things';
import { namedIn } from '../describe/named-things';
import { readAccount } from '../describe/read-account';
import type { Snapshot } from '../describe/snapshot';
import { spellCommands } from '../describe/spell-commands';
import { spellSnapshot } from '../describe/spell-snapshot';
import type { Answers, TakeOptions } from '../describe/take-snapshot';
import { takeSnapshot } from '../describe/take-snapshot';
import { awsCli } from '../load/aws-cli';
import { InputError } from '../load/input-error';
import { loadAnswers } from '../load/load-answers';
import { loadInput } from '../load/load-input';
import { loadParameters } from '../load/load-parameters';
import { spellLines } from '../report/escape';
import { today } from '../today';

/** The result of taking a snapshot. */
export interface SnapshotResult {
  readonly output: string;

  /** Sentences beside the output. */
  readonly remarks: readonly string[];
}

/** Puts answers of AWS together, those in a folder or those that it asks for, and writes them. */
export function snapshot(call: SnapshotArguments, progress: (sentence: string) => void): SnapshotResult {
  if (call.print === 'policy') {
    return { output: `${JSON.stringify(snapshotPolicy(), undefined, 2)}\n`, remarks: [] };
  }
  const named = namedThings(call);
  if (call.print === 'commands') {
    return { output: spellCommands({ ...named, vpcs: call.vpcs }, optionsOf(call)), remarks: [] };
  }
  const taken = call.from === undefined ? fromAccount(call, named, progress) : fromFolder(call.from, call);
  const remarks = Object.entries(taken.unknown ?? {}).map(([part, reason]) => `${part} is not known: ${reason}`);
  const text = spellSnapshot(taken);
  if (call.out === '-') {
    return { output: text, remarks };
  }
  write(call.out, text);
  const count = Object.values(taken.sections).reduce((sum, items) => sum + items.length, 0);
  return { output: spellLines([`${call.out}: ${count} things of ${taken.takenOn}`]), remarks };
}

function namedThings({ paths, params }: SnapshotArguments): NamedThings {
  return paths.length === 0 ? { ids: [], parameters: [], exports: [] }
    : namedIn(loadInput(paths, params === undefined ? undefined : loadParameters(params)).templates.templates);
}

function optionsOf({ region, profile }: SnapshotArguments): readonly string[] {
  return [...region === undefined ? [] : ['--region', region], ...profile === undefined ? [] : ['--profile', profile]];
}

function fromFolder(folder: string, { vpcs, account, region, takenOn = today() }: SnapshotArguments): Snapshot {
  const taken = take(loadAnswers(folder), { vpcs, account, region, takenOn }, folder);
  const missing = vpcs.filter((id) => taken.sections.Vpcs?.some(({ VpcId: other }) => other === id) !== true);
  if (missing.length > 0) {
    throw new InputError(`${folder} has no ${missing.join(' and no ')}: --vpc names a VPC that is in its Vpcs.json`);
  }
  return taken;
}

function fromAccount(call: SnapshotArguments, named: NamedThings, progress: (sentence: string) => void): Snapshot {
  const { vpcs, account, region, profile, withFunctions, takenOn = today() } = call;
  const read = readAccount({ ...named, vpcs, withFunctions }, awsCli({ region, profile, progress }));
  if (read.vpcs.length === 0) {
    const failures = Object.values(read.unknown);
    throw new InputError(`no VPC is found: ${named.ids.length === 0 ? 'the templates name no id of a network that is there already' : `AWS shows nothing of ${named.ids.slice(0, 3).join(', ')}`}${
      failures.length === 0 ? '' : ` (${failures.join(', ')})`}; name one with --vpc`);
  }
  const taken = take(read.answers, { vpcs: read.vpcs, account, region, takenOn, unknown: read.unknown }, 'the AWS CLI');
  const missing = vpcs.filter((id) => taken.sections.Vpcs?.some(({ VpcId: other }) => other === id) === false);
  if (missing.length > 0) {
    throw new InputError(`there is no ${missing.join(' and no ')} in this account and Region: is --region or --profile another one?`);
  }
  return taken;
}

function take(answers: Answers, options: TakeOptions, whence: string): Snapshot {
  const { snapshot: taken, problems } = takeSnapshot(answers, options);
  if (taken === undefined) {
    throw new InputError(`${whence} has answers that cannot be read: ${problems.slice(0, 3).join('; ')}${problems.length > 3 ? `; and ${problems.length - 3} more` : ''}`);
  }
  return taken;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error: unknown) {
    throw new InputError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
