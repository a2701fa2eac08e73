import type { DiffArguments } from './diff-arguments';
import type { Prices } from '../../services/prices';
import { besideTemplates, existingIn } from '../describe/existing';
import type { AskedDestination } from '../judge/destinations/asked-destination';
import { readsAsked } from '../judge/destinations/reads-asked';
import { judge } from '../judge/judge';
import { acknowledgedInReport } from '../load/construct-metadata';
import { InputError } from '../load/input-error';
import { loadInput } from '../load/load-input';
import { jsonAt } from '../load/load-json';
import { loadParameters } from '../load/load-parameters';
import { loadSnapshot } from '../load/load-snapshot';
import { placesIn } from '../load/places-in-files';
import type { WrittenPlaces } from '../model/written-place';
import type { ReachabilityRecord } from '../record/reachability-record';
import { claimsToBeRecord, problemOfRecord } from '../record/read-record';
import { recordAnalysis } from '../record/record-analysis';
import { readWorlds } from '../worlds/read-worlds';

/*
 * Models: one side of a comparison: a record that was saved, or templates, which are judged.
 */

export interface DiffSide {
  readonly record: ReachabilityRecord;
  readonly remarks: readonly string[];

  /** Says where its resources are written; the files are read when somebody asks. */
  readonly places: () => WrittenPlaces;

  /** Judge with these destinations besides; the side itself where it was saved. */
  readonly asking: (destinations: readonly string[]) => DiffSide;

  /** Tells whether it has, or can ask for, what is called so. */
  readonly has: (destination: string) => boolean;
}

type SideArguments = Pick<DiffArguments, 'to' | 'snapshots' | 'params'> & { readonly prices?: Partial<Prices> };

/** Load one side. */
export function diffSide(path: string, call: SideArguments): DiffSide {
  const json = jsonAt(path);
  return claimsToBeRecord(json) ? savedSide(path, json) : judgedSide(path, call);
}

function savedSide(path: string, value: { readonly version: unknown }): DiffSide {
  const problem = problemOfRecord(value);
  if (problem !== undefined) {
    throw new InputError(`${path} is not a saved analysis that can be compared: ${problem}`);
  }
  const record = value as unknown as ReachabilityRecord;
  const asked = new Set(record.answers.flatMap((verdicts) => verdicts.map(({ destination }) => destination)));
  const side: DiffSide = {
    record, remarks: [], asking: () => side, has: (destination) => asked.has(destination), places: () => placesIn({ others: [path], first: path }),
  };
  return side;
}

function judgedSide(path: string, { to, snapshots, params, prices }: SideArguments): DiffSide {
  const { templates: given, awaitsLookups, metadata, remarks } = loadInput([path], params === undefined ? undefined : loadParameters(params));
  const existing = snapshots.length === 0 ? undefined : existingIn(snapshots.map(loadSnapshot));
  const templates = besideTemplates(given, existing);
  const { worlds, notes } = readWorlds(templates, { asked: to });
  const read = readsAsked(worlds);
  const sideAsking = (asked: readonly AskedDestination[]): DiffSide => {
    const analysis = judge(worlds, { asked, notes });
    return {
      record: recordAnalysis({ analysis, worlds, templates, prices }),
      remarks: [...remarks, ...awaitsLookups ? [`${path} has values to be looked up in an account, so parts of its networks are stand-ins`] : []],
      places: () => placesIn({ templates: given.templates, metadata: [...metadata, acknowledgedInReport(path)], others: snapshots, first: path }),
      asking: (destinations) => sideAsking(destinations.flatMap((text) => read(text) ?? [])),
      has: (text) => read(text) !== undefined,
    };
  };
  return sideAsking(to.flatMap((text) => read(text) ?? []));
}
