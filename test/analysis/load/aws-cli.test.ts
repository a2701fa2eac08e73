import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PERMISSIONS } from '../../../src/analysis/describe/calls';
import type { SectionName } from '../../../src/analysis/describe/sections';
import { SECTION_NAMES } from '../../../src/analysis/describe/sections';
import { awsCli } from '../../../src/analysis/load/aws-cli';
import { GROUP, PRIVATE, VPC, answers } from '../describe/answers';
import { lambdaIn } from '../describe/judging-snapshots';
import { call } from '../support/call-command';

/*
 * The command `snapshot` with a program in the place of the AWS CLI (X1): it answers from files, and fails where a test says so.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'aws-cli-'));
const BIN = join(FOLDER, 'bin');
const OPERATIONS: Readonly<Partial<Record<string, SectionName>>> = {
  'describe-vpcs': 'Vpcs', 'describe-subnets': 'Subnets', 'describe-route-tables': 'RouteTables', 'describe-security-groups': 'SecurityGroups',
  'describe-security-group-vpc-associations': 'SecurityGroupVpcAssociations', 'describe-network-acls': 'NetworkAcls', 'describe-network-interfaces': 'NetworkInterfaces',
  'describe-internet-gateways': 'InternetGateways', 'describe-egress-only-internet-gateways': 'EgressOnlyInternetGateways', 'describe-nat-gateways': 'NatGateways',
  'describe-vpc-endpoints': 'VpcEndpoints', 'describe-vpc-peering-connections': 'VpcPeeringConnections', 'describe-prefix-lists': 'PrefixLists',
  'describe-managed-prefix-lists': 'ManagedPrefixLists', 'describe-dhcp-options': 'DhcpOptions', 'describe-transit-gateways': 'TransitGateways',
  'describe-transit-gateway-vpc-attachments': 'TransitGatewayVpcAttachments', 'describe-transit-gateway-attachments': 'TransitGatewayAttachments',
  'describe-transit-gateway-route-tables': 'TransitGatewayRouteTables', 'describe-vpc-block-public-access-options': 'VpcBlockPublicAccessOptions',
  'describe-vpc-block-public-access-exclusions': 'VpcBlockPublicAccessExclusions',
};

const { PATH } = process.env;

beforeAll(() => {
  mkdirSync(BIN);
  mkdirSync(join(FOLDER, 'answers'));
  const all = answers();
  Object.entries(OPERATIONS).forEach(([operation, section]) => put(operation, all[section!]!));
  put('enableDnsSupport', { VpcId: VPC, EnableDnsSupport: { Value: true } });
  put('enableDnsHostnames', { VpcId: VPC, EnableDnsHostnames: { Value: true } });
  put('list-functions', { Functions: [] });
  put('get-parameters', {
    Parameters: [
      { Name: '/net/subnet', Type: 'String', Value: PRIVATE }, { Name: '/net/password', Type: 'String', Value: 'hunter2' }, { Name: '/net/secret', Type: 'SecureString', Value: 'vpc-0aaaaaaaaaaaaaaa1' },
    ],
  });
  put('list-exports', { Exports: [{ Name: 'group', Value: GROUP }, { Name: 'other', Value: 'sg-0ffffffffffffff06' }, { Name: 'key', Value: 'hunter2' }] });
  put('get-transit-gateway-route-table-propagations', { TransitGatewayRouteTablePropagations: [] });
  put('search-transit-gateway-routes', { Routes: [], AdditionalRoutesAvailable: false });
  put('get-managed-prefix-list-entries', { Entries: [] });
  // an attribute is the last argument before the options that every call has
  writeFileSync(join(BIN, 'aws'), `#!/bin/sh
echo "$*" >> '${join(FOLDER, 'calls')}'
name=$2
case "$*" in *enableDnsSupport*) name=enableDnsSupport;; *enableDnsHostnames*) name=enableDnsHostnames;; esac
if [ -f '${FOLDER}/'"fail-$2" ]; then
  code=$(cat '${FOLDER}/'"fail-$2")
  [ -f '${FOLDER}/once' ] && rm '${FOLDER}/'"fail-$2"
  echo "An error occurred ($code) when calling the operation" >&2
  exit 254
fi
exec cat '${FOLDER}/answers/'"$name.json"
`);
  chmodSync(join(BIN, 'aws'), 0o755);
  process.env.PATH = `${BIN}:${PATH}`;
});

afterAll(() => {
  process.env.PATH = PATH;
  rmSync(FOLDER, { recursive: true, force: true });
});

afterEach(() => {
  ['calls', 'once', ...[...Object.keys(OPERATIONS), 'get-parameters', 'list-exports', 'describe-vpc-attribute', 'list-functions'].map((name) => `fail-${name}`)]
    .forEach((name) => rmSync(join(FOLDER, name), { force: true }));
});

function put(operation: string, answer: object): void {
  writeFileSync(join(FOLDER, 'answers', `${operation}.json`), JSON.stringify(answer));
}

function failing(operation: string, code: string): void {
  writeFileSync(join(FOLDER, `fail-${operation}`), code);
}

function template(resources: object, others: object = {}): string {
  const path = join(FOLDER, 'template.json');
  writeFileSync(path, JSON.stringify({ ...others, Resources: resources }));
  return path;
}

const calls = () => readFileSync(join(FOLDER, 'calls'), 'utf8').trim().split('\n');
const literal = () => template(lambdaIn([PRIVATE], [GROUP]));
const sectionsOf = (text: string) => (JSON.parse(text) as { sections: Record<string, unknown>; unknown?: Record<string, string> });

/** Makes the calls for one template once, and gives what was written. */
function taken(...argv: readonly string[]): ReturnType<typeof sectionsOf> {
  const { status, out, error } = call('snapshot', literal(), '--out', '-', ...argv);
  expect({ status, error: error.replace(/^cdk-lambda-network: (aws |.* is not known: ).*$/gm, '').trim() }).toEqual({ status: 0, error: '' });
  return sectionsOf(out);
}

