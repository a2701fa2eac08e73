import type { ReportedVerdict } from './judging';
import { codesOf, judgeTemplates, mendsOf, verdictOn } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';
import { readAskedDestination } from '../../src/analysis/judge/destinations/asked-destination';

/*
 * What filters in front of a resource that names no security group, and on which port it listens. On whole templates.
 */

const ref = (logicalId: string) => ({ Ref: logicalId });
const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });

/** A function that is let out everywhere in its VPC, and a place for what it reaches. */
const NETWORK: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  Other: ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }],
  Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }],
  Data: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24', AvailabilityZone: 'us-east-1a' }],
  Abroad: ['AWS::EC2::Subnet', { VpcId: ref('Other'), CidrBlock: '10.1.2.0/24', AvailabilityZone: 'us-east-1a' }],
  Databases: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [ref('Data')] }],
  Caches: ['AWS::ElastiCache::SubnetGroup', { SubnetIds: [ref('Data')] }],
  Group: ['AWS::EC2::SecurityGroup', { GroupDescription: 'of the function', VpcId: ref('Vpc') }],
  Open: ['AWS::EC2::SecurityGroup', { GroupDescription: 'lets all in', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }] }],
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } }],
};
const DEFAULT = attribute('Vpc', 'DefaultSecurityGroup');

function report(more: Resources, ...asked: readonly string[]) {
  const resources = { ...NETWORK, ...more };
  const questions = asked.map((text) => readAskedDestination(text, (name) => name in resources)!);
  return judgeTemplates([template({ Resources: resourcesOf(resources) })], questions);
}

function verdict(more: Resources, asked: string): ReportedVerdict {
  return verdictOn(report(more, asked), asked, 'ipv4')!;
}

const FUNCTION_WITH_DEFAULT: Resources = { Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [DEFAULT] } }] };

