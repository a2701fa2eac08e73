import { existingIn } from '../../src/analysis/describe/existing';
import type { AskedDestination } from '../../src/analysis/judge/destinations/asked-destination';
import { judge } from '../../src/analysis/judge/judge';
import { loadInput } from '../../src/analysis/load/load-input';
import { loadSnapshot } from '../../src/analysis/load/load-snapshot';
import type { ParameterValues } from '../../src/analysis/load/parameter-values';
import { subnetNames } from '../../src/analysis/report/describe';
import { renderJson } from '../../src/analysis/report/render-json';
import type { TemplateInput } from '../../src/analysis/template/template-input';
import type { Reading, ReadingOptions } from '../../src/analysis/worlds/read-worlds';
import { readWorlds } from '../../src/analysis/worlds/read-worlds';

/*
 * Templates judged from end to end, read the way in which machines read the analysis.
 */

/** The analysis in the form of `--format json`. */
export interface Report {
  readonly version: number;
  readonly functions: readonly ReportedFunction[];
  readonly findings: readonly ReportedFinding[];
}

export interface ReportedFunction {
  readonly id: string;
  readonly logicalId: string;
  readonly template: string;
  readonly verdicts: readonly ReportedVerdict[];
}

export interface ReportedVerdict {
  readonly destination: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly verdict: 'reachable' | 'blocked' | 'inconclusive';
  readonly declared: boolean;
  readonly asked: boolean;
  readonly subnets: readonly ReportedSubnet[];
}

export interface ReportedSubnet {
  readonly subnet: string;
  readonly verdict: string;
  readonly codes: readonly string[];
  readonly hops: readonly string[];
  readonly details?: readonly string[];
  readonly mend?: string;
  readonly assumptions?: readonly string[];
}

export interface ReportedFinding {
  readonly code: string;
  readonly severity: string;
  readonly resource: string;
  readonly message: string;
  readonly mend: string;
}

/** Judge files, as the command does. */
export function judgeFiles(paths: readonly string[], asked: readonly AskedDestination[] = [], parameters?: ParameterValues): Report {
  return reportOn(readWorlds(loadInput(paths, parameters).templates), asked);
}

/** Judge files with snapshots, on a day. */
export function judgeFilesWith(paths: readonly string[], snapshots: readonly string[], today: string): Report {
  const { network, exports, parameters, notes } = existingIn(snapshots.map(loadSnapshot));
  const reading = readWorlds({ ...loadInput(paths).templates, existing: network, told: { exports, parameters } });
  const analysis = judge(reading.worlds, { notes: reading.notes, snapshots: { notes, today } });
  return JSON.parse(JSON.stringify(renderJson(analysis, subnetNames(reading.worlds)))) as Report;
}

/** Judge templates that are in no file. */
export function judgeTemplates(templates: readonly TemplateInput[], asked: readonly AskedDestination[] = [], options: ReadingOptions = {}): Report {
  return reportOn(readWorlds({ templates }, { asked: asked.map(({ text }) => text), ...options }), asked);
}

function reportOn({ worlds, notes }: Reading, asked: readonly AskedDestination[]): Report {
  return JSON.parse(JSON.stringify(renderJson(judge(worlds, { asked, notes }), subnetNames(worlds)))) as Report;
}

/** The verdict on the only function of a report. */
export function verdictOn({ functions: [only, ...others] }: Report, destination: string, family: string): ReportedVerdict | undefined {
  expect(others).toEqual([]);
  return only.verdicts.find((verdict) => verdict.destination === destination && verdict.family === family);
}

/** The codes of what decides a verdict, sorted. */
export function codesOf({ verdict, subnets }: ReportedVerdict): string[] {
  return [...new Set(subnets.filter((subnet) => subnet.verdict === verdict).flatMap(({ codes }) => codes))].sort();
}

/** What there is to do about a verdict. */
export function mendsOf({ subnets }: ReportedVerdict): string {
  return [...new Set(subnets.flatMap(({ mend }) => mend ?? []))].join('; ');
}
