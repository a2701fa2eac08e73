import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { judge } from '../../../src/analysis/judge/judge';
import { escapeJson, escapeLine, spellLines } from '../../../src/analysis/report/escape';
import { renderReport } from '../../../src/analysis/report/render-report';
import { HTTPS, privateNetwork, source } from '../support/builders';
import { call } from '../support/call-command';

/*
 * What a template calls its things never changes what a terminal or a pipeline does.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'escape-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const HOSTILE = [
  '\u001b[31m', '\u001b]0;title\u0007', '\u009b2J', '\u202e', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c', '\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\u0000', '\u007f',
  '\u200b', '\u00ad', '\ufeff', '\u00a0', '\u3164', '\u{e0041}', '\ud800', '\udfff', '\n::error::x', '##[error]x', '##vso[task.complete]', '##teamcity[x]', '::', ':', '#', '##', '[',
  '\n```\n', '```', '~~~', '\\', '\\u{', '\\u{202e}', 'u{', '{', '}',
];

const text = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ maxLength: 6 })), { maxLength: 6 }).map((parts) => parts.join(''));

/** Reads what is escaped back. */
function readBack(line: string): string {
  return line.replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

/** What of an output no terminal and no pipeline should be given. */
function faults(output: string): string[] {
  return output.split('\n').flatMap((line) => [
    ...[...line].filter((each) => each !== ' ' && /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(each)).map((each) => `U+${each.codePointAt(0)!.toString(16)}`),
    .../^\s*(?:::|```|~~~)|##\w*\[/.test(line) ? [line] : [],
  ]);
}

describe('D3: a line', () => {
  test('has nothing but printable characters, and is no command', () => {
    fc.assert(fc.property(text, (given) => {
      const line = escapeLine(given);
      expect(faults(line)).toEqual([]);
      expect(line).not.toContain('\n');
    }), { numRuns: 2000 });
  });

  test('can be read back', () => {
    fc.assert(fc.property(text, (given) => expect(readBack(escapeLine(given))).toBe(given)), { numRuns: 2000 });
  });

  test.each([
    ['Shop/Orders', 'Shop/Orders'], ['C:\\temp', 'C:\\temp'], ['Bestellungen für Zürich → 注文', 'Bestellungen für Zürich → 注文'], ['Fn::GetAtt', 'Fn::GetAtt'],
    ['a\u202eb', 'a\\u{202e}b'], ['a\nb', 'a\\u{a}b'], ['\u001b[31m', '\\u{1b}[31m'], ['\\u{202e}', '\\u{5c}u{202e}'],
    ['::error::x', '\\u{3a}:error::x'], ['  ::error::x', '  \\u{3a}:error::x'], ['x ##vso[y]', 'x \\u{23}#vso[y]'], ['###[y]', '#\\u{23}#[y]'], ['```', '\\u{60}``'],
  ])('%j is written as %s', (given, expected) => {
    expect(escapeLine(given)).toBe(expected);
  });

  test('is one of as many as are given', () => {
    fc.assert(fc.property(fc.array(text), (lines) => expect(spellLines(lines).split('\n')).toHaveLength(lines.length + 1)));
  });
});

test('D3: JSON says the same, with nothing that is not seen', () => {
  fc.assert(fc.property(fc.jsonValue(), text, (value, name) => {
    const json = escapeJson(`${JSON.stringify({ value, [name]: name }, undefined, 2)}\n`);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, [name]: name })));
    expect(faults(json)).toEqual([]);
  }), { numRuns: 1000 });
});

/** A template that calls everything so. */
function templateOf(name: string): string {
  const Tags = [{ Key: name, Value: name }];
  const Metadata = { 'aws:cdk:path': `Shop/${name}/Resource` };
  return JSON.stringify({
    Description: name,
    Parameters: { [`${name}P`]: { Type: 'String' } },
    Resources: {
      [`${name}Vpc`]: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', Tags } },
      [`${name}Subnet`]: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: `${name}Vpc` }, CidrBlock: '10.0.0.0/24', Tags } },
      [`${name}Group`]: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: `${name}Vpc` }, GroupDescription: name, Tags } },
      [name]: {
        Type: 'AWS::Lambda::Function',
        Metadata: { 'cdk-lambda-network:destinations': [{ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] }, { kind: name }] },
        Properties: { FunctionName: name, Description: name, VpcConfig: { SubnetIds: [{ Ref: `${name}Subnet` }], SecurityGroupIds: [{ Ref: `${name}Group` }] }, Tags },
      },
      [`${name}Fn`]: { Type: 'AWS::Lambda::Function', Metadata, Properties: { VpcConfig: { SubnetIds: [`${name}1`, { Ref: `${name}P` }], SecurityGroupIds: [name] } } },
      [`${name}Compute`]: { Type: 'AWS::Synthetics::Canary', Properties: {} },
    },
  });
}

test('D3: whatever a template calls its things, no format writes it', () => {
  const path = join(FOLDER, 'template.json');
  fc.assert(fc.property(text, fc.constantFrom('text', 'json', 'runbook', 'params'), (name, format) => {
    writeFileSync(path, templateOf(name));
    const { status, out, error } = call('check', path, '--to', '10.1.0.0/16', '--format', format);
    expect([0, 1, 2]).toContain(status);
    expect(faults(out)).toEqual([]);
    expect(faults(error)).toEqual([]);
    expect(error).not.toContain('unexpected');
  }), { numRuns: 150 });
});

test('D3: nor does an error that repeats what it was given', () => {
  fc.assert(fc.property(text, (name) => {
    for (const argv of [['check', join(FOLDER, `missing${name}`)], ['check', 'x', `--to=${name}`], [name], ['check', 'x', `--format=${name}`]]) {
      expect(faults(call(...argv).error)).toEqual([]);
    }
  }), { numRuns: 100 });
});

test('D3: nor do the messages of a synthesis', () => {
  fc.assert(fc.property(text, (name) => {
    const net = privateNetwork();
    net.model.routeTables.set('Private routes', { ...net.model.routeTables.get('Private routes')!, routes: [] });
    net.lambda('Fn', ['Private'], ['Group'], { source: source(`Fn${name}`), declared: [{ kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS }] });
    const { violations, metadata } = renderReport(judge([{ assumptions: [], model: net.model }]), () => name, { awaitsLookups: false });
    expect(violations).not.toEqual([]);
    expect(violations.flatMap(({ description, fix = '' }) => [...faults(description), ...faults(fix)])).toEqual([]);
    expect(Object.keys(metadata ?? {}).flatMap(faults)).toEqual([]);
  }), { numRuns: 200 });
});
