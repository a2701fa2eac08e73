import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers } from './describe/answers';
import { GROUP, PRIVATE, VPC, answers } from './describe/answers';
import { lambdaIn } from './describe/judging-snapshots';
import type { Report } from './judging';
import { main } from '../../src/analysis/command/main';

/*
 * The commands that take and use snapshots (X1, X2, X4), as pipelines rely on them: options, exit statuses, files.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'snapshot-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

function call(...argv: readonly string[]): Outcome {
  const written = { out: '', error: '' };
  const status = main(argv, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { status, ...written };
}

function at(name: string): string {
  return join(FOLDER, name);
}

function file(name: string, content: object): string {
  writeFileSync(at(name), JSON.stringify(content));
  return at(name);
}

/** A folder with answers. */
function folder(name: string, given: Answers): string {
  mkdirSync(at(name), { recursive: true });
  Object.entries(given).forEach(([section, answer]) => writeFileSync(join(at(name), `${section}.json`), JSON.stringify(answer)));
  return at(name);
}

/** A snapshot in a file. */
function taken(name: string, given: Answers, ...argv: readonly string[]): string {
  const path = at(`${name}.snapshot.json`);
  expect(call('snapshot', '--from', folder(name, given), '--out', path, '--taken-on', '2026-11-28', ...argv)).toMatchObject({ status: 0, error: '' });
  return path;
}

const TEMPLATE = file('template.json', { Resources: lambdaIn([PRIVATE], [GROUP]) });

describe('X1 snapshot --from', () => {
  test('writes a file, and says what it has', () => {
    const path = at('one.json');
    const { status, out } = call('snapshot', '--from', folder('one', answers()), '--out', path, '--taken-on', '2026-11-28');
    expect({ status, out }).toEqual({ status: 0, out: `${path}: 18 things of 2026-11-28\n` });
    expect(readFileSync(path, 'utf8')).toMatch(/^\{\n {2}"version": 1,\n {2}"takenOn": "2026-11-28",\n {2}"account": "111122223333",\n {2}"region": "eu-west-1",\n {2}"sections": \{\n/);
  });

  test('writes to the output with --out -, on the day of today', () => {
    const { out } = call('snapshot', '--from', folder('two', answers()), '--out', '-');
    expect((JSON.parse(out) as { takenOn: string }).takenOn).toBe(new Date().toISOString().slice(0, 10));
  });

  test('keeps what is in a VPC', () => {
    expect(call('snapshot', '--from', folder('vpc', answers()), '--out', '-', '--vpc', VPC).out).toContain(`"vpcs": ["${VPC}"]`);
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['no folder', [], /--from <folder> is missing/],
    ['a folder that there is not', ['--from', at('nowhere')], /there is no folder .*nowhere/],
    ['an empty folder', ['--from', folder('empty', {})], /has no Vpcs.json, nor any other answer of AWS: expected files such as Vpcs.json/],
    ['a folder of accounts', ['--from', folder('accounts', {})], /but .*accounts\/111122223333\/eu-west-1 has: name one, which is that of one account and Region/],
    ['one page of several', ['--from', folder('page', { ...answers(), Vpcs: { Vpcs: [], NextToken: 'x' } })], /Vpcs is one page of several/],
    ['a VPC that is not there', ['--from', folder('there', answers()), '--vpc', 'vpc-0fffffffffffffff6'], /has no vpc-0fffffffffffffff6: --vpc names a VPC that is in its Vpcs.json/],
    ['what is no VPC', ['--from', folder('there', answers()), '--vpc', 'main'], /--vpc is 'main', expected the id of a VPC/],
    ['what is no day', ['--from', folder('there', answers()), '--taken-on', 'today'], /--taken-on is 'today', expected a day such as 2026-11-28/],
    ['an option that there is not', ['--frm', 'x'], /Unknown option/],
    ['a place where nothing can be written', ['--from', folder('there', answers()), '--out', join(FOLDER, 'no', 'such', 'file')], /cannot be written/],
  ])('refuses %s', (_, argv, expected) => {
    folder('accounts/111122223333/eu-west-1', answers());
    const { status, error } = call('snapshot', ...argv);
    expect(error).toMatch(expected);
    expect(status).toBe(2);
  });
});

describe('X2 check --snapshot', () => {
  test('proves what is not known without it', () => {
    expect(call('check', TEMPLATE, '--to', 'internet', '--require').status).toBe(1);
    const snapshot = taken('proof', answers());
    const { out } = call('check', TEMPLATE, '--to', 'secretsmanager', '--require', '--snapshot', snapshot);
    expect(out).toContain('✓ secretsmanager (IPv4)');
    const { status } = call('check', TEMPLATE, '--to', '10.0.0.0/24:443', '--require', '--snapshot', snapshot);
    expect(status).toBe(0);
  });

  test('refuses a file that is none', () => {
    expect(call('check', TEMPLATE, '--snapshot', file('other.json', { version: 3 }))).toMatchObject({ status: 2, error: expect.stringMatching(/other.json is no snapshot that can be read: its version is 3/) as unknown });
    expect(call('check', TEMPLATE, '--snapshot', at('missing.json'))).toMatchObject({ status: 2, error: expect.stringMatching(/there is no file/) as unknown });
  });

  test('says what a snapshot lacks', () => {
    const { Subnets: _, ...rest } = answers();
    const { out } = call('check', TEMPLATE, '--snapshot', taken('lacking', rest));
    expect(out).toMatch(/warning: lacking.snapshot.json: the snapshot does not have Subnets: .*\(SNAPSHOT_INCOMPLETE\)/);
  });
});

describe('X4 check --snapshot --functions', () => {
  const functions = {
    Functions: {
      Functions: [['orders', '$LATEST', [PRIVATE]], ['orders', '3', [PRIVATE]], ['alone', '$LATEST', []]].map(([FunctionName, Version, SubnetIds]) => ({
        FunctionName, Version, FunctionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${FunctionName as string}${Version === '$LATEST' ? '' : `:${Version as string}`}`,
        VpcConfig: { SubnetIds, SecurityGroupIds: (SubnetIds as string[]).length === 0 ? [] : [GROUP], VpcId: VPC, Ipv6AllowedForDualStack: false },
      })),
    },
  };

  test('judges what is deployed, with no template', () => {
    const { status, out } = call('check', '--snapshot', taken('deployed', { ...answers(), ...functions }), '--functions', '--to', 'internet', '--format', 'json');
    expect(status).toBe(0);
    const report = JSON.parse(out) as Report;
    expect(report.functions.map(({ id, verdicts }) => [id, verdicts.map(({ family, verdict }) => `${family} ${verdict}`)])).toEqual([
      ['alone', ['ipv4 reachable', 'ipv6 blocked']], ['orders', ['ipv4 reachable', 'ipv6 blocked']], ['orders:3', ['ipv4 reachable', 'ipv6 blocked']],
    ]);
  });

  test('judges them beside those of templates', () => {
    const { out } = call('check', TEMPLATE, '--snapshot', taken('beside', { ...answers(), ...functions }), '--functions', '--format', 'json');
    expect((JSON.parse(out) as Report).functions.map(({ id }) => id)).toEqual(['Fn', 'alone', 'orders', 'orders:3']);
  });

  test('needs a snapshot, and a path without it', () => {
    expect(call('check', '--functions')).toMatchObject({ status: 2, error: expect.stringMatching(/--functions judges the functions in a snapshot, and no --snapshot is given/) as unknown });
    expect(call('check', '--snapshot', taken('pathless', answers()))).toMatchObject({ status: 2, error: expect.stringMatching(/no path is given/) as unknown });
  });
});
