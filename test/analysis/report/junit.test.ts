import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { escapeLine } from '../../../src/analysis/report/escape';
import { call } from '../support/call-command';

/*
 * The report of tests, as a CI system reads it: its failures are the exit status, and its names are those of the templates.
 */

const CASES = join(__dirname, '../cases');
const FOLDER = mkdtempSync(join(tmpdir(), 'junit-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITY = '&#(?:\\d+);';
const MARKUP = new RegExp(`<(/?)([a-z]+)((?: [a-z]+="(?:[^<>&"]|${ENTITY})*")*)(/?)>|((?:[^<>&]|${ENTITY})+)`, 'y');

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** Reads as much of XML as a report may have, and takes nothing else. */
function readXml(document: string): Element {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(document.startsWith(declaration)).toBe(true);
  expect(document).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (MARKUP.lastIndex = declaration.length; MARKUP.lastIndex < document.length;) {
    const place = MARKUP.lastIndex;
    const found = MARKUP.exec(document);
    if (found === null) {
      throw new Error(`no XML: ${document.slice(place, place + 80)}`);
    }
    const [, closing, name, attributes, isEmpty, text] = found as unknown as (string | undefined)[];
    if (text !== undefined) {
      open.at(-1)!.text += unescaped(text);
    } else if (closing === '/') {
      expect(open.pop()!.name).toBe(name);
    } else {
      const element = {
        name: name!, children: [], text: '',
        attributes: Object.fromEntries([...attributes!.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value)])),
      };
      open.at(-1)!.children.push(element);
      open.push(...isEmpty === '/' ? [] : [element]);
    }
  }
  expect(open).toEqual([root]);
  return root.children[0];
}

interface Told {
  readonly status: number;
  readonly root: Element;
  readonly cases: readonly Element[];
}

function junit(...argv: readonly string[]): Told {
  const { status, out } = call('check', ...argv, '--format', 'junit');
  const root = readXml(out);
  return { status, root, cases: root.children.flatMap(({ children }) => children) };
}

function outcomesOf({ cases }: Told): string[] {
  return cases.map(({ attributes: { classname, name }, children }) => `${classname}: ${name}: ${children[0]?.name ?? 'passed'}`);
}

const caseOf = (code: string, name = 'template.yaml') => join(CASES, code, name);
const ALL = readdirSync(CASES).flatMap((code) => ['template.yaml', 'mended.yaml'].map((name) => caseOf(code, name))).filter((path) => existsSync(path));

