import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { main } from '../../src/analysis/command/main';
import { parseText } from '../../src/analysis/load/parse-template';

/*
 * Whatever a file holds, the command answers: with verdicts, or with one sentence on what cannot be read. It never fails otherwise, and
 * never takes long. The inputs are the examples of all codes, broken in every way that chance finds.
 */

const CASES = join(__dirname, 'cases');
const FOLDER = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** What fails takes long, perhaps, and so would each try to make it smaller. */
const RUNS = { numRuns: 100, endOnFailure: true };

/** Generous: an ordinary input takes some milliseconds. */
const MOST_MILLISECONDS = 20_000;

const EXAMPLES = readdirSync(CASES).map((code) => join(CASES, code, 'template.yaml')).filter(existsSync).map((path) => readFileSync(path, 'utf8'));
const TEMPLATES = EXAMPLES.map((text) => parseText(text, 'template.yaml'));

type Data = Record<string, unknown> | unknown[];

/** What stands at some place of a template. */
interface Place {
  readonly parent: Data;
  readonly key: string | number;
}

type Change = (template: Data, places: readonly Place[]) => void;

function placesIn(data: unknown, found: Place[] = []): Place[] {
  if (typeof data === 'object' && data !== null) {
    for (const key of Object.keys(data)) {
      found.push({ parent: data as Data, key });
      placesIn((data as Record<string, unknown>)[key], found);
    }
  }
  return found;
}

function at({ parent, key }: Place): unknown {
  return (parent as Record<string, unknown>)[key];
}

function put({ parent, key }: Place, value: unknown): void {
  Object.defineProperty(parent, key, { value: structuredClone(value), enumerable: true, configurable: true, writable: true });
}

/** A value in many objects, one in the other. */
function nested(value: unknown, depth: number, wrap: (inner: unknown) => unknown): unknown {
  return Array.from({ length: depth }).reduce((inner) => wrap(inner), value);
}

const NAMES = ['Vpc', 'Private', 'Orders', 'Nat', 'Group', 'Missing', '__proto__', 'constructor', 'AWS::Region', 'AWS::NoValue', ''];
const name = fc.constantFrom(...NAMES);
const scalar = fc.constantFrom<unknown>(
  null, '', 0, -1, 1.5, 1e308, true, false, 'x', '10.0.0.0/8', '10.0.0.0/33', '0.0.0.0/0', '::/0', '::/129', '1.2.3', 'pl-', 'sg-', '-1', '65536', 'tcp', 'arn:aws:lambda:::', '${', '${}', '${Vpc', '{{resolve:ssm:x}}',
  '\u0000', '\uD800', 'x'.repeat(10_000), ','.repeat(5_000),
);

const expression: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie('function'), fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(name, tie('any'), { maxKeys: 3, noNullPrototype: true })),
  function: fc.oneof(
    name.map((Ref) => ({ Ref })), name.map((Condition) => ({ Condition })),
    fc.tuple(name, fc.constantFrom('Id', 'Arn', 'Outputs.X', 'Ipv6CidrBlocks', 'CidrBlock', '')).map((pair) => ({ 'Fn::GetAtt': pair })),
    fc.tuple(fc.constantFrom('Fn::If', 'Fn::Select', 'Fn::Split', 'Fn::Join', 'Fn::FindInMap', 'Fn::Cidr', 'Fn::And', 'Fn::Or', 'Fn::Equals'), fc.array(tie('any'), { maxLength: 4 }))
      .map(([key, argument]) => ({ [key]: argument })),
    fc.tuple(fc.constantFrom('Fn::Sub', 'Fn::ImportValue', 'Fn::GetAZs', 'Fn::Base64', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Transform', 'Fn::Not', 'Fn::GetStackOutput'), tie('any'))
      .map(([key, argument]) => ({ [key]: argument })),
    fc.constant({ 'Fn::Cidr': ['10.0.0.0/8', 1e9, 1] }), fc.constant({ 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 256, '128'] }),
    fc.constant({ 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }] }),
  ),
})).any;

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.nat().map((place): Change => (_, places) => {
    const { parent, key } = places[place % places.length];
    delete (parent as Record<string, unknown>)[key];
  }),
  fc.tuple(fc.nat(), expression).map(([place, value]): Change => (_, places) => put(places[place % places.length], value)),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]): Change => (_, places) => put(places[to % places.length], at(places[from % places.length]))),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 110 }), fc.constantFrom<(inner: unknown) => unknown>((inner) => [inner], (inner) => ({ 'Fn::If': ['C', inner, inner === undefined ? '' : 'x'] }), (Ref) => ({ Ref }), (inner) => ({ 'Fn::Not': [inner] }), (inner) => ({ 'Fn::Sub': ['${x}', { x: inner }] })))
    .map(([place, depth, wrap]): Change => (_, places) => put(places[place % places.length], nested(at(places[place % places.length]), depth, wrap))),
  fc.tuple(fc.constantFrom('Parameters', 'Conditions', 'Mappings', 'Outputs', 'Globals', 'Transform', 'Resources'), name, expression).map(([section, key, value]): Change => (template) => {
    const known = (template as Record<string, unknown>)[section];
    put({ parent: template, key: section }, typeof known === 'object' && known !== null && key !== '' ? Object.fromEntries([...Object.entries(known), [key, value]]) : value);
  }),
);

