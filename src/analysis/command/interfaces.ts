import { UsageError, parseCall } from './parse-call';
import type { InterfaceUse, Kept } from '../describe/interface-users';
import { InterfaceUsers } from '../describe/interface-users';
import { InputError } from '../load/input-error';
import type { SnapshotFile } from '../load/load-snapshot';
import { loadSnapshot } from '../load/load-snapshot';
import { escapeJson, spellLines } from '../report/escape';

/*
 * Models: the command `interfaces`: which functions and published versions use which network interface of Lambda, which are idle, and what keeps a thing from being deleted.
 */
export interface InterfacesArguments {
  readonly snapshots: readonly string[];
  readonly ids: readonly string[];
  readonly format: 'text' | 'json';
}

const OPTIONS = { snapshot: { type: 'string', multiple: true }, format: { type: 'string' } } as const;

/** Read the arguments that come after `interfaces`. */
export function readInterfacesArguments(argv: readonly string[]): InterfacesArguments {
  const { values, positionals } = parseCall(argv, OPTIONS);
  const { snapshot: snapshots = [], format = 'text' } = values;
  if (snapshots.length === 0) {
    throw new UsageError('--snapshot <file> is missing: a file that cdk-lambda-network snapshot wrote');
  }
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`--format is '${format}', expected text or json`);
  }
  const wrong = positionals.find((id) => !/^(eni|sg|subnet)-[0-9a-f]+$/.test(id));
  if (wrong !== undefined) {
    throw new UsageError(`'${wrong}' is not the id of a network interface, a security group or a subnet, such as eni-0a1b2c3d4e5f60718`);
  }
  return { snapshots, ids: positionals, format };
}

/** Answer from snapshots. */
export function interfaces({ snapshots, ids, format }: InterfacesArguments): string {
  const users = snapshots.map(loadSnapshot).map((file) => ({ file, users: new InterfaceUsers(file.snapshot) }));
  const all = ids.length === 0 ? users.flatMap(({ users: own }) => own.ofLambda()) : [];
  const kept = ids.map((id) => keptIn(users, id));
  return format === 'json' ? escapeJson(`${JSON.stringify({ version: 1, ...ids.length === 0 ? { interfaces: all.map(toJson) } : { kept } }, undefined, 2)}\n`)
    : ids.length === 0 ? spellInterfaces(all) : kept.map(spellKept).join('\n');
}

function keptIn(users: readonly { readonly file: SnapshotFile; readonly users: InterfaceUsers }[], id: string): Kept {
  const found = users.map(({ users: own }) => own.keeping(id)).find((kept) => kept !== undefined);
  if (found === undefined) {
    throw new InputError(`no snapshot has ${id}: ${users.map(({ file: { name, snapshot: { takenOn } } }) => `${name} is of ${takenOn}`).join(', ')}`);
  }
  return found;
}

/** An interface is idle, or it is not, or nobody knows. */
function toJson(use: InterfaceUse): object {
  return { ...use, usedBy: use.usedBy ?? null, idle: use.usedBy === undefined ? null : use.usedBy.length === 0 };
}

function spellInterfaces(all: readonly InterfaceUse[]): string {
  const lines = all.flatMap(({ id, subnet, groups, usedBy }) => [
    `${id} in ${subnet ?? 'a subnet that is not known'} with ${groups.length === 0 ? 'no group' : groups.join(', ')}`,
    ...usedBy === undefined ? ['      which functions use it is not known: take the snapshot with functions']
      : usedBy.length === 0 ? ['      idle: no function and no published version uses it'] : usedBy.map((name) => `      ${name}`),
  ]);
  return spellLines([...lines, ...lines.length === 0 ? [] : [''], all.length === 1 ? '1 interface of Lambda' : `${all.length} interfaces of Lambda`]);
}

function spellKept({ id, keptBy }: Kept): string {
  return spellLines([id, ...keptBy.length === 0 ? ['      nothing in the snapshot keeps it from being deleted'] : keptBy.map((sentence) => `      ${sentence}`)]);
}
