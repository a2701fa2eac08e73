import type { IResolveContext } from 'aws-cdk-lib';
import { Annotations, AspectPriority, Aspects, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { holdLoosely, looseReference } from './loose-reference';
import { PrefixListPeer } from './prefix-list-peer';
import { RulePlace, rulePlace } from './rule-place';
import { warnOfDependentStack } from './shared-group-in-rules';
import { WhenComplete } from './when-complete';
import { NetworkError } from '../private/network-error';

/*
 * Models: the security group of one function, or of all functions that reach the same.
 * Law: nothing is let in, what is opened is let out, and a shared group is never widened for one of its functions.
 * Refuses: rules for a shared group that no destination asks for.
 */

/** The rule by which `ec2.SecurityGroup` says that no traffic is allowed, and which it takes away with the first real rule. */
const NO_TRAFFIC: ec2.CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32',
  description: 'Disallow all traffic',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
};

/** The props of a function's security group. */
export interface FunctionSecurityGroupProps {
  readonly vpc: ec2.IVpc;

  /** The description that the account shows. EC2 cannot change it, so a group that stays must keep it. */
  readonly description: string;

  /** Tells whether several functions have the group, now or later. */
  readonly isShared: boolean;
}

/**
 * The security group of a function, or of all functions that reach the same: nothing comes in, and out goes what is opened by rules.
 *
 * It differs from `ec2.SecurityGroup` in three ways. It never has a rule for incoming traffic, because nothing can connect to a
 * function. It always spells out at least one outgoing rule in the group itself, because a group without any is created with
 * the default that lets everything out, whatever rules follow as resources of their own. And rules between it and a group of
 * another stack are defined where they close no dependency cycle.
 *
 * A group that functions share takes rules while destinations are opened and at no other time: what anybody adds for one function
 * would be opened for all. That holds for a group of one function too, so that it makes no difference in which order functions
 * and rules are defined. A rule that the group has already may be asked for again.
 */
export class FunctionSecurityGroup extends ec2.SecurityGroup {
  /** Tells whether several functions have the group, now or later. */
  public readonly isShared: boolean;

  private readonly egressRules = new Set<string>();

  /** Rules to other groups, some of which are defined only when the app is complete. */
  private readonly granted = new Set<string>();
  private isOpening = false;
  private isNamedElsewhere = false;

  constructor(scope: Construct, id: string, { vpc, description, isShared }: FunctionSecurityGroupProps) {
    super(scope, id, {
      vpc,
      description: description.replace(/[^\w ./-]/g, '_').slice(0, 255),
      allowAllOutbound: false,
      allowAllIpv6Outbound: false,
      disableInlineRules: false,
    });
    this.isShared = isShared;
    holdLoosely(this.node.defaultChild as ec2.CfnSecurityGroup);
    this.spellOutNoTraffic();
    this.node.addValidation({ validate: () => this.isShared && this.isNamedElsewhere ? this.admissionsOfAll() : [] });
  }

  /** Do what opens destinations. */
  public whileOpening(open: () => void): void {
    this.isOpening = true;
    try {
      open();
    } finally {
      this.isOpening = false;
    }
  }

  public override addIngressRule(peer: ec2.IPeer, port: ec2.Port): void {
    Annotations.of(this).addWarningV2(
      'cdk-lambda-network:ingressIgnored',
      `a rule for incoming traffic (${port} from ${peer.uniqueId}) is left out: nothing can connect to a function through its network interfaces`,
    );
  }

  public override addEgressRule(peer: ec2.IPeer, port: ec2.Port, description?: string, remoteRule?: boolean): void {
    const rule = ruleKey(peer.toEgressRuleConfig(), port.toRuleJson());
    if (this.egressRules.has(rule)) {
      return;
    }
    if (this.isShared && !this.isOpening) {
      if (this.granted.has(rule)) {
        return;
      }
      throw this.refusal(`traffic to ${Construct.isConstruct(peer) ? peer.node.path : peer.uniqueId} on ${nameOf(port)} cannot be opened for one function`);
    }
    this.egressRules.add(rule);
    super.addEgressRule(peer instanceof PrefixListPeer ? peer.heldLooselyBy(this) : peer, port, description, remoteRule);
  }

