import { Annotations, AspectPriority, Aspects, Lazy, Stack } from 'aws-cdk-lib';
import type { IAspect, IResolveContext } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import { RulePlace, rulePlace } from './rule-place';

/** The rule by which `ec2.SecurityGroup` says that no traffic is allowed, and which it takes away with the first real rule. */
const NO_TRAFFIC: ec2.CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32',
  description: 'Disallow all traffic',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
};

/**
 * The security group of a function: nothing comes in, and out goes what is opened by rules.
 *
 * It differs from `ec2.SecurityGroup` in three ways. It never has a rule for incoming traffic, because nothing can connect to a
 * function. It always spells out at least one outgoing rule in the group itself, because a group without any is created with
 * the default that lets everything out, whatever rules follow as resources of their own. And rules between it and a group of
 * another stack are defined where they close no dependency cycle.
 */
export class FunctionSecurityGroup extends ec2.SecurityGroup {
  private readonly egressRules = new Set<string>();

  constructor(scope: Construct, id: string, vpc: ec2.IVpc, ofWhat: string = 'Lambda function') {
    super(scope, id, {
      vpc,
      description: `${ofWhat} of ${scope.node.path}`.replace(/[^\w ./-]/g, '_').slice(0, 255),
      allowAllOutbound: false,
      allowAllIpv6Outbound: false,
      disableInlineRules: false,
    });
    this.spellOutNoTraffic();
  }

  public override addIngressRule(peer: ec2.IPeer, port: ec2.Port): void {
    Annotations.of(this).addWarningV2(
      'cdk-lambda-network:ingressIgnored',
      `a rule for incoming traffic (${port} from ${peer.uniqueId}) is left out: nothing can connect to a function through its network interfaces`,
    );
  }

  public override addEgressRule(peer: ec2.IPeer, port: ec2.Port, description?: string, remoteRule?: boolean): void {
    const rule = JSON.stringify([peer.toEgressRuleConfig(), port.toRuleJson()]);
    if (this.egressRules.has(rule)) {
      return;
    }
    this.egressRules.add(rule);
    super.addEgressRule(peer, port, description, remoteRule);
  }

  /**
   * Let traffic out to another group, and in there.
   *
   * Between stacks, the stack that holds the rules comes to depend on the other one. Which stacks depend on each other anyway is
   * known only when the app is complete, so that is when the rules are defined.
   */
  public allowToGroup(peer: ec2.ISecurityGroup, port: ec2.Port): void {
    if (Stack.of(this) === Stack.of(peer)) {
      this.connections.allowTo(peer, port);
      return;
    }
    Aspects.of(this).add(new WhenComplete(this, () => {
      if (rulePlace(this, peer) === RulePlace.PEER) {
        peer.connections.allowFrom(this, port);
      } else {
        this.connections.allowTo(peer, port);
      }
    }), { priority: AspectPriority.MUTATING });
  }

  private spellOutNoTraffic(): void {
    const resource = this.node.defaultChild as ec2.CfnSecurityGroup;
    const rules = resource.securityGroupEgress;
    resource.securityGroupEgress = Lazy.uncachedAny({
      produce: (context: IResolveContext) => {
        const inline = context.resolve(rules) as unknown[] | undefined;
        return inline === undefined || inline.length === 0 ? [NO_TRAFFIC] : inline;
      },
    });
  }
}

/** Does something once, when the construct tree is complete. */
class WhenComplete implements IAspect {
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
