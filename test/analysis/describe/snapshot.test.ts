import type { Answers } from './answers';
import {
  ACL, DATABASE_GROUP, GROUP, IGW, MAIN_TABLE, NAT, PRIVATE, PRIVATE_TABLE, PUBLIC, S3_ENDPOINT, S3_LIST, VPC, answers, changed, itemOf, snapshotOf,
} from './answers';
import { judgeWith, lambdaIn, verdictFor, verdictsOf } from './judging-snapshots';
import { describeNetworks } from '../../../src/analysis/describe/describe-network';
import { parseSnapshot } from '../../../src/analysis/describe/parse-snapshot';
import type { SectionName } from '../../../src/analysis/describe/sections';
import { SECTION_NAMES } from '../../../src/analysis/describe/sections';
import { spellSnapshot } from '../../../src/analysis/describe/spell-snapshot';
import { takeSnapshot } from '../../../src/analysis/describe/take-snapshot';

/*
 * Snapshots (X1, X2): what is kept of the answers of AWS, and what is read out of them. Most facts here were seen in recorded answers.
 */

const FN = lambdaIn([PRIVATE], [GROUP]);
const ASKED = ['internet', 's3', 'secretsmanager', '10.0.0.0/24:443'];

const judged = (given: Answers, asked: readonly string[] = ASKED) => judgeWith(FN, [snapshotOf(given)], asked);
const network = (given: Answers) => describeNetworks([snapshotOf(given)]);
const text = (given: Answers) => spellSnapshot(snapshotOf(given));

function problemsOf(given: Answers): readonly string[] {
  return takeSnapshot(new Map(Object.entries(given) as [SectionName, unknown][]), { takenOn: '2026-11-28' }).problems;
}

