import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The path of a construct below its stage, so that it is the same in each stage that an app defines from the same code. */
export function pathInStage(construct: IConstruct): string {
  const stage = Stage.of(construct)?.node.path ?? '';
  return stage === '' ? construct.node.path : construct.node.path.slice(stage.length + 1);
}
