import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { sameMembers } from './same-members';
import { NetworkError } from '../private/network-error';

/** A resource in which functions compute, and where that is. */
interface ComputeResource {
  readonly resource: CfnResource;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** The resource of a capacity provider or a network connector. */
export function readCompute(compute: IConstruct): ComputeResource {
  const resource = compute.node.defaultChild ?? compute;
  if (lambda.CfnCapacityProvider.isCfnCapacityProvider(resource)) {
    return { resource, ...placeIn(resource, resource.vpcConfig) };
  }
  if (lambda.CfnNetworkConnector.isCfnNetworkConnector(resource)) {
    const { vpcEgressConfiguration } = settled<lambda.CfnNetworkConnector.ConfigProperty>(resource, resource.configuration);
    return { resource, ...placeIn(resource, vpcEgressConfiguration) };
  }
  throw new NetworkError(
    'COMPUTE_NOT_CONNECTED', `the construct ${compute.node.path} is no capacity provider and no network connector that this app defines: attach one of these`, compute,
  );
}

/** Refuse a resource that was given something else than the connection has. */
export function assertMembers(compute: IConstruct, what: string, given: readonly string[], expected: readonly string[]): void {
  if (!sameMembers(compute, given, expected)) {
    throw new NetworkError(
      'COMPUTE_NOT_CONNECTED', `the resource has ${given.length} ${what} that are not those of its connection: give it the ${what} of the connection`, compute,
    );
  }
}

function placeIn(resource: CfnResource, place: unknown): Omit<ComputeResource, 'resource'> {
  const { subnetIds = [], securityGroupIds = [] } = settled<Partial<Omit<ComputeResource, 'resource'>>>(resource, place ?? {});
  return { subnetIds, securityGroupIds };
}

/** A property whose value may be known only when it is resolved. */
function settled<T>(resource: CfnResource, value: unknown): T {
  const isLazy = typeof value === 'object' && value !== null && 'resolve' in value;
  return (isLazy ? Stack.of(resource).resolve(value) : value) as T;
}
