import { join } from 'node:path';
import type { Documents } from './assembly';
import { REPORT, readAssembly, templatesWithoutCode } from './assembly';
import { describeDifference, differences } from './differences';

/** So many differences of an assembly are shown. */
const SHOWN = 10;

const OUTPUTS = ['cdk.out', 'cdk.out.mistake'];
const [verify] = process.argv.slice(2);

/** Hold the assemblies that the consumers left in .verify against the one of TypeScript, and that one against the example itself. */
function main(): boolean {
  const agree = OUTPUTS.flatMap((output) => ['python', 'java', 'go'].map((language) =>
    agrees(`${language}, ${output}`, assembly('typescript', output), assembly(language, output))));
  return [isExample(), isMistake(), ...agree].every(Boolean);
}

function assembly(language: string, output: string): Documents {
  return readAssembly(join(verify, language, 'app', output));
}

/** The consumers have a stack more than the example. */
function isExample(): boolean {
  const example = templatesWithoutCode(readAssembly(join(verify, 'compare', 'cdk.out')));
  const { 'OrdersGuardrail.template.json': _, ...ofConsumer } = templatesWithoutCode(assembly('typescript', 'cdk.out'));
  return agrees('typescript, beside examples/orders', example, ofConsumer);
}

/** Equal reports could be equally empty, or be about something else. */
function isMistake(): boolean {
  const codesOf = (output: string): string[] => (assembly('typescript', output)[REPORT] as { ruleName: string }[]).map(({ ruleName }) => ruleName);
  const expected = { 'cdk.out': [], 'cdk.out.mistake': ['NO_ROUTE_TO_DESTINATION'] };
  return agrees('the codes of what is reported', expected, Object.fromEntries(OUTPUTS.map((output) => [output, codesOf(output)])));
}

function agrees(what: string, expected: Documents, found: Documents): boolean {
  const all = differences(expected, found);
  console.log(`${all.length === 0 ? '✓' : '✗'} ${what}: ${Object.keys(found).length} documents, ${all.length || 'no'} differences`);
  all.slice(0, SHOWN).forEach((difference) => console.log(`    ${describeDifference(difference)}`));
  return all.length === 0;
}

process.exitCode = main() ? 0 : 1;
