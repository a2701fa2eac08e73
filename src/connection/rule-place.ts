import type { Reference } from 'aws-cdk-lib';
import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StandIn } from './early-rendering';
import { EarlyResolver, renderElement } from './early-rendering';
import { namedInText } from './named-in-text';

/*
 * Models: which units of deployment depend on which. Seen from outside, a stack with all the stacks nested in it is one unit; seen
 * from the innermost stack that contains both ends, each of its own elements is a unit and so is each stack nested in it.
 * Law: a security group rule is a leaf, nothing ever depends on it. It closes a cycle only by making the unit it lies in depend
 * on the unit of the other group; in a stack that contains the other group's stack it never does.
 * Refuses: to foresee. It looks at the construct tree as it is, and is asked when the tree is complete.
 */

/** The stack in which a rule between two groups is defined: that of the group itself, or that of its peer. */
export enum RulePlace {
  OWN = 'own',
  PEER = 'peer',
}

/** Finds the place where rules between a group and its peer close no dependency cycle: the group's own stack, unless the peer's depends on it. */
export function rulePlace(own: IConstruct, peer: IConstruct): RulePlace {
  const common = innermostCommonStack(Stack.of(own), Stack.of(peer));
  if (common === Stack.of(own)) {
    return RulePlace.OWN;
  }
  if (common === Stack.of(peer)) {
    return RulePlace.PEER;
  }
  const view = new DeploymentView(common);
  return view.dependsOn(peer, own) ? RulePlace.PEER : RulePlace.OWN;
}

/** The units of deployment inside a stack, or those of the whole app. */
export class DeploymentView {
  constructor(private readonly container?: Stack) {
  }

  public dependsOn(dependent: IConstruct, dependency: IConstruct): boolean {
    const goal = this.unitOf(dependency);
    for (const unit of this.needed(dependent)) {
      if (unit === goal) {
        return true;
      }
    }
    return false;
  }

  /** The unit of a construct, and all that it depends on. */
  public closureOf(construct: IConstruct): ReadonlySet<IConstruct> {
    return new Set(this.needed(construct));
  }

  private *needed(construct: IConstruct): Generator<IConstruct> {
    const pending = [this.unitOf(construct)];
    const seen = new Set(pending);
    for (let unit = pending.pop(); unit !== undefined; unit = pending.pop()) {
      yield unit;
      for (const next of this.directDependencies(unit)) {
        if (!seen.has(next)) {
          seen.add(next);
          pending.push(next);
        }
      }
    }
  }

  private directDependencies(unit: IConstruct): IConstruct[] {
    const targets = Stack.isStack(unit) ? stackDependencies(unit) : [...elementDependencies(unit), ...orderDependencies(unit.node.scopes)];
    return targets.flatMap((target) => this.unitOf(target) ?? []);
  }

  /** The unit a construct lies in; undefined when that is outside the container, on which nothing outside depends in turn. */
  public unitOf(construct: IConstruct): IConstruct | undefined {
    let stack = Stack.of(construct);
    if (stack === this.container) {
      return construct;
    }
    while (stack.nestedStackParent !== this.container && stack.nestedStackParent !== undefined) {
      stack = stack.nestedStackParent;
    }
    return stack.nestedStackParent === this.container ? stack : undefined;
  }
}

/** Everything that the elements of a stack, nested ones included, depend on. */
function stackDependencies(stack: Stack): IConstruct[] {
  const constructs = stack.node.findAll();
  const frame = stack.nestedStackResource === undefined ? [] : elementDependencies(stack.nestedStackResource);
  return [...stack.dependencies, ...frame, ...constructs.flatMap(elementDependencies), ...orderDependencies([...stack.node.scopes, ...constructs])];
}

/** No logical id, as it is not of letters and digits. */
const NAMES_NOTHING: StandIn = { Ref: '→' };

const knownReferences = new WeakMap<IConstruct, IConstruct[]>();

/** The constructs an element's template refers to, or comes after. References are found once for each element: to find them, the element is rendered. */
function elementDependencies(construct: IConstruct): IConstruct[] {
  if (!CfnElement.isCfnElement(construct)) {
    return [];
  }
  const references = knownReferences.get(construct) ?? referencesOf(construct);
  knownReferences.set(construct, references);
  return CfnResource.isCfnResource(construct) ? [...references, ...construct.obtainDependencies()] : references;
}

/** The constructs that an element's template refers to at the moment. */
export function referencesOf(element: CfnElement): IConstruct[] {
  const recorder = new ReferenceRecorder();
  const rendered = renderElement(element, recorder);
  return [...new Set([...recorder.targets, ...namedInText(element, rendered)])];
}

/** Returns what constructs were told to be deployed after; to depend on a construct is to depend on all there is in it. */
function orderDependencies(constructs: IConstruct[]): IConstruct[] {
  return constructs
    .flatMap(({ node }) => node.dependencies)
    .flatMap((dependency) => dependency.node.findAll().filter(CfnElement.isCfnElement));
}

/** The innermost stack that contains both. */
export function innermostCommonStack(one: Stack, other: Stack): Stack | undefined {
  const others = new Set(withParents(other));
  return withParents(one).find((stack) => others.has(stack));
}

/** A stack and the stacks that contain it, the innermost first. */
export function withParents(stack: Stack): Stack[] {
  return stack.nestedStackParent === undefined ? [stack] : [stack, ...withParents(stack.nestedStackParent)];
}

/** Remembers the constructs that are referred to, and leaves nothing in their place that would name an element of the template. */
class ReferenceRecorder extends EarlyResolver {
  public readonly targets = new Set<IConstruct>();

  protected override onReference(reference: Reference): StandIn {
    this.targets.add(reference.target);
    return NAMES_NOTHING;
  }
}
