import type { SectionName } from '../../../src/analysis/describe/sections';
import type { Snapshot } from '../../../src/analysis/describe/snapshot';
import { takeSnapshot } from '../../../src/analysis/describe/take-snapshot';

/*
 * What the AWS CLI prints of a small network, in the shapes in which it prints it: a private subnet behind a NAT gateway, a public one, a database's group, an endpoint for Amazon S3
 * and one for AWS Secrets Manager. Each test takes something away or changes it.
 */

export type Answers = Partial<Record<SectionName, object>>;

export const VPC = 'vpc-0a1b2c3d4e5f60718';
export const PRIVATE = 'subnet-0aaaaaaaaaaaaaaa1';
export const PUBLIC = 'subnet-0bbbbbbbbbbbbbbb2';
export const GROUP = 'sg-0aaaaaaaaaaaaaaa1';
export const DATABASE_GROUP = 'sg-0dddddddddddddd04';
export const ENDPOINT_GROUP = 'sg-0eeeeeeeeeeeeee05';
export const NAT = 'nat-0aaaaaaaaaaaaaaa1';
export const IGW = 'igw-0aaaaaaaaaaaaaaa1';
export const PRIVATE_TABLE = 'rtb-0aaaaaaaaaaaaaaa1';
export const PUBLIC_TABLE = 'rtb-0bbbbbbbbbbbbbbb2';
export const MAIN_TABLE = 'rtb-0ccccccccccccccc3';
export const ACL = 'acl-0aaaaaaaaaaaaaaa1';
export const S3_ENDPOINT = 'vpce-0aaaaaaaaaaaaaaa1';
export const S3_LIST = 'pl-6da54004';
const ACCOUNT = '111122223333';

export const tags = (name: string) => [{ Key: 'aws:cloudformation:stack-name', Value: 'secret-project' }, { Key: 'Name', Value: name }];

const everyone = (protocol = '-1') => ({ IpProtocol: protocol, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'password hunter2' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] });

const entry = (Egress: boolean, RuleAction: string, RuleNumber: number) => ({ CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction, RuleNumber });

