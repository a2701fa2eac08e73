import type { Resources } from './read/reading';
import { CLOSED, HTTPS, attribute, findingsIn, group, lettingOut, outcomeIn, ports, ref, subnet, verdictIn } from './support/named-network';

/*
 * Where the name of a resource leads: its interfaces in the VPC, or public addresses, which are the internet's.
 */

const ANYWHERE = { SecurityGroupIngress: [{ ...ports(443), CidrIp: '0.0.0.0/0' }] };
const WITHIN = { SecurityGroupIngress: [{ ...ports(443), CidrIp: '10.0.0.0/16' }, { ...ports(443), SourceSecurityGroupId: ref('Group') }] };
type Changes = Resources | Readonly<Record<string, null>>;

function balancer(props: object = {}, rules: object = ANYWHERE, type = 'AWS::ElasticLoadBalancingV2::LoadBalancer'): Resources {
  const subnets = type.endsWith('V2::LoadBalancer') ? { Subnets: [ref('Public')] } : { Subnets: [ref('Public')], Listeners: [{ LoadBalancerPort: '443', InstancePort: '80', Protocol: 'TCP' }] };
  return {
    BalancerGroup: group('Vpc', rules), Balancer: [type, { ...subnets, SecurityGroups: [ref('BalancerGroup')], ...props }],
    BalancerListener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), Port: 443, Protocol: 'TCP' }],
  };
}
const CLASSIC = 'AWS::ElasticLoadBalancing::LoadBalancer';

const PEERED: Resources = {
  Other: ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  ...subnet('Data', 'Other', '10.9.1.0/24'),
  Peering: ['AWS::EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Other') }],
  There: ['AWS::EC2::Route', { RouteTableId: ref('PrivateRoutes'), DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: ref('Peering') }],
  Back: ['AWS::EC2::Route', { RouteTableId: ref('DataRoutes'), DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: ref('Peering') }],
};
function database(props: object, at = 'Private', vpc = 'Vpc'): Resources {
  return {
    ...lettingOut(HTTPS, { ...ports(5432), CidrIp: '0.0.0.0/0' }),
    DatabaseGroup: group(vpc, { SecurityGroupIngress: [{ ...ports(5432), CidrIp: '10.0.0.0/8' }] }),
    Subnets: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupDescription: 'x', SubnetIds: [ref(at)] }],
    Db: ['AWS::RDS::DBInstance', { Engine: 'postgres', DBSubnetGroupName: ref('Subnets'), VPCSecurityGroups: [attribute('DatabaseGroup', 'GroupId')], ...props }],
  };
}
const GATEWAY_THERE: Resources = { OtherIgw: ['AWS::EC2::InternetGateway'], OtherAttachment: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Other'), InternetGatewayId: ref('OtherIgw') }] };

const PUBLIC_THERE: Resources = { OtherDefault: ['AWS::EC2::Route', { RouteTableId: ref('DataRoutes'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('OtherIgw') }] };

function cluster(config: object): Resources {
  return { ClusterGroup: group('Vpc', WITHIN), Cluster: ['AWS::EKS::Cluster', { RoleArn: 'r', ResourcesVpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('ClusterGroup')], ...config } }] };
}

describe('reachable', () => {
  test.each<[string, string, readonly Changes[]]>([
    ['an internet-facing balancer that lets anybody in', 'Balancer', [balancer({ Scheme: 'internet-facing' })]],
    ['without a scheme', 'Balancer', [balancer()]],
    ['a classic one without a scheme', 'Balancer', [balancer({}, ANYWHERE, CLASSIC)]],
    ['an internal one', 'Balancer', [balancer({ Scheme: 'internal' }, WITHIN), CLOSED]],
    ['a classic internal one', 'Balancer', [balancer({ Scheme: 'internal' }, WITHIN, CLASSIC), CLOSED]],
    ['a network load balancer without groups', 'Balancer', [balancer({ Type: 'network', SecurityGroups: undefined })]],
    ['a public database in its own VPC', 'Db:5432', [database({ PubliclyAccessible: true }), CLOSED]],
    ['a private database over peering', 'Db:5432', [PEERED, database({ PubliclyAccessible: false }, 'Data', 'Other'), CLOSED]],
    ['a database that says nothing, in a VPC without a gateway', 'Db:5432', [PEERED, database({}, 'Data', 'Other'), CLOSED]],
    ['a database that says nothing, in a private subnet', 'Db:5432', [PEERED, GATEWAY_THERE, database({}, 'Data', 'Other'), CLOSED]],
    ['Kubernetes with a private endpoint', 'Cluster', [cluster({ EndpointPrivateAccess: true }), CLOSED]],
    ['Kubernetes with a public endpoint', 'Cluster', [cluster({})]],
    ['a search domain in no VPC', 'Domain', [{ Domain: ['AWS::OpenSearchService::Domain', {}] }]],
    ['an API', 'Api', [{ Api: ['AWS::ApiGateway::RestApi', { Name: 'x' }] }]],
    ['an HTTP API', 'Api', [{ Api: ['AWS::ApiGatewayV2::Api', { Name: 'x' }] }]],
  ])('%s', (_, to, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toBe('reachable');
  });
});

