import type { SectionName } from '../../../src/analysis/describe/sections';
import type { Answers } from '../describe/answers';
import { ENDPOINT_GROUP, GROUP, PRIVATE, PRIVATE_TABLE, S3_LIST, VPC, answers, changed, itemOf, snapshotOf } from '../describe/answers';
import { judgeWith, lambdaIn, verdictFor } from '../describe/judging-snapshots';

/*
 * What importers state of networks, held against a snapshot (X3): the snapshot counts, and a statement that it denies is an error.
 */

const INTERNET = { kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] };
const ROUTED = { kind: 'cidr', cidr: '10.20.0.0/16', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] };
const PCX = 'pcx-0aaaaaaaaaaaaaaa1';

/** A function with a statement of its network. */
function stating(statement: object, ...declared: readonly object[]) {
  const stated = { internetAddressFamilies: [], services: [], routedDestinations: [], ...statement };
  const { Fn: base } = lambdaIn([PRIVATE], [GROUP]) as { Fn: object };
  return { Fn: { ...base, Metadata: { 'cdk-lambda-network:network': stated, 'cdk-lambda-network:destinations': declared } } };
}

function contradictions(resources: object, ...given: readonly Answers[]): string[] {
  return judgeWith(resources, given.map((each) => snapshotOf(each))).findings.filter(({ code }) => code === 'SNAPSHOT_CONTRADICTS_STATEMENT')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

/** The network without the routes of a kind. */
function without(field: string): Answers {
  return changed((all) => {
    itemOf(all, 'RouteTables').Routes = (itemOf(all, 'RouteTables').Routes as object[]).filter((route) => !(field in route));
  });
}

/** The network with a route to another VPC. */
const PEERED = changed((all) => {
  (itemOf(all, 'RouteTables').Routes as object[]).push({ DestinationCidrBlock: '10.20.0.0/16', VpcPeeringConnectionId: PCX, Origin: 'CreateRoute', State: 'active' });
  all.VpcPeeringConnections.VpcPeeringConnections = [{
    VpcPeeringConnectionId: PCX, Status: { Code: 'active' },
    RequesterVpcInfo: { VpcId: VPC, OwnerId: '111122223333', Region: 'eu-west-1', CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }] },
    AccepterVpcInfo: { VpcId: 'vpc-0eeeeeeeeeeeeeee5', OwnerId: '444455556666', Region: 'eu-west-1', CidrBlockSet: [{ CidrBlock: '10.20.0.0/16' }] },
  }];
});

const LISTS = { prefixListIds: { s3: S3_LIST }, endpointSecurityGroupIds: { secretsmanager: ENDPOINT_GROUP } };

test.each<[string, object, Answers]>([
  ['nothing', {}, answers()],
  ['what is there', { internetAddressFamilies: ['ipv4'], services: ['s3', 'secretsmanager'], ...LISTS }, answers()],
  ['blocks with a route', { routedDestinations: ['10.20.0.0/16', '10.20.1.0/24'] }, PEERED],
  ['addresses of the VPC itself', { routedDestinations: ['10.0.0.0/16'] }, answers()],
  ['a list that the snapshot does not have', { routedDestinations: ['pl-0123456789abcdef0'] }, answers()],
  ['what only a network ACL denies', { internetAddressFamilies: ['ipv4'] }, changed((all) => {
    itemOf(all, 'NetworkAcls').Entries = [];
  })],
  ['the endpoint of an interface without the name of its service', { services: ['secretsmanager'] }, changed((all) => {
    itemOf(all, 'VpcEndpoints', 1).PrivateDnsEnabled = false;
  })],
])('X3 %s contradicts nothing', (_, statement, given) => {
  expect(contradictions(stating(statement), given)).toEqual([]);
});

