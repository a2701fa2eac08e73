import type { IAspect } from 'aws-cdk-lib';
import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Does something once, when the construct tree is complete. Add it to the construct it waits at. */
export class WhenComplete implements IAspect {
  /** Do at once whatever waits in a stage, for what needs to come after all of it. */
  public static completeAll(stage: IConstruct): void {
    const waiting = known.get(stage) ?? [];
    // what is done may add more
    for (let index = 0; index < waiting.length; index++) {
      waiting[index].complete();
    }
  }

  private done = false;

  constructor(private readonly at: IConstruct, private readonly action: () => void) {
    const stage = stageOf(at);
    const waiting = known.get(stage) ?? [];
    known.set(stage, waiting);
    waiting.push(this);
  }

  public visit(node: IConstruct): void {
    if (node === this.at) {
      this.complete();
    }
  }

  private complete(): void {
    if (!this.done) {
      this.done = true;
      this.action();
    }
  }
}

const known = new WeakMap<IConstruct, WhenComplete[]>();

/** The stage that a construct is synthesized with, which is the app unless there are others. */
export function stageOf(construct: IConstruct): IConstruct {
  return Stage.of(construct) ?? construct.node.root;
}
