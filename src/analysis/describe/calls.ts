import type { SectionName } from './sections';

/*
 * Models: the calls of the AWS CLI whose answers make a snapshot, each with the permission that it needs. All of them read, and none changes anything.
 * Source: the EC2, Lambda, Systems Manager and CloudFormation command references of the AWS CLI, and the Service Authorization Reference, 28 November 2026.
 */

/** One call. */
export interface Call {
  readonly section: SectionName;

  /** The arguments of `aws`. */
  readonly argv: readonly string[];

  /** The thing that the answer is about, where it does not say it itself. */
  readonly parent?: string;

  /** The permission in the language of IAM. */
  readonly permission: string;
}

/** The permissions of all calls. */
export const PERMISSIONS: Readonly<Record<SectionName, readonly string[]>> = {
  Vpcs: ['ec2:DescribeVpcs'], VpcAttributes: ['ec2:DescribeVpcAttribute'], Subnets: ['ec2:DescribeSubnets'], RouteTables: ['ec2:DescribeRouteTables'],
  SecurityGroups: ['ec2:DescribeSecurityGroups'], SecurityGroupVpcAssociations: ['ec2:DescribeSecurityGroupVpcAssociations'],
  NetworkAcls: ['ec2:DescribeNetworkAcls'], NetworkInterfaces: ['ec2:DescribeNetworkInterfaces'], InternetGateways: ['ec2:DescribeInternetGateways'],
  EgressOnlyInternetGateways: ['ec2:DescribeEgressOnlyInternetGateways'], NatGateways: ['ec2:DescribeNatGateways'], VpcEndpoints: ['ec2:DescribeVpcEndpoints'],
  VpcPeeringConnections: ['ec2:DescribeVpcPeeringConnections'], PrefixLists: ['ec2:DescribePrefixLists'],
  ManagedPrefixLists: ['ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'], DhcpOptions: ['ec2:DescribeDhcpOptions'],
  TransitGateways: ['ec2:DescribeTransitGateways'], TransitGatewayVpcAttachments: ['ec2:DescribeTransitGatewayVpcAttachments'],
  TransitGatewayAttachments: ['ec2:DescribeTransitGatewayAttachments'], TransitGatewayRouteTables: ['ec2:DescribeTransitGatewayRouteTables'],
  TransitGatewayPropagations: ['ec2:GetTransitGatewayRouteTablePropagations'], TransitGatewayStaticRoutes: ['ec2:SearchTransitGatewayRoutes'],
  VpcBlockPublicAccessOptions: ['ec2:DescribeVpcBlockPublicAccessOptions'], VpcBlockPublicAccessExclusions: ['ec2:DescribeVpcBlockPublicAccessExclusions'],
  Functions: ['lambda:ListFunctions'], Parameters: ['ssm:GetParameters'], Exports: ['cloudformation:ListExports'],
};

/** Calls for all of a list at once, and the filter that limits them to VPCs, where they have one. */
const LISTS: Readonly<Partial<Record<SectionName, readonly [operation: string, filter?: string]>>> = {
  Vpcs: ['describe-vpcs', 'vpc-id'], Subnets: ['describe-subnets', 'vpc-id'], RouteTables: ['describe-route-tables', 'vpc-id'],
  SecurityGroups: ['describe-security-groups', 'vpc-id'], SecurityGroupVpcAssociations: ['describe-security-group-vpc-associations', 'vpc-id'],
  NetworkAcls: ['describe-network-acls', 'vpc-id'], NetworkInterfaces: ['describe-network-interfaces', 'vpc-id'],
  InternetGateways: ['describe-internet-gateways', 'attachment.vpc-id'], EgressOnlyInternetGateways: ['describe-egress-only-internet-gateways'],
  NatGateways: ['describe-nat-gateways', 'vpc-id'], VpcEndpoints: ['describe-vpc-endpoints', 'vpc-id'], VpcPeeringConnections: ['describe-vpc-peering-connections'],
  PrefixLists: ['describe-prefix-lists'], ManagedPrefixLists: ['describe-managed-prefix-lists'], DhcpOptions: ['describe-dhcp-options'],
  TransitGateways: ['describe-transit-gateways'], TransitGatewayVpcAttachments: ['describe-transit-gateway-vpc-attachments'],
  TransitGatewayAttachments: ['describe-transit-gateway-attachments'], TransitGatewayRouteTables: ['describe-transit-gateway-route-tables'],
  VpcBlockPublicAccessOptions: ['describe-vpc-block-public-access-options'], VpcBlockPublicAccessExclusions: ['describe-vpc-block-public-access-exclusions'],
};