test.each<[string, object, Answers, RegExp]>([
  ['the internet without a route', { internetAddressFamilies: ['ipv4'] }, without('NatGatewayId'), /^error: the internet is stated to be reached over IPv4, and the snapshot shows otherwise: .*rtb-0aaaaaaaaaaaaaaa1/],
  ['the internet through a NAT gateway without an address', { internetAddressFamilies: ['ipv4'] }, changed((all) => {
    itemOf(all, 'NatGateways').NatGatewayAddresses = [];
  }), /over IPv4, .*nat-0aaaaaaaaaaaaaaa1.* has no public address/],
  ['IPv6 that the subnets do not have', { internetAddressFamilies: ['ipv6'] }, answers(), /^error: the internet is stated to be reached over IPv6, and the snapshot shows otherwise/],
  ['a block without a route', { routedDestinations: ['10.20.0.0/16'] }, without('NatGatewayId'), /routes are stated to lead to 10\.20\.0\.0\/16, and the snapshot shows otherwise: /],
  ['a prefix list without a route', { routedDestinations: ['pl-0123456789abcdef0'] }, changed((all) => {
    itemOf(all, 'RouteTables').Routes = [];
    all.ManagedPrefixLists.PrefixLists = [{ PrefixListId: 'pl-0123456789abcdef0', PrefixListName: 'office', Entries: [{ Cidr: '192.0.2.0/24' }] }];
  }), /routes are stated to lead to pl-0123456789abcdef0, and the snapshot shows otherwise: /],
  ['a service without an endpoint', { services: ['sqs'] }, answers(), /an endpoint for sqs is stated, and the snapshot shows none in vpc-0a1b2c3d4e5f60718/],
  ['a gateway endpoint of other tables', { services: ['s3'] }, changed((all) => {
    itemOf(all, 'VpcEndpoints').RouteTableIds = [];
    itemOf(all, 'RouteTables').Routes = [];
  }), new RegExp(`an endpoint for s3 is stated, and in the snapshot vpce-0aaaaaaaaaaaaaaa1 has no route in ${PRIVATE_TABLE}`)],
  ['the list of another service', { prefixListIds: { dynamodb: S3_LIST } }, answers(), /pl-6da54004 is stated to be the prefix list of dynamodb, and in the snapshot it is that of s3/],
  ['another list', { prefixListIds: { s3: 'pl-0bad' } }, answers(), /pl-0bad is stated to be the prefix list of s3, and in the snapshot that is pl-6da54004/],
  ['a group that the endpoint does not have', { endpointSecurityGroupIds: { secretsmanager: GROUP } }, answers(), /sg-0aaaaaaaaaaaaaaa1 is stated to be a security group of the endpoint for secretsmanager, and in the snapshot vpce-0bbbbbbbbbbbbbbb2 does not have it/],
])('X3 %s is an error', (_, statement, given, message) => {
  expect(contradictions(stating(statement), given)).toEqual([expect.stringMatching(message)]);
});

test('X3 a statement counts once for all functions of the network, and without a snapshot of it not at all', () => {
  const { Fn } = stating({ services: ['sqs'] });
  expect(contradictions({ Fn, Other: Fn }, answers())).toHaveLength(1);
  expect(contradictions({ Fn: { ...Fn, Properties: { VpcConfig: { SubnetIds: ['subnet-0fffffffffffffff9'], SecurityGroupIds: [GROUP] } } } }, answers())).toEqual([]);
  expect(contradictions({ Fn })).toEqual([]);
});

describe('X3 what is stated of a peer', () => {
  const peer = 'vpc-0bbbbbbbbbbbbbbb2';
  const both = changed((all) => (all.Vpcs.Vpcs as object[]).push({
    ...itemOf(all, 'Vpcs'), VpcId: peer, CidrBlock: '10.9.0.0/16', CidrBlockAssociationSet: ['10.9.0.0/16', '10.8.0.0/16'].map((CidrBlock) => ({ CidrBlock, CidrBlockState: { State: 'associated' } })),
  }));
  const peering = (blocks: readonly string[]) => ({
    ...stating({}), Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: VPC, PeerVpcId: peer }, Metadata: { 'cdk-lambda-network:peer': { blocks } } },
  });

  test.each([[['10.9.0.0/16']], [['10.9.1.0/24', '10.8.0.0/16']], [['10.8.0.0/15']]])('%j is there', (blocks) => {
    expect(contradictions(peering(blocks), both)).toEqual([]);
  });

  test.each([[['10.200.0.0/16']], [['10.9.0.0/16', '10.0.0.0/8']]])('%j is not', (blocks) => {
    expect(contradictions(peering(blocks), both)).toEqual([expect.stringMatching(/^error: 10\.\d+\.0\.0\/\d+ is stated to be of the peer, and in the snapshot vpc-0bbbbbbbbbbbbbbb2.* has 10\.9\.0\.0\/16, 10\.8\.0\.0\/16$/)]);
  });
});

