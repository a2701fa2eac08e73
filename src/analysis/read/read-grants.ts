import { allPlaces, grantedCalls } from './granted-calls';
import type { OwnCalls } from './own-calls-of-lambda';
import { OwnCallsOfLambda } from './own-calls-of-lambda';
import { Roles } from './roles';
import type { Grants } from '../model/grants';
import type { Workload } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';

/*
 * Models: what the roles of functions let them call. No network hangs on it, so it makes no worlds of its own: policies that are there only if a condition holds that is not decided are
 * not known.
 * Law: functions with one role have one set of grants, and what Lambda does for one of them may be what a permission is for.
 */

const FUNCTION_TYPES = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** The workloads, and of functions what their roles let them call. */
export function withGrants(deployment: Deployment, workloads: ReadonlyMap<ResourceId, Workload>): ReadonlyMap<ResourceId, Workload> {
  const grants = deployment.aside(() => readGrants(deployment));
  return new Map([...workloads].map(([id, workload]) => {
    const own = grants.get(id);
    return [id, own === undefined ? workload : { ...workload, grants: own }];
  }));
}

function readGrants(deployment: Deployment): ReadonlyMap<ResourceId, Grants> {
  const functions = FUNCTION_TYPES.flatMap((type) => deployment.possible(type));
  const roles = new Roles(deployment);
  const own = new OwnCallsOfLambda(deployment);
  const byRole = new Map<string, Resource[]>();
  for (const lambda of functions) {
    const name = roles.nameOf(lambda);
    if (name !== undefined) {
      const others = byRole.get(name) ?? [];
      byRole.set(name, others);
      others.push(lambda);
    }
  }
  return new Map([...byRole].flatMap(([role, all]) => {
    const policies = roles.policiesOf(role, all[0]);
    const region = all[0].scope.deployment.environments.of(all[0].scope).region;
    // most roles allow nothing that is not Lambda's
    const calls = policies.statements.length === 0 ? [] : grantedCalls(policies, together(all.map((lambda) => own.of(lambda))), region);
    const mayCall = allPlaces(policies);
    const grants: Grants = { role, calls, ...mayCall === undefined ? {} : { mayCall } };
    return all.map((lambda) => [lambda.id, grants] as const);
  }));
}

function together(all: readonly OwnCalls[]): OwnCalls {
  return {
    sources: all.flatMap(({ sources }) => sources), destinations: all.flatMap(({ destinations }) => destinations),
    hasKey: all.some(({ hasKey }) => hasKey), mountsBucket: all.some(({ mountsBucket }) => mountsBucket),
  };
}