describe('X1 the file', () => {
  test('has none of what people write, and no secrets', () => {
    const written = text(changed((all) => {
      all.Functions = {
        Functions: [{
          FunctionName: 'orders', FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders', Role: 'arn:aws:iam::111122223333:role/ann', Description: 'hunter2',
          Environment: { Variables: { PASSWORD: 'hunter2', AWS_USE_DUALSTACK_ENDPOINT: 'true' } }, VpcConfig: { SubnetIds: [PRIVATE], SecurityGroupIds: [GROUP], VpcId: VPC },
        }],
      };
      all.NetworkInterfaces = { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-0aaaaaaaaaaaaaaa9', VpcId: VPC, SubnetId: PRIVATE, Description: 'hunter2', MacAddress: '06:18:ef:b9:a5:74', Groups: [] }] };
    }));
    expect(written).not.toMatch(/hunter2|ann@|secret-project|password|PASSWORD|role\/|06:18|eipalloc-1.*CreateTime/i);
    expect(written).toContain('"Name":"private-a"');
    expect(written).toContain('AWS_USE_DUALSTACK_ENDPOINT');
  });

  test('never has pre-shared keys: what describes VPN connections is not read', () => {
    expect(SECTION_NAMES as readonly string[]).not.toContain('VpnConnections');
    const { snapshot } = takeSnapshot(new Map(Object.entries({ ...answers(), VpnConnections: { VpnConnections: [{ CustomerGatewayConfiguration: '<pre_shared_key>hunter2' }] } }) as never), { takenOn: '2026-11-28' });
    expect(spellSnapshot(snapshot!)).not.toContain('hunter2');
  });

  test('is the same for equal networks, whatever the order of the answers', () => {
    const shuffled = (value: unknown): unknown => Array.isArray(value) ? value.map(shuffled).reverse()
      : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shuffled(inner)] as const).reverse()) : value;
    const other = Object.fromEntries(Object.entries(answers()).reverse().map(([name, answer]) => [name, shuffled(answer)]));
    expect(text(other as Answers)).toBe(text(answers()));
  });

  test('is read as it was written, and written as it was read', () => {
    const { snapshot, problems } = parseSnapshot(JSON.parse(text(answers())));
    expect(problems).toEqual([]);
    expect(spellSnapshot(snapshot!)).toBe(text(answers()));
  });

  test('says when, of which account and of which Region it is', () => {
    expect(snapshotOf(answers())).toMatchObject({ version: 1, takenOn: '2026-11-28', account: '111122223333', region: 'eu-west-1' });
  });

  test('can be limited to VPCs', () => {
    const other = changed((all) => {
      (all.Vpcs.Vpcs as object[]).push({ ...itemOf(all, 'Vpcs'), VpcId: 'vpc-0ffffffffffffff06', Tags: [] });
      (all.InternetGateways.InternetGateways as object[]).push({ InternetGatewayId: 'igw-0ffffffffffffff06', Attachments: [{ VpcId: 'vpc-0ffffffffffffff06', State: 'available' }] });
    });
    expect(spellSnapshot({ ...snapshotOf(other, [VPC]), vpcs: undefined })).toBe(text(answers()));
  });

  test.each<readonly [string, unknown, RegExp]>([
    ['another version', { version: 2, takenOn: '2026-11-28', sections: {} }, /its version is 2, expected 1: take it again/],
    ['no version', { Vpcs: [] }, /it is no snapshot: it has no version/],
    ['a list', [], /it is no snapshot/],
    ['no day', { version: 1, sections: {} }, /takenOn is '', expected a day such as 2026-11-28/],
    ['a day that there is not', { version: 1, takenOn: '2026-13-41', sections: {} }, /takenOn is '2026-13-41'/],
    ['an unknown part', { version: 1, takenOn: '2026-11-28', sections: { VpnConnections: [] } }, /sections has 'VpnConnections', which no snapshot has/],
    ['an unknown field', { version: 1, takenOn: '2026-11-28', sections: { Vpcs: [{ VpcId: VPC, Secret: 1 }] } }, /Vpcs\[0\] has the field 'Secret', which no snapshot has/],
    ['an unknown field above', { version: 1, takenOn: '2026-11-28', by: 'ann', sections: {} }, /the snapshot has the field 'by'/],
    ['a value of another kind', { version: 1, takenOn: '2026-11-28', sections: { Vpcs: [{ VpcId: 5 }] } }, /Vpcs\[0\].VpcId is 5, expected a text; Vpcs\[0\] has no VpcId/],
    ['a part that is no list', { version: 1, takenOn: '2026-11-28', sections: { Vpcs: {} } }, /Vpcs is not a list/],
    ['no parts', { version: 1, takenOn: '2026-11-28' }, /sections is not an object/],
  ])('is refused with %s', (_, data, expected) => {
    const { snapshot, problems } = parseSnapshot(data);
    expect(snapshot).toBeUndefined();
    expect(problems.join('; ')).toMatch(expected);
  });

  test.each<readonly [string, Answers, RegExp]>([
    ['one page of several', { ...answers(), Subnets: { Subnets: [], NextToken: 'more' } }, /Subnets is one page of several \(it has a NextToken\): let the AWS CLI read all pages/],
    ['another answer', { ...answers(), Subnets: { Vpcs: [] } }, /Subnets has no list 'Subnets'/],
    ['a thing without an id', { ...answers(), Subnets: { Subnets: [{ VpcId: VPC }] } }, /Subnets\[0\] has no SubnetId/],
  ])('is not made of %s', (_, given, expected) => {
    expect(problemsOf(given).join('; ')).toMatch(expected);
  });
});

