import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../../../src/analysis/load/input-error';
import type { LoadedInput } from '../../../src/analysis/load/load-input';
import { loadInput } from '../../../src/analysis/load/load-input';
import { loadParameters } from '../../../src/analysis/load/load-parameters';
import { MAX_BYTES } from '../../../src/analysis/load/read-text-file';
import type { TemplateInput } from '../../../src/analysis/template/template-input';
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

describe('indentation that means nothing', () => {
  test.each<[string, string, unknown]>([
    ['a flow collection that closes at its key', 'Resources:\n  A: !Join ["", [\n    a,\n  ]]\n', { A: { 'Fn::Join': ['', ['a']] } }],
    ['a flow collection that closes left of its key', 'Resources:\n  A: { B: [\n1,\n] }\n', { A: { B: [1] } }],
    ['content at the key of a flow collection', 'Resources:\n  A: [\n  1,\n  [2,\n  3]]\n  B: 4\n', { A: [1, [2, 3]], B: 4 }],
    ['a quoted text that closes at its key', "Resources:\n  A: 'x\n  '\n  B: 1\n", { A: 'x ', B: 1 }],
    ['a quoted text with a tag that goes on left of its key', 'Resources:\n  A: !Sub "x\ny"\n  B: 1\n', { A: { 'Fn::Sub': 'x y' }, B: 1 }],
    ['a quoted text in a list', 'Resources:\n  A:\n  - "x\n  y"\n  - z\n', { A: ['x y', 'z'] }],
    ['a quoted text that goes on behind a tab', 'Resources:\n  A: "x\n\ty"\n', { A: 'x y' }],
    ['a quoted text inside of a flow collection', 'Resources:\n  A: ["x\n  y", {z: "a\nb"}]\n', { A: ['x y', { z: 'a b' }] }],
  ])('%s', (_, text, expected) => {
    expect((body(text) as { readonly Resources: unknown }).Resources).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    ['a plain text that goes on at its key', 'Resources:\n  A: x\n  y\n', /is not YAML: .* \(line \d+, column \d+\)$/],
    ['a flow collection that never closes', 'Resources:\n  A: [\n  1,\n', /is not YAML: .*line/],
    ['a marker of a document inside of a quoted text', 'Resources:\n  A: "x\n---\n  y"\n', /is not YAML|documents/],
  ])('refused all the same: %s', (_, text, message) => {
    expect(() => body(text)).toThrow(message);
  });
});

