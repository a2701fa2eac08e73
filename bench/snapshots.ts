import { median } from './statistics';
import { existingIn } from '../src/analysis/describe/existing';
import { parseSnapshot } from '../src/analysis/describe/parse-snapshot';
import type { SectionName } from '../src/analysis/describe/sections';
import { SECTION_NAMES } from '../src/analysis/describe/sections';
import { spellSnapshot } from '../src/analysis/describe/spell-snapshot';
import { takeSnapshot } from '../src/analysis/describe/take-snapshot';
import { judge } from '../src/analysis/judge/judge';

/*
 * A snapshot of a large VPC: read from the text of its file, and the functions that are deployed there judged, in turns.
 */

/** The size of a VPC. */
export interface VpcSize {
  readonly subnets: number;
  readonly groups: number;
  readonly interfaces: number;
  readonly functions: number;
}

export interface SnapshotTimes {
  readonly megabytes: number;
  readonly read: number;
  readonly judged: number;
}

const VPC = 'vpc-0a1b2c3d4e5f60718';
const ACCOUNT = '111122223333';
const NAT = 'nat-0aaaaaaaaaaaaaaa1';

/** Time the reading of a snapshot, and the judgement of the functions in it. */
export function measureSnapshot(size: VpcSize, runs: number): SnapshotTimes {
  const { snapshot } = takeSnapshot(answersOf(size), { takenOn: '2026-11-28' });
  const text = spellSnapshot(snapshot!);
  const times = Array.from({ length: runs }, () => {
    const start = process.hrtime.bigint();
    const parsed = parseSnapshot(JSON.parse(text));
    const { network } = existingIn([{ name: 'network.snapshot.json', snapshot: parsed.snapshot! }]);
    const read = process.hrtime.bigint();
    const { functions } = judge([{ assumptions: [], model: network }]);
    if (functions.length !== size.functions) {
      throw new RangeError(`${functions.length} functions are judged, expected ${size.functions}`);
    }
    return { read: Number(read - start) / 1e9, judged: Number(process.hrtime.bigint() - read) / 1e9 };
  });
  return { megabytes: text.length / 1e6, read: median(times.map(({ read }) => read)), judged: median(times.map(({ judged }) => judged)) };
}

const id = (kind: string, place: number) => `${kind}-0${place.toString(16).padStart(16, '0')}`;

/** The answers of AWS: subnets with tables of their own behind one NAT gateway, groups that let another one in, interfaces and functions spread over both. */
function answersOf({ subnets, groups, interfaces, functions }: VpcSize): ReadonlyMap<SectionName, unknown> {
  const many = <T>(count: number, make: (place: number) => T) => Array.from({ length: count }, (_, place) => make(place));
  const named = new Map<SectionName, unknown>(SECTION_NAMES.map((name) => [name, { [name]: [] }]));
  const set = (name: SectionName, answer: unknown) => named.set(name, { [name]: answer });
  set('Vpcs', [{ VpcId: VPC, State: 'available', OwnerId: ACCOUNT, CidrBlock: '10.0.0.0/8', InstanceTenancy: 'default', DhcpOptionsId: 'dopt-1', CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/8', CidrBlockState: { State: 'associated' } }] }]);
  set('VpcAttributes', [{ VpcId: VPC, EnableDnsSupport: { Value: true } }, { VpcId: VPC, EnableDnsHostnames: { Value: true } }]);
  set('DhcpOptions', [{ DhcpOptionsId: 'dopt-1', DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }] }]);
  set('Subnets', many(subnets, (place) => ({ SubnetId: id('subnet', place), VpcId: VPC, State: 'available', AvailabilityZone: `eu-west-1${'abc'[place % 3]}`, CidrBlock: `10.${place}.0.0/20`, Ipv6CidrBlockAssociationSet: [] })));
  set('RouteTables', many(subnets, (place) => ({
    RouteTableId: id('rtb', place), VpcId: VPC, Associations: [{ Main: place === 0, SubnetId: id('subnet', place), AssociationState: { State: 'associated' } }],
    Routes: [{ DestinationCidrBlock: '10.0.0.0/8', GatewayId: 'local', State: 'active' }, place === 0 ? { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' } : { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: NAT, State: 'active' }],
  })));
  set('InternetGateways', [{ InternetGatewayId: 'igw-1', Attachments: [{ State: 'available', VpcId: VPC }] }]);
  set('NatGateways', [{ NatGatewayId: NAT, VpcId: VPC, SubnetId: id('subnet', 0), State: 'available', ConnectivityType: 'public', NatGatewayAddresses: [{ PublicIp: '203.0.113.9', Status: 'succeeded' }] }]);
  set('NetworkAcls', [{
    NetworkAclId: 'acl-1', VpcId: VPC, IsDefault: true, Associations: many(subnets, (place) => ({ SubnetId: id('subnet', place) })),
    Entries: [true, false].flatMap((Egress) => [{ CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 }, { CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction: 'deny', RuleNumber: 32767 }]),
  }]);
  set('SecurityGroups', many(groups, (place) => ({
    GroupId: id('sg', place), GroupName: `group ${place}`, VpcId: VPC, IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, UserIdGroupPairs: [{ GroupId: id('sg', (place + 1) % groups) }] }],
  })));
  set('NetworkInterfaces', many(interfaces, (place) => ({
    NetworkInterfaceId: id('eni', place), VpcId: VPC, SubnetId: id('subnet', place % subnets), Status: 'in-use', InterfaceType: 'interface', SourceDestCheck: true, Groups: [{ GroupId: id('sg', place % groups) }],
    PrivateIpAddresses: [{ PrivateIpAddress: `10.${place % subnets}.${1 + Math.floor(place / subnets / 200)}.${10 + Math.floor(place / subnets) % 200}` }],
  })));
  set('VpcBlockPublicAccessOptions', { AwsAccountId: ACCOUNT, AwsRegion: 'eu-west-1', State: 'default-state', InternetGatewayBlockMode: 'off' });
  set('Functions', many(functions, (place) => ({
    FunctionName: `f${place}`, FunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f${place}`, Version: '$LATEST', State: 'Active',
    VpcConfig: { VpcId: VPC, SubnetIds: [1, 2, 3].map((step) => id('subnet', (place + step) % subnets)), SecurityGroupIds: [id('sg', place % groups)], Ipv6AllowedForDualStack: false },
  })));
  return named;
}
