import HangingSuites from './hanging-suites';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Notes what it gives up, and lets the run go on. */
class Noting extends HangingSuites {
  public readonly named: string[] = [];

  protected giveUp(path: string): void {
    this.named.push(path);
  }
}

const one = { path: 'one.test.ts' };
const other = { path: 'other.test.ts' };

test('a test file that does not end is named, and no other', () => {
  const suites = new Noting();
  suites.onTestFileStart(one);
  suites.onTestFileStart(other);
  jest.advanceTimersByTime(11 * 60_000);
  suites.onTestFileResult(other);
  expect(suites.named).toEqual([]);
  jest.advanceTimersByTime(2 * 60_000);
  expect(suites.named).toEqual(['one.test.ts']);
});

test('once the run is complete nothing is waited for', () => {
  const suites = new Noting();
  suites.onTestFileStart(one);
  suites.onRunComplete();
  jest.advanceTimersByTime(60 * 60_000);
  expect(suites.named).toEqual([]);
});
