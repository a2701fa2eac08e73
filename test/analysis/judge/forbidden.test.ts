import { judge } from '../../../src/analysis/judge/judge';
import type { AddressBlock } from '../../../src/analysis/model/address-block';
import { allocatedBlock } from '../../../src/analysis/model/address-block';
import type { WrittenDestination } from '../../../src/analysis/model/declared-destination';
import type { Workload } from '../../../src/analysis/model/network';
import type { RuleText, ModelBuilder } from '../support/builders';
import { EVERYTHING, HTTPS, block, notKnown, privateNetwork, source, tcp } from '../support/builders';

const INTERNET: WrittenDestination = { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: HTTPS };
const cidr = (text: string, ports = HTTPS): WrittenDestination => ({ kind: 'cidr', block: block(text), ports });

function forbidding(net: ModelBuilder, ...forbidden: readonly WrittenDestination[]): ModelBuilder {
  net.model.workloads.set('Fn', { ...net.model.workloads.get('Fn')!, forbidden });
  return net;
}

/** What is said of each destination that is forbidden, as in `10.0.0.0/8 ipv4 blocked`. */
function said(net: ModelBuilder): string[] {
  const [{ judgements }] = judge([{ assumptions: [], model: net.model }]).functions;
  return judgements.filter(({ forbidden }) => forbidden).map(({ destination, family, verdict }) => `${destination} ${family} ${verdict}`);
}

function withGroup(...egress: readonly RuleText[]): ModelBuilder {
  const net = privateNetwork();
  net.group('Group', { egress }, { vpc: 'Vpc' });
  return net;
}

