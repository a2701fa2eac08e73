import { listeningByType } from './read-listening';
import type { NameLeads, PublicName } from '../model/dns';
import type { Listener, ListeningPorts } from '../model/network';
import type { ResourceId } from '../model/source';
import { HTTPS } from '../model/traffic';
import { idOrSymbol, itemsOf, known, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import { isNone, literalText } from '../template/value';

/*
 * Models: resources whose names lead to public addresses. Load balancers are internet-facing unless they say otherwise; databases that are publicly
 * accessible have private addresses inside of their VPC, and outside unless the peering connection resolves DNS, which no template can say; a Kubernetes
 * API with a public endpoint alone, and what is attached to no VPC, is on the internet. The name of a cluster of databases leads to its instances.
 * Law: what is not known of a property leaves both open.
 */

type Reader = (resource: Resource) => PublicName | undefined;

const BY_ACCESS: Reader = (resource) => accessible(resource, 'PubliclyAccessible', 'private', 'unknown');
const BY_ACCESS_ANYWHERE: Reader = (resource) => accessible(resource, 'PubliclyAccessible', 'unknown', 'unknown');

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', balancer],
  ['AWS::ElasticLoadBalancing::LoadBalancer', balancer],
  ['AWS::RDS::DBInstance', (resource) => isNone(resource.get('PubliclyAccessible')) ? byGateway() : BY_ACCESS(resource)],
  ['AWS::RDS::DBCluster', BY_ACCESS],
  ['AWS::Neptune::DBInstance', BY_ACCESS],
  ['AWS::Redshift::Cluster', BY_ACCESS],
  ['AWS::RedshiftServerless::Workgroup', BY_ACCESS],
  ['AWS::AmazonMQ::Broker', (resource) => literalText(resource.get('EngineType'))?.toUpperCase() === 'RABBITMQ'
    ? accessible(resource, 'PubliclyAccessible', 'public', 'public') : BY_ACCESS_ANYWHERE(resource)],
  ['AWS::Timestream::InfluxDBInstance', BY_ACCESS_ANYWHERE],
  ['AWS::Timestream::InfluxDBCluster', BY_ACCESS_ANYWHERE],
  ['AWS::DMS::ReplicationInstance', (resource) => accessible(resource, 'PubliclyAccessible', 'unknown', 'unknown', 'yes')],
  ['AWS::Transfer::Server', transferServer],
  ['AWS::EKS::Cluster', kubernetes],
  ['AWS::MSK::Cluster', brokers],
]);

/** What is on the internet when it is attached to no VPC, by the property that attaches it. Without one it always is. */
const ATTACHED_BY: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ['AWS::OpenSearchService::Domain', 'VPCOptions'],
  ['AWS::Elasticsearch::Domain', 'VPCOptions'],
  ['AWS::Transfer::Server', 'EndpointDetails'],
  ['AWS::ApiGatewayV2::Api', undefined],
  ['AWS::CloudFront::Distribution', undefined],
]);

/** The services whose endpoints with private DNS have the usual names of all APIs of a Region, public ones among them: the guides of API Gateway and AppSync. */
const TAKEN_BY: ReadonlyMap<string, string> = new Map([
  ['AWS::ApiGateway::RestApi', 'execute-api'], ['AWS::ApiGatewayV2::Api', 'execute-api'], ['AWS::AppSync::GraphQLApi', 'appsync-api'],
]);

/** The resources whose names lead to public addresses, or may. */
export function readPublicNames(deployment: Deployment): ReadonlyMap<ResourceId, PublicName> {
  const names = new Map<ResourceId, PublicName>();
  for (const [type, read] of READERS) {
    for (const resource of deployment.resources(type)) {
      const name = read(resource);
      if (name !== undefined) {
        names.set(resource.id, name);
      }
    }
  }
  addClusters(deployment, names);
  publicOnly(deployment).forEach((resource) => names.set(resource.id, {
    inside: 'public', outside: 'public', filter: 'none', isInSubnets: false,
    ...TAKEN_BY.has(resource.type) ? { takenBy: TAKEN_BY.get(resource.type) } : {},
    because: 'is attached to no VPC', mend: ATTACHED_BY.get(resource.type) ?? 'reach it as what it is, a host on the internet',
  }));
  return names;
}

/** Returns what listens, with what does so on the internet alone. */
export function withPublicOnly(deployment: Deployment, listeners: ReadonlyMap<ResourceId, Listener>): ReadonlyMap<ResourceId, Listener> {
  const found = publicOnly(deployment).filter(({ id }) => !listeners.has(id));
  return found.length === 0 ? listeners : new Map([...listeners, ...found.map((resource): [ResourceId, Listener] =>
    [resource.id, { source: resource.source(), securityGroups: known([]), subnets: known([]), listening: listeningOf(resource) }])]);
}

/** Returns the ports of what is on the internet alone: its own, or that of HTTPS. */
function listeningOf(resource: Resource): ListeningPorts {
  return listeningByType(resource) ?? {
    ports: known(HTTPS), isSure: false, because: '443 is the port of HTTPS',
    code: 'LISTENER_PORT_RESTRICTION', mend: 'ask for port 443',
  };
}

