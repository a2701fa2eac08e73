import type { Known, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { known, notKnown, textOf } from '../template/coerce';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: what filters when a resource names no security group, by type. The default group of its VPC for most, nothing for a Network Load Balancer.
 * Sources, of 28 November 2026: the documentation of the properties in CloudFormation and in the APIs; the guides of Amazon ElastiCache, Amazon RDS and Elastic
 * Load Balancing. Where none says it, it is not known.
 */

/** Types that have the default group of their VPC, as documented. */
const DEFAULT_GROUP: ReadonlySet<string> = new Set([
  'AWS::DAX::Cluster', 'AWS::EC2::Instance', 'AWS::EC2::InstanceConnectEndpoint', 'AWS::EC2::NetworkInterface', 'AWS::EC2::VPCEndpoint', 'AWS::ECS::Service',
  'AWS::EFS::MountTarget', 'AWS::ElastiCache::CacheCluster', 'AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::ServerlessCache',
  'AWS::ElasticLoadBalancing::LoadBalancer', 'AWS::Elasticsearch::Domain',
  'AWS::FSx::FileSystem', 'AWS::MSK::Cluster', 'AWS::OpenSearchService::Domain', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::RDS::DBProxy',
  'AWS::RDS::DBProxyEndpoint', 'AWS::Redshift::Cluster', 'AWS::S3Files::MountTarget', 'AWS::Transfer::Server',
]);

/** The groups of a resource that names none, and whether that means that nothing filters. */
export interface GroupsOfNone {
  readonly securityGroups: Known<readonly ResourceId[]>;
  readonly isUnfiltered?: boolean;
}

/** Returns what filters in front of a resource that names no group, in its subnets. */
export function absentGroups(resource: Resource, subnetIds: Known<readonly ResourceId[]>, subnets: ReadonlyMap<ResourceId, Subnet>): GroupsOfNone {
  if (resource.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') {
    return balancer(resource, subnetIds, subnets);
  }
  const elsewhere = ['LaunchTemplate', 'SecurityGroups'].find((name) => resource.type === 'AWS::EC2::Instance' && !isNone(resource.get(name)));
  return elsewhere !== undefined ? { securityGroups: notKnown(`its ${elsewhere} is not read`) }
    : DEFAULT_GROUP.has(resource.type) ? { securityGroups: defaultGroup(subnetIds, subnets) }
      : { securityGroups: notKnown(`it names no security group, and no document at hand says which one a resource of the type ${resource.type} has then`) };
}

/** An Application Load Balancer has the default group, a Network Load Balancer without groups has no filter. */
function balancer(resource: Resource, subnetIds: Known<readonly ResourceId[]>, subnets: ReadonlyMap<ResourceId, Subnet>): GroupsOfNone {
  const type = resource.get('Type');
  const text = isNone(type) ? known('application') : textOf(type);
  if (!text.known) {
    return { securityGroups: text };
  }
  switch (text.value) {
    case 'application':
      return { securityGroups: defaultGroup(subnetIds, subnets) };
    case 'network':
      return { securityGroups: known([]), isUnfiltered: true };
    default:
      return { securityGroups: notKnown(`nothing connects to a load balancer of the type ${text.value}`) };
  }
}

function defaultGroup(ids: Known<readonly ResourceId[]>, subnets: ReadonlyMap<ResourceId, Subnet>): Known<readonly ResourceId[]> {
  const vpc = ids.known ? subnets.get(ids.value[0])?.vpc : undefined;
  return vpc === undefined ? notKnown('it names none, so that it has the default group of its VPC, and which VPC that is is not known') : known([`${vpc}.DefaultSecurityGroup`]);
}
