import type { Ternary } from './ternary';

/*
 * Models: where in the input a thing stands, so that whatever is said of it can be found again.
 */

/** The name of a thing in the model, unique in it: the template's name, `#` and the logical id; of what is only referred to, its id in AWS. */
export type ResourceId = string;

/** The mark of a name that stands for something unknown: equal names are the same thing, others may be. */
const UNKNOWN_MARK = '?';

/** The mark in such a name of what is found out during deployment: by a custom resource, a macro, or a stack that is not at hand. */
const DEPLOY_TIME_MARK = '!';

/** Makes the name of what something finds out during deployment. */
export function deployTimeId(by: ResourceId, what: string): string {
  return `${by}${DEPLOY_TIME_MARK}${what}`;
}

/** Returns whether a name may be of anything that templates define. A resource that a parameter names is there before the stack that has it. */
export function mayBeAnyResource(id: ResourceId): boolean {
  return id.startsWith(UNKNOWN_MARK) && /#[\w:]+!/.test(id);
}

/** Tells whether a name stands for something that only the deployment knows. */
export function isUnknownId(id: ResourceId): boolean {
  return id.startsWith(UNKNOWN_MARK);
}

/** Tells whether two names are of the same thing. */
export function isSameResource(one: ResourceId, other: ResourceId): Ternary {
  if (one === other) {
    return 'yes';
  }
  return isUnknownId(one) || isUnknownId(other) ? 'unknown' : 'no';
}

/** The place where a resource is written. */
export interface Source {
  readonly id: ResourceId;

  /** The file name of the template, undefined for what no template defines. */
  readonly template?: string;
  readonly logicalId?: string;

  /** The CloudFormation type, such as `AWS::EC2::Subnet`. */
  readonly type: string;

  /** The construct path that AWS CDK wrote into the template, up to the resource itself. */
  readonly constructPath?: string;

  /** The day of the snapshot that has it, such as `2026-11-28`; undefined for what no snapshot has. */
  readonly snapshot?: string;

  /** The tag `Name` that it has in the snapshot. */
  readonly name?: string;
}

/** The name that AWS CDK gives to the resource inside a construct; to those inside its subnets and route tables it gives others. */
const INSIDE_A_CONSTRUCT = /\/(Resource|Default|Subnet|RouteTable)$/;

/** Names a resource as people do: by the path of its construct, by logical id, by its id in AWS. */
export function describeSource({ constructPath, logicalId, id, name }: Source): string {
  return constructPath?.replace(INSIDE_A_CONSTRUCT, '') ?? logicalId ?? (name === undefined ? id : `${id} (${name})`);
}
