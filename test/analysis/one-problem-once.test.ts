import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Report } from './judging';
import { call } from './support/call-command';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';

/*
 * A problem is told once, whoever has it, and before everything else.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'once-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

type Resources = Record<string, object>;

function template(name: string, resources: Resources): string {
  const path = join(FOLDER, name);
  writeFileSync(path, JSON.stringify({ Resources: resources }));
  return path;
}

const INTERNET = { kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] };
const NETWORK: Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Private: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
  Routes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  Association: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Private' }, RouteTableId: { Ref: 'Routes' } } },
};

function group(egress: readonly object[] = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]): object {
  return { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: egress } };
}

function fn(groupName: string, declared: readonly object[] | undefined = [INTERNET], props: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function',
    ...declared === undefined ? {} : { Metadata: { 'cdk-lambda-network:destinations': declared } },
    Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ 'Fn::GetAtt': [groupName, 'GroupId'] }] }, ...props },
  };
}

/** Functions that each have a group of their own, as AWS CDK makes them. */
function many(count: number, declared?: readonly object[], egress?: readonly object[]): Resources {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [[`Group${place}`, group(egress)], [`Fn${place}`, fn(`Group${place}`, declared)]] as const).flat());
}

const linesOf = (text: string) => text.trimEnd().split('\n');

describe('D3: many equal functions', () => {
  test('are told of in at most forty lines, with all of them in the JSON', () => {
    const path = template('many.json', { ...NETWORK, ...many(600, [INTERNET, { kind: 'aws-service', service: 's3' }, { kind: 'cidr', cidr: '10.9.0.0/16', ports: [{ protocol: 'tcp', fromPort: 8443, toPort: 8443 }] }]) });
    const { status, out } = call('check', path);
    expect(status).toBe(1);
    expect(linesOf(out).length).toBeLessThanOrEqual(40);
    expect(out).toMatch(/^600 functions: Fn0, Fn1, Fn2 and 597 more\n {2}✗ /);
    const { functions } = JSON.parse(call('check', path, '--format', 'json').out) as Report;
    expect(functions).toHaveLength(600);
    expect(functions.every(({ verdicts }) => verdicts.filter(({ declared }) => declared).every(({ verdict }) => verdict === 'blocked'))).toBe(true);
  });

  test.each<[string, Resources]>([
    ['whose groups let nothing out', many(600, undefined, [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.9.0.0/16' }])],
    ['that declare nothing', Object.fromEntries(Array.from({ length: 600 }, (_, place) => [`Fn${place}`, fn('Group', undefined)]))],
    ['outside of any VPC', Object.fromEntries(Array.from({ length: 600 }, (_, place) => [`Fn${place}`, { Type: 'AWS::Lambda::Function' }]))],
    ['that declare nothing and reach much', Object.fromEntries(Array.from({ length: 600 }, (_, place) => [`Fn${place}`, fn('Group', [])]))],
  ])('%s, too', (_, resources) => {
    const { out } = call('check', template('further.json', { ...NETWORK, Group: group(), ...resources }));
    expect(linesOf(out).length).toBeLessThanOrEqual(40);
    expect(out).toContain('597 more');
  });

  test('with names of their own in it, are told of by the names of one', () => {
    const { out } = call('check', template('groups.json', { ...NETWORK, ...many(5, undefined, [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.9.0.0/16' }]) }));
    expect(out).toMatch(/^5 functions: Fn0, Fn1, Fn2 and 2 more\n[\s\S]*the rules of Group0 do not let tcp 443 out[\s\S]*with the names of Fn0/);
    expect(out).not.toContain('Group1');
  });

  test('that differ in what is in the way are told of apart', () => {
    const open = many(2);
    const { out } = call('check', template('apart.json', { ...NETWORK, ...open, Closed: group([{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.9.0.0/16' }]), Other: fn('Closed') }));
    expect(out).toMatch(/^2 functions: Fn0, Fn1\n[\s\S]*\n\nOther\n {2}✗ internet/);
    expect(out.match(/Routes has no route/g)).toHaveLength(2);
  });

  test('in subnets of their own are told of apart', () => {
    const second = { ...NETWORK.Private, Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } };
    const inSecond = fn('Group0', [INTERNET], { VpcConfig: { SubnetIds: [{ Ref: 'Second' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group0', 'GroupId'] }] } });
    const association = { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Second' }, RouteTableId: { Ref: 'Routes' } } };
    const { out } = call('check', template('subnets.json', { ...NETWORK, ...many(1), Second: second, A: association, Other: inSecond }));
    expect(out).toMatch(/^Fn0\n[\s\S]*way: Private[\s\S]*\n\nOther\n[\s\S]*way: Second/);
  });
});

describe('D3: the order', () => {
  const path = template('order.json', { ...NETWORK, ...many(1), Fine: fn('Group0', [{ kind: 'cidr', cidr: '10.0.0.0/24', ports: [{ protocol: 'tcp', fromPort: 8443, toPort: 8443 }] }]) });

  test('failures, one line that sums them up, and the rest', () => {
    const { out } = call('check', path);
    const blocks = out.trimEnd().split('\n\n');
    expect(blocks[0]).toMatch(/^Fn0\n {2}✗ internet \(IPv4\) on tcp 443, declared .*\n {6}• Routes has no route to 0\.0\.0\.0\/0\n {6}way: Private → the internet\n {6}mend: /);
    expect(blocks[1]).toBe('2 functions; 1 of 2 declared destinations are proven');
    expect(blocks[2]).toMatch(/^Fine\n {2}✓ 10\.0\.0\.0\/24:8443 \(IPv4\), declared/);
  });

  test('of IPv6 nothing is said where there is none and nobody asks', () => {
    expect(call('check', path).out).not.toContain('IPv6');
    expect(call('check', path, '--to', '2600:1f18::/33').out).toContain('✗ 2600:1f18::/33 (IPv6) on tcp 443');
    expect(call('check', path, '--format', 'json').out).toContain('ipv6');
  });

  test('--only-failures ends with the summary', () => {
    expect(linesOf(call('check', path, '--only-failures').out).at(-1)).toBe('2 functions; 1 of 2 declared destinations are proven');
    const fine = call('check', path, '--only-failures', '--function', 'Fine');
    expect(fine).toEqual({ status: 0, out: '1 function; 1 of 1 declared destinations are proven\n', error: '' });
  });

  test('--only-failures leaves the same form to machines', () => {
    const { status, out } = call('check', path, '--only-failures', '--format', 'json');
    const { functions, findings } = JSON.parse(out) as Report;
    expect({ status, findings, functions }).toMatchObject({ status: 1, findings: [], functions: [{ id: 'Fn0', verdicts: [{ destination: 'internet', family: 'ipv4', verdict: 'blocked' }] }] });
    expect(functions[0].verdicts).toHaveLength(1);
  });
});

describe('D3: --function', () => {
  const path = template('named.json', {
    ...NETWORK, Group: group(), Orders: fn('Group', [INTERNET], { FunctionName: 'shop-orders' }), Billing: fn('Group', []), Mails: fn('Group', []),
    Stats: { ...fn('Group', []), Metadata: { 'aws:cdk:path': 'Shop/Reports/Stats/Resource', 'cdk-lambda-network:destinations': [] } },
    Macro: { Type: 'AWS::CloudFormation::Macro', Properties: {} },
  });
  const named = (...argv: readonly string[]) => (JSON.parse(call('check', path, '--format', 'json', ...argv).out) as Report).functions.map(({ id }) => id).sort();

  test.each<[readonly string[], readonly string[]]>([
    [['Orders'], ['Orders']], [['shop-*'], ['Orders']], [['Shop/*'], ['Shop/Reports/Stats']], [['Shop/Reports/Stats/Resource'], ['Shop/Reports/Stats']], [['Stats'], ['Shop/Reports/Stats']],
    [['?ails', 'B*g'], ['Billing', 'Mails']], [['*'], ['Billing', 'Mails', 'Orders', 'Shop/Reports/Stats']],
  ])('%j names %j', (patterns, expected) => {
    expect(named(...patterns.flatMap((pattern) => ['--function', pattern]))).toEqual(expected);
  });

  test('the exit status is that of the functions it names', () => {
    const statusOf = (...argv: readonly string[]) => call('check', path, ...argv).status;
    expect([statusOf(), statusOf('--function', 'Billing'), statusOf('--function', 'Orders')]).toEqual([1, 0, 1]);
  });

  test.each(['orders', 'Order', 'Orders.', '(Orders', '[O]rders', 'x'])('%s names none: 2, and what there is', (pattern) => {
    expect(call('check', path, '--function', 'Mails', '--function', pattern)).toEqual({
      status: 2, out: '', error: `cdk-lambda-network: --function is '${pattern}', which names no function; there are Orders, Billing, Mails, Shop/Reports/Stats\n`,
    });
  });

  test('whatever a pattern has in it, it is taken by its letters', () => {
    for (const pattern of [...'\\^$.*+?()[]{}|/-&~#', '\\d', '(?<=', '\u{1f600}', '\ud800', '']) {
      expect(call('check', path, `--function=x${pattern}`)).toMatchObject({ status: 2, error: expect.stringMatching(/names no function/) as unknown });
    }
  });

  test('of many that there are, the first ones are named', () => {
    expect(call('check', template('many-named.json', { ...NETWORK, ...many(9) }), '--function', 'x').error).toMatch(/there are Fn0, Fn1, Fn2 and 6 more\n$/);
    expect(call('check', template('none.json', NETWORK), '--function', 'x')).toMatchObject({ status: 2, error: expect.stringMatching(/no function is in the templates/) as unknown });
  });
});

describe('D3: a synthesis', () => {
  const inline = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

  test('tells what destinations of a function have in common once, with cause, families and ports, and takes one acknowledgement for it', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
    new VpcConnectedFunction(stack, 'Orders', {
      ...inline, network,
      destinations: [Destination.cidr('10.20.0.0/16', ec2.Port.tcp(8443)), Destination.cidr('10.20.0.0/16', ec2.Port.tcp(9443))],
    });
    let message = '';
    try {
      app.synth();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/ERROR Shop\/Orders cannot reach 10\.20\.0\.0\/16:8443 \(IPv4\), 10\.20\.0\.0\/16:9443 \(IPv4\), which it declares: the route table of \S+ has no route to 10\.20\.0\.0\/16 \(way: /);
    expect(message.match(/Acknowledge with/g)).toHaveLength(1);
  });
});