describe('X1 snapshot <template>', () => {
  test('asks for what the template names, and only reads', () => {
    const { sections, unknown } = taken('--region', 'eu-west-1', '--profile', 'audit');
    expect(unknown).toBeUndefined();
    expect(Object.keys(sections)).toEqual(SECTION_NAMES.filter((name) => !['Functions', 'Parameters', 'Exports'].includes(name)));
    expect(calls().every((each) => /^(ec2 (describe|get|search)-|ssm get-|cloudformation list-|lambda list-)/.test(each) && each.endsWith('--output json --region eu-west-1 --profile audit'))).toBe(true);
    expect(calls()).toContain(`ec2 describe-nat-gateways --filter Name=vpc-id,Values=${VPC} --output json --region eu-west-1 --profile audit`);
  });

  test('proves with it what the template names', () => {
    const path = join(FOLDER, 'proof.snapshot.json');
    expect(call('snapshot', literal(), '--out', path).status).toBe(0);
    expect(call('check', literal(), '--snapshot', path, '--to', '10.0.0.0/24:443', '--to', 's3', '--format', 'json').out).toMatch(/"destination": "s3",\s+"family": "ipv4",\s+"verdict": "reachable"/);
  });

  test('follows parameters of Systems Manager and exports, and keeps no value that is not of a network', () => {
    const path = template(lambdaIn([{ Ref: 'Subnet' }], [{ 'Fn::ImportValue': 'group' }]), {
      Parameters: { Subnet: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>', Default: '/net/subnet' }, Key: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/net/password' } },
      Outputs: { Secret: { Value: '{{resolve:ssm:/net/secret}}' } },
    });
    const { out, status } = call('snapshot', path, '--out', '-');
    expect(status).toBe(0);
    expect(sectionsOf(out).sections).toMatchObject({ Parameters: [{ Name: '/net/subnet', Value: PRIVATE }], Exports: [{ Name: 'group', Value: GROUP }] });
    expect(out).not.toMatch(/hunter2|\/net\/secret|sg-0ffffffffffffff06/);
    expect(calls()[0]).toBe('ssm get-parameters --names /net/password /net/secret /net/subnet --output json');
  });

  test('reads functions with their versions when it is asked to', () => {
    expect(Object.keys(taken('--with-functions').sections)).toContain('Functions');
    expect(calls()).toContain('lambda list-functions --function-version ALL --output json');
  });

  const denied = Object.entries({ ...OPERATIONS, 'describe-vpc-attribute': 'VpcAttributes' as const }).map(([operation, section]) => [section!, operation] as const);
  test.each(denied)('names the permission that is missing, and leaves that part unknown: %s', (section, operation) => {
    failing(operation, 'UnauthorizedOperation');
    const found = call('snapshot', '--vpc', VPC, '--out', '-');
    expect(found.status).toBe(0);
    expect(found.error).toContain(`${section} is not known: ${PERMISSIONS[section][0]} is not allowed`);
    expect(sectionsOf(found.out).unknown).toEqual({ [section]: `${PERMISSIONS[section][0]} is not allowed` });
    expect(Object.keys(sectionsOf(found.out).sections)).not.toContain(section);
  });

  test.each<readonly [string, string, readonly string[], RegExp]>([
    ['without credentials', 'Unable to locate credentials', [], /the AWS CLI cannot ask AWS: .*Unable to locate credentials/],
    ['with expired credentials', 'ExpiredToken', [], /the AWS CLI cannot ask AWS/],
  ])('says that it cannot go on %s', (_, code, argv, expected) => {
    failing('describe-subnets', code);
    expect(call('snapshot', literal(), '--out', '-', ...argv)).toMatchObject({ status: 2, out: '', error: expect.stringMatching(expected) as unknown });
  });

  test('says that the AWS CLI is not there', () => {
    process.env.PATH = join(FOLDER, 'nothing');
    const found = call('snapshot', '--vpc', VPC, '--out', '-');
    process.env.PATH = `${BIN}:${PATH}`;
    expect(found).toMatchObject({ status: 2, error: expect.stringMatching(/the AWS CLI is not found: install aws, or run elsewhere what --print-commands prints/) as unknown });
  });

  test('says that nothing is named', () => {
    expect(call('snapshot', template({}), '--out', '-')).toMatchObject({ status: 2, error: expect.stringMatching(/no VPC is found: the templates name no id of a network that is there already; name one with --vpc/) as unknown });
    expect(call('snapshot', '--vpc', 'vpc-0fffffffffffffff6', '--out', '-')).toMatchObject({ status: 2, error: expect.stringMatching(/there is no vpc-0fffffffffffffff6 in this account and Region/) as unknown });
    expect(call('snapshot', literal(), '--from', FOLDER)).toMatchObject({ status: 2, error: expect.stringMatching(/--from takes all that is in the folder, and .* is given too/) as unknown });
  });

  test('asks again when AWS wants less at a time', () => {
    failing('describe-vpcs', 'RequestLimitExceeded');
    writeFileSync(join(FOLDER, 'once'), '');
    const said: string[] = [];
    const ask = awsCli({ progress: (sentence) => said.push(sentence), pause: 1 });
    expect(ask({ section: 'Vpcs', argv: ['ec2', 'describe-vpcs'], permission: 'ec2:DescribeVpcs' })).toEqual({ answer: answers().Vpcs });
    expect(said).toEqual(['aws ec2 describe-vpcs', 'AWS wants less at a time: asking again (1)']);
  });

  test('gives up when AWS wants less for ever', () => {
    failing('describe-vpcs', 'RequestLimitExceeded');
    expect(awsCli({ progress: () => undefined, pause: 1 })({ section: 'Vpcs', argv: ['ec2', 'describe-vpcs'], permission: 'ec2:DescribeVpcs' }))
      .toEqual({ failure: expect.stringMatching(/^aws ec2 describe-vpcs failed: .*RequestLimitExceeded/) as unknown });
    expect(calls()).toHaveLength(4);
  });
});