describe('blocked', () => {
  test.each<[string, string, readonly Changes[]]>([
    ['an internet-facing balancer without a way out', 'Balancer', [balancer({ Scheme: 'internet-facing' }), CLOSED]],
    ['without a scheme', 'Balancer', [balancer(), CLOSED]],
    ['a classic one', 'Balancer', [balancer({}, ANYWHERE, CLASSIC), CLOSED]],
    ['one that lets in the VPC alone', 'Balancer', [balancer({}, WITHIN)]],
    ['from a group that lets out to the balancer alone', 'Balancer', [balancer(), lettingOut({ ...ports(443), DestinationSecurityGroupId: ref('BalancerGroup') })]],
    ['one that has no listener on the port', 'Balancer:8443', [balancer(), lettingOut({ ...ports(8443), CidrIp: '0.0.0.0/0' }), { BalancerGroup: group('Vpc', { SecurityGroupIngress: [{ ...ports(8443), CidrIp: '0.0.0.0/0' }] }) }]],
    ['one with a group of another VPC, which AWS refuses', 'Balancer', [PEERED, balancer(), { BalancerGroup: group('Other', ANYWHERE) }]],
    ['one in a subnet without an internet gateway', 'Balancer', [balancer({ Subnets: [ref('Private')] })]],
    ['Kubernetes with a public endpoint alone', 'Cluster', [cluster({ EndpointPublicAccess: true, EndpointPrivateAccess: false }), CLOSED]],
    ['a search domain in no VPC', 'Domain', [{ Domain: ['AWS::OpenSearchService::Domain', {}] }, CLOSED]],
    ['a search domain of the former kind', 'Domain', [{ Domain: ['AWS::Elasticsearch::Domain', {}] }, CLOSED]],
    ['public brokers', 'Msk:9198', [lettingOut({ ...ports(9198), CidrIp: '0.0.0.0/0' }), CLOSED, brokers()]],
    ['a public RabbitMQ broker', 'Broker:5671', [lettingOut({ ...ports(5671), CidrIp: '0.0.0.0/0' }), CLOSED, broker('RABBITMQ')]],
  ])('%s', (_, to, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toMatch(/^blocked/);
  });
});

describe('inconclusive', () => {
  test.each<[string, string, readonly Changes[]]>([
    ['a scheme by parameter', 'Balancer', [balancer({ Scheme: ref('Unknown') }), CLOSED]],
    ['one that lets an address in', 'Balancer', [balancer({}, { SecurityGroupIngress: [{ ...ports(443), CidrIp: '52.1.2.3/32' }] })]],
    ['a public database over peering', 'Db:5432', [PEERED, database({ PubliclyAccessible: true }, 'Data', 'Other')]],
    ['a database over peering that says nothing, in a public subnet', 'Db:5432', [PEERED, GATEWAY_THERE, PUBLIC_THERE, database({}, 'Data', 'Other')]],
    ['a public database by parameter over peering', 'Db:5432', [PEERED, database({ PubliclyAccessible: ref('Unknown') }, 'Data', 'Other')]],
    ['Kubernetes with some public addresses let in', 'Cluster', [cluster({ PublicAccessCidrs: ['52.0.0.0/8'] })]],
    ['Kubernetes with a private endpoint by parameter', 'Cluster', [cluster({ EndpointPrivateAccess: ref('Unknown') }), CLOSED]],
    ['a public ActiveMQ broker', 'Broker:61617', [lettingOut({ ...ports(61617), CidrIp: '10.0.0.0/16' }), CLOSED, broker('ACTIVEMQ')]],
  ])('%s', (_, to, changes) => {
    expect(outcomeIn(to, ...changes as Resources[])).toMatch(/^inconclusive/);
  });
});

test('private brokers stay private', () => {
  expect(outcomeIn('Msk:9098', lettingOut({ ...ports(9098), CidrIp: '10.0.0.0/16' }), CLOSED as never, brokers())).toBe('reachable');
});

test('what there is to do about a balancer is said', () => {
  const [{ details = [], mend }] = verdictIn('Balancer', balancer(), CLOSED as never).subnets;
  expect(details.join()).toContain('leads to public addresses: it has no Scheme');
  expect(mend).toBeDefined();
});

test('what must not be reached is not reached at its private addresses either', () => {
  const forbidding = (...rules: readonly object[]): readonly Changes[] => [balancer(), CLOSED, lettingOut(...rules), {
    Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } }, {
      'cdk-lambda-network:must-not-reach': [{
        kind: 'resource', resource: 'Balancer', securityGroups: ['BalancerGroup'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }],
      }],
    }],
  }];
  expect(findingsIn(...forbidding({ ...ports(443), CidrIp: '10.0.0.0/16' }) as Resources[])).toContain('LAMBDA_REACHES_FORBIDDEN');
  expect(findingsIn(...forbidding({ ...ports(8443), CidrIp: '0.0.0.0/0' }) as Resources[])).toEqual([]);
});

function brokers(): Resources {
  return {
    MskGroup: group('Vpc', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 9000, ToPort: 9200, CidrIp: '0.0.0.0/0' }] }),
    Msk: ['AWS::MSK::Cluster', {
      ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
      BrokerNodeGroupInfo: { ClientSubnets: [ref('Private')], SecurityGroups: [ref('MskGroup')], ConnectivityInfo: { PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } } },
    }],
  };
}

function broker(EngineType: string): Resources {
  return {
    BrokerGroup: group('Vpc', { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] }),
    Broker: ['AWS::AmazonMQ::Broker', { EngineType, PubliclyAccessible: true, SubnetIds: [ref('Private')], SecurityGroups: [ref('BrokerGroup')] }],
  };
}
