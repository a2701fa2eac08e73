import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportMarkdown } from './report-markdown';
import { reportPage } from './report-page';
import { svgFile } from '../picture/draw-svg';
import { layOut } from '../picture/lay-out';
import type { ReachabilityRecord } from '../record/reachability-record';
import { spellRecord } from '../record/record-analysis';
import { RECORD_FILE, REPORT_FILE } from '../report/deep-link';
import { escapeJson } from '../report/escape';

/*
 * Models: the report as a folder: a page for a browser, a picture, a page of Markdown with the picture, and the data.
 */

const PICTURE = 'topology.svg';

/** Write the report into a folder, which is made when it is not there; returns where the page is. */
export function writeReportFolder(folder: string, record: ReachabilityRecord): string {
  const text = escapeJson(spellRecord(record));
  mkdirSync(folder, { recursive: true });
  const write = (file: string, content: string) => writeFileSync(join(folder, file), content);
  write(REPORT_FILE, reportPage({ record, text }));
  write(RECORD_FILE, text);
  write(PICTURE, `${svgFile(layOut(record), 'The networks: zones side by side, tiers one below the other')}\n`);
  write('reachability.md', reportMarkdown(record, { picture: PICTURE, page: REPORT_FILE }));
  return join(folder, REPORT_FILE);
}