  /** Asked for by whoever lets the group in. Together with a rule of the group's own that is seen above; alone, only at the end. */
  public override toIngressRuleConfig(): ec2.IngressRuleConfig {
    this.isNamedElsewhere ||= !this.isOpening;
    return super.toIngressRuleConfig();
  }

  /**
   * Let traffic out to another group, and in there.
   *
   * Between stacks, the stack that holds the rules comes to depend on the other one. Which stacks depend on each other anyway is
   * known only when the app is complete, so that is when the rules are defined.
   *
   * The stack of the rules reads what it needs of the other one and imports no export of it, so that either end can go first.
   */
  public allowToGroup(peer: ec2.ISecurityGroup, port: ec2.Port, asker: IConstruct): void {
    const rule = ruleKey(peer.toEgressRuleConfig(), port.toRuleJson());
    if (this.granted.has(rule)) {
      return;
    }
    this.granted.add(rule);
    if (Stack.of(this) === Stack.of(peer)) {
      this.connections.allowTo(peer, port);
      return;
    }
    Aspects.of(this).add(new WhenComplete(this, () => this.whileOpening(() => {
      if (rulePlace(this, peer) === RulePlace.PEER) {
        peer.connections.allowFrom(this, port);
        if (this.isShared) {
          warnOfDependentStack(asker, this, peer);
        }
      } else {
        this.connections.allowTo(peer, port);
        this.holdPeersLoosely();
      }
    })), { priority: AspectPriority.MUTATING });
  }

  /** Rules to a group of another stack name it by what that stack has when theirs is deployed. */
  private holdPeersLoosely(): void {
    this.node.children.forEach((rule) => {
      if (ec2.CfnSecurityGroupEgress.isCfnSecurityGroupEgress(rule) && rule.destinationSecurityGroupId !== undefined) {
        rule.destinationSecurityGroupId = looseReference(rule, rule.destinationSecurityGroupId);
      } else if (ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(rule) && rule.groupId !== undefined) {
        rule.groupId = looseReference(rule, rule.groupId);
        this.granted.add(ruleKey({ destinationSecurityGroupId: rule.groupId }, rule));
      }
    });
  }

  /** Rules by which another group lets in all functions that have this one, though no destination says so. */
  private admissionsOfAll(): string[] {
    return this.node.root.node.findAll()
      .filter((construct) => ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(construct))
      .filter(({ sourceSecurityGroupId }) => sourceSecurityGroupId === this.securityGroupId)
      .filter((rule) => !this.granted.has(ruleKey({ destinationSecurityGroupId: rule.groupId }, rule)))
      .map(({ node }) => this.refusal(`the rule ${node.path} is meant to let in one function`).message);
  }

  private refusal(what: string): NetworkError {
    return new NetworkError(
      'SECURITY_GROUP_SHARED',
      `${what}, but its security group is that of all functions with the same destinations: declare it as a destination of the function, such as `
      + 'Destination.connectable(peer, port), or give the function a group of its own with dedicatedSecurityGroup: true',
      this,
    );
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

function ruleKey(peer: unknown, { ipProtocol, fromPort, toPort }: RulePorts): string {
  return JSON.stringify([peer, ipProtocol, fromPort, toPort]);
}

/** The ports of a rule, as CloudFormation writes them. */
interface RulePorts {
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

/** The port of a database is known only when there is one, so it cannot be compared with what is declared. */
function nameOf(port: ec2.Port): string {
  return Token.isUnresolved((port.toRuleJson() as RulePorts).fromPort) ? 'a port that only the deployment knows' : `port ${port}`;
}
