import type { PolicyValidationPluginReport } from 'aws-cdk-lib';
import { judge } from './judge/judge';
import { loadInput } from './load/load-input';
import { subnetNames } from './report/describe';
import { spellJson } from './report/render-json';
import { renderReport } from './report/render-report';
import { writeVerdicts } from './verdicts-file';
import { readWorlds } from './worlds/read-worlds';

/** Judge the templates of a cloud assembly, write all verdicts into it, and report to AWS CDK what fails. */
export function analyzeAssembly(directory: string): PolicyValidationPluginReport {
  const { templates, awaitsLookups } = loadInput([directory]);
  const { worlds, notes } = readWorlds(templates);
  const analysis = judge(worlds, { notes });
  const nameOf = subnetNames(worlds);
  writeVerdicts(directory, spellJson(analysis, nameOf));
  return renderReport(analysis, nameOf, { awaitsLookups });
}
