import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Flavor } from './application';
import { WORK, bundle, run, seconds } from './processes';
import { median } from './statistics';

/*
 * Whole processes, as `node app.js` runs in a pipeline: loading, constructing, synthesizing, validating and, for ours, analyzing.
 * The two flavors take turns, so that whatever else the machine does falls on both.
 */

/** What a process took, in seconds: on the clock, and of the processors, which says less of what else the machine does. */
interface Times {
  readonly wall: number;
  readonly cpu: number;
}

export interface SynthesisTimes {
  readonly functions: number;

  /** Whether AWS CDK also validated the templates against CloudFormation's rules, as it does unless told not to. */
  readonly rules: boolean;
  readonly plain: Times;
  readonly ours: Times;
  readonly wallRatio: number;
  readonly cpuRatio: number;
}

/** Seconds for each flavor, medians, and the ratios of the medians. */
export function measureSynthesis(counts: readonly number[], rules: boolean, runs: number): SynthesisTimes[] {
  const application = bundle('application');
  return counts.map((functions) => {
    const times = { plain: [] as Times[], ours: [] as Times[] };
    for (let turn = 0; turn < runs; turn++) {
      for (const flavor of ['plain', 'ours'] as const) {
        times[flavor].push(timeSynthesis(application, flavor, functions, rules));
      }
    }
    const [plain, ours] = [medians(times.plain), medians(times.ours)];
    return { functions, rules, plain, ours, wallRatio: ours.wall / plain.wall, cpuRatio: ours.cpu / plain.cpu };
  });
}

function timeSynthesis(application: string, flavor: Flavor, functions: number, rules: boolean): Times {
  const outdir = mkdtempSync(join(WORK, 'out-'));
  const usage = join(outdir, 'usage.json');
  try {
    const wall = seconds(() => run(
      [application, flavor, String(functions), usage],
      { CDK_OUTDIR: join(outdir, 'cdk.out'), CDK_VALIDATION: String(rules) },
    ));
    const { user, system } = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.CpuUsage;
    return { wall, cpu: (user + system) / 1e6 };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function medians(times: readonly Times[]): Times {
  return { wall: median(times.map(({ wall }) => wall)), cpu: median(times.map(({ cpu }) => cpu)) };
}
