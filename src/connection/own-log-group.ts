import { CfnResource, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { propertyOf } from './plain-function';
import { soleReference } from './sole-reference';

/*
 * Models: the log group that Lambda makes by the name of a function, where an app says something of it: its retention, a subscription, a filter.
 * Law: such a function writes there and nowhere else, or what is said of the group is said of one in which nothing is written any more.
 */

/** The types of what says something of a log group, by its name. */
const TYPES: ReadonlySet<string> = new Set(['AWS::Logs::LogGroup', 'AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter', 'Custom::LogRetention']);

/** The beginning of the names that Lambda gives. */
const PREFIX = '/aws/lambda/';

/** Tells whether the app says something of the log group that Lambda makes for a function. */
export function hasOwnLogGroup(resource: CfnResource): boolean {
  const { node } = Stage.of(resource) ?? resource.node.root;
  return node.findAll().some((each) => isAboutLogs(each) && isNamedAfter(resource, propertyOf(each, 'LogGroupName')));
}

function isAboutLogs(construct: IConstruct): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && TYPES.has(construct.cfnResourceType);
}

function isNamedAfter(resource: CfnResource, name: unknown): boolean {
  if (typeof name !== 'string' || !name.startsWith(PREFIX)) {
    return false;
  }
  const rest = name.slice(PREFIX.length);
  return soleReference(rest)?.target === resource || rest === propertyOf(resource, 'FunctionName');
}
