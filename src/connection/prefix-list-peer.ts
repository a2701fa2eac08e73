import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { looseReference } from './loose-reference';

/**
 * A prefix list, in a rule that is part of its security group.
 *
 * `ec2.Peer.prefixList()` makes every rule a resource of its own, numbered in the order in which they were added when the ids are
 * tokens: in another order the resources would collide during deployment.
 */
export class PrefixListPeer implements ec2.IPeer {
  public readonly canInlineRule = true;
  public readonly uniqueId: string;
  public readonly connections: ec2.Connections;

  constructor(private readonly prefixListId: string) {
    this.uniqueId = prefixListId;
    this.connections = new ec2.Connections({ peer: this });
  }

  /** The same list, whose id is read when the stack of the rule is deployed. */
  public heldLooselyBy(consumer: IConstruct): PrefixListPeer {
    return new PrefixListPeer(looseReference(consumer, this.prefixListId));
  }

  public toIngressRuleConfig(): { sourcePrefixListId: string } {
    return { sourcePrefixListId: this.prefixListId };
  }

  public toEgressRuleConfig(): { destinationPrefixListId: string } {
    return { destinationPrefixListId: this.prefixListId };
  }
}