/** The parts that one call lists. */
export const LISTED = Object.keys(LISTS) as readonly SectionName[];

/** The call that lists a part, of VPCs where it can be limited to them. */
export function listCall(section: SectionName, vpcs: readonly string[]): Call {
  const [operation, filter] = LISTS[section]!;
  return ec2(section, operation, filter === undefined ? [] : filtered(section, filter, vpcs));
}

/** The calls for the DNS attributes of VPCs: AWS answers one at a time. */
export function attributeCalls(vpcs: readonly string[]): readonly Call[] {
  return vpcs.flatMap((vpc) => ['enableDnsSupport', 'enableDnsHostnames'].map((attribute) => ({
    ...ec2('VpcAttributes', 'describe-vpc-attribute', ['--vpc-id', vpc, '--attribute', attribute]), parent: vpc,
  })));
}

/** The calls for the entries of prefix lists. */
export function entryCalls(lists: readonly string[]): readonly Call[] {
  return lists.map((list) => ({
    ...ec2('ManagedPrefixLists', 'get-managed-prefix-list-entries', ['--prefix-list-id', list]), permission: 'ec2:GetManagedPrefixListEntries', parent: list,
  }));
}

/** The calls for what route tables of transit gateways learned, and for what somebody wrote into them. */
export function transitCalls(tables: readonly string[]): readonly Call[] {
  return tables.flatMap((table) => [
    { ...ec2('TransitGatewayPropagations', 'get-transit-gateway-route-table-propagations', ['--transit-gateway-route-table-id', table]), parent: table },
    {
      ...ec2('TransitGatewayStaticRoutes', 'search-transit-gateway-routes', ['--transit-gateway-route-table-id', table, '--filters', 'Name=type,Values=static']),
      parent: table,
    },
  ]);
}

/** The call for functions and all their published versions. */
export const FUNCTIONS_CALL: Call = { section: 'Functions', argv: ['lambda', 'list-functions', '--function-version', 'ALL'], permission: 'lambda:ListFunctions' };

/** The call for exports. */
export const EXPORTS_CALL: Call = { section: 'Exports', argv: ['cloudformation', 'list-exports'], permission: 'cloudformation:ListExports' };

/** As many parameters AWS answers at once. */
const MOST_NAMES = 10;

/** The calls for parameters of Systems Manager; what is encrypted stays so. */
export function parameterCalls(names: readonly string[]): readonly Call[] {
  const count = Math.ceil(names.length / MOST_NAMES);
  return Array.from({ length: count }, (_, place) => ({
    section: 'Parameters' as const, permission: 'ssm:GetParameters',
    argv: ['ssm', 'get-parameters', '--names', ...names.slice(place * MOST_NAMES, (place + 1) * MOST_NAMES)],
  }));
}

/** Calls that find the VPCs of things, by the beginnings of their ids. */
const FINDERS: Readonly<Record<string, readonly [section: SectionName, filter: string]>> = {
  subnet: ['Subnets', 'subnet-id'], sg: ['SecurityGroups', 'group-id'], rtb: ['RouteTables', 'route-table-id'], acl: ['NetworkAcls', 'network-acl-id'],
  nat: ['NatGateways', 'nat-gateway-id'], vpce: ['VpcEndpoints', 'vpc-endpoint-id'], eni: ['NetworkInterfaces', 'network-interface-id'],
  igw: ['InternetGateways', 'internet-gateway-id'],
};

/** The calls that find the VPCs of things. */
export function finderCalls(ids: readonly string[]): readonly Call[] {
  return Object.entries(FINDERS).flatMap(([prefix, [section, filter]]) => {
    const own = ids.filter((id) => id.startsWith(`${prefix}-`));
    return own.length === 0 ? [] : [ec2(section, LISTS[section]![0], filtered(section, filter, own))];
  });
}

/** The EC2 API calls the filters of NAT gateways by another name. */
function filtered(section: SectionName, name: string, values: readonly string[]): readonly string[] {
  return [section === 'NatGateways' ? '--filter' : '--filters', `Name=${name},Values=${values.join(',')}`];
}

function ec2(section: SectionName, operation: string, rest: readonly string[]): Call {
  return { section, argv: ['ec2', operation, ...rest], permission: PERMISSIONS[section][0] };
}

/** The policy that allows what a snapshot needs, and nothing else. */
export function snapshotPolicy(): object {
  const actions = [...new Set(Object.values(PERMISSIONS).flat())].sort();
  return { Version: '2012-10-17', Statement: [{ Sid: 'ReadNetworks', Effect: 'Allow', Action: actions, Resource: '*' }] };
}
