import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { SectionName } from '../../../src/analysis/describe/sections';
import { spellSnapshot } from '../../../src/analysis/describe/spell-snapshot';
import type { IPrivateLambdaNetwork, SnapshotNetworkOptions } from '../../../src/index';
import { AddressFamily, AddressPlan, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../../src/index';
import type { NetworkError } from '../../../src/private/network-error';
import type { Answers } from '../../analysis/describe/answers';
import { DATABASE_GROUP, ENDPOINT_GROUP, PRIVATE, PRIVATE_TABLE, PUBLIC, S3_LIST, VPC, answers, changed, itemOf, snapshotOf } from '../../analysis/describe/answers';
import { call } from '../../analysis/support/call-command';
import { savedVerdicts } from '../../support/saved-verdicts';

/*
 * Networks that are made from a snapshot (X3): what they know by themselves, and what is refused.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'snapshot-network-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
let files = 0;

function fileOf(given: Answers): string {
  files += 1;
  const path = join(FOLDER, `network-${files}.snapshot.json`);
  writeFileSync(path, spellSnapshot(snapshotOf(given)));
  return path;
}

function stackIn(env: object = { account: '111122223333', region: 'eu-west-1' }, context: Record<string, unknown> = {}): Stack {
  return new Stack(new App({ context }), 'Shop', { env });
}

function networkOf(given: Answers, options: Partial<SnapshotNetworkOptions> = {}, stack = stackIn()): IPrivateLambdaNetwork {
  return PrivateLambdaNetwork.fromSnapshot(stack, 'Network', { file: fileOf(given), ...options });
}

function connected(network: IPrivateLambdaNetwork, ...destinations: Destination[]): App {
  new VpcConnectedFunction(Stack.of(network), 'Orders', { network, destinations, ...CODE });
  return network.node.root as App;
}

interface Verdict {
  readonly destination: string;
  readonly family: string;
  readonly verdict: string;
  readonly declared: boolean;
}

/** The verdicts on what is declared. */
function declaredIn(app: App): Record<string, string> {
  const { directory } = app.synth();
  const { functions } = savedVerdicts(directory) as { functions: { verdicts: Verdict[] }[] };
  return Object.fromEntries(functions.flatMap(({ verdicts }) => verdicts.filter(({ declared }) => declared).map(({ destination, family, verdict }) => [`${destination} ${family}`, verdict])));
}

function templateOf(app: App): Template {
  return Template.fromStack(app.node.findChild('Shop') as Stack);
}

/** The answers with IPv6 in the private subnet, and a way out for it. */
function dualStack(): Answers {
  return changed((all) => {
    itemOf(all, 'Vpcs').Ipv6CidrBlockAssociationSet = [{ Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } }];
    itemOf(all, 'Subnets').Ipv6CidrBlockAssociationSet = [{ Ipv6CidrBlock: '2001:db8:0:1::/64', Ipv6CidrBlockState: { State: 'associated' } }];
    (itemOf(all, 'RouteTables').Routes as object[]).push({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0aaaaaaaaaaaaaaa1', Origin: 'CreateRoute', State: 'active' });
    all.EgressOnlyInternetGateways.EgressOnlyInternetGateways = [{ EgressOnlyInternetGatewayId: 'eigw-0aaaaaaaaaaaaaaa1', Attachments: [{ State: 'attached', VpcId: VPC }] }];
    (itemOf(all, 'NetworkAcls').Entries as object[]).push(...[true, false].map((Egress) => ({ Ipv6CidrBlock: '::/0', Egress, Protocol: '-1', RuleAction: 'allow', RuleNumber: 101 })));
  });
}

describe('X3 a network knows what the snapshot shows', () => {
  test('all that is declared is proven, and nothing is stated', () => {
    const app = connected(networkOf(answers()), Destination.internet(), Destination.awsService('s3'), Destination.awsService('secretsmanager'));
    expect(declaredIn(app)).toEqual({ 'internet ipv4': 'reachable', 's3 ipv4': 'reachable', 'secretsmanager ipv4': 'reachable' });
    expect(JSON.stringify(templateOf(app).toJSON())).not.toContain('cdk-lambda-network:network');
  });

  test('private subnets, families, blocks, endpoints and prefix lists', () => {
    const network = networkOf(answers());
    expect(network.functionSubnets.map(({ subnetId }) => subnetId)).toEqual([PRIVATE]);
    expect(network.functionSubnets[0].routeTable.routeTableId).toBe(PRIVATE_TABLE);
    expect(network.vpc).toMatchObject({ vpcId: VPC, vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-west-1a'] });
    expect(network.vpc.publicSubnets.map(({ subnetId }) => subnetId)).toEqual([PUBLIC]);
    expect({ ipProtocol: network.ipProtocol, families: network.internetAddressFamilies, ipv4: network.ipv4Blocks, ipv6: network.ipv6Blocks })
      .toEqual({ ipProtocol: ec2.IpProtocol.IPV4_ONLY, families: [AddressFamily.IPV4], ipv4: ['10.0.0.0/16'], ipv6: [] });
    expect(network.gatewayPrefixListId('s3')).toBe(S3_LIST);
    expect(network.gatewayPrefixListId('dynamodb')).toBeUndefined();
    expect(network.endpointSecurityGroup('secretsmanager')!.securityGroupId).toBe(ENDPOINT_GROUP);
    expect(network.endpointSecurityGroup('sqs')).toBeUndefined();
  });

  test('IPv6, where all function subnets have it', () => {
    const network = networkOf(dualStack());
    expect([network.ipProtocol, network.internetAddressFamilies, network.ipv6Blocks]).toEqual([ec2.IpProtocol.DUAL_STACK, [AddressFamily.IPV4, AddressFamily.IPV6], ['2001:db8::/56']]);
    const app = connected(network, Destination.internet());
    expect(declaredIn(app)).toEqual({ 'internet ipv4': 'reachable', 'internet ipv6': 'reachable' });
    templateOf(app).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { Ipv6AllowedForDualStack: true } });
  });

  test('subnets that a function selects are of the families that they have', () => {
    const network = networkOf(dualStack(), { functionSubnets: ['private-a', 'public-a'] });
    expect(network.ipProtocol).toBe(ec2.IpProtocol.IPV4_ONLY);
  });

  test('the owner of shared subnets, in the permissions of the role', () => {
    const app = connected(networkOf(answers(), {}, stackIn({ account: '444455556666', region: 'eu-west-1' })), Destination.internet());
    expect(JSON.stringify(templateOf(app).toJSON())).toMatch(/:111122223333:subnet\/\*/);
  });

  test('DNS servers of its own: functions are let out to them', () => {
    const given = changed((all) => {
      itemOf(all, 'DhcpOptions').DhcpConfigurations = [{ Key: 'domain-name-servers', Values: [{ Value: '10.0.0.53' }, { Value: 'AmazonProvidedDNS' }] }];
    });
    templateOf(connected(networkOf(given), Destination.cidr('10.0.1.0/24', ec2.Port.tcp(5432)))).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([Match.objectLike({ CidrIp: '10.0.0.53/32', FromPort: 53, IpProtocol: 'udp' })]),
    });
  });
});

