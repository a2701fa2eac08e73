import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ENDPOINT_GROUP, GROUP, PRIVATE, S3_LIST, VPC, answers, snapshotOf } from './describe/answers';
import { call } from './support/call-command';
import { spellSnapshot } from '../../src/analysis/describe/spell-snapshot';
import type { ExistingNetworkOptions } from '../../src/index';
import { AddressFamily, Destination, PrivateLambdaNetwork, ReachabilityAnalyzer, VpcConnectedFunction } from '../../src/index';
import { savedVerdicts } from '../support/saved-verdicts';

/*
 * Apps that are judged by snapshots (X2, X3), named in the context of the app.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'app-snapshots-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const INTERNET = { kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] };

function fileOf(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

/** A day so many days ago. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

function snapshotFile(name: string, takenOn: string = daysAgo(0)): string {
  return fileOf(name, spellSnapshot({ ...snapshotOf(answers()), takenOn }));
}

/** An app with one function in the network of the snapshot, which names it by its ids. */
function appWith(context: Record<string, unknown>): App {
  const app = new App({ context });
  ReachabilityAnalyzer.register(app);
  const resource = new lambda.CfnFunction(new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Orders', {
    code: { zipFile: 'exports.handler = async () => {};' }, handler: 'index.handler', runtime: 'nodejs24.x', role: 'arn:aws:iam::111122223333:role/orders',
    vpcConfig: { subnetIds: [PRIVATE], securityGroupIds: [GROUP] },
  });
  resource.addMetadata('cdk-lambda-network:destinations', [INTERNET]);
  return app;
}

function verdictsIn(folder: string): unknown {
  return savedVerdicts(folder);
}

/** The names of the rules in the report of a synthesis, with their descriptions. */
function reported(folder: string): Record<string, string> {
  const { pluginReports } = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations: { ruleName: string; description: string }[] }[];
  };
  return Object.fromEntries(pluginReports.flatMap(({ violations }) => violations).map(({ ruleName, description }) => [ruleName, description]));
}

const KEY = 'cdk-lambda-network:snapshots';

describe('X2 the context of an app names snapshots', () => {
  test('without one, nothing is known of the network', () => {
    expect(() => appWith({}).synth()).toThrow(/UNKNOWN_RESOURCE/);
  });

  test.each<[string, (file: string) => unknown]>([
    ['one file', (file) => file], ['a list', (file) => [file]], ['a path from the working directory', (file) => [relative(process.cwd(), file)]],
    ['one file twice', (file) => [file, relative(process.cwd(), file)]],
  ])('%s: the function is judged as the command judges it with --snapshot', (_, value) => {
    const file = snapshotFile('one.snapshot.json');
    const { directory } = appWith({ [KEY]: value(file) }).synth();
    const { out } = call('check', directory, '--snapshot', file, '--format', 'json', '--json-version', '2');
    expect(readFileSync(join(directory, 'reachability.json'), 'utf8')).toBe(out);
    expect(JSON.stringify(verdictsIn(directory))).toContain('"verdict":"reachable"');
    expect(JSON.stringify(verdictsIn(directory))).toContain('nat-0aaaaaaaaaaaaaaa1');
  });

  test('a fresh and whole snapshot has nothing to be said of it', () => {
    const { directory } = appWith({ [KEY]: snapshotFile('fresh.snapshot.json') }).synth();
    expect(verdictsIn(directory)).toMatchObject({ findings: [] });
  });

  test.each<[string, unknown, RegExp]>([
    ['is not there', 'missing.snapshot.json', /^Validation failed with the following errors:\s+\[\] the snapshot is not read: there is no file \S+missing\.snapshot\.json; name a file that cdk-lambda-network snapshot wrote, relative to \S+, where the app runs \[SNAPSHOT_FILE\]\s*$/],
    ['is not JSON', fileOf('broken.snapshot.json', '{ "version": 1,'), /broken\.snapshot\.json is not JSON: .*; name .*\[SNAPSHOT_FILE\]/],
    ['is no snapshot', fileOf('other.json', '{ "Resources": {} }'), /other\.json is no snapshot that can be read: it is no snapshot: it has no version; name .*\[SNAPSHOT_FILE\]/],
    ['is a folder', FOLDER, /is not a plain file; name .*\[SNAPSHOT_FILE\]/],
  ])('a file that %s is an error of the synthesis, in one sentence', (_, value, message) => {
    expect(() => appWith({ [KEY]: value }).synth()).toThrow(message);
    expect(() => appWith({ [KEY]: [value] }).synth({ skipValidation: true })).toThrow(/SNAPSHOT_FILE/);
  });

  test.each([[7], [['']], [{ file: 'x' }], [[['x']]], [true]])('%j names no file', (value) => {
    expect(() => appWith({ [KEY]: value }).synth()).toThrow(/the context key cdk-lambda-network:snapshots has .*, expected the file of a snapshot or a list of files/);
  });
});

