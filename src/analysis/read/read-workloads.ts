import type { Attachment } from './attachments';
import { capacityProviderAttachment, connectorAttachment, functionAttachment, revisionSetting, webFunctionAttachment } from './attachments';
import { readDestinations } from './read-destinations';
import { readEventSourceMappings } from './read-event-source-mappings';
import { extensionsOf } from './read-extensions';
import { mountsOf, readAccessPoints } from './read-file-systems';
import { readNetworkStatement } from './read-network-statement';
import { readSecretRotations } from './read-secret-rotations';
import { DESTINATIONS_METADATA_KEY, FORBIDDEN_METADATA_KEY } from '../../metadata/declared-destination';
import { NETWORK_METADATA_KEY } from '../../metadata/network-statement';
import type { Listener, Subnet, Workload } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Ternary } from '../model/ternary';
import { entryOf, idOrSymbol, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: what runs code of Lambda. Each type of AWS SAM is read as the type of CloudFormation that it becomes.
 * Law: whatever declares destinations is a workload; of one that is not read, nothing is known.
 */

/** The types that are workloads. */
export const WORKLOAD_TYPES = {
  'capacity-provider': ['AWS::Lambda::CapacityProvider', 'AWS::Serverless::CapacityProvider'],
  'network-connector': ['AWS::Lambda::NetworkConnector', 'AWS::Serverless::NetworkConnector'],
  'function': ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
  'web-function': ['AWS::Lambda::WebFunctionRevision', 'AWS::Serverless::WebFunction'],
  'event-source-mapping': ['AWS::Lambda::EventSourceMapping'],
} as const;

/** The workloads of the templates. */
export function readWorkloads(
  deployment: Deployment, subnets: ReadonlyMap<ResourceId, Subnet>, listeners: ReadonlyMap<ResourceId, Listener>,
): ReadonlyMap<ResourceId, Workload> {
  const workloads = new Map<ResourceId, Workload>();
  const each = (kind: keyof typeof WORKLOAD_TYPES, read: (resource: Resource) => Workload) =>
    WORKLOAD_TYPES[kind].flatMap((type) => deployment.resources(type)).forEach((resource) => workloads.set(resource.id, read(resource)));
  each('capacity-provider', (resource) => workload(resource, 'capacity-provider', capacityProviderAttachment(resource, subnets)));
  each('network-connector', (resource) => workload(resource, 'network-connector', connectorAttachment(resource)));
  const urls = functionUrls(deployment);
  const accessPoints = readAccessPoints(deployment);
  each('function', (resource) => ({
    ...workload(resource, 'function', functionAttachment(resource, workloads)),
    dualStackEndpoints: usesDualStackEndpoints(entryOf(resource.get('Environment'), 'Variables')),
    hasUrl: hasUrl(resource, urls),
    ...nameOf(resource),
    mounts: mountsOf(resource, accessPoints),
    extensions: extensionsOf(resource),
  }));
  each('web-function', (resource) => ({
    ...workload(resource, 'web-function', webFunctionAttachment(resource, workloads)),
    dualStackEndpoints: usesDualStackEndpoints(revisionSetting(resource, 'EnvironmentVariables')),
  }));
  for (const { mapping, attachment, needs } of readEventSourceMappings(deployment, listeners)) {
    workloads.set(mapping.id, { ...workload(mapping, 'event-source-mapping', attachment), declared: needs });
  }
  for (const { rotation, attachment, needs } of readSecretRotations(deployment)) {
    workloads.set(rotation.id, { ...workload(rotation, 'secret-rotation', attachment), declared: needs });
  }
  for (const resource of [DESTINATIONS_METADATA_KEY, FORBIDDEN_METADATA_KEY].flatMap((key) => deployment.described(key))) {
    if (!workloads.has(resource.id)) {
      workloads.set(resource.id, workload(resource, 'other', { kind: 'unknown', reason: `what a ${resource.type} is attached to is not read` }));
    }
  }
  return workloads;
}

function workload(resource: Resource, kind: Workload['kind'], attachment: Attachment): Workload {
  const declared = readDestinations(resource.metadata(DESTINATIONS_METADATA_KEY), (expression) => resource.scope.value(expression));
  const forbidden = readDestinations(resource.metadata(FORBIDDEN_METADATA_KEY), (expression) => resource.scope.value(expression));
  const stated = readNetworkStatement(resource.metadata(NETWORK_METADATA_KEY));
  return {
    source: resource.source(), kind, attachment, hasUrl: 'no', environment: resource.scope.deployment.environments.of(resource.scope),
    dualStackEndpoints: 'unknown',
    ...declared === undefined ? {} : { declared },
    ...forbidden === undefined ? {} : { forbidden },
    ...stated === undefined ? {} : { stated },
  };
}

function nameOf(resource: Resource): Pick<Workload, 'functionName'> {
  const name = literalText(resource.get('FunctionName'));
  return name === undefined ? {} : { functionName: name };
}

/** AWS SDKs read the variable of the environment; without it they use the names with IPv4 addresses. */
function usesDualStackEndpoints(variables: Value): Ternary {
  return ternaryOf(entryOf(variables, 'AWS_USE_DUALSTACK_ENDPOINT'), 'no');
}

/** The functions that have a URL. */
interface FunctionUrls {
  readonly functions: ReadonlySet<ResourceId>;

  /** Tells whether any function may be one of them. */
  readonly isOpen: boolean;
}

function functionUrls(deployment: Deployment): FunctionUrls {
  const functions = new Set(deployment.resources('AWS::Lambda::Url').map((resource) => idOrSymbol(resource.get('TargetFunctionArn'))));
  return { functions, isOpen: [...functions].some((id) => id.startsWith('?')) };
}

function hasUrl(resource: Resource, { functions, isOpen }: FunctionUrls): Ternary {
  const name = textOf(resource.get('FunctionName'));
  if (functions.has(resource.id) || name.known && functions.has(name.value) || !isNone(resource.get('FunctionUrlConfig'))) {
    return 'yes';
  }
  return isOpen ? 'unknown' : 'no';
}
