import { codesOf, judgeTemplates, verdictOn } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';
import { readAskedDestination } from '../../src/analysis/judge/destinations/asked-destination';

/*
 * The rules of networking in AWS, S1 to S22 of docs/requirements.md, on whole templates: what works, and the one change after which it does not.
 * The same rows on models, with more cases each, are in reason/rules-of-aws.test.ts.
 */

const ref = (logicalId: string) => ({ Ref: logicalId });
const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
const zone = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });
const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const POSTGRES = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 };

function subnet(name: string, number: number, props: object = {}): Resources {
  return {
    [name]: ['AWS::EC2::Subnet', {
      VpcId: ref('Vpc'), CidrBlock: `10.0.${number}.0/24`, AvailabilityZone: zone(0),
      Ipv6CidrBlock: { 'Fn::Select': [number, { 'Fn::Cidr': [{ 'Fn::Select': [0, attribute('Vpc', 'Ipv6CidrBlocks')] }, 8, '64'] }] }, ...props,
    }],
    [`${name}Routes`]: ['AWS::EC2::RouteTable', { VpcId: (props as { readonly VpcId?: object }).VpcId ?? ref('Vpc') }],
    [`${name}Association`]: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(name), RouteTableId: ref(`${name}Routes`) }],
  };
}

function route(subnetName: string, destination: string, target: object): Resources[string] {
  return ['AWS::EC2::Route', { RouteTableId: ref(`${subnetName}Routes`), [destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: destination, ...target }];
}

function group(rules: object = {}): Resources[string] {
  return ['AWS::EC2::SecurityGroup', { GroupDescription: 'a group', VpcId: ref('Vpc'), ...rules }];
}

/** A dual-stack network with a NAT gateway, a database, and a function whose group lets HTTPS and the database out. */
const NETWORK: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  VpcIpv6: ['AWS::EC2::VPCCidrBlock', { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true }],
  Igw: ['AWS::EC2::InternetGateway'],
  IgwAttachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  Eigw: ['AWS::EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }],
  ...subnet('Public', 0),
  PublicDefault: route('Public', '0.0.0.0/0', { GatewayId: ref('Igw') }),
  Address: ['AWS::EC2::EIP', { Domain: 'vpc' }],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: attribute('Address', 'AllocationId') }],
  ...subnet('Private', 1),
  PrivateDefault: route('Private', '0.0.0.0/0', { NatGatewayId: ref('Nat') }),
  PrivateIpv6: route('Private', '::/0', { EgressOnlyInternetGatewayId: ref('Eigw') }),
  ...subnet('Data', 2),
  DatabaseGroup: group({ SecurityGroupIngress: [{ ...POSTGRES, SourceSecurityGroupId: ref('Group') }] }),
  DatabaseSubnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'of the database', SubnetIds: [ref('Data')] }],
  Database: ['AWS::RDS::DBInstance', { DBSubnetGroupName: ref('DatabaseSubnets'), VPCSecurityGroups: [attribute('DatabaseGroup', 'GroupId')] }],
  Group: group({ SecurityGroupEgress: [{ ...HTTPS, CidrIp: '0.0.0.0/0' }, { ...HTTPS, CidrIpv6: '::/0' }, { ...POSTGRES, CidrIp: '10.0.0.0/8' }] }),
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')], Ipv6AllowedForDualStack: true } }],
};

/** What is different: a resource as a whole, properties of one that is there, or none at all. */
type Changes = Record<string, Resources[string] | object | null>;

function changed(resources: Resources, changes: Changes = {}): Resources {
  const result: Record<string, Resources[string]> = { ...resources };
  for (const [logicalId, change] of Object.entries(changes)) {
    if (change === null) {
      expect(result).toHaveProperty(logicalId);
      delete result[logicalId];
    } else if (Array.isArray(change)) {
      result[logicalId] = change as unknown as Resources[string];
    } else {
      const [type, properties] = result[logicalId];
      result[logicalId] = [type, { ...properties, ...change }];
    }
  }
  return result;
}

/** The verdict with what decides it; of no destination, what else is found. */
function outcome(resources: Resources, to: string | undefined, family: string): string {
  const asked = to === undefined ? [] : [readAskedDestination(to, (name) => name in resources)!];
  const report = judgeTemplates([template({ Resources: resourcesOf(resources) })], asked);
  if (to === undefined) {
    return report.findings.map(({ code }) => code).join(' ');
  }
  const verdict = verdictOn(report, to, family)!;
  return [verdict.verdict, ...codesOf(verdict)].join(' ');
}

