import type { ResourceId } from '../model/source';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite } from '../template/value';

/*
 * Models: nested stacks whose templates are not at hand, and what is handed to them.
 */

const STACK_TYPES = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

const MAX_DEPTH = 20;

/** The nested stacks of which there is no template. */
export function unreadStacks(deployment: Deployment): readonly Resource[] {
  return STACK_TYPES.flatMap((type) => deployment.resources(type)).filter(({ scope, logicalId }) => scope.nestedScope(logicalId) === undefined);
}

/** The resources that are handed to such stacks, each with what that means. */
export function handedToUnreadStacks(deployment: Deployment): ReadonlyMap<ResourceId, string> {
  const reasons = new Map<ResourceId, string>();
  for (const stack of unreadStacks(deployment)) {
    namedIn(stack.get('Parameters'), 0, (id) => reasons.set(id, `it is handed to the nested stack ${stack.logicalId}, whose template is not at hand`));
  }
  return reasons;
}

/** The resources that a value names, anywhere in it. */
function namedIn(value: Value, depth: number, found: (id: ResourceId) => void): void {
  if (!isComposite(value) || depth > MAX_DEPTH) {
    return;
  }
  const inner = value.kind === 'list' ? value.items
    : value.kind === 'map' ? value.keys().map((key) => value.get(key))
      : value.kind === 'text' ? value.parts : [];
  inner.forEach((each) => namedIn(each, depth + 1, found));
  if (value.kind === 'reference') {
    found(value.id);
  }
}
