import type { Report, ReportedVerdict } from '../judging';
import { judgeTemplates } from '../judging';
import type { Resources } from '../read/reading';
import { resourcesOf, template } from '../read/reading';

/*
 * Sources of events whose pollers stand in a VPC, in networks of four kinds, written as CloudFormation's own documentation writes them.
 */

export const ref = (logicalId: string) => ({ Ref: logicalId });
export const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });

const anywhere = (Table: string, target: object) => ({ RouteTableId: ref(Table), DestinationCidrBlock: '0.0.0.0/0', ...target });

/** The way out of the subnets of the source. */
export type Network = 'isolated' | 'NAT' | 'endpoints' | 'public';

/** The subnets of the source have a route table each network has in its own way. */
const BASE: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }],
  One: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }],
  Two: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24', AvailabilityZone: 'us-east-1b' }],
  Table: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  OneTable: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('One'), RouteTableId: ref('Table') }],
  TwoTable: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Two'), RouteTableId: ref('Table') }],
  SourceGroup: ['AWS::EC2::SecurityGroup', { GroupDescription: 'of the source', VpcId: ref('Vpc') }],
  SourceItself: ['AWS::EC2::SecurityGroupIngress', { GroupId: ref('SourceGroup'), IpProtocol: '-1', SourceSecurityGroupId: ref('SourceGroup') }],
  Handler: ['AWS::Lambda::Function', { Handler: 'index.handler' }],
};

const GATEWAY: Resources = {
  Gateway: ['AWS::EC2::InternetGateway'],
  Attached: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') }],
};