interface Row {
  readonly row: string;
  readonly what: string;

  /** What is asked for; `finding` asks for what else is found. */
  readonly to?: string;
  readonly family?: 'ipv4' | 'ipv6';

  /** What the network needs to have for the row to be about it. */
  readonly given?: Changes;

  /** The outcome of that; reachable unless something else is said. */
  readonly works?: string;
  readonly change: Changes;
  readonly then: string;
}

const VPC_CONFIG = { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')], Ipv6AllowedForDualStack: true };
const CLOSED: Changes = { PrivateDefault: null, PrivateIpv6: null };
const GATEWAY_ENDPOINT: Changes = {
  ...CLOSED, S3: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, RouteTableIds: [ref('PrivateRoutes')] }],
};
const INTERFACE_ENDPOINT: Changes = {
  ...CLOSED,
  EndpointGroup: group({ SecurityGroupIngress: [{ ...HTTPS, SourceSecurityGroupId: ref('Group') }] }),
  Queues: ['AWS::EC2::VPCEndpoint', {
    VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.sqs' }, PrivateDnsEnabled: true,
    SubnetIds: [ref('Data')], SecurityGroupIds: [ref('EndpointGroup')],
  }],
};

function acl(of: string, ...entries: readonly (readonly [egress: boolean, from: number, to: number, block: string, action?: 'deny'])[]): Changes {
  return {
    Acl: ['AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }],
    AclAssociation: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref(of), NetworkAclId: ref('Acl') }],
    ...Object.fromEntries(entries.map(([Egress, From, To, CidrBlock, RuleAction = 'allow'], index) => [`Entry${index}`, ['AWS::EC2::NetworkAclEntry', {
      NetworkAclId: ref('Acl'), RuleNumber: 100 + index, Protocol: 6, Egress, RuleAction, CidrBlock, PortRange: { From, To },
    }]])),
  };
}

const OTHER_VPC: Changes = {
  Other: ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' }],
  ...subnet('Data', 2, { VpcId: ref('Other'), CidrBlock: '10.9.2.0/24', Ipv6CidrBlock: { Ref: 'AWS::NoValue' } }),
  DatabaseGroup: { VpcId: ref('Other'), SecurityGroupIngress: [{ ...POSTGRES, CidrIp: '10.0.0.0/16' }] },
};
const PEERED: Changes = {
  ...OTHER_VPC,
  Peering: ['AWS::EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Other') }],
  There: route('Private', '10.9.0.0/16', { VpcPeeringConnectionId: ref('Peering') }),
  Back: route('Data', '10.0.0.0/16', { VpcPeeringConnectionId: ref('Peering') }),
};
const TRANSIT: Changes = {
  ...OTHER_VPC,
  Tgw: ['AWS::EC2::TransitGateway', {}],
  Attachment: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Public')] }],
  OtherAttachment: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref('Other'), SubnetIds: [ref('Data')] }],
  There: route('Private', '10.9.0.0/16', { TransitGatewayId: ref('Tgw') }),
  Back: route('Data', '10.0.0.0/16', { TransitGatewayId: ref('Tgw') }),
};
const BLOCKED_PUBLIC_ACCESS: Changes = { Bpa: ['AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' }] };

