import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import type { Report, ReportedVerdict } from './judging';
import type { Outcome } from './support/call-command';
import { call } from './support/call-command';
import { main } from '../../src/analysis/command/main';

/*
 * The command as pipelines rely on it: options, exit statuses and the shape of what it puts out. The wording is no interface.
 */

const ROOT = join(__dirname, '../..');
const FOLDER = mkdtempSync(join(tmpdir(), 'command-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function check(...argv: readonly string[]): Outcome {
  return call('check', ...argv);
}

/** What the command says as JSON. */
function report(...argv: readonly string[]): Report {
  const { status, out, error } = check(...argv, '--format', 'json');
  expect([0, 1]).toContain(status);
  expect(error).toBe('');
  return JSON.parse(out) as Report;
}

function verdictsOf({ functions }: Report): Record<string, string> {
  return Object.fromEntries(functions.flatMap(({ verdicts }) => verdicts.map(({ destination, family, verdict }) => [`${destination} ${family}`, verdict])));
}

function caseOf(code: string, name = 'template.yaml'): string {
  return join(__dirname, 'cases', code, name);
}

/** A file in the folder of this test. */
function file(name: string, content: unknown): string {
  const path = join(FOLDER, name);
  writeFileSync(path, typeof content === 'string' || content instanceof Buffer ? content : JSON.stringify(content));
  return path;
}

const BROKEN = caseOf('NO_ROUTE_TO_DESTINATION');
const MENDED = caseOf('NO_ROUTE_TO_DESTINATION', 'mended.yaml');
const DATABASE = caseOf('ENI_SG_RULES_MISMATCH', 'mended.yaml');

describe('exit status', () => {
  test.each<[string, number, readonly string[]]>([
    ['everything declared is proven', 0, [MENDED]],
    ['one of two inputs is not', 1, [MENDED, BROKEN]],
    ['something declared is blocked', 1, [BROKEN]],
    ['something declared is inconclusive', 1, [caseOf('UNKNOWN_RESOURCE')]],
    ['a function reaches what it does not declare', 1, [caseOf('LAMBDA_REACHES_UNDECLARED')]],
    ['a function reaches what it must not', 1, [caseOf('LAMBDA_REACHES_FORBIDDEN')]],
    ['AWS refuses what the template shows', 1, [caseOf('VPC_ENCRYPTION_NOT_EXCLUDED')]],
    ['nothing is declared', 0, [caseOf('LAMBDA_SECURITY_GROUP_COUNT')]],
    ['what is asked is not proven, and not required to be', 0, [MENDED, '--to', '192.168.0.0/16']],
    ['what is asked is required', 1, [MENDED, '--to', '192.168.0.0/16', '--require']],
    ['what is asked is required and proven', 0, [MENDED, '--to', '8.8.8.0/24', '--require']],
    ['one of two that are asked is not proven', 1, [MENDED, '--to', '8.8.8.0/24', '--to', '192.168.0.0/16', '--require']],
    ['what is asked is inconclusive', 1, [caseOf('UNKNOWN_RESOURCE', 'template.yaml'), '--to', '8.8.8.0/24', '--require']],
    ['a warning', 0, [caseOf('GRANT_WITHOUT_WAY', 'template.yaml')]],
    ['a warning that is to be an error', 1, [caseOf('GRANT_WITHOUT_WAY', 'template.yaml'), '--warning-as-error', 'GRANT_WITHOUT_WAY']],
    ['another warning that is to be an error', 0, [caseOf('GRANT_WITHOUT_WAY', 'template.yaml'), '--warning-as-error', 'LAMBDA_PUBLIC_SUBNET']],
    ['everything is required, of a function without IPv6', 0, [MENDED, '--require']],
    ['the internet is required, of a function without IPv6', 0, [MENDED, '--to', 'internet', '--require']],
    ['everything is required, and IPv6 is closed', 1, [caseOf('NGW_NO_IPV6', 'template.yaml'), '--require']],
    ['a function reaches what it does not declare, whatever is asked', 1, [caseOf('LAMBDA_REACHES_UNDECLARED'), '--to', '10.0.0.0/24']],
    ['everything is required, and open', 0, [caseOf('LAMBDA_IPV6_NOT_ALLOWED', 'mended.yaml'), '--require']],
    ['what is declared counts beside what is asked', 1, [BROKEN, '--to', '10.0.0.0/24', '--require']],
  ])('%s: %i', (_, status, argv) => {
    for (const format of ['text', 'json', 'runbook']) {
      const found = check(...argv, '--format', format);
      expect({ status: found.status, error: found.error }).toEqual({ status, error: '' });
      expect(found.out).not.toBe('');
    }
  });

  test.each<[string, RegExp, readonly string[]]>([
    ['no command', /no command is given[\s\S]*Usage:/, []],
    ['another command', /there is no command 'prove'[\s\S]*Usage:/, ['prove', MENDED]],
    ['no path', /no path is given[\s\S]*Usage:/, ['check']],
    ['an option that there is not', /--fast[\s\S]*Usage:/, ['check', MENDED, '--fast']],
    ['an option without its value', /--to[\s\S]*Usage:/, ['check', MENDED, '--to']],
    ['a warning that there is not', /--warning-as-error is "TYPO", expected the code of a warning: .*GRANT_WITHOUT_WAY/, ['check', MENDED, '--warning-as-error', 'TYPO']],
    ['another format', /--format is 'xml', expected text, json, junit, sarif, runbook or params[\s\S]*Usage:/, ['check', MENDED, '--format', 'xml']],
    ['a destination that is none', /--to is 'Not A Destination', expected internet/, ['check', MENDED, '--to', 'Not A Destination']],
    ['a destination with a port beyond all', /--to is 'internet:65536'/, ['check', MENDED, '--to', 'internet:65536']],
    ['a service with a port that is none', /--to is 's3:x'/, ['check', MENDED, '--to', 's3:x']],
    ['a file that is not there', /there is no file or folder .*missing\.yaml/, ['check', join(FOLDER, 'missing.yaml')]],
    ['a folder without assembly and templates', /is not a cloud assembly: .* and it holds no template/, ['check', join(ROOT, 'api')]],
    ['a file that is no template', /is not a CloudFormation template/, ['check', join(ROOT, 'package.json')]],
    ['parameters that are not there', /there is no file .*missing\.json/, ['check', MENDED, '--params', join(FOLDER, 'missing.json')]],
  ])('%s: 2', (_, message, argv) => {
    const { status, out, error } = call(...argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toMatch(message);
    expect(error).toMatch(/^cdk-lambda-network: [^\n]+\n/);
  });

  test.each<[string, string | Buffer, string]>([
    ['broken YAML', 'Resources: [}', 'broken.yaml'],
    ['broken JSON', '{ "Resources": ', 'broken.json'],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), 'bytes.yaml'],
    ['the same key twice', 'Resources: {}\nResources: {}\n', 'twice.yaml'],
    ['empty', '', 'empty.yaml'],
  ])('%s: 2', (_, content, name) => {
    const { status, out, error } = check(file(name, content));
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain(name);
    expect(error).not.toContain('    at ');
  });

  test.each([['a list', ['x']], ['an object in an object', { T: { A: { B: 'c' } } }], ['a text', '"x"']])('parameters that are %s: 2', (_, content) => {
    expect(check(MENDED, '--params', file('params.json', content))).toMatchObject({ status: 2, out: '' });
  });
});

