import { Tags, Token, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NumberedAclRule } from './acl-rule';
import { RuleNumbers } from './acl-rule';
import type { TierAclRules } from './tier-acl-rules';
import { nameTag } from '../../private/name-tag';
import type { SubnetTier } from '../subnets/subnet-tier';

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17 };
const DIRECTIONS = ['ingress', 'egress'] as const;
type Direction = typeof DIRECTIONS[number];

/** The rules that a direction of a network ACL has, of one address family. */
export interface AclRuleCount {
  readonly direction: Direction;
  readonly family: 'IPv4' | 'IPv6';
  readonly count: number;
}

/** The network ACL of one tier. Rules can be added as long as the app is being written. */
export class TierAcl extends Construct {
  public readonly networkAclId: string;
  private readonly numbers = { ingress: new RuleNumbers(), egress: new RuleNumbers() };
  private readonly rules: Record<Direction, NumberedAclRule[]> = { ingress: [], egress: [] };

  constructor(scope: Construct, public readonly tier: SubnetTier, private readonly vpc: ec2.Vpc, networkPath: string) {
    super(scope, tier.name);
    const acl = new ec2.CfnNetworkAcl(this, 'Acl', { vpcId: vpc.vpcId });
    this.networkAclId = acl.attrId;
    Tags.of(acl).add('Name', nameTag(networkPath, tier.name));
    Tags.of(acl).add('cdk-lambda-network:tier', tier.name);
    acknowledge(acl);
  }

  /** Allow more. What is allowed already is not allowed twice. */
  public allow(rules: TierAclRules): void {
    for (const direction of DIRECTIONS) {
      const added = this.numbers[direction].number(rules[direction]);
      added.forEach((rule) => this.defineEntry(direction, rule));
      this.rules[direction].push(...added);
    }
  }

  /** Returns how many rules there are. */
  public counts(): AclRuleCount[] {
    return DIRECTIONS.flatMap((direction) => (['IPv4', 'IPv6'] as const).map((family) => ({
      direction, family, count: this.rules[direction].filter(({ ipv6 }) => ipv6 === (family === 'IPv6')).length,
    })));
  }

  private defineEntry(direction: Direction, rule: NumberedAclRule): void {
    const entry = new ec2.CfnNetworkAclEntry(this, `${direction}-${rule.key}`, {
      networkAclId: this.networkAclId,
      ruleNumber: rule.number,
      ruleAction: 'allow',
      egress: direction === 'egress',
      ...rule.ipv6 ? { ipv6CidrBlock: rule.cidr } : { cidrBlock: rule.cidr },
      ...traffic(rule),
    });
    const ipv6Block = this.vpc.node.tryFindChild('ipv6cidr');
    if (rule.ipv6 && Token.isUnresolved(rule.cidr) && ipv6Block !== undefined) {
      entry.node.addDependency(ipv6Block);
    }
    acknowledge(entry);
  }
}

function traffic({ traffic: kind, ipv6 }: NumberedAclRule): Pick<ec2.CfnNetworkAclEntryProps, 'protocol' | 'portRange' | 'icmp'> {
  if (kind === 'all') {
    return { protocol: -1 };
  }
  if (kind === 'too-big') {
    return ipv6 ? { protocol: 58, icmp: { type: 2, code: 0 } } : { protocol: 1, icmp: { type: 3, code: 4 } };
  }
  return { protocol: PROTOCOL_NUMBERS[kind.protocol], portRange: { from: kind.fromPort, to: kind.toPort } };
}

function acknowledge(resource: Construct): void {
  Validations.of(resource).acknowledge({
    id: 'AwsSolutions-VPC3', reason: 'network ACLs were asked for, beside security groups and not in their stead; both directions of each flow are written',
  });
}
