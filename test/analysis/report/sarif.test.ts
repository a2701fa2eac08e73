import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprintsOf, placeOf, scan } from './reading-sarif';
import { FINDING_CODES } from '../../../src/analysis/model/finding-codes';
import { PATH_CODES } from '../../../src/analysis/model/path-codes';
import { CHANGE_RULES, ruleOf } from '../../../src/analysis/report/sarif/rules';
import type { SarifResult } from '../../../src/analysis/report/sarif/sarif-log';
import type { Report } from '../judging';
import { call } from '../support/call-command';

/*
 * D2: what check finds, as code scanning takes it: one result for each problem, at a line of a file, with a fingerprint that outlives renames.
 */

const CASES = join(__dirname, '../cases');
const FOLDER = realpathSync(mkdtempSync(join(tmpdir(), 'sarif-')));
beforeEach(() => {
  jest.spyOn(process, 'cwd').mockReturnValue(FOLDER);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const inputOf = (code: string, name: 'template' | 'mended') => [`${name}.yaml`, name].map((each) => join(CASES, code, each)).find((path) => existsSync(path))!;
const INPUTS = readdirSync(CASES).flatMap((code) => (['template', 'mended'] as const).map((name) => inputOf(code, name)));

function file(name: string, content: unknown): string {
  const path = join(FOLDER, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  return path;
}

/** A function that declares the internet, in a subnet without a route. */
function functionOf(properties: object = {}, metadata: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function', Metadata: { 'cdk-lambda-network:destinations': [{ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] }], ...metadata },
    Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }, ...properties },
  };
}

const NETWORK = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Private: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-1a' } },
  Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  Association: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Private' }, RouteTableId: { Ref: 'Table' } } },
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'functions', VpcId: { Ref: 'Vpc' } } },
};

/** The resources of a template in the opposite order. */
function withResourcesTurnedAround(text: string): string {
  return text.replace(/^Resources:\n(?:(?: .*)?\n)+/m, (resources) => {
    const [head, ...blocks] = resources.split(/^(?= {2}\S)/m);
    expect(blocks.length).toBeGreaterThan(0);
    return [head, ...blocks.reverse().map((block) => block.replace(/\n*$/, '\n'))].join('');
  });
}

const rulesOf = (results: readonly SarifResult[]) => results.map(({ ruleId, level }) => `${ruleId} ${level}`);

