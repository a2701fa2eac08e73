import { entryOf, idOrSymbol, idsOf, known, mapOf, notKnown, ternaryOf, textOf } from './coerce';
import type { Deployment } from './deployment';
import { readDestinations } from './read-destinations';
import { readNetworkStatement } from './read-network-statement';
import type { Resource } from './resource';
import type { Value } from './value';
import { isNone, reasonOf } from './value';
import { DESTINATIONS_METADATA_KEY } from '../model/declared-destination';
import type { Known, Subnet, Workload } from '../model/network';
import { NETWORK_METADATA_KEY } from '../model/network-statement';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';

/*
 * Models: what runs code of Lambda, and how it is attached to a VPC. A function without subnets and without security groups is
 * attached to none. A function on a capacity provider runs on that one's instances, so where they are.
 */

type Attachment = Workload['attachment'];

const FUNCTION_TYPES = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];
const CAPACITY_PROVIDER_TYPES = ['AWS::Lambda::CapacityProvider', 'AWS::Serverless::CapacityProvider'];

/** The functions, capacity providers and network connectors of the templates. */
export function readWorkloads(deployment: Deployment, subnets: ReadonlyMap<ResourceId, Subnet>): ReadonlyMap<ResourceId, Workload> {
  const all = (types: readonly string[]) => types.flatMap(type => deployment.resources(type));
  const workloads = new Map<ResourceId, Workload>();
  for (const resource of all(CAPACITY_PROVIDER_TYPES)) {
    workloads.set(resource.id, workload(resource, 'capacity-provider', capacityProviderAttachment(resource, subnets)));
  }
  for (const resource of all(['AWS::Lambda::NetworkConnector'])) {
    workloads.set(resource.id, workload(resource, 'network-connector', connectorAttachment(resource)));
  }
  const urls = functionUrls(deployment);
  for (const resource of all(FUNCTION_TYPES)) {
    const read = workload(resource, 'function', functionAttachment(resource, workloads));
    workloads.set(resource.id, { ...read, dualStackEndpoints: usesDualStackEndpoints(resource), hasUrl: hasUrl(resource, urls) });
  }
  return workloads;
}

function workload(resource: Resource, kind: Workload['kind'], attachment: Attachment): Workload {
  const declared = readDestinations(resource.metadata(DESTINATIONS_METADATA_KEY));
  const stated = readNetworkStatement(resource.metadata(NETWORK_METADATA_KEY));
  return {
    source: resource.source(), kind, attachment, hasUrl: 'no',
    dualStackEndpoints: 'unknown',
    ...declared === undefined ? {} : { declared },
    ...stated === undefined ? {} : { stated },
  };
}

function functionAttachment(resource: Resource, others: ReadonlyMap<ResourceId, Workload>): Attachment {
  const config = resource.get('VpcConfig');
  const provider = entryOf(entryOf(resource.get('CapacityProviderConfig'), 'LambdaManagedInstancesCapacityProviderConfig'), 'CapacityProviderArn');
  const attachment = vpcAttachment(config, value => ternaryOf(entryOf(value, 'Ipv6AllowedForDualStack'), 'no'));
  if (attachment.kind !== 'none' || isNone(provider)) {
    return attachment;
  }
  return others.get(idOrSymbol(provider))?.attachment
    ?? { kind: 'unknown', reason: 'the capacity provider of the function is not defined by the templates' };
}

/** SAM documents that instances without a security group have the default one of the VPC. Whether they may send IPv6 is not documented. */
function capacityProviderAttachment(resource: Resource, subnets: ReadonlyMap<ResourceId, Subnet>): Attachment {
  const attachment = vpcAttachment(resource.get('VpcConfig'), () => 'unknown');
  if (attachment.kind !== 'vpc' || !attachment.securityGroups.known || attachment.securityGroups.value.length > 0 || !attachment.subnets.known) {
    return attachment;
  }
  const vpc = subnets.get(attachment.subnets.value[0])?.vpc;
  return { ...attachment, securityGroups: vpc === undefined ? withoutGroups() : known([`${vpc}.DefaultSecurityGroup`]) };
}

function connectorAttachment(resource: Resource): Attachment {
  const attachment = vpcAttachment(entryOf(resource.get('Configuration'), 'VpcEgressConfiguration'), value => {
    const protocol = textOf(entryOf(value, 'NetworkProtocol'));
    return protocol.known ? ternary(protocol.value === 'DualStack') : 'unknown';
  });
  return attachment.kind === 'vpc' && attachment.securityGroups.known && attachment.securityGroups.value.length === 0
    ? { ...attachment, securityGroups: withoutGroups() } : attachment;
}

function withoutGroups(): Known<never> {
  return notKnown('it names no security group, and which one AWS then takes is not documented');
}

function vpcAttachment(config: Value, ipv6Allowed: (config: Value) => Ternary): Attachment {
  if (isNone(config)) {
    return { kind: 'none' };
  }
  if (mapOf(config) === undefined) {
    return { kind: 'unknown', reason: `its attachment to a VPC is not known: ${reasonOf(config)}` };
  }
  const [subnets, securityGroups] = [idsOf(entryOf(config, 'SubnetIds')), idsOf(entryOf(config, 'SecurityGroupIds'))];
  return subnets.known && subnets.value.length === 0 && securityGroups.known && securityGroups.value.length === 0
    ? { kind: 'none' } : { kind: 'vpc', subnets, securityGroups, ipv6Allowed: ipv6Allowed(config) };
}

/** AWS SDKs read the variable of the environment; without it they use the names with IPv4 addresses. */
function usesDualStackEndpoints(resource: Resource): Ternary {
  const variables = entryOf(resource.get('Environment'), 'Variables');
  return ternaryOf(entryOf(variables, 'AWS_USE_DUALSTACK_ENDPOINT'), 'no');
}

/** The functions that have a URL; undefined among them when it is not known which. */
function functionUrls(deployment: Deployment): ReadonlySet<ResourceId> {
  return new Set(deployment.resources('AWS::Lambda::Url').map(resource => idOrSymbol(resource.get('TargetFunctionArn'))));
}

function hasUrl(resource: Resource, urls: ReadonlySet<ResourceId>): Ternary {
  const name = textOf(resource.get('FunctionName'));
  if (urls.has(resource.id) || name.known && urls.has(name.value) || !isNone(resource.get('FunctionUrlConfig'))) {
    return 'yes';
  }
  return [...urls].some(id => id.startsWith('?')) ? 'unknown' : 'no';
}
