import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { measureAnalysis } from './analysis';
import { APPLICATION } from './application';
import { networkCosts } from './costs';
import { measureDifference } from './difference';
import { measureLoading } from './loading';
import { WORK } from './processes';
import { profileSynthesis } from './profile';
import { footprintOf } from './resources';
import { measureSnapshot } from './snapshots';
import type { SynthesisTimes } from './synthesis';
import { measureSynthesis } from './synthesis';

/*
 * Prints the performance table of the project, and writes it as JSON. Times are medians, ratios are of medians in this run; neither says
 * anything about another machine, and no test depends on them.
 */

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const COUNTS = [1, 100, 500];

// what is only counted needs no validation
process.env.CDK_VALIDATION = 'false';
mkdirSync(WORK, { recursive: true });
const synthesis = [...measureSynthesis(COUNTS, true, RUNS), ...measureSynthesis(COUNTS, false, RUNS)];
const profiles = { plain: profileSynthesis('plain', 500), ours: profileSynthesis('ours', 500) };
const loading = measureLoading(RUNS);
const analysis = measureAnalysis([10, 100, 1_000, 10_000], 3);
const difference = measureDifference(500, 3);
const LARGE = { subnets: 200, groups: 2_000, interfaces: 5_000, functions: 500 };
const snapshot = measureSnapshot(LARGE, 3);
const footprint = { plain: footprintOf('plain', 100), ours: footprintOf('ours', 100) };
const costs = networkCosts();

print('Synthesis of a network and functions, whole process', ['functions', 'CloudFormation\'s rules', 'plain', 'ours', 'ratio', 'ratio of processor time', 'goal'],
  synthesis.map(synthesisRow));

print('Where the synthesis of 500 functions goes, without CloudFormation\'s rules', ['', 'plain', 'ours'],
  [...new Set([...profiles.ours, ...profiles.plain].map(({ part }) => part))].map((part) => [part, share('plain', part), share('ours', part)]));

print('Loading', ['', 'aws-cdk-lib', 'cdk-lambda-network', 'ratio', 'goal'],
  loading.map(({ language, plain, ours, ratio }) => [language, `${plain.toFixed(3)} s`, `${ours.toFixed(3)} s`, ratio.toFixed(2), '≤ 1.05']));

print('The analysis alone, every function with a group of its own', ['functions', 'seconds', 'µs for each', 'goal'],
  analysis.map(({ functions, seconds, perFunction }) => [functions, seconds.toFixed(3), perFunction.toFixed(0), functions === 10_000 ? '≤ 2 s' : '']));

print('The comparison of two assemblies, whole process', ['functions', 'seconds', 'goal'],
  [[difference.functions, difference.seconds.toFixed(2), '≤ 3 s']]);

print(`A snapshot of a VPC with ${LARGE.subnets} subnets, ${LARGE.groups} groups and ${LARGE.interfaces} interfaces`, ['', 'seconds', 'goal'], [
  [`read (${snapshot.megabytes.toFixed(1)} MB)`, snapshot.read.toFixed(3), '≤ 2 s'], [`${LARGE.functions} functions judged`, snapshot.judged.toFixed(3), '≤ 1 s'],
]);

print(`100 functions, ${APPLICATION.destinationSets} sets of destinations, ${APPLICATION.zones} zones`, ['', 'plain', 'ours', 'goal'], [
  ['Hyperplane network interfaces', footprint.plain.networkInterfaces, footprint.ours.networkInterfaces, '9'],
  ['resources for each function, log groups apart', footprint.plain.resourcesPerFunction.toFixed(2), footprint.ours.resourcesPerFunction.toFixed(2), '≤ 2'],
]);

print('Fixed cost of a network in three zones', ['', 'USD a month'], costs.map(({ network, dollarsPerMonth }) => [network, dollarsPerMonth.toFixed(2)]));

writeFileSync(join(WORK, 'results.json'), `${JSON.stringify({ runs: RUNS, synthesis, profiles, loading, analysis, difference, snapshot, footprint, costs }, undefined, 2)}\n`);

function synthesisRow({ functions, rules, plain, ours, wallRatio, cpuRatio }: SynthesisTimes): (string | number)[] {
  return [functions, rules ? 'on, as they are' : 'off', `${plain.wall.toFixed(2)} s`, `${ours.wall.toFixed(2)} s`, wallRatio.toFixed(2), cpuRatio.toFixed(2), '≤ 1.10'];
}

function share(flavor: 'plain' | 'ours', part: string): string {
  return `${profiles[flavor].find((found) => found.part === part)?.milliseconds.toFixed(0) ?? 0} ms`;
}

function print(title: string, head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  console.log(`\n${title}\n${table.toString()}`);
}