/** An interface endpoint that lets the group of the source in. */
export function endpoint(service: string, more: object = {}): Resources[string] {
  return ['AWS::EC2::VPCEndpoint', {
    VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` }, VpcEndpointType: 'Interface', PrivateDnsEnabled: true,
    SubnetIds: [ref('One'), ref('Two')], SecurityGroupIds: [ref('EndpointGroup')], ...more,
  }];
}

export const ENDPOINTS: Resources = {
  EndpointGroup: ['AWS::EC2::SecurityGroup', {
    GroupDescription: 'of endpoints', VpcId: ref('Vpc'), SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref('SourceGroup') }],
  }],
  Lambda: endpoint('lambda'), Sts: endpoint('sts'), Secrets: endpoint('secretsmanager'),
};

export const NETWORKS: Readonly<Record<Network, Resources>> = {
  isolated: BASE,
  NAT: {
    ...BASE, ...GATEWAY,
    PublicSubnet: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/24', AvailabilityZone: 'us-east-1a' }],
    PublicTable: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
    PublicSubnetTable: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('PublicSubnet'), RouteTableId: ref('PublicTable') }],
    PublicRoute: ['AWS::EC2::Route', anywhere('PublicTable', { GatewayId: ref('Gateway') })],
    Address: ['AWS::EC2::EIP', { Domain: 'vpc' }],
    Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('PublicSubnet'), AllocationId: attribute('Address', 'AllocationId') }],
    Route: ['AWS::EC2::Route', anywhere('Table', { NatGatewayId: ref('Nat') })],
  },
  endpoints: { ...BASE, ...ENDPOINTS },
  public: { ...BASE, ...GATEWAY, Route: ['AWS::EC2::Route', anywhere('Table', { GatewayId: ref('Gateway') })] },
};

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:shop-a1b2c3';

/** A mapping of a source. */
export function mapping(more: object): Resources[string] {
  return ['AWS::Lambda::EventSourceMapping', { FunctionName: ref('Handler'), ...more }];
}

const CLUSTER: Resources[string] = ['AWS::MSK::Cluster', {
  ClusterName: 'shop', KafkaVersion: '3.6.0', NumberOfBrokerNodes: 2, ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
  BrokerNodeGroupInfo: { InstanceType: 'kafka.m5.large', ClientSubnets: [ref('One'), ref('Two')], SecurityGroups: [ref('SourceGroup')] },
}];

/** The sources, each with its mapping `Mapping`, and what the pollers need on demand. */
export const SOURCES: Readonly<Record<string, { readonly resources: Resources; readonly needs: readonly string[]; readonly broker: string }>> = {
  'an MSK cluster with IAM': {
    resources: { Cluster: CLUSTER, Mapping: mapping({ EventSourceArn: ref('Cluster'), Topics: ['orders'], StartingPosition: 'LATEST' }) },
    needs: ['lambda', 'sts'], broker: 'Cluster:9098',
  },
  'an MSK cluster with SCRAM': {
    resources: {
      Cluster: ['AWS::MSK::Cluster', { ...CLUSTER[1], ClientAuthentication: { Sasl: { Scram: { Enabled: true } } } }],
      Mapping: mapping({ EventSourceArn: attribute('Cluster', 'Arn'), Topics: ['orders'], SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: SECRET }] }),
    },
    needs: ['lambda', 'sts', 'secretsmanager'], broker: 'Cluster:9096',
  },
  'a serverless MSK cluster': {
    resources: {
      Cluster: ['AWS::MSK::ServerlessCluster', {
        ClusterName: 'shop', ClientAuthentication: { Sasl: { Iam: { Enabled: true } } }, VpcConfigs: [{ SubnetIds: [ref('One'), ref('Two')], SecurityGroups: [ref('SourceGroup')] }],
      }],
      Mapping: mapping({ EventSourceArn: attribute('Cluster', 'Arn'), Topics: ['orders'] }),
    },
    needs: ['lambda', 'sts'], broker: 'Cluster:9098',
  },
  'Kafka of one\'s own': {
    resources: {
      Kafka: ['AWS::EC2::Instance', { SubnetId: ref('One'), SecurityGroupIds: [ref('SourceGroup')] }],
      Mapping: mapping({
        Topics: ['orders'], SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: [{ 'Fn::Sub': '${Kafka.PrivateDnsName}:9092' }] } },
        SourceAccessConfigurations: [
          { Type: 'VPC_SUBNET', URI: { 'Fn::Sub': 'subnet:${One}' } }, { Type: 'VPC_SUBNET', URI: ref('Two') },
          { Type: 'VPC_SECURITY_GROUP', URI: { 'Fn::Sub': 'security_group:${SourceGroup}' } }, { Type: 'SASL_SCRAM_256_AUTH', URI: SECRET },
        ],
      }),
    },
    needs: ['lambda', 'sts', 'secretsmanager'], broker: 'Kafka:9092',
  },
  'a broker for ActiveMQ': {
    resources: {
      Broker: ['AWS::AmazonMQ::Broker', {
        BrokerName: 'shop', EngineType: 'ACTIVEMQ', DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ', PubliclyAccessible: false, SubnetIds: [ref('One'), ref('Two')], SecurityGroups: [ref('SourceGroup')],
      }],
      Mapping: mapping({ EventSourceArn: attribute('Broker', 'Arn'), Queues: ['orders'], SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }] }),
    },
    needs: ['lambda', 'sts', 'secretsmanager'], broker: 'Broker:61617',
  },
  'a broker for RabbitMQ': {
    resources: {
      Broker: ['AWS::AmazonMQ::Broker', {
        BrokerName: 'shop', EngineType: 'RABBITMQ', DeploymentMode: 'CLUSTER_MULTI_AZ', PubliclyAccessible: false, SubnetIds: [ref('One'), ref('Two')], SecurityGroups: [ref('SourceGroup')],
      }],
      Mapping: mapping({ EventSourceArn: attribute('Broker', 'Arn'), Queues: ['orders'], SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }] }),
    },
    needs: ['lambda', 'sts', 'secretsmanager'], broker: 'Broker:5671',
  },
  'a DocumentDB cluster': {
    resources: {
      Subnets: ['AWS::DocDB::DBSubnetGroup', { DBSubnetGroupDescription: 'of the cluster', SubnetIds: [ref('One'), ref('Two')] }],
      Cluster: ['AWS::DocDB::DBCluster', { DBSubnetGroupName: ref('Subnets'), VpcSecurityGroupIds: [ref('SourceGroup')] }],
      Mapping: mapping({
        EventSourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Cluster}' }, DocumentDBEventSourceConfig: { DatabaseName: 'shop' },
        SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: SECRET }],
      }),
    },
    needs: ['lambda', 'sts', 'secretsmanager'], broker: 'Cluster:27017',
  },
};

/** The report on resources. */
export function report(resources: Resources, rest: object = {}): Report {
  return judgeTemplates([template({ Resources: resourcesOf(resources), ...rest })]);
}

/** The verdicts on a mapping, by destination. */
export function verdicts(resources: Resources, logicalId = 'Mapping', rest: object = {}): Readonly<Record<string, ReportedVerdict>> {
  const found = report(resources, rest).functions.find((each) => each.logicalId === logicalId);
  return Object.fromEntries(found?.verdicts.map((verdict) => [verdict.destination, verdict]) ?? []);
}

/** The kinds of verdicts on a mapping, by destination. */
export function kinds(resources: Resources, logicalId?: string, rest: object = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(verdicts(resources, logicalId, rest)).map(([destination, { verdict }]) => [destination, verdict]));
}

/** Resources with other properties of one of them. */
export function withProperties(resources: Resources, logicalId: string, properties: object): Resources {
  const [type, own] = resources[logicalId];
  return { ...resources, [logicalId]: [type, { ...own, ...properties }] };
}
