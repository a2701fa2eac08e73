/*
 * Models: the types of resources that listen behind security groups, as a table. A path leads through objects and, with `[]`, through
 * all items of a list. The names are those of the properties in the CloudFormation documentation of each type.
 */

/** Where a type says what its security groups and subnets are. */
export interface ListenerType {
  readonly groups?: string;
  readonly subnets?: string;

  /** The property that names a subnet group. */
  readonly subnetGroup?: string;

  /** The property that names another resource of which it has what it does not write itself. */
  readonly of?: string;

  /** How it comes to its address families; undefined when no property says so. */
  readonly families?: FamilyProperty | 'of the interface';
}

/** A property that says of which address families a resource has addresses. */
export interface FamilyProperty {
  readonly path: string;

  /** What it is for both families. */
  readonly dual: string;

  /** Tells whether it stands for IPv4 alone when it is not written: documented, or assumed in docs/MODEL.md. */
  readonly isIpv4Otherwise?: boolean;
}

const DATABASE: FamilyProperty = { path: 'NetworkType', dual: 'DUAL', isIpv4Otherwise: true };
const PROXY: FamilyProperty = { path: 'EndpointNetworkType', dual: 'DUAL', isIpv4Otherwise: true };
const BALANCER: FamilyProperty = { path: 'IpAddressType', dual: 'dualstack', isIpv4Otherwise: true };
const MOUNT_TARGET: FamilyProperty = { path: 'IpAddressType', dual: 'DUAL_STACK', isIpv4Otherwise: true };
const CACHE: FamilyProperty = { path: 'NetworkType', dual: 'dual_stack' };
const UNDOCUMENTED: FamilyProperty = { path: 'NetworkType', dual: 'DUAL' };