test('--help says how it is called', () => {
  for (const argv of [['--help'], ['check', '--help'], ['-h']]) {
    const { status, out, error } = call(...argv);
    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(out).toMatch(/^Usage: cdk-lambda-network check/);
    ['--to', '--require', '--allow-empty', '--format', '--params', '--help', '--version'].forEach((option) => expect(out).toContain(option));
  }
});

test('--version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(call('--version')).toEqual({ status: 0, out: `${version}\n`, error: '' });
});

describe('--format json', () => {
  /** The type of each field; a question mark for those that can be missing. */
  const SHAPES = {
    report: { version: 'number', functions: 'function[]', findings: 'finding[]' },
    function: { id: 'string', logicalId: 'string', template: 'string', kind: 'string', verdicts: 'verdict[]' },
    verdict: { destination: 'string', family: 'string', verdict: 'string', declared: 'boolean', asked: 'boolean', conditions: 'string[]?', subnets: 'subnet[]' },
    subnet: { subnet: 'string', verdict: 'string', codes: 'string[]', hops: 'string[]', details: 'string[]?', mend: 'string?', assumptions: 'string[]?' },
    finding: { code: 'string', severity: 'string', resource: 'string', message: 'string', mend: 'string' },
  } as const;

  const VALUES: Record<string, readonly string[]> = {
    family: ['ipv4', 'ipv6'],
    verdict: ['reachable', 'blocked', 'inconclusive'],
    severity: ['error', 'warning', 'info'],
    kind: ['function', 'web-function', 'capacity-provider', 'network-connector', 'other'],
  };

  /** What of a value is not as its shape says. */
  function faults(value: unknown, shape: string, path: string): string[] {
    if (shape.endsWith('?')) {
      return value === undefined ? [] : faults(value, shape.slice(0, -1), path);
    }
    if (shape.endsWith('[]')) {
      return Array.isArray(value) ? value.flatMap((item, index) => faults(item, shape.slice(0, -2), `${path}[${index}]`)) : [`${path} is no list`];
    }
    if (!(shape in SHAPES)) {
      const allowed = VALUES[path.slice(path.lastIndexOf('.') + 1)];
      return typeof value !== shape ? [`${path} is no ${shape}`] : allowed?.includes(value as string) === false ? [`${path} is ${String(value)}`] : [];
    }
    const fields: Record<string, string> = SHAPES[shape as keyof typeof SHAPES];
    const object = value as Record<string, unknown>;
    return [
      ...Object.keys(object).filter((key) => !(key in fields)).map((key) => `${path}.${key} is not in the shape`),
      ...Object.entries(fields).flatMap(([key, type]) => faults(object[key], type, `${path}.${key}`)),
    ];
  }

  test.each(['NO_ROUTE_TO_DESTINATION', 'UNDECIDED_CONDITION', 'LAMBDA_NOT_IN_VPC', 'LAMBDA_SUBNETS_DIVERGE', 'LAMBDA_SUBNET_COUNT', 'UNKNOWN_RESOURCE'])('has its shape: %s', (code) => {
    const { out } = check(caseOf(code), '--format', 'json');
    const found = JSON.parse(out) as Report;
    expect(faults(found, 'report', 'report')).toEqual([]);
    expect(found.version).toBe(1);
    expect(out).toBe(`${JSON.stringify(found, undefined, 2)}\n`);
  });

  test('the shape is checked', () => {
    expect(faults({ version: '1', functions: [{ id: 1 }], findings: [{ severity: 'fatal' }] }, 'report', 'report')).toEqual(expect.arrayContaining([
      'report.version is no number', 'report.functions[0].id is no string', 'report.functions[0].verdicts is no list', 'report.findings[0].severity is fatal',
    ]));
  });

  test('names the function, its template and its verdicts, with what is in the way', () => {
    const { functions: [only] } = report(BROKEN);
    expect(only).toMatchObject({ id: 'Orders', logicalId: 'Orders', template: 'template.yaml' });
    expect(only.verdicts[0]).toMatchObject({
      destination: 'internet', family: 'ipv4', verdict: 'blocked', declared: true, asked: false,
      subnets: [{ subnet: 'Private', verdict: 'blocked', codes: ['NO_ROUTE_TO_DESTINATION'], mend: expect.stringContaining('NatGatewayId') as unknown }],
    });
  });

  test('names the conditions on which a verdict hangs', () => {
    const verdict = report(caseOf('UNDECIDED_CONDITION')).functions[0].verdicts[0] as ReportedVerdict & { readonly conditions?: readonly string[] };
    expect(verdict.conditions).toEqual([expect.stringContaining('HasEgress is false')]);
  });

  test('lists a function outside of any VPC, with its finding', () => {
    const { functions, findings } = report(file('plain.json', { Resources: { Plain: { Type: 'AWS::Lambda::Function' } } }));
    expect(functions.map(({ id }) => id)).toEqual(['Plain']);
    expect(findings).toMatchObject([{ code: 'LAMBDA_NOT_IN_VPC', severity: 'info', resource: 'Plain' }]);
  });
});

