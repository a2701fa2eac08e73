import type { PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { AppSnapshots } from './app-snapshots';
import { besideTemplates, existingIn } from './describe/existing';
import { judge } from './judge/judge';
import { loadInput } from './load/load-input';
import type { FindingCode } from './model/finding-codes';
import { recordAnalysis, spellRecord } from './record/record-analysis';
import { subnetNames } from './report/describe';
import { escapeJson } from './report/escape';
import { renderReport } from './report/render-report';
import { today } from './today';
import { writeVerdicts } from './verdicts-file';
import { readWorlds } from './worlds/read-worlds';

/** Judge the templates of a cloud assembly, write all verdicts into it, and report to AWS CDK what fails. */
export function analyzeAssembly(
  directory: string, { files, days }: AppSnapshots, warningsAsErrors: ReadonlySet<FindingCode>,
): PolicyValidationPluginReport {
  const { templates, awaitsLookups } = loadInput([directory]);
  const existing = files.length === 0 ? undefined : existingIn(files);
  const set = besideTemplates(templates, existing);
  const { worlds, notes } = readWorlds(set);
  const snapshots = existing === undefined ? undefined : { notes: existing.notes, today: today(), days };
  const analysis = judge(worlds, { notes, snapshots, warningsAsErrors });
  writeVerdicts(directory, escapeJson(spellRecord(recordAnalysis({ analysis, worlds, templates: set }))));
  return renderReport(analysis, subnetNames(worlds), { awaitsLookups });
}
