import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_FILE, REPORT_FILE } from './report/deep-link';

/*
 * Models: the files that the analysis adds to a cloud assembly: all verdicts for machines, and the report for people.
 * AWS CDK fails a synthesis in which a plugin changes a file that was there before the plugin, also one that an earlier synthesis left in
 * the same folder. So the files go before the plugins come.
 */

/** Remove what an earlier synthesis wrote into the folder. */
export function removeWritten(directory: string): void {
  [RECORD_FILE, REPORT_FILE].forEach((file) => rmSync(join(directory, file), { force: true }));
}

/** Write all verdicts. */
export function writeVerdicts(directory: string, text: string): void {
  writeFileSync(join(directory, RECORD_FILE), text);
}

/** Write the report. */
export function writeReport(directory: string, page: string): void {
  writeFileSync(join(directory, REPORT_FILE), page);
}
