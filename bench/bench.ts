import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { measureAnalysis } from './analysis';
import { APPLICATION } from './application';
import { footprintOf } from './resources';
import { measureLoading, measureSynthesis } from './synthesis';

/*
 * Prints the performance table of the project, and writes it as JSON. Times are medians, ratios are of medians in this run; neither says
 * anything about another machine, and no test depends on them.
 */

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const RESULTS = join(__dirname, '..', '.verify', 'bench', 'results.json');

const synthesis = measureSynthesis([1, 100, 500], RUNS);
const loading = { plain: measureLoading('aws-cdk-lib', RUNS), ours: measureLoading('cdk-lambda-network', RUNS) };
const analysis = measureAnalysis([10, 100, 1_000, 10_000], 3);
const footprint = { plain: footprintOf('plain', 100), ours: footprintOf('ours', 100) };

print('Synthesis of a network and functions, whole process, without CloudFormation\'s own rules', ['functions', 'plain', 'ours', 'ratio', 'goal'],
  synthesis.map(({ functions, plain, ours, ratio }) => [functions, `${plain.toFixed(2)} s`, `${ours.toFixed(2)} s`, ratio.toFixed(2), '≤ 1.10']));

print('Loading', ['aws-cdk-lib', 'cdk-lambda-network', 'ratio', 'goal'],
  [[`${loading.plain.toFixed(3)} s`, `${loading.ours.toFixed(3)} s`, (loading.ours / loading.plain).toFixed(2), '≤ 1.05']]);

print('The analysis alone, every function with a group of its own', ['functions', 'seconds', 'µs for each', 'goal'],
  analysis.map(({ functions, seconds, perFunction }) => [functions, seconds.toFixed(3), perFunction.toFixed(0), functions === 10_000 ? '≤ 2 s' : '']));

print(`100 functions, ${APPLICATION.destinationSets} sets of destinations, ${APPLICATION.zones} zones`, ['', 'plain', 'ours', 'goal'], [
  ['Hyperplane network interfaces', footprint.plain.networkInterfaces, footprint.ours.networkInterfaces, '9'],
  ['resources for each function, log groups apart', footprint.plain.resourcesPerFunction.toFixed(2), footprint.ours.resourcesPerFunction.toFixed(2), '≤ 2'],
]);

writeFileSync(RESULTS, `${JSON.stringify({ runs: RUNS, synthesis, loading, analysis, footprint }, undefined, 2)}\n`);

function print(title: string, head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  console.log(`\n${title}\n${table.toString()}`);
}