describe('--to', () => {
  test('without it: what is declared, the internet over both families, and each service with an endpoint in the VPC', () => {
    expect(verdictsOf(report(caseOf('DNS_PRIVATE_DNS_DISABLED', 'mended.yaml')))).toEqual({
      'secretsmanager ipv4': 'reachable', 'internet ipv4': 'blocked', 'internet ipv6': 'blocked',
    });
    expect(Object.keys(verdictsOf(report(DATABASE)))).toEqual(['Database:5432 ipv4', 'internet ipv4', 'internet ipv6']);
  });

  test.each<[string, Record<string, string>]>([
    ['internet', { 'internet ipv4': 'reachable' }],
    ['internet:8443', { 'internet:8443 ipv4': 'blocked' }],
    ['s3', { 's3 ipv4': 'reachable' }],
    ['ecr.api', { 'ecr.api ipv4': 'reachable' }],
    ['8.8.8.0/24', { '8.8.8.0/24 ipv4': 'reachable' }],
    ['8.8.8.8', { '8.8.8.8 ipv4': 'reachable' }],
    ['8.8.8.0/24:443', { '8.8.8.0/24:443 ipv4': 'reachable' }],
    ['8.8.8.0/24:53', { '8.8.8.0/24:53 ipv4': 'blocked' }],
    ['192.168.0.0/16', { '192.168.0.0/16 ipv4': 'blocked' }],
    ['2600:1f18::/33', { '2600:1f18::/33 ipv6': 'blocked' }],
    ['[2600:1f18::/33]:8443', { '[2600:1f18::/33]:8443 ipv6': 'blocked' }],
    ['[2600:1f18::1]:443', { '[2600:1f18::1]:443 ipv6': 'blocked' }],
  ])('%s', (to, expected) => {
    const { functions: [{ verdicts }] } = report(MENDED, '--to', to);
    const asked = verdicts.filter((verdict) => verdict.asked);
    expect(Object.fromEntries(asked.map(({ destination, family, verdict }) => [`${destination} ${family}`, verdict]))).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ['Database:5432', 'Database:5432', 'reachable'],
    ['Database:3306', 'Database:3306', 'blocked'],
    ['Database', 'Database', 'reachable'],
    ['DatabaseGroup:5432', 'DatabaseGroup:5432', 'reachable'],
  ])('a resource by logical id: %s', (to, destination, verdict) => {
    expect(verdictsOf(report(DATABASE, '--to', to))[`${destination} ipv4`]).toBe(verdict);
  });

  test('keeps what is declared, once, and says what is asked', () => {
    const [declared, other] = report(MENDED, '--to', 'internet', '--to', 'internet', '--to', '8.8.8.0/24').functions[0].verdicts;
    expect(declared).toMatchObject({ destination: 'internet', family: 'ipv4', declared: true, asked: true });
    expect(other).toMatchObject({ destination: 'internet', family: 'ipv6', declared: false, asked: false });
  });

  test('a name that is a resource is no service', () => {
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' };
    const group = { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: 'vpc-1', SecurityGroupIngress: [ssh] } };
    const named = file('named.json', { Resources: { internet: group, s3: group, Fn: { Type: 'AWS::Lambda::Function' } } });
    expect(verdictsOf(report(named, '--to', 'internet:22', '--to', 's3:22', '--to', 's3'))).toEqual({
      'internet:22 ipv4': 'blocked', 's3:22 ipv4': 'blocked', 's3 ipv4': 'inconclusive',
    });
  });
});

