import * as fc from 'fast-check';
import { applyNetworkStatement } from '../../../src/analysis/judge/apply-network-statement';
import type { StatedNetwork } from '../../../src/analysis/judge/what-is-stated';
import type { AddressFamily } from '../../../src/analysis/model/address-block';
import type { SecurityGroup, SecurityGroupRule } from '../../../src/analysis/model/network';
import type { NetworkStatement } from '../../../src/analysis/model/network-statement';
import type { PathCode } from '../../../src/analysis/model/path-codes';
import { PATH_CODES } from '../../../src/analysis/model/path-codes';
import type { Question } from '../../../src/analysis/model/question';
import { ALL_PORTS } from '../../../src/analysis/model/traffic';
import type { Obstacle } from '../../../src/analysis/model/verdict';
import { conjunction, verdictOf } from '../../../src/analysis/model/verdict';
import { NETWORK_METADATA_KEY } from '../../../src/metadata/network-statement';
import { judgeTemplates, verdictOn } from '../judging';
import { template } from '../read/reading';
import { FAMILIES, INTERNET, block, cidr, known, resource, service, source, tcp } from '../support/builders';

const QUESTIONS: readonly Question[] = [
  INTERNET, service('sqs'), service('s3'), cidr('10.20.0.0/16'), cidr('8.8.8.0/24'), resource('Db', ['DbGroup'], ['Data']),
  { kind: 'prefix-list', id: known('pl-1'), ports: [tcp(443)] }, { kind: 'prefix-list', id: known('pl-2'), ports: [tcp(443)] },
];

const statements: fc.Arbitrary<NetworkStatement> = fc.record({
  internetFamilies: fc.subarray<AddressFamily>(['ipv4', 'ipv6']),
  services: fc.subarray(['sqs', 's3', 'kms']),
  routedBlocks: fc.subarray([block('10.20.0.0/16'), block('10.0.0.0/8'), block('10.20.1.0/24')]),
  routedPrefixLists: fc.subarray(['pl-1']),
  vpcBlocks: fc.subarray([block('10.20.0.0/17'), block('10.20.128.0/17'), block('8.8.8.0/24')]),
});

/** The statement, of a VPC in which the database may be. */
const of = (statement: NetworkStatement, vpc?: string): StatedNetwork => ({
  statement, egress: [anywhere], ...vpc === undefined ? {} : { vpc },
  model: { vpcs: new Map(), subnets: new Map(), securityGroups: new Map([['DbGroup', { ...group, vpc: 'vpc-1' }]]) },
});
const anywhere: SecurityGroupRule = { source: source('Own'), protocol: 'all', ports: ALL_PORTS, peer: { kind: 'security-group', id: 'sg-1' } };
const group: SecurityGroup = { source: source('DbGroup', 'AWS::EC2::SecurityGroup'), ingress: [], egress: [], defaultEgress: 'none' };
const [questions, families] = [fc.constantFrom(...QUESTIONS), fc.constantFrom(...FAMILIES)];
const VPCS = fc.constantFrom(undefined, 'vpc-1', 'vpc-2', '?vpc');

const obstacles: fc.Arbitrary<Obstacle> = fc.record({
  status: fc.constantFrom('violated' as const, 'unknown' as const, 'unknown' as const),
  code: fc.constantFrom<PathCode>(...Object.keys(PATH_CODES) as PathCode[], 'UNKNOWN_RESOURCE', 'UNKNOWN_RESOURCE', 'UNKNOWN_RESOURCE'),
  source: fc.constantFrom(undefined, source('s', 'AWS::EC2::Subnet'), source('g', 'AWS::EC2::SecurityGroup'), source('f', 'AWS::Lambda::Function')),
  detail: fc.string(),
  mend: fc.constant({ inTemplate: 'mend' }),
}).map(({ source: where, ...rest }) => where === undefined ? rest : { ...rest, source: where });

const verdicts = fc.array(fc.array(obstacles, { maxLength: 3 }), { minLength: 1, maxLength: 3 }).map((all) => {
  const subnets = all.map((found, place) => {
    const path = { hops: [], obstacles: found, assumptions: [] };
    return { subnet: `subnet-${place}`, verdict: verdictOf(path), path };
  });
  return { verdict: conjunction(subnets.map(({ verdict }) => verdict)), subnets };
});