describe('X2 a template with literal ids', () => {
  test('is judged by what is there, and the hops say where that is known from', () => {
    expect(verdictsOf(judged(answers()))).toMatchObject({
      'internet ipv4': 'reachable', 'internet ipv6': 'blocked', 's3 ipv4': 'reachable', 'secretsmanager ipv4': 'reachable', '10.0.0.0/24:443 ipv4': 'reachable',
    });
    expect(verdictFor(judged(answers()), 'internet').subnets[0].hops).toEqual([
      `${PRIVATE} (private-a) (snapshot of 2026-11-28)`, `route 0.0.0.0/0 → nat gateway (snapshot of 2026-11-28: ${PRIVATE_TABLE})`, `NAT gateway ${NAT} (nat-a) (snapshot of 2026-11-28)`,
      `${PUBLIC} (public-a) (snapshot of 2026-11-28)`, 'internet gateway', 'the internet',
    ]);
  });

  test('is not known without the snapshot', () => {
    expect(new Set(Object.values(verdictsOf(judgeWith(FN, [], ASKED))))).toEqual(new Set(['inconclusive', 'blocked']));
  });

  test('in another VPC than that of the snapshot stays unknown', () => {
    const elsewhere = judgeWith(lambdaIn(['subnet-0eeeeeeeeeeeeee05'], [GROUP]), [snapshotOf(answers())], ['internet']);
    expect(verdictFor(elsewhere, 'internet').verdict).toBe('inconclusive');
  });

  test('finds ids that are parameters, exports, or parameters of Systems Manager', () => {
    const told = changed((all) => {
      all.Exports = { Exports: [{ Name: 'network-group', Value: GROUP, ExportingStackId: 'arn:aws:cloudformation:…' }] };
      all.Parameters = { Parameters: [{ Name: '/network/subnet', Value: PRIVATE, Type: 'String' }] };
    });
    const functions = lambdaIn([{ Ref: 'Subnet' }], [{ 'Fn::ImportValue': 'network-group' }]);
    const parameters = { Parameters: { Subnet: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>', Default: '/network/subnet' } } };
    expect(verdictFor(judgeWith(functions, [snapshotOf(told)], ['internet'], parameters), 'internet').verdict).toBe('reachable');
    expect(verdictFor(judgeWith(functions, [snapshotOf(answers())], ['internet'], parameters), 'internet').verdict).toBe('inconclusive');
    const literal = { Parameters: { Subnet: { Type: 'AWS::EC2::Subnet::Id', Default: PRIVATE } } };
    expect(verdictFor(judgeWith(lambdaIn([{ Ref: 'Subnet' }], [GROUP]), [snapshotOf(answers())], ['internet'], literal), 'internet').verdict).toBe('reachable');
  });

  test('adds to what is there: a rule, a route in place of another one, a subnet of the main table', () => {
    const closed = changed((all) => Object.assign(itemOf(all, 'SecurityGroups'), { IpPermissionsEgress: [] }));
    expect(verdictFor(judged(closed), 'internet').subnets[0].codes).toEqual(['SG_HAS_NO_RULES']);
    const rule = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: GROUP, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' } };
    expect(verdictFor(judgeWith({ ...FN, Rule: rule }, [snapshotOf(closed)], ['internet']), 'internet').verdict).toBe('reachable');
    const route = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: PRIVATE_TABLE, DestinationCidrBlock: '0.0.0.0/0', GatewayId: IGW } };
    expect(verdictFor(judgeWith({ ...FN, Route: route }, [snapshotOf(answers())], ['internet']), 'internet').subnets[0].codes).toEqual(['IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']);
    const subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: VPC, CidrBlock: '10.0.9.0/24' } };
    const inNew = judgeWith({ ...lambdaIn([{ Ref: 'New' }], [GROUP]), New: subnet }, [snapshotOf(answers())], ['internet']);
    expect(verdictFor(inNew, 'internet').subnets[0].codes).toEqual(['NO_ROUTE_TO_DESTINATION']);
    const toNat = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: MAIN_TABLE, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: NAT } };
    expect(verdictFor(judgeWith({ ...lambdaIn([{ Ref: 'New' }], [GROUP]), New: subnet, Route: toNat }, [snapshotOf(answers())], ['internet']), 'internet').verdict).toBe('reachable');
  });

  test('associates another table or network ACL with a subnet that is there', () => {
    const resources = (type: string, property: string, Properties: object) => ({
      ...FN, Own: { Type: `AWS::EC2::${type}`, Properties: { VpcId: VPC } }, Of: { Type: `AWS::EC2::Subnet${type}Association`, Properties: { SubnetId: PRIVATE, [property]: { Ref: 'Own' }, ...Properties } },
    });
    expect(verdictFor(judgeWith(resources('RouteTable', 'RouteTableId', {}), [snapshotOf(answers())], ['internet']), 'internet').subnets[0].codes).toEqual(['NO_ROUTE_TO_DESTINATION']);
    expect(verdictFor(judgeWith(resources('NetworkAcl', 'NetworkAclId', {}), [snapshotOf(answers())], ['internet']), 'internet').subnets[0].codes).toEqual(['SUBNET_ACL_RESTRICTION']);
  });

  test('of a stack that is deployed already: its endpoint is not there twice', () => {
    const endpoint = {
      Type: 'AWS::EC2::VPCEndpoint', Properties: {
        VpcId: VPC, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.secretsmanager' }, VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SubnetIds: [PRIVATE], SecurityGroupIds: ['sg-0eeeeeeeeeeeeee05'],
      },
    };
    const report = judgeWith({ ...FN, Endpoint: endpoint }, [snapshotOf(answers())], ['secretsmanager']);
    expect(report.findings).toEqual([]);
    expect(verdictFor(report, 'secretsmanager').verdict).toBe('reachable');
  });
});

