import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Flavor } from './application';
import { median } from './statistics';

/*
 * Whole processes, as `node app.js` runs in a pipeline: loading, constructing, synthesizing, validating and, for ours, analyzing.
 * The two flavors take turns, so that whatever else the machine does falls on both.
 */

const ROOT = join(__dirname, '..');
const WORK = join(ROOT, '.verify', 'bench');

export interface SynthesisTimes {
  readonly functions: number;
  readonly plain: number;
  readonly ours: number;
  readonly ratio: number;
}

/** Seconds for each flavor, medians, and the ratio of the medians. */
export function measureSynthesis(counts: readonly number[], runs: number): SynthesisTimes[] {
  const application = bundle('application');
  return counts.map((functions) => {
    const times = { plain: [] as number[], ours: [] as number[] };
    for (let turn = 0; turn < runs; turn++) {
      for (const flavor of ['plain', 'ours'] as const) {
        times[flavor].push(timeSynthesis(application, flavor, functions));
      }
    }
    const [plain, ours] = [median(times.plain), median(times.ours)];
    return { functions, plain, ours, ratio: ours / plain };
  });
}

/** Seconds to load a module and nothing else. */
export function measureLoading(module: string, runs: number): number {
  return median(Array.from({ length: runs }, () => seconds(() => run(['-e', `require(${JSON.stringify(module)})`], {}))));
}

/** The application as JavaScript, which finds the compiled library by its name as a consumer does. */
function bundle(name: string): string {
  mkdirSync(WORK, { recursive: true });
  const outfile = join(WORK, `${name}.js`);
  buildSync({ entryPoints: [join(__dirname, `${name}.ts`)], outfile, platform: 'node', format: 'cjs', tsconfigRaw: '{}' });
  return outfile;
}

function timeSynthesis(application: string, flavor: Flavor, functions: number): number {
  const outdir = mkdtempSync(join(WORK, 'out-'));
  try {
    // CloudFormation's own rules take as long for both, and more than all the rest together
    return seconds(() => run([application, flavor, String(functions)], { CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function run(args: readonly string[], env: Record<string, string>): void {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
}

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
