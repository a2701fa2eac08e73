import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

/** What defines the stacks of an app. */
export type Define = (app: App) => void;

const FOLDERS: string[] = [];

/** Synthesize an app as `cdk synth` does, and return its folder. What is not proven fails the synthesis, after everything is written. */
export function stateOfApp(define: Define): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-of-app-'));
  FOLDERS.push(folder);
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  define(app);
  try {
    app.synth();
  } catch (error: unknown) {
    if (!(error instanceof Error && error.message.includes('validation-report.json'))) {
      throw error;
    }
  }
  return app.outdir;
}

/** Remove all folders of this file of tests. */
export function removeStates(): void {
  FOLDERS.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}
