import { join } from 'path';
import { RUN_FOLDER_VARIABLE } from './run-folder';
import { describeFindings, findingsOf } from './template-findings';
import { TemplateStore, removeOldRuns } from './template-store';

/**
 * After the last test, has CloudFormation's own rules judge every template that the tests synthesized.
 *
 * Loading the rules takes seconds; `TEMPLATES=trust` saves them while a single test file is worked on. CI never does.
 */
export default class TemplateReporter {
  private readonly store: TemplateStore;
  private error?: Error;

  constructor(config: { readonly rootDir: string }) {
    const parent = join(config.rootDir, 'test-reports', 'templates');
    removeOldRuns(parent);
    this.store = new TemplateStore(join(parent, `run-${process.pid}`));
  }

  onRunStart(): void {
    this.error = undefined;
    this.store.remove();
    process.env[RUN_FOLDER_VARIABLE] = this.store.folder;
  }

  onRunComplete(): void {
    const start = Date.now();
    const templates = this.store.list();
    if (process.env.TEMPLATES === 'trust' && process.env.CI === undefined) {
      console.log(`\nTemplates:   ${templates.length} synthesized by the tests, NOT VALIDATED because of TEMPLATES=trust`);
      this.store.remove();
      return;
    }
    const findings = findingsOf(templates);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`\nTemplates:   ${templates.length} synthesized by the tests, ${findings.length} findings of CloudFormation's rules (${seconds} s)`);
    if (findings.length === 0) {
      this.store.remove();
      return;
    }
    console.log(`\n${describeFindings(findings)}\n`);
    this.error = new Error(`${findings.length} findings in templates that the tests synthesized`);
  }

  /** jest fails the run when a reporter has an error. */
  getLastError(): Error | undefined {
    return this.error;
  }
}
