import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Shell } from './recipe';

/*
 * A folder in which recipes run: a repository, the assemblies of both sides as a synthesis leaves them, and programs that stand in for others. The command
 * of this library is the real one.
 */

const ROOT = join(__dirname, '../..');
const STAND_INS = ['npm', 'npx', 'git', 'gh', 'curl', 'aws'];

/** A call of a program that stands in for another one. */
export interface Call {
  readonly name: string;
  readonly call: string;
  readonly path?: string;
  readonly body?: string;
  readonly side?: string;
  readonly from?: string;
  readonly to?: string;
  readonly commit?: string;
}

/** What is there when a recipe begins. */
export interface State {
  /** Whether a synthesis passes, does not because something is not proven, or does not for another reason. */
  readonly synthesis: 'passes' | 'unproven' | 'broken';
  readonly commits: readonly string[];
  readonly comments: readonly { readonly id: number; readonly body: string }[];
}

/** The outcome of a recipe: its status, and the place of the shell that failed. */
export interface Run {
  readonly status: number | null;
  readonly failedAt: number | undefined;
  readonly out: string;
  readonly error: string;
  readonly calls: readonly Call[];

  /** The content of a file in the repository. */
  readonly file: (name: string) => string;
}

/** The assemblies before and behind a change. */
export interface Sides {
  readonly base: string;
  readonly head: string;
}

let command: string | undefined;
const folders: string[] = [];

/** Run a recipe to its end, or to the first shell that fails. */
export function runRecipe(shells: readonly Shell[], sides: Sides, state: State, env: Readonly<Record<string, string>>, deployed?: string): Run {
  const folder = workplace(sides, state);
  if (deployed !== undefined) {
    mkdirSync(join(folder, 'state/deployed'), { recursive: true });
    writeFileSync(join(folder, 'state/deployed/reachability.json'), deployed);
  }
  const repository = join(folder, 'repository');
  let [status, out, error]: [number | null, string, string] = [0, '', ''];
  let failedAt: number | undefined;
  for (const [place, shell] of shells.entries()) {
    const ended = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', shell.lines], {
      cwd: repository, encoding: 'utf8',
      env: { PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, RECIPE: folder, CI_PROJECT_DIR: repository, ...env, ...shell.env },
    });
    [status, out, error] = [ended.status, out + ended.stdout, error + ended.stderr];
    if (status !== 0) {
      failedAt = place;
      break;
    }
  }
  const calls = join(folder, 'calls.jsonl');
  return {
    status, failedAt, out, error,
    calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Call) : [],
    file: (name) => readFileSync(join(repository, name), 'utf8'),
  };
}

/** Remove all folders of this file of tests. */
export function removeWorkplaces(): void {
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  command = undefined;
}

function workplace({ base, head }: Sides, state: State): string {
  const folder = newFolder();
  cpSync(base, join(folder, 'saved/base'), { recursive: true });
  cpSync(head, join(folder, 'saved/head'), { recursive: true });
  writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
  ['repository', 'bin'].forEach((name) => mkdirSync(join(folder, name)));
  const standIn = (name: string) => `exec '${process.execPath}' '${join(__dirname, 'stand-in.js')}' ${name} "$@"`;
  for (const name of STAND_INS) {
    const own = name === 'npx' ? `if [ "$1" = cdk-lambda-network ]; then shift; exec '${process.execPath}' '${builtCommand()}' "$@"; fi\n` : '';
    const path = join(folder, 'bin', name);
    writeFileSync(path, `#!/bin/sh\n${own}${standIn(name)}\n`);
    chmodSync(path, 0o755);
  }
  return folder;
}

/** The command as one file. */
function builtCommand(): string {
  if (command === undefined) {
    const folder = newFolder();
    // as deep as it lies in the package, whose version it says
    command = join(folder, 'lib/analysis/command.js');
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const main = join(ROOT, 'src/analysis/command/main');
    buildSync({
      stdin: {
        contents: `import { main } from '${main}'; process.exitCode = main(process.argv.slice(2), {
          out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) });`,
        resolveDir: ROOT, loader: 'ts',
      },
      outfile: command, bundle: true, platform: 'node', format: 'cjs', tsconfigRaw: '{}',
    });
  }
  return command;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
  folders.push(folder);
  return folder;
}