/** All answers. */
export function answers(): Answers {
  return {
    Vpcs: {
      Vpcs: [{
        CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-0aaaaaaaaaaaaaaa1', State: 'available', VpcId: VPC, OwnerId: ACCOUNT, InstanceTenancy: 'default', IsDefault: false, Tags: tags('main'),
        CidrBlockAssociationSet: [
          { AssociationId: 'vpc-cidr-assoc-1', CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
          { AssociationId: 'vpc-cidr-assoc-2', CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'disassociated' } },
        ],
      }],
    },
    VpcAttributes: { VpcAttributes: [{ VpcId: VPC, EnableDnsSupport: { Value: true } }, { VpcId: VPC, EnableDnsHostnames: { Value: true } }] },
    Subnets: {
      Subnets: [[PRIVATE, '10.0.1.0/24', 'private-a'], [PUBLIC, '10.0.0.0/24', 'public-a']].map(([SubnetId, CidrBlock, name]) => ({
        AvailabilityZone: 'eu-west-1a', AvailabilityZoneId: 'euw1-az1', CidrBlock, EnableDns64: false, Ipv6CidrBlockAssociationSet: [], Ipv6Native: false, OwnerId: ACCOUNT, State: 'available',
        SubnetArn: `arn:aws:ec2:eu-west-1:${ACCOUNT}:subnet/${SubnetId}`, SubnetId, Tags: tags(name), VpcId: VPC,
      })),
    },
    RouteTables: {
      RouteTables: [
        table(PRIVATE_TABLE, [{ Main: false, SubnetId: PRIVATE, AssociationState: { State: 'associated' } }], [
          { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: NAT, Origin: 'CreateRoute', State: 'active' },
          { DestinationPrefixListId: S3_LIST, GatewayId: S3_ENDPOINT, Origin: 'CreateRoute', State: 'active' },
        ]),
        table(PUBLIC_TABLE, [{ Main: false, SubnetId: PUBLIC, AssociationState: { State: 'associated' } }], [
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: IGW, Origin: 'CreateRoute', State: 'active' },
        ]),
        table(MAIN_TABLE, [{ Main: true, AssociationState: { State: 'associated' } }], []),
      ],
    },
    SecurityGroups: {
      SecurityGroups: [
        { GroupId: GROUP, GroupName: 'functions', OwnerId: ACCOUNT, VpcId: VPC, Description: 'of ann@example.com', IpPermissions: [], IpPermissionsEgress: [everyone()], Tags: [] },
        {
          GroupId: DATABASE_GROUP, GroupName: 'db', OwnerId: ACCOUNT, VpcId: VPC, IpPermissionsEgress: [],
          IpPermissions: [{ FromPort: 5432, ToPort: 5432, IpProtocol: 'tcp', IpRanges: [], UserIdGroupPairs: [{ GroupId: GROUP, UserId: ACCOUNT }] }],
        },
        {
          GroupId: ENDPOINT_GROUP, GroupName: 'endpoints', OwnerId: ACCOUNT, VpcId: VPC, IpPermissionsEgress: [],
          IpPermissions: [{ FromPort: 443, ToPort: 443, IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/16' }], UserIdGroupPairs: [] }],
        },
      ],
    },
    SecurityGroupVpcAssociations: { SecurityGroupVpcAssociations: [] },
    NetworkAcls: {
      NetworkAcls: [{
        NetworkAclId: ACL, VpcId: VPC, IsDefault: true, OwnerId: ACCOUNT, Tags: [], Associations: [PRIVATE, PUBLIC].map((SubnetId) => ({ NetworkAclAssociationId: `assoc ${SubnetId}`, SubnetId })),
        Entries: [entry(true, 'allow', 100), entry(true, 'deny', 32767), entry(false, 'allow', 100), entry(false, 'deny', 32767)],
      }],
    },
    NetworkInterfaces: { NetworkInterfaces: [] },
    InternetGateways: { InternetGateways: [{ InternetGatewayId: IGW, OwnerId: ACCOUNT, Attachments: [{ State: 'available', VpcId: VPC }], Tags: [] }] },
    EgressOnlyInternetGateways: { EgressOnlyInternetGateways: [] },
    NatGateways: {
      NatGateways: [{
        NatGatewayId: NAT, SubnetId: PUBLIC, VpcId: VPC, State: 'available', ConnectivityType: 'public', CreateTime: '2026-01-01T00:00:00+00:00', Tags: tags('nat-a'),
        NatGatewayAddresses: [{ AllocationId: 'eipalloc-1', NetworkInterfaceId: 'eni-0aaaaaaaaaaaaaaa1', PrivateIp: '10.0.0.9', PublicIp: '203.0.113.9', Status: 'succeeded' }],
      }],
    },
    VpcEndpoints: {
      VpcEndpoints: [
        {
          VpcEndpointId: S3_ENDPOINT, VpcEndpointType: 'Gateway', VpcId: VPC, ServiceName: 'com.amazonaws.eu-west-1.s3', State: 'available', PrivateDnsEnabled: false, IpAddressType: 'ipv4',
          RouteTableIds: [PRIVATE_TABLE], SubnetIds: [], Groups: [], PolicyDocument: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
        },
        {
          VpcEndpointId: 'vpce-0bbbbbbbbbbbbbbb2', VpcEndpointType: 'Interface', VpcId: VPC, ServiceName: 'com.amazonaws.eu-west-1.secretsmanager', State: 'available', PrivateDnsEnabled: true,
          IpAddressType: 'ipv4', DnsOptions: { DnsRecordIpType: 'ipv4' }, RouteTableIds: [], SubnetIds: [PRIVATE], Groups: [{ GroupId: ENDPOINT_GROUP, GroupName: 'endpoints' }],
          PolicyDocument: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
        },
      ],
    },
    VpcPeeringConnections: { VpcPeeringConnections: [] },
    PrefixLists: { PrefixLists: [{ Cidrs: ['52.218.0.0/17'], PrefixListId: S3_LIST, PrefixListName: 'com.amazonaws.eu-west-1.s3' }] },
    ManagedPrefixLists: { PrefixLists: [] },
    DhcpOptions: {
      DhcpOptions: [{
        DhcpOptionsId: 'dopt-0aaaaaaaaaaaaaaa1', OwnerId: ACCOUNT,
        DhcpConfigurations: [{ Key: 'domain-name', Values: [{ Value: 'eu-west-1.compute.internal' }] }, { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
      }],
    },
    TransitGateways: { TransitGateways: [] },
    TransitGatewayVpcAttachments: { TransitGatewayVpcAttachments: [] },
    TransitGatewayAttachments: { TransitGatewayAttachments: [] },
    TransitGatewayRouteTables: { TransitGatewayRouteTables: [] },
    TransitGatewayPropagations: { TransitGatewayPropagations: [] },
    TransitGatewayStaticRoutes: { TransitGatewayStaticRoutes: [] },
    VpcBlockPublicAccessOptions: { VpcBlockPublicAccessOptions: { AwsAccountId: ACCOUNT, AwsRegion: 'eu-west-1', State: 'default-state', InternetGatewayBlockMode: 'off' } },
    VpcBlockPublicAccessExclusions: { VpcBlockPublicAccessExclusions: [] },
  };
}

function table(RouteTableId: string, associations: readonly object[], routes: readonly object[]) {
  return {
    RouteTableId, VpcId: VPC, OwnerId: ACCOUNT, PropagatingVgws: [], Tags: [], Associations: associations.map((each, place) => ({ ...each, RouteTableId, RouteTableAssociationId: `rtbassoc-${place}` })),
    Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' }, ...routes],
  };
}

/** The answers with one thing changed: a copy of all of them, to be changed in place. */
export function changed(change: (all: Record<SectionName, Record<string, unknown>>) => void): Answers {
  const all = JSON.parse(JSON.stringify(answers())) as Record<SectionName, Record<string, unknown>>;
  change(all);
  return all;
}

/** One thing in an answer. */
export function itemOf(all: Record<string, Record<string, unknown>>, section: SectionName, place = 0): Record<string, unknown> {
  return (all[section][section] as Record<string, unknown>[])[place];
}

/** The snapshot of answers, of a day. */
export function snapshotOf(given: Answers, vpcs?: readonly string[]): Snapshot {
  const { snapshot, problems } = takeSnapshot(new Map(Object.entries(given) as [SectionName, unknown][]), { takenOn: '2026-11-28', ...vpcs === undefined ? {} : { vpcs } });
  expect(problems).toEqual([]);
  return snapshot!;
}
