import { deployedElsewhere } from './programs';
import { WORKLOAD_TYPES } from './read-workloads';
import type { Source } from '../model/source';
import type { Deployment } from '../template/deployment';

/*
 * Models: what may run code of Lambda and is not read: images of MicroVMs, which are attached where whoever runs one says; types of
 * these namespaces that are newer than this list; services that make functions of their own; what is
 * deployed from templates that are not at hand.
 */

/** The namespaces of what runs code. */
const NAMESPACES = /^AWS::(Lambda|Serverless)::/;

/** The types that run no code by themselves: CloudFormation's template reference and the specification of AWS SAM. */
const IDLE_TYPES = [
  ...[
    'Alias', 'CodeSigningConfig', 'EventInvokeConfig', 'EventSourceMapping', 'LayerVersion', 'LayerVersionPermission', 'Permission', 'ResourcePolicy', 'Url', 'Version',
    'WebFunction', 'WebFunctionEndpoint',
  ].map((name) => `AWS::Lambda::${name}`),
  ...[
    'Api', 'Application', 'Connector', 'GraphQLApi', 'HttpApi', 'LayerVersion', 'SimpleTable', 'StateMachine', 'WebSocketApi',
  ].map((name) => `AWS::Serverless::${name}`),
];

const READ_TYPES: ReadonlySet<string> = new Set([...IDLE_TYPES, ...Object.values(WORKLOAD_TYPES).flat()]);

/** Canaries are functions of Lambda. */
const MAKERS = ['AWS::Synthetics::Canary'];

/** Returns what is not read of all that is deployed or may be. */
export function readUnreadCompute(deployment: Deployment): readonly Source[] {
  const unread = deployment.types().filter((type) => NAMESPACES.test(type) && !READ_TYPES.has(type)).flatMap((type) => deployment.possible(type));
  const makers = MAKERS.flatMap((type) => deployment.possible(type));
  return [...unread, ...makers, ...deployedElsewhere(deployment)].map((resource) => resource.source());
}