describe('--to, for what has network interfaces of its own', () => {
  const group = (port: number) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '10.0.0.0/16' }] } });
  const target = { Type: 'AWS::EFS::MountTarget', Properties: { FileSystemId: { Ref: 'Files' }, SubnetId: { Ref: 'Subnet' }, SecurityGroups: [{ Ref: 'Nfs' }] } };
  const balancer = (subnets: object) => ({ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal', SecurityGroups: [{ Ref: 'Nfs' }], ...subnets } });
  const path = file('interfaces.json', {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
      Nfs: group(2049), Odd: group(1024), FnGroup: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' } } },
      Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'FnGroup' }] } } },
      Files: { Type: 'AWS::EFS::FileSystem' }, Target: target,
      Elsewhere: { ...target, Properties: { ...target.Properties, FileSystemId: 'fs-0123456789abcdef0' } },
      Third: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: { VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'Odd' }] },
      },
      sqs: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.sqs' }, SubnetIds: [{ Ref: 'Subnet' }] } },
      OfMapped: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'Mapped' }, Port: 2049, Protocol: 'TCP' } },
      Mapped: balancer({ SubnetMappings: [{ SubnetId: { Ref: 'Subnet' } }] }),
    },
  });

  test.each([
    ['Third:1024', 'reachable'], ['Third:443', 'blocked'], ['Target:2049', 'reachable'], ['Files:2049', 'reachable'], ['Files:443', 'blocked'],
    ['fs-0123456789abcdef0:2049', 'reachable'], ['Mapped:2049', 'reachable'],
  ])('%s: %s', (to, verdict) => {
    expect(verdictsOf(report(path, '--to', to))[`${to} ipv4`]).toBe(verdict);
  });

  test('an endpoint that is called like its service is asked as the service', () => {
    expect(report(path, '--to', 'sqs').functions[0].verdicts.find(({ asked }) => asked)).toMatchObject({ destination: 'sqs', verdict: 'blocked' });
  });
});

describe('--params', () => {
  const UNDECIDED = caseOf('UNDECIDED_CONDITION');

  test.each<[string, unknown, string]>([
    ['for all templates', { WithEgress: 'true' }, 'reachable'],
    ['for all templates, the other way', { WithEgress: 'false' }, 'blocked'],
    ['for the template by name', { 'template.yaml': { WithEgress: 'true' } }, 'reachable'],
    ['for another template', { 'other.yaml': { WithEgress: 'true' } }, 'inconclusive'],
    ['more particular ones count', { 'WithEgress': 'true', 'template.yaml': { WithEgress: 'false' } }, 'blocked'],
    ['as the AWS command line writes them', [{ ParameterKey: 'WithEgress', ParameterValue: 'true' }], 'reachable'],
    ['none', {}, 'inconclusive'],
  ])('%s', (_, params, verdict) => {
    const { out } = check(UNDECIDED, '--params', file('params.json', params), '--format', 'json');
    expect(verdictsOf(JSON.parse(out) as Report)['internet ipv4']).toBe(verdict);
  });
});

