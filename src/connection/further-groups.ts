import { Annotations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import { NetworkError } from '../private/network-error';

const MOST_GROUPS = 5;

/** Refuse more security groups than Lambda accepts. */
export function assertGroupCount(scope: IConstruct, count: number): void {
  if (count > MOST_GROUPS) {
    throw new NetworkError(
      'FUNCTION_SECURITY_GROUP_COUNT',
      `the function has ${count} security groups, its own included, expected at most ${MOST_GROUPS}: give ${MOST_GROUPS - 1} further securityGroups or fewer`,
      scope,
    );
  }
}

/** Say so when a further group lets out what the function's own group keeps in: what is allowed is what any group allows. */
export function warnOfOpenGroups(scope: Construct, groups: readonly ec2.ISecurityGroup[]): void {
  const open = groups.find(({ allowAllOutbound }) => allowAllOutbound);
  if (open !== undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-lambda-network:openSecurityGroup',
      `the security group ${open.node.path} lets out everything, whatever the function declares: define or import it with allowAllOutbound: false`,
    );
  }
}
