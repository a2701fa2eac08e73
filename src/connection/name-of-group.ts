import type { Reference } from 'aws-cdk-lib';
import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { StandIn } from './early-rendering';
import { EarlyResolver, renderValue } from './early-rendering';
import { soleReference } from './sole-reference';

/*
 * Models: what a security group is called in Metadata. One that the app defines has the path of its construct, so that nothing comes to depend on it; one that is
 * imported has its id: there is no resource of that path in any template.
 * Law: an id that is known only during deployment stays the expression that it is where that holds nothing: the import of an export, a parameter of the same stack. Where it is an
 * attribute of a resource, or of another stack, the group goes by its path, and its id is not known.
 */

/** The path of a resource inside its construct: that of the construct. */
const INSIDE_A_CONSTRUCT = /\/(Resource|Default)$/;

/** Returns what the group is called in the Metadata of a resource in the stack of the scope. */
export function nameOfGroup(group: ec2.ISecurityGroup, scope: IConstruct): string {
  const id = group.securityGroupId;
  if (ec2.CfnSecurityGroup.isCfnSecurityGroup(group.node.defaultChild)) {
    return group.node.path;
  }
  if (!Token.isUnresolved(id)) {
    return id;
  }
  const reference = soleReference(id);
  return reference === undefined ? isFree(id, scope) ? id : group.node.path : pathOfDefined(reference) ?? (isFree(id, scope) ? id : group.node.path);
}

/** The path of the group that the app defines, whose id somebody imports; the group of a VPC has one too. */
function pathOfDefined({ target, displayName }: Reference): string | undefined {
  const path = target.node.path.replace(INSIDE_A_CONSTRUCT, '');
  return ec2.CfnSecurityGroup.isCfnSecurityGroup(target) ? path
    : ec2.CfnVPC.isCfnVPC(target) && displayName === 'DefaultSecurityGroup' ? `${path}/DefaultSecurityGroup` : undefined;
}

/** Tells whether nothing comes to depend on a resource, or on another stack, that has the expression. */
function isFree(id: string, scope: IConstruct): boolean {
  const recorder = new Recorder();
  renderValue(id, scope, recorder);
  return recorder.targets.every((target) => !CfnResource.isCfnResource(target) && Stack.of(target) === Stack.of(scope));
}

class Recorder extends EarlyResolver {
  public readonly targets: IConstruct[] = [];

  protected override onReference(reference: Reference): StandIn {
    this.targets.push(reference.target);
    return { Ref: reference.displayName };
  }
}
