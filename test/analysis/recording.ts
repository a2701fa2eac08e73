import { judge } from '../../src/analysis/judge/judge';
import { loadInput } from '../../src/analysis/load/load-input';
import type { ReachabilityRecord } from '../../src/analysis/record/reachability-record';
import { recordAnalysis } from '../../src/analysis/record/record-analysis';
import type { TemplateInput, TemplateSet } from '../../src/analysis/template/template-input';
import { readWorlds } from '../../src/analysis/worlds/read-worlds';

/** The record of templates that are in no file, as it is after it was saved. */
export function recordOf(templates: readonly TemplateInput[]): ReachabilityRecord {
  return recordOfSet({ templates });
}

/** The record of files, as it is after it was saved. */
export function recordOfFiles(...paths: readonly string[]): ReachabilityRecord {
  return recordOfSet(loadInput(paths).templates);
}

function recordOfSet(templates: TemplateSet): ReachabilityRecord {
  const { worlds, notes } = readWorlds(templates);
  return JSON.parse(JSON.stringify(recordAnalysis({ analysis: judge(worlds, { notes }), worlds, templates }))) as ReachabilityRecord;
}
