/*
 * Models: the ports on which resources listen when their template does not say, by type and engine. Plain data, of 28 November 2026.
 * Sources: the documentation of the properties in CloudFormation (aws-cdk-lib 2.273.0) and in the APIs (botocore 1.44.8); the guides of Amazon ElastiCache
 * (set-up), Amazon MSK (port-info), Amazon MQ (using-amazon-mq-securely, working-with-rabbitmq), Amazon EFS (sg-information), Amazon FSx
 * (limit-access-security-groups), Amazon OpenSearch Service (vpc), Amazon RDS (rds-proxy, on its limitations), Amazon S3 (s3-files-prereq-policies).
 * Refuses: Aurora PostgreSQL and Multi-AZ clusters of PostgreSQL without a port. CloudFormation documents 3306 where the API documents 5432.
 */

/** The ports for a value of a property, in small or capital letters; a star at its end stands for any end. The first port is the usual one. */
export type PortsByValue = Readonly<Record<string, readonly number[]>>;

/** Where a type has its ports. */
export interface PortFacts {
  /** The properties that set the port, the first one that is written counts. */
  readonly properties?: readonly string[];

  /** The property that the port follows from when none of these is written; without one the ports stand under ''. */
  readonly selector?: string;

  /** The value of that property when it is not written. */
  readonly otherwise?: string;
  readonly defaults?: PortsByValue;

  /** Tells whether it listens for UDP too. */
  readonly udp?: boolean;

  /** Tells whether the defaults are everybody's knowledge that no document at hand confirms: they are asked, and refute nothing. */
  readonly isCommonKnowledge?: boolean;

  /** The attributes whose value is the usual port. */
  readonly attributes?: readonly string[];
}

const DATABASES: PortsByValue = {
  'custom-oracle-*': [1521], 'custom-sqlserver-*': [1433], 'db2-*': [50000], 'mariadb': [3306], 'mysql': [3306], 'oracle-*': [1521], 'postgres': [5432], 'sqlserver-*': [1433],
};