describe('law: a statement', () => {
  test('vouches for no rule of the function\'s own groups that leads elsewhere than to endpoints', () => {
    fc.assert(fc.property(verdicts, families, statements, (verdict, family, stated) => {
      const { subnets } = applyNetworkStatement(verdict, service('sqs'), family, { ...of(stated), egress: [] });
      const rules = (all: typeof subnets) => all.flatMap(({ path }) => path.obstacles).filter(({ code }) => code === 'ENI_SG_RULES_MISMATCH');
      expect(rules(subnets)).toEqual(rules(verdict.subnets));
    }));
  });

  /** A function in an imported network with an endpoint for a service, and with such rules of its own group. */
  function verdictWith(name: string, egress: readonly object[] | undefined, more: object = {}): string {
    const stated = { internetAddressFamilies: [], services: [name], routedDestinations: [], vpcBlocks: ['10.9.0.0/16'] };
    const report = judgeTemplates([template({
      Parameters: { Block: { Type: 'String' }, Port: { Type: 'Number' } },
      Resources: {
        ...more,
        Own: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { VpcId: 'vpc-0123456789abcdef0', GroupDescription: 'own', ...egress === undefined ? {} : { SecurityGroupEgress: egress } },
        },
        Fn: {
          Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: [{ Ref: 'Own' }] } },
          Metadata: { [NETWORK_METADATA_KEY]: stated, 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service: name }] },
        },
      },
    })]);
    return verdictOn(report, name, 'ipv4')!.verdict;
  }
  const ruleTo = (peer: object, port: unknown = 443, IpProtocol = 'tcp') => ({ IpProtocol, FromPort: port, ToPort: port, ...peer });
  const GROUP = { DestinationSecurityGroupId: 'sg-0123456789abcdef0' };
  const ELSEWHERE = ruleTo({ CidrIp: '192.0.2.1/32' });

  test.each<[string, object, string]>([
    ['a group', GROUP, 'reachable'], ['everybody', { CidrIp: '0.0.0.0/0' }, 'reachable'], ['all of the VPC', { CidrIp: '10.9.0.0/16' }, 'reachable'],
    ['one address', { CidrIp: '192.0.2.1/32' }, 'inconclusive'], ['a part of the VPC', { CidrIp: '10.9.1.0/24' }, 'inconclusive'], ['nobody knows whom', { CidrIp: { Ref: 'Block' } }, 'inconclusive'],
  ])('of a service vouches for a function that is let out to %s, or does not', (_, peer, expected) => {
    expect(verdictWith('sqs', [ruleTo(peer)])).toBe(expected);
  });

  test.each<[string, string, readonly object[], string]>([
    ['another port', 'sqs', [ruleTo(GROUP, 5432), ELSEWHERE], 'inconclusive'], ['another port of everybody', 'sqs', [ruleTo({ CidrIp: '0.0.0.0/0' }, 5432), ELSEWHERE], 'inconclusive'],
    ['another protocol', 'sqs', [ruleTo(GROUP, 443, 'udp'), ELSEWHERE], 'inconclusive'], ['a port that nobody knows', 'sqs', [ruleTo(GROUP, { Ref: 'Port' })], 'inconclusive'],
    ['everybody over another family', 'sqs', [ruleTo({ CidrIpv6: '::/0' }), ELSEWHERE], 'inconclusive'],
    ['the port of the service', 'email-smtp', [ruleTo(GROUP, 587)], 'reachable'], ['no port of the service', 'email-smtp', [ruleTo(GROUP, 443)], 'blocked'],
    ['its prefix list', 's3', [ruleTo({ DestinationPrefixListId: 'pl-0123456789abcdef0' })], 'reachable'],
  ])('of a service asks for a rule that lets the function speak to it: %s', (_, name, egress, expected) => {
    expect(verdictWith(name, egress)).toBe(expected);
  });

  test('of a service does not settle whether the group of the function still has the default rule', () => {
    const Out = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { Ref: 'Own' }, ...ruleTo(GROUP, 5432) } };
    expect(verdictWith('sqs', undefined, { Out })).toBe('inconclusive');
    expect(verdictWith('sqs', undefined)).toBe('reachable');
  });

  test('of nothing changes nothing but what is inside of the VPC', () => {
    const nothing: NetworkStatement = { internetFamilies: [], services: [], routedBlocks: [], routedPrefixLists: [], vpcBlocks: [] };
    fc.assert(fc.property(verdicts, fc.constantFrom(...QUESTIONS.filter(({ kind }) => kind !== 'resource')), fc.constantFrom(...FAMILIES),
      (verdict, question, family) => {
        expect(applyNetworkStatement(verdict, question, family, of(nothing))).toBe(verdict);
        expect(applyNetworkStatement(verdict, question, family, undefined)).toBe(verdict);
      }));
  });

  test('never helps against what is known to stand in the way', () => {
    fc.assert(fc.property(verdicts, questions, families, statements, VPCS, (verdict, question, family, stated, vpc) => {
      const vouched = applyNetworkStatement(verdict, question, family, of(stated, vpc));
      verdict.subnets.forEach(({ path }, place) => {
        const violated = path.obstacles.filter(({ status }) => status === 'violated');
        expect(vouched.subnets[place].path.obstacles.filter(({ status }) => status === 'violated')).toEqual(violated);
      });
      expect(vouched.verdict === 'blocked').toBe(verdict.verdict === 'blocked');
    }), { numRuns: 500 });
  });

  test('is an assumption wherever it changed anything, and the verdict follows from what is left', () => {
    fc.assert(fc.property(verdicts, questions, families, statements, VPCS, (verdict, question, family, stated, vpc) => {
      const vouched = applyNetworkStatement(verdict, question, family, of(stated, vpc));
      vouched.subnets.forEach(({ path, verdict: own }, place) => {
        const isChanged = path.obstacles.length < verdict.subnets[place].path.obstacles.length;
        expect(path.assumptions.length > 0).toBe(isChanged);
        expect(own).toBe(verdictOf(path));
      });
      expect(vouched.verdict).toBe(conjunction(vouched.subnets.map((subnet) => subnet.verdict)));
    }), { numRuns: 500 });
  });

  test('vouches for the rules of no security group that no template shows, and for no resource of another VPC', () => {
    fc.assert(fc.property(verdicts, questions, families, statements, VPCS, (verdict, question, family, stated, vpc) => {
      const vouched = applyNetworkStatement(verdict, question, family, of(stated, vpc));
      const ofGroups = ({ path }: { readonly path: { readonly obstacles: readonly Obstacle[] } }) =>
        path.obstacles.filter(({ code, source: where }) => code === 'UNKNOWN_RESOURCE' && where?.type === 'AWS::EC2::SecurityGroup');
      expect(vouched.subnets.map(ofGroups)).toEqual(verdict.subnets.map(ofGroups));
      if (question.kind === 'resource' && vpc === 'vpc-2') {
        expect(vouched).toBe(verdict);
      }
    }), { numRuns: 500 });
  });

  test('of more never vouches for less', () => {
    const count = (all: ReturnType<typeof applyNetworkStatement>) => all.subnets.reduce((sum, { path }) => sum + path.obstacles.length, 0);
    fc.assert(fc.property(verdicts, fc.constantFrom(...QUESTIONS), fc.constantFrom(...FAMILIES), statements, statements, VPCS,
      (verdict, question, family, one, other, vpc) => {
        const both: NetworkStatement = {
          internetFamilies: [...one.internetFamilies, ...other.internetFamilies], services: [...one.services, ...other.services],
          routedBlocks: [...one.routedBlocks, ...other.routedBlocks], routedPrefixLists: [...one.routedPrefixLists, ...other.routedPrefixLists],
          vpcBlocks: [...one.vpcBlocks, ...other.vpcBlocks],
        };
        expect(count(applyNetworkStatement(verdict, question, family, of(both, vpc))))
          .toBeLessThanOrEqual(count(applyNetworkStatement(verdict, question, family, of(one, vpc))));
      }), { numRuns: 500 });
  });
});

