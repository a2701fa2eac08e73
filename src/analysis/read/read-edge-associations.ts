import { NamedFunctions, byFunction } from './named-function';
import type { EdgeAssociation } from '../model/deployment-facts';
import type { ResourceId } from '../model/source';
import { entryOf, itemsOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';

/*
 * Models: the functions that distributions of CloudFront run at the edge, for all requests and for those of one path.
 */

/** The distributions of the templates that run functions of the templates, by function. */
export function readEdgeAssociations(deployment: Deployment): ReadonlyMap<ResourceId, readonly EdgeAssociation[]> {
  const distributions = deployment.resources('AWS::CloudFront::Distribution');
  if (distributions.length === 0) {
    return new Map();
  }
  const functions = new NamedFunctions(deployment);
  return byFunction(distributions.flatMap((distribution) => associationsOf(distribution, functions)));
}

function associationsOf(distribution: Resource, functions: NamedFunctions): { id: ResourceId; value: EdgeAssociation }[] {
  const config = distribution.get('DistributionConfig');
  const behaviors = [entryOf(config, 'DefaultCacheBehavior'), ...itemsOf(entryOf(config, 'CacheBehaviors'))];
  return behaviors.flatMap((behavior) => itemsOf(entryOf(behavior, 'LambdaFunctionAssociations'))).flatMap((association) => {
    const found = functions.named(entryOf(association, 'LambdaFunctionARN'), distribution);
    const event = textOf(entryOf(association, 'EventType'));
    const value = { distribution: distribution.source(), ...event.known ? { event: event.value } : {} };
    return found === undefined ? [] : [{ id: found.id, value }];
  });
}
