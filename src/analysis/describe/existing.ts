import { describeNetworks } from './describe-network';
import { SECTION_NAMES } from './sections';
import type { Snapshot } from './snapshot';
import { whyUnknown } from './snapshot';
import type { NetworkModel } from '../model/network';
import type { SnapshotNote } from '../model/snapshot-note';

/*
 * Models: what snapshots say beside templates: the network that is there already, values by name, and what is to be said of the snapshots themselves.
 */
export interface Existing {
  readonly network: NetworkModel;
  readonly exports: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly notes: readonly SnapshotNote[];
}

/** The parts that say nothing of a network: values by name, and functions. */
const BESIDE_NETWORKS: ReadonlySet<string> = new Set(['Functions', 'Parameters', 'Exports']);

export function existingIn(files: readonly { readonly name: string; readonly snapshot: Snapshot }[]): Existing {
  const snapshots = files.map(({ snapshot }) => snapshot);
  return {
    network: describeNetworks(snapshots), exports: valuesOf(snapshots, 'Exports'), parameters: valuesOf(snapshots, 'Parameters'),
    notes: files.map(({ name, snapshot }) => ({
      file: name, takenOn: snapshot.takenOn,
      unknown: SECTION_NAMES.filter((part) => snapshot.sections[part] === undefined && !BESIDE_NETWORKS.has(part)).map((part) => ({
        part,
        reason: whyUnknown(snapshot, part),
      })),
    })),
  };
}

/** The part of it that templates are read with. */
export function besideTemplates({ network, exports, parameters }: Existing) {
  return { existing: network, told: { exports, parameters } };
}

/** Values by name; of a name that has two of them, none is known. */
function valuesOf(snapshots: readonly Snapshot[], part: 'Exports' | 'Parameters'): ReadonlyMap<string, string> {
  const values = new Map<string, Set<string>>();
  for (const { Name: name, Value: value } of snapshots.flatMap(({ sections }) => sections[part] ?? [])) {
    if (name !== undefined && value !== undefined) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  return new Map([...values].filter(([, found]) => found.size === 1).map(([name, [value]]) => [name, value]));
}
