import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORK, bundle, run, seconds } from './processes';
import { median } from './statistics';

/*
 * The comparison of two assemblies, as a process of its own: that of an app, and the same without its NAT gateways' routes.
 */

const COMMAND = join(__dirname, '..', 'bin', 'cdk-lambda-network');

export interface DifferenceTime {
  readonly functions: number;
  readonly seconds: number;
}

/** Time the comparison of an app on this library with so many functions, each of which loses the internet over IPv4. */
export function measureDifference(functions: number, runs: number): DifferenceTime {
  const folder = mkdtempSync(join(WORK, 'difference-'));
  try {
    const [base, head] = [join(folder, 'base'), join(folder, 'head')];
    run([bundle('application'), 'ours', String(functions)], { CDK_OUTDIR: base });
    cpSync(base, head, { recursive: true });
    readdirSync(head).filter((name) => name.endsWith('.template.json')).forEach((name) => removeNatRoutes(join(head, name)));
    const times = Array.from({ length: runs }, () => seconds(() => run([COMMAND, 'diff', base, head, '--fail-on', 'none'])));
    return { functions, seconds: median(times) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Resource {
  readonly Type: string;
  readonly Properties?: object;
  readonly DependsOn?: string | readonly string[];
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** Take the routes to NAT gateways out of a template, and the dependencies on them. */
function removeNatRoutes(path: string): void {
  const template = JSON.parse(readFileSync(path, 'utf8')) as Template;
  const isRoute = (id: string) => template.Resources[id]?.Type === 'AWS::EC2::Route' && 'NatGatewayId' in (template.Resources[id].Properties ?? {});
  const rest = Object.entries(template.Resources).filter(([id]) => !isRoute(id)).map(([id, resource]) =>
    [id, resource.DependsOn === undefined ? resource : { ...resource, DependsOn: [resource.DependsOn].flat().filter((each) => !isRoute(each)) }]);
  writeFileSync(path, JSON.stringify({ ...template, Resources: Object.fromEntries(rest) as object }));
}
