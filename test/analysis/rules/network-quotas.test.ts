import { judge } from '../../../src/analysis/judge/judge';
import { networkQuotas } from '../../../src/analysis/rules/network-quotas';
import type { ModelBuilder, RuleText } from '../support/builders';
import { block, known, notKnown, privateNetwork, source } from '../support/builders';

/*
 * P3: what AWS surely refuses is an error, and a quota that can be raised is a warning, with the count.
 */

function after(change: (net: ModelBuilder) => void): ModelBuilder {
  const net = privateNetwork();
  change(net);
  return net;
}

function messages(change: (net: ModelBuilder) => void): string[] {
  return networkQuotas(after(change).model).map(({ code, message }) => `${code}: ${message}`);
}

const blocks = (count: number, of = (index: number) => `10.1.${index}.0/24`): RuleText[] => Array.from({ length: count }, (_, index) => ['tcp', 443, of(index)]);
const groups = (count: number): RuleText[] => Array.from({ length: count }, (_, index) => ['tcp', 443, `Caller${index}`]);
const ipv6 = (index: number) => `fd00:0:0:${index}::/64`;

describe('rules of security groups', () => {
  const letIn = (...ingress: RuleText[]) => (net: ModelBuilder) => net.group('Db', { ingress });

  test.each<[string, RuleText[], number]>([
    ['blocks of IPv4', blocks(61), 61],
    ['blocks of IPv6', blocks(61, ipv6), 61],
    ['groups', groups(61), 61],
    ['groups count on both families', [...groups(31), ...blocks(30), ...blocks(5, ipv6)], 61],
    ['a prefix list of AWS has a weight', [['tcp', 443, 'pl:cloudfront.origin-facing'], ...blocks(6)], 61],
  ])('%s: more than 60 are told', (_, rules, count) => {
    expect(messages(letIn(...rules))).toEqual([expect.stringContaining(`SECURITY_GROUP_RULE_COUNT: the security group has ${count} ingress rules on IPv`)]);
  });

  test.each<[string, RuleText[]]>([
    ['60 blocks', blocks(60)],
    ['60 of each family', [...blocks(60), ...blocks(60, ipv6)]],
    ['those that are not known', Array.from({ length: 70 }, (): RuleText => ['tcp', 443, '?'])],
    ['gateway endpoints count once each', [['tcp', 443, 'pl:s3'], ['tcp', 443, 'pl:dynamodb'], ...blocks(58)]],
  ])('%s: not told', (_, rules) => {
    expect(messages(letIn(...rules))).toEqual([]);
  });

  test('each direction counts alone, and so do the entries of a prefix list', () => {
    expect(messages((net) => net.group('Db', { egress: blocks(60), ingress: blocks(60) }))).toEqual([]);
    const list = (entries: number) => (net: ModelBuilder) => {
      (net.model.prefixLists as Map<string, unknown>).set('pl-offices', known(Array.from({ length: entries }, (_, index) => block(`10.2.${index}.0/24`))));
      net.group('Db', { egress: [['tcp', 443, 'pl-offices'], ...blocks(30)] });
    };
    expect(messages(list(30))).toEqual([]);
    expect(messages(list(31))).toEqual([expect.stringContaining('has 61 egress rules on IPv4')]);
  });
});

describe('routes', () => {
  const twice = (net: ModelBuilder, first: string, second: string) => {
    net.route('Private', first, { kind: 'vpc-peering', id: 'Peering' });
    net.route('Private', second, { kind: 'transit-gateway', id: 'Tgw' });
    const table = net.model.routeTables.get('Private routes')!;
    const routes = table.routes.map((route, index) => ({ ...route, source: source(`Route${index}`, 'AWS::EC2::Route') }));
    net.model.routeTables.set('Private routes', { ...table, routes });
  };

  test('with one destination are refused', () => {
    expect(messages((net) => twice(net, '172.16.0.0/12', '172.16.0.0/12'))).toEqual([expect.stringMatching(/^ROUTE_DUPLICATE: .* has 2 routes to 172\.16\.0\.0\/12/)]);
  });

  test('that differ in length or family are not', () => {
    expect(messages((net) => twice(net, '172.16.0.0/12', '172.16.0.0/13'))).toEqual([]);
    expect(messages((net) => twice(net, '172.16.0.0/12', 'fd00::/12'))).toEqual([]);
  });
});

describe('policies of endpoints', () => {
  const policy = (characters: number) => (net: ModelBuilder) => net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private'], { policy: known('x'.repeat(characters - 2)) });

  test('take 20,480 characters', () => {
    expect(messages(policy(20_480))).toEqual([]);
    expect(messages(policy(20_481))).toEqual([expect.stringContaining('VPCE_POLICY_SIZE: the policy of the endpoint has 20481 characters')]);
    expect(messages((net) => net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private'], { policy: notKnown() }))).toEqual([]);
  });
});

describe('Elastic IP addresses', () => {
  const allocated = (...places: string[]) => (net: ModelBuilder) =>
    Object.assign(net.model, { elasticIps: places.map((place, index) => ({ source: source(`Eip${index}`, 'AWS::EC2::EIP'), place })) });

  test('are counted in each account and Region', () => {
    expect(messages(allocated(...Array.from({ length: 6 }, () => 'one')))).toEqual([expect.stringContaining('ELASTIC_IP_COUNT: 6 Elastic IP addresses')]);
    expect(messages(allocated('one', 'one', 'one', 'other', 'other', 'other'))).toEqual([]);
  });

  test('are told in the judgement of the whole', () => {
    const net = after(allocated(...Array.from({ length: 6 }, () => 'one')));
    expect(judge([{ assumptions: [], model: net.model }]).findings).toMatchObject([{ code: 'ELASTIC_IP_COUNT', severity: 'warning' }]);
  });
});
