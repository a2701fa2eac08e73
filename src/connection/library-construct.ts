import { CfnResource } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ILogGroupRef } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { definedFunctionResource, functionResource } from './function-resource';
import { jsiiName } from './library-needs';
import { hasOwnLogGroup } from './own-log-group';
import { isFunctionResource, isTypedFunction, propertyOf, providersOf } from './plain-function';
import { sameMembers } from './same-members';
import { soleReference } from './sole-reference';
import { NetworkError } from '../private/network-error';

/*
 * Models: constructs of libraries that have a function inside, or behind them: deployments to buckets, custom resources, provider frameworks.
 * Law: what such a construct does not pass on to its function is set on the resource of the function. What somebody gave it stays, and is held against the connection like that
 * of any function.
 * Refuses: a construct with no function or with several, because nobody knows which is meant.
 */

/** A function that is attached. */
export interface Attached {
  /** The construct around the resource, where there is one. */
  readonly lambdaFunction?: lambda.IFunction;
  readonly resource: CfnResource;

  /** Tells whether a construct of a library defines it, which passes on to it what it likes. */
  readonly isOfLibrary: boolean;
}

/** The subnets and groups of a function. */
interface Place {
  readonly subnets: ec2.ISubnet[];
  readonly securityGroups: ec2.ISecurityGroup[];
}

/** The things that a connection sets. */
export interface Given extends Place {
  readonly ipv6AllowedForDualStack?: boolean;
  readonly logGroup: ILogGroupRef;
}

/** The classes of AWS CDK that define functions inside of them. */
const LIBRARIES: ReadonlySet<string> = new Set([
  'aws-cdk-lib.aws_s3_deployment.BucketDeployment', 'aws-cdk-lib.custom_resources.AwsCustomResource', 'aws-cdk-lib.custom_resources.Provider',
]);

/** The only function that a construct is, contains, or has behind it. */
export function functionOf(construct: IConstruct): Attached {
  if (isFunction(construct)) {
    const isOfLibrary = construct.node.scopes.some((each) => LIBRARIES.has(jsiiName(each) ?? ''));
    return { lambdaFunction: construct, resource: functionResource(construct), isOfLibrary };
  }
  const found = functionsIn(construct);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    const names = found.map(({ lambdaFunction, resource }) => (lambdaFunction ?? resource).node.path).sort().join(', ');
    throw new NetworkError(
      'FUNCTION_AMBIGUOUS',
      `the construct ${construct.node.path} contains ${found.length} functions${names === '' ? '' : ` (${names})`}, expected one: `
      + `${names === '' ? 'attach the function itself' : 'attach each to a connection of its own'}`,
      construct,
    );
  }
  return only;
}

/** The function that a resource is, with the construct around it. */
export function functionOfResource(resource: CfnResource): Attached {
  const scope = resource.node.scope!;
  const lambdaFunction = isFunction(scope) && definedFunctionResource(scope) === resource ? scope : undefined;
  return { resource, lambdaFunction, isOfLibrary: true };
}

function functionsIn(construct: IConstruct): Attached[] {
  const found = new Map<CfnResource, Attached>();
  for (const each of construct.node.findAll().filter(isFunction)) {
    const resource = definedFunctionResource(each);
    if (resource !== undefined && !found.has(resource)) {
      found.set(resource, { resource, lambdaFunction: each, isOfLibrary: true });
    }
  }
  const bare = construct.node.findAll().filter(isFunctionResource).filter((resource) => !found.has(resource));
  const inside = [...found.values(), ...bare.map(functionOfResource)];
  return inside.length > 0 ? inside : providersOf(construct).map(functionOfResource);
}