/** The types, by name. */
export const LISTENER_TYPES: ReadonlyMap<string, ListenerType> = new Map<string, ListenerType>([
  ['AWS::AmazonMQ::Broker', { groups: 'SecurityGroups', subnets: 'SubnetIds' }],
  ['AWS::ApiGatewayV2::VpcLink', { groups: 'SecurityGroupIds', subnets: 'SubnetIds' }],
  ['AWS::AppRunner::VpcConnector', { groups: 'SecurityGroups', subnets: 'Subnets' }],
  ['AWS::Batch::ComputeEnvironment', { groups: 'ComputeResources.SecurityGroupIds', subnets: 'ComputeResources.Subnets' }],
  ['AWS::CodeBuild::Project', { groups: 'VpcConfig.SecurityGroupIds', subnets: 'VpcConfig.Subnets' }],
  ['AWS::DAX::Cluster', { groups: 'SecurityGroupIds', subnetGroup: 'SubnetGroupName', families: CACHE }],
  ['AWS::DMS::ReplicationInstance', { groups: 'VpcSecurityGroupIds', subnetGroup: 'ReplicationSubnetGroupIdentifier', families: UNDOCUMENTED }],
  ['AWS::DocDB::DBCluster', { groups: 'VpcSecurityGroupIds', subnetGroup: 'DBSubnetGroupName', families: DATABASE }],
  ['AWS::DocDB::DBInstance', { of: 'DBClusterIdentifier', families: DATABASE }],
  ['AWS::DocDBElastic::Cluster', { groups: 'VpcSecurityGroupIds', subnets: 'SubnetIds' }],
  ['AWS::EC2::Instance', { groups: 'SecurityGroupIds', subnets: 'SubnetId', families: 'of the interface' }],
  ['AWS::EC2::InstanceConnectEndpoint', { groups: 'SecurityGroupIds', subnets: 'SubnetId' }],
  ['AWS::EC2::NetworkInterface', { groups: 'GroupSet', subnets: 'SubnetId', families: 'of the interface' }],
  ['AWS::EC2::VPCEndpoint', { groups: 'SecurityGroupIds', subnets: 'SubnetIds', families: BALANCER }],
  ['AWS::ECS::Service', {
    groups: 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups', subnets: 'NetworkConfiguration.AwsvpcConfiguration.Subnets',
  }],
  ['AWS::EFS::MountTarget', { groups: 'SecurityGroups', subnets: 'SubnetId', families: MOUNT_TARGET }],
  ['AWS::EKS::Cluster', { groups: 'ResourcesVpcConfig.SecurityGroupIds', subnets: 'ResourcesVpcConfig.SubnetIds' }],
  ['AWS::ElastiCache::CacheCluster', { groups: 'VpcSecurityGroupIds', subnetGroup: 'CacheSubnetGroupName', families: CACHE }],
  ['AWS::ElastiCache::ReplicationGroup', { groups: 'SecurityGroupIds', subnetGroup: 'CacheSubnetGroupName', families: CACHE }],
  ['AWS::ElastiCache::ServerlessCache', { groups: 'SecurityGroupIds', subnets: 'SubnetIds', families: CACHE }],
  ['AWS::ElasticLoadBalancing::LoadBalancer', { groups: 'SecurityGroups', subnets: 'Subnets' }],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { groups: 'SecurityGroups', subnets: 'Subnets', families: BALANCER }],
  ['AWS::Elasticsearch::Domain', { groups: 'VPCOptions.SecurityGroupIds', subnets: 'VPCOptions.SubnetIds' }],
  ['AWS::FSx::FileSystem', { groups: 'SecurityGroupIds', subnets: 'SubnetIds', families: UNDOCUMENTED }],
  ['AWS::MSK::Cluster', { groups: 'BrokerNodeGroupInfo.SecurityGroups', subnets: 'BrokerNodeGroupInfo.ClientSubnets', families: { path: 'BrokerNodeGroupInfo.ConnectivityInfo.NetworkType', dual: 'DUAL' } }],
  ['AWS::MSK::ServerlessCluster', { groups: 'VpcConfigs[].SecurityGroups', subnets: 'VpcConfigs[].SubnetIds' }],
  ['AWS::MSK::VpcConnection', { groups: 'SecurityGroups', subnets: 'ClientSubnets' }],
  ['AWS::MWAA::Environment', { groups: 'NetworkConfiguration.SecurityGroupIds', subnets: 'NetworkConfiguration.SubnetIds' }],
  ['AWS::MemoryDB::Cluster', { groups: 'SecurityGroupIds', subnetGroup: 'SubnetGroupName', families: CACHE }],
  ['AWS::Neptune::DBCluster', { groups: 'VpcSecurityGroupIds', subnetGroup: 'DBSubnetGroupName', families: DATABASE }],
  ['AWS::Neptune::DBInstance', { of: 'DBClusterIdentifier', families: DATABASE }],
  ['AWS::NeptuneGraph::PrivateGraphEndpoint', { groups: 'SecurityGroupIds', subnets: 'SubnetIds' }],
  ['AWS::OpenSearchServerless::VpcEndpoint', { groups: 'SecurityGroupIds', subnets: 'SubnetIds' }],
  ['AWS::OpenSearchService::Domain', { groups: 'VPCOptions.SecurityGroupIds', subnets: 'VPCOptions.SubnetIds', families: { path: 'IPAddressType', dual: 'dualstack' } }],
  ['AWS::RDS::DBCluster', { groups: 'VpcSecurityGroupIds', subnetGroup: 'DBSubnetGroupName', families: DATABASE }],
  ['AWS::RDS::DBInstance', { groups: 'VPCSecurityGroups', subnetGroup: 'DBSubnetGroupName', of: 'DBClusterIdentifier', families: DATABASE }],
  ['AWS::RDS::DBProxy', { groups: 'VpcSecurityGroupIds', subnets: 'VpcSubnetIds', families: PROXY }],
  ['AWS::RDS::DBProxyEndpoint', { groups: 'VpcSecurityGroupIds', subnets: 'VpcSubnetIds', families: PROXY }],
  ['AWS::Redshift::Cluster', { groups: 'VpcSecurityGroupIds', subnetGroup: 'ClusterSubnetGroupName' }],
  ['AWS::Redshift::EndpointAccess', { groups: 'VpcSecurityGroupIds', subnetGroup: 'SubnetGroupName' }],
  ['AWS::RedshiftServerless::Workgroup', { groups: 'SecurityGroupIds', subnets: 'SubnetIds' }],
  ['AWS::Route53Resolver::ResolverEndpoint', { groups: 'SecurityGroupIds', subnets: 'IpAddresses[].SubnetId' }],
  ['AWS::S3Files::MountTarget', { groups: 'SecurityGroups', subnets: 'SubnetId', families: { path: 'IpAddressType', dual: 'DUAL_STACK' } }],
  ['AWS::SageMaker::NotebookInstance', { groups: 'SecurityGroupIds', subnets: 'SubnetId' }],
  ['AWS::Timestream::InfluxDBCluster', { groups: 'VpcSecurityGroupIds', subnets: 'VpcSubnetIds', families: UNDOCUMENTED }],
  ['AWS::Timestream::InfluxDBInstance', { groups: 'VpcSecurityGroupIds', subnets: 'VpcSubnetIds', families: UNDOCUMENTED }],
  ['AWS::Transfer::Server', { groups: 'EndpointDetails.SecurityGroupIds', subnets: 'EndpointDetails.SubnetIds' }],
  ['AWS::VpcLattice::ResourceGateway', { groups: 'SecurityGroupIds', subnets: 'SubnetIds' }],
]);

/** Where a type of subnet group has its name and its subnets. */
export interface SubnetGroupType {
  readonly name: string;
  readonly subnets: string;
}

/** The types of subnet groups. */
export const SUBNET_GROUP_TYPES: ReadonlyMap<string, SubnetGroupType> = new Map<string, SubnetGroupType>([
  ['AWS::DAX::SubnetGroup', { name: 'SubnetGroupName', subnets: 'SubnetIds' }],
  ['AWS::DMS::ReplicationSubnetGroup', { name: 'ReplicationSubnetGroupIdentifier', subnets: 'SubnetIds' }],
  ['AWS::DocDB::DBSubnetGroup', { name: 'DBSubnetGroupName', subnets: 'SubnetIds' }],
  ['AWS::ElastiCache::SubnetGroup', { name: 'CacheSubnetGroupName', subnets: 'SubnetIds' }],
  ['AWS::MemoryDB::SubnetGroup', { name: 'SubnetGroupName', subnets: 'SubnetIds' }],
  ['AWS::Neptune::DBSubnetGroup', { name: 'DBSubnetGroupName', subnets: 'SubnetIds' }],
  ['AWS::RDS::DBSubnetGroup', { name: 'DBSubnetGroupName', subnets: 'SubnetIds' }],
  ['AWS::Redshift::ClusterSubnetGroup', { name: 'ClusterSubnetGroupName', subnets: 'SubnetIds' }],
]);