describe('X2 the names of exports and parameters mean the values of their account and Region', () => {
  function snapshotNaming(account: string, region: string, subnet = PRIVATE): string {
    const snapshot = snapshotOf(answers());
    const told = { Parameters: [{ Name: '/network/subnet', Value: subnet }], Exports: [{ Name: 'network-group', Value: GROUP }] };
    const sections = { ...snapshot.sections, ...told };
    return fileOf(`names-${account}-${region}-${subnet}.snapshot.json`, spellSnapshot({ ...snapshot, account, region, takenOn: daysAgo(0), sections }));
  }

  function verdictIn(env: { account?: string; region?: string }, ...files: string[]): string {
    const app = new App({ context: { [KEY]: files } });
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'Shop', { env });
    const resource = new lambda.CfnFunction(stack, 'Orders', {
      code: { zipFile: 'exports.handler = async () => {};' }, handler: 'index.handler', runtime: 'nodejs24.x', role: 'arn:aws:iam::111122223333:role/orders',
      vpcConfig: { subnetIds: [ssm.StringParameter.valueForStringParameter(stack, '/network/subnet')], securityGroupIds: [Fn.importValue('network-group')] },
    });
    resource.addMetadata('cdk-lambda-network:destinations', [INTERNET]);
    try {
      app.synth();
    } catch {
      // what is not proven fails it
    }
    interface Entry { readonly destination: string; readonly family: string; readonly verdict: string }
    const { functions: [{ verdicts }] } = verdictsIn(app.outdir) as { functions: { verdicts: Entry[] }[] };
    return verdicts.find(({ destination, family }) => destination === 'internet' && family === 'ipv4')!.verdict;
  }

  const ours = snapshotNaming('111122223333', 'eu-west-1');
  const elsewhere = snapshotNaming('111122223333', 'us-east-1', 'subnet-0fffffffffffffff9');

  test.each([
    [{ account: '111122223333', region: 'eu-west-1' }, 'reachable'], [{}, 'reachable'],
    [{ account: '111122223333', region: 'us-east-1' }, 'inconclusive'], [{ account: '444455556666', region: 'eu-west-1' }, 'inconclusive'],
  ])('a stack in %j: %s', (env, verdict) => {
    expect(verdictIn(env, ours)).toBe(verdict);
  });

  test('of two Regions, each has its own; where nothing tells the Region, none is known', () => {
    expect(verdictIn({ account: '111122223333', region: 'eu-west-1' }, ours, elsewhere)).toBe('reachable');
    expect(verdictIn({}, ours, elsewhere)).toBe('inconclusive');
  });
});

