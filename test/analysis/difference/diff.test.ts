import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Difference } from '../../../src/analysis/difference/difference';
import { MARKER } from '../../../src/analysis/report/render-difference-markdown';
import type { Outcome } from '../support/call-command';
import { call } from '../support/call-command';

/*
 * D1, D2, D4: the command diff as pipelines rely on it: sides, formats, gates, exit statuses.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'diff-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const UNREAD = ['LAMBDA_COMPUTE_NOT_READ', 'TEMPLATE_NOT_READ', 'TEMPLATE_INVALID'];
const CASES = join(__dirname, '../cases');

function diff(...argv: readonly string[]): Outcome {
  return call('diff', ...argv);
}

function json(...argv: readonly string[]): Difference {
  return JSON.parse(diff(...argv, '--format', 'json').out) as Difference;
}

function caseOf(code: string, name: 'template' | 'mended'): string {
  return join(CASES, code, `${name}.yaml`);
}

/** A file in the folder of this test. */
function file(name: string, content: unknown): string {
  const path = join(FOLDER, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A network with NAT gateways, and as many functions as are asked for, named so that nothing is safe. */
function functions(count: number, target: object, name = (index: number) => `Fn${index}`): object {
  return {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Public: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'eu-west-1a' } },
      Private: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-1a' } },
      Igw: { Type: 'AWS::EC2::InternetGateway' },
      Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Igw' } } },
      Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: 'Public' }, AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] } } },
      PublicTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      PublicRoute: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'PublicTable' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Igw' } } },
      PublicAssociation: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Public' }, RouteTableId: { Ref: 'PublicTable' } } },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', ...target } },
      Association: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Private' }, RouteTableId: { Ref: 'Table' } } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'functions', VpcId: { Ref: 'Vpc' } } },
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Fn${index}`, {
        Type: 'AWS::Lambda::Function', Metadata: { 'aws:cdk:path': `Shop/${name(index)}/Resource` },
        Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } },
      }])),
    },
  };
}

const NAT = { NatGatewayId: { Ref: 'Nat' } };
const NOWHERE = { VpcPeeringConnectionId: 'pcx-0123456789abcdef0' };

describe('D1: each case and its mended twin', () => {
  const codes = readdirSync(CASES).filter((code) => readdirSync(join(CASES, code)).includes('mended.yaml'));

  test.each(codes)('%s: what is mended is the other way round what breaks', (code) => {
    const [template, mended] = [caseOf(code, 'template'), caseOf(code, 'mended')];
    const [there, back] = [json(mended, template), json(template, mended)];
    expect(there.lost.map(({ destination, family }) => `${destination} ${family}`)).toEqual(back.opened.map(({ destination, family }) => `${destination} ${family}`));
    const same = diff(template, template);
    expect(same.status).toBe(0);
    expect(same.out).toMatch(/^nothing changed: \d+ verdicts are as they were\n(?:not read:\n|$)/);
    // what is not read is said whether it changes or not
    expect(same.error.includes(' not everything is read')).toBe(same.out.includes('\nnot read:\n'));
    expect(same.out.includes('\nnot read:\n')).toBe(UNREAD.some((unread) => call('check', template).out.includes(`(${unread})`)));
  });
});

describe('D2: formats', () => {
  const [base, head] = [file('base.json', functions(500, NAT)), file('head.json', functions(500, NOWHERE))];

  test('500 functions that lose the internet are one problem', () => {
    const { status, out } = diff(base, head);
    expect(status).toBe(1);
    expect(out).toContain('500 functions → internet (IPv4): reachable → blocked');
    expect(out).toContain('Shop/Fn0, Shop/Fn1, Shop/Fn2 and 497 more');
    expect(out.split('\n').length).toBeLessThan(25);
    expect(json(base, head).lost).toHaveLength(500);
  });

  test('a comment begins with its marker, is short, and says all that matters outside of folds', () => {
    const { out } = diff(base, head, '--format', 'markdown');
    expect(out.startsWith(`${MARKER}\n`)).toBe(true);
    expect(out.length).toBeLessThan(65_536);
    const unfolded = out.replace(/<details>[\s\S]*?<\/details>/g, '');
    expect(unfolded).toContain('500 functions → internet (IPv4)');
  });

  test('a comment is never longer than what is taken, whatever names are in it, and no name is markup', () => {
    const name = (index: number) => `<img src=x> @everyone [x](http://x) ${'*'.repeat(400)} \u202e ${index}`;
    const [one, other] = [file('one.json', functions(400, NAT, name)), file('other.json', functions(400, NOWHERE, (index) => `${name(index)}!`))];
    const { out } = diff(one, other, '--format', 'markdown');
    expect(out.length).toBeLessThan(65_536);
    expect(out).not.toMatch(/<img|@everyone|\u202e|(?<!\\)\[x\]/);
    const text = diff(one, other).out;
    expect(text).not.toMatch(/\u202e/);
  });

  test('nothing changed is one line in each', () => {
    expect(diff(base, base).out).toBe('nothing changed: 1000 verdicts are as they were\n');
    expect(diff(base, base, '--format', 'markdown').out.trim().split('\n').at(-1)).toBe('Nothing changed: 1000 verdicts are as they were.');
    expect(json(base, base)).toMatchObject({ version: 1, lost: [], opened: [], changed: [], inconclusive: [], unchanged: 1000, resources: [] });
  });
});

