import type { IAspect } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Does something once, when the construct tree is complete. Add it to the construct it waits at. */
export class WhenComplete implements IAspect {
  private done = false;

  constructor(private readonly at: IConstruct, private readonly action: () => void) {
  }

  public visit(node: IConstruct): void {
    if (node === this.at && !this.done) {
      this.done = true;
      this.action();
    }
  }
}
