import { CfnResource, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { DEFAULT_CROSS_STACK_REFERENCES } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import { soleReference } from './sole-reference';

/*
 * Models: references between stacks that hold nothing. An export cannot be removed while another stack imports it, and the stack that exports is deployed
 * first: whoever stops using an export in one deployment is refused (docs/adr/0014-references-that-hold-nothing.md).
 * Law: what is referred to this way is read when the referring stack is deployed, and nobody imports an export of it.
 * Refuses: what is no reference to a resource. Such a value is passed on as it is, because no export comes of it.
 */

/** Let all stacks that refer to a resource read what they need when they are deployed, so that the resource can be removed first. */
export function holdLoosely(resource: CfnResource): void {
  const strength = strengthFor(resource);
  [resource, ...nestedStacksAround(resource)].forEach((each) => CrossStackReferences.of(each).produce(strength));
}

/**
 * The same value, read when the stack is deployed that uses it.
 *
 * On its way into a nested stack or out of one, AWS CDK forgets what it was told of a single reference. It remembers what it was told of a resource.
 */
export function looseReference(consumer: IConstruct, value: string): string {
  const target = soleReference(value)?.target;
  if (target === undefined) {
    return value;
  }
  if (CfnResource.isCfnResource(target) && [target, consumer].some((end) => nestedStacksAround(end).length > 0)) {
    holdLoosely(target);
    return value;
  }
  return Stack.consumeReference(value, strengthFor(consumer));
}

/** The resources of the nested stacks that a construct is in, the innermost first. */
function nestedStacksAround(construct: IConstruct): CfnResource[] {
  const { nestedStackResource } = Stack.of(construct);
  return nestedStackResource === undefined ? [] : [nestedStackResource, ...nestedStacksAround(nestedStackResource)];
}

/** Exports stay where apps have had them so far: they cannot be removed in the deployment in which others stop importing them. */
function strengthFor(scope: IConstruct): ReferenceStrength {
  return scope.node.tryGetContext(DEFAULT_CROSS_STACK_REFERENCES) === ReferenceStrength.WEAK ? ReferenceStrength.WEAK : ReferenceStrength.BOTH;
}