describe('D2: a report of tests', () => {
  test.each([[[]], [['--to', '10.0.0.0/24:443', '--require']], [['--only-failures']]])('fails exactly where the check with %j does not pass, and counts right', (more) => {
    expect(ALL.length).toBeGreaterThan(100);
    for (const path of ALL) {
      const { status, root, cases } = junit(path, ...more);
      const failures = cases.filter(({ children }) => children[0]?.name === 'failure');
      expect({ path, status }).toEqual({ path, status: failures.length > 0 ? 1 : 0 });
      expect(status).toBe(call('check', path, ...more).status);
      expect(failures.every(({ children: [{ attributes: { message, type }, text }] }) => message !== '' && type !== undefined && text.startsWith(message))).toBe(true);
      for (const suite of [root, ...root.children]) {
        const own = suite === root ? cases : suite.children;
        const count = (name: string) => String(own.filter(({ children }) => children[0]?.name === name).length);
        expect(suite.attributes).toMatchObject({ tests: String(own.length), failures: count('failure'), skipped: count('skipped'), errors: '0' });
      }
      expect(new Set(outcomesOf({ status, root, cases })).size).toBe(cases.length);
    }
  });

  test('has a case for each function, destination and family, with the cause first, the way and the mend', () => {
    const told = junit(caseOf('NO_ROUTE_TO_DESTINATION'));
    expect(outcomesOf(told)).toEqual(['Orders: internet (IPv4) on tcp 443: failure']);
    expect(told.root.children.map(({ attributes: { name } }) => name)).toEqual(['template.yaml']);
    const [{ attributes, text }] = told.cases[0].children;
    expect(attributes).toEqual({ message: 'PrivateRoutes has no route to 0.0.0.0/0', type: 'NO_ROUTE_TO_DESTINATION' });
    expect(text).toMatch(/^PrivateRoutes has no route to 0\.0\.0\.0\/0\nway: Private → the internet\nmend: add an AWS::EC2::Route .*\n$/);
  });

  test('passes over what nobody asks for, skips what is asked and not required, and fails for what is', () => {
    const mended = caseOf('NO_ROUTE_TO_DESTINATION', 'mended.yaml');
    expect(outcomesOf(junit(mended))).toEqual(['Orders: internet (IPv4) on tcp 443: passed']);
    const asked = ['--to', '192.168.0.0/16:8443'];
    expect(outcomesOf(junit(mended, ...asked))).toEqual(['Orders: internet (IPv4) on tcp 443: passed', 'Orders: 192.168.0.0/16:8443 (IPv4): skipped']);
    expect(outcomesOf(junit(mended, ...asked, '--require'))).toContain('Orders: 192.168.0.0/16:8443 (IPv4): failure');
  });

  test('fails for what is not known, as the exit status does', () => {
    expect(outcomesOf(junit(caseOf('UNKNOWN_RESOURCE')))).toEqual(['Orders: internet (IPv4) on tcp 443: failure']);
  });

  test('tells of what must not be reached once', () => {
    const [opened, ...others] = junit(caseOf('LAMBDA_REACHES_FORBIDDEN')).cases.filter(({ children }) => children.length > 0);
    expect(others).toEqual([]);
    expect(opened.attributes.name).toBe('not 10.0.0.0/16:1-65535 (IPv4)');
    expect(opened.children[0]).toMatchObject({
      attributes: { type: 'LAMBDA_REACHES_FORBIDDEN', message: 'it must not be reached, and is' }, text: expect.stringMatching(/\nway: Private → .*\nmend: /) as unknown,
    });
  });

  test('has a case for a finding and for an input with which the check does not pass', () => {
    expect(outcomesOf(junit(caseOf('VPC_ENCRYPTION_NOT_EXCLUDED')))).toContainEqual(expect.stringMatching(/: VPC_ENCRYPTION_NOT_EXCLUDED: failure$/));
    const path = join(FOLDER, 'empty.json');
    writeFileSync(path, JSON.stringify({ Resources: {} }));
    expect(outcomesOf(junit(path, '--require'))).toEqual(['check: everything is judged: failure']);
    expect(outcomesOf(junit(path))).toEqual([]);
  });
});

test('D3: names are read back from a report as they are escaped, whatever is in them', () => {
  const hostile = fc.array(fc.oneof(
    fc.constantFrom('<', '>', '&', '"', '\'', '&#60;', ']]>', '<!--', '\n', '\u0000', '\ufffe', '\ud800', '\u202e', '\u001b[31m', '\n::error::x', '##[error]x', '\\u{41}'), fc.string({ unit: 'binary', maxLength: 4 }),
  ), { minLength: 1, maxLength: 6 }).map((parts) => `Fn${parts.join('')}`);
  fc.assert(fc.property(hostile, (name) => {
    const path = join(FOLDER, 'names.json');
    const Metadata = { 'cdk-lambda-network:destinations': [{ kind: 'cidr', cidr: '10.9.0.0/16', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] }] };
    writeFileSync(path, JSON.stringify({ Resources: { [name]: { Type: 'AWS::Lambda::Function', Metadata, Properties: {} } } }));
    const { status, out } = call('check', path, '--format', 'junit');
    const names = new Set(readXml(out).children[0].children.map(({ attributes: { classname } }) => classname));
    expect({ status, names: [...names] }).toEqual({ status: 1, names: [escapeLine(name)] });
    expect(out).not.toMatch(/^\s*::|##\w*\[/m);
  }), { numRuns: 200 });
});
