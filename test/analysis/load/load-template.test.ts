import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../../../src/analysis/load/input-error';
import { loadInput } from '../../../src/analysis/load/load-input';
import { loadParameters } from '../../../src/analysis/load/load-parameters';
import { MAX_BYTES } from '../../../src/analysis/load/read-text-file';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Write a file, and tell its path. */
function file(name: string, content: string | Buffer | object): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

function body(text: string, name = 't.yaml'): unknown {
  return loadInput([file(name, text)]).templates.templates[0].body;
}

describe('YAML', () => {
  test('the short forms of functions', () => {
    expect(body(`
      Resources:
        A: !Ref X
        B: !GetAtt X.Outputs.Y.Z
        C: !GetAtt [X, Y]
        D: !Sub '\${X}-y'
        E: !Sub ['\${a}', { a: !Ref X }]
        F: !If [C, !Ref X, !Ref 'AWS::NoValue']
        G: !Select [0, !GetAZs '']
        H: !Join ['', [a, !ImportValue b]]
        I: !Condition C
        J: !FindInMap [M, !Ref 'AWS::Region', k]
        K: !Cidr [!GetAtt V.CidrBlock, 2, 8]
        L: !Equals [!Ref X, 'true']
        M: !Ref 123
        N: !Unheard of
    `)).toEqual({
      Resources: {
        A: { Ref: 'X' }, B: { 'Fn::GetAtt': ['X', 'Outputs.Y.Z'] }, C: { 'Fn::GetAtt': ['X', 'Y'] },
        D: { 'Fn::Sub': '${X}-y' }, E: { 'Fn::Sub': ['${a}', { a: { Ref: 'X' } }] }, F: { 'Fn::If': ['C', { Ref: 'X' }, { Ref: 'AWS::NoValue' }] },
        G: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, H: { 'Fn::Join': ['', ['a', { 'Fn::ImportValue': 'b' }]] }, I: { Condition: 'C' },
        J: { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }, K: { 'Fn::Cidr': [{ 'Fn::GetAtt': ['V', 'CidrBlock'] }, 2, 8] },
        L: { 'Fn::Equals': [{ Ref: 'X' }, 'true'] }, M: { Ref: '123' }, N: { 'Fn::Unheard': 'of' },
      },
    });
  });

  test('version 1.1, dates as texts, keys as they are written', () => {
    expect(body('AWSTemplateFormatVersion: 2010-09-09\nResources: {}\nA: yes\nB: off\nC: "yes"\ny: 1\n8080: 2\nD: ::/0\nE: ~\n')).toEqual({
      AWSTemplateFormatVersion: '2010-09-09', Resources: {}, A: true, B: false, C: 'yes', y: 1, 8080: 2, D: '::/0', E: null,
    });
  });

  test('anchors, aliases and merged keys', () => {
    expect(body('X: &x {a: 1, b: 2}\nResources: {}\nY: *x\nZ:\n  <<: *x\n  b: 3\n')).toEqual({ X: { a: 1, b: 2 }, Resources: {}, Y: { a: 1, b: 2 }, Z: { a: 1, b: 3 } });
  });

  test('JSON is YAML when the file does not say otherwise', () => {
    expect(body('{Resources: {A: !Ref B}}')).toEqual({ Resources: { A: { Ref: 'B' } } });
  });

  test('a name that means something in JavaScript is a key', () => {
    expect(Object.keys(body('Resources: {}\n__proto__: {polluted: true}\nconstructor: 1\n') as object)).toEqual(['Resources', '__proto__', 'constructor']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

/** Nine levels of nine: a billion of the last. */
const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.split('').map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghij'[index]}`).join()}]`).join('\n')}\nResources: {}`;

test.each<[string, string, string | Buffer, RegExp]>([
  ['no JSON', 't.json', '{"Resources": ', /t\.json is not JSON/],
  ['no YAML', 't.yaml', 'Resources: [', /t\.yaml is not YAML: .*line 1/],
  ['a key twice in JSON', 't.json', '{"Resources": {"A": {"x": "{\\"", "B": 1}, "A": {}}}', /has the key 'A' twice/],
  ['a key twice by another spelling', 't.json', '{"Resources": {"A": 1, "\\u0041": {}}}', /has the key 'A' twice/],
  ['a key twice in YAML', 't.yaml', 'Resources:\n  A: 1\n  A: 2\n', /has the key 'A' twice/],
  ['a key that is a list', 't.yaml', 'Resources:\n  ? [a]\n  : 1\n', /a key that is not a text/],
  ['JSON nested too deeply', 't.json', `{"Resources": ${'['.repeat(200)}${']'.repeat(200)}}`, /nested more than 100 deep/],
  ['JSON nested far too deeply', 't.json', `{"Resources": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`, /nested/],
  ['YAML nested too deeply', 't.yaml', `Resources: ${'['.repeat(150)}${']'.repeat(150)}`, /nested/],
  ['YAML nested far too deeply', 't.yaml', `Resources: ${'['.repeat(20_000)}`, /is not YAML|nested/],
  ['aliases that unfold', 't.yaml', BOMB, /unfolds to more than/],
  ['an alias of itself', 't.yaml', 'Resources: &r\n  A: *r\n', /alias/],
  ['an alias of nothing', 't.yaml', 'Resources: *r\n', /alias|anchor/i],
  ['no text', 't.yaml', Buffer.from([0xFF, 0xFE, 0x00, 0x01]), /is not a text in UTF-8/],
  ['no template', 't.json', '[1, 2]', /is not a CloudFormation template: it has no object Resources/],
  ['no resources', 't.yaml', 'services: {}', /is not a CloudFormation template/],
  ['an empty file', 't.yaml', '', /is not a CloudFormation template/],
  ['too much YAML', 't.yaml', `Resources: {}\n# ${'x'.repeat(9 * 1024 * 1024)}`, /write it as JSON/],
  ['too much', 't.json', Buffer.alloc(MAX_BYTES + 1), /more than the 52428800 that are read/],
])('refused: %s', (_, name, content, message) => {
  const path = file(name, content);
  expect(() => loadInput([path])).toThrow(message);
  expect(() => loadInput([path])).toThrow(InputError);
});

test.each<[string, () => string, RegExp]>([
  ['a path that leads nowhere', () => join(folder, 'nothing'), /there is no file or folder .*nothing/],
  ['a folder that is no assembly', () => folder, /is not a cloud assembly: it has no manifest\.json/],
  ['a device', () => '/dev/zero', /is not a plain file/],
  ['a path that cannot be', () => 'a\0b', /cannot be read/],
])('refused: %s', (_, path, message) => {
  expect(() => loadInput([path()])).toThrow(message);
  expect(() => loadInput([path()])).toThrow(InputError);
});

describe('several templates', () => {
  test('names are kept apart', () => {
    const [one, other] = [file('a/t.json', { Resources: {} }), file('b/t.json', { Resources: {} })];
    expect(loadInput([one, other]).templates.templates.map(({ name }) => name)).toEqual(['t.json', 't.json (2)']);
  });

  test('nested stacks beside a template are read; others are noted', () => {
    file('nested/inner.yaml', 'Resources: {}');
    const path = file('outer.yaml', `
      Resources:
        Here: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/inner.yaml}}
        Sam: {Type: AWS::Serverless::Application, Properties: {Location: ./nested/inner.yaml}}
        There: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://bucket.s3.amazonaws.com/t.yaml'}}
        Gone: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: gone.yaml}}
    `);
    const { templates } = loadInput([path]);
    expect([...templates.templates[0].nested].map(([id, { name }]) => [id, name])).toEqual([['Here', 'inner.yaml'], ['Sam', 'inner.yaml']]);
    expect(readWorlds(templates).notes.map(({ logicalId, reason }) => [logicalId, reason])).toEqual([
      ['There', 'the template of the nested stack is not at hand'], ['Gone', 'the template of the nested stack is not at hand'],
    ].sort());
  });

  test('a template that nests itself is refused', () => {
    const path = file('t.yaml', 'Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t.yaml}}\n');
    expect(() => loadInput([path])).toThrow(/nested more than 20 deep/);
  });
});

describe('values of parameters', () => {
  const given = (content: unknown) => {
    const parameters = loadParameters(file('params.json', content as object));
    return loadInput([file('t.json', { Resources: {} }), file('u.json', { Resources: {} })], parameters).templates.templates
      .map((template) => Object.fromEntries(template.parameters!));
  };

  test.each<[unknown, object[]]>([
    [{ A: 'x', B: 1, C: true, D: ['a', 'b'] }, [{ A: 'x', B: '1', C: 'true', D: 'a,b' }, { A: 'x', B: '1', C: 'true', D: 'a,b' }]],
    [{ 'A': 'x', 't.json': { A: 'y' } }, [{ A: 'y' }, { A: 'x' }]],
    [[{ ParameterKey: 'A', ParameterValue: 'x' }], [{ A: 'x' }, { A: 'x' }]],
  ])('%j', (content, expected) => {
    expect(given(content)).toEqual(expected);
  });

  test.each<[unknown, RegExp]>([
    ['"x"', /holds no values/],
    [[{ ParameterKey: 'A' }], /without ParameterKey or ParameterValue/],
    [{ A: null }, /no text for the parameter 'A'/],
    [{ 't.json': { A: {} } }, /no text for the parameter 'A'/],
    ['{', /not JSON|not YAML/],
  ])('refused: %j', (content, message) => {
    expect(() => given(content)).toThrow(message);
    expect(() => given(content)).toThrow(InputError);
  });
});