describe('without a security group', () => {
  const INTERNAL = { Scheme: 'internal', Subnets: [ref('Data')] };
  const listener = (Port: number, Protocol = 'TCP'): Resources => ({ Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('L'), Port, Protocol }] });

  test('a Network Load Balancer filters nothing', () => {
    const balancer: Resources = { L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', ...INTERNAL }], ...listener(5432) };
    expect(verdict(balancer, 'L:5432').verdict).toBe('reachable');
    expect(verdict(balancer, 'L').verdict).toBe('reachable');
    const mapped: Resources = { ...balancer, L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internal', SubnetMappings: [{ SubnetId: ref('Data') }] }] };
    expect(verdict(mapped, 'L:5432').verdict).toBe('reachable');
    const closed: Resources = { ...balancer, L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', ...INTERNAL, SecurityGroups: [ref('Group')] }] };
    expect(verdict(closed, 'L:5432').verdict).toBe('blocked');
    const narrow: Resources = { Group: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: ref('Vpc'), SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] }] };
    expect(verdict({ ...balancer, ...narrow }, 'L:5432').verdict).toBe('blocked');
  });

  test.each<[string, Resources[string], Resources]>([
    ['a database', ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Databases') }], {}],
    ['a cluster', ['AWS::RDS::DBCluster', { Engine: 'aurora-mysql', DBSubnetGroupName: ref('Databases') }], {}],
    ['a proxy', ['AWS::RDS::DBProxy', { EngineFamily: 'POSTGRESQL', VpcSubnetIds: [ref('Data')] }], {}],
    ['a cache', ['AWS::ElastiCache::CacheCluster', { Engine: 'redis', CacheSubnetGroupName: ref('Caches') }], {}],
    ['a replication group', ['AWS::ElastiCache::ReplicationGroup', { CacheSubnetGroupName: ref('Caches') }], {}],
    ['a mount target', ['AWS::EFS::MountTarget', { SubnetId: ref('Data'), SecurityGroups: [] }], {}],
    ['a search domain', ['AWS::OpenSearchService::Domain', { VPCOptions: { SubnetIds: [ref('Data')] } }], {}],
    ['a warehouse', ['AWS::Redshift::Cluster', { ClusterSubnetGroupName: ref('Warehouses') }], { Warehouses: ['AWS::Redshift::ClusterSubnetGroup', { SubnetIds: [ref('Data')] }] }],
    ['an Application Load Balancer', ['AWS::ElasticLoadBalancingV2::LoadBalancer', INTERNAL], listener(443, 'HTTPS')],
    ['a classic load balancer', ['AWS::ElasticLoadBalancing::LoadBalancer', { ...INTERNAL, Listeners: [{ LoadBalancerPort: '443', InstancePort: '443', Protocol: 'TCP' }] }], {}],
    ['brokers', ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { ClientSubnets: [ref('Data')] } }], {}],
    ['an endpoint', ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.sqs', SubnetIds: [ref('Data')] }], {}],
  ])('%s has the default group of its VPC, whose members let each other in', (_, resource, more) => {
    const closed = verdict({ L: resource, ...more }, 'L');
    expect([closed.verdict, codesOf(closed)]).toEqual(['blocked', ['ENI_SG_RULES_MISMATCH']]);
    expect(closed.subnets[0].details![0]).toContain('Vpc.DefaultSecurityGroup');
    expect(mendsOf(closed)).toContain('!GetAtt Vpc.DefaultSecurityGroup');
    expect(verdict({ L: resource, ...more, ...FUNCTION_WITH_DEFAULT }, 'L').verdict).toBe('reachable');
    const rule: Resources = { Rule: ['AWS::EC2::SecurityGroupIngress', { GroupId: DEFAULT, IpProtocol: '-1', SourceSecurityGroupId: ref('Group') }] };
    expect(verdict({ L: resource, ...more, ...rule }, 'L').verdict).toBe('reachable');
  });

  test.each<[string, Resources[string]]>([
    ['an instance', ['AWS::EC2::Instance', { SubnetId: ref('Data') }]],
    ['a network interface', ['AWS::EC2::NetworkInterface', { SubnetId: ref('Data') }]],
    ['an instance with an interface of its own', ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref('Eni') }] }]],
  ])('%s too', (_, resource) => {
    const eni: Resources = { Eni: ['AWS::EC2::NetworkInterface', { SubnetId: ref('Data') }] };
    expect(verdict({ ...eni, L: resource }, 'L:22').verdict).toBe('blocked');
    expect(verdict({ ...eni, L: resource, ...FUNCTION_WITH_DEFAULT }, 'L:22').verdict).toBe('reachable');
  });

  test.each<[Resources[string]]>([[['AWS::AmazonMQ::Broker', { EngineType: 'RABBITMQ', SubnetIds: [ref('Data')] }]], [['AWS::MSK::ServerlessCluster', { VpcConfigs: [{ SubnetIds: [ref('Data')] }] }]]])(
    'what no document says of is not known: %j', (resource) => {
      expect(verdict({ L: resource }, 'L')).toMatchObject({ verdict: 'inconclusive', subnets: [{ details: [expect.stringContaining('no document at hand says')] }] });
    },
  );

  test('nobody is told to remove rules of a group that something has by default, or that an endpoint has', () => {
    const rule: Resources = { Rule: ['AWS::EC2::SecurityGroupIngress', { GroupId: DEFAULT, IpProtocol: '-1', SourceSecurityGroupId: ref('Group') }] };
    expect(report({ ...FUNCTION_WITH_DEFAULT, ...rule }).findings).toEqual([]);
    const shared: Resources = {
      Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Open')] } }],
      E: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.sqs', SubnetIds: [ref('Data')], SecurityGroupIds: [ref('Open')] }],
    };
    expect(report(shared).findings).toEqual([]);
    expect(report({ Fn: shared.Fn }).findings.map(({ code }) => code)).toEqual(['LAMBDA_SG_INGRESS_UNUSED']);
  });
});

describe('groups that no template shows', () => {
  const database = (SourceSecurityGroupId: unknown): Resources => ({
    DbGroup: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId }] }],
    L: ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: [ref('DbGroup')] }],
  });

  test.each<[string, unknown, string]>([
    ['by its id', 'sg-0123456789abcdef0', 'inconclusive'], ['by an import', { 'Fn::ImportValue': 'group' }, 'inconclusive'],
    ['another one of the template', ref('Open'), 'blocked'], ['its own', ref('Group'), 'reachable'],
  ])('a rule that names one %s', (_, named, expected) => {
    expect(verdict(database(named), 'L').verdict).toBe(expected);
  });
});