describe('A2: what must not be reached', () => {
  test('the internet is open where one public address on one of the ports is', () => {
    expect(said(forbidding(privateNetwork(), INTERNET))).toEqual(['internet ipv4 reachable', 'internet ipv6 reachable']);
    expect(said(forbidding(withGroup(['tcp', 443, '52.1.2.3/32']), INTERNET))).toEqual(['internet ipv4 reachable', 'internet ipv6 blocked']);
    expect(said(forbidding(withGroup(['tcp', 443, '10.0.0.0/8']), INTERNET))).toEqual(['internet ipv4 blocked', 'internet ipv6 blocked']);
  });

  test('of a range of ports one that is open is enough', () => {
    const ports = [tcp(1, 65535)];
    expect(said(forbidding(withGroup(['tcp', 8443, '10.9.0.0/16']), cidr('10.0.0.0/16', ports)))).toEqual(['10.0.0.0/16:1-65535 ipv4 blocked']);
    expect(said(forbidding(withGroup(['tcp', 8443, '10.0.7.0/24']), cidr('10.0.0.0/16', ports)))).toEqual(['10.0.0.0/16:1-65535 ipv4 reachable']);
  });

  test('routes of the function prove as well as its groups do', () => {
    expect(said(forbidding(privateNetwork(), cidr('172.16.0.0/12')))).toEqual(['172.16.0.0/12 ipv4 blocked']);
  });

  test('what others have proves nothing: a network ACL lets answers pass on ports that nobody knows', () => {
    const net = privateNetwork();
    net.networkAcl('Acl', ['Private'], [[100, 'out', 'deny', 'all', undefined, '10.0.9.0/24'], [200, 'out', 'allow', 'all', undefined, '0.0.0.0/0'], [200, 'in', 'allow', 'all', undefined, '0.0.0.0/0']]);
    expect(said(forbidding(net, cidr('10.0.9.0/24')))).toEqual(['10.0.9.0/24 ipv4 inconclusive']);
  });

  test('from one of several subnets is reached', () => {
    const net = privateNetwork();
    net.subnet('Closed', 'Vpc', ['10.0.2.0/24']);
    net.lambda('Fn', ['Closed', 'Private'], ['Group']);
    expect(said(forbidding(net, { ...INTERNET, addressFamilies: ['ipv4'] }))).toEqual(['internet ipv4 reachable']);
  });

  test('a resource: by the rule that names its group, and by one for addresses', () => {
    const database = (net: ModelBuilder) => {
      net.group('DbGroup', { ingress: [['tcp', 5432, '10.0.0.0/16']] }, { vpc: 'Vpc' });
      net.model.listeners.set('Db', { source: source('Db'), subnets: { known: true, value: ['Private'] }, securityGroups: { known: true, value: ['DbGroup'] } });
      return forbidding(net, { kind: 'resource', resource: 'Db', securityGroups: ['DbGroup'], ports: [tcp(5432)] });
    };
    expect(said(database(withGroup(['tcp', 443, '0.0.0.0/0'])))).toEqual(['Db:5432 ipv4 blocked', 'Db:5432 ipv6 blocked']);
    expect(said(database(withGroup(['tcp', 5432, 'DbGroup'])))[0]).toBe('Db:5432 ipv4 reachable');
    expect(said(database(withGroup(['tcp', 5432, '10.0.1.7/32'])))[0]).toBe('Db:5432 ipv4 inconclusive');
  });

  test('a resource over a family that it does not have is closed, and of several listeners each must lack it', () => {
    const database = (...families: readonly ('yes' | 'no')[]) => {
      const net = privateNetwork();
      net.group('DbGroup', { ingress: EVERYTHING }, { vpc: 'Vpc' });
      families.forEach((ipv6, place) => net.model.listeners.set(`Db${place}`, {
        source: { ...source(`Db${place}`), constructPath: `Shop/Db/Instance${place}` }, subnets: { known: true, value: ['Private'] },
        securityGroups: { known: true, value: ['DbGroup'] }, families: { ipv4: 'yes', ipv6, because: 'NetworkType is IPV4' },
      }));
      return said(forbidding(net, { kind: 'resource', resource: 'Shop/Db', securityGroups: ['DbGroup'], ports: [tcp(5432)] }));
    };
    expect(database('no')).toEqual(['Shop/Db:5432 ipv4 reachable', 'Shop/Db:5432 ipv6 blocked']);
    expect(database('no', 'yes')).toEqual(['Shop/Db:5432 ipv4 reachable', 'Shop/Db:5432 ipv6 reachable']);
  });

  test('a block is not closed while a rule names a group that can have members in it', () => {
    const net = withGroup(['tcp', 443, 'Endpoints']);
    net.group('Endpoints', {}, { vpc: 'Vpc' });
    expect(said(forbidding(net, cidr('10.0.0.0/8'), cidr('10.9.0.0/16')))).toEqual(['10.0.0.0/8 ipv4 inconclusive', '10.9.0.0/16 ipv4 blocked']);
  });

  test('of a group that is in no template it is not known where its members are', () => {
    const net = withGroup(['tcp', 443, 'sg-0123456789abcdef0']);
    net.route('Private', '10.9.0.0/16', net.peering('Peering', 'Vpc', 'vpc-0123456789abcdef0'));
    expect(said(forbidding(net, cidr('10.9.0.0/16'), { ...INTERNET, addressFamilies: ['ipv4'] })))
      .toEqual(['10.9.0.0/16 ipv4 inconclusive', 'internet ipv4 blocked']);
  });

  test('a block is not closed while a rule names a list of AWS; the internet is, which does not mean its services', () => {
    expect(said(forbidding(withGroup(['tcp', 443, 'pl:s3']), cidr('52.0.0.0/6'), cidr('10.0.0.0/8'), { ...INTERNET, addressFamilies: ['ipv4'] })))
      .toEqual(['52.0.0.0/6 ipv4 inconclusive', '10.0.0.0/8 ipv4 blocked', 'internet ipv4 blocked']);
  });

  test('nor while a route leads to a list of AWS', () => {
    const net = privateNetwork();
    net.model.routeTables.set('Private routes', { ...net.model.routeTables.get('Private routes')!, routes: [] });
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    expect(said(forbidding(net, cidr('52.0.0.0/6'), cidr('52.1.0.0/16'), cidr('172.16.0.0/12'), { ...INTERNET, addressFamilies: ['ipv4'] })))
      .toEqual(['52.0.0.0/6 ipv4 inconclusive', '52.1.0.0/16 ipv4 inconclusive', '172.16.0.0/12 ipv4 blocked', 'internet ipv4 blocked']);
  });

  test('a block that the deployment places may lie in what is forbidden', () => {
    const net = withGroup();
    const pool: AddressBlock = allocatedBlock('ipv4', { name: 'pool', by: 'pool' }, 16);
    net.model.securityGroups.set('Group', {
      ...net.model.securityGroups.get('Group')!, egress: [{ source: source('rule'), protocol: 'all', peer: { kind: 'block', block: pool } }],
    });
    expect(said(forbidding(net, cidr('10.0.0.0/8')))).toEqual(['10.0.0.0/8 ipv4 inconclusive']);
  });

  test.each<[string, Partial<Workload>, string[]]>([
    ['outside of any VPC the internet is open, and what is private closed', { attachment: { kind: 'none' } },
      ['internet ipv4 reachable', 'internet ipv6 blocked', '10.0.0.0/8 ipv4 blocked', '52.0.0.0/6 ipv4 reachable']],
    ['of groups that are not known nothing is', { attachment: { kind: 'vpc', subnets: { known: true, value: ['Private'] }, securityGroups: notKnown(), ipv6Allowed: 'no' } },
      ['internet ipv4 inconclusive', 'internet ipv6 blocked', '10.0.0.0/8 ipv4 inconclusive', '52.0.0.0/6 ipv4 inconclusive']],
    ['of an attachment that is not known nothing is', { attachment: { kind: 'unknown', reason: 'it is a parameter' } },
      ['internet ipv4 inconclusive', 'internet ipv6 inconclusive', '10.0.0.0/8 ipv4 inconclusive', '52.0.0.0/6 ipv4 inconclusive']],
  ])('%s', (_, props, expected) => {
    const net = privateNetwork();
    net.lambda('Fn', ['Private'], ['Group'], props);
    expect(said(forbidding(net, INTERNET, cidr('10.0.0.0/8'), cidr('52.0.0.0/6')))).toEqual(expected);
  });

  test('what cannot be proven is said to be so, and is never closed', () => {
    expect(said(forbidding(withGroup(), { kind: 'aws-service', service: 'sqs' }, { kind: 'prefix-list', prefixListId: 'pl-1', ports: HTTPS }, { kind: 'unreadable', text: 'x', reason: 'y' })))
      .toEqual(['sqs ipv4 inconclusive', 'pl-1 ipv4 inconclusive', 'x ipv4 inconclusive']);
  });

  test('is an error as long as it is open in one of the worlds, and then says in which', () => {
    const [open, closed] = [forbidding(privateNetwork(), cidr('10.0.9.0/24')), forbidding(withGroup(), cidr('10.0.9.0/24'))];
    const { functions, findings } = judge([{ assumptions: ['A'], model: closed.model }, { assumptions: ['B'], model: open.model }]);
    expect(functions[0].judgements.filter(({ forbidden }) => forbidden)).toMatchObject([{ verdict: 'reachable', conditions: ['B'] }]);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toContain('error LAMBDA_REACHES_FORBIDDEN');
    expect(judge([{ assumptions: ['A'], model: closed.model }, { assumptions: ['B'], model: closed.model }]).findings.map(({ code }) => code))
      .not.toContain('LAMBDA_REACHES_FORBIDDEN');
  });

  test('one finding names all that is open, with the way', () => {
    const net = forbidding(privateNetwork(), INTERNET, cidr('10.0.9.0/24'));
    net.group('Group', { egress: EVERYTHING }, { vpc: 'Vpc' });
    const found = judge([{ assumptions: [], model: net.model }]).findings.filter(({ code }) => code === 'LAMBDA_REACHES_FORBIDDEN');
    expect(found).toHaveLength(1);
    expect(found[0].message).toMatch(/^internet \(IPv4\) must not be reached, and is: Private → .*; internet \(IPv6\).*; 10\.0\.9\.0\/24 \(IPv4\) must not be reached, and is/);
  });
});
