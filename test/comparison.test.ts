import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/*
 * The table of docs/comparison.md says what is here and elsewhere. Law: nothing is said of this library without a test that
 * shows it, by the name of that test; nothing good is said of another project without a footnote that says where it stands.
 */

const ROOT = join(__dirname, '..');
const TEXT = readFileSync(join(ROOT, 'docs', 'comparison.md'), 'utf8');
const OWN = /^\[yes\]\(\.\.\/(test\/[^ ()]+\.test\.ts) "([^"]+)"\)$/;
const OTHER = /^(?:(?:yes|part)\[\^[ticsp]-[a-z0-9-]+\]|no|—|\?)$/;
const COLUMNS = ['feature', 'cdk-lambda-network', 'terraform-aws-vpc', 'aws-ia', '`ec2.Vpc`', 'SST', 'awsx'];
const PREFIXES = ['t', 'i', 'c', 's', 'p'];

const cells = (line: string) => line.slice(1, -1).split('|').map((cell) => cell.trim());
const lines = TEXT.split('\n').filter((line) => /^\|.*\|$/.test(line)).map(cells).filter((row) => row.length === COLUMNS.length);
const rows = lines.filter(([first]) => first !== 'feature' && !/^-+$/.test(first));

/** The names of a test file's tests and groups of tests, as they are written. */
function namesIn(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return [...source.matchAll(/(?:describe|test)(?:\.each\(.*\))?\('((?:\\'|[^'])+)'/g)].map(([, name]) => name.replace(/\\'/g, '\''));
}

describe('docs/comparison.md', () => {
  test('has tables of the same columns, and rows in them', () => {
    expect(lines.filter(([first]) => first === 'feature')).toEqual(expect.arrayContaining([COLUMNS]));
    expect(new Set(lines.filter(([first]) => first === 'feature').map((row) => row.join())).size).toBe(1);
    expect(rows.length).toBeGreaterThan(30);
    expect(new Set(rows.map(([feature]) => feature)).size).toBe(rows.length);
  });

  test.each(rows.map((row) => [row[0], row] as const))('%s: is shown by a test that exists', (_, [, own]) => {
    const [, file, name] = OWN.exec(own) ?? [];
    expect([own, file !== undefined && existsSync(join(ROOT, file))]).toEqual([own, true]);
    expect(namesIn(file)).toContain(name);
  });

  test.each(rows.map((row) => [row[0], row] as const))('%s: says of the others what a footnote shows, or less', (_, [, , ...others]) => {
    others.forEach((cell, column) => {
      expect(cell).toMatch(OTHER);
      expect(/\[\^(.)-/.exec(cell)?.[1] ?? PREFIXES[column]).toBe(PREFIXES[column]);
    });
  });

  test('each footnote is defined once, and used', () => {
    const defined = [...TEXT.matchAll(/^\[\^([^\]]+)\]: .+\.$/gm)].map(([, id]) => id);
    const used = new Set([...TEXT.matchAll(/\[\^([^\]]+)\](?!:)/g)].map(([, id]) => id));
    expect([...defined].sort()).toEqual([...used].sort());
  });

  test('the README leads to it', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(docs/comparison.md)');
  });
});
