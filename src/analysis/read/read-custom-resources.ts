import { NamedFunctions, byFunction } from './named-function';
import type { CustomResource } from '../model/deployment-facts';
import type { ResourceId } from '../model/source';
import { entryOf, mapOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: custom resources and the functions that CloudFormation invokes for them. What is behind a topic, or behind such a function, is not
 * asked: the answer has to come from somebody, and of the function whose ARN is the token it is the task.
 */

const CUSTOM_RESOURCE = /^Custom::|^AWS::CloudFormation::CustomResource$/;

/** The variables by which the provider framework of AWS CDK knows whom to call, and what it calls for that. */
const CALLS_OF_FRAMEWORK: readonly (readonly [variable: string, service: string])[] = [
  ['USER_ON_EVENT_FUNCTION_ARN', 'lambda'],
  ['WAITER_STATE_MACHINE_ARN', 'states'],
];

/** The custom resources whose functions the templates define, by function. */
export function readCustomResources(deployment: Deployment): ReadonlyMap<ResourceId, readonly CustomResource[]> {
  const resources = deployment.types().filter((type) => CUSTOM_RESOURCE.test(type)).flatMap((type) => deployment.resources(type));
  if (resources.length === 0) {
    return new Map();
  }
  const functions = new NamedFunctions(deployment);
  return byFunction(resources.flatMap((resource) => {
    const provider = functions.named(resource.get('ServiceToken'), resource);
    return provider === undefined ? [] : [{ id: provider.id, value: { source: resource.source(), calls: callsOf(provider) } }];
  }));
}

function callsOf(provider: Resource): string[] {
  const variables = mapOf(entryOf(provider.get('Environment'), 'Variables'));
  return CALLS_OF_FRAMEWORK.filter(([variable]) => variables !== undefined && !isNone(variables.get(variable))).map(([, service]) => service);
}
