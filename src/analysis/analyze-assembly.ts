import type { PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { AppSnapshots } from './app-snapshots';
import { besideTemplates, existingIn } from './describe/existing';
import { writeReport, writeVerdicts } from './files-of-assembly';
import { judge } from './judge/judge';
import { loadInput } from './load/load-input';
import type { FindingCode } from './model/finding-codes';
import { reportPage } from './page/report-page';
import { recordAnalysis, spellRecord } from './record/record-analysis';
import { subnetNames } from './report/describe';
import { escapeJson } from './report/escape';
import { renderReport } from './report/render-report';
import { today } from './today';
import { readWorlds } from './worlds/read-worlds';

/** The settings of an app. */
export interface AnalysisSettings {
  readonly snapshots: AppSnapshots;
  readonly warningsAsErrors: ReadonlySet<FindingCode>;

  /** Tells whether the report is written too. */
  readonly isReported: boolean;
}

/** Judge the templates of a cloud assembly, write all verdicts into it, and report to AWS CDK what fails. */
export function analyzeAssembly(
  directory: string, { snapshots: { files, days }, warningsAsErrors, isReported }: AnalysisSettings,
): PolicyValidationPluginReport {
  const { templates, awaitsLookups } = loadInput([directory]);
  const existing = files.length === 0 ? undefined : existingIn(files);
  const set = besideTemplates(templates, existing);
  const { worlds, notes } = readWorlds(set);
  const snapshots = existing === undefined ? undefined : { notes: existing.notes, today: today(), days };
  const analysis = judge(worlds, { notes, snapshots, warningsAsErrors });
  const record = recordAnalysis({ analysis, worlds, templates: set });
  const text = escapeJson(spellRecord(record));
  writeVerdicts(directory, text);
  if (isReported) {
    writeReport(directory, reportPage({ record, text }));
  }
  return renderReport(analysis, subnetNames(worlds), { awaitsLookups });
}
