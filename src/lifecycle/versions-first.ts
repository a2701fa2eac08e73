import type { IAspect } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/** Has published versions of functions deleted before what releases the functions: they would keep the network interfaces. */
export class VersionsFirst implements IAspect {
  constructor(private readonly releases: ReadonlyMap<lambda.CfnFunction, IConstruct>) {
  }

  public visit(node: IConstruct): void {
    if (!lambda.CfnVersion.isCfnVersion(node)) {
      return;
    }
    const { stack } = node;
    const { Ref: logicalId } = stack.resolve(node.functionName) as { readonly Ref?: string };
    const [, release] = [...this.releases].find(([own]) => own.stack === stack && stack.getLogicalId(own) === logicalId) ?? [];
    if (release !== undefined) {
      node.node.addDependency(release);
    }
  }
}
