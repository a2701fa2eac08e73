import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnWaitConditionHandle, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { RUN_FOLDER_VARIABLE } from './run-folder';
import { templateOf, templatesOf } from './synthesize';
import { describeFindings, findingsOf } from './template-findings';
import TemplateReporter from './template-reporter';
import { TemplateStore } from './template-store';

const GOOD = JSON.stringify({ Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } } });
const BROKEN = JSON.stringify({ Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', Cidr: '::/0' } } } });

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'templates-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('every template that a test synthesizes is kept', () => {
  /** The stacks whose templates this very test has left for the validator. */
  function kept(): string[] {
    const store = new TemplateStore(process.env[RUN_FOLDER_VARIABLE]!);
    return store.list().filter(({ test }) => test.endsWith(expect.getState().currentTestName!)).map(({ stack }) => stack);
  }

  /** A stack whose template no other test has: the id of its resource is its own. */
  function stackCalled(id: string, scope?: Stage): Stack {
    const stack = new Stack(scope, id);
    new CfnWaitConditionHandle(stack, `HandleOf${id}`);
    return stack;
  }

  test('by Template.fromStack', () => {
    templateOf(stackCalled('ByAssertions'));
    expect(kept()).toEqual(['ByAssertions']);
  });

  test('by app.synth()', () => {
    const app = new App();
    stackCalled('One', app);
    stackCalled('Other', app);
    expect([...templatesOf(app).keys()]).toEqual(['One', 'Other']);
    expect(kept().sort()).toEqual(['One', 'Other']);
  });

  test('in stages and nested stacks', () => {
    const app = new App();
    const stack = stackCalled('Outer', new Stage(app, 'Production'));
    new CfnWaitConditionHandle(new NestedStack(stack, 'Inner'), 'HandleOfInner');
    app.synth();
    expect(kept()).toHaveLength(2);
  });

  test('once', () => {
    const store = new TemplateStore(join(root, 'run'));
    store.record(GOOD, { test: 'first', stack: 'Same' });
    store.record(GOOD, { test: 'second', stack: 'Same' });
    expect(store.list()).toEqual([expect.objectContaining({ test: 'first' })]);
    expect(readFileSync(store.list()[0].file, 'utf8')).toBe(GOOD);
  });
});

describe('every template that is kept is validated', () => {
  function storeWith(template: string): TemplateStore {
    const store = new TemplateStore(join(root, 'run'));
    store.record(template, { test: 'some.test.ts > some test', stack: 'Some' });
    return store;
  }

  test('a right one has no findings', () => {
    expect(findingsOf(storeWith(GOOD).list())).toEqual([]);
  });

  test('a broken one is found, with rule, resource, message and test', () => {
    const findings = findingsOf(storeWith(BROKEN).list());
    expect(findings).toEqual([expect.objectContaining({
      rule: 'F3002',
      severity: 'error',
      resource: 'Some/Vpc',
      message: expect.stringContaining('Cidr'),
      test: 'some.test.ts > some test',
    })]);
    expect(describeFindings(findings)).toMatch(/^error F3002: .*\n {4}Some\/Vpc\n {8}in some\.test\.ts > some test\n/);
  });

  test('an accepted finding is one rule on one resource', () => {
    const templates = storeWith(BROKEN).list();
    expect(findingsOf(templates, [{ rule: 'F3002', resource: /^Some\/Vpc$/, reason: 'a test' }])).toEqual([]);
    expect(findingsOf(templates, [{ rule: 'F3002', resource: /^Some\/Subnet$/, reason: 'a test' }])).toHaveLength(1);
    expect(findingsOf(templates, [{ rule: 'F3003', resource: /^Some\/Vpc$/, reason: 'a test' }])).toHaveLength(1);
  });
});

describe('a run with a broken template fails', () => {
  const folderOfThisRun = process.env[RUN_FOLDER_VARIABLE];

  beforeEach(() => {
    jest.spyOn(console, 'log').mockImplementation();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.env[RUN_FOLDER_VARIABLE] = folderOfThisRun;
  });

  function runWith(template: string): TemplateReporter {
    const reporter = new TemplateReporter({ rootDir: root });
    reporter.onRunStart();
    new TemplateStore(process.env[RUN_FOLDER_VARIABLE]!).record(template, { test: 'some test', stack: 'Some' });
    reporter.onRunComplete();
    return reporter;
  }

  test('and says why', () => {
    expect(runWith(BROKEN).getLastError()?.message).toContain('1 findings');
    expect(console.log).toHaveBeenCalledWith(expect.stringContaining('F3002'));
  });

  test('while one with right templates does not', () => {
    expect(runWith(GOOD).getLastError()).toBeUndefined();
  });
});
