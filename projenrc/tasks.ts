import type { Task, awscdk } from 'projen';

/** In the order of `verify`: the comparison reads what the four before it left behind. */
const CONSUMERS = [
  { name: 'typescript', description: 'An application in TypeScript, with the packed library' },
  { name: 'python', description: 'The same in Python, with the wheel; its command; the Python of the guides' },
  { name: 'java', description: 'The same in Java, with a jar; the Java of the guides' },
  { name: 'go', description: 'The same in Go, with a module' },
  { name: 'compare', description: 'Compare what the four synthesized' },
  { name: 'aws-cli', description: 'A snapshot with the AWS CLI, of a network in a server that stands in for AWS, and the proof that rests on it' },
  { name: 'sarif', description: 'What check and diff write for code scanning, held to the validator of the SARIF SDK' },
  { name: 'browser', description: 'The report in Chromium: size, time, requests, accessibility, mouse, keyboard and links' },
  { name: 'newest-cdk', description: 'Run the tests against the packed library, beside the newest aws-cdk-lib' },
];

/** Add what the README and CONTRIBUTING.md promise: `npx projen <name>`. */
export function addTasks(project: awscdk.AwsCdkConstructLibrary): void {
  packageOnlyJavaScript(project);
  addStaticChecks(project);
  addChecksOfThePackage(project);
  addDemo(project);
  addBenchmark(project);
  addSearch(project);
}

/** A build packages for npm; the other languages take minutes and are built by `verify` and by the release. */
function packageOnlyJavaScript(project: awscdk.AwsCdkConstructLibrary): void {
  project.packageTask.reset();
  existing(project, 'package:js').exec('node scripts/trim-package.js');
  project.packageTask.spawn(existing(project, 'package:js'));
}

function addStaticChecks(project: awscdk.AwsCdkConstructLibrary): void {
  const typecheck = project.addTask('typecheck', {
    description: 'Check the types of sources, tests, examples and project files (jest itself does not)',
    steps: [{ exec: 'tsc --noEmit -p tsconfig.dev.json' }, { exec: 'tsc -p page/tsconfig.json' }],
  });
  project.testTask.spawn(typecheck);

  project.addTask('lint:fix', {
    description: 'Let eslint mend what it can; `test` only reports',
    env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
    exec: 'eslint --ext .ts --fix --no-error-on-unmatched-pattern src test examples scripts bench projenrc .projenrc.ts',
  });
}

/** These read the compiled assembly, so they come after `compile`. */
function addChecksOfThePackage(project: awscdk.AwsCdkConstructLibrary): void {
  const rosetta = project.addTask('rosetta', {
    description: 'Compile every example of the README, the docstrings and docs/, and translate the former two',
    steps: [
      { exec: 'jsii-rosetta extract --strict' },
      { exec: 'ts-node --transpile-only --project tsconfig.dev.json scripts/check-guides.ts' },
    ],
  });
  const awslint = project.addTask('awslint', {
    description: 'Hold the public API against the AWS construct library guidelines',
    exec: 'bash scripts/awslint.sh',
  });
  const verify = project.addTask('verify', {
    description: 'What needs more than the tests: a fresh package, its examples and API, an application in each language, the newest aws-cdk-lib',
    steps: ['default', 'pre-compile', 'compile', 'post-compile', 'package'].map((spawn) => ({ spawn })),
  });
  verify.spawn(rosetta);
  verify.spawn(awslint);
  verify.exec('bash scripts/api-check.sh');
  for (const consumer of CONSUMERS) {
    verify.spawn(project.addTask(`verify:${consumer.name}`, { description: consumer.description, exec: `bash test/consumers/${consumer.name}/run.sh` }));
  }
}

function addDemo(project: awscdk.AwsCdkConstructLibrary): void {
  const demo = project.addTask('demo', { description: 'Synthesize the example application and say what each function reaches' });
  demo.spawn(project.compileTask);
  demo.exec('ts-node --transpile-only --project tsconfig.dev.json examples/demo/demo.ts', { receiveArgs: true });
}

function addBenchmark(project: awscdk.AwsCdkConstructLibrary): void {
  const bench = project.addTask('bench', { description: 'Print the performance table: ratios, measured side by side' });
  bench.spawn(project.compileTask);
  bench.exec('ts-node --transpile-only --project tsconfig.dev.json bench/bench.ts');
}

/** The tests try laws with the inputs that they have always tried; new ones are looked for here. */
function addSearch(project: awscdk.AwsCdkConstructLibrary): void {
  const laws = project.addTask('laws', { description: 'Try the laws with new random inputs, as many rounds as the argument says (10 by default)' });
  laws.exec('node scripts/search-laws.js', { receiveArgs: true });
}

function existing(project: awscdk.AwsCdkConstructLibrary, name: string): Task {
  const task = project.tasks.tryFind(name);
  if (task === undefined) {
    throw new Error(`projen no longer has a task called ${name}`);
  }
  return task;
}