describe('X1 what recorded answers taught', () => {
  test.each<readonly [SectionName, string, readonly string[]]>([
    ['RouteTables', 'internet', ['NO_ROUTE_TO_DESTINATION']], ['NetworkAcls', 'internet', ['UNKNOWN_RESOURCE']], ['SecurityGroups', 'internet', ['UNKNOWN_RESOURCE']],
    ['NatGateways', 'internet', ['UNKNOWN_RESOURCE']], ['VpcEndpoints', 'secretsmanager', ['UNKNOWN_RESOURCE']], ['VpcAttributes', 'secretsmanager', ['DNS_VPC_ATTRIBUTES_DISABLED']],
    ['Subnets', 'internet', ['UNKNOWN_RESOURCE']], ['DhcpOptions', 'internet', ['DNS_SERVER_NOT_REACHED']],
  ])('a missing file is not known, and an empty list is none: %s', (section, destination, codes) => {
    const found = verdictFor(judged(changed((all) => delete (all as Answers)[section])), destination);
    expect(found.verdict).toBe('inconclusive');
    expect(found.subnets[0].codes).toEqual(expect.arrayContaining([...codes]));
  });

  test('an empty list of endpoints is none: the name leads to public addresses', () => {
    const none = changed((all) => Object.assign(all, { VpcEndpoints: { VpcEndpoints: [] } }));
    expect(verdictFor(judged(none), 'secretsmanager').subnets[0].hops).toContain(`NAT gateway ${NAT} (nat-a) (snapshot of 2026-11-28)`);
  });

  test('a block that is disassociated is none of the VPC', () => {
    expect(network(answers()).vpcs.get(VPC)!.ipv4Blocks).toHaveLength(1);
  });

  test.each(['deleted', 'deleting', 'failed'])('a NAT gateway that is %s is not there, and the route to it is dead', (State) => {
    const dead = changed((all) => {
      Object.assign(itemOf(all, 'NatGateways'), { State });
      ((itemOf(all, 'RouteTables') as { Routes: { State: string }[] }).Routes)[1].State = 'blackhole';
    });
    expect(verdictFor(judged(dead), 'internet').subnets[0].codes).toEqual(['BAD_STATE_ROUTE']);
    expect(text(dead)).not.toContain('NatGatewayId":"nat-0aaaaaaaaaaaaaaa1","Name"');
  });

  test('a route to a peering connection that is deleted leads nowhere, and its table says so', () => {
    const dead = changed((all) => {
      all.VpcPeeringConnections = { VpcPeeringConnections: [{ VpcPeeringConnectionId: 'pcx-0aaaaaaaaaaaaaaa1', Status: { Code: 'deleted' } }] };
      (itemOf(all, 'RouteTables') as { Routes: object[] }).Routes.push({ DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-0aaaaaaaaaaaaaaa1', State: 'blackhole' });
    });
    const found = verdictFor(judged(dead, ['10.9.0.0/16:443']), '10.9.0.0/16:443');
    expect(found.subnets[0].details).toEqual(['the route to 10.9.0.0/16 leads to pcx-0aaaaaaaaaaaaaaa1 (blackhole), which does not exist']);
  });

  test('the association of the main table names no subnet: it is that of those without one', () => {
    const unassociated = changed((all) => Object.assign(itemOf(all, 'RouteTables'), { Associations: [] }));
    expect(network(unassociated).subnets.get(PRIVATE)!.routeTable).toEqual({ known: true, value: MAIN_TABLE });
    expect(verdictFor(judged(unassociated), 'internet').subnets[0].codes).toEqual(['NO_ROUTE_TO_DESTINATION']);
  });

  test('an association that is given up is none', () => {
    const given = changed((all) => Object.assign(itemOf(all, 'RouteTables'), { Associations: [{ SubnetId: PRIVATE, AssociationState: { State: 'disassociated' } }] }));
    expect(network(given).subnets.get(PRIVATE)!.routeTable).toEqual({ known: true, value: MAIN_TABLE });
  });

  test('the entry that denies the rest has the number 32767, and is that of every network ACL', () => {
    expect(network(answers()).networkAcls.get(ACL)!.entries.map(({ ruleNumber }) => ruleNumber)).toEqual([{ known: true, value: 100 },
      { known: true, value: 100 }]);
    const closed = changed((all) => Object.assign(itemOf(all, 'NetworkAcls'), { Entries: [{ CidrBlock: '0.0.0.0/0', Egress: true, Protocol: '-1', RuleAction: 'deny', RuleNumber: 32767 }] }));
    expect(verdictFor(judged(closed), 'internet').subnets[0].codes).toEqual(['SUBNET_ACL_RESTRICTION']);
  });

  test('protocols are texts: numbers of network ACLs, names of groups', () => {
    const named = changed((all) => {
      Object.assign(itemOf(all, 'SecurityGroups'), { IpPermissionsEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] });
      Object.assign(itemOf(all, 'NetworkAcls'), { Entries: [true, false].map((Egress) => ({ CidrBlock: '0.0.0.0/0', Egress, Protocol: '6', PortRange: { From: 0, To: 65535 }, RuleAction: 'allow', RuleNumber: 1 })) });
    });
    expect(verdictFor(judged(named), 'internet').verdict).toBe('reachable');
    const icmp = changed((all) => Object.assign(itemOf(all, 'SecurityGroups'), { IpPermissionsEgress: [{ IpProtocol: 'icmp', FromPort: 8, ToPort: 0, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }));
    expect(verdictFor(judged(icmp), 'internet').subnets[0].codes).toEqual(['SG_HAS_NO_RULES']);
  });

  test('a NAT gateway of an old answer has no ConnectivityType: one with a public address is public', () => {
    const old = changed((all) => delete (itemOf(all, 'NatGateways') as { ConnectivityType?: string }).ConnectivityType);
    expect(verdictFor(judged(old), 'internet').verdict).toBe('reachable');
    const neither = changed((all) => {
      delete (itemOf(all, 'NatGateways') as { ConnectivityType?: string }).ConnectivityType;
      Object.assign(itemOf(all, 'NatGateways'), { NatGatewayAddresses: [{ PrivateIp: '10.0.0.9' }] });
    });
    expect(verdictFor(judged(neither), 'internet').verdict).toBe('inconclusive');
  });

  test('short ids are ids, and a VPC without an owner is one of a time before VPCs were shared', () => {
    const short = JSON.parse(JSON.stringify(answers()).replaceAll(VPC, 'vpc-b390fad5').replaceAll(PRIVATE, 'subnet-073b8061').replaceAll(',"OwnerId":"111122223333"', '')) as Answers;
    expect(verdictFor(judgeWith(lambdaIn(['subnet-073b8061'], [GROUP]), [snapshotOf(short)], ['secretsmanager']), 'secretsmanager').verdict).toBe('reachable');
  });

  test('a VPC that another account shares may have endpoints that this account does not see', () => {
    const shared = changed((all) => Object.assign(itemOf(all, 'Vpcs'), { OwnerId: '444455556666' }));
    expect(verdictFor(judged({ ...shared, VpcEndpoints: { VpcEndpoints: [] } }), 'secretsmanager').verdict).toBe('inconclusive');
  });

  test('what lists a part of the routes of a transit gateway is not taken as whole', () => {
    const routes = (AdditionalRoutesAvailable: boolean) => network({
      ...answers(), TransitGatewayRouteTables: { TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaa1', TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaa1', State: 'available' }] },
      TransitGatewayPropagations: { TransitGatewayPropagations: [{ TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaa1', TransitGatewayRouteTablePropagations: [] }] },
      TransitGatewayStaticRoutes: { TransitGatewayStaticRoutes: [{ TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaa1', AdditionalRoutesAvailable, Routes: [] }] },
    }).transitGatewayRouteTables.get('tgw-rtb-0aaaaaaaaaaaaaaa1')!.furtherRoutes;
    expect(routes(true)).toBe('the answer of AWS left routes of tgw-rtb-0aaaaaaaaaaaaaaa1 out');
    expect(routes(false)).toBeUndefined();
  });

  test('the list of a gateway endpoint is that of its service, also where no file says what the list is', () => {
    const without = changed((all) => delete (all as Answers).PrefixLists);
    expect(network(without).routeTables.get(PRIVATE_TABLE)!.routes[1]).toMatchObject({ destination: { kind: 'prefix-list', id: 'pl:s3' }, target: { kind: 'gateway-endpoint', id: S3_ENDPOINT } });
    expect(verdictFor(judged(without), 's3').verdict).toBe('reachable');
    expect(S3_LIST).toMatch(/^pl-/);
  });

  test('of several VPCs with one block, each has its own routes', () => {
    const twice = changed((all) => {
      (all.Vpcs.Vpcs as object[]).push({ ...itemOf(all, 'Vpcs'), VpcId: 'vpc-0ffffffffffffff06' });
      (all.Subnets.Subnets as object[]).push({ ...itemOf(all, 'Subnets'), SubnetId: 'subnet-0fffffffffffff06', VpcId: 'vpc-0ffffffffffffff06' });
      (all.RouteTables.RouteTables as object[]).push({ ...itemOf(all, 'RouteTables', 2), RouteTableId: 'rtb-0ffffffffffffff06', VpcId: 'vpc-0ffffffffffffff06' });
    });
    const { subnets } = network(twice);
    expect([PRIVATE, 'subnet-0fffffffffffff06'].map((id) => subnets.get(id)!.routeTable)).toEqual([{ known: true, value: PRIVATE_TABLE }, { known: true, value: 'rtb-0ffffffffffffff06' }]);
    expect(verdictFor(judged(twice), 'internet').verdict).toBe('reachable');
  });

  test('a local route that leads elsewhere makes the table unknown', () => {
    const replaced = changed((all) => Object.assign((itemOf(all, 'RouteTables') as { Routes: object[] }).Routes[0], { GatewayId: undefined, NetworkInterfaceId: 'eni-0aaaaaaaaaaaaaaa7' }));
    expect(network(replaced).routeTables.get(PRIVATE_TABLE)!.furtherRoutes).toBe('its local route is replaced by one to network interface, which is not modelled');
    expect(verdictFor(judged(replaced), '10.0.0.0/24:443').verdict).toBe('inconclusive');
  });

  test('a route that somebody wrote is taken, not the one to the same block that a gateway learned', () => {
    const both = changed((all) => (itemOf(all, 'RouteTables') as { Routes: object[] }).Routes.unshift({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vgw-0aaaaaaaaaaaaaaa1', Origin: 'EnableVgwRoutePropagation', State: 'active' }));
    expect(verdictFor(judged(both), 'internet').verdict).toBe('reachable');
  });

  test('the rules of a database let the group of the function in', () => {
    expect(network(answers()).securityGroups.get(DATABASE_GROUP)!.ingress).toMatchObject([{ protocol: 'tcp', ports: { fromPort: 5432, toPort: 5432 }, peer: { kind: 'security-group', id: GROUP } }]);
  });

  test('Block Public Access that is on closes what leads through an internet gateway', () => {
    const on = changed((all) => Object.assign(all.VpcBlockPublicAccessOptions.VpcBlockPublicAccessOptions as object, { InternetGatewayBlockMode: 'block-bidirectional' }));
    expect(verdictFor(judged(on), 'internet').subnets[0].codes).toEqual(['VPC_BLOCK_PUBLIC_ACCESS_ENABLED']);
  });
});

describe('X2 an address in a VPC of which all network interfaces are known', () => {
  const DATABASE = '10.0.0.77/32:5432';
  const eni = (rest: object) => changed((all) => Object.assign(all, {
    NetworkInterfaces: {
      NetworkInterfaces: [{
        NetworkInterfaceId: 'eni-0ddddddddddddddd4', VpcId: VPC, SubnetId: PUBLIC, Status: 'in-use', InterfaceType: 'interface', RequesterManaged: true,
        Description: 'RDSNetworkInterface', SourceDestCheck: true, Groups: [{ GroupId: DATABASE_GROUP }], PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.77' }],
        Ipv6Addresses: [], ...rest,
      }],
    },
  }));
  const found = (given: Answers) => verdictFor(judged(given, [DATABASE]), DATABASE);

  test('is a database that lets the function in, by the rules that are really there', () => {
    expect(found(eni({}))).toMatchObject({ verdict: 'reachable', subnets: [{ assumptions: ['something listens at 10.0.0.77/32, which is eni-0ddddddddddddddd4'] }] });
  });

  test('is a database that does not', () => {
    expect(found(eni({ Groups: [{ GroupId: 'sg-0eeeeeeeeeeeeee05' }] }))).toMatchObject({ verdict: 'blocked', subnets: [{ codes: ['ENI_SG_RULES_MISMATCH'] }] });
  });

  test.each<readonly [string, object]>([
    ['no interface has', { PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.78' }] }],
    ['an interface that is attached to nothing has', { Status: 'available' }],
    ['a NAT gateway has', { InterfaceType: 'nat_gateway', Groups: [] }],
    ['a transit gateway has', { InterfaceType: 'transit_gateway', Groups: [] }],
    ['an interface in another VPC with the same block has', { SubnetId: 'subnet-0fffffffffffff06', VpcId: 'vpc-0ffffffffffffff06' }],
  ])('is not known to answer when %s it', (_, rest) => {
    expect(found(eni(rest))).toMatchObject({ verdict: 'inconclusive', subnets: [{ codes: ['UNKNOWN_DESTINATION'] }] });
  });

  test('is filtered by nothing in front of a Network Load Balancer without groups, and by what nobody knows in front of something else', () => {
    expect(found(eni({ InterfaceType: 'network_load_balancer', Groups: [] })).verdict).toBe('reachable');
    expect(found(eni({ InterfaceType: 'interface', Groups: [] }))).toMatchObject({ verdict: 'inconclusive', subnets: [{ codes: ['UNKNOWN_RESOURCE'] }] });
  });

  test('is not known where interfaces are not, and what is in a wider block is an assumption', () => {
    const { NetworkInterfaces: _, ...rest } = answers();
    expect(found(rest).subnets[0].details).toEqual([`which network interface of ${VPC} has the address 10.0.0.77/32 is not known: the snapshot of 2026-11-28 has no NetworkInterfaces`]);
    expect(verdictFor(judged(rest, ['10.0.0.64/26:443']), '10.0.0.64/26:443').subnets[0].assumptions).toEqual(['something listens at 10.0.0.64/26 and lets the function in']);
  });
});