describe('X3 interface endpoints that are there are used', () => {
  const admissions = (app: App) => Object.values(templateOf(app).findResources('AWS::EC2::SecurityGroupIngress'));

  test('a group that lets the subnets in already stays as it is', () => {
    const app = connected(networkOf(answers()), Destination.awsService('secretsmanager'));
    expect(declaredIn(app)).toEqual({ 'secretsmanager ipv4': 'reachable' });
    templateOf(app).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationSecurityGroupId: ENDPOINT_GROUP, FromPort: 443, ToPort: 443 });
    expect(admissions(app)).toEqual([]);
  });

  test.each<[string, object[]]>([
    ['nobody', []], ['other addresses', [{ CidrIp: '10.0.0.0/24' }]],
  ])('a group that lets in %s gets a rule', (_, IpRanges) => {
    const given = changed((all) => {
      const [permission] = itemOf(all, 'SecurityGroups', 2).IpPermissions as Record<string, unknown>[];
      permission.IpRanges = IpRanges;
    });
    const app = connected(networkOf(given), Destination.awsService('secretsmanager'));
    expect(declaredIn(app)).toEqual({ 'secretsmanager ipv4': 'reachable' });
    expect(admissions(app)).toHaveLength(1);
    expect(admissions(app)[0].Properties).toMatchObject({ GroupId: ENDPOINT_GROUP, FromPort: 443, ToPort: 443, IpProtocol: 'tcp' });
  });

  test('groups of another account cannot be named: the blocks of the endpoint are opened', () => {
    const app = connected(networkOf(answers(), {}, stackIn({ account: '444455556666', region: 'eu-west-1' })), Destination.awsService('secretsmanager'));
    expect(declaredIn(app)).toEqual({ 'secretsmanager ipv4': 'reachable' });
    templateOf(app).hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [Match.objectLike({ CidrIp: '10.0.1.0/24', FromPort: 443 })] });
    expect(admissions(app)).toEqual([]);
  });

  test('an endpoint without the name of its service is none', () => {
    const given = changed((all) => {
      itemOf(all, 'VpcEndpoints', 1).PrivateDnsEnabled = false;
    });
    expect(() => connected(networkOf(given), Destination.awsService('secretsmanager')))
      .toThrow(/Shop\/Network has no endpoint for it .*network-\d+\.snapshot\.json of 2026-11-28 shows endpoints with the names of s3 in vpc-0a1b2c3d4e5f60718; add an endpoint for secretsmanager there and take the snapshot again.*\[DESTINATION_SERVICE_NO_PATH\]/);
    expect(declaredIn(connected(networkOf(given), Destination.internet(), Destination.awsService('secretsmanager')))).toMatchObject({ 'secretsmanager ipv4': 'reachable' });
  });

  test('a gateway endpoint whose list the snapshot does not name is looked up in the deployment', () => {
    const given = changed((all) => {
      delete (all as Answers).PrefixLists;
      itemOf(all, 'RouteTables').Routes = [];
    });
    const app = connected(networkOf(given), Destination.awsService('s3'));
    templateOf(app).resourceCountIs('Custom::GatewayPrefixList', 1);
  });
});

