import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './judging';
import { codesOf, judgeFiles, judgeFilesWith, mendsOf, verdictOn } from './judging';
import { FINDING_CODES } from '../../src/analysis/model/finding-codes';
import { PATH_CODES } from '../../src/analysis/model/path-codes';

/*
 * A folder for each code: a template that has it, what is said of it, and its twin with the smallest change that follows what it is
 * told to mend. A new code is a new folder.
 */

const CASES = join(__dirname, 'cases');

/** What a folder expects of its template. */
interface Expected {
  readonly verdicts?: readonly {
    readonly destination: string;
    readonly family: string;
    readonly verdict: 'blocked' | 'inconclusive';

    /** All that decides the verdict. */
    readonly codes: readonly string[];

    /** What is to be found in what there is to do. */
    readonly mend: string;

    /** What the destination is called once it is mended, when that changes its name. */
    readonly mendedDestination?: string;
  }[];

  /** All findings, each with a fragment of its mend. */
  readonly findings?: readonly { readonly code: string; readonly severity: string; readonly resource: string; readonly mend: string }[];
}

/** Codes that no template can have, each with the reason. There are none: such a code has no business in the registries. */
const WITHOUT_CASE: Readonly<Record<string, string>> = {};

const CODES = [...new Set([...Object.keys(PATH_CODES), ...Object.keys(FINDING_CODES)])].filter((code) => !(code in WITHOUT_CASE)).sort();

/** A template; or a cloud assembly, for what only the environments of stacks show. */
function inputOf(code: string, name: 'template' | 'mended'): string {
  const template = join(CASES, code, `${name}.yaml`);
  return existsSync(template) ? template : join(CASES, code, name);
}

/** Judges it with the snapshot beside it, when there is one, on the day of this table. */
function judgeInput(code: string, name: 'template' | 'mended'): Report {
  const snapshot = join(CASES, code, `${name}.snapshot.json`);
  return existsSync(snapshot) ? judgeFilesWith([inputOf(code, name)], [snapshot], '2026-11-28') : judgeFiles([inputOf(code, name)]);
}

function expectedOf(code: string): Required<Expected> {
  return { verdicts: [], findings: [], ...JSON.parse(readFileSync(join(CASES, code, 'expected.json'), 'utf8')) as Expected };
}

test('every code has a folder, and every folder a code', () => {
  expect(readdirSync(CASES).sort()).toEqual(CODES);
});

describe.each(CODES)('%s', (code) => {
  const { verdicts, findings } = expectedOf(code);
  const template = judgeInput(code, 'template');
  const mended = judgeInput(code, 'mended');

  test('says in one line what it shows', () => {
    expect(readFileSync(join(CASES, code, 'README.md'), 'utf8')).toMatch(/^[A-Z][^\n]+\.\n$/);
  });

  test('is what the template has, with what there is to do', () => {
    for (const { destination, family, verdict, codes, mend } of verdicts) {
      const found = verdictOn(template, destination, family)!;
      expect({ verdict: found.verdict, codes: codesOf(found) }).toEqual({ verdict, codes: [...codes].sort() });
      expect(mendsOf(found)).toContain(mend);
    }
    expect(template.findings).toEqual(findings.map(({ mend, ...found }) =>
      ({ ...found, mend: expect.stringContaining(mend) as unknown, message: expect.any(String) as unknown })));
    expect([...verdicts.flatMap(({ codes }) => codes), ...findings.map((found) => found.code)]).toContain(code);
  });

  test('is gone from the mended twin, where everything that is declared is reached', () => {
    for (const { destination, family, mendedDestination } of verdicts) {
      expect(verdictOn(mended, mendedDestination ?? destination, family)).toMatchObject({ verdict: 'reachable', declared: true });
    }
    expect(mended.functions.flatMap((each) => each.verdicts).filter(({ declared, verdict }) => declared && verdict !== 'reachable')).toEqual([]);
    expect(mended.findings).toEqual([]);
  });
});
