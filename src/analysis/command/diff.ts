import type { CheckResult } from './check';
import type { DiffArguments } from './diff-arguments';
import type { DiffSide } from './diff-side';
import { diffSide } from './diff-side';
import { UsageError } from './parse-call';
import type { Prices } from '../../services/prices';
import { PRICED_PARTS } from '../../services/prices';
import { compareRecords } from '../difference/compare-records';
import type { Difference } from '../difference/difference';
import { failedGates } from '../difference/gates';
import { InputError } from '../load/input-error';
import { jsonAt } from '../load/load-json';
import { packageVersion } from '../package-version';
import { reportPage } from '../page/report-page';
import type { ReachabilityRecord } from '../record/reachability-record';
import { remarkOnUnread } from '../report/difference-remarks';
import { escapeJson } from '../report/escape';
import { renderDifference } from '../report/render-difference';
import { renderDifferenceMarkdown } from '../report/render-difference-markdown';
import type * as differenceSarif from '../report/sarif/render-difference-sarif';

/*
 * Models: the command `diff`: what a change does to what is reached.
 */

/** Load both sides, compare and render. */
export function diff(call: DiffArguments): CheckResult {
  const prices = call.prices === undefined ? undefined : loadPrices(call.prices);
  const sides = [call.base, call.head].map((path) => diffSide(path, { ...call, prices }));
  const unknown = call.to.find((text) => sides.every(({ has }) => !has(text)));
  if (unknown !== undefined) {
    throw new UsageError(`--to is '${unknown}', expected internet, an AWS service such as s3, a CIDR block, or the logical id or construct path of a resource on either side`);
  }
  const [base, head] = call.to.length > 0 ? sides : askingTheSame(sides);
  const difference = compareRecords(base.record, head.record);
  const gates = { ...call.gates, isAsked: call.to.length > 0 };
  const failed = failedGates(difference, gates);
  const unread = remarkOnUnread(difference);
  return {
    output: render(difference, { ...call, gates }, { failed, base, head }),
    proven: failed.length === 0,
    remarks: [...new Set([...base.remarks, ...head.remarks]), ...unread === undefined ? [] : [unread]],
  };
}

/** Asks on both sides for all that is asked on either: an endpoint that goes would otherwise take its question along. */
function askingTheSame(sides: readonly DiffSide[]): readonly DiffSide[] {
  const asked = sides.map(({ record }) => destinationsIn(record));
  const all = new Set(asked.flatMap((own) => [...own]));
  return sides.map((side, index) => all.size === asked[index].size ? side : side.asking([...all]));
}

function destinationsIn({ answers }: ReachabilityRecord): Set<string> {
  const asked = answers.flat().filter(({ forbidden, mounted }) => forbidden !== true && mounted !== true);
  return new Set(asked.map(({ destination }) => destination));
}

function loadPrices(path: string): Partial<Prices> {
  const value = jsonAt(path);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const wrong = entries.find(([name, price]) => !PRICED_PARTS.some((part) => part === name) || typeof price !== 'number' || !(price >= 0));
  if (entries.length === 0 || wrong !== undefined) {
    throw new InputError(`${path} has to be an object of JSON with US dollars an hour for any of ${PRICED_PARTS.join(', ')}${wrong === undefined ? '' : `, and has ${JSON.stringify(wrong[0])}: ${JSON.stringify(wrong[1])}`}`);
  }
  return Object.fromEntries(entries);
}

interface Compared {
  readonly failed: readonly string[];
  readonly base: DiffSide;
  readonly head: DiffSide;
}

function render(difference: Difference, { format, gates, reportUrl }: DiffArguments, { failed, base, head }: Compared): string {
  switch (format) {
    case 'text':
      return renderDifference(difference, failed);
    case 'markdown':
      return renderDifferenceMarkdown(difference, failed, reportUrl);
    case 'html':
      return reportPage({ record: head.record, difference });
    case 'json':
      return escapeJson(`${JSON.stringify(difference, undefined, 2)}\n`);
    case 'sarif': {
      // nobody else needs what reads files again for their lines
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { renderDifferenceSarif } = require('../report/sarif/render-difference-sarif') as typeof differenceSarif;
      return renderDifferenceSarif(difference, { base: base.record, head: head.record, gates, places: head.places(), version: packageVersion() });
    }
  }
}
