import type { CfnResource, IAspect } from 'aws-cdk-lib';
import { AspectPriority, Aspects } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Waiting } from './ways-order';
import { WaysOrder } from './ways-order';
import { WhenComplete, stageOf } from './when-complete';
import type { DeclaredDestination } from '../metadata/declared-destination';

/** A resource in the subnets and groups of a connection. */
type Connected = Omit<Waiting, 'leavesVpc'>;

/** Has functions created after the ways that they declare, and deleted before them, as soon as the tree is complete. */
export class WaysFirst implements IAspect {
  /**
   * The order of the stage that a construct is in. Networks ask for it first, while the tree is still being made: AWS CDK refuses an aspect that comes before one
   * which is at work, such as one that defines functions.
   */
  public static of(scope: IConstruct): WaysFirst {
    const stage = stageOf(scope);
    const existing = ordered.get(stage);
    if (existing !== undefined) {
      return existing;
    }
    const order = new WaysFirst(stage);
    ordered.set(stage, order);
    Aspects.of(stage).add(order, { priority: AspectPriority.DEFAULT });
    return order;
  }

  private readonly waiting = new Map<CfnResource, Waiting>();
  private done = false;

  private constructor(private readonly stage: IConstruct) {
  }

  /** Have a resource wait. What declares nothing has no ways. */
  public expect({ resource, network, subnets, securityGroups }: Connected, declared: readonly DeclaredDestination[]): void {
    if (declared.length > 0) {
      const leavesVpc = declared.some(({ kind }) => kind !== 'aws-service' && kind !== 'internet');
      this.waiting.set(resource, { resource, network, subnets, securityGroups, leavesVpc });
    }
  }

  public visit(node: IConstruct): void {
    if (node !== this.stage || this.done) {
      return;
    }
    this.done = true;
    WhenComplete.completeAll(this.stage);
    if (this.waiting.size > 0) {
      new WaysOrder(this.stage, [...this.waiting.values()]).arrange();
    }
  }
}

const ordered = new WeakMap<IConstruct, WaysFirst>();