describe('another VPC', () => {
  const foreign: Resources = { Foreign: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: ref('Other'), SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }] }] };
  const codes = (more: Resources) => report(more, 'L:5432').findings.map(({ code, resource }) => `${code} ${resource}`);
  const database: Resources = { L: ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: [ref('Open')] }] };
  const fn = (subnets: readonly string[], groups: readonly string[]): Resources => ({ Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: subnets.map(ref), SecurityGroupIds: groups.map(ref) } }] });

  test('a function with a group or a subnet of one cannot be created', () => {
    expect(codes({ ...foreign, ...database, ...fn(['Private'], ['Foreign']) })).toContain('LAMBDA_VPC_MISMATCH Fn');
    expect(codes({ ...foreign, ...database, ...fn(['Private'], ['Group', 'Foreign']) })).toContain('LAMBDA_VPC_MISMATCH Fn');
    expect(codes({ ...database, ...fn(['Private', 'Abroad'], ['Group']) })).toEqual(['LAMBDA_VPC_MISMATCH Fn']);
    expect(codes(database)).toEqual([]);
  });

  test('so is one with a group that names no VPC, and an endpoint in subnets of one', () => {
    const none: Resources = { None: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a' }] };
    expect(codes({ ...none, ...database, ...fn(['Private'], ['None']) })).toEqual(['LAMBDA_VPC_MISMATCH Fn']);
    const endpoint = (subnet: string): Resources => ({ E: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.sqs', SubnetIds: [ref(subnet)], SecurityGroupIds: [ref('Open')] }] });
    expect(codes({ ...database, ...endpoint('Abroad') })).toEqual(['RESOURCE_VPC_MISMATCH E']);
    expect(codes({ ...database, ...endpoint('Data') })).toEqual([]);
  });

  test('unless the group is associated with the VPC', () => {
    const association: Resources = { Association: ['AWS::EC2::SecurityGroupVpcAssociation', { GroupId: ref('Foreign'), VpcId: ref('Vpc') }] };
    expect(codes({ ...foreign, ...database, ...association, ...fn(['Private'], ['Foreign']) })).toEqual(['LAMBDA_SG_INGRESS_UNUSED Fn']);
    expect(verdict({ ...foreign, ...database, ...association, ...fn(['Private'], ['Foreign']) }, 'L:5432').verdict).toBe('reachable');
  });

  test('nor can a database, or a load balancer', () => {
    const elsewhere: Resources = { ...foreign, L: ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: [ref('Foreign')] }] };
    expect(codes(elsewhere)).toEqual(['RESOURCE_VPC_MISMATCH L']);
    expect(codesOf(verdict(elsewhere, 'L:5432'))).toEqual(['RESOURCE_VPC_MISMATCH']);
  });
});

