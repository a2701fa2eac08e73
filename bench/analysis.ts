import { median } from './statistics';
import { loadInputFromTemplates } from './templates';
import { judge } from '../src/analysis/judge/judge';
import { readWorlds } from '../src/analysis/worlds/read-worlds';

/*
 * The analysis alone, on templates in memory: reading, reasoning and rules.
 */

export interface AnalysisTime {
  readonly functions: number;
  readonly seconds: number;

  /** Microseconds for each function: constant when the cost grows linearly. */
  readonly perFunction: number;
}

/** Time the analysis of so many functions, each with a security group of its own, as plain AWS CDK defines them. */
export function measureAnalysis(counts: readonly number[], runs: number): AnalysisTime[] {
  return counts.map((functions) => {
    const input = loadInputFromTemplates(functions);
    const times = Array.from({ length: runs }, () => {
      const start = process.hrtime.bigint();
      judge(readWorlds(input).worlds);
      return Number(process.hrtime.bigint() - start) / 1e9;
    });
    const seconds = median(times);
    return { functions, seconds, perFunction: seconds / functions * 1e6 };
  });
}
