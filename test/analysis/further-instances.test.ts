import { mendsOf } from './judging';
import type { Resources } from './read/reading';
import { CLOSED, HTTPS, attribute, endpoint, findingsIn, group, lettingOut, outcomeIn, ports, ref, sub, subnet, verdictIn } from './support/named-network';

/*
 * Templates as people write them, each broken one with its mended twin: what AWS refuses, what nobody has accepted, what stands behind a name.
 */

type Changes = Resources | Readonly<Record<string, null>>;

const ANYTHING = lettingOut({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' });

function among(port: number, vpc = 'Vpc', from: object = { CidrIp: '10.0.0.0/8' }): Resources {
  return { ...ANYTHING, DataGroup: group(vpc, { SecurityGroupIngress: [{ ...ports(port), ...from }] }) };
}

function peered(options: object = {}, block = '10.9.0.0/16', at = '10.9.1.0/24', to = '10.9.0.0/16'): Resources {
  return {
    Other: ['AWS::EC2::VPC', { CidrBlock: block, EnableDnsSupport: true, EnableDnsHostnames: true }],
    ...subnet('Data', 'Other', at),
    Peering: ['AWS::EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Other'), ...options }],
    There: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: to, VpcPeeringConnectionId: ref('Peering') }],
    Back: ['AWS::EC2::Route', { RouteTableId: ref('DataRoutes'), DestinationCidrBlock: '10.0.1.0/24', VpcPeeringConnectionId: ref('Peering') }],
  };
}

function host(vpc = 'Other', at = 'Data', from?: object): Resources {
  return { ...among(443, vpc, from), Eni: ['AWS::EC2::NetworkInterface', { SubnetId: ref(at), GroupSet: [ref('DataGroup')] }] };
}

function aurora(props: object): Resources {
  return {
    ...among(3306, 'Other'), Subnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref('Data')] }],
    Cluster: ['AWS::RDS::DBCluster', { Engine: 'aurora-mysql', DBSubnetGroupName: ref('Subnets'), VpcSecurityGroupIds: [ref('DataGroup')] }],
    Writer: ['AWS::RDS::DBInstance', { Engine: 'aurora-mysql', DBClusterIdentifier: ref('Cluster'), ...props }],
  };
}

function neptune(props: object): Resources {
  return {
    ...among(8182, 'Other'), Subnets: ['AWS::Neptune::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref('Data')] }],
    Cluster: ['AWS::Neptune::DBCluster', { DBSubnetGroupName: ref('Subnets'), VpcSecurityGroupIds: [ref('DataGroup')] }],
    Writer: ['AWS::Neptune::DBInstance', { DBClusterIdentifier: ref('Cluster'), ...props }],
  };
}

function database(props: object): Resources {
  return {
    Subnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref('Private')] }],
    Db: ['AWS::RDS::DBInstance', { Engine: 'postgres', PubliclyAccessible: false, DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [ref('DataGroup')], ...props }],
  };
}

