import { Annotations, Aspects, Fn, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { NetworkAclsOptions } from './network-acls-options';
import { TierAcl } from './tier-acl';
import type { AclSurroundings, TierAclRules, VpcAclBlock } from './tier-acl-rules';
import { calledBlockRules, functionTierRules, isolatedTierRules, natTierRules, trustedBlockRules } from './tier-acl-rules';
import { Ipv4Cidr } from '../../address-plan/ipv4-cidr';
import { assertIpv6Cidr } from '../../address-plan/ipv6-cidr';
import type { PortRange } from '../../metadata/declared-destination';
import { NetworkError } from '../../private/network-error';
import { QUOTAS } from '../../services/quotas';
import { readPort } from '../../vpc/port-range';
import type { RoutedDestination } from '../../vpc/routed-destinations';
import { onRouted } from '../../vpc/routed-destinations';
import { eachSubnet } from '../core/lambda-vpc';
import type { NetworkStructure } from '../core/network-structure';
import type { SubnetTier } from '../subnets/subnet-tier';
import { tierSubnets } from '../subnets/tier-subnets';

/*
 * Models: the network ACLs of all tiers of a network.
 * Law: what a peering or a transit gateway leads to is let through where the routes are, whenever these are defined. Rules are there before the
 * association that puts them in force, and are taken away after it.
 * Refuses: blocks that are known only during deployment, the whole internet as a private block, and IPv6 in a network without.
 */

const HTTPS: PortRange = { protocol: 'tcp', fromPort: 443, toPort: 443 };

/** One is the rule that denies the rest. */
const RULES_BY_DEFAULT = QUOTAS.rulesOfNetworkAcl.value - 1;
const IPV6_BLOCK_PLACE = 20;

/**
 * A network ACL for each tier of a network.
 *
 * Rules come before the association that puts them in force, and go after it, so that switching network ACLs on or off
 * interrupts nothing. What peerings and transit gateways lead to is let through where the routes are, whenever these are defined.
 */
export class NetworkAcls extends Construct {
  private readonly acls: TierAcl[];
  private readonly around: AclSurroundings;

  constructor(scope: Construct, id: string, private readonly network: NetworkStructure, options: NetworkAclsOptions) {
    super(scope, id);
    const { vpc, tiers, zones } = network;
    const privateBlocks = options.privateBlocks ?? [];
    privateBlocks.forEach((cidr) => assertBlock(this, cidr, network.ipv6));
    this.around = surroundings(network, options);
    // Subnets of transit gateway attachments filter nothing: what comes from elsewhere is filtered where it goes.
    this.acls = tiers.filter(({ name }) => name !== 'transit').map((tier) => {
      const acl = new TierAcl(this, tier, vpc, scope.node.path);
      acl.allow(tierRules(tier, this.around, options));
      return acl;
    });
    this.acls.filter(({ tier }) => isCaller(tier)).forEach((acl) => privateBlocks.forEach((cidr) => acl.allow(calledBlockRules(this.around, cidr))));
    for (const acl of this.acls) {
      eachSubnet(vpc, [acl.tier], zones, ({ subnetId }, tier, zone) => {
        new ec2.CfnSubnetNetworkAclAssociation(this, `${tier.name}${zone.key}`, { subnetId, networkAclId: acl.networkAclId }).node.addDependency(acl);
      });
    }
    onRouted(scope, (destination) => this.admit(destination));
    Aspects.of(this).add({ visit: (node: IConstruct) => node === this && this.warnOfQuota() });
  }

  private admit({ cidr, name, way, subnets }: RoutedDestination): void {
    if (cidr === undefined) {
      Annotations.of(this).addWarningV2(
        'cdk-lambda-network:networkAclBlock',
        `the network ACLs do not let ${name} through, to which ${way} leads: name the blocks in privateBlocks of addNetworkAcls() once you know them`,
      );
      return;
    }
    const routed = this.acls.filter(({ tier }) => tierSubnets(this.network.vpc, tier, this.network.zones).some((subnet) => subnets.includes(subnet)));
    routed.forEach((acl) => acl.allow(isCaller(acl.tier) ? calledBlockRules(this.around, cidr) : trustedBlockRules(cidr)));
  }

  private warnOfQuota(): void {
    for (const { tier, count, direction, family } of this.acls.flatMap((acl) => acl.counts().map((counted) => ({ tier: acl.tier, ...counted })))) {
      if (count > RULES_BY_DEFAULT) {
        Annotations.of(this).addWarningV2(
          'cdk-lambda-network:networkAclRules',
          `the network ACL of tier '${tier.name}' has ${count} ${direction} rules on ${family}, and an account is given ${RULES_BY_DEFAULT}: `
          + 'raise the quota, up to 39, name ranges of ports, or fewer and larger blocks',
        );
      }
    }
  }
}

/** Returns whether what is in the tier calls others: functions, and whatever else has an egress. */
function isCaller(tier: SubnetTier): boolean {
  return tier._subnetType(true) === ec2.SubnetType.PRIVATE_WITH_EGRESS;
}

function tierRules(tier: SubnetTier, around: AclSurroundings, options: NetworkAclsOptions): TierAclRules {
  // What a tier is for does not change with the egress, so neither do its rules within the VPC.
  if (tier._subnetType(true) === ec2.SubnetType.PUBLIC) {
    return natTierRules(around);
  }
  return isCaller(tier) ? functionTierRules(around) : isolatedTierRules(around, options.isolatedReachesGatewayEndpoints ?? false);
}

/** TCP 443 is let out over IPv4 without an egress, too: gateway endpoints have public addresses, and the routes decide who else is reached. */
function surroundings(network: NetworkStructure, options: NetworkAclsOptions): AclSurroundings {
  const ports = [HTTPS, ...(options.internetPorts ?? []).map(readPort)];
  return {
    vpcBlocks: vpcBlocks(network),
    internetPorts: { ipv4: network.egress.carriesIpv4 ? ports : [HTTPS], ipv6: network.egress.carriesIpv6 ? ports : [] },
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