describe('the port', () => {
  const OPEN = { DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: [ref('Open')] };
  const cluster = (props: object): Resources => ({ L: ['AWS::RDS::DBCluster', { DBSubnetGroupName: ref('Databases'), VpcSecurityGroupIds: [ref('Open')], ...props }] });

  test.each<[string, Resources, string]>([
    ['PostgreSQL', { L: ['AWS::RDS::DBInstance', { Engine: 'postgres', ...OPEN }] }, 'tcp 5432'],
    ['MySQL', { L: ['AWS::RDS::DBInstance', { Engine: 'mysql', ...OPEN }] }, 'tcp 3306'],
    ['SQL Server', { L: ['AWS::RDS::DBInstance', { Engine: 'sqlserver-ex', ...OPEN }] }, 'tcp 1433'],
    ['Oracle', { L: ['AWS::RDS::DBInstance', { Engine: 'oracle-se2', ...OPEN }] }, 'tcp 1521'],
    ['a port of its own', { L: ['AWS::RDS::DBInstance', { Engine: 'postgres', Port: '6543', ...OPEN }] }, 'tcp 6543'],
    ['Aurora MySQL', cluster({ Engine: 'aurora-mysql' }), 'tcp 3306'],
    ['Aurora PostgreSQL with a port', cluster({ Engine: 'aurora-postgresql', Port: 5432 }), 'tcp 5432'],
    ['an instance of a cluster', { ...cluster({ Engine: 'aurora-postgresql', Port: 5433 }), C: ['AWS::RDS::DBInstance', {}], L: ['AWS::RDS::DBInstance', { DBClusterIdentifier: ref('K'), Port: '1' }], K: cluster({ Engine: 'aurora-postgresql', Port: 5433 }).L }, 'tcp 5433'],
    ['a proxy', { L: ['AWS::RDS::DBProxy', { EngineFamily: 'MYSQL', VpcSubnetIds: [ref('Data')], VpcSecurityGroupIds: [ref('Open')] }] }, 'tcp 3306'],
    ['Redis', { L: ['AWS::ElastiCache::ReplicationGroup', { CacheSubnetGroupName: ref('Caches'), SecurityGroupIds: [ref('Open')] }] }, 'tcp 6379'],
    ['Memcached', { L: ['AWS::ElastiCache::CacheCluster', { Engine: 'memcached', CacheSubnetGroupName: ref('Caches'), VpcSecurityGroupIds: [ref('Open')] }] }, 'tcp 11211'],
    ['Amazon MSK with IAM', { L: ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { ClientSubnets: [ref('Data')], SecurityGroups: [ref('Open')] }, ClientAuthentication: { Sasl: { Iam: { Enabled: true } } } }] }, 'tcp 9098'],
    ['Amazon EFS', { L: ['AWS::EFS::MountTarget', { SubnetId: ref('Data'), SecurityGroups: [ref('Open')] }] }, 'tcp 2049'],
  ])('of %s is what is asked without one', (_, more, port) => {
    const found = verdict(more, 'L');
    expect([found.verdict, found.subnets[0].assumptions!.filter((text) => text.startsWith('programs connect')).join()]).toEqual(['reachable', expect.stringContaining(`on ${port}:`)]);
  });

  test.each<[string, Resources]>([
    ['Aurora PostgreSQL without a port', cluster({ Engine: 'aurora-postgresql' })],
    ['an engine that is not in the table', { L: ['AWS::RDS::DBInstance', { Engine: 'newest', ...OPEN }] }],
    ['a database from a snapshot', { L: ['AWS::RDS::DBInstance', { DBSnapshotIdentifier: 's', ...OPEN }] }],
    ['an instance', { L: ['AWS::EC2::Instance', { SubnetId: ref('Data'), SecurityGroupIds: [ref('Open')] }] }],
    ['a security group', { L: NETWORK.Open }],
  ])('of %s is not known, and is to be written', (_, more) => {
    const found = verdict(more, 'L');
    expect([found.verdict, mendsOf(found)]).toEqual(['inconclusive', expect.stringContaining('L:5432')]);
  });

  test.each<[string, Resources, string, string]>([
    ['PostgreSQL on 3306', { L: ['AWS::RDS::DBInstance', { Engine: 'postgres', ...OPEN }] }, 'L:3306', 'LISTENER_PORT_RESTRICTION'],
    ['a cache on 443', { L: ['AWS::ElastiCache::ReplicationGroup', { CacheSubnetGroupName: ref('Caches'), SecurityGroupIds: [ref('Open')] }] }, 'L:443', 'LISTENER_PORT_RESTRICTION'],
    ['a load balancer without listeners', { L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets: [ref('Data')], SecurityGroups: [ref('Open')] }] }, 'L:443', 'ELBV2_LISTENER_PORT_RESTRICTION'],
    ['the same, without a port', { L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets: [ref('Data')], SecurityGroups: [ref('Open')] }] }, 'L', 'ELBV2_LISTENER_PORT_RESTRICTION'],
  ])('on which nothing listens is blocked: %s', (_, more, asked, code) => {
    const found = verdict(more, asked);
    expect([found.destination, found.verdict, codesOf(found)]).toEqual([asked, 'blocked', [code]]);
  });

  test('of a listener on UDP is none on TCP', () => {
    const balancer: Resources = {
      L: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Scheme: 'internal', Subnets: [ref('Data')] }],
      U: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('L'), Port: 53, Protocol: 'UDP' }],
    };
    expect(['L:53', 'L:53/udp', 'L'].map((asked) => verdict(balancer, asked).verdict)).toEqual(['blocked', 'reachable', 'reachable']);
  });

  test.each<[string, Resources[string], string]>([
    ['Endpoint.Port', ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: [ref('DbGroup')] }], 'L'],
    ['PrimaryEndPoint.Port', ['AWS::ElastiCache::ReplicationGroup', { Engine: 'redis', CacheSubnetGroupName: ref('Caches'), SecurityGroupIds: [ref('DbGroup')] }], 'L'],
    ['RedisEndpoint.Port', ['AWS::ElastiCache::CacheCluster', { Engine: 'redis', CacheSubnetGroupName: ref('Caches'), VpcSecurityGroupIds: [ref('DbGroup')] }], 'L'],
  ])('that a rule has of %s is that of the resource', (name, resource, asked) => {
    const more: Resources = {
      L: resource,
      DbGroup: ['AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: ref('Vpc') }],
      Rule: ['AWS::EC2::SecurityGroupIngress', { GroupId: ref('DbGroup'), IpProtocol: 'tcp', FromPort: attribute('L', name), ToPort: attribute('L', name), SourceSecurityGroupId: ref('Group') }],
    };
    expect(verdict(more, asked).verdict).toBe('reachable');
    expect(codesOf(verdict(more, 'L:22'))).toContain('ENI_SG_RULES_MISMATCH');
  });

  test('an endpoint by its logical id is asked on the port of its service; that of a third party on any', () => {
    const endpoint = (ServiceName: string): Resources => ({ L: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName, SubnetIds: [ref('Data')], SecurityGroupIds: [ref('Open')] }] });
    expect(verdict(endpoint('com.amazonaws.us-east-1.sqs'), 'L').verdict).toBe('reachable');
    expect(verdict(endpoint('com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0'), 'L:1024-1040').verdict).toBe('reachable');
  });

  test('in JSON the destination is what was asked', () => {
    const asked = ['Eni:443', 'Eni', '10.0.2.9/32:5432', '10.0.2.9', 'sqs'];
    const found = report({ Eni: ['AWS::EC2::NetworkInterface', { SubnetId: ref('Data'), GroupSet: [ref('Open')] }] }, ...asked);
    expect(found.functions[0].verdicts.filter((each) => each.asked).map(({ destination }) => destination)).toEqual(asked);
  });
});