function gateway(service: string): Resources {
  return { Gateway: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`), RouteTableIds: [ref('PrivateRoutes')] }] };
}

function ownService(props: object, port = 443): Resources {
  return {
    ...ANYTHING, Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internal', Subnets: [ref('Public')] }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), Port: port, Protocol: 'TCP' }],
    Service: ['AWS::EC2::VPCEndpointService', { NetworkLoadBalancerArns: [ref('Balancer')], ...props }],
    ...endpoint('x', { ServiceName: sub('com.amazonaws.vpce.${AWS::Region}.${Service}') }),
  };
}

function facing(mode: string, exclusion: Resources = {}): Resources {
  return {
    ...ANYTHING, DataGroup: group('Vpc', { SecurityGroupIngress: [{ ...ports(443), CidrIp: '0.0.0.0/0' }] }),
    Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [ref('Public')], SecurityGroups: [ref('DataGroup')] }],
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), Port: 443, Protocol: 'HTTPS' }],
    Options: ['AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: mode }], ...exclusion,
  };
}

function excluded(mode: string): Resources {
  return { Exclusion: ['AWS::EC2::VPCBlockPublicAccessExclusion', { SubnetId: ref('Public'), InternetGatewayExclusionMode: mode }] };
}

/** A firewall that lets one domain pass and blocks everything else. */
function walled(domain: string): Resources {
  return {
    Allowed: ['AWS::Route53Resolver::FirewallDomainList', { Domains: [sub(domain)] }], All: ['AWS::Route53Resolver::FirewallDomainList', { Domains: ['*'] }],
    Rules: ['AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        { FirewallDomainListId: ref('Allowed'), Priority: 10, Action: 'ALLOW' }, { FirewallDomainListId: ref('All'), Priority: 20, Action: 'BLOCK', BlockResponse: 'NXDOMAIN' },
      ],
    }],
    RulesAssociation: ['AWS::Route53Resolver::FirewallRuleGroupAssociation', { FirewallRuleGroupId: ref('Rules'), VpcId: ref('Vpc'), Priority: 101 }],
  };
}

function zone(name: string): Resources {
  return { Zone: ['AWS::Route53::HostedZone', { Name: sub(name), VPCs: [{ VPCId: ref('Vpc'), VPCRegion: ref('AWS::Region') }] }] };
}

/** A profile that holds an endpoint of another VPC. */
function profile(): Resources {
  return {
    Other: ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }], ...subnet('Data', 'Other', '10.9.1.0/24'),
    ...endpoint('secretsmanager', {}, 'Other', 'Data'), Profile: ['AWS::Route53Profiles::Profile', { Name: 'names' }],
    ProfileAssociation: ['AWS::Route53Profiles::ProfileAssociation', { Name: 'names', ProfileId: ref('Profile'), ResourceId: ref('Vpc') }],
    Held: ['AWS::Route53Profiles::ProfileResourceAssociation', {
      Name: 'endpoint', ProfileId: ref('Profile'), ResourceArn: sub('arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc-endpoint/${Endpoint}'),
    }],
  };
}

/** Two VPCs with blocks of pools, that of the function from the first pool. */
function pooled(pool: string): Resources {
  const vpc = (of: string): Resources[string] => ['AWS::EC2::VPC', { Ipv4IpamPoolId: of, Ipv4NetmaskLength: 20, EnableDnsSupport: true, EnableDnsHostnames: true }];
  const within = (of: string, place: number): Resources[string] =>
    ['AWS::EC2::Subnet', { VpcId: ref(of), CidrBlock: { 'Fn::Select': [place, { 'Fn::Cidr': [attribute(of, 'CidrBlock'), 4, 8] }] } }];
  const route = (table: string, to: string): Resources[string] =>
    ['AWS::EC2::Route', { RouteTableId: ref(table), DestinationCidrBlock: attribute(to, 'CidrBlock'), VpcPeeringConnectionId: ref('Peering') }];
  return {
    ...peered(), ...host('Other', 'Data', { CidrIp: attribute('Vpc', 'CidrBlock') }), Vpc: vpc('ipam-pool-1'), Other: vpc(pool),
    Public: within('Vpc', 0), Private: within('Vpc', 1), Data: within('Other', 0), There: route('PrivateRoutes', 'Other'), Back: route('DataRoutes', 'Vpc'),
  };
}

function distribution(): Resources {
  return { Distribution: ['AWS::CloudFront::Distribution'] };
}

function api(type = 'AWS::ApiGatewayV2::Api'): Resources {
  return { Api: [type, { Name: 'x' }] };
}

function containers(groups: object): Resources {
  return { ...ANYTHING, Service: ['AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('Private')], ...groups } } }] };
}

function transfer(details: object): Resources {
  return { ...among(22), Server: ['AWS::Transfer::Server', { EndpointType: 'VPC', EndpointDetails: { VpcId: ref('Vpc'), SubnetIds: [ref('Private')], ...details } }] };
}

/** Two transit gateways that are peered, and a VPC behind each of them. */
function gatewaysInARow(attachment: unknown): Resources {
  const gatewayOf = (id: string): Resources[string] => ['AWS::EC2::TransitGateway', { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable', Description: id }];
  const table = (id: string): Resources[string] => ['AWS::EC2::TransitGatewayRouteTable', { TransitGatewayId: ref(id) }];
  const associated = (id: string, other: unknown): Resources[string] => ['AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayRouteTableId: ref(id), TransitGatewayAttachmentId: other }];
  const route = (id: string, block: string, other: unknown): Resources[string] =>
    ['AWS::EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: ref(id), DestinationCidrBlock: block, TransitGatewayAttachmentId: other }];
  return {
    ...peered(), ...host(), Near: gatewayOf('Near'), Far: gatewayOf('Far'), NearTable: table('Near'), FarTable: table('Far'),
    Mine: ['AWS::EC2::TransitGatewayVpcAttachment', { TransitGatewayId: ref('Near'), VpcId: ref('Vpc'), SubnetIds: [ref('Private')] }],
    Theirs: ['AWS::EC2::TransitGatewayVpcAttachment', { TransitGatewayId: ref('Far'), VpcId: ref('Other'), SubnetIds: [ref('Data')] }],
    Row: ['AWS::EC2::TransitGatewayPeeringAttachment', { TransitGatewayId: ref('Near'), PeerTransitGatewayId: ref('Far'), PeerAccountId: ref('AWS::AccountId'), PeerRegion: ref('AWS::Region') }],
    NearMine: associated('NearTable', ref('Mine')), FarTheirs: associated('FarTable', ref('Theirs')), NearRow: associated('NearTable', attachment), FarRow: associated('FarTable', attachment),
    On: route('NearTable', '10.9.0.0/16', attachment), In: route('FarTable', '10.9.0.0/16', ref('Theirs')), Out: route('FarTable', '10.0.0.0/16', attachment), Home: route('NearTable', '10.0.0.0/16', ref('Mine')),
    There: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: ref('Near') }],
    Back: ['AWS::EC2::Route', { RouteTableId: ref('DataRoutes'), DestinationCidrBlock: '10.0.0.0/16', TransitGatewayId: ref('Far') }],
  };
}

test.each<[string, string, readonly Changes[], string, readonly Changes[], string]>([
  [
    'a cluster of which an instance is public, over peering', 'Cluster', [peered(), aurora({ PubliclyAccessible: true })], 'inconclusive DNS_NAME_NOT_KNOWN',
    [peered(), aurora({ PubliclyAccessible: false })], 'reachable',
  ],
  [
    'a graph database of which an instance is public, over peering', 'Cluster', [peered(), neptune({ PubliclyAccessible: true })], 'inconclusive DNS_NAME_NOT_KNOWN',
    [peered(), neptune({})], 'reachable',
  ],
  ['a gateway endpoint for a service that has none', 'sqs', [CLOSED, gateway('sqs')], 'blocked BAD_STATE_ROUTE', [CLOSED, endpoint('sqs')], 'reachable'],
  ['a gateway endpoint for a service that nobody knows', 'fabulous', [CLOSED, gateway('fabulous')], 'inconclusive BAD_STATE_ROUTE', [CLOSED, endpoint('fabulous')], 'reachable'],
  ['private DNS of Amazon DynamoDB, which has none', 'dynamodb', [CLOSED, endpoint('dynamodb')], 'blocked DNS_PRIVATE_DNS_DISABLED', [CLOSED, gateway('dynamodb')], 'reachable'],
  ['that of its streams', 'dynamodb-streams', [CLOSED, endpoint('dynamodb-streams')], 'blocked DNS_PRIVATE_DNS_DISABLED', [endpoint('dynamodb-streams')], 'reachable'],
  ['an endpoint that somebody has to accept', 'Endpoint', [ownService({ AcceptanceRequired: true })], 'inconclusive UNKNOWN_RESOURCE', [ownService({ AcceptanceRequired: false })], 'reachable'],
  ['one of which the template does not say so', 'Endpoint', [ownService({})], 'inconclusive UNKNOWN_RESOURCE', [ownService({ AcceptanceRequired: false })], 'reachable'],
  [
    'one on a port on which its load balancer does not listen', 'Endpoint:443', [ownService({ AcceptanceRequired: false }, 8443)], 'blocked ELBV2_LISTENER_PORT_RESTRICTION',
    [ownService({ AcceptanceRequired: false })], 'reachable',
  ],
  [
    'a peer with the same addresses', 'Eni:443', [host(), peered({}, '10.0.0.0/16', '10.0.200.0/24', '10.0.200.0/24')], 'blocked DISCONNECTED_VPCS',
    [host(), peered({}, '10.1.0.0/16', '10.1.200.0/24', '10.1.200.0/24')], 'reachable',
  ],
  [
    'a peer of which a second block overlaps', 'Eni:443', [host(), peered(), { Second: ['AWS::EC2::VPCCidrBlock', { VpcId: ref('Other'), CidrBlock: '10.0.128.0/17' }] }], 'blocked DISCONNECTED_VPCS',
    [host(), peered(), { Second: ['AWS::EC2::VPCCidrBlock', { VpcId: ref('Other'), CidrBlock: '10.8.128.0/17' }] }], 'reachable',
  ],
  [
    'a group that is named over peering from another Region', 'Eni:443', [host('Other', 'Data', { SourceSecurityGroupId: ref('Group') }), peered({ PeerRegion: 'eu-south-2' })], 'inconclusive ENI_SG_RULES_MISMATCH',
    [host('Other', 'Data', { SourceSecurityGroupId: ref('Group') }), peered({ PeerRegion: ref('AWS::Region') })], 'reachable',
  ],
  ['an internet-facing load balancer that Block Public Access shuts off', 'Balancer', [facing('block-ingress')], 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED', [facing('off')], 'reachable'],
  [
    'one that may only send', 'Balancer', [facing('block-ingress', excluded('allow-egress'))], 'inconclusive VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    [facing('block-ingress', excluded('allow-bidirectional'))], 'reachable',
  ],
  ['containers without a group', 'Service:8080', [containers({})], 'blocked ENI_SG_RULES_MISMATCH', [among(8080), containers({ SecurityGroups: [ref('DataGroup')] })], 'reachable'],
  ['an engine in capitals', 'Db', [among(5432), database({ Engine: 'MySQL' })], 'blocked ENI_SG_RULES_MISMATCH', [among(3306), database({ Engine: 'MySQL' })], 'reachable'],
  [
    'a replica that has the port of its source', 'Replica', [among(5432), database({ Port: 5433 }), replica()], 'blocked ENI_SG_RULES_MISMATCH',
    [among(5433), database({ Port: 5433 }), replica()], 'reachable',
  ],
  [
    'a replica with a port of its own', 'Replica', [among(5433), database({ Port: 5433 }), replica({ Port: 5434 })], 'blocked ENI_SG_RULES_MISMATCH',
    [among(5434), database({ Port: 5433 }), replica({ Port: 5434 })], 'reachable',
  ],
  ['a transfer server without a group', 'Server:22', [transfer({})], 'blocked ENI_SG_RULES_MISMATCH', [transfer({ SecurityGroupIds: [ref('DataGroup')] })], 'reachable'],
  [
    'a transfer server with addresses on the internet', 'Server:22', [CLOSED, transfer({ SecurityGroupIds: [ref('DataGroup')], AddressAllocationIds: [attribute('Address', 'AllocationId')] })], 'inconclusive DNS_NAME_NOT_KNOWN',
    [CLOSED, transfer({ SecurityGroupIds: [ref('DataGroup')] })], 'reachable',
  ],
  [
    'a walled garden that lets other names pass', 'Db', [among(5432), database({}), walled('*.es.amazonaws.com')], 'blocked DNS_FIREWALL_BLOCKS',
    [among(5432), database({}), walled('*.rds.amazonaws.com')], 'reachable',
  ],
  [
    'a walled garden that lets one database pass', 'Db', [among(5432), database({}), walled('one.abcdef.${AWS::Region}.rds.amazonaws.com')], 'inconclusive DNS_FIREWALL_BLOCKS',
    [among(5432), database({}), walled('*.${AWS::Region}.rds.amazonaws.com')], 'reachable',
  ],
  [
    'a distribution behind a walled garden for names of AWS', 'Distribution', [distribution(), walled('*.amazonaws.com')], 'blocked DNS_FIREWALL_BLOCKS',
    [distribution(), walled('*.cloudfront.net')], 'reachable',
  ],
  [
    'a private zone for the names of databases', 'Db', [among(5432), database({}), zone('${AWS::Region}.rds.amazonaws.com')], 'inconclusive DNS_NAME_SHADOWED',
    [among(5432), database({}), zone('s3.${AWS::Region}.amazonaws.com')], 'reachable',
  ],
  ['a profile that leads a name to an endpoint of another VPC', 'secretsmanager', [profile()], 'blocked DISCONNECTED_VPCS', [peered(), profile()], 'reachable'],
  [
    'a peer whose addresses are of another pool', 'Eni:443', [pooled('ipam-pool-2')], 'inconclusive MORE_SPECIFIC_ROUTE', [pooled('ipam-pool-1')], 'reachable',
  ],
  ['a public API whose name an endpoint has', 'Api', [api(), endpoint('execute-api')], 'blocked VPCE_PRIVATE_DNS_TAKES_PRECEDENCE', [api(), endpoint('execute-api', { PrivateDnsEnabled: false })], 'reachable'],
  [
    'a public API of the former kind', 'Api', [api('AWS::ApiGateway::RestApi'), endpoint('execute-api')], 'blocked VPCE_PRIVATE_DNS_TAKES_PRECEDENCE',
    [api('AWS::ApiGateway::RestApi'), endpoint('secretsmanager')], 'reachable',
  ],
  ['a public API of AppSync', 'Api', [api('AWS::AppSync::GraphQLApi'), endpoint('appsync-api')], 'blocked VPCE_PRIVATE_DNS_TAKES_PRECEDENCE', [api('AWS::AppSync::GraphQLApi')], 'reachable'],
])('%s', (_, to, broken, outcome, mended, twin) => {
  expect(outcomeIn(to, ...broken as Resources[])).toBe(outcome);
  expect(outcomeIn(to, ...mended as Resources[])).toBe(twin);
});

test('Transit gateways in a row are not modelled, however the peering is named.', () => {
  const named = [ref('Row'), attribute('Row', 'TransitGatewayAttachmentId')].map((attachment) => outcomeIn('Eni:443', gatewaysInARow(attachment)));
  named.forEach((outcome) => expect(outcome).toContain('inconclusive'));
  named.forEach((outcome) => expect(outcome).toContain('UNSUPPORTED_COMPONENT'));
});

test('An endpoint for a service of the templates takes no name of AWS.', () => {
  expect(outcomeIn('secretsmanager', ownService({ AcceptanceRequired: true }), lettingOut(HTTPS))).toBe('reachable');
});

test('A private API is not on the internet.', () => {
  expect(outcomeIn('Api', { Api: ['AWS::AppSync::GraphQLApi', { Name: 'x', Visibility: 'PRIVATE' }] })).toContain('inconclusive');
});

test('An endpoint for AppSync takes public APIs away, as one for API Gateway does.', () => {
  expect(findingsIn(endpoint('appsync-api'))).toContain('VPCE_TAKES_PUBLIC_APIS');
  expect(findingsIn(endpoint('appsync'))).not.toContain('VPCE_TAKES_PUBLIC_APIS');
});

test('That something listens behind a resource endpoint is an assumption.', () => {
  const resource = endpoint('x', { ServiceName: undefined, VpcEndpointType: 'Resource', ResourceConfigurationArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-0' });
  expect(verdictIn('Endpoint:443', ANYTHING, resource).subnets[0].assumptions).toContain('something behind Endpoint, which leads to resources of Amazon VPC Lattice, listens there');
});

test('That somebody else accepts an endpoint is an assumption.', () => {
  const verdict = verdictIn('Endpoint:443', ANYTHING, endpoint('x', { ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', PrivateDnsEnabled: false }));
  expect([verdict.verdict, ...verdict.subnets[0].assumptions ?? []]).toEqual(['reachable', 'the owner of com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0 accepts Endpoint']);
});

test('What there is to do about a gateway endpoint that cannot be, and about one without a private name.', () => {
  expect(mendsOf(verdictIn('sqs', CLOSED, gateway('sqs')))).toContain('VpcEndpointType: Interface');
  expect(mendsOf(verdictIn('dynamodb', CLOSED, endpoint('dynamodb')))).toContain('VpcEndpointType: Gateway');
});

test('Replicas that are each other\'s sources end.', () => {
  const circle = { Db: ['AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: ref('Replica') }], Replica: ['AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: ref('Db') }] } as const;
  expect(outcomeIn('Replica', among(5432), { Db: [...circle.Db], Replica: [...circle.Replica] })).toContain('inconclusive');
});

function replica(props: object = {}): Resources {
  return {
    Replica: ['AWS::RDS::DBInstance', {
      SourceDBInstanceIdentifier: ref('Db'), PubliclyAccessible: false, DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [ref('DataGroup')], ...props,
    }],
  };
}