/** Give a function inside of a construct of a library what the construct could not pass on to it. */
export function placeInNetwork(given: Given, resource: CfnResource): void {
  if (!isTypedFunction(resource)) {
    placePlainFunction(given, resource);
    return;
  }
  const { subnets, securityGroups, ipv6AllowedForDualStack, logGroup } = given;
  const config = resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty | undefined;
  const groups = config?.securityGroupIds ?? [];
  resource.vpcConfig = {
    subnetIds: config?.subnetIds ?? subnets.map(({ subnetId }) => subnetId),
    securityGroupIds: groups.every((id) => isOwnGroup(resource, id)) ? securityGroups.map(({ securityGroupId }) => securityGroupId) : groups,
    ipv6AllowedForDualStack,
  };
  const logging = resource.loggingConfig as lambda.CfnFunction.LoggingConfigProperty | undefined;
  if (logging?.logGroup === undefined && !hasOwnLogGroup(resource)) {
    resource.loggingConfig = { ...logging, logGroup: logGroup.logGroupRef.logGroupName };
  }
}

/** Put a function that is attached already into these groups, and no others. */
export function regroup(resource: CfnResource, securityGroups: readonly ec2.ISecurityGroup[]): void {
  const securityGroupIds = securityGroups.map(({ securityGroupId }) => securityGroupId);
  if (isTypedFunction(resource)) {
    resource.vpcConfig = { ...resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty, securityGroupIds };
  } else {
    resource.addPropertyOverride('VpcConfig.SecurityGroupIds', securityGroupIds);
  }
}

/** Override the properties of a resource whose class does not know them. */
function placePlainFunction({ subnets, securityGroups, ipv6AllowedForDualStack, logGroup }: Given, resource: CfnResource): void {
  if (propertyOf(resource, 'VpcConfig') !== undefined) {
    throw new NetworkError(
      'FUNCTION_NOT_CONNECTED', 'the function was given a VpcConfig, expected none: leave it out, and attach() sets that of the connection', resource,
    );
  }
  assertNotElsewhere(resource, { subnets, securityGroups });
  resource.addPropertyOverride('VpcConfig', {
    SubnetIds: subnets.map(({ subnetId }) => subnetId),
    SecurityGroupIds: securityGroups.map(({ securityGroupId }) => securityGroupId),
    ...ipv6AllowedForDualStack === true ? { Ipv6AllowedForDualStack: true } : {},
  });
  if (propertyOf(resource, 'LoggingConfig') === undefined && !hasOwnLogGroup(resource)) {
    resource.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupRef.logGroupName });
  }
}

/** Refuse a function that another connection has put into other groups or subnets: one in a stack serves all constructs of its class. */
function assertNotElsewhere(resource: CfnResource, place: Place): void {
  const before = placed.get(resource) ?? place;
  placed.set(resource, place);
  const isSame = sameMembers(resource, subnetIds(before), subnetIds(place)) && sameMembers(resource, groupIds(before), groupIds(place));
  if (!isSame) {
    throw new NetworkError(
      'FUNCTION_NOT_CONNECTED',
      'the function is attached to another connection, with other destinations or subnets, expected one: it serves all constructs of its class in the stack, so attach them to the same '
      + 'connection',
      resource,
    );
  }
}

function subnetIds({ subnets }: Place): string[] {
  return subnets.map(({ subnetId }) => subnetId);
}

function groupIds({ securityGroups }: Place): string[] {
  return securityGroups.map(({ securityGroupId }) => securityGroupId);
}

/** The places of bare resources, of which nothing can be read but what they were given. */
const placed = new WeakMap<CfnResource, Place>();

/** Returns whether a construct is a function with the methods of one, and no bare resource. */
export function isFunction(construct: IConstruct): construct is lambda.IFunction {
  return 'functionArn' in construct && 'grantInvoke' in construct && !CfnResource.isCfnResource(construct);
}

/** A group that AWS CDK defined for the function alone. */
function isOwnGroup({ node }: CfnResource, id: string): boolean {
  return soleReference(id)?.target.node.path.startsWith(`${node.scope!.node.path}/`) === true;
}
