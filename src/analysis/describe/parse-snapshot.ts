import type { SectionName } from './sections';
import { SECTION_NAMES } from './sections';
import { list, number, object, text } from './shape';
import type { Sections, Snapshot } from './snapshot';
import { SNAPSHOT_VERSION } from './snapshot';
import { takeSection } from './take-snapshot';

/*
 * Models: a file that claims to be a snapshot. It is taken as a whole or not at all, and whoever changes it by hand learns what does not fit.
 */

const HEAD = object({
  version: number, takenOn: text, account: text, region: text, vpcs: list(text),
  unknown: object(Object.fromEntries(SECTION_NAMES.map((name) => [name, text]))),
  sections: { take: (raw: unknown) => raw },
});

/** The result: a snapshot, or what is wrong with the file, a sentence each. */
export type Parsed =
  | { readonly snapshot: Snapshot; readonly problems: readonly [] }
  | { readonly snapshot?: undefined; readonly problems: readonly string[] };

/** Read the data of a file. */
export function parseSnapshot(data: unknown): Parsed {
  const problems: string[] = [];
  const version = isObject(data) ? data.version : undefined;
  if (version !== SNAPSHOT_VERSION) {
    return { problems: [version === undefined ? 'it is no snapshot: it has no version' : `its version is ${JSON.stringify(version)}, expected ${SNAPSHOT_VERSION}: take it again with this version of cdk-lambda-network`] };
  }
  const head = HEAD.take(data, 'the snapshot', { isStrict: true, problems });
  const { takenOn = '', sections: raw } = head ?? {};
  if (!/^\d{4}-\d{2}-\d{2}$/.test(takenOn) || Number.isNaN(Date.parse(takenOn))) {
    problems.push(`takenOn is '${takenOn}', expected a day such as 2026-11-28`);
  }
  const sections = readSections(raw, problems);
  return problems.length > 0 ? { problems } : { problems: [], snapshot: { ...head, version: SNAPSHOT_VERSION, takenOn, sections } as Snapshot };
}

function readSections(raw: unknown, problems: string[]): Sections {
  if (!isObject(raw)) {
    problems.push('sections is not an object');
    return {};
  }
  const names = SECTION_NAMES as readonly string[];
  return Object.fromEntries(Object.entries(raw).flatMap(([name, items]) => {
    if (!names.includes(name)) {
      problems.push(`sections has '${name}', which no snapshot has`);
      return [];
    }
    if (!Array.isArray(items)) {
      problems.push(`${name} is not a list`);
      return [];
    }
    return [[name, takeSection(name as SectionName, items as object[], problems, true)]];
  })) as Sections;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