describe('X3 the facts count, and not the statement', () => {
  test('what is denied is blocked, whatever is stated', () => {
    const report = judgeWith(stating({ internetAddressFamilies: ['ipv4'], routedDestinations: ['10.20.0.0/16'] }, INTERNET, ROUTED), [snapshotOf(without('NatGatewayId'))]);
    expect([verdictFor(report, 'internet'), verdictFor(report, '10.20.0.0/16')].map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked']);
  });

  test('what is proven rests on no statement', () => {
    const report = judgeWith(stating({ internetAddressFamilies: ['ipv4'], services: ['s3', 'secretsmanager'] }, INTERNET, { kind: 'aws-service', service: 's3' }), [snapshotOf(answers())]);
    expect(JSON.stringify(report.functions)).not.toContain('as its importer states');
    expect([verdictFor(report, 'internet'), verdictFor(report, 's3')].map(({ verdict }) => verdict)).toEqual(['reachable', 'reachable']);
  });

  test('an endpoint that is not ready is not vouched for', () => {
    const pending = changed((all) => {
      itemOf(all, 'VpcEndpoints', 1).State = 'pending';
      itemOf(all, 'RouteTables').Routes = [];
    });
    const resources = stating({ services: ['secretsmanager'] }, { kind: 'aws-service', service: 'secretsmanager' });
    expect(verdictFor(judgeWith(resources, [snapshotOf(pending)]), 'secretsmanager').verdict).toBe('inconclusive');
  });

  test('a part that the snapshot lacks is not vouched for: it is to be taken again', () => {
    const { RouteTables: _, ...rest } = answers();
    const report = judgeWith(stating({ internetAddressFamilies: ['ipv4'] }, INTERNET), [snapshotOf(rest)]);
    expect(verdictFor(report, 'internet').verdict).toBe('inconclusive');
  });

  test.each([[[]], [[{ TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaa1', State: 'available', Options: {} }]]])('where the transit gateway of another account leads is vouched for: %j', (gateways) => {
    const central = changed((all) => {
      Object.assign((itemOf(all, 'RouteTables').Routes as object[])[1], { NatGatewayId: undefined, TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaa1' });
      all.TransitGateways.TransitGateways = gateways;
      const attachment = { TransitGatewayAttachmentId: 'tgw-attach-0aaaaaaaaaaaaaaa1', TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaa1', State: 'available' };
      all.TransitGatewayVpcAttachments.TransitGatewayVpcAttachments = [{ ...attachment, VpcId: VPC, SubnetIds: [PRIVATE] }];
      all.TransitGatewayAttachments.TransitGatewayAttachments = [{ ...attachment, ResourceType: 'vpc', ResourceId: VPC }];
    });
    expect(verdictFor(judgeWith(stating({}, INTERNET), [snapshotOf(central)]), 'internet')).toMatchObject({ verdict: 'inconclusive' });
    const { verdict, subnets } = verdictFor(judgeWith(stating({ internetAddressFamilies: ['ipv4'] }, INTERNET), [snapshotOf(central)]), 'internet');
    expect({ verdict, assumptions: subnets[0].assumptions }).toMatchObject({ verdict: 'reachable', assumptions: expect.arrayContaining([expect.stringContaining('as its importer states')]) as unknown });
    expect(contradictions(stating({ internetAddressFamilies: ['ipv4'] }), central)).toEqual([]);
  });
});

test('X3 law: a snapshot with a part removed gains no contradiction', () => {
  const statement = {
    internetAddressFamilies: ['ipv4', 'ipv6'], services: ['s3', 'sqs', 'secretsmanager'], routedDestinations: ['10.20.0.0/16', '10.0.0.0/16', 'pl-0123456789abcdef0'],
    prefixListIds: { s3: 'pl-0bad', dynamodb: S3_LIST }, endpointSecurityGroupIds: { secretsmanager: GROUP, sqs: GROUP },
  };
  const subjects = (given: Answers) => contradictions(stating(statement), given).map((text) => text.split(', and ')[0]);
  const lost = new Set<string>();
  for (const base of [answers(), PEERED, without('NatGatewayId')]) {
    const before = subjects(base);
    for (const name of Object.keys(base) as SectionName[]) {
      const { [name]: _, ...rest } = base;
      const after = subjects(rest);
      expect(before).toEqual(expect.arrayContaining(after));
      before.filter((text) => !after.includes(text)).forEach((text) => lost.add(text));
    }
  }
  expect(lost.size).toBeGreaterThan(3);
});