describe('X1 the commands and the policy', () => {
  test('print what makes the same snapshot elsewhere', () => {
    const folder = join(FOLDER, 'printed');
    mkdirSync(folder);
    const commands = call('snapshot', '--vpc', VPC, '--print-commands').out.split('\n').filter((line) => !/TGW_RTB_ID|PL_ID/.test(line)).join('\n');
    execFileSync('sh', ['-c', commands], { cwd: folder, env: process.env });
    // without tables there is nothing to ask of them
    ['TransitGatewayPropagations', 'TransitGatewayStaticRoutes'].forEach((name) => writeFileSync(join(folder, `${name}.json`), JSON.stringify({ [name]: [] })));
    const from = sectionsOf(call('snapshot', '--from', folder, '--vpc', VPC, '--out', '-').out);
    expect(from).toEqual(sectionsOf(call('snapshot', '--vpc', VPC, '--with-functions', '--out', '-').out));
  });

  test('quote what a shell would read', () => {
    const path = template({ X: { Type: 'AWS::SSM::Document', Properties: { Content: "{{resolve:ssm:/a b$(touch x)'}}" } } });
    expect(call('snapshot', path, '--print-commands').out).toContain("--names '/a b$(touch x)'\\''' --output json > Parameters.json");
  });

  test('allow all that is called, and nothing that changes anything', () => {
    const policy = JSON.parse(call('snapshot', '--print-policy').out) as { Statement: readonly { Action: readonly string[]; Effect: string }[] };
    expect(policy.Statement).toHaveLength(1);
    expect(policy.Statement[0].Action).toEqual([...new Set(Object.values(PERMISSIONS).flat())].sort());
    expect(policy.Statement[0].Action.every((action) => /^(ec2:(Describe|Get|Search)|lambda:List|ssm:Get|cloudformation:List)/.test(action))).toBe(true);
  });

  test('of transit gateways and lists take files that are named after them', () => {
    const folder = join(FOLDER, 'parts');
    mkdirSync(folder);
    writeFileSync(join(folder, 'TransitGatewayRouteTables.json'), JSON.stringify({ TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaa1' }] }));
    writeFileSync(join(folder, 'TransitGatewayPropagations.tgw-rtb-0aaaaaaaaaaaaaaa1.json'), JSON.stringify({ TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: 'tgw-attach-0aaaaaaaaaaaaaaa1' }] }));
    writeFileSync(join(folder, 'ManagedPrefixLists.json'), JSON.stringify({ PrefixLists: [{ PrefixListId: 'pl-0aaaaaaaaaaaaaaa1' }] }));
    writeFileSync(join(folder, 'ManagedPrefixLists.pl-0aaaaaaaaaaaaaaa1.json'), JSON.stringify({ Entries: [{ Cidr: '10.9.0.0/16', Description: 'ann' }] }));
    expect(sectionsOf(call('snapshot', '--from', folder, '--out', '-').out).sections).toEqual({
      ManagedPrefixLists: [{ PrefixListId: 'pl-0aaaaaaaaaaaaaaa1', Entries: [{ Cidr: '10.9.0.0/16' }] }],
      TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaa1' }],
      TransitGatewayPropagations: [{ TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaa1', TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: 'tgw-attach-0aaaaaaaaaaaaaaa1' }] }],
    });
  });
});