function publicOnly(deployment: Deployment): readonly Resource[] {
  const types = [...ATTACHED_BY].flatMap(([type, property]) =>
    deployment.resources(type).filter((resource) => property === undefined || isNone(resource.get(property))));
  return [...types, ...deployment.resources('AWS::ApiGateway::RestApi').filter((resource) =>
    itemsOf(at(resource, 'EndpointConfiguration.Types')).every((type) => ['EDGE', 'REGIONAL'].includes(literalText(type) ?? ''))),
  ...deployment.resources('AWS::AppSync::GraphQLApi').filter((resource) => ['', 'GLOBAL'].includes(isNone(resource.get('Visibility')) ? '' : literalText(resource.get('Visibility')) ?? '?'))];
}

function balancer(resource: Resource): PublicName | undefined {
  const scheme = resource.get('Scheme');
  const text = textOf(scheme);
  if (text.known && text.value === 'internal') {
    return undefined;
  }
  const leads: NameLeads = isNone(scheme) || text.known ? 'public' : 'unknown';
  const isNetwork = literalText(resource.get('Type')) === 'network' && isNone(resource.get('SecurityGroups'));
  return {
    inside: leads, outside: leads, filter: isNetwork ? 'none' : 'groups', isInSubnets: true, mend: 'Scheme: internal',
    because: isNone(scheme) ? 'has no Scheme, and is internet-facing then' : `has the Scheme ${text.known ? text.value : `that is not known (${text.reason})`}`,
  };
}

function accessible(resource: Resource, path: string, inside: NameLeads, outside: NameLeads, standard: 'yes' | 'no' = 'no'): PublicName | undefined {
  const answer = ternaryOf(resource.get(path), standard);
  return answer === 'no' ? undefined : {
    inside: answer === 'yes' || inside === 'private' ? inside : 'unknown', outside: answer === 'yes' ? outside : 'unknown',
    filter: 'groups', isInSubnets: inside !== 'public', because: `${answer === 'yes' ? 'is' : 'may be'} publicly accessible`, mend: `${path}: false`,
  };
}

/** The API reference makes an instance without the property public by the internet gateway of its VPC; other editions make it private. */
function byGateway(): PublicName {
  return {
    inside: 'private', outside: 'by gateway', filter: 'groups', isInSubnets: true, mend: 'PubliclyAccessible: false',
    because: 'has no PubliclyAccessible, and may be publicly accessible then, as its subnets lead to an internet gateway',
  };
}

/** The names of a cluster lead to its instances: where one of these is public, so may be what is reached by the cluster's name. */
function addClusters(deployment: Deployment, names: Map<ResourceId, PublicName>): void {
  for (const instance of ['AWS::RDS::DBInstance', 'AWS::Neptune::DBInstance'].flatMap((type) => deployment.resources(type))) {
    const name = names.get(instance.id);
    const cluster = instance.get('DBClusterIdentifier');
    if (name !== undefined && !isNone(cluster)) {
      const id = idOrSymbol(cluster);
      const own = names.get(id);
      names.set(id, own !== undefined && (own.outside !== 'by gateway' || name.outside === 'by gateway') ? own : { ...name, because: `has instances of which one ${name.because}` });
    }
  }
}

function kubernetes(resource: Resource): PublicName | undefined {
  const isPublic = ternaryOf(at(resource, 'ResourcesVpcConfig.EndpointPublicAccess'), 'yes');
  const isPrivate = ternaryOf(at(resource, 'ResourcesVpcConfig.EndpointPrivateAccess'), 'no');
  const blocks = at(resource, 'ResourcesVpcConfig.PublicAccessCidrs');
  const isAnywhere = isNone(blocks) || itemsOf(blocks).some((block) => block === '0.0.0.0/0');
  return isPublic === 'no' ? undefined : {
    inside: isPrivate === 'yes' ? 'private' : isPrivate === 'no' && isPublic === 'yes' ? 'public' : 'unknown',
    outside: isPrivate === 'no' && isPublic === 'yes' ? 'public' : 'unknown',
    filter: isAnywhere ? 'none' : 'unknown', isInSubnets: false, because: 'has a public endpoint', mend: 'EndpointPrivateAccess: true',
  };
}

/** With Elastic IP addresses it is on the internet and in the VPC; to which of them its name leads is not documented. */
function transferServer(resource: Resource): PublicName | undefined {
  return isNone(at(resource, 'EndpointDetails.AddressAllocationIds')) ? undefined : {
    inside: 'unknown', outside: 'unknown', filter: 'groups', isInSubnets: true, because: 'has AddressAllocationIds', mend: 'EndpointDetails without AddressAllocationIds',
  };
}

/** Public brokers have names and ports of their own. */
function brokers(resource: Resource): PublicName | undefined {
  const type = at(resource, 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type');
  return isNone(type) || literalText(type) === 'DISABLED' ? undefined : {
    inside: 'public', outside: 'public', ports: { fromPort: 9194, toPort: 9198 }, filter: 'groups', isInSubnets: true,
    because: 'has public brokers on these ports', mend: 'ask the private brokers: ports 9092 to 9098',
  };
}