describe('a function in subnets that no template defines', () => {
  const EVERYTHING = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, { IpProtocol: '-1', CidrIpv6: '::/0' }];

  /** What is said of the destination, with the metadata and a group that lets everything out. */
  function verdict(destination: string, family: string, stated?: object, egress: readonly object[] = EVERYTHING) {
    const declared = [
      { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
      { kind: 'aws-service', service: 'sqs' },
      { kind: 'cidr', cidr: '10.20.0.0/16', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
    ];
    return verdictOn(judgeTemplates([template({
      Resources: {
        Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: 'vpc-1', SecurityGroupEgress: egress } },
        Fn: {
          Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [{ Ref: 'Group' }] } },
          Metadata: { 'cdk-lambda-network:destinations': declared, ...stated === undefined ? {} : { [NETWORK_METADATA_KEY]: stated } },
        },
      },
    })]), destination, family)!;
  }

  test('is inconclusive until its importer says what the network has', () => {
    expect(verdict('internet', 'ipv4').verdict).toBe('inconclusive');
    expect(verdict('internet', 'ipv4', {}).verdict).toBe('inconclusive');
    expect(verdict('internet', 'ipv4', { internetAddressFamilies: ['ipv6'] }).verdict).toBe('inconclusive');
    expect(verdict('internet', 'ipv4', ['everything']).verdict).toBe('inconclusive');
  });

  test('is reached then, and the verdict says on what it rests', () => {
    const found = verdict('internet', 'ipv4', { internetAddressFamilies: ['ipv4'] });
    expect(found.verdict).toBe('reachable');
    expect(found.subnets[0]).toMatchObject({ assumptions: expect.arrayContaining(['the network, which no template defines, is as its importer states']) as unknown });
  });

  test('by the endpoint of a service, or the way to the internet', () => {
    expect(verdict('sqs', 'ipv4').verdict).toBe('inconclusive');
    expect(verdict('sqs', 'ipv4', { services: ['kms'] }).verdict).toBe('inconclusive');
    expect(verdict('sqs', 'ipv4', { services: ['sqs'] }).verdict).toBe('reachable');
    expect(verdict('sqs', 'ipv4', { internetAddressFamilies: ['ipv4'] }).verdict).toBe('reachable');
  });

  test('the routes to a block are stated for all of it', () => {
    const stated = (...blocks: string[]) => ({ routedDestinations: blocks });
    expect(verdict('10.20.0.0/16', 'ipv4', stated('10.20.1.0/24')).verdict).toBe('inconclusive');
    expect(verdict('10.20.0.0/16', 'ipv4', stated('10.0.0.0/8')).verdict).toBe('reachable');
  });

  test('its own group is in the template, and no statement opens it', () => {
    const closed = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }];
    expect(verdict('internet', 'ipv4', { internetAddressFamilies: ['ipv4'] }, closed)).toMatchObject({ verdict: 'blocked' });
    expect(verdict('internet', 'ipv6', { internetAddressFamilies: ['ipv6'] })).toMatchObject({ verdict: 'blocked' });
  });
});

