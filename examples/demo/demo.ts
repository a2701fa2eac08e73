import { execFileSync } from 'child_process';
import * as path from 'path';
import { App } from 'aws-cdk-lib';
import Table from 'cli-table3';
import { Assembly } from './assembly';
import type { FunctionDescription } from './describe-function';
import { countInterfaces, describeFunctions } from './describe-function';
import { NetworkStack } from '../orders/network-stack';

const APP = path.join(__dirname, '..', 'orders');
const WIDTHS = [18, 96];

/** Synthesizes the example with the CDK's command line, and shows what stands in its templates. */
function demo(): void {
  execFileSync(process.execPath, [path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk'), 'synth', '--quiet'], {
    cwd: APP, stdio: 'inherit', env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  const assembly = Assembly.read(path.join(APP, 'cdk.out'));
  const functions = describeFunctions(assembly);
  functions.forEach((lambda) => print(functionTable(lambda)));
  print(`${functions.length} functions share ${countInterfaces(functions)} Hyperplane network interfaces: those with the same group use the same ones.`);
  print(`The address plan of OrdersNetwork/Network\n\n${new NetworkStack(new App(), 'OrdersNetwork').network.drawAddressPlan()}`);
  print(resourceTable(assembly));
  print('What each function reaches, proven on the templates alone: npx cdk-lambda-network check examples/orders/cdk.out\n');
  check(path.join(APP, 'cdk.out'));
  const folder = path.relative(process.cwd(), path.join(APP, 'cdk.out'));
  print(`The templates are in ${folder}, and the verdicts for machines in ${path.join(folder, 'reachability.json')}.`);
  print(`Open ${path.join(folder, 'reachability.html')} in a browser to see it drawn.`);
}

/** The command that needs no app; it ends with an error when something that is declared is not proven. */
function check(assembly: string): void {
  execFileSync(process.execPath, [path.join(__dirname, '..', '..', 'bin', 'cdk-lambda-network'), 'check', assembly], { stdio: 'inherit' });
}

function functionTable({ name, destinations, subnets, groups, letsOut, letsIn, statements }: FunctionDescription): string {
  const table = new Table({ head: ['Function', name], colWidths: WIDTHS, wordWrap: true, style: { head: [], border: [] } });
  table.push(
    ['declares', destinations.join('\n')],
    ['subnets', subnets.join('\n')],
    ['group', groups.join('\n')],
    ['lets out', letsOut.join('\n') || 'nothing'],
    ['lets in', letsIn.join('\n') || 'nothing'],
    ['role', statements.join('\n')],
  );
  return table.toString();
}

function resourceTable({ templates }: Assembly): string {
  const table = new Table({ head: ['Stack', 'resources'], style: { head: [], border: [] } });
  templates.forEach(({ name, Resources }) => table.push([name, Object.keys(Resources).filter((id) => !id.startsWith('CDKMetadata')).length]));
  return table.toString();
}

function print(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

demo();
