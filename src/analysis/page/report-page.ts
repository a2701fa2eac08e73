import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from '../difference/difference';
import type { ReachabilityRecord } from '../record/reachability-record';
import { escapeJson, escapeLine, escapeXml } from '../report/escape';

/*
 * Models: the report, one file of HTML that needs no other: the page of `assets/report.html`, with the data of a record, and of a difference, in it.
 * Law: data are data. No name of a template ends the element that holds them, and the policy of the page lets nothing be fetched.
 */

/** The page around the data, made by scripts/build-page.js. It lies beside `src` and `lib` alike. */
const PAGE = join(__dirname, '..', '..', '..', 'assets', 'report.html');

const NAMED_STACKS = 4;

export interface ReportData {
  readonly record: ReachabilityRecord;

  /** The record as JSON with nothing in it that is not seen, when somebody has spelled it already. */
  readonly text?: string;
  readonly difference?: Difference;
}

/** Write the report. */
export function reportPage({ record, text, difference }: ReportData): string {
  const data = `{"record":${text ?? escapeJson(JSON.stringify(record))}${difference === undefined ? '' : `,"difference":${escapeJson(JSON.stringify(difference))}`}}`;
  const parts: Readonly<Record<string, string>> = {
    title: difference === undefined ? 'What each function reaches' : 'What a change does to what functions reach',
    subtitle: escapeXml(escapeLine(subtitleOf(record))),
    data: data.replace(/</g, '\\u003c'),
  };
  return readFileSync(PAGE, 'utf8').replace(/\{\{(title|subtitle|data)\}\}/g, (_, part: string) => parts[part]);
}

/** The stacks that it is about. */
function subtitleOf({ templates, functions }: ReachabilityRecord): string {
  const names = templates.map(({ name, stack }) => stack ?? name);
  const shown = names.slice(0, NAMED_STACKS).join(', ');
  const rest = names.length > NAMED_STACKS ? ` and ${names.length - NAMED_STACKS} more` : '';
  return `${functions.length} ${functions.length === 1 ? 'function' : 'functions'}${names.length === 0 ? '' : ` in ${shown}${rest}`}. Proven on the templates, before deployment.`;
}