const ROWS: readonly Row[] = [
  {
    row: 'S1', what: 'the longest prefix wins', to: 'internet', given: { Half: route('Private', '128.0.0.0/1', { NatGatewayId: ref('Nat') }) },
    change: { Half: route('Private', '128.0.0.0/1', { GatewayId: ref('Igw') }) }, then: 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
  },
  {
    row: 'S1', what: 'each family has routes of its own', to: 'internet',
    change: { PrivateIpv6: null, PrivateDefault: { NatGatewayId: ref('Nat') } },
    then: 'reachable',
  },
  {
    row: 'S1', what: 'and the other is not helped by them', to: 'internet', family: 'ipv6',
    change: { PrivateIpv6: null },
    then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S2', what: 'the main table of a VPC of the templates has only local routes', to: 'internet',
    change: { PrivateAssociation: null },
    then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S2', what: 'that of another VPC is not known', to: 'internet',
    change: { PrivateAssociation: null, Private: { VpcId: 'vpc-0a1b2c3d4e5f67890' } }, then: 'inconclusive NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S3', what: 'a public subnet', to: 'internet', change: { Fn: { VpcConfig: { ...VPC_CONFIG, SubnetIds: [ref('Public')] } } },
    then: 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
  },
  {
    row: 'S4', what: 'an Elastic IP address', to: 'internet',
    change: { Nat: { AllocationId: ref('AWS::NoValue') } },
    then: 'blocked NGW_HAS_NO_PUBLIC_ADDRESS',
  },
  {
    row: 'S4', what: 'public connectivity', to: 'internet',
    change: { Nat: { ConnectivityType: 'private' } },
    then: 'blocked NGW_PRIVATE_CONNECTIVITY',
  },
  { row: 'S4', what: 'a route of its subnet', to: 'internet', change: { PublicDefault: null }, then: 'blocked NGW_SUBNET_HAS_NO_IGW_ROUTE' },
  { row: 'S4', what: 'an attached internet gateway', to: 'internet', change: { IgwAttachment: null }, then: 'blocked IGW_NOT_ATTACHED' },
  { row: 'S4', what: 'to exist', to: 'internet', change: { Nat: null }, then: 'blocked BAD_STATE_ROUTE' },
  {
    row: 'S5', what: 'a regional NAT gateway serves all zones, or those it has addresses in', to: 'internet',
    given: { Nat: ['AWS::EC2::NatGateway', { AvailabilityMode: 'regional', VpcId: ref('Vpc') }], PublicDefault: null },
    change: { Private: { AvailabilityZone: 'eu-west-1a' }, Nat: { AvailabilityZoneAddresses: [{ AvailabilityZone: 'eu-west-1b', AllocationIds: ['eipalloc-1'] }] } },
    then: 'blocked REGIONAL_NGW_ROUTE_AZ_RESTRICTION',
  },
  {
    row: 'S5', what: 'and needs the internet gateway of the VPC', to: 'internet',
    given: { Nat: ['AWS::EC2::NatGateway', { AvailabilityMode: 'regional', VpcId: ref('Vpc') }] },
    change: { IgwAttachment: null }, then: 'blocked IGW_NOT_ATTACHED',
  },
  {
    row: 'S6', what: 'a NAT gateway carries what NAT64 translates', to: '64:ff9b::808:808/128', family: 'ipv6',
    given: { Nat64: route('Private', '64:ff9b::/96', { NatGatewayId: ref('Nat') }) },
    change: { Nat64: null }, then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S6', what: 'and no other IPv6', to: 'internet', family: 'ipv6',
    change: { PrivateIpv6: route('Private', '::/0', { NatGatewayId: ref('Nat') }) },
    then: 'blocked NGW_NO_IPV6',
  },
  {
    row: 'S6', what: 'DNS64 needs the route',
    given: { Private: { EnableDns64: true }, Nat64: route('Private', '64:ff9b::/96', { NatGatewayId: ref('Nat') }) }, works: '',
    change: { Nat64: null }, then: 'DNS64_WITHOUT_NAT64_ROUTE',
  },
  {
    row: 'S7', what: 'IPv6 needs the flag', to: 'internet', family: 'ipv6',
    change: { Fn: { VpcConfig: { ...VPC_CONFIG, Ipv6AllowedForDualStack: false } } },
    then: 'blocked LAMBDA_IPV6_NOT_ALLOWED',
  },
  {
    row: 'S7', what: 'and dual-stack subnets', to: 'internet', family: 'ipv6', change: { Private: { Ipv6CidrBlock: ref('AWS::NoValue') } },
    then: 'blocked LAMBDA_SUBNET_NOT_DUAL_STACK',
  },
  {
    row: 'S7', what: 'and rules of its own', to: 'internet', family: 'ipv6',
    change: { Group: { SecurityGroupEgress: [{ ...HTTPS, CidrIp: '0.0.0.0/0' }] } },
    then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S7', what: 'and entries of its own', to: 'internet', family: 'ipv6',
    change: acl('Private', [true, 443, 443, '0.0.0.0/0'], [false, 1024, 65535, '0.0.0.0/0']),
    then: 'blocked SUBNET_ACL_RESTRICTION',
  },
  { row: 'S7', what: 'and a VPC', to: 'internet', family: 'ipv6', change: { Fn: ['AWS::Lambda::Function', {}] }, then: 'blocked LAMBDA_NOT_IN_VPC' },
  {
    row: 'S8', what: 'IPv6 through an internet gateway is not settled', to: 'internet', family: 'ipv6',
    change: { PrivateIpv6: route('Private', '::/0', { GatewayId: ref('Igw') }) },
    then: 'inconclusive LAMBDA_IPV6_VIA_IGW',
  },
  {
    row: 'S9', what: 'AWS over IPv6 needs names with IPv6 addresses', to: 'sqs', family: 'ipv6',
    given: { Fn: { Environment: { Variables: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } } } },
    change: { Fn: { Environment: {} } }, then: 'blocked SERVICE_ENDPOINT_IPV4_ONLY',
  },
  {
    row: 'S10', what: 'a gateway endpoint is a route', to: 's3',
    given: GATEWAY_ENDPOINT, change: { S3: { RouteTableIds: [ref('PublicRoutes')] } },
    then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S10', what: 'to public addresses, which groups let out', to: 's3', given: GATEWAY_ENDPOINT,
    change: { Group: { SecurityGroupEgress: [{ ...HTTPS, CidrIp: '10.0.0.0/8' }] } },
    then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S10', what: 'and network ACLs', to: 's3', given: GATEWAY_ENDPOINT,
    change: acl('Private', [true, 443, 443, '10.0.0.0/8'], [false, 1024, 65535, '0.0.0.0/0']),
    then: 'blocked SUBNET_ACL_RESTRICTION',
  },
  {
    row: 'S10', what: 'of its service alone', to: 's3', given: GATEWAY_ENDPOINT,
    change: { S3: { ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.dynamodb' } } },
    then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S11', what: 'an interface endpoint has the name', to: 'sqs',
    given: INTERFACE_ENDPOINT, change: { Queues: { PrivateDnsEnabled: false } },
    then: 'blocked DNS_PRIVATE_DNS_DISABLED',
  },
  {
    row: 'S11', what: 'in a VPC with both DNS attributes', to: 'sqs',
    given: INTERFACE_ENDPOINT, change: { Vpc: { EnableDnsHostnames: false } },
    then: 'blocked DNS_VPC_ATTRIBUTES_DISABLED',
  },
  {
    row: 'S11', what: 'lets the function in', to: 'sqs',
    given: INTERFACE_ENDPOINT, change: { EndpointGroup: group() },
    then: 'blocked SG_HAS_NO_RULES',
  },
  {
    row: 'S11', what: 'and has the default group without one of its own', to: 'sqs', given: INTERFACE_ENDPOINT,
    change: { Queues: { SecurityGroupIds: [] } },
    then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S11', what: 'by its policy as well', to: 'sqs', given: INTERFACE_ENDPOINT,
    change: { Queues: { PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] } } }, then: 'blocked VPCE_POLICY_DENIES',
  },
  {
    row: 'S11', what: 'a broken one is not helped by a NAT gateway', to: 'sqs',
    given: { ...INTERFACE_ENDPOINT, PrivateDefault: NETWORK.PrivateDefault },
    change: { EndpointGroup: group() }, then: 'blocked SG_HAS_NO_RULES',
  },
  {
    row: 'S12', what: 'answers come to all ephemeral ports', to: 'internet',
    given: acl('Private', [true, 443, 443, '0.0.0.0/0'], [false, 1024, 65535, '0.0.0.0/0']),
    change: { Entry1: { PortRange: { From: 32768, To: 65535 } } }, then: 'blocked SUBNET_ACL_RESTRICTION',
  },
  {
    row: 'S12', what: 'the lowest number decides', to: 'internet',
    given: acl('Private', [true, 443, 443, '0.0.0.0/0'], [false, 1024, 65535, '0.0.0.0/0'], [true, 443, 443, '8.0.0.0/8', 'deny']),
    change: { Entry2: { RuleNumber: 50 } }, then: 'blocked SUBNET_ACL_RESTRICTION',
  },
  {
    row: 'S12', what: 'the NAT subnet sees the function too', to: 'internet',
    given: acl('Public', [false, 443, 443, '10.0.1.0/24'], [true, 1024, 65535, '10.0.1.0/24'], [true, 443, 443, '0.0.0.0/0'], [false, 1024, 65535, '0.0.0.0/0']),
    change: { Entry1: null }, then: 'blocked SUBNET_ACL_RESTRICTION',
  },
  {
    row: 'S12', what: 'the edge of a subnet, not its inside', to: 'Database:5432',
    given: { ...acl('Private'), DatabaseSubnets: { SubnetIds: [ref('Private')] } }, change: { DatabaseSubnets: { SubnetIds: [ref('Data')] } },
    then: 'blocked SUBNET_ACL_RESTRICTION',
  },
  {
    row: 'S13', what: 'a reference means what has the group', to: 'Database:5432',
    change: { DatabaseGroup: { SecurityGroupIngress: [{ ...POSTGRES, SourceSecurityGroupId: ref('DatabaseGroup') }] } }, then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S13', what: 'the groups of a function are one set of rules', to: 'internet',
    given: {
      Group: { SecurityGroupEgress: [{ ...HTTPS, CidrIp: '0.0.0.0/1' }] }, Second: group({ SecurityGroupEgress: [{ ...HTTPS, CidrIp: '128.0.0.0/1' }] }),
      Fn: { VpcConfig: { ...VPC_CONFIG, SecurityGroupIds: [ref('Group'), ref('Second')] } },
    },
    change: { Fn: { VpcConfig: VPC_CONFIG } }, then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S14', what: 'the resolver needs no rule, and is not the service', to: 'sqs',
    given: { Group: { SecurityGroupEgress: [{ ...HTTPS, CidrIp: '0.0.0.0/0' }] } },
    change: { Group: { SecurityGroupEgress: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '0.0.0.0/0' }] } }, then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S15', what: 'a group without egress rules lets out both families', to: 'internet', family: 'ipv6', given: { Group: group() },
    change: { Group: group({ SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] }) }, then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S15', what: 'what a rule outside of it does to that is contested', to: 'internet', given: { Group: group() },
    change: { Outside: ['AWS::EC2::SecurityGroupEgress', { GroupId: ref('Group'), ...POSTGRES, CidrIp: '10.0.0.0/8' }] }, then: 'inconclusive SG_DEFAULT_EGRESS_CONTESTED',
  },
  {
    row: 'S15', what: 'the rule that AWS CDK writes for none is none', to: 'internet',
    change: { Group: { SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }] } }, then: 'blocked SG_HAS_NO_RULES',
  },
  {
    row: 'S16', what: 'the default group lets everything out, until it is emptied', to: 'internet',
    given: { Fn: { VpcConfig: { ...VPC_CONFIG, SecurityGroupIds: [attribute('Vpc', 'DefaultSecurityGroup')] } } },
    change: { Restricted: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: attribute('Vpc', 'DefaultSecurityGroup') }] }, then: 'blocked SG_HAS_NO_RULES',
  },
  {
    row: 'S17', what: 'peering has routes on both sides', to: 'Database:5432',
    given: PEERED, change: { Back: null },
    then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S17', what: 'or is none', to: 'Database:5432',
    given: PEERED, change: { Peering: null, There: null, Back: null },
    then: 'blocked DISCONNECTED_VPCS',
  },
  {
    row: 'S17', what: 'and leads nowhere beyond', to: 'internet', given: PEERED,
    change: { PrivateDefault: route('Private', '0.0.0.0/0', { VpcPeeringConnectionId: ref('Peering') }) },
    then: 'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
  },
  {
    row: 'S17', what: 'a transit gateway is entered in the own zone', to: 'Database:5432', given: TRANSIT,
    change: { Public: { AvailabilityZone: 'eu-west-1b' }, Private: { AvailabilityZone: 'eu-west-1a' } },
    then: 'blocked TGW_ROUTE_AZ_RESTRICTION',
  },
  {
    row: 'S17', what: 'has tables of its own', to: 'Database:5432', given: TRANSIT,
    change: { Tgw: { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' } },
    then: 'blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION',
  },
  {
    row: 'S17', what: 'and passes references to groups only when it is told to', to: 'Database:5432',
    given: { ...TRANSIT, Tgw: ['AWS::EC2::TransitGateway', { SecurityGroupReferencingSupport: 'enable' }], DatabaseGroup: { VpcId: ref('Other') } },
    change: { Tgw: { SecurityGroupReferencingSupport: 'disable' } }, then: 'blocked ENI_SG_RULES_MISMATCH',
  },
  {
    row: 'S18', what: 'every subnet has to have a way', to: 'internet',
    given: { ...subnet('Second', 3), SecondDefault: route('Second', '0.0.0.0/0', { NatGatewayId: ref('Nat') }), Fn: { VpcConfig: { ...VPC_CONFIG, SubnetIds: [ref('Private'), ref('Second')] } } },
    change: { SecondDefault: null }, then: 'blocked NO_ROUTE_TO_DESTINATION',
  },
  {
    row: 'S18', what: 'and the same one', works: '',
    given: {
      ...subnet('Second', 3), SecondDefault: route('Second', '0.0.0.0/0', { NatGatewayId: ref('Nat') }), SecondIpv6: route('Second', '::/0', { EgressOnlyInternetGatewayId: ref('Eigw') }),
      Fn: { VpcConfig: { ...VPC_CONFIG, SubnetIds: [ref('Private'), ref('Second')] } },
    },
    change: { SecondDefault: null }, then: 'LAMBDA_SUBNETS_DIVERGE',
  },
  {
    row: 'S19', what: 'nothing connects to a function', works: '',
    change: { Group: { SecurityGroupIngress: [{ ...HTTPS, CidrIp: '10.0.0.0/8' }] } },
    then: 'LAMBDA_SG_INGRESS_UNUSED',
  },
  {
    row: 'S20', what: 'no dedicated tenancy', to: 'internet',
    change: { Vpc: { InstanceTenancy: 'dedicated' } },
    then: 'blocked LAMBDA_DEDICATED_TENANCY',
  },
  {
    row: 'S20', what: 'five groups', works: '',
    given: { Fn: { VpcConfig: { ...VPC_CONFIG, SecurityGroupIds: [1, 2, 3, 4, 5].map((index) => `sg-0000000000000000${index}`) } } },
    change: { Fn: { VpcConfig: { ...VPC_CONFIG, SecurityGroupIds: [1, 2, 3, 4, 5, 6].map((index) => `sg-0000000000000000${index}`) } } }, then: 'LAMBDA_SECURITY_GROUP_COUNT',
  },
  {
    row: 'S20', what: 'sixteen subnets', works: '',
    given: { Fn: { VpcConfig: { ...VPC_CONFIG, SubnetIds: Array.from({ length: 16 }, (_, index) => `subnet-${index}`) } } },
    change: { Fn: { VpcConfig: { ...VPC_CONFIG, SubnetIds: Array.from({ length: 17 }, (_, index) => `subnet-${index}`) } } }, then: 'LAMBDA_SUBNET_COUNT',
  },
  {
    row: 'S21', what: 'Block Public Access of what comes in leaves NAT gateways alone', to: 'internet', given: BLOCKED_PUBLIC_ACCESS,
    change: { Bpa: { InternetGatewayBlockMode: 'block-bidirectional' } }, then: 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
  },
  {
    row: 'S21', what: 'and egress-only internet gateways', to: 'internet', family: 'ipv6', given: BLOCKED_PUBLIC_ACCESS,
    change: { Bpa: { InternetGatewayBlockMode: 'block-bidirectional' } }, then: 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
  },
  {
    row: 'S22', what: 'a firewall endpoint', to: 'internet',
    change: { PrivateDefault: route('Private', '0.0.0.0/0', { VpcEndpointId: 'vpce-0a1b2c3d4e5f67890' }) },
    then: 'inconclusive UNSUPPORTED_COMPONENT',
  },
  {
    row: 'S22', what: 'a route table of the internet gateway', to: 'internet',
    change: { EdgeRoutes: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }], Edge: ['AWS::EC2::GatewayRouteTableAssociation', { GatewayId: ref('Igw'), RouteTableId: ref('EdgeRoutes') }] },
    then: 'inconclusive UNSUPPORTED_COMPONENT',
  },
];

test('every row has a case that works and one that does not', () => {
  const turned = ROWS.filter(({ works = 'reachable', then }) => works !== then).map(({ row }) => row);
  expect([...new Set(turned)]).toEqual(Array.from({ length: 22 }, (_, index) => `S${index + 1}`));
});

describe.each(ROWS)('$row: $what', ({ to, family = 'ipv4', given, works = 'reachable', change, then }) => {
  const before = changed(NETWORK, given);

  test(works === '' ? 'nothing is found' : works, () => {
    expect(outcome(before, to, family)).toBe(works);
  });

  test(`but ${then}`, () => {
    expect(outcome(changed(before, change), to, family)).toBe(then);
  });
});
