import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintsOf, placeOf, readSarif, scan } from './reading-sarif';
import type { Difference } from '../../../src/analysis/difference/difference';
import { RESULTS } from '../../../src/analysis/report/sarif/limits';
import type { Problem } from '../../../src/analysis/report/sarif/problem';
import { renderLog } from '../../../src/analysis/report/sarif/render-log';
import type { SarifResult } from '../../../src/analysis/report/sarif/sarif-log';
import { call } from '../support/call-command';

/*
 * D2: what a change does, as code scanning takes it, and how much of it GitHub takes.
 */

const CASES = join(__dirname, '../cases');
const FOLDER = realpathSync(mkdtempSync(join(tmpdir(), 'sarif-difference-')));
beforeEach(() => {
  jest.spyOn(process, 'cwd').mockReturnValue(FOLDER);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function caseOf(code: string, name: 'template' | 'mended'): string {
  return [`${name}.yaml`, name].map((file) => join(CASES, code, file)).find((path) => existsSync(path))!;
}

/** The file of a case in the working directory. */
function copyOf(code: string, name: 'template' | 'mended'): string {
  const path = join(FOLDER, `${name}.yaml`);
  writeFileSync(path, readFileSync(caseOf(code, name)));
  return path;
}

const CODES = readdirSync(CASES);
const told = (results: readonly SarifResult[]) => results.map(({ ruleId, level, baselineState }) => `${ruleId} ${level} ${baselineState}`);
const LOST = [caseOf('NO_ROUTE_TO_DESTINATION', 'mended'), caseOf('NO_ROUTE_TO_DESTINATION', 'template')] as const;

describe('D2: what a change does', () => {
  test('all cases, there and back: the exit status is that of the text, every change is told, and errors are what does not pass', () => {
    for (const code of CODES) {
      for (const sides of [[caseOf(code, 'mended'), caseOf(code, 'template')], [caseOf(code, 'template'), caseOf(code, 'mended')]]) {
        const { status, results } = scan('diff', ...sides, '--fail-on', 'lost,opened,forbidden,replaced');
        expect({ sides, status }).toEqual({ sides, status: call('diff', ...sides, '--fail-on', 'lost,opened,forbidden,replaced').status });
        expect({ sides, errors: results.some(({ level }) => level === 'error') }).toEqual({ sides, errors: status === 1 });
        const { lost, opened, changed, inconclusive, resources } = JSON.parse(call('diff', ...sides, '--format', 'json').out) as Difference;
        const changes = [...lost, ...opened, ...changed, ...inconclusive];
        const isTold = (destination: string, name: string) =>
          results.some(({ properties: { subjects, destinations = [] } }) => subjects.includes(name) && destinations.includes(destination));
        expect(changes.filter(({ destination, function: name }) => !isTold(destination, name))).toEqual([]);
        const gone = resources.filter(({ change }) => change !== 'added').map(({ change, type, id }) => `${change} ${type} ${id}`);
        expect(results.filter(({ ruleId }) => ruleId.startsWith('RESOURCE_'))).toHaveLength(new Set(gone).size);
        expect(results.length > 0).toBe(changes.length > 0 || gone.length > 0);
        expect(results.every(({ baselineState }) => baselineState !== undefined)).toBe(true);
      }
    }
  });

  test('levels follow the gates', () => {
    const [base, head] = LOST;
    expect(told(scan('diff', base, head).results)).toContain('REACHABILITY_LOST error new');
    expect(told(scan('diff', base, head, '--fail-on', 'none').results)).toContain('REACHABILITY_LOST warning new');
    expect(told(scan('diff', head, base).results)).toContain('REACHABILITY_OPENED note new');
    expect(told(scan('diff', head, base, '--fail-on', 'opened').results)).toContain('REACHABILITY_OPENED error new');
    const forbidden = [caseOf('LAMBDA_REACHES_FORBIDDEN', 'mended'), caseOf('LAMBDA_REACHES_FORBIDDEN', 'template')] as const;
    expect(told(scan('diff', ...forbidden).results)).toContain('LAMBDA_REACHES_FORBIDDEN error new');
    expect(told(scan('diff', ...[...forbidden].reverse()).results)).toContain('REACHABILITY_LOST note absent');
    expect(told(scan('diff', caseOf('UNKNOWN_RESOURCE', 'mended'), caseOf('UNKNOWN_RESOURCE', 'template')).results)).toContain('REACHABILITY_NOT_KNOWN warning new');
    const nat = [caseOf('NGW_PRIVATE_CONNECTIVITY', 'mended'), caseOf('NGW_PRIVATE_CONNECTIVITY', 'template')] as const;
    expect(told(scan('diff', ...nat).results)).toContain('RESOURCE_REPLACED warning new');
    expect(told(scan('diff', ...nat, '--fail-on', 'replaced').results)).toContain('RESOURCE_REPLACED error new');
    const cost = [copyOf('BAD_STATE_ROUTE', 'template'), copyOf('BAD_STATE_ROUTE', 'mended')] as const;
    expect(told(scan('diff', ...cost, '--fail-on', 'cost=1').results)).toContain('COST_ADDED error new');
    expect(told(scan('diff', ...cost, '--fail-on', 'cost=1000').results)).not.toContain('COST_ADDED error new');
  });

  test('nothing changed is a report without results', () => {
    expect(scan('diff', LOST[0], LOST[0])).toMatchObject({ status: 0, results: [] });
  });

  test('a result is at the function in the new side, with the path of that side', () => {
    const [base, head] = [copyOf('NO_ROUTE_TO_DESTINATION', 'mended'), copyOf('NO_ROUTE_TO_DESTINATION', 'template')];
    const { results } = scan('diff', base, head);
    const lost = results.find(({ ruleId }) => ruleId === 'REACHABILITY_LOST')!;
    const line = readFileSync(head, 'utf8').split('\n').indexOf('  Orders:') + 1;
    expect(placeOf(lost)).toBe(`template.yaml:${line}`);
    expect(lost.codeFlows![0].threadFlows[0].locations.map(({ location }) => location.message!.text)).toEqual(
      ['Orders', expect.stringContaining('has no route to 0.0.0.0/0'), 'the internet']);
    expect(results.filter(({ ruleId }) => ruleId === 'RESOURCE_REMOVED').every((each) => placeOf(each).startsWith('template.yaml:'))).toBe(true);
  });

  test('of a saved analysis the place is in its own file', () => {
    const [base, head] = LOST.map((path, index) => {
      const saved = join(FOLDER, `saved-${index}.json`);
      writeFileSync(saved, call('check', path, '--format', 'json', '--json-version', '2').out);
      return saved;
    });
    const { results } = scan('diff', base, head);
    const lost = results.find(({ ruleId }) => ruleId === 'REACHABILITY_LOST')!;
    const [file, line] = placeOf(lost).split(':');
    expect(file).toBe('saved-1.json');
    expect(readFileSync(head, 'utf8').split('\n')[Number(line) - 1]).toContain('"id":"Orders"');
    expect(fingerprintsOf(results)).toEqual(fingerprintsOf(scan('diff', ...LOST).results));
  });
});

describe('D2: what GitHub takes', () => {
  const places = { placeOf: () => undefined, otherwise: { uri: 'a.json', isInWorkingDirectory: true, line: 1 }, acknowledgement: () => undefined };
  const problem = (index: number, level: Problem['level'], more = ''): Problem => ({
    rule: 'NO_ROUTE_TO_DESTINATION', level, subjects: [{ name: `Fn${index}`, written: { id: `a#Fn${index}` } }], counted: 'function', text: `: it is${more}.`,
    causes: [], steps: [], identity: [index],
  });
  const frame = { command: 'check', version: '1.0.0', places, unread: [] } as const;

  test('no more results than it takes, the least severe left out and told', () => {
    const problems = [problem(0, 'note'), ...Array.from({ length: RESULTS }, (_, index) => problem(index + 1, 'error'))];
    const [{ results, invocations: [{ toolExecutionNotifications }] }] = readSarifFast(renderLog(problems, frame));
    expect(results).toHaveLength(RESULTS);
    expect(results.every(({ level }) => level === 'error')).toBe(true);
    expect(toolExecutionNotifications.map(({ message: { text } }) => text)).toEqual([expect.stringMatching(/^1 result left out/)]);
  });

  test('no more bytes than it takes', () => {
    let seed = 1;
    const noise = () => Array.from({ length: 100_000 }, () => {
      seed = seed * 48_271 % 2_147_483_647;
      return seed.toString(36);
    }).join('');
    const problems = Array.from({ length: 40 }, (_, index) => problem(index, 'warning', noise()));
    const [{ results, invocations: [{ toolExecutionNotifications }] }] = readSarif(renderLog(problems, frame)).runs;
    expect(results.length).toBeGreaterThan(0);
    expect(results.length).toBeLessThan(40);
    expect(toolExecutionNotifications[0].message.text).toContain(`${40 - results.length} results left out`);
  });

  /** Without the schema, which takes its time for as many. */
  function readSarifFast(text: string) {
    return (JSON.parse(text) as ReturnType<typeof readSarif>).runs;
  }
});