describe('D2: all cases', () => {
  test.each([[[]], [['--to', '10.0.0.0/24:443', '--require']], [['--only-failures']]])('with %j: the exit status is that of the text, and every failure is told by a result', (more) => {
    expect(INPUTS.length).toBeGreaterThan(150);
    for (const path of INPUTS) {
      const { status, results, run } = scan('check', path, ...more);
      expect({ path, status }).toEqual({ path, status: call('check', path, ...more).status });
      const isTold = (id: string, destination: string) => results.some(({ properties: { subjects, destinations } }) =>
        subjects.includes(id) && destinations?.includes(destination) !== false);
      const { functions, findings } = JSON.parse(call('check', path, ...more, '--format', 'json').out) as Report;
      for (const { id, verdicts } of functions) {
        const failing = verdicts.filter((each) =>
          'forbidden' in each ? each.verdict !== 'blocked' : (each.declared || each.asked) && each.verdict !== 'reachable');
        const silent = failing.filter(({ destination }) => !isTold(id, destination));
        expect(silent.map(({ destination, verdict }) => ({ path, id, destination, verdict }))).toEqual([]);
      }
      const rules = new Set(results.map(({ ruleId }) => ruleId));
      expect(findings.filter(({ code, severity }) => severity === 'error' && !rules.has(code) && code !== 'LAMBDA_SUBNETS_DIVERGE')).toEqual([]);
      expect(status === 0 || results.length > 0 || run.invocations[0].toolExecutionNotifications.length > 0).toBe(true);
    }
  });

  test('the same input is the same bytes, without an absolute path', () => {
    for (const path of INPUTS) {
      const { out } = call('check', path, '--format', 'sarif');
      expect(call('check', path, '--format', 'sarif').out).toBe(out);
      expect(out).not.toContain(FOLDER);
      expect(out).not.toContain(CASES);
    }
  });

  test('a result is at the line of its resource', () => {
    const told = INPUTS.filter((path) => path.endsWith('.yaml')).flatMap((path) => {
      const lines = readFileSync(path, 'utf8').split('\n');
      return scan('check', path).results.map(({ properties: { subjects: [name] }, locations: [{ physicalLocation: { region: { startLine } } }] }) =>
        ({ name, line: lines[startLine - 1].trim() }));
    });
    const atName = told.filter(({ name, line }) => line === `${name}:`);
    expect(atName.length / told.length).toBeGreaterThan(0.95);
  });

  test('neither the name of a file, nor the order or the lines of resources change a fingerprint', () => {
    for (const path of INPUTS.filter((each) => each.endsWith('.yaml'))) {
      const text = readFileSync(path, 'utf8');
      const prints = fingerprintsOf(scan('check', file('one.yaml', text)).results);
      for (const [name, content] of [['further/renamed.yaml', `# a comment\n\n${text}`], ['one.yaml', withResourcesTurnedAround(text)]]) {
        expect({ path, name, prints: fingerprintsOf(scan('check', file(name, content)).results) }).toEqual({ path, name, prints });
      }
    }
  });

  test('every code is a rule with its title, its page and its help', () => {
    for (const id of [...Object.keys(PATH_CODES), ...Object.keys(FINDING_CODES), ...Object.keys(CHANGE_RULES)]) {
      const { name, shortDescription, helpUri, help, fullDescription } = ruleOf(id);
      expect(name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(shortDescription.text).toMatch(/^[A-Z].*\.$/);
      expect(fullDescription.text.startsWith(shortDescription.text)).toBe(true);
      const [, page, anchor] = /\/blob\/main\/(.+)#(.+)$/.exec(helpUri)!;
      const headings = [...readFileSync(join(__dirname, '../../..', page), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/ /g, '-'));
      expect(headings).toContain(anchor);
      expect(help.markdown).toContain(helpUri);
    }
  });
});

describe('D2: one problem, once', () => {
  const many = (count: number) => file('many.json', {
    Resources: { ...NETWORK, ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Fn${index}`, functionOf()])) },
  });

  test('functions with the same in the way are one result, with all their names and places', () => {
    const { results: [only, ...others] } = scan('check', many(120), '--only-failures');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ ruleId: 'NO_ROUTE_TO_DESTINATION', level: 'error' });
    expect(only.message.text).toMatch(/^120 functions \(Fn0, \[Fn1\]\(1\), \[Fn2\]\(2\) and 117 more\) cannot reach internet \(IPv4\)/);
    expect(only.properties.subjects).toHaveLength(120);
    expect(only.relatedLocations).toHaveLength(99);
    expect(only.codeFlows![0].threadFlows[0].locations.map(({ location }) => location.message!.text)).toEqual(
      ['Fn0', 'Private: Table has no route to 0.0.0.0/0', 'the internet']);
  });

  test('another function with the same cause is the same problem, and another cause is another one', () => {
    expect(fingerprintsOf(scan('check', many(3), '--only-failures').results)).toEqual(fingerprintsOf(scan('check', many(4), '--only-failures').results));
    const { results } = scan('check', file('two.json', {
      Resources: { ...NETWORK, One: functionOf(), Other: functionOf({ VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [] } }) },
    }), '--only-failures');
    expect(results.length).toBeGreaterThan(1);
  });

  test('a function alone is told with its own name, so that nobody who dismisses it dismisses another one', () => {
    const one = scan('check', file('one.json', { Resources: { ...NETWORK, One: functionOf() } }), '--only-failures').results;
    const other = scan('check', file('other.json', { Resources: { ...NETWORK, Other: functionOf() } }), '--only-failures').results;
    expect(one).toHaveLength(1);
    expect(fingerprintsOf(one)).not.toEqual(fingerprintsOf(other));
  });

  test('--function narrows it down', () => {
    const { results } = scan('check', many(5), '--only-failures', '--function', 'Fn3');
    expect(results.map(({ properties: { subjects } }) => subjects)).toEqual([['Fn3']]);
  });
});

describe('D2: levels', () => {
  const levelsOf = (code: string, ...more: readonly string[]) => rulesOf(scan('check', inputOf(code, 'template'), ...more).results);

  test('blocked and forbidden is an error, not known a warning, good to know a note', () => {
    expect(levelsOf('NO_ROUTE_TO_DESTINATION')).toEqual(['NO_ROUTE_TO_DESTINATION error']);
    expect(levelsOf('LAMBDA_REACHES_FORBIDDEN')).toContain('LAMBDA_REACHES_FORBIDDEN error');
    expect(levelsOf('UNKNOWN_RESOURCE')).toContain('UNKNOWN_RESOURCE warning');
    expect(levelsOf('LAMBDA_URL_IS_PUBLIC')).toContain('LAMBDA_URL_IS_PUBLIC note');
    expect(levelsOf('LAMBDA_URL_IS_PUBLIC', '--only-failures')).toEqual([]);
  });

  test('what is asked and not reached is a warning, and an error where it is required', () => {
    const mended = inputOf('NO_ROUTE_TO_DESTINATION', 'mended');
    const levels = (...more: readonly string[]) => scan('check', mended, '--to', '192.168.0.0/16:8443', ...more).results.map(({ level }) => level);
    expect(new Set(levels())).toEqual(new Set(['warning']));
    expect(new Set(levels('--require'))).toEqual(new Set(['error']));
  });

  test('what is not read is told beside the results too, and so is that nothing is judged', () => {
    const notes = scan('check', inputOf('TEMPLATE_NOT_READ', 'template')).run.invocations[0];
    expect(notes).toMatchObject({ executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning', message: { text: expect.stringContaining('TEMPLATE_NOT_READ') as string } }] });
    const { status, results, run } = scan('check', file('empty.json', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }), '--require');
    expect({ status, results, notes: run.invocations[0].toolExecutionNotifications.length }).toEqual({ status: 1, results: [], notes: 1 });
  });
});

describe('D2: names', () => {
  test('are no links, no control characters and no line breaks', () => {
    const name = 'Shop/](https://example.com) [x](1)\u202e\n::error';
    const { results, out } = scan('check', file('hostile.json', {
      Resources: { ...NETWORK, One: functionOf({}, { 'aws:cdk:path': `${name}/Resource` }), Two: functionOf({}, { 'aws:cdk:path': `${name}2/Resource` }) },
    }), '--only-failures');
    expect(results).toHaveLength(1);
    const [{ message: { text }, properties: { subjects } }] = results;
    expect(text).not.toMatch(/[\u202e\n]/);
    expect(text).not.toMatch(/(?<!\\)\]\((?!\d+\))/);
    expect(subjects[0]).toBe('Shop/](https://example.com) [x](1)\\u{202e}\\u{a}::error');
    expect(out).not.toContain('\u202e');
  });
});

describe('D2: places', () => {
  const ASSEMBLY = 'app/cdk.out';

  /** An assembly as aws-cdk-lib 2.273 writes it. */
  function assembly(trace: readonly string[], more: object = {}): string {
    const path = 'Shop/Orders/Resource';
    file(`${ASSEMBLY}/manifest.json`, {
      version: '54.0.0',
      artifacts: { Shop: { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: 'Shop.template.json' }, additionalMetadataFile: 'Shop.metadata.json' } },
    });
    file(`${ASSEMBLY}/Shop.template.json`, { Description: 'has "Orders": { in it', Resources: { ...NETWORK, Orders: functionOf({}, { 'aws:cdk:path': path }) } });
    file(`${ASSEMBLY}/Shop.metadata.json`, {
      [`/${path}`]: [{ type: 'aws:cdk:logicalId', data: 'Orders' }, { type: 'aws:cdk:creationStack', data: trace }], ...more,
    });
    return join(FOLDER, ASSEMBLY);
  }

  const only = (path: string) => scan('check', path, '--only-failures').results[0];
  const line = (path: string, text: string) => readFileSync(join(FOLDER, path), 'utf8').split('\n').findIndex((each) => each.startsWith(text)) + 1;

  test('are the line of the program that makes the function, beyond the frames of packages', () => {
    file('lib/shop stack.ts', 'one\ntwo\nthree\n');
    file('node_modules/other/index.js', '');
    const result = only(assembly([
      '...new Function2 in aws-cdk-lib...', `new Wrapped (${FOLDER}/node_modules/other/index.js:9:1)`, `new Shop (${FOLDER}/lib/shop stack.ts:3:14)`,
      `<anonymous> (${FOLDER}/bin/app.ts:7:1)`, '...node internals...',
    ]));
    expect(placeOf(result)).toBe('lib/shop%20stack.ts:3');
    expect(result.locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uriBaseId: '%SRCROOT%' } }, logicalLocations: [{ name: 'Shop/Orders', fullyQualifiedName: 'Shop/Orders/Resource', kind: 'resource' }],
    });
  });

  test.each([
    ['outside of the working directory', '/usr/lib/app/shop.ts:3:14'], ['not there', 'FOLDER/lib/gone.ts:3:14'], ['a URL', 'https://example.com/shop.ts:3:14'],
  ])('are the line of the template where the program is %s', (_, frame) => {
    const result = only(assembly([`new Shop (${frame.replace('FOLDER', FOLDER)})`, '(no user code in 10 frames, use --stack-trace-limit to capture more)']));
    expect(placeOf(result)).toBe(`${ASSEMBLY}/Shop.template.json:${line(`${ASSEMBLY}/Shop.template.json`, '    "Orders": {')}`);
  });

  test('take programs of modules by their URL', () => {
    file('lib/shop.mjs', '');
    expect(placeOf(only(assembly([`new Shop (file://${FOLDER}/lib/shop.mjs:1:1)`])))).toBe('lib/shop.mjs:1');
  });

  test('what is acknowledged is suppressed with its reason, at the construct and around it, and fails as before', () => {
    const acknowledged = (id: string) => [{ type: 'aws:cdk:acknowledged-rules', data: { [id]: 'made by another team' } }];
    expect(only(assembly([])).suppressions).toBeUndefined();
    expect(only(assembly([], { '/Shop/Orders': acknowledged('cdk-lambda-network::SUBNET_ACL_RESTRICTION') })).suppressions).toBeUndefined();
    for (const at of ['/Shop/Orders', '/Shop']) {
      const path = assembly([], { [at]: acknowledged('cdk-lambda-network::NO_ROUTE_TO_DESTINATION') });
      expect(only(path).suppressions).toEqual([{ kind: 'inSource', justification: 'made by another team' }]);
      expect(scan('check', path).status).toBe(1);
    }
    const path = assembly([]);
    file(`${ASSEMBLY}/validation-report.json`, {
      pluginReports: [{ suppressedViolations: [{ acknowledgedId: 'cdk-lambda-network::NO_ROUTE_TO_DESTINATION', acknowledgedAt: '', reason: 'all of it' }] }],
    });
    expect(only(path).suppressions).toEqual([{ kind: 'inSource', justification: 'all of it' }]);
  });

  test('of what no template has are in the snapshot: its line, or the first one for what is said of all of it', () => {
    const snapshot = file('network/account.snapshot.json', readFileSync(join(CASES, 'SNAPSHOT_STALE/template.snapshot.json'), 'utf8'));
    const { results } = scan('check', inputOf('SNAPSHOT_STALE', 'template'), '--snapshot', snapshot);
    expect(placeOf(results.find(({ ruleId }) => ruleId === 'SNAPSHOT_STALE')!)).toBe('network/account.snapshot.json:1');
    const steps = scan('check', inputOf('SNAPSHOT_STALE', 'template'), '--snapshot', snapshot, '--to', '192.168.0.0/16:8443').results
      .flatMap(({ codeFlows = [] }) => codeFlows.flatMap(({ threadFlows }) => threadFlows[0].locations))
      .map(({ location: { physicalLocation, logicalLocations = [] } }) =>
        ({ name: logicalLocations[0]?.name, uri: physicalLocation.artifactLocation.uri, line: physicalLocation.region.startLine }));
    const subnet = steps.find(({ name }) => name?.startsWith('subnet-') === true)!;
    expect(subnet.uri).toBe('network/account.snapshot.json');
    expect(readFileSync(snapshot, 'utf8').split('\n')[subnet.line - 1]).toContain(`"${subnet.name}"`);
  });

  test('are in JSON on one line, in JSON and YAML with decoys, and in a file outside of the working directory', () => {
    const resources = { ...NETWORK, Orders: functionOf() };
    expect(placeOf(only(file('dense.json', JSON.stringify({ Resources: resources }))))).toBe('dense.json:1');
    const decoys = { Outputs: { Orders: { Value: 'Orders' } }, Metadata: { Resources: { Orders: {} } }, Resources: resources, Mappings: { Resources: { Orders: { a: 'b' } } } };
    const written = JSON.stringify(decoys, undefined, 2);
    const before = written.slice(0, written.indexOf('"Orders"', written.indexOf('"Private"'))).split('\n').length;
    expect(placeOf(only(file('decoys.json', written)))).toBe(`decoys.json:${before}`);
    const yaml = `Metadata:\n  Orders: x\nResources:\n${Object.entries(NETWORK).map(([name, each]) => `  ${name}: ${JSON.stringify(each)}\n`).join('')}  "Orders": ${JSON.stringify(functionOf())}\n`;
    expect(placeOf(only(file('decoys.yaml', yaml)))).toBe('decoys.yaml:9');
    const { locations: [{ physicalLocation: { artifactLocation } }] } = scan('check', inputOf('NO_ROUTE_TO_DESTINATION', 'template')).results[0];
    expect(artifactLocation).toEqual({ uri: 'template.yaml' });
  });
});