describe('nothing is passed over in silence', () => {
  const fn = { Type: 'AWS::Lambda::Function', Properties: {} };
  const canary = { Type: 'AWS::Synthetics::Canary', Properties: {} };
  const stack = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x/y.yaml' } };

  test.each<[string, number, RegExp, readonly string[], object]>([
    ['no function', 0, /no function is in the templates/, [], { Resources: {} }],
    ['no function, and everything required', 1, /no function is in the templates.*--allow-empty/, ['--require'], { Resources: {} }],
    ['no function, and something required', 1, /--allow-empty/, ['--require', '--to', 'internet'], { Resources: {} }],
    ['no function, which may be', 0, /^$/, ['--require', '--allow-empty'], { Resources: {} }],
    ['a function, of which nothing is asked', 0, /^$/, ['--require'], { Resources: { Fn: fn } }],
    ['what makes a function', 1, /not everything is read.*Canary \(LAMBDA_COMPUTE_NOT_READ\)/, ['--require'], { Resources: { Fn: fn, Canary: canary } }],
    ['what makes a function, where nothing is required', 0, /^$|LAMBDA_COMPUTE_NOT_READ/, [], { Resources: { Fn: fn, Canary: canary } }],
    ['a nested stack that is not at hand', 1, /not everything is read.*Inner/, ['--require'], { Resources: { Fn: fn, Inner: stack } }],
    ['only such a stack', 1, /not everything is read/, ['--require', '--allow-empty'], { Resources: { Inner: stack } }],
    ['a macro', 1, /not everything is read.*TEMPLATE_NOT_READ/, ['--require', '--to', 's3'], { Transform: 'Mine', Resources: { Fn: fn } }],
  ])('%s: %i', (_, status, error, argv, body) => {
    for (const format of ['text', 'json', 'runbook']) {
      const found = check(file('silence.json', body), ...argv, '--format', format);
      expect(found.status).toBe(status);
      expect(found.error).toMatch(error);
    }
  });

  test.each<[string, RegExp, object]>([
    ['a resource without a type', /Lost.*has no Type that is written/, { Resources: { Fn: fn, Lost: { Properties: {} } } }],
    ['a type that is a function', /Lost.*has no Type that is a text/, { Resources: { Fn: fn, Lost: { Type: { Ref: 'T' } } } }],
    ['a type in another spelling', /Lost.*there is no resource type 'AWS::lambda::Function'/, { Resources: { Fn: fn, Lost: { Type: 'AWS::lambda::Function' } } }],
    ['a resource that is a text', /Lost.*is no object/, { Resources: { Fn: fn, Lost: 'AWS::Lambda::Function' } }],
    ['properties that are a list', /Fn.*its Properties are no object/, { Resources: { Fn: { ...fn, Properties: [] } } }],
    ['a condition that is an expression', /Fn.*its Condition is not the name/, { Resources: { Fn: { ...fn, Condition: { 'Fn::Equals': ['a', 'b'] } } } }],
    ['a condition that is not defined', /the condition Gone is not defined/, { Resources: { Fn: { ...fn, Condition: 'Gone' } } }],
    ['conditions that are a list', /the section Conditions is no object/, { Conditions: [], Resources: { Fn: fn } }],
    ['a loop without its transform', /the loop Fn::ForEach::A is not unrolled/, { Resources: { 'Fn': fn, 'Fn::ForEach::A': ['X', ['a'], { 'Fn${X}': fn }] } }],
    ['a loop that makes one thing twice', /makes Same a second time/, { Transform: 'AWS::LanguageExtensions', Resources: { 'Fn': fn, 'Fn::ForEach::A': ['X', ['a', 'b'], { Same: fn }] } }],
    ['a resource of SAM without its transform', /Sam.*no transform AWS::Serverless/, { Resources: { Sam: { Type: 'AWS::Serverless::Function' } } }],
  ])('CloudFormation refuses %s', (_, text, body) => {
    const { status, out } = check(file('invalid.json', body));
    expect({ status, out }).toEqual({ status: 1, out: expect.stringMatching(text) as unknown });
    expect(out).toMatch(/\(TEMPLATE_INVALID\)\n\s+mend: \w/);
  });

  test('loops that make too much are counted before they are unrolled, and drop nothing else', () => {
    const items = Array.from({ length: 60 }, (_, index) => `x${index}`);
    const loops = ['A', 'B', 'C', 'D', 'E'].reduceRight<object>((inner, name) => ({ [`Fn::ForEach::${name}`]: [name, items, inner] }), { 'Fn${A}${B}${C}${D}${E}': fn });
    const before = process.cpuUsage();
    const { status, out } = check(file('loops.json', { Transform: 'AWS::LanguageExtensions', Resources: { First: fn, ...loops, Last: fn } }), '--to', 'internet');
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    expect(status).toBe(1);
    expect(out).toMatch(/First[\s\S]*Last[\s\S]*the loops of the template make more than 100000 values/);
  });

  test('several documents of YAML are refused', () => {
    expect(check(file('two.yaml', 'Resources: {}\n---\nResources: {}\n'))).toMatchObject({ status: 2, out: '', error: expect.stringContaining('holds 2 YAML documents') as unknown });
  });

  test('what is given twice is said', () => {
    const { status, out, error } = check(MENDED, MENDED);
    expect({ status, out }).toEqual({ status: 0, out: check(MENDED).out });
    expect(error).toMatch(/given more than once/);
  });
});