describe('X3 what the snapshot denies is an error of the synthesis', () => {
  const withoutNat = changed((all) => {
    itemOf(all, 'RouteTables').Routes = (itemOf(all, 'RouteTables').Routes as { NatGatewayId?: string }[]).filter(({ NatGatewayId: nat }) => nat === undefined);
  });

  test('the internet without a route to it, with the reason', () => {
    expect(() => connected(networkOf(withoutNat), Destination.internet()))
      .toThrow(/has no egress: the snapshot \S+ of 2026-11-28 shows that .*rtb-0aaaaaaaaaaaaaaa1.*; give its subnets a way out.*\[DESTINATION_NO_EGRESS\]/);
  });

  test('a NAT gateway that has no address', () => {
    const given = changed((all) => {
      itemOf(all, 'NatGateways').NatGatewayAddresses = [];
    });
    expect(() => connected(networkOf(given), Destination.internet())).toThrow(/shows that .*has no public address.*\[DESTINATION_NO_EGRESS\]/);
  });

  test('one of several subnets without a route to what is declared', () => {
    const second = 'subnet-0ccccccccccccccc3';
    const given = changed((all) => {
      (all.Subnets.Subnets as object[]).push({ ...itemOf(all, 'Subnets'), SubnetId: second, CidrBlock: '10.0.2.0/24', AvailabilityZone: 'eu-west-1b' });
      (itemOf(all, 'NetworkAcls').Associations as object[]).push({ SubnetId: second });
      itemOf(all, 'RouteTables').Routes = (itemOf(all, 'RouteTables').Routes as { NatGatewayId?: string }[]).filter(({ NatGatewayId: nat }) => nat === undefined);
    });
    const network = networkOf(given);
    expect(network.functionSubnets.map(({ subnetId }) => subnetId)).toEqual([PRIVATE, second]);
    expect(network.internetAddressFamilies).toEqual([]);
    expect(() => connected(network, Destination.awsService('s3')).synth()).toThrow(/cannot reach s3 \(IPv4\)[\s\S]*NO_ROUTE_TO_DESTINATION/);
  });

  test('subnets with a default route and without one', () => {
    const given = changed((all) => {
      (itemOf(all, 'RouteTables', 1).Routes as object[]).splice(1);
    });
    expect(() => connected(networkOf(given, { functionSubnets: [PRIVATE, PUBLIC] }), Destination.awsService('s3'))).toThrow(/FUNCTION_SUBNETS_DIVERGE/);
  });

  test('an address at which nothing is', () => {
    expect(() => connected(networkOf(answers()), Destination.cidr('10.0.1.7/32', ec2.Port.tcp(5432))).synth()).toThrow(/nothing that could listen has the address 10\.0\.1\.7\/32/);
  });

  test('dedicated tenancy', () => {
    const given = changed((all) => {
      itemOf(all, 'Vpcs').InstanceTenancy = 'dedicated';
    });
    expect(() => networkOf(given)).toThrow(/VPC_DEDICATED_TENANCY/);
  });
});

