import { Annotations, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/**
 * Say that rules of a stack that is deployed later name a group that another list of destinations replaces.
 *
 * In that deployment the function has its new group first and the rules come later, and Amazon EC2 does not delete the old group as long as the old rules
 * name it: CloudFormation tries three times and leaves it behind. A nested stack is deployed together with the stack around it, and out of place here.
 */
export function warnOfDependentStack(asker: IConstruct, group: IConstruct, peer: ec2.ISecurityGroup): void {
  const [own, other] = [outermostStack(group), outermostStack(peer)];
  if (own !== other) {
    Annotations.of(asker).addWarningV2(
      'cdk-lambda-network:sharedGroupInDependentStack',
      `rules in the stack ${other.stackName}, which is deployed after ${own.stackName}, let the function in to ${peer.node.path} and name a security group that all `
      + `functions with the same destinations share. Other destinations are another group: the function does not reach ${peer.node.path} until both stacks are `
      + 'deployed, and the old group is left behind. Give the function a group that stays, with dedicatedSecurityGroup: true, or define '
      + `${peer.node.path} in the stack ${own.stackName} and hand it to the resource that has it`,
    );
  }
}

function outermostStack(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent === undefined ? stack : outermostStack(stack.nestedStackParent);
}
