import { createHash } from 'node:crypto';
import { THREAD_FLOW_LOCATIONS, SHOWN_LOCATIONS } from './limits';
import type { Problem, Step, Subject } from './problem';
import type { SarifLocation, SarifResult, SarifStep } from './sarif-log';
import type { Written, WrittenPlace, WrittenPlaces } from '../../model/written-place';
import { escapeLine } from '../escape';
import { foldNames } from '../fold-names';

/*
 * Models: problems as results. GitHub refuses a whole report for one result without a line of a file, so each has one: its own, else that of what is nearest.
 */

/** The key of GitHub's own fingerprint. It would be made of the text of the line, so that two problems on one line were taken for one. */
const OF_GITHUB = 'primaryLocationLineHash';

const FINGERPRINT = 'reachability/v1';

/** The result for a problem. */
export function resultOf(problem: Problem, ruleIndex: number, places: WrittenPlaces): SarifResult {
  const { rule, level, subjects, causes, steps, acknowledged, baselineState, properties } = problem;
  const [first, ...others] = subjects;
  const at = places.placeOf(first.written) ?? places.otherwise;
  const related = [...others, ...causes].slice(0, SHOWN_LOCATIONS - 1);
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: messageOf(problem) },
    locations: [locationOf(first, at)],
    ...related.length === 0 ? {} : {
      relatedLocations: related.map((subject, index) =>
        ({ id: index + 1, message: { text: escapeLine(subject.name) }, ...locationOf(subject, places.placeOf(subject.written) ?? at) })),
    },
    ...steps.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: flowOf(first, steps, at, places) }] }] },
    partialFingerprints: fingerprintsOf(problem),
    ...acknowledged === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: escapeLine(acknowledged.join('; ')) }] },
    ...baselineState === undefined ? {} : { baselineState },
    properties: escaped({ subjects: subjects.map(({ name }) => name), ...properties }),
  };
}

function escaped(properties: Readonly<Record<string, readonly string[]>>): SarifResult['properties'] {
  return Object.fromEntries(Object.entries(properties).map(([key, texts]) => [key, texts.map(escapeLine)]));
}

/** The same problem has the same fingerprint, wherever it stands; and no two problems of a report have. */
function fingerprintsOf({ rule, identity }: Problem): Record<string, string> {
  const hash = createHash('sha256').update(JSON.stringify([rule, identity])).digest('hex');
  return { [FINGERPRINT]: hash, [OF_GITHUB]: `${hash.slice(0, 16)}:1` };
}

/** The names of those that have the problem, with links to those that are no place of it, and the sentence. */
function messageOf({ subjects, counted, text }: Problem): string {
  const names = subjects.map(({ name }, index) => index === 0 || index >= SHOWN_LOCATIONS ? plain(name) : `[${linked(name)}](${index})`);
  return `${names.length === 1 ? names[0] : `${names.length} ${counted}s (${foldNames(names)})`}${plain(text)}`;
}

/** A text in which nothing is a link. */
function plain(text: string): string {
  return escapeLine(text).replace(/\](?=\()/g, '\\]');
}

/** The text of a link. */
function linked(name: string): string {
  return escapeLine(name).replace(/[\\[\]]/g, '\\$&');
}

function locationOf({ name, written }: Subject, { uri, isInWorkingDirectory, line }: WrittenPlace): SarifLocation {
  return {
    physicalLocation: { artifactLocation: { uri, ...isInWorkingDirectory ? { uriBaseId: ROOT } : {} }, region: { startLine: line } },
    logicalLocations: [{ name: escapeLine(name), fullyQualifiedName: escapeLine(fullName(written, name)), kind: 'resource' }],
  };
}

/** The base of URIs: the working directory, which is the root of the sources in a pipeline. */
export const ROOT = '%SRCROOT%';

function fullName({ constructPath, template, logicalId }: Written, name: string): string {
  return constructPath ?? (template === undefined || logicalId === undefined ? name : `${template}/${logicalId}`);
}

/** The path, from the function on. */
function flowOf(from: Subject, steps: readonly Step[], at: WrittenPlace, places: WrittenPlaces): SarifStep[] {
  const start: Step = { text: from.name, written: from.written, isInTheWay: false };
  return [start, ...steps].slice(0, THREAD_FLOW_LOCATIONS).map(({ text, written, isInTheWay }) => ({
    location: {
      message: { text: plain(text) },
      ...withoutName(written === undefined ? at : places.placeOf(written) ?? at),
      ...written === undefined ? {} : { logicalLocations: locationOf({ name: nameOf(written), written }, at).logicalLocations },
    },
    importance: isInTheWay ? 'essential' : 'important',
  }));
}

function nameOf({ constructPath, logicalId, id }: Written): string {
  return constructPath ?? logicalId ?? id;
}

function withoutName(place: WrittenPlace): Pick<SarifLocation, 'physicalLocation'> {
  const { physicalLocation } = locationOf({ name: '', written: { id: '' } }, place);
  return { physicalLocation };
}
