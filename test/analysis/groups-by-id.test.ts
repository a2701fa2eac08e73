import { DATABASE_GROUP, GROUP, PRIVATE, VPC, answers, changed, itemOf, snapshotOf } from './describe/answers';
import { judgeWith, verdictFor } from './describe/judging-snapshots';
import { DESTINATIONS_METADATA_KEY, FORBIDDEN_METADATA_KEY } from '../../src/metadata/declared-destination';
import { NETWORK_METADATA_KEY } from '../../src/metadata/network-statement';

/*
 * Security groups that declarations name by their ids, because no template defines them.
 */

const PORTS = [{ protocol: 'tcp', fromPort: 5432, toPort: 5432 }];

interface Parts {
  readonly subnet?: string;
  readonly groups?: readonly unknown[];
  readonly own?: unknown;
  readonly egressTo?: unknown;
  readonly ingressOn?: unknown;
  readonly key?: string;
}

/** A function whose group lets out to one group, in a network of which it is stated that it is there. */
function shop({ subnet = 'subnet-0123456789abcdef0', groups = ['sg-0aaaaaaaa'], own = { Ref: 'Own' }, egressTo, ingressOn, key = DESTINATIONS_METADATA_KEY }: Parts) {
  return {
    Own: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: 'vpc-0123456789abcdef0',
        SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, ...egressTo === undefined ? { CidrIp: '0.0.0.0/0' } : { DestinationSecurityGroupId: egressTo } }],
      },
    },
    ...ingressOn === undefined ? {} : {
      Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: ingressOn, IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: { Ref: 'Own' } } },
    },
    Fn: {
      Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [subnet], SecurityGroupIds: [own] } },
      Metadata: { [key]: [{ kind: 'resource', resource: 'Shop/Db', securityGroups: groups, ports: PORTS }], [NETWORK_METADATA_KEY]: {} },
    },
  };
}

const verdictOf = (parts: Parts) => verdictFor(judgeWith(shop(parts), []), 'Shop/Db:5432').verdict;
const exported = (name: string) => ({ 'Fn::ImportValue': name });

describe('X5: a rule and a declaration name one group', () => {
  test.each<[unknown, unknown, string]>([
    ['sg-0aaaaaaaa', 'sg-0aaaaaaaa', 'reachable'],
    ['sg-0bbbbbbbb', 'sg-0aaaaaaaa', 'blocked'],
    [exported('db'), exported('db'), 'reachable'],
    [exported('db'), exported('other'), 'inconclusive'],
    [exported('db'), 'sg-0aaaaaaaa', 'inconclusive'],
    ['sg-0aaaaaaaa', exported('db'), 'inconclusive'],
    [{ 'Fn::Sub': '${Db}' }, exported('db'), 'inconclusive'],
  ])('out to %j, where %j is declared: %s', (egressTo, group, expected) => {
    expect(verdictOf({ egressTo, groups: [group], ingressOn: group })).toBe(expected);
  });

  test('the group of the function that only its id names lets out nobody knows what', () => {
    expect(verdictOf({ own: 'sg-0cccccccc', ingressOn: 'sg-0aaaaaaaa' })).toBe('inconclusive');
  });

  test('the rules of another group let nobody in', () => {
    expect(verdictOf({ ingressOn: 'sg-0bbbbbbbb' })).toBe('inconclusive');
    expect(verdictOf({ ingressOn: exported('db') })).toBe('inconclusive');
    expect(verdictOf({ groups: ['sg-0bbbbbbbb', 'sg-0aaaaaaaa'], ingressOn: 'sg-0aaaaaaaa' })).toBe('reachable');
  });

  test('an expression of which nothing is known names no group', () => {
    const { verdict, subnets: [{ codes }] } = verdictFor(judgeWith(shop({ groups: [{ 'Fn::GetAtt': ['Nothing'] }] }), []), JSON.stringify(
      { kind: 'resource', resource: 'Shop/Db', securityGroups: [{ 'Fn::GetAtt': ['Nothing'] }], ports: PORTS },
    ));
    expect([verdict, ...codes]).toEqual(['inconclusive', 'UNKNOWN_DESTINATION']);
  });

  test('that must not be reached: no rule to it, and one to another group that its members may have', () => {
    const forbidden = (egressTo: unknown) => verdictOf({ egressTo, key: FORBIDDEN_METADATA_KEY });
    expect(forbidden('sg-0bbbbbbbb')).toBe('inconclusive');
    expect(forbidden('sg-0aaaaaaaa')).toBe('inconclusive');
  });
});