describe('several documents', () => {
  test.each([
    ['two', 'Resources: {}\n---\nResources: {A: {}}\n', /holds 2 YAML documents, and a template is one \(line 3, column 1\): write each into a file of its own/],
    ['two with other forms', '---\nResources: {\n}\n...\n---\nA: 1\n', /holds 2 YAML documents/],
    ['three, the last one a text', 'Resources: {}\n---\n---\nx\n', /holds 2 YAML documents/],
  ])('%s are refused', (_, text, message) => {
    expect(() => body(text)).toThrow(message);
    expect(() => body(text)).toThrow(InputError);
  });

  test.each([
    ['behind', 'Resources: {}\n---\n# nothing\n'],
    ['before', '# nothing\n---\n---\nResources: {}\n...\n'],
  ])('empty ones %s are none', (_, text) => {
    expect(body(text)).toEqual({ Resources: {} });
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
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Here: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/inner.yaml}}
        Sam: {Type: AWS::Serverless::Application, Properties: {Location: ./nested/inner.yaml}}
        There: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://bucket.s3.amazonaws.com/t.yaml'}}
        Gone: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: gone.yaml}}
    `);
    const { templates } = loadInput([path]);
    expect([...templates.templates[0].nested].map(([id, { name }]) => [id, name])).toEqual([['Here', 'inner.yaml'], ['Sam', 'inner.yaml']]);
    expect(readWorlds(templates).notes.map(({ logicalId, reason }) => [logicalId, reason])).toEqual([
      ['Gone', 'there is no file gone.yaml beside the template, where its path leads'],
    ]);
  });

  const stack = (TemplateURL: unknown) => ({ Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } } });
  const innermost = (template: TemplateInput): TemplateInput => [...template.nested.values()].map(innermost)[0] ?? template;
  const reasons = ({ templates }: LoadedInput) => templates.notes?.map(({ reason }) => reason);

  test('a path is relative to the template that holds it, whatever lies beside the root', () => {
    file('leaf.yaml', 'Resources: {Wrong: {Type: A::B::C}}');
    file('parts/leaf.yaml', 'Resources: {Right: {Type: A::B::C}}');
    file('parts/middle.json', stack('leaf.yaml'));
    const { templates: [root] } = loadInput([file('root.json', stack('parts/middle.json'))]).templates;
    expect(innermost(root).body).toEqual({ Resources: { Right: { Type: 'A::B::C' } } });
  });

  test.each<[string, unknown]>([
    ['https', 'https://bucket.s3.eu-west-1.amazonaws.com/v1/network/vpc.yaml?versionId=x'],
    ['path-style', 'https://s3.amazonaws.com/bucket/network/vpc.yaml'],
    ['s3', 's3://bucket/network/vpc.yaml'],
    ['with parts that are not known', { 'Fn::Sub': 'https://${Bucket}.s3.${AWS::URLSuffix}/${Prefix}network/vpc.yaml' }],
    ['joined', { 'Fn::Join': ['/', ['https://s3.amazonaws.com', { Ref: 'Bucket' }, 'vpc.yaml']] }],
  ])('an address is the one template of its name that is given, and that is said: %s', (_, address) => {
    const paths = [file('root.json', stack(address)), file('network/vpc.yaml', 'Resources: {}')];
    const found = loadInput(paths);
    expect(found.templates.templates.map(({ name, nested }) => [name, [...nested.values()].map((each) => each.name)])).toEqual([['root.json', ['vpc.yaml']]]);
    expect(found.remarks).toEqual([expect.stringMatching(/^vpc\.yaml is taken for the nested stack at …\/.*vpc\.yaml in root\.json/)]);
  });

  test('the longer end of an address counts; of two alike neither is read', () => {
    const paths = [file('a/vpc.yaml', 'Resources: {}'), file('b/vpc.yaml', 'Resources: {}')];
    const clear = loadInput([file('root.json', stack('https://x/bucket/b/vpc.yaml')), ...paths]);
    expect(clear.templates.templates.map(({ name }) => name)).toEqual(['root.json', 'vpc.yaml']);
    const unclear = loadInput([file('root.json', stack('https://x/bucket/vpc.yaml')), ...paths]);
    expect(reasons(unclear)).toEqual(['several templates that were given may be the one at its address: vpc.yaml, vpc.yaml']);
  });

  test('what lies beside and is not given is not found by its name', () => {
    file('vpc.yaml', 'Resources: {}');
    const { templates: [root] } = loadInput([file('root.json', stack('https://x/bucket/vpc.yaml'))]).templates;
    expect(root.nested.size).toBe(0);
  });

  test('neither an absolute path nor a symbolic link leads out of the folder, unless the file is given too', () => {
    const outside = file('outside/inner.yaml', 'Resources: {}');
    const root = file('in/root.json', { Resources: { ...stack(outside).Resources, Linked: stack('link.yaml').Resources.Inner } });
    symlinkSync(outside, join(folder, 'in/link.yaml'));
    const found = loadInput([root]);
    expect(found.templates.templates[0].nested.size).toBe(0);
    expect(reasons(found)).toEqual([expect.stringMatching(/leads out of .* an absolute path/), expect.stringMatching(/leads out of .* a symbolic link/)]);
    expect(loadInput([root, outside]).templates.templates.map(({ nested }) => nested.size)).toEqual([2]);
    const inside = file('in/parts/inner.yaml', 'Resources: {}');
    expect(loadInput([file('in/other.json', stack(inside))]).templates.templates[0].nested.size).toBe(1);
  });

  test('what is given twice is judged once, and what is nested in another is judged there', () => {
    const inner = file('inner.yaml', 'Resources: {}');
    const outer = file('outer.json', stack('inner.yaml'));
    const found = loadInput([inner, outer, join(folder, 'sub', '..', 'outer.json')]);
    expect(found.templates.templates.map(({ name }) => name)).toEqual(['outer.json']);
    expect(found.remarks).toEqual([expect.stringContaining('is given more than once')]);
  });
});

describe('a folder of templates', () => {
  test('is all templates in it, but for those nested in others', () => {
    file('app.yaml', 'Resources:\n  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: parts/inner.yaml}}\n  Far: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "https://x/y/far.json"}}\n');
    file('parts/inner.yaml', 'Resources: {}');
    file('parts/far.json', { Resources: {} });
    file('other/app.template', '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}');
    file('package.json', { name: 'x' });
    file('params.json', { Name: 'x' });
    file('compose.yaml', 'services: {}');
    file('node_modules/x/t.yaml', 'Resources: {}');
    file('.hidden/t.yaml', 'Resources: {}');
    const { templates, remarks } = loadInput([folder]);
    expect(templates.templates.map(({ name, nested }) => [name, ...[...nested.values()].map((each) => each.name)])).toEqual([
      ['app.yaml', 'parts/inner.yaml', 'parts/far.json'], ['other/app.template'],
    ]);
    expect(remarks).toEqual([expect.stringContaining('parts/far.json is taken for')]);
  });

  test('with a template that is broken is refused', () => {
    file('good.yaml', 'Resources: {}');
    file('broken.yaml', 'Resources: [}');
    expect(() => loadInput([folder])).toThrow(/broken\.yaml is not YAML/);
  });

  test('that holds none is refused', () => {
    file('package.json', { name: 'x' });
    expect(() => loadInput([folder])).toThrow(/it has no manifest\.json; and it holds no template/);
  });

  test('with a link out of it says that it is not followed', () => {
    file('in/good.yaml', 'Resources: {}');
    symlinkSync(file('secret.yaml', 'Resources: {}'), join(folder, 'in/link.yaml'));
    const { templates, remarks } = loadInput([join(folder, 'in')]);
    expect(templates.templates.map(({ name }) => name)).toEqual(['good.yaml']);
    expect(remarks).toEqual([expect.stringContaining('leads out of the folder')]);
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
    [{ 'A': null, 'B': 'x', 't.json': { B: null } }, [{ B: 'x' }, { B: 'x' }]],
  ])('%j', (content, expected) => {
    expect(given(content)).toEqual(expected);
  });

  test.each<[unknown, RegExp]>([
    ['"x"', /holds no values/],
    [[{ ParameterKey: 'A' }], /without ParameterKey or ParameterValue/],
    [{ A: [null] }, /no text for the parameter 'A'/],
    [{ 't.json': { A: {} } }, /no text for the parameter 'A'/],
    ['{', /not JSON|not YAML/],
  ])('refused: %j', (content, message) => {
    expect(() => given(content)).toThrow(message);
    expect(() => given(content)).toThrow(InputError);
  });
});