describe('X3 which VPC and which subnets', () => {
  const OTHER = 'vpc-0bbbbbbbbbbbbbbb2';
  const two = changed((all) => (all.Vpcs.Vpcs as object[]).push({ ...itemOf(all, 'Vpcs'), VpcId: OTHER, Tags: [] }));

  test('several VPCs are listed when none is named', () => {
    expect(() => networkOf(two)).toThrow(/has 2 VPCs, vpc-0a1b2c3d4e5f60718 \(main\), vpc-0bbbbbbbbbbbbbbb2: name the one that is meant with vpcId \[SNAPSHOT_VPC\]/);
    expect(networkOf(two, { vpcId: VPC }).vpc.vpcId).toBe(VPC);
    expect(() => networkOf(two, { vpcId: OTHER })).toThrow(/shows no subnet of vpc-0bbbbbbbbbbbbbbb2 with its zone.*\[IMPORT_SUBNETS\]/);
  });

  test('a file without VPCs', () => {
    expect(() => networkOf({})).toThrow(/has no VPC: name one that it has.*\[SNAPSHOT_VPC\]/);
  });

  test.each<[string, Partial<SnapshotNetworkOptions>]>([
    ['ids', { functionSubnets: [PRIVATE] }], ['filters', { vpcSubnets: { subnetFilters: [ec2.SubnetFilter.byIds([PRIVATE])] } }], ['names', { functionSubnets: ['private-a'] }],
    ['zones', { vpcSubnets: { availabilityZones: ['eu-west-1a'], subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }],
  ])('subnets by %s', (_, options) => {
    expect(networkOf(answers(), options).functionSubnets.map(({ subnetId }) => subnetId)).toEqual([PRIVATE]);
  });

  test('isolated subnets, where there are no others', () => {
    const given = changed((all) => {
      itemOf(all, 'RouteTables').Routes = [];
    });
    expect(networkOf(given).functionSubnets.map(({ subnetId }) => subnetId)).toEqual([PRIVATE]);
    expect(networkOf(given).vpc.isolatedSubnets).toHaveLength(1);
  });

  test('without route tables nobody knows which are private, and they are to be named', () => {
    const given = { ...answers(), RouteTables: undefined } as Answers;
    delete given.RouteTables;
    expect(() => networkOf(given)).toThrow(/does not show where the routes of subnet-\S+ in vpc-\S+ lead, so that it may be public: name private subnets .*\[IMPORT_SUBNETS\]/);
    const app = connected(networkOf(given, { functionSubnets: ['private-a'] }), Destination.internet());
    expect(() => app.synth()).toThrow(/is not known to reach internet/);
  });

  test('a VPC with public subnets alone', () => {
    const given = changed((all) => {
      all.Subnets.Subnets = [itemOf(all, 'Subnets', 1)];
    });
    expect(() => networkOf(given)).toThrow(/no subnet of vpc-\S+ in the snapshot \S+ is selected, of subnet-0bbbbbbbbbbbbbbb2 \(public-a, public\): name private ones.*\[IMPORT_SUBNETS\]/);
  });

  test('a public subnet is refused for functions', () => {
    expect(() => connected(networkOf(answers(), { functionSubnets: ['public-a'] }), Destination.awsService('s3'))).toThrow(/FUNCTION_IN_PUBLIC_SUBNET/);
  });

  test('a path is relative to the working directory', () => {
    const network = PrivateLambdaNetwork.fromSnapshot(stackIn(), 'Network', { file: relative(process.cwd(), fileOf(answers())) });
    expect(network.vpc.vpcId).toBe(VPC);
  });

  test('two networks from one file, and a peering with tables that the snapshot names', () => {
    const stack = stackIn();
    const file = fileOf(answers());
    const [one, other] = ['One', 'Other'].map((id) => PrivateLambdaNetwork.fromSnapshot(stack, id, { file }));
    expect([one, other].map(({ vpc }) => vpc.vpcId)).toEqual([VPC, VPC]);
    const peer = new PrivateLambdaNetwork(stack, 'Peer', { addressPlan: AddressPlan.cidr('10.9.0.0/16') });
    peer.peerWith('Shop', { vpc: one.vpc });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::Route', { RouteTableId: PRIVATE_TABLE, DestinationCidrBlock: '10.9.0.0/16' });
  });
});

describe('X2 a database that exists is found by its network interface', () => {
  const withDatabase = (change: object = {}) => changed((all) => {
    all.NetworkInterfaces.NetworkInterfaces = [{
      NetworkInterfaceId: 'eni-0ddddddddddddddd4', VpcId: VPC, SubnetId: PRIVATE, Status: 'in-use', InterfaceType: 'interface', SourceDestCheck: true,
      Groups: [{ GroupId: DATABASE_GROUP }], PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.77' }], Ipv6Addresses: [], ...change,
    }];
  });

  /** An app with a function that declares the database, which it imports. */
  function importing(given: Answers, port: number, mutable: boolean): App {
    const stack = stackIn();
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'DatabaseGroup', DATABASE_GROUP, { mutable });
    const database = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Database', {
      instanceIdentifier: 'orders', instanceEndpointAddress: 'orders.example.eu-west-1.rds.amazonaws.com', port: 5432, securityGroups: [group],
    });
    return connected(networkOf(given, {}, stack), Destination.connectable(database, ec2.Port.tcp(port)));
  }

  test('it is reached when its group gets a rule', () => {
    expect(declaredIn(importing(withDatabase(), 5432, true))).toEqual({ 'Shop/Database:5432 ipv4': 'reachable' });
  });

  test('it is judged by the rules that its group has, when that is not changed', () => {
    const open = changed((all) => {
      Object.assign(all, withDatabase());
      itemOf(all, 'SecurityGroups', 1).IpPermissions = [{ FromPort: 5433, ToPort: 5433, IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.1.0/24' }] }];
    });
    expect(declaredIn(importing(open, 5433, false))).toEqual({ 'Shop/Database:5433 ipv4': 'reachable' });
    expect(() => importing(open, 5432, false).synth()).toThrow(/cannot reach Shop\/Database:5432 \(IPv4\)[\s\S]*ENI_SG_RULES_MISMATCH/);
  });

  test.each<[string, Answers, RegExp]>([
    ['no interface has its group', answers(), /no network interface in use has sg-0dddddddddddddd04/],
    ['the interface is attached to nothing', withDatabase({ Status: 'available' }), /no network interface in use has sg-0dddddddddddddd04/],
    ['nobody knows the interfaces', (({ NetworkInterfaces: _, ...rest }) => rest)(withDatabase()), /the snapshot of 2026-11-28 has no NetworkInterfaces/],
  ])('it is not known to be reached when %s', (_, given, message) => {
    expect(() => importing(given, 5432, true).synth()).toThrow(message);
    expect(() => importing(given, 5432, true).synth()).toThrow(/is not known to reach Shop\/Database:5432/);
  });

  test('its address is judged by its interface', () => {
    const at = (given: Answers, address: string) => connected(networkOf(given), Destination.cidr(address, ec2.Port.tcp(5432)));
    // a rule names a group that is there, which may be that of this function since an earlier deployment
    expect(() => at(withDatabase(), '10.0.1.77/32').synth()).toThrow(/is not known to reach 10\.0\.1\.77\/32:5432/);
    expect(() => at(withDatabase({ Groups: [{ GroupId: ENDPOINT_GROUP }] }), '10.0.1.77/32').synth()).toThrow(/cannot reach 10\.0\.1\.77\/32:5432/);
    const open = withDatabase({ Groups: [{ GroupId: ENDPOINT_GROUP }] });
    expect(declaredIn(connected(networkOf(open), Destination.cidr('10.0.1.77/32', ec2.Port.tcp(443))))).toEqual({ '10.0.1.77/32 ipv4': 'reachable' });
    expect(() => at(withDatabase(), '10.0.1.78/32').synth()).toThrow(/nothing that could listen has the address 10\.0\.1\.78\/32/);
  });
});

