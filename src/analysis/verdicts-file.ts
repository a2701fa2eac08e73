import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Models: the file in a cloud assembly that has all verdicts.
 * AWS CDK fails a synthesis in which a plugin changes a file that was there before the plugin, also one that an earlier synthesis left in
 * the same folder. So the file goes before the plugins come.
 */

const FILE = 'reachability.json';

/** Remove what an earlier synthesis wrote into the folder. */
export function removeVerdicts(directory: string): void {
  rmSync(join(directory, FILE), { force: true });
}

/** Write all verdicts. */
export function writeVerdicts(directory: string, text: string): void {
  writeFileSync(join(directory, FILE), text);
}