describe('X5: what is known of a resource stands in the way from subnets that no template defines too', () => {
  const VPC = 'vpc-0123456789abcdef0';
  const database = { Type: 'AWS::RDS::DBInstance', Properties: { DBSubnetGroupName: 'private', VPCSecurityGroups: [{ Ref: 'Own' }], Port: '5432', Engine: 'postgres' } };
  const balancer = (Scheme: string) => ({
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme, Subnets: ['subnet-0000000000000000a', 'subnet-0000000000000000b'], SecurityGroups: [{ Ref: 'Own' }] },
  });

  function on(end: object, port: number, others: object = {}) {
    const everything = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
    const { functions } = judgeTemplates([template({
      Resources: {
        Own: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: VPC, SecurityGroupIngress: everything } },
        Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: VPC, SecurityGroupEgress: everything } },
        End: end, ...others,
        Fn: {
          Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: ['subnet-0000000000000000a'], SecurityGroupIds: [{ Ref: 'Group' }] } },
          Metadata: {
            'cdk-lambda-network:destinations': [{ kind: 'resource', resource: 'End', securityGroups: ['Own'], ports: [{ protocol: 'tcp', fromPort: port, toPort: port }] }],
            [NETWORK_METADATA_KEY]: {},
          },
        },
      },
    })]);
    const { verdict, subnets } = functions.flatMap(({ verdicts: all }) => all).find(({ declared, family }) => declared && family === 'ipv4')!;
    return [verdict, ...subnets.flatMap(({ codes }) => codes)];
  }

  const listener = { Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'End' }, Port: 443, Protocol: 'HTTPS', DefaultActions: [] } } };

  test('that it does not listen on the port', () => {
    expect(on(database, 5432)).toEqual(['reachable']);
    expect(on(database, 3306)).toEqual(['blocked', 'LISTENER_PORT_RESTRICTION']);
    expect(on(balancer('internal'), 443, listener)).toEqual(['reachable']);
    expect(on(balancer('internal'), 8080, listener)).toEqual(['blocked', 'ELBV2_LISTENER_PORT_RESTRICTION']);
  });

  test('that its name leads to public addresses', () => {
    expect(on(balancer('internet-facing'), 443, listener)).toEqual(['inconclusive', 'DNS_NAME_NOT_KNOWN']);
  });
});
