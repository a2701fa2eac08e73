import type { CfnResource, Reference } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StandIn } from './early-rendering';
import { EarlyResolver, renderValue } from './early-rendering';

/*
 * Models: what values of properties name, before synthesis: paths of constructs in place of references, and texts.
 */

/** The name by which a resource stands in the properties of others. */
export function nameOf(construct: IConstruct): string {
  return `→${construct.node.path}`;
}

/** The names in values of properties, such as the ids of subnets. One that stands for a whole list, such as a parameter, can be in no list with others. */
export function namesOf(scope: CfnResource, ...values: unknown[]): string[] {
  return values.flatMap((value) => [...textsIn(renderValue([value], scope, new NamingResolver()))]);
}

/** Puts the paths of constructs in the place of references. */
export class NamingResolver extends EarlyResolver {
  protected override onReference({ target }: Reference): StandIn {
    return { Ref: nameOf(target) };
  }
}

/** The texts in a value, at whatever depth. */
export function textsIn(value: unknown): Set<string> {
  if (typeof value === 'string') {
    return new Set([value]);
  }
  return typeof value !== 'object' || value === null ? new Set() : new Set(Object.values(value).flatMap((inner) => [...textsIn(inner)]));
}
