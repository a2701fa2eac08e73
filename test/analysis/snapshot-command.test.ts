import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers } from './describe/answers';
import { DATABASE_GROUP, ENDPOINT_GROUP, GROUP, PRIVATE, VPC, answers } from './describe/answers';
import { lambdaIn } from './describe/judging-snapshots';
import type { Report } from './judging';
import { call } from './support/call-command';

/*
 * The commands that take and use snapshots (X1, X2, X4), as pipelines rely on them: options, exit statuses, files.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'snapshot-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

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
    ['nothing', [], /nothing says of which network: name templates, a VPC with --vpc/],
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

describe('X4 interfaces', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
  const eni = (id: string, groups: readonly string[], rest: object) => ({
    NetworkInterfaceId: `eni-0${id}`, VpcId: VPC, SubnetId: PRIVATE, Status: 'in-use', Groups: groups.map((GroupId) => ({ GroupId })), RequesterManaged: true, ...rest,
  });
  const config = { SubnetIds: [PRIVATE], SecurityGroupIds: [GROUP], VpcId: VPC };
  const given: Answers = {
    ...answers(),
    NetworkInterfaces: {
      NetworkInterfaces: [
        eni('aaaaaaaaaaaaaaa1', [GROUP], { InterfaceType: 'lambda', Description: 'AWS Lambda VPC ENI-orders-0123' }),
        eni('bbbbbbbbbbbbbbb2', [GROUP, DATABASE_GROUP], { InterfaceType: 'lambda', Description: 'AWS Lambda VPC ENI-old-4567' }),
        eni('ccccccccccccccc3', [], { InterfaceType: 'nat_gateway', Description: 'Interface for NAT Gateway nat-0aaaaaaaaaaaaaaa1' }),
        eni('ddddddddddddddd4', [DATABASE_GROUP], { InterfaceType: 'interface', RequesterManaged: false, Description: 'ann', Status: 'available' }),
      ],
    },
    Functions: {
      Functions: [
        { FunctionName: 'orders', Version: '$LATEST', FunctionArn: arn, VpcConfig: config },
        { FunctionName: 'orders', Version: '7', FunctionArn: `${arn}:7`, VpcConfig: { ...config, SecurityGroupIds: [GROUP] } },
        { FunctionName: 'new', Version: '$LATEST', FunctionArn: `${arn}-new`, VpcConfig: { ...config, SecurityGroupIds: [ENDPOINT_GROUP] } },
      ],
    },
  };
  const json = (...argv: readonly string[]) => JSON.parse(call('interfaces', ...argv, '--format', 'json').out) as Record<string, unknown>;

  test('says which functions and published versions use an interface, and which one is idle', () => {
    const found = json('--snapshot', taken('used', given));
    expect(found).toEqual({
      version: 1, interfaces: [
        { id: 'eni-0aaaaaaaaaaaaaaa1', subnet: PRIVATE, groups: [GROUP], of: 'Lambda', usedBy: ['orders', 'orders:7'], idle: false },
        { id: 'eni-0bbbbbbbbbbbbbbb2', subnet: PRIVATE, groups: [GROUP, DATABASE_GROUP], of: 'Lambda', usedBy: [], idle: true },
      ],
    });
    const { out } = call('interfaces', '--snapshot', taken('used', given));
    expect(out).toBe([
      `eni-0aaaaaaaaaaaaaaa1 in ${PRIVATE} with ${GROUP}`, '      orders', '      orders:7', `eni-0bbbbbbbbbbbbbbb2 in ${PRIVATE} with ${GROUP}, ${DATABASE_GROUP}`,
      '      idle: no function and no published version uses it', '', '2 interfaces of Lambda', '',
    ].join('\n'));
  });

  test('says of none that it is idle where functions are not known', () => {
    const { Functions: _, ...without } = given;
    expect(json('--snapshot', taken('unused', without)).interfaces).toMatchObject([{ usedBy: null, idle: null }, { usedBy: null, idle: null }]);
    expect(json('--snapshot', taken('unused', without), 'eni-0aaaaaaaaaaaaaaa1').kept).toEqual([{
      id: 'eni-0aaaaaaaaaaaaaaa1', keptBy: [
        'it is an interface of Lambda, and which functions use it is not known: the snapshot of 2026-11-28 has no Functions',
      ],
    }]);
  });

  test('says what keeps interfaces, groups and subnets from being deleted', () => {
    const snapshot = taken('kept', given);
    const kept = (id: string) => (json('--snapshot', snapshot, id).kept as readonly { readonly keptBy: readonly string[] }[])[0].keptBy;
    expect(kept('eni-0aaaaaaaaaaaaaaa1')).toEqual([
      'the function orders uses it until it is deleted or has other subnets or groups', 'the published version orders:7 uses it until it is deleted',
    ]);
    expect(kept('eni-0bbbbbbbbbbbbbbb2')).toEqual(['it is an interface of Lambda that no function and no published version uses: Lambda deletes it by itself']);
    expect(kept('eni-0ccccccccccccccc3')).toEqual(['it is in use: Interface for NAT Gateway nat-0aaaaaaaaaaaaaaa1']);
    expect(kept('eni-0ddddddddddddddd4')).toEqual([]);
    expect(kept(GROUP)).toEqual([
      expect.stringMatching(/^eni-0aaaaaaaaaaaaaaa1 \(Lambda\) has it: the function orders uses it/), expect.stringMatching(/^eni-0bbbbbbbbbbbbbbb2 \(Lambda\) has it/),
      `a rule of ${DATABASE_GROUP} names it`,
    ]);
    expect(kept(ENDPOINT_GROUP)).toEqual(['the function new names it']);
    expect(kept(PRIVATE)).toHaveLength(5);
    expect(call('interfaces', '--snapshot', snapshot, 'eni-0ddddddddddddddd4').out).toBe('eni-0ddddddddddddddd4\n      nothing in the snapshot keeps it from being deleted\n');
  });

  test.each<readonly [string, readonly string[], RegExp]>([
    ['no snapshot', [], /--snapshot <file> is missing/],
    ['an id of something else', ['--snapshot', 'x', 'vpc-0aaaaaaaaaaaaaaa1'], /'vpc-0aaaaaaaaaaaaaaa1' is not the id of a network interface/],
    ['another format', ['--snapshot', 'x', '--format', 'xml'], /--format is 'xml', expected text or json/],
    ['what no snapshot has', ['--snapshot', taken('asked', given), 'eni-0fffffffffffffff6'], /no snapshot has eni-0fffffffffffffff6: asked.snapshot.json is of 2026-11-28/],
  ])('refuses %s', (_, argv, expected) => {
    const { status, error } = call('interfaces', ...argv);
    expect(error).toMatch(expected);
    expect(status).toBe(2);
  });
});
