import type { CheckArguments } from './arguments';
import type * as checkSarif from './check-sarif';
import { UsageError } from './parse-call';
import { selectFunctions } from './select-functions';
import { NO_FUNCTION, STAND_INS, isEmpty, passingOf, spellWithoutValue, unreadIn } from './silence';
import { besideTemplates, existingIn } from '../describe/existing';
import type { AskedDestination } from '../judge/destinations/asked-destination';
import { readsAsked } from '../judge/destinations/reads-asked';
import { judge } from '../judge/judge';
import { loadInput } from '../load/load-input';
import { loadParameters } from '../load/load-parameters';
import { loadSnapshot } from '../load/load-snapshot';
import { parameterSkeleton } from '../load/parameter-skeleton';
import type { Analysis } from '../model/analysis';
import type { World } from '../model/world';
import type * as reportFolder from '../page/report-folder';
import type { ReachabilityRecord } from '../record/reachability-record';
import { recordAnalysis, spellRecord } from '../record/record-analysis';
import { subnetNames } from '../report/describe';
import { escapeJson } from '../report/escape';
import { withFailuresOnly } from '../report/failures';
import { renderJson } from '../report/render-json';
import type { Passing } from '../report/render-junit';
import { renderJunit } from '../report/render-junit';
import { renderRunbook } from '../report/render-runbook';
import { renderText } from '../report/render-text';
import type { TemplateSet } from '../template/template-input';
import { today } from '../today';
import { readWorlds } from '../worlds/read-worlds';

/** The outcome of a check. */
export interface CheckResult {
  readonly output: string;
  readonly proven: boolean;

  /** The remarks beside the output, whatever its format, a sentence each. */
  readonly remarks: readonly string[];
}

/** Read, judge and render. */
export function check(call: CheckArguments): CheckResult {
  const { paths, to, require, format, params, warningsAsErrors } = call;
  const { templates: given, awaitsLookups, metadata, remarks } = loadInput(paths, params === undefined ? undefined : loadParameters(params));
  const existing = call.snapshots.length === 0 ? undefined : existingIn(call.snapshots.map(loadSnapshot));
  const templates = besideTemplates(given, existing);
  if (format === 'params') {
    return { output: escapeJson(`${JSON.stringify(parameterSkeleton(templates), undefined, 2)}\n`), proven: true, remarks };
  }
  const { worlds: ofTemplates, notes, withoutValue } = readWorlds(templates, { asked: to });
  const worlds = [...paths.length === 0 ? [] : ofTemplates, ...call.functions && existing !== undefined ? [{
    assumptions: [],
    model: existing.network,
  }] : []];
  const snapshots = existing === undefined ? {} : { snapshots: { notes: existing.notes, today: today(), days: call.snapshotDays } };
  const judged = judge(worlds, { asked: readAsked(to, worlds), isUsualAsked: require, notes, warningsAsErrors, ...snapshots });
  const analysis = selectFunctions(judged, call.only);
  const passing = passingOf(analysis, call);
  const failures = passing.sentences;
  const output = render(analysis, worlds, { ...call, format, templates, metadata, passing });
  const isSaid = failures.length > 0 || call.allowEmpty;
  const report = call.report === undefined ? [] : [`the report is in ${writeReport(call.report, recordAnalysis({ analysis, worlds, templates }))}`];
  return {
    output: format === 'text' ? `${output}${spellWithoutValue(withoutValue)}` : output,
    proven: isProven(analysis, passing),
    remarks: [...report, ...remarks, ...awaitsLookups ? [STAND_INS] : [], ...failures, ...format === 'runbook' || format === 'junit' ? unreadIn(analysis) : [], ...isEmpty(analysis) && !isSaid ? [NO_FUNCTION] : []],
  };
}

function writeReport(folder: string, record: ReachabilityRecord): string {
  // it draws, which no other output does
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { writeReportFolder } = require('../page/report-folder') as typeof reportFolder;
  return writeReportFolder(folder, record);
}

function readAsked(texts: readonly string[], worlds: readonly World[]): AskedDestination[] {
  const read = readsAsked(worlds);
  return texts.map((text) => {
    const asked = read(text);
    if (asked === undefined) {
      throw new UsageError(`--to is '${text}', expected internet, an AWS service such as s3, a CIDR block, or the logical id or construct path of a resource in the templates`);
    }
    return asked;
  });
}

function isProven({ functions, findings }: Analysis, { failsBy, isFailing, sentences }: Passing): boolean {
  return !functions.some(({ judgements }) => judgements.some(failsBy)) && !findings.some(isFailing) && sentences.length === 0;
}

interface RenderOptions extends Pick<CheckArguments, 'onlyFailures' | 'jsonVersion' | 'paths' | 'snapshots'> {
  readonly templates: TemplateSet;
  readonly metadata: readonly unknown[];
  readonly passing: Passing;
  readonly format: Exclude<CheckArguments['format'], 'params'>;
}

function render(all: Analysis, worlds: readonly World[], options: RenderOptions): string {
  const { format, onlyFailures, jsonVersion, templates, passing } = options;
  const nameOf = subnetNames(worlds);
  const analysis = onlyFailures ? withFailuresOnly(all) : all;
  switch (format) {
    case 'text':
      return renderText(all, nameOf, { onlyFailures });
    case 'json':
      return escapeJson(jsonVersion === 2 ? spellRecord(recordAnalysis({ analysis, worlds, templates }))
        : `${JSON.stringify(renderJson(analysis, nameOf), undefined, 2)}\n`);
    case 'junit':
      return renderJunit(analysis, nameOf, passing);
    case 'sarif': {
      // it reads the files again for their lines, and nobody else needs that
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { renderCheckSarif } = require('./check-sarif') as typeof checkSarif;
      return renderCheckSarif(analysis, nameOf, { ...options, unread: [...passing.sentences, ...unreadIn(all)] });
    }
    case 'runbook':
      return escapeJson(`${JSON.stringify(renderRunbook(analysis, worlds, nameOf), undefined, 2)}\n`);
  }
}
