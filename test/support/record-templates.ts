import { readFileSync, readdirSync } from 'fs';
import { basename, join } from 'path';
import type { StageSynthesisOptions } from 'aws-cdk-lib';
import { Stage } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { RUN_FOLDER_VARIABLE } from './run-folder';
import { TemplateStore } from './template-store';

const TEMPLATE = '.template.json';
const UNKNOWN = /^unknown-/;

/**
 * Keep every template that a test synthesizes, however it does so: `Template.fromStack` and `app.synth()` both end here.
 *
 * jest runs this file before each test file, so that no author has to remember it.
 */
function recordWhatIsSynthesized(store: TemplateStore): void {
  const seen = new WeakSet<CloudAssembly>();
  const synth = Stage.prototype.synth;
  Stage.prototype.synth = function recorded(this: Stage, options?: StageSynthesisOptions): CloudAssembly {
    const assembly = synth.call(this, options);
    if (!seen.has(assembly)) {
      seen.add(assembly);
      record(assembly, store);
    }
    return assembly;
  };
}

function record(assembly: CloudAssembly, store: TemplateStore): void {
  const stacks = new Map(assembly.stacks.map((stack) => [stack.templateFile, stack.environment]));
  for (const name of readdirSync(assembly.directory).filter((file) => file.endsWith(TEMPLATE))) {
    const environment = stacks.get(name);
    store.record(readFileSync(join(assembly.directory, name), 'utf8'), {
      test: currentTest(),
      stack: name.slice(0, -TEMPLATE.length),
      account: known(environment?.account),
      region: known(environment?.region),
    });
  }
}

function known(value: string | undefined): string | undefined {
  return value === undefined || UNKNOWN.test(value) ? undefined : value;
}

function currentTest(): string {
  const { testPath, currentTestName } = expect.getState();
  return `${basename(testPath ?? 'unknown')} > ${currentTestName ?? 'before the first test'}`;
}

const folder = process.env[RUN_FOLDER_VARIABLE];
if (folder !== undefined) {
  recordWhatIsSynthesized(new TemplateStore(folder));
}
