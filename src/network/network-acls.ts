import { Annotations, Fn, Tags, Token, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { numberRules } from './acl-rule';
import type { NumberedAclRule } from './acl-rule';
import { eachSubnet } from './lambda-vpc';
import type { NetworkAclsOptions } from './network-acls-options';
import type { NetworkStructure } from './network-structure';
import type { SubnetTier } from './subnet-tier';
import { functionTierRules, isolatedTierRules, natTierRules } from './tier-acl-rules';
import type { AclSurroundings, TierAclRules, VpcAclBlock } from './tier-acl-rules';
import { Ipv4Cidr } from '../address-plan/ipv4-cidr';
import { assertIpv6Cidr } from '../connection/ipv6-cidr';
import { readPort } from '../connection/port-range';
import type { PortRange } from '../connection/port-range';
import { NetworkError } from '../private/network-error';

const HTTPS: PortRange = { protocol: 'tcp', fromPort: 443, toPort: 443 };
const PROTOCOL_NUMBERS = { tcp: 6, udp: 17 };
/** @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const RULES_BY_DEFAULT = 20;
const IPV6_BLOCK_PLACE = 20;

/**
 * A network ACL for each tier of a network.
 *
 * Rules come before the association that puts them in force, and go after it, so that switching network ACLs on or off
 * interrupts nothing.
 */
export class NetworkAcls extends Construct {
  constructor(scope: Construct, id: string, private readonly network: NetworkStructure, options: NetworkAclsOptions) {
    super(scope, id);
    const around = surroundings(this, network, options);
    const acls = new Map<SubnetTier, Construct>();
    // Subnets of transit gateway attachments filter nothing: what comes from elsewhere is filtered where it goes.
    for (const tier of network.tiers.filter(({ name }) => name !== 'transit')) {
      acls.set(tier, this.defineAcl(tier, tierRules(tier, around, options)));
    }
    eachSubnet(network.vpc, [...acls.keys()], network.zones, (subnet, tier, zone) => {
      const acl = acls.get(tier)!;
      const association = new ec2.CfnSubnetNetworkAclAssociation(this, `${tier.name}${zone.key}`, {
        subnetId: subnet.subnetId, networkAclId: (acl.node.findChild('Acl') as ec2.CfnNetworkAcl).attrId,
      });
      association.node.addDependency(acl);
    });
  }

  private defineAcl(tier: SubnetTier, rules: TierAclRules): Construct {
    const scope = new Construct(this, tier.name);
    const acl = new ec2.CfnNetworkAcl(scope, 'Acl', { vpcId: this.network.vpc.vpcId });
    Tags.of(acl).add('Name', `${this.node.scope!.node.path}/${tier.name}`);
    Tags.of(acl).add('cdk-lambda-network:tier', tier.name);
    acknowledge(acl);
    for (const direction of ['ingress', 'egress'] as const) {
      const numbered = numberRules(rules[direction]);
      numbered.forEach((rule) => this.defineEntry(scope, acl, direction, rule));
      warnOfQuota(this, `${numbered.length} ${direction} rules`, numbered.length, tier);
    }
    return scope;
  }

  private defineEntry(scope: Construct, acl: ec2.CfnNetworkAcl, direction: 'ingress' | 'egress', rule: NumberedAclRule): void {
    const entry = new ec2.CfnNetworkAclEntry(scope, `${direction}-${rule.key}`, {
      networkAclId: acl.attrId,
      ruleNumber: rule.number,
      ruleAction: 'allow',
      egress: direction === 'egress',
      ...rule.ipv6 ? { ipv6CidrBlock: rule.cidr } : { cidrBlock: rule.cidr },
      ...traffic(rule),
    });
    const ipv6Block = this.network.vpc.node.tryFindChild('ipv6cidr');
    if (rule.ipv6 && Token.isUnresolved(rule.cidr) && ipv6Block !== undefined) {
      entry.node.addDependency(ipv6Block);
    }
    acknowledge(entry);
  }
}

function tierRules(tier: SubnetTier, around: AclSurroundings, options: NetworkAclsOptions): TierAclRules {
  // What a tier is for does not change with the egress, so neither do its rules within the VPC.
  const kind = tier._subnetType(true);
  if (kind === ec2.SubnetType.PUBLIC) {
    return natTierRules(around);
  }
  return kind === ec2.SubnetType.PRIVATE_WITH_EGRESS
    ? functionTierRules(around)
    : isolatedTierRules(around, options.isolatedReachesGatewayEndpoints ?? false);
}

/** TCP 443 is let out over IPv4 without an egress, too: gateway endpoints have public addresses, and the routes decide who else is reached. */
function surroundings(scope: Construct, network: NetworkStructure, options: NetworkAclsOptions): AclSurroundings {
  const ports = [HTTPS, ...(options.internetPorts ?? []).map(readPort)];
  const privateBlocks = options.privateBlocks ?? [];
  privateBlocks.forEach((cidr) => assertBlock(scope, cidr, network.ipv6));
  return {
    vpcBlocks: vpcBlocks(network),
    internetPorts: { ipv4: network.egress.carriesIpv4 ? ports : [HTTPS], ipv6: network.egress.carriesIpv6 ? ports : [] },
    privateBlocks,
  };
}

/** The blocks of the VPC, each in the place of the tier it is for. */
function vpcBlocks({ vpc, plan, tiers, ipv6 }: NetworkStructure): VpcAclBlock[] {
  const secondary = plan.secondaryBlocks.flatMap(({ cidr, tier: name }) => {
    const tier = tiers.find((candidate) => candidate.name === name);
    return tier === undefined ? [] : [{ key: `vpc-${name}`, cidr, ipv6: false, place: 1 + tier.slot }];
  });
  const dualStack = ipv6 ? [{ key: 'vpc-ipv6', cidr: Fn.select(0, vpc.vpcIpv6CidrBlocks), ipv6: true, place: IPV6_BLOCK_PLACE }] : [];
  return [{ key: 'vpc', cidr: plan.cidrBlock ?? vpc.vpcCidrBlock, ipv6: false, place: 0 }, ...secondary, ...dualStack];
}

function assertBlock(scope: Construct, cidr: string, dualStack: boolean): void {
  if (Token.isUnresolved(cidr)) {
    throw new NetworkError(
      'TOKEN_NOT_ALLOWED', 'privateBlocks of the network ACLs hold a token, but the block decides the number of its rules: write the block out', scope,
    );
  }
  const ipv6 = cidr.includes(':');
  if (ipv6) {
    assertIpv6Cidr(cidr);
  } else {
    Ipv4Cidr.parse(cidr, 'block of a network ACL');
  }
  if (cidr.endsWith('/0') || (ipv6 && !dualStack)) {
    const why = cidr.endsWith('/0') ? 'is the whole internet, not a private block: name ports in internetPorts' : 'is IPv6 in a network that is IPv4 only: leave it out';
    throw new NetworkError('NETWORK_ACL_BLOCK', `privateBlocks of the network ACLs hold '${cidr}', which ${why}`, scope);
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

function warnOfQuota(scope: Construct, what: string, count: number, tier: SubnetTier): void {
  if (count > RULES_BY_DEFAULT) {
    Annotations.of(scope).addWarningV2(
      'cdk-lambda-network:networkAclRules',
      `the network ACL of tier '${tier.name}' has ${what}, and an account is given ${RULES_BY_DEFAULT} in each direction: raise the quota, up to 40, or name ranges of ports`,
    );
  }
}

function acknowledge(resource: Construct): void {
  Validations.of(resource).acknowledge({
    id: 'AwsSolutions-VPC3', reason: 'network ACLs were asked for, beside security groups and not in their stead; both directions of each flow are written',
  });
}