describe('X2, X5: with a snapshot the rules decide that are there', () => {
  /** The database is there: it has a network interface. */
  const there = (change: Parameters<typeof changed>[0] = () => undefined): ReturnType<typeof answers> => changed((all) => {
    (all.NetworkInterfaces.NetworkInterfaces as object[]).push({
      NetworkInterfaceId: 'eni-0ddddddddddddddd4', VpcId: VPC, SubnetId: PRIVATE, Status: 'in-use', InterfaceType: 'interface', Groups: [{ GroupId: DATABASE_GROUP }],
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.9' }],
    });
    change(all);
  });
  const judge = (parts: Parts, given = there()) => verdictFor(judgeWith(shop({ subnet: PRIVATE, groups: [DATABASE_GROUP], ...parts }), [snapshotOf(given)]), 'Shop/Db:5432');
  const without = (): ReturnType<typeof answers> => there((all) => {
    itemOf(all, 'SecurityGroups', 1).IpPermissions = [];
  });

  test('a group that names the one of the function lets it in, and one that has no rule does not', () => {
    expect(judge({ own: GROUP }).verdict).toBe('reachable');
    expect(judge({ own: GROUP }, without()).verdict).toBe('blocked');
    expect(judge({ own: GROUP }, answers()).verdict).toBe('inconclusive');
  });

  test('what the template adds counts beside them', () => {
    const own = { VpcId: VPC };
    const parts = shop({ subnet: PRIVATE, groups: [DATABASE_GROUP], ingressOn: DATABASE_GROUP });
    const resources = { ...parts, Own: { ...parts.Own, Properties: { ...parts.Own.Properties, ...own } } };
    const found = verdictFor(judgeWith(resources, [snapshotOf(without())]), 'Shop/Db:5432');
    expect(found.verdict).toBe('reachable');
    expect(found.subnets[0].assumptions ?? []).not.toContain(expect.stringContaining('no network ACL'));
  });

  test('law: what is not known of the group stays so, without the part of the snapshot that has the subnets', () => {
    const { sections: { Subnets: _, ...sections }, ...rest } = snapshotOf(answers());
    const found = verdictFor(judgeWith(shop({ subnet: PRIVATE, groups: [DATABASE_GROUP], own: GROUP }), [{ ...rest, sections }]), 'Shop/Db:5432');
    expect(found.verdict).toBe('inconclusive');
    expect(found.subnets[0].codes).toContain('UNKNOWN_DESTINATION');
  });

  test('a database has all of its groups: an interface with some of them is another one', () => {
    const judgeTwo = (...groups: readonly string[][]) => verdictFor(judgeWith(shop({ subnet: PRIVATE, groups: [DATABASE_GROUP, 'sg-0cccccccccccccc03'], own: GROUP }), [snapshotOf(changed((all) => {
      (all.SecurityGroups.SecurityGroups as object[]).push({ GroupId: 'sg-0cccccccccccccc03', GroupName: 'closed', VpcId: VPC, IpPermissions: [], IpPermissionsEgress: [] });
      all.NetworkInterfaces.NetworkInterfaces = groups.map((ids, place) => ({
        NetworkInterfaceId: `eni-0${place}`, VpcId: VPC, SubnetId: PRIVATE, Status: 'in-use', InterfaceType: 'interface', Groups: ids.map((GroupId) => ({ GroupId })),
        PrivateIpAddresses: [{ PrivateIpAddress: `10.0.1.${place + 20}` }], Ipv6Addresses: [],
      }));
    }))]), 'Shop/Db:5432').verdict;
    expect(judgeTwo([DATABASE_GROUP, 'sg-0cccccccccccccc03'])).toBe('reachable');
    expect(judgeTwo(['sg-0cccccccccccccc03'])).toBe('inconclusive');
    expect(judgeTwo([DATABASE_GROUP], ['sg-0cccccccccccccc03'])).toBe('inconclusive');
  });
});
