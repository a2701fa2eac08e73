import { awscdk, javascript } from 'projen';
import { addApiGuidelines } from './projenrc/api-guidelines';
import { generateFunctionProps } from './projenrc/function-props';
import { addLintRules } from './projenrc/lint-rules';
import { addReleaseChecks } from './projenrc/releases';
import { addTasks } from './projenrc/tasks';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-lambda-network',
  description: 'AWS Lambda inside a VPC: safe, cheap and provable',
  author: 'The cdk-lambda-network authors',
  authorOrganization: true,
  authorAddress: 'cdk-lambda-network@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk-lambda-network/cdk-lambda-network.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-lambda-network authors',
  copyrightPeriod: '2026',
  keywords: ['aws', 'cdk', 'lambda', 'vpc', 'network', 'security', 'reachability', 'ipv6'],
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,

  // the oldest aws-cdk-lib that works is the one it is built and tested with; `verify` tests the newest one
  cdkVersion: '2.273.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '22',
  devDeps: [
    '@types/node@^20',
    '@aws-cdk/cloudformation-diff@2.187.5',
    '@cloud-copilot/iam-simulate@0.1.173',
    '@mrgrain/jsii-struct-builder@0.7.64',
    'ajv@8.17.1',
    'aws-cdk@2.1148.1',
    'awslint@2.262.2-alpha.0',
    'axe-core@4.14.1',
    'cdk-fck-nat@1.6.22',
    'cdk-nag@3.0.2',
    'cli-table3@0.6.5',
    'esbuild@0.28.2',
    'fast-check@4.10.2',
    'pg@8.23.1',
    'playwright-core@1.65.1',
    'preact@11.2.0',
    'ts-json-schema-generator@2.10.0',
  ],

  // all that is needed at run time: one reader of YAML, one of IP addresses
  bundledDeps: ['ipaddr.js@^2.5.0', 'yaml@^2.9.1'],
  bin: { 'cdk-lambda-network': 'bin/cdk-lambda-network' },

  release: true,
  // short-lived credentials and signed provenance, so that no token is kept anywhere
  npmTrustedPublishing: true,
  publishToPypi: { distName: 'cdk-lambda-network', module: 'cdk_lambda_network', trustedPublishing: true, attestations: true },
  publishToMaven: {
    javaPackage: 'io.github.cdklambdanetwork',
    mavenGroupId: 'io.github.cdklambdanetwork',
    mavenArtifactId: 'cdk-lambda-network',
  },
  publishToGo: {
    moduleName: 'github.com/cdk-lambda-network/cdk-lambda-network-go',
    packageName: 'cdklambdanetwork',
  },

  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'projenrc/**/*.ts', '.projenrc.ts'],
    compilerOptions: { paths: { 'cdk-lambda-network': ['./src/index.ts'] } },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'scripts', 'bench'],
    fileExtensions: ['.ts'],
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      maxWorkers: '100%',
      // measuring costs a third more time: npx jest --coverage does it for whoever looks
      collectCoverage: false,
      collectCoverageFrom: ['src/**/*.ts'],
      moduleNameMapper: { '^cdk-lambda-network$': '<rootDir>/src/index' },
      globalSetup: '<rootDir>/test/support/build-page.js',
      setupFiles: ['<rootDir>/test/support/environment.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/record-templates.ts', '<rootDir>/test/support/laws.ts'],
      modulePathIgnorePatterns: ['<rootDir>/.verify/', '<rootDir>/dist/'],
      reporters: ['template-reporter', 'hanging-suites'].map((name) => new javascript.JestReporter(`<rootDir>/test/support/${name}.js`)),
    },
  },
  gitignore: ['/.verify/', '/assets/', '.jsii.tabl.json', 'cdk.out/', 'cdk.context.json', '__pycache__/'],
  npmIgnoreOptions: {
    ignorePatterns: ['/.ci/', '/.verify/', '/bench/', '/docs/*', '!/docs/*.schema.json', '/examples/', '/scripts/', '.jsii.tabl.json', 'awslint.json', '/page/', '/AGENTS.md', '/API.md', '/CONTRIBUTING.md', '/api/'],
  },
});

// the package finds itself by name, in its own examples as in a consumer; nothing but the index is public
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});
// no public type is in the rooms of the analysis
project.addPackageIgnore('/lib/analysis/*/**/*.d.ts');
project.compileTask.reset('jsii --fail-on-warnings');
project.compileTask.exec('node scripts/lazy-index.js');
project.compileTask.exec('node scripts/strip-comments.js');
project.compileTask.exec('node scripts/build-page.js');
project.tsconfigDev.removeInclude('**/*.ts');
// they run beside a newer aws-cdk-lib than the one that is installed here
project.tsconfigDev.addExclude('test/consumers/newest-cdk');

// the lock file holds integrity hashes and no download addresses, so that any mirror will do
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.npmrc.addConfig('fund', 'false');
project.npmrc.addConfig('audit', 'false');
// not all of the platform packages of 1.13.0 are published everywhere, and without them `npm ci` refuses the lock file
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// the client's own default is the same, and a host name is a setting of the machine
project.tryFindObjectFile('.github/workflows/release.yml')!.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');

addLintRules(project, [generateFunctionProps(project)]);
addApiGuidelines(project);
addTasks(project);
addReleaseChecks(project);

project.synth();
