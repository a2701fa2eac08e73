import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import type { SarifLocation, SarifLog, SarifResult, SarifRun } from '../../../src/analysis/report/sarif/sarif-log';
import { call } from '../support/call-command';

/*
 * Reports for code scanning, held to the schema of SARIF and to what GitHub takes, whichever test makes one.
 */

const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false })
  .compile(JSON.parse(readFileSync(join(__dirname, 'sarif-2.1.0.schema.json'), 'utf8')) as object);

export interface Scanned {
  readonly status: number;
  readonly out: string;
  readonly run: SarifRun;
  readonly results: readonly SarifResult[];
}

/** Call `check` or `diff`, and hold the report to everything that holds for each. */
export function scan(...argv: readonly string[]): Scanned {
  const { status, out, error } = call(...argv, '--format', 'sarif');
  expect({ argv, error: status === 2 ? error : '' }).toEqual({ argv, error: '' });
  const [run] = readSarif(out).runs;
  return { status, out, run, results: run.results };
}

/** Reads a report, and refuses what GitHub would. */
export function readSarif(text: string): SarifLog {
  expect(text).not.toMatch(/[^\n\u0020-\u007e\u00a1-\ud7ff\ue000-\uffff\ud800-\udfff]/u);
  const log = JSON.parse(text) as SarifLog;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  const [{ tool: { driver: { rules } }, results }] = log.runs;
  expect(new Set(results.map(({ ruleId }) => ruleId))).toEqual(new Set(rules.map(({ id }) => id)));
  expect(rules.every(({ properties }) => properties.tags.length <= 10 && ('security-severity' in properties) === properties.tags.includes('security'))).toBe(true);
  for (const result of results) {
    expect(rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(result.locations).toHaveLength(1);
    expect(result.message.text).toMatch(/\.$/);
    expect((result.relatedLocations ?? []).length).toBeLessThan(100);
    placesOf(result).forEach(expectToBeShown);
    expectLinksToLead(result);
  }
  for (const name of ['reachability/v1', 'primaryLocationLineHash']) {
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints[name])).size).toBe(results.length);
  }
  return log;
}

/** All places of a result. */
export function placesOf({ locations, relatedLocations = [], codeFlows = [] }: SarifResult): SarifLocation[] {
  const steps = codeFlows.flatMap(({ threadFlows }) => threadFlows.flatMap((flow) => flow.locations));
  expect(steps.length).toBeLessThanOrEqual(1_000);
  return [...locations, ...relatedLocations, ...steps.map(({ location }) => location)];
}

/** GitHub shows a place by a relative URI and a line. */
function expectToBeShown({ physicalLocation: { artifactLocation: { uri, uriBaseId }, region: { startLine } } }: SarifLocation): void {
  expect(uri).toMatch(/^(?!\.{1,2}\/)[^/\\\s:#?][^\\\s:#?]*$/);
  expect([undefined, '%SRCROOT%']).toContain(uriBaseId);
  expect(startLine).toBeGreaterThan(0);
}

function expectLinksToLead({ message: { text }, relatedLocations = [] }: SarifResult): void {
  const ids = [...text.matchAll(/(?<!\\)\]\((\d+)\)/g)].map(([, id]) => Number(id));
  expect(relatedLocations.map(({ id }) => id)).toEqual(relatedLocations.map((_, index) => index + 1));
  expect(ids.every((id) => relatedLocations.some((location) => location.id === id))).toBe(true);
}

/** The file and the line of a result. */
export function placeOf({ locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }] }: SarifResult): string {
  return `${uri}:${startLine}`;
}

/** What tells a result apart from the others of all runs. */
export function fingerprintsOf(results: readonly SarifResult[]): string[] {
  return results.map(({ partialFingerprints }) => partialFingerprints['reachability/v1']).sort();
}