describe('what has no value', () => {
  const subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'VpcId' }, CidrBlock: '10.0.0.0/24' } };
  const group = (id: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [id] } } });
  const open = file('open.json', {
    Parameters: { VpcId: { Type: 'AWS::EC2::VPC::Id' }, Known: { Type: 'String', Default: 'x' }, Group: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/network/group' } },
    Resources: { Subnet: subnet, Fn: group({ Ref: 'Group' }), Other: group('{{resolve:ssm:/network/other:2}}') },
  });

  test('is listed once, with what to do', () => {
    expect(check(open).out).toMatch(/\nwithout a value: \/network\/group of Systems Manager, \/network\/other of Systems Manager, VpcId of open\.json\n\s+mend: .*--params/);
    expect(check(MENDED).out).not.toContain('without a value');
  });

  test('--format params writes the file to fill in', () => {
    const { status, out } = check(open, '--format', 'params');
    expect({ status, values: JSON.parse(out) as unknown }).toEqual({ status: 0, values: { 'VpcId': null, '/network/group': null, '/network/other': null } });
    expect(JSON.parse(check(open, file('second.json', { Parameters: { Zone: { Type: 'String' } }, Resources: {} }), '--format', 'params').out))
      .toEqual({ 'open.json': { VpcId: null }, 'second.json': { Zone: null }, '/network/group': null, '/network/other': null });
    expect(check(open, '--params', file('skeleton.json', out)).out).toContain('without a value');
  });

  test.each(['/network/group', 'ssm:/network/group', '{{resolve:ssm:/network/group}}'])('is given by name: %s', (name) => {
    const params = file('given.json', { [name]: 'sg-0123456789abcdef0', 'Group': null, '/network/other': 'sg-0123456789abcdef1', 'VpcId': 'vpc-0123456789abcdef0' });
    const { out, error } = check(open, '--params', params, '--to', '10.0.0.0/24');
    expect(error).toBe('');
    expect(out).not.toContain('without a value');
    expect(out).toMatch(/sg-0123456789abcdef0[\s\S]*sg-0123456789abcdef1/);
  });

  test('ids in the place of the name of a parameter of Systems Manager are its value', () => {
    expect(check(open, '--params', file('given.json', { Group: 'sg-0123456789abcdef0' }), '--to', '10.0.0.0/24').out).toContain('sg-0123456789abcdef0');
  });

  test('values that nothing takes are said', () => {
    const { status, error } = check(MENDED, '--params', file('unused.json', { 'Nothing': 'x', 'other.yaml': { A: 'b' }, '/nowhere': 'y' }));
    expect(status).toBe(0);
    expect(error).toMatch(/'Nothing', and no template has a parameter[\s\S]*'\/nowhere'[\s\S]*'other\.yaml', and no template or stack is called so/);
  });
});

