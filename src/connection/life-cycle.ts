import type { CfnResource } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { isTypedFunction } from './plain-function';
import { warnOfFunctionUrl } from '../lifecycle/function-url';
import type { KeepAliveOptions } from '../lifecycle/keep-alive';
import { KeepAlive } from '../lifecycle/keep-alive';
import { releaseOnDelete } from '../lifecycle/network-interface-release';
import { NetworkError } from '../private/network-error';

/*
 * Models: what a function has asked for over the life of its network interfaces.
 * Law: each of it is defined once for a function, and nothing of it for one that is detached.
 * Refuses: to detach a function that mounts a file system.
 */

/** The options that decide about a function's network interfaces over time. */
export interface LifeCycle {
  readonly vpc: ec2.IVpc;
  readonly detached?: boolean;
  readonly releaseNetworkInterfacesOnDelete?: boolean;
  readonly keepAlive?: KeepAliveOptions;
}

/** Define what a function has asked for, once. A function that is detached has no interfaces to care for. */
export function defineLifeCycle(resource: CfnResource, lifeCycle: LifeCycle, lambdaFunction?: lambda.IFunction): void {
  if (lambdaFunction === undefined || !isTypedFunction(resource)) {
    keepPlain(resource, lifeCycle);
    return;
  }
  const { vpc, detached, releaseNetworkInterfacesOnDelete, keepAlive } = lifeCycle;
  if (detached === true) {
    leaveNetwork(resource);
    return;
  }
  const scope = resource.node.scope as Construct;
  const isNew = (id: string): boolean => scope.node.tryFindChild(id) === undefined;
  if (releaseNetworkInterfacesOnDelete === true && isNew('NetworkInterfaceRelease')) {
    releaseOnDelete(resource, vpc);
  }
  if (keepAlive !== undefined && isNew('KeepAlive')) {
    new KeepAlive(scope, 'KeepAlive', { ...keepAlive, lambdaFunction });
  }
  scope.node.addValidation({
    validate: () => {
      warnOfFunctionUrl(scope);
      return [];
    },
  });
}

/** Refuse for a bare resource what takes a function with its methods, and take it out of its VPC where it is detached. */
function keepPlain(resource: CfnResource, { detached, releaseNetworkInterfacesOnDelete, keepAlive }: LifeCycle): void {
  const asked = releaseNetworkInterfacesOnDelete === true ? 'releaseNetworkInterfacesOnDelete' : keepAlive === undefined ? undefined : 'keepAlive';
  if (asked !== undefined) {
    throw new NetworkError(
      'FUNCTION_PLAIN', `the function is a bare resource, and ${asked} of its connection is for constructs such as lambda.Function: leave it out`, resource,
    );
  }
  if (detached === true) {
    resource.addPropertyOverride('VpcConfig', { Ipv6AllowedForDualStack: false, SecurityGroupIds: [], SubnetIds: [] });
  }
}

/**
 * Take a function out of its VPC in a way that CloudFormation understands.
 *
 * It does not reset the permission for IPv6 when the property is merely left out, and Lambda refuses that permission without subnets.
 *
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2061
 */
function leaveNetwork(resource: lambda.CfnFunction): void {
  if (resource.fileSystemConfigs !== undefined) {
    throw new NetworkError(
      'FUNCTION_DETACHED', 'the function is detached but mounts a file system, which it reaches through its network: leave filesystem out as long as it is detached', resource,
    );
  }
  resource.vpcConfig = { ipv6AllowedForDualStack: false, securityGroupIds: [], subnetIds: [] };
}
