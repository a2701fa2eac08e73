import { CfnResource, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { renderElement } from './early-rendering';
import { NamingResolver, nameOf, namesOf } from './names-in-values';
import { NetworkError } from '../private/network-error';

/*
 * Models: functions and custom resources as bare resources, of whatever class: AWS CDK defines some of its own functions without a construct around them.
 * Law: what is read of a resource is what it was given. To look at it changes nothing.
 * Refuses: a role that this app does not define.
 */

/** The properties that every resource has, though the CDK does not show them. */
interface WithProperties {
  readonly cfnProperties: Readonly<Record<string, unknown>>;
}

/** A template of one resource. */
interface Rendered {
  readonly Resources?: Readonly<Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>>;
}

/** The type of functions. */
const FUNCTION = 'AWS::Lambda::Function';

/** The types of custom resources. */
const CUSTOM_RESOURCE = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

/** Returns whether a construct is the resource of a function. */
export function isFunctionResource(construct: IConstruct): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === FUNCTION;
}

/** Returns whether the class of a function's resource has its properties. AWS CDK takes any resource of the type for one. */
export function isTypedFunction(resource: CfnResource): resource is lambda.CfnFunction {
  return isFunctionResource(resource) && 'vpcConfig' in resource;
}

/** A property as it was given, tokens and all. Classes for a type have the names of properties with a small letter. */
export function propertyOf(resource: CfnResource, name: string): unknown {
  const { cfnProperties } = resource as unknown as WithProperties;
  return cfnProperties[name] ?? cfnProperties[`${name.charAt(0).toLowerCase()}${name.slice(1)}`];
}

/** The properties as a template would have them at the moment, with paths in place of references: what was overridden counts. */
export function renderedProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  const { Resources } = renderElement(resource, new NamingResolver()) as Rendered;
  return Object.values(Resources ?? {})[0]?.Properties ?? {};
}

/** The custom resources that lie in a construct, or are it. */
export function customResourcesIn({ node }: IConstruct): CfnResource[] {
  return node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && CUSTOM_RESOURCE.test(each.cfnResourceType));
}

/** The custom resources of a stage that a function serves. */
export function customResourcesOf(resource: CfnResource): CfnResource[] {
  return customResourcesIn(Stage.of(resource) ?? resource.node.root)
    .filter((each) => namesOf(each, propertyOf(each, 'ServiceToken')).includes(nameOf(resource)));
}

/** The functions that custom resources in a construct are served by, each of them once. */
export function providersOf(construct: IConstruct): CfnResource[] {
  const names = new Set(customResourcesIn(construct).flatMap((each) => namesOf(each, propertyOf(each, 'ServiceToken'))));
  const { node } = Stage.of(construct) ?? construct.node.root;
  return names.size === 0 ? [] : node.findAll().filter(isFunctionResource).filter((each) => names.has(nameOf(each)));
}

/** The role of a function that is a bare resource, to which statements can be added. */
export function roleBehind(scope: Construct, resource: CfnResource): iam.IRole {
  const names = namesOf(resource, propertyOf(resource, 'Role'));
  const role = resource.node.root.node.findAll()
    .find((each): each is CfnResource => CfnResource.isCfnResource(each) && each.cfnResourceType === 'AWS::IAM::Role' && names.includes(nameOf(each)));
  if (role === undefined) {
    throw new NetworkError(
      'FUNCTION_ROLE',
      `the role of the function ${resource.node.path} is not defined in this app, and Lambda needs permissions of it for network interfaces: define the role here, or define the function with `
      + 'lambda.Function and the role of a connection',
      resource,
    );
  }
  const construct = role.node.scope;
  if (construct instanceof iam.Role) {
    return construct;
  }
  const id = `RoleOf${role.node.addr.slice(-8)}`;
  return scope.node.tryFindChild(id) as iam.IRole | undefined ?? iam.Role.fromRoleName(scope, id, role.ref);
}
