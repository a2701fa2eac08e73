import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { looseReference } from './loose-reference';
import { RulePlace, rulePlace } from './rule-place';

/*
 * Models: the rules between the group of a client and that of an endpoint, one at each end. A group that lets everything out needs none of its own.
 * Law: rules lie where they close no dependency cycle, and what is there already is not added again. Rules in the stack of the client read the other group's id when
 * they are deployed and import no export of it (docs/adr/0014-references-that-hold-nothing.md).
 * Refuses: to foresee. It is asked when the tree is complete.
 */

/** Let traffic of a group out to another group, and in there. */
export function allowBetween(own: ec2.ISecurityGroup, peer: ec2.ISecurityGroup, port: ec2.Port): void {
  const isElsewhere = Stack.of(own) !== Stack.of(peer) && rulePlace(own, peer) === RulePlace.PEER;
  // a rule that is remote lies at the other end
  peer.addIngressRule(own, port, undefined, !isElsewhere);
  if (!own.allowAllOutbound) {
    own.addEgressRule(peer, port, undefined, isElsewhere);
  }
  if (Stack.of(own) !== Stack.of(peer) && !isElsewhere) {
    holdLooselyIn(own, peer);
  }
}

function holdLooselyIn(own: ec2.ISecurityGroup, { securityGroupId }: ec2.ISecurityGroup): void {
  own.node.children.forEach((rule) => {
    if (ec2.CfnSecurityGroupEgress.isCfnSecurityGroupEgress(rule) && rule.destinationSecurityGroupId === securityGroupId) {
      rule.destinationSecurityGroupId = looseReference(rule, securityGroupId);
    } else if (ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(rule) && rule.groupId === securityGroupId) {
      rule.groupId = looseReference(rule, securityGroupId);
    }
  });
}