describe('X3 laws of networks from snapshots', () => {
  const everything = () => [Destination.internet(), Destination.awsService('s3'), Destination.awsService('secretsmanager'), Destination.cidr('10.0.1.0/24', ec2.Port.tcp(5432))];

  /** All verdicts of an app, declared or not, that fails or not. */
  function verdictsOf(app: App, file?: string): Record<string, string> {
    try {
      app.synth();
    } catch {
      // what is not proven is in the file all the same
    }
    const report = file === undefined ? savedVerdicts(app.outdir) : JSON.parse(call('check', app.outdir, '--snapshot', file, '--format', 'json').out) as unknown;
    const { functions } = report as { functions: { id: string; verdicts: Verdict[] }[] };
    return Object.fromEntries(functions.filter(({ id }) => id === 'Shop/Orders').flatMap(({ verdicts }) =>
      verdicts.map(({ destination, family, verdict }) => [`${destination} ${family}`, verdict])));
  }

  /** An app with the network of a file. */
  function appOf(file: string): App {
    return connected(PrivateLambdaNetwork.fromSnapshot(stackIn(), 'Network', { file, functionSubnets: [PRIVATE] }), ...everything());
  }

  test.each([['IPv4', answers()], ['both families', dualStack()]])('the synthesis says what the command says: %s', (_, given) => {
    const file = fileOf(given);
    const app = appOf(file);
    const synthesized = verdictsOf(app);
    expect(Object.values(synthesized)).toContain('reachable');
    expect(verdictsOf(app, file)).toEqual(synthesized);
  });

  test('a snapshot with a part removed never gains a definite verdict', () => {
    const whole = appOf(fileOf(answers()));
    const before = verdictsOf(whole);
    let lost = 0;
    for (const name of Object.keys(answers()) as SectionName[]) {
      const { [name]: _, ...rest } = answers();
      const after = verdictsOf(whole, fileOf(rest));
      for (const [destination, verdict] of Object.entries(after)) {
        lost += verdict !== before[destination] ? 1 : 0;
        expect(`${name}: ${destination} ${verdict === 'inconclusive' ? before[destination] : verdict}`).toBe(`${name}: ${destination} ${before[destination]}`);
      }
    }
    expect(lost).toBeGreaterThan(10);
  });

  test('nor does a network that is made from it: what it cannot open is refused, and the rest is not known', () => {
    const before = verdictsOf(appOf(fileOf(answers())));
    const outcomes = (Object.keys(answers()) as SectionName[]).map((name): [string, Record<string, string> | string] => {
      const { [name]: _, ...rest } = answers();
      try {
        return [name, verdictsOf(appOf(fileOf(rest)))];
      } catch (error) {
        return [name, (error as NetworkError).code];
      }
    });
    for (const [name, outcome] of outcomes) {
      for (const [destination, verdict] of typeof outcome === 'string' ? [] : Object.entries(outcome)) {
        expect([`${name} ${destination} ${before[destination]}`, `${name} ${destination} inconclusive`]).toContain(`${name} ${destination} ${verdict}`);
      }
    }
    expect(new Set(outcomes.map(([, outcome]) => outcome).filter((outcome) => typeof outcome === 'string'))).toEqual(new Set(['SNAPSHOT_VPC', 'IMPORT_SUBNETS']));
  });
});
