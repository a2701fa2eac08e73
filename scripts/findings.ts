import { FINDING_CODES } from '../src/analysis/model/finding-codes';
import { PATH_CODES } from '../src/analysis/model/path-codes';

const REACHABILITY_ANALYZER = 'https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html';

/** The catalogue of codes, as docs/FINDINGS.md has it. */
export function renderFindingCatalogue(): string {
  const pathCodes = Object.entries(PATH_CODES);
  return [
    '<!-- generated from the registries of codes by scripts/write-findings.ts: do not edit -->',
    '',
    '# Finding codes',
    '',
    'A code is public for ever: it is never given another meaning and never used again. The wording of messages is no interface.',
    'What each code is about is shown by an example that has it and its mended twin, in `test/analysis/cases/<code>`;',
    'what it looks like and what to do about it is in [troubleshooting](guides/troubleshooting.md#by-finding-code).',
    '',
    'To let one pass, with a reason that ends up in `validation-report.json`:',
    '',
    '```ts',
    "import { Validations } from 'aws-cdk-lib';",
    "import type { IConstruct } from 'constructs';",
    '',
    'declare const lambdaFunction: IConstruct;',
    "Validations.of(lambdaFunction).acknowledge({ id: 'cdk-lambda-network::NO_ROUTE_TO_DESTINATION', reason: 'the route is made by another team' });",
    '```',
    '',
    '## In the way of a destination',
    '',
    `Codes of [VPC Reachability Analyzer](${REACHABILITY_ANALYZER}), with its meaning:`,
    '',
    ...table(pathCodes.filter(([, { origin }]) => origin === 'aws').map(([code, { title }]) => [code, title])),
    '',
    'Codes of our own, where it has none:',
    '',
    ...table(pathCodes.filter(([, { origin }]) => origin === 'ours').map(([code, { title }]) => [code, title])),
    '',
    '## Findings about a function',
    '',
    '| code | severity | |',
    '|---|---|---|',
    ...Object.entries(FINDING_CODES).map(([code, { severity, title }]) => `| \`${code}\` | ${severity} | ${title} |`),
    '',
  ].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  return ['| code | |', '|---|---|', ...rows.map(([code, title]) => `| \`${code}\` | ${title} |`)];
}
