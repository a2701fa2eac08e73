import { readServiceName, serviceNamesOf } from '../../services/service-names';
import type { Domain } from '../model/dns';

/*
 * Models: domains and what they cover. A domain covers itself and all below it, `.` covers everything.
 * Assumed: a service has the name of its endpoint service read backwards, `com.amazonaws.iam` is that of `iam.amazonaws.com`; those that differ are in the table.
 */

/** What stands for the Region in a domain. */
const REGION = '{region}';

const AMAZONAWS = `${REGION}.amazonaws.com`;

/** The names that are other ones. Where names have a part of their own, that of one's bucket, API or notebook, it is `x`. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  's3': `x.s3.${AMAZONAWS}`, 'execute-api': `x.execute-api.${AMAZONAWS}`, 'ecr.dkr': `x.dkr.ecr.${AMAZONAWS}`, 'kinesis-streams': `kinesis.${AMAZONAWS}`,
  'kinesis-firehose': `firehose.${AMAZONAWS}`, 'codeartifact.api': `codeartifact.${AMAZONAWS}`, 'cassandra-streams': `cassandra-streams.${REGION}.api.aws`,
  's3-global.accesspoint': 'x.accesspoint.s3-global.amazonaws.com', 'notebook': `x.notebook.${REGION}.sagemaker.aws`, 'studio': `x.studio.${REGION}.sagemaker.aws`,
};

/** The name that programs ask for when they use a service, of their own Region or, by its full name, of another one. */
export function nameOfService(name: string): Domain {
  const { service = name, region = REGION } = readServiceName(name) ?? {};
  const [fullName] = serviceNamesOf(service);
  return (OTHER_NAMES[service] ?? fullName.split('.').reverse().join('.').replace('${AWS::Region}', REGION)).replace(REGION, region);
}

/** A name of some resource of AWS, of which no more is known. */
const NAME_OF_A_RESOURCE: Domain = `x.x.${REGION}.x.amazonaws.com`;

/** The names that types of resources have, as the guides of their services show them. */
const NAMES_BY_TYPE: Readonly<Record<string, Domain>> = {
  'AWS::ApiGateway::RestApi': `x.execute-api.${REGION}.amazonaws.com`,
  'AWS::ApiGatewayV2::Api': `x.execute-api.${REGION}.amazonaws.com`,
  'AWS::AppSync::GraphQLApi': `x.appsync-api.${REGION}.amazonaws.com`,
  'AWS::CloudFront::Distribution': 'x.cloudfront.net',
  'AWS::DocDB::DBCluster': `x.x.${REGION}.docdb.amazonaws.com`,
  'AWS::DocDB::DBInstance': `x.x.${REGION}.docdb.amazonaws.com`,
  'AWS::EFS::MountTarget': `x.efs.${REGION}.amazonaws.com`,
  'AWS::ElastiCache::CacheCluster': 'x.x.x.x.cache.amazonaws.com',
  'AWS::ElastiCache::ReplicationGroup': 'x.x.x.x.cache.amazonaws.com',
  'AWS::ElastiCache::ServerlessCache': 'x.x.x.x.cache.amazonaws.com',
  'AWS::Elasticsearch::Domain': `x.${REGION}.es.amazonaws.com`,
  'AWS::MSK::Cluster': `x.x.x.kafka.${REGION}.amazonaws.com`,
  'AWS::Neptune::DBCluster': `x.x.${REGION}.neptune.amazonaws.com`,
  'AWS::Neptune::DBInstance': `x.x.${REGION}.neptune.amazonaws.com`,
  'AWS::OpenSearchService::Domain': `x.${REGION}.es.amazonaws.com`,
  'AWS::RDS::DBCluster': `x.x.${REGION}.rds.amazonaws.com`,
  'AWS::RDS::DBInstance': `x.x.${REGION}.rds.amazonaws.com`,
  'AWS::RDS::DBProxy': `x.x.${REGION}.rds.amazonaws.com`,
  'AWS::RDS::DBProxyEndpoint': `x.x.x.${REGION}.rds.amazonaws.com`,
  'AWS::Redshift::Cluster': `x.x.${REGION}.redshift.amazonaws.com`,
  'AWS::RedshiftServerless::Workgroup': `x.x.${REGION}.redshift-serverless.amazonaws.com`,
};

const NAMES_OF_RESOURCES: ReadonlySet<Domain> = new Set([NAME_OF_A_RESOURCE, ...Object.values(NAMES_BY_TYPE)]);

/** The name that resources of these types are asked for by; the parts that are made up for each of them stand in it as `x`. */
export function nameOfResources(types: readonly string[]): Domain {
  const names = new Set(types.map((type) => NAMES_BY_TYPE[type] ?? NAME_OF_A_RESOURCE));
  return names.size === 1 ? [...names][0] : NAME_OF_A_RESOURCE;
}

export function isOfResources(name: Domain): boolean {
  return NAMES_OF_RESOURCES.has(name);
}

/** A name of some host on the internet. */
export const ANY_HOST: Domain = 'x.x';

/** Tells whether a domain covers a name. */
export function covers(domain: Domain, name: Domain): boolean {
  return domain === '.' || domain === '' || name === domain || name.endsWith(`.${domain}`);
}

/** As people write it. */
export function spellName(name: Domain): string {
  return name.replace(/^(x\.)+/, '*.').replace(REGION, 'REGION');
}

/** How many labels a domain has: the more, the more specific it is. */
export function labelsOf(domain: Domain): number {
  return domain === '.' || domain === '' ? 0 : domain.split('.').length;
}

/** How a record has a name: exactly, by a wildcard, or not. */
export function recordMatch(record: Domain, name: Domain): 'exact' | 'wildcard' | undefined {
  const plain = record.replace(/^\\052/, '*');
  return plain === name ? 'exact' : plain.startsWith('*.') && name.endsWith(plain.slice(1)) ? 'wildcard' : undefined;
}

/** Tells whether an entry of a domain list that does not list a name may be about the resource that has it: it is about one of these names. */
export function mayBeListed(entry: Domain, name: Domain): boolean {
  const common = name === NAME_OF_A_RESOURCE ? 'amazonaws.com' : name.replace(/^(x\.)+/, '');
  return name === ANY_HOST || isOfResources(name) && entry.endsWith(`.${common}`);
}

/** Tells whether an entry of a domain list of DNS Firewall is about a name. */
export function isListed(entry: Domain, name: Domain): boolean {
  return entry.startsWith('*') ? name.endsWith(entry.slice(1)) : entry === name;
}
