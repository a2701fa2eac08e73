import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly, templatesWithoutCode } from './assembly';
import { describeDifference, differences } from './differences';

/*
 * The comparison of the consumers would pass if it saw nothing. Here it is shown what it has to see.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'assemblies-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const VIOLATION = {
  ruleName: 'NO_ROUTE_TO_DESTINATION',
  description: 'Orders/CountStock cannot reach 192.168.0.0/16',
  suggestedFix: 'network.peerWith()',
  violatingConstructs: [{ constructPath: 'Orders/CountStock/Resource', stackTraces: ['app.js:1'] }],
};
const FILES = {
  'Orders.template.json': {
    Resources: {
      CountStock: {
        Type: 'AWS::Lambda::Function',
        Properties: { Code: { S3Key: 'abc.zip' }, Timeout: 3 },
        Metadata: { 'aws:asset:path': 'asset.abc', 'aws:cdk:path': 'Orders/CountStock/Resource' },
      },
    },
  },
  'Orders.assets.json': { files: { abc: { source: { path: 'asset.abc' } }, t1: { source: { path: 'Orders.template.json' } } } },
  'reachability.json': { functions: [{ verdict: 'blocked' }] },
  'validation-report.json': { pluginReports: [{ violations: [VIOLATION] }] },
  'tree.json': { anything: 'else' },
};

let assemblies = 0;

/** An assembly in which some text is another. */
function assembly(from = '', to = ''): string {
  const folder = join(FOLDER, `${assemblies++}`);
  mkdirSync(folder);
  Object.entries(FILES).forEach(([name, content]) => writeFileSync(join(folder, name), JSON.stringify(content).replaceAll(from, to)));
  return folder;
}

test('assemblies that are equal have no differences', () => {
  expect(differences(readAssembly(assembly()), readAssembly(assembly()))).toEqual([]);
});

test.each([
  ['a property', '"Timeout":3', '"Timeout":60', 'Orders.template.json › Resources › CountStock › Properties › Timeout: expected 3, found 60'],
  ['metadata', 'Orders/CountStock/Resource', 'Orders/Stock/Resource', 'expected "Orders/CountStock/Resource", found "Orders/Stock/Resource"'],
  ['an asset', '"abc":', '"def":', 'Orders.assets.json › abc: expected {"source":{"path":"asset.abc"}}, found nothing'],
  ['a verdict', 'blocked', 'reachable', 'reachability.json › functions › 0 › verdict: expected "blocked", found "reachable"'],
  ['a code', 'NO_ROUTE_TO_DESTINATION', 'SG_HAS_NO_RULES', 'expected "NO_ROUTE_TO_DESTINATION", found "SG_HAS_NO_RULES"'],
  ['an explanation', 'cannot reach', 'does not reach', 'expected "Orders/CountStock cannot reach 192.168.0.0/16"'],
  ['a mend', 'network.peerWith()', 'none', 'expected "network.peerWith()", found "none"'],
])('%s that is another is a difference', (_, from, to, described) => {
  const found = differences(readAssembly(assembly()), readAssembly(assembly(from, to))).map(describeDifference);
  expect(found).toContainEqual(expect.stringContaining(described));
});

test('what only a language can know is none: stack traces, the text of a template, and the other files', () => {
  expect(differences(readAssembly(assembly()), readAssembly(assembly('app.js:1', 'app.py:1')))).toEqual([]);
  expect(differences(readAssembly(assembly()), readAssembly(assembly('"t1"', '"t2"')))).toEqual([]);
  expect(differences(readAssembly(assembly()), readAssembly(assembly('else', 'more')))).toEqual([]);
});

test('a stack that is missing, and one too many, is a difference', () => {
  const one = assembly();
  const other = assembly();
  rmSync(join(other, 'Orders.template.json'));
  expect(differences(readAssembly(one), readAssembly(other))).toHaveLength(1);
  expect(differences(readAssembly(other), readAssembly(one))).toHaveLength(1);
});

test('without code, another asset is no difference, and another property still is', () => {
  const templates = (from?: string, to?: string) => templatesWithoutCode(readAssembly(assembly(from, to)));
  expect(differences(templates(), templates('abc', 'def'))).toEqual([]);
  expect(differences(templates(), templates('"Timeout":3', '"Timeout":60'))).toHaveLength(1);
});

test.each([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, 0],
  [[1, 2], [2, 1], 2],
  [[1], [1, 2], 1],
  [[], {}, 1],
  [{}, null, 1],
  ['1', 1, 1],
])('between %j and %j there are %s differences', (expected, found, count) => {
  expect(differences(expected, found)).toHaveLength(count);
});