describe('X3 a snapshot that is out of date', () => {
  const old = snapshotFile('old.snapshot.json', daysAgo(31));
  const days = 'cdk-lambda-network:snapshotDays';

  test('is warned of, and fails nothing', () => {
    const { directory } = appWith({ [KEY]: old }).synth();
    expect(reported(directory)).toEqual({ SNAPSHOT_STALE: expect.stringMatching(/^old\.snapshot\.json: the snapshot of \S+ is 31 days old/) as string });
  });

  test.each([[31], ['31'], [400]])('may be as old as the context says: %j days', (value) => {
    expect(verdictsIn(appWith({ [KEY]: old, [days]: value }).synth().directory)).toMatchObject({ findings: [] });
  });

  test('may be younger than usual', () => {
    const fresh = snapshotFile('days.snapshot.json', daysAgo(3));
    expect(Object.keys(reported(appWith({ [KEY]: fresh, [days]: 2 }).synth().directory))).toEqual(['SNAPSHOT_STALE']);
  });

  test.each([[0], [-1], [1.5], ['soon'], [null], [[30]]])('%j is no number of days', (value) => {
    expect(() => appWith({ [KEY]: old, [days]: value }).synth()).toThrow(/the context key cdk-lambda-network:snapshotDays is .*, expected a whole number of days .*\[SNAPSHOT_DAYS\]/);
  });

  test('the command has an option for it', () => {
    const { directory } = appWith({ [KEY]: old }).synth();
    expect(call('check', directory, '--snapshot', old).out).toContain('SNAPSHOT_STALE');
    expect(call('check', directory, '--snapshot', old, '--snapshot-days', '31').out).not.toContain('SNAPSHOT_STALE');
    expect(call('check', directory, '--snapshot', old, '--snapshot-days', 'x')).toMatchObject({ status: 2, error: expect.stringContaining("--snapshot-days is 'x', expected a whole number of days of 1 or more") as string });
  });
});

describe('X3 what an import states is held against the snapshot', () => {
  function importing(stated: ExistingNetworkOptions, ...destinations: Destination[]): App {
    const app = new App({ context: { [KEY]: snapshotFile('stated.snapshot.json') } });
    const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', { vpcId: VPC, functionSubnets: [{ subnetId: PRIVATE, availabilityZone: 'eu-west-1a' }], ...stated });
    new VpcConnectedFunction(stack, 'Orders', {
      network, destinations, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
    return app;
  }

  const group = (id: string) => ec2.SecurityGroup.fromSecurityGroupId(new Stack(), 'Group', id, { mutable: false });

  test('and passes when it is so', () => {
    const app = importing({
      internetAddressFamilies: [AddressFamily.IPV4], prefixListIds: { s3: S3_LIST },
      endpointSecurityGroups: { secretsmanager: group(ENDPOINT_GROUP) },
    }, Destination.internet(), Destination.awsService('s3'));
    expect(verdictsIn(app.synth().directory)).toMatchObject({ findings: [] });
  });

  test.each<[string, ExistingNetworkOptions, RegExp]>([
    ['IPv6', { ipProtocol: ec2.IpProtocol.DUAL_STACK, internetAddressFamilies: [AddressFamily.IPV6] }, /the internet is stated to be reached over IPv6/],
    ['endpoints', { gatewayEndpoints: ['dynamodb'] }, /an endpoint for dynamodb is stated, and the snapshot shows none/],
    ['prefix lists', { prefixListIds: { s3: 'pl-0bad' } }, /pl-0bad is stated to be the prefix list of s3, and in the snapshot that is pl-6da54004/],
    ['groups', { endpointSecurityGroups: { secretsmanager: group(GROUP) } }, /sg-0aaaaaaaaaaaaaaa1 is stated to be a security group of the endpoint for secretsmanager/],
  ])('and fails the synthesis, and the command, when it is not: %s', (_, stated, message) => {
    const app = importing(stated);
    expect(() => app.synth()).toThrow(message);
    expect(() => app.synth()).toThrow(/SNAPSHOT_CONTRADICTS_STATEMENT/);
    expect(call('check', app.outdir, '--snapshot', join(FOLDER, 'stated.snapshot.json'))).toMatchObject({ status: 1, out: expect.stringMatching(message) as string });
  });
});