/** A template after some changes. */
const broken: fc.Arbitrary<unknown> = fc.tuple(fc.nat(), fc.array(changes, { minLength: 1, maxLength: 6 })).map(([example, some]) => {
  const template = structuredClone(TEMPLATES[example % TEMPLATES.length]) as Data;
  for (const change of some) {
    const places = placesIn(template);
    if (places.length > 0) {
      change(template, places);
    }
  }
  return template;
});

/** The command answers, soon, and in one sentence when it cannot read its input. */
function answers(...argv: readonly string[]): void {
  const written = { out: '', error: '' };
  const check = () => main(['check', ...argv], {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  const status: unknown = runInNewContext('check()', { check }, { timeout: MOST_MILLISECONDS });
  expect([0, 1, 2]).toContain(status);
  if (status === 2) {
    expect(written.out).toBe('');
    expect(written.error).toMatch(/^cdk-lambda-network: [^\n]+\n/);
  } else {
    expect(written.error).toMatch(/^(cdk-lambda-network: [^\n]+\n)*$/);
    expect(written.out).not.toBe('');
  }
}

function file(path: string, content: unknown): string {
  const where = join(FOLDER, path);
  writeFileSync(where, typeof content === 'string' ? content : JSON.stringify(content) ?? '');
  return where;
}

const formats = fc.constantFrom('text', 'json', 'runbook');

describe('law: the command answers to', () => {
  test('a template that is broken', () => {
    fc.assert(fc.property(broken, formats, (template, format) => answers(file('one.json', template), '--format', format)), RUNS);
  });

  test('two that are, judged together, and asked for anything', () => {
    const asked = fc.constantFrom('internet', 's3', 'Database', 'Vpc', '10.0.0.0/8', '::/0', 'pl-0a', 'Group:5432');
    fc.assert(fc.property(broken, broken, asked, (one, other, to) => answers(file('one.json', one), file('two.json', other), '--to', to, '--require')), RUNS);
  });

  test('a text that is broken', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('&a ', '*a', '!Ref ', '!GetAtt x.y', '<<: *a', '- ', ': ', '{', ']', '|', '\t', '%YAML 1.2\n', '---\n'))), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(fc.constantFrom(...EXAMPLES), edits, (text, some) => {
      const changed = some.reduce((whole, [place, length, put1]) => {
        const start = place % (whole.length + 1);
        return `${whole.slice(0, start)}${put1}${whole.slice(start + length)}`;
      }, text);
      answers(file('text.yaml', changed));
    }), RUNS);
  });

  test('stacks that are nested in each other in any way, with outputs that lead anywhere', () => {
    const FILES = ['a.json', 'b.json', 'c.json'];
    const value = (names: readonly string[]) => fc.oneof(
      fc.constantFrom(...names).map((output) => ({ 'Fn::GetAtt': ['Inner', `Outputs.${output}`] })), fc.constant({ Ref: 'P' }), fc.constantFrom(...names).map((output) => ({ 'Fn::ImportValue': output })),
    );
    const stack = fc.record({
      Parameters: fc.constant({ P: { Type: 'String' } }),
      Resources: fc.record({
        Inner: fc.record({ Type: fc.constant('AWS::CloudFormation::Stack'), Properties: fc.record({ TemplateURL: fc.constantFrom(...FILES, 'none.json'), Parameters: fc.record({ P: value(['X', 'Y']) }) }) }),
        Fn: fc.record({ Type: fc.constant('AWS::Lambda::Function'), Properties: fc.record({ VpcConfig: fc.record({ SubnetIds: fc.array(value(['X', 'Y']), { maxLength: 2 }), SecurityGroupIds: value(['X', 'Y']) }) }) }),
      }, { requiredKeys: [] }),
      Outputs: fc.record({ X: value(['X', 'Y']), Y: value(['X', 'Y']) }).map((outputs) => Object.fromEntries(Object.entries(outputs).map(([id, Value]) => [id, { Value, Export: { Name: id } }]))),
    });
    fc.assert(fc.property(fc.tuple(stack, stack, stack), (stacks) => {
      const paths = stacks.map((body, index) => file(FILES[index], body));
      answers(...paths);
    }), RUNS);
  });

  test('conditions and mappings that lead in circles', () => {
    const IDS = ['A', 'B', 'C'];
    const id = fc.constantFrom(...IDS);
    const condition = fc.oneof(
      id.map((Condition) => ({ Condition })), fc.array(id.map((Condition) => ({ Condition })), { maxLength: 3 }).chain((some) => fc.constantFrom({ 'Fn::And': some }, { 'Fn::Or': some }, { 'Fn::Not': some })),
      fc.tuple(id, id).map(([one, other]) => ({ 'Fn::Equals': [{ Ref: one }, { 'Fn::If': [other, { Ref: one }, 'x'] }] })),
      fc.tuple(id, id).map(([one, other]) => ({ 'Fn::Equals': [{ 'Fn::FindInMap': [one, other, { Ref: one }] }, 'x'] })),
    );
    const mapping = fc.dictionary(id, fc.dictionary(id, fc.tuple(id, id).map(([one, other]) => ({ 'Fn::FindInMap': [one, other, one] })), { noNullPrototype: true }), { noNullPrototype: true });
    const values = fc.tuple(id, id, id).map(([one, other, third]) => ({ 'Fn::If': [one, { 'Fn::FindInMap': [other, third, one] }, { Ref: third }] }));
    const conditions = fc.dictionary(id, condition, { noNullPrototype: true });
    const mappings = fc.dictionary(id, mapping, { noNullPrototype: true });
    fc.assert(fc.property(conditions, mappings, fc.tuple(values, values, values, id), (Conditions, Mappings, [SubnetIds, groups, to, Condition]) => {
      answers(file('circles.json', {
        Conditions, Mappings, Parameters: { A: { Type: 'String', Default: { Ref: 'B' } }, B: { Type: 'CommaDelimitedList' } },
        Resources: {
          Fn: { Type: 'AWS::Lambda::Function', Condition, Properties: { VpcConfig: { SubnetIds, SecurityGroupIds: groups } } },
          Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: to, DestinationCidrBlock: to, NatGatewayId: SubnetIds } },
        },
      }));
    }), RUNS);
  });

  test('expressions that name each other twice, and so on', () => {
    const DOUBLINGS: readonly ((one: unknown) => unknown)[] = [
      (one) => [one, one], (one) => ({ 'Fn::Join': ['', [one, one]] }), (one) => ({ 'Fn::Sub': ['${a}x${a}', { a: one }] }), (one) => ({ 'Fn::ToJsonString': { a: one, b: [one] } }),
      (one) => ({ 'Fn::Select': [0, { 'Fn::Split': ['x', { 'Fn::Join': ['x', [one, one]] }] }] }), (one) => ({ 'Fn::Select': [0, { 'Fn::Cidr': [one, 2, one] }] }), (one) => ({ 'Fn::If': ['C', one, one] }),
      (one) => ({ a: one, b: one }), (one) => ({ 'Fn::GetAZs': one }), (one) => ({ 'Fn::ImportValue': { 'Fn::Join': ['', [one, one]] } }),
    ];
    const NAMINGS: readonly ((level: number) => unknown)[] = [
      (level) => ({ 'Fn::ImportValue': `L${level}` }), (level) => ({ 'Fn::GetAtt': [`Parameter${level}`, 'Value'] }), (level) => ({ 'Fn::GetAtt': [`Subnet${level}`, 'CidrBlock'] }),
      (level) => ({ Ref: `Subnet${level}` }), (level) => ({ 'Fn::FindInMap': ['M', 'A', `L${level}`] }), (level) => ({ 'Fn::Sub': `\${Parameter${level}.Value}` }), (level) => ({ Ref: `P${level}` }),
    ];
    const levels = fc.array(fc.tuple(fc.constantFrom(...DOUBLINGS), fc.constantFrom(...NAMINGS)), { minLength: 40, maxLength: 60 });
    const alike = fc.tuple(fc.constantFrom(...DOUBLINGS), fc.constantFrom(...NAMINGS)).map((level) => Array.from({ length: 50 }, () => level));
    fc.assert(fc.property(fc.oneof(levels, alike), fc.constantFrom('x', '10.0.0.0/8', '"', { Ref: 'Nothing' }), (some, last) => {
      const values = [...some.map(([twice, next], index) => twice(next(index + 1))), last];
      const each = (make: (value: unknown, level: number) => object): object => Object.assign({}, ...values.map(make)) as object;
      answers(file('twice.json', {
        Parameters: { Q: { Type: 'String' }, ...each((value, level) => ({ [`P${level}`]: { Type: 'String', Default: value } })) },
        Conditions: { C: { 'Fn::Equals': [{ Ref: 'Q' }, values[0]] } },
        Mappings: { M: { A: each((value, level) => ({ [`L${level}`]: value })) } },
        Resources: {
          Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: values[0], SecurityGroupIds: [values[0]] } } },
          ...each((value, level) => ({
            [`Parameter${level}`]: { Type: 'AWS::SSM::Parameter', Properties: { Name: `/l/${level}`, Value: value } },
            [`Subnet${level}`]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: value, CidrBlock: value } },
          })),
        },
        Outputs: each((Value, level) => ({ [`O${level}`]: { Value, Export: { Name: `L${level}` } } })),
      }));
    }), RUNS);
  });

  test('an assembly whose files are broken', () => {
    const folder = join(FOLDER, 'cdk.out');
    mkdirSync(folder, { recursive: true });
    const artifact = {
      type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', displayName: 'App/One', dependencies: ['One.assets'],
      properties: { templateFile: 'One.template.json', stackName: 'One', additionalMetadataFile: 'One.metadata.json' },
    };
    const manifest = { version: '48.0.0', artifacts: { 'One.assets': { type: 'cdk:asset-manifest', properties: { file: 'One.assets.json' } }, 'One': artifact } };
    const damaged = (sound: Data) => fc.array(changes, { maxLength: 2 }).map((some) => {
      const copy = structuredClone(sound);
      some.forEach((change) => {
        const places = placesIn(copy);
        if (places.length > 0) {
          change(copy, places);
        }
      });
      return copy;
    });
    const metadataFiles = damaged({ '/App/One/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'Orders' }] });
    const assetFiles = damaged({ files: { x: { source: { path: 'One.template.json' } } } });
    fc.assert(fc.property(damaged(manifest), metadataFiles, assetFiles, broken, (index, metadata, assets, template) => {
      file('cdk.out/manifest.json', index);
      file('cdk.out/One.metadata.json', metadata);
      file('cdk.out/One.assets.json', assets);
      file('cdk.out/One.template.json', template);
      answers(folder);
    }), RUNS);
  });

  test('values for parameters that are broken', () => {
    fc.assert(fc.property(broken, expression, (template, params) => answers(file('one.json', template), '--params', file('params.json', params ?? null))), RUNS);
  });
});
