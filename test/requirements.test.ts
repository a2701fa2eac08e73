import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/*
 * The numbers of docs/requirements.md. Law: the page has each number once, and every number that a test, a comment or a page cites.
 */

const ROOT = join(__dirname, '..');
const PAGE = readFileSync(join(ROOT, 'docs/requirements.md'), 'utf8');
const NUMBERS = [...PAGE.matchAll(/^\| ([A-Z]\d+) \| ([^|]+) \|$/gm)].map(([, number, sentence]) => ({ number, sentence }));

/** What begins with numbers and a colon: `N12: …`, `F3, F4: …`, `S13 and S15: …`, `G2-G7: …`. */
const CITATION = /(?:['"`]|\/\*\*? |\/\/ | \* )((?:[A-Z]\d{1,2}(?:, | and |-))*[A-Z]\d{1,2}): /g;

/** The row of a table of cases, and a number of which it is said where it stands. */
const ROW = /\brow: '([A-Z]\d{1,2})'|\b([A-Z]\d{1,2})(?= of docs\/requirements\.md)/g;

/** The files of a folder and those below it. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules')).map((name) => join(folder, name));
}

/** The numbers that a text cites; a range stands for all of its numbers. */
function citationsIn(text: string): string[] {
  const cited = [...text.matchAll(CITATION)].flatMap(([, numbers]) => numbers.split(/, | and /)).flatMap(spread);
  return [...cited, ...[...text.matchAll(ROW)].map(([, row, named]) => row ?? named)];
}

function spread(numbers: string): string[] {
  const [first, last = first] = numbers.split('-');
  return Array.from({ length: Number(last.slice(1)) - Number(first.slice(1)) + 1 }, (_, index) => `${first[0]}${Number(first.slice(1)) + index}`);
}

test('citations are found in titles, tables of cases and comments', () => {
  const text = 'describe(\'G2-G4: what\'); test(\'F3, N12: how\'); // S13 and S15: why\n{ row: \'S1\' } S3 of docs/requirements.md: test(\'AWS::S3::Bucket\')';
  expect(citationsIn(text)).toEqual(['G2', 'G3', 'G4', 'F3', 'N12', 'S13', 'S15', 'S1', 'S3']);
});

test('the page has each number once, without gaps, and a sentence for it', () => {
  const letters = [...new Set(NUMBERS.map(({ number }) => number[0]))];
  const expected = letters.flatMap((letter) => NUMBERS.filter(({ number }) => number.startsWith(letter)).map((_, index) => `${letter}${index + 1}`));
  expect(NUMBERS.map(({ number }) => number)).toEqual(expected);
  expect(NUMBERS.filter(({ sentence }) => !/^[A-Z`].+[^.]\.$/.test(sentence))).toEqual([]);
  expect(NUMBERS.length).toBeGreaterThanOrEqual(100);
});

test('every number that is cited has a row', () => {
  const files = [...filesIn('test', '.ts'), ...filesIn('src', '.ts'), ...filesIn('docs', '.md'), 'CONTRIBUTING.md', 'README.md']
    .filter((file) => file !== join('test', 'requirements.test.ts'));
  const cited = files.flatMap((file) => citationsIn(readFileSync(join(ROOT, file), 'utf8')).map((number) => ({ file, number })));
  expect(cited.filter(({ number }) => !NUMBERS.some((row) => row.number === number))).toEqual([]);
  expect(new Set(cited.map(({ number }) => number)).size).toBeGreaterThan(50);
});
