import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/*
 * Programs that are measured from outside, as processes of their own.
 */

const ROOT = join(__dirname, '..');

/** Where programs and results are written; git ignores it. */
export const WORK = join(ROOT, '.verify', 'bench');

/** A program of this folder as JavaScript, which finds the compiled library by its name as a consumer does. */
export function bundle(name: string): string {
  mkdirSync(WORK, { recursive: true });
  const outfile = join(WORK, `${name}.js`);
  buildSync({ entryPoints: [join(__dirname, `${name}.ts`)], outfile, platform: 'node', format: 'cjs', tsconfigRaw: '{}' });
  return outfile;
}

/** Run a program, Node unless another one is named, to its end. */
export function run(args: readonly string[], env: Record<string, string> = {}, program = process.execPath): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd: ROOT, env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${error?.message ?? stderr}`);
  }
}

/** How long something takes. */
export function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