describe('D1: what is asked on one side alone', () => {
  const plain = functions(1, NAT) as { Resources: object };
  const [without, having] = [file('without.json', plain), file('having.json', {
    Resources: {
      ...plain.Resources, S3: {
        Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: [{ Ref: 'Table' }] },
      },
    },
  })];

  test('is asked on the other too, so that the way is told', () => {
    const { changed, unchanged } = json(without, having);
    expect(changed.map(({ destination, family, before, after }) => `${destination} ${family} ${before} ${after}`)).toEqual(['s3 ipv4 reachable reachable']);
    expect(unchanged).toBe(2);
  });

  test('does not count as unchanged where the other side was saved', () => {
    const saved = file('saved.json', call('check', without, '--format', 'json', '--json-version', '2').out);
    expect(json(saved, having)).toMatchObject({ lost: [], opened: [], changed: [], inconclusive: [], unchanged: 2 });
  });
});

describe('D1: either side', () => {
  const [mended, broken] = [caseOf('IGW_NOT_ATTACHED', 'mended'), caseOf('IGW_NOT_ATTACHED', 'template')];
  const saved = file('reachability.json', call('check', mended, '--format', 'json', '--json-version', '2').out);

  test('may be an analysis that was saved', () => {
    expect(json(saved, broken)).toEqual(json(mended, broken));
    expect(diff(saved, mended)).toMatchObject({ status: 0, error: '' });
    expect(diff(saved, saved).out).toMatch(/^nothing changed/);
  });

  test.each<[string, unknown, string]>([
    ['of version 1', call('check', mended, '--format', 'json').out, 'it has version 1, and version 2 is read'],
    ['of a later version', { version: 3, functions: [], findings: [] }, 'it has version 3, and version 2 is read'],
    ['that is cut off', { ...JSON.parse(readFileSync(saved, 'utf8')) as object, paths: [] }, 'parts of it name others that are not in it'],
  ])('is refused %s', (_, content, sentence) => {
    const { status, out, error } = diff(file('broken.json', content), mended);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain(sentence);
  });

  test.each<[string, readonly string[], string]>([
    ['one side', [mended], 'diff compares two sides, and 1 is given'],
    ['a side that is not there', [mended, join(FOLDER, 'none')], 'there is no file or folder'],
    ['another format', [mended, broken, '--format', 'yaml'], "--format is 'yaml', expected text, markdown, json, sarif or html"],
    ['another gate', [mended, broken, '--fail-on', 'lost,gone'], "--fail-on is 'gone', expected lost, opened, forbidden, replaced, inconclusive, cost=<US dollars a month> or none"],
    ['a destination that neither side has', [mended, broken, '--to', 'Nobody:1'], "--to is 'Nobody:1'"],
    ['prices of something else', [mended, broken, '--prices', file('prices.json', { natGateways: 1 })], 'natGateway, publicIpv4Address, interfaceEndpoint, transitGatewayAttachment'],
  ])('%s is a wrong call', (_, argv, sentence) => {
    const { status, out, error } = diff(...argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain(sentence);
  });
});

describe('D4: gates', () => {
  const [mended, broken] = [caseOf('IGW_NOT_ATTACHED', 'mended'), caseOf('IGW_NOT_ATTACHED', 'template')];
  const free = file('free.json', functions(1, NAT));
  const nothing = file('nothing.json', { ...functions(1, NAT), Resources: Object.fromEntries(Object.entries((functions(1, NAT) as { Resources: object }).Resources).filter(([id]) => !['Nat', 'Address'].includes(id))) });

  test.each<[string, number, readonly string[]]>([
    ['what is lost does not pass', 1, [mended, broken]],
    ['what is opened does', 0, [broken, mended]],
    ['what is opened does not where that is asked', 1, [broken, mended, '--fail-on', 'opened']],
    ['what is lost does where only that is asked', 0, [mended, broken, '--fail-on', 'opened']],
    ['nothing fails where nothing may', 0, [mended, broken, '--fail-on', 'none']],
    ['what must not be reached and is', 1, [caseOf('LAMBDA_REACHES_FORBIDDEN', 'mended'), caseOf('LAMBDA_REACHES_FORBIDDEN', 'template'), '--fail-on', 'forbidden']],
    ['a resource that goes', 1, [free, nothing, '--fail-on', 'replaced']],
    ['37 US dollars more', 1, [nothing, free, '--fail-on', 'cost=36']],
    ['which are allowed', 0, [nothing, free, '--fail-on', 'cost=37']],
  ])('%s: %i', (_, status, argv) => {
    for (const format of ['text', 'markdown', 'json']) {
      expect(diff(...argv, '--format', format)).toMatchObject({ status, error: '' });
    }
  });

  test('prices that are given count', () => {
    const prices = file('own-prices.json', { natGateway: 0.1 });
    expect(json(nothing, free).cost).toMatchObject({ before: 0, after: 36.5, pricesOf: 'us-east-1, November 2026' });
    expect(json(nothing, free, '--prices', prices).cost).toMatchObject({ after: 76.65, pricesOf: 'given' });
  });
});

describe('R1: a comment leads to the report', () => {
  const sides = [caseOf('NO_ROUTE_TO_DESTINATION', 'mended'), caseOf('NO_ROUTE_TO_DESTINATION', 'template')];

  test('where somebody says where it is', () => {
    const { out } = diff(...sides, '--format', 'markdown', '--report-url', 'https://example.org/a (b)/reachability.html'.replace(' ', '%20'));
    expect(out).toMatch(/^- \[.* → .* \(IPv4\)\]\(<https:\/\/example\.org\/a%20\(b\)\/reachability\.html#[^/\s>]+\/[^/\s>]+\/ipv4>\): reachable → blocked/m);
    expect(diff(...sides, '--format', 'markdown').out).not.toContain('](<');
  });

  test.each(['', 'reachability.html', 'javascript:alert(1)', 'https://', 'https://example.org/a> b', 'https://example.org/#x'])('%p is no address of one', (address) => {
    const { status, error } = diff(...sides, '--format', 'markdown', '--report-url', address);
    expect([status, error.split('\n')[0]]).toEqual([2, expect.stringContaining(`--report-url is '${address}', expected the address of a report`)]);
  });
});