/** The types whose ports follow from their own properties. */
export const PORT_FACTS: ReadonlyMap<string, PortFacts> = new Map<string, PortFacts>([
  ['AWS::AmazonMQ::Broker', {
    selector: 'EngineType', defaults: { ACTIVEMQ: [61617, 5671, 61614, 8883, 61619, 8162], RABBITMQ: [5671, 443, 15671] },
  }],
  ['AWS::DAX::Cluster', { selector: 'ClusterEndpointEncryptionType', otherwise: 'NONE', defaults: { NONE: [8111], TLS: [9111] }, isCommonKnowledge: true }],
  ['AWS::DocDB::DBCluster', { properties: ['Port'], defaults: { '': [27017] }, isCommonKnowledge: true, attributes: ['Port'] }],
  ['AWS::DocDB::DBInstance', { attributes: ['Port'] }],
  ['AWS::DocDBElastic::Cluster', { defaults: { '': [27017] }, isCommonKnowledge: true }],
  ['AWS::EFS::MountTarget', { defaults: { '': [2049] } }],
  ['AWS::EKS::Cluster', { defaults: { '': [443] } }],
  ['AWS::ElastiCache::CacheCluster', {
    properties: ['Port'], selector: 'Engine', defaults: { memcached: [11211], redis: [6379], valkey: [6379] },
    attributes: ['ConfigurationEndpoint.Port', 'RedisEndpoint.Port'],
  }],
  ['AWS::ElastiCache::ReplicationGroup', {
    properties: ['Port'], defaults: { '': [6379] }, attributes: ['ConfigurationEndPoint.Port', 'PrimaryEndPoint.Port', 'ReaderEndPoint.Port'],
  }],
  ['AWS::ElastiCache::ServerlessCache', {
    selector: 'Engine', defaults: { memcached: [11211, 11212], redis: [6379, 6380], valkey: [6379, 6380] }, attributes: ['Endpoint.Port'],
  }],
  ['AWS::Elasticsearch::Domain', { selector: 'DomainEndpointOptions.EnforceHTTPS', otherwise: 'false', defaults: { false: [443, 80], true: [443] } }],
  ['AWS::FSx::FileSystem', {
    selector: 'FileSystemType',
    defaults: {
      LUSTRE: [988], ONTAP: [2049, 111, 635, 4045, 4046, 445, 3260, 443, 22], OPENZFS: [2049, 111, 20001, 20002, 20003], WINDOWS: [445, 5985],
    },
    udp: true,
  }],
  ['AWS::MSK::ServerlessCluster', { defaults: { '': [9098] }, isCommonKnowledge: true }],
  ['AWS::MemoryDB::Cluster', { properties: ['Port'], defaults: { '': [6379] }, isCommonKnowledge: true, attributes: ['ClusterEndpoint.Port'] }],
  ['AWS::Neptune::DBCluster', { properties: ['DBPort', 'Port'], defaults: { '': [8182] }, attributes: ['Port'] }],
  ['AWS::Neptune::DBInstance', { attributes: ['Port'] }],
  ['AWS::OpenSearchServerless::VpcEndpoint', { defaults: { '': [443] }, isCommonKnowledge: true }],
  ['AWS::OpenSearchService::Domain', { selector: 'DomainEndpointOptions.EnforceHTTPS', otherwise: 'false', defaults: { false: [443, 80], true: [443] } }],
  ['AWS::RDS::DBCluster', {
    properties: ['Port'], selector: 'Engine', defaults: { 'aurora': [3306], 'aurora-mysql': [3306], 'mysql': [3306] }, attributes: ['Endpoint.Port'],
  }],
  ['AWS::RDS::DBInstance', { properties: ['Port'], selector: 'Engine', defaults: DATABASES, attributes: ['Endpoint.Port', 'ListenerEndpoint.Port'] }],
  ['AWS::RDS::DBProxy', { selector: 'EngineFamily', defaults: { MYSQL: [3306], POSTGRESQL: [5432], SQLSERVER: [1433] } }],
  ['AWS::RDS::DBProxyEndpoint', {}],
  ['AWS::Redshift::Cluster', { properties: ['Port'], defaults: { '': [5439] }, attributes: ['Endpoint.Port'] }],
  ['AWS::RedshiftServerless::Workgroup', { properties: ['Port'], defaults: { '': [5439] }, attributes: ['Workgroup.Endpoint.Port'] }],
  ['AWS::Route53Resolver::ResolverEndpoint', { defaults: { '': [53] }, udp: true }],
  ['AWS::S3Files::MountTarget', { defaults: { '': [2049] } }],
  ['AWS::Timestream::InfluxDBCluster', { properties: ['Port'] }],
  ['AWS::Timestream::InfluxDBInstance', { properties: ['Port'], defaults: { '': [8086] } }],
]);

/** Whose port the port of a type is, when one of its properties names another resource. */
export interface OtherWithPort {
  readonly property: string;
  readonly type: string;

  /** Tells whether a port of its own goes before: that of a read replica does. */
  readonly isOwnFirst?: boolean;
}

/** The first property that is written counts. */
export const PORT_OF_OTHER: ReadonlyMap<string, readonly OtherWithPort[]> = new Map<string, readonly OtherWithPort[]>([
  ['AWS::DocDB::DBInstance', [{ property: 'DBClusterIdentifier', type: 'AWS::DocDB::DBCluster' }]],
  ['AWS::Neptune::DBInstance', [{ property: 'DBClusterIdentifier', type: 'AWS::Neptune::DBCluster' }]],
  ['AWS::RDS::DBInstance', [
    { property: 'DBClusterIdentifier', type: 'AWS::RDS::DBCluster' }, { property: 'SourceDBInstanceIdentifier', type: 'AWS::RDS::DBInstance', isOwnFirst: true },
  ]],
  ['AWS::RDS::DBProxyEndpoint', [{ property: 'DBProxyName', type: 'AWS::RDS::DBProxy' }]],
]);
