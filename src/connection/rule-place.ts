import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnElement, CfnResource, DefaultTokenResolver, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

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
class DeploymentView {
  constructor(private readonly container?: Stack) {
  }

  public dependsOn(dependent: IConstruct, dependency: IConstruct): boolean {
    const goal = this.unitOf(dependency);
    const pending = [this.unitOf(dependent)];
    const seen = new Set(pending);
    for (let unit = pending.pop(); unit !== undefined; unit = pending.pop()) {
      if (unit === goal) {
        return true;
      }
      for (const next of this.directDependencies(unit)) {
        if (!seen.has(next)) {
          seen.add(next);
          pending.push(next);
        }
      }
    }
    return false;
  }

  private directDependencies(unit: IConstruct): IConstruct[] {
    const targets = Stack.isStack(unit) ? stackDependencies(unit) : [...elementDependencies(unit), ...orderDependencies(unit.node.scopes)];
    return targets.flatMap((target) => this.unitOf(target) ?? []);
  }

  /** The unit a construct lies in; undefined when that is outside the container, on which nothing outside depends in turn. */
  private unitOf(construct: IConstruct): IConstruct | undefined {
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

const knownDependencies = new WeakMap<IConstruct, IConstruct[]>();

/** The constructs an element's template refers to. Found once for each element: to find them, the element is rendered. */
function elementDependencies(construct: IConstruct): IConstruct[] {
  if (!CfnElement.isCfnElement(construct)) {
    return [];
  }
  const known = knownDependencies.get(construct);
  if (known !== undefined) {
    return known;
  }
  const recorder = new ReferenceRecorder();
  Tokenization.resolve((construct as unknown as Renderable)._toCloudFormation(), { scope: construct, resolver: recorder, preparing: true });
  const ordered = CfnResource.isCfnResource(construct) ? construct.obtainDependencies() : [];
  const found = [...recorder.targets, ...ordered];
  knownDependencies.set(construct, found);
  return found;
}

/** Returns what constructs were told to be deployed after; to depend on a construct is to depend on all there is in it. */
function orderDependencies(constructs: IConstruct[]): IConstruct[] {
  return constructs
    .flatMap(({ node }) => node.dependencies)
    .flatMap((dependency) => dependency.node.findAll().filter(CfnElement.isCfnElement));
}

function innermostCommonStack(one: Stack, other: Stack): Stack | undefined {
  const others = new Set(withParents(other));
  return withParents(one).find((stack) => others.has(stack));
}

/** A stack and the stacks that contain it, the innermost first. */
function withParents(stack: Stack): Stack[] {
  return stack.nestedStackParent === undefined ? [stack] : [stack, ...withParents(stack.nestedStackParent)];
}

/** The method that every element of a template has, though the CDK does not show it. */
interface Renderable {
  _toCloudFormation(): object;
}

/** Resolves as usual and remembers the constructs that are referred to. */
class ReferenceRecorder extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const reference = coupledReference(token) ?? token;
    if (Reference.isReference(reference)) {
      this.targets.add(reference.target);
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** The reference inside a token that says how strongly two stacks are coupled. */
function coupledReference(token: IResolvable): unknown {
  return (token as { readonly reference?: unknown }).reference;
}
