import { describeNetworks } from './describe-network';
import { SECTION_NAMES } from './sections';
import type { Snapshot } from './snapshot';
import { whyUnknown } from './snapshot';
import type { NetworkModel } from '../model/network';
import type { SnapshotNote } from '../model/snapshot-note';
import type { ToldValue, ToldValues } from '../model/told-values';

/*
 * Models: what snapshots say beside templates: the network that is there already, values by name, and what is to be said of the snapshots themselves.
 */
export interface Existing {
  readonly network: NetworkModel;
  readonly exports: ToldValues['exports'];
  readonly parameters: ToldValues['parameters'];
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

/** Templates with what snapshots say beside them; as they are where there are none. */
export function besideTemplates<Templates extends object>(templates: Templates, existing?: Existing) {
  if (existing === undefined) {
    return templates;
  }
  const { network, exports, parameters } = existing;
  return { ...templates, existing: network, told: { exports, parameters } };
}

/** Values by name, each in the account and Region of its snapshot. */
function valuesOf(snapshots: readonly Snapshot[], part: 'Exports' | 'Parameters'): ReadonlyMap<string, readonly ToldValue[]> {
  const values = new Map<string, ToldValue[]>();
  for (const { sections, account, region } of snapshots) {
    const place = { ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region } };
    for (const { Name: name, Value: value } of sections[part] ?? []) {
      if (name !== undefined && value !== undefined) {
        values.set(name, [...values.get(name) ?? [], { value, ...place }]);
      }
    }
  }
  return values;
}