describe('--format runbook', () => {
  type Run = Readonly<Record<'function' | 'destination' | 'verdict' | 'checkVpc' | 'checkSubnet' | 'checkSecurityGroups' | 'checkNACL', unknown>>;

  function runs(...argv: readonly string[]): Run[] {
    return JSON.parse(check(...argv, '--format', 'runbook').out) as Run[];
  }

  test('has the outputs of the steps of AWSSupport-TroubleshootLambdaInternetAccess', () => {
    expect(runs(MENDED)).toEqual([{
      function: 'Orders',
      destination: 'internet',
      verdict: 'reachable',
      checkVpc: { vpc: 'Vpc', subnet: ['Private'], securityGroups: ['FunctionGroup'] },
      checkSubnet: {
        subnets: {
          Private: {
            Route: { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'Nat', State: 'active' },
            RouteTable: 'PrivateRoutes',
            Analysis: expect.stringContaining('NAT gateway Nat → Public → internet gateway') as unknown,
          },
        },
      },
      checkSecurityGroups: { secgrps: { FunctionGroup: { Status: 'Allowed', Analysis: expect.any(String) as unknown } } },
      checkNACL: { NACL: { Private: { NACL: 'default', destinationIp_Egress: 'Allowed', destinationIp_Ingress: 'Allowed', Analysis: expect.any(String) as unknown } } },
    }]);
  });

  test('without a route there is none, and it says why', () => {
    const [{ checkSubnet }] = runs(BROKEN);
    expect(checkSubnet).toEqual({ subnets: { Private: { RouteTable: 'PrivateRoutes', Analysis: expect.stringContaining('no route') as unknown } } });
  });

  test('a route to nothing is a blackhole', () => {
    expect(runs(caseOf('BAD_STATE_ROUTE'))[0].checkSubnet).toMatchObject({ subnets: { Private: { Route: { State: 'blackhole' } } } });
  });

  test('a group that lets nothing out', () => {
    expect(runs(caseOf('SG_HAS_NO_RULES'))[0].checkSecurityGroups).toMatchObject({ secgrps: { FunctionGroup: { Status: 'notAllowed' } } });
    expect(runs(caseOf('SG_DEFAULT_EGRESS_CONTESTED'))[0].checkSecurityGroups).toMatchObject({ secgrps: { FunctionGroup: { Status: 'unknown' } } });
  });

  test('a network ACL that lets no answers in', () => {
    expect(runs(caseOf('SUBNET_ACL_RESTRICTION'))[0].checkNACL).toMatchObject({
      NACL: { Private: { NACL: 'Acl', destinationIp_Egress: 'Allowed', destinationIp_Ingress: 'notAllowed' } },
    });
  });

  test('a network ACL of the NAT gateway that lets the function in, and no answers out', () => {
    const template = readFileSync(MENDED, 'utf8');
    const entry = (name: string, egress: boolean, block: string, from: number, to: number) =>
      `  ${name}:\n    Type: AWS::EC2::NetworkAclEntry\n    Properties: { NetworkAclId: !Ref Acl, RuleNumber: ${from}, Egress: ${egress}, Protocol: 6, RuleAction: allow, `
      + `CidrBlock: ${block}, PortRange: { From: ${from}, To: ${to} } }\n`;
    const guarded = `${template}  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }\n`
      + '  AclAssociation: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref Public, NetworkAclId: !Ref Acl } }\n'
      + `${entry('FromFunctions', false, '10.0.0.0/16', 443, 443)}${entry('Out', true, '0.0.0.0/0', 443, 443)}${entry('Answers', false, '0.0.0.0/0', 1024, 65535)}`;
    expect(runs(file('guarded.yaml', guarded))[0].checkNACL).toMatchObject({
      NACL: { Private: { NACL: 'default', destinationIp_Egress: 'Allowed', LambdaIpRules: { LambdaIp: { Egress: 'notAllowed', Ingress: 'Allowed' } } } },
    });
  });

  test('shows what the runbook can be asked: IPv4 addresses and the internet', () => {
    expect(runs(MENDED, '--to', '8.8.8.0/24:53', '--to', 's3', '--to', '2600:1f18::/33').map(({ destination }) => destination)).toEqual(['internet', '8.8.8.0/24:53']);
  });
});

describe('--format text', () => {
  test('is the standard, and says what is wrong, why, and what to do', () => {
    const { out } = check(BROKEN);
    expect(out).toBe(check(BROKEN, '--format', 'text').out);
    expect(out).toMatch(/✗ internet \(IPv4\).*NO_ROUTE_TO_DESTINATION/);
    expect(out).toMatch(/mend: add an AWS::EC2::Route for 0\.0\.0\.0\/0 with a NatGatewayId/);
    expect(out).toMatch(/✗ internet[\s\S]*\n\n1 function; 0 of 1 declared destinations are proven\n$/);
  });

  test('says what is proven', () => {
    expect(check(MENDED).out).toMatch(/^1 function; 1 of 1 declared destinations are proven\n[\s\S]*✓ internet \(IPv4\) on tcp 443, declared/);
  });

  test('tells findings with their mend, and what is only good to know once', () => {
    expect(check(caseOf('LAMBDA_SUBNETS_DIVERGE')).out).toMatch(/error: Orders: .*\(LAMBDA_SUBNETS_DIVERGE\)\n\s+mend: give all subnets/);
    expect(check(caseOf('LAMBDA_URL_IS_PUBLIC')).out).toMatch(/info: .*\(LAMBDA_URL_IS_PUBLIC\)\n\s+Orders/);
  });

  test('is the same every time', () => {
    expect(check(BROKEN, DATABASE).out).toBe(check(BROKEN, DATABASE).out);
  });
});

