import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Flavor } from './application';
import { WORK, bundle, run } from './processes';

/*
 * Where the time of a synthesis goes: a profile of one process. A sample belongs to the first part of the table that has a frame on its stack.
 */

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame; readonly children?: readonly number[] }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const LIBRARY = /\/lib\/(?=analysis|connection|endpoints|egress|network|address-plan|function|lifecycle|private)/;

const PARTS: readonly (readonly [part: string, fits: (frame: CallFrame) => boolean])[] = [
  ['garbage collection', ({ functionName }) => functionName === '(garbage collector)'],
  ['loading modules', ({ functionName, url }) => functionName === 'require' && url === 'node:internal/modules/helpers'],
  ['our analysis', ({ url }) => url.includes('/lib/analysis/') && !url.includes('aws-cdk-lib')],
  ['AWS CDK around plugins: hashes of files, trees of constructs', ({ functionName }) => functionName === 'validateTemplates'],
  ['AWS CDK synthesizes', ({ functionName, url }) => functionName === 'synthesize' && url.endsWith('private/synthesis.js')],
  ['our constructs, and those of AWS CDK they define', ({ url }) => LIBRARY.test(url) && !url.includes('aws-cdk-lib')],
  ['AWS CDK defines', ({ url }) => url.includes('aws-cdk-lib')],
];

export interface Share {
  readonly part: string;
  readonly milliseconds: number;
}

/** Profile a synthesis without CloudFormation's own rules, which would hide the rest. */
export function profileSynthesis(flavor: Flavor, functions: number): Share[] {
  const folder = mkdtempSync(join(WORK, 'profile-'));
  try {
    run(['--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir', folder, bundle('application'), flavor, String(functions)],
      { CDK_OUTDIR: join(folder, 'cdk.out'), CDK_VALIDATION: 'false' });
    const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))!;
    return sharesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): Share[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const parts = new Map(nodes.map(({ id }) => [id, partOf(stackOf(id, parents).map((frame) => frames.get(frame)!))]));
  const shares = new Map<string, number>();
  samples.forEach((sample, place) => {
    const part = parts.get(sample)!;
    shares.set(part, (shares.get(part) ?? 0) + timeDeltas[place] / 1_000);
  });
  return [...shares].map(([part, milliseconds]) => ({ part, milliseconds })).sort((one, other) => other.milliseconds - one.milliseconds);
}

function stackOf(id: number, parents: ReadonlyMap<number, number>): number[] {
  const stack: number[] = [];
  for (let frame: number | undefined = id; frame !== undefined; frame = parents.get(frame)) {
    stack.push(frame);
  }
  return stack;
}

function partOf(stack: readonly CallFrame[]): string {
  return PARTS.find(([, fits]) => stack.some(fits))?.[0] ?? 'everything else';
}