describe('a cloud assembly', () => {
  const folder = (() => {
    const app = new App({ outdir: join(FOLDER, 'cdk.out') });
    const stack = new Stack(app, 'Shop');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 1 });
    const open = new ec2.SecurityGroup(stack, 'Cache', { vpc });
    const fn = new lambda.Function(stack, 'Fn', { vpc, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;') });
    open.connections.allowFrom(fn, ec2.Port.tcp(6379));
    return app.synth().directory;
  })();

  test('is judged by construct paths', () => {
    const found = report(folder, '--to', 'internet', '--to', 'Shop/Cache:6379');
    expect(found.functions.map(({ id, template }) => [id, template])).toEqual([['Shop/Fn', 'Shop.template.json']]);
    expect(verdictsOf(found)).toMatchObject({ 'internet ipv4': 'reachable', 'Shop/Cache:6379 ipv4': 'reachable' });
  });

  test('and so is its template alone, by logical ids', () => {
    const found = report(join(folder, 'Shop.template.json'), '--to', 'internet');
    expect(verdictsOf(found)).toMatchObject({ 'internet ipv4': 'reachable' });
  });
});

describe('what nobody foresaw', () => {
  const failing = (error: unknown, ...more: readonly string[]) => {
    let text = '';
    const status = main(['check', MENDED, ...more], {
      out: () => {
        throw error;
      },
      error: (each) => {
        text += each;
      },
    });
    return { status, text };
  };

  test.each([
    ['a full disk', Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write', code: 'ENOSPC' }), /^cdk-lambda-network: ENOSPC: no space left on device, write: free the place .*\n$/],
    ['a mistake', new RangeError('Maximum call stack size exceeded\nand more'), /^cdk-lambda-network: something unexpected happened, .*: Maximum call stack size exceeded; run it again with --debug.*\n$/],
    ['no error at all', 'thrown', /^cdk-lambda-network: something unexpected happened, .*: thrown; .*\n$/],
  ])('is one sentence, and the status 2: %s', (_, error, sentence) => {
    const { status, text } = failing(error);
    expect(status).toBe(2);
    expect(text).toMatch(sentence);
  });

  test('has its trace with --debug, which changes nothing else', () => {
    expect(failing(new RangeError('too deep'), '--debug')).toMatchObject({ status: 2, text: expect.stringMatching(/^RangeError: too deep\n {4}at /) as unknown });
    expect(call('check', MENDED, '--debug')).toEqual(call('check', MENDED));
  });
});

describe('the executable', () => {
  /** The package as npm installs it, without the declarations. */
  const installed = join(FOLDER, 'package');
  const bin = join(installed, 'bin/cdk-lambda-network');

  beforeAll(() => {
    mkdirSync(join(installed, 'bin'), { recursive: true });
    const entryPoints = ['src/analysis', 'src/metadata', 'src/services'].flatMap((room) => readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts')).map((name) => join(ROOT, room, name)));
    buildSync({ entryPoints, outbase: join(ROOT, 'src'), outdir: join(installed, 'lib'), format: 'cjs', platform: 'node' });
    copyFileSync(join(ROOT, 'package.json'), join(installed, 'package.json'));
    copyFileSync(join(ROOT, 'bin/cdk-lambda-network'), bin);
    symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
  });

  test('is the one that the package names', () => {
    const { bin: named } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    expect(named).toEqual({ 'cdk-lambda-network': 'bin/cdk-lambda-network' });
    expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test.each([[0, MENDED], [1, BROKEN], [2, join(FOLDER, 'missing.yaml')]])('ends with the status %i, and writes what the command says', (status, path) => {
    const ended = spawnSync(process.execPath, [bin, 'check', path], { encoding: 'utf8' });
    expect({ status: ended.status, out: ended.stdout, error: ended.stderr }).toEqual({ ...check(path), status });
  });

  test('ends quietly when whoever reads has read enough', () => {
    const Resources = Object.fromEntries(Array.from({ length: 400 }, (_, place) => [`Fn${place}`, {
      Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [`sg-${place}`] } },
    }]));
    const path = join(FOLDER, 'many.json');
    writeFileSync(path, JSON.stringify({ Resources }));
    const ended = spawnSync('sh', ['-c', `'${process.execPath}' '${bin}' check '${path}' --format json --to internet | head -c 20`], { encoding: 'utf8' });
    expect({ out: ended.stdout.length, error: ended.stderr }).toEqual({ out: 20, error: '' });
  });

  test('knows its version', () => {
    expect(execFileSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toBe(call('--version').out);
  });

  test('loads neither aws-cdk-lib nor constructs', () => {
    const script = `require(${JSON.stringify(join(installed, 'lib/analysis/command/main'))}); console.log(Object.keys(require.cache).filter((file) => /aws-cdk-lib|node_modules.constructs/.test(file)).length)`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe('0\n');
  });
});
