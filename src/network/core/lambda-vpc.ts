import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { EC2_REQUIRE_PRIVATE_SUBNETS_FOR_EGRESSONLYINTERNETGATEWAY as EGRESS_ONLY_GATEWAY_WHERE_USED } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import type { AddressPlan } from '../../address-plan/address-plan';
import type { EgressDesign } from '../../egress/egress-design';
import { fitPublicSubnets } from '../../egress/public-subnets';
import { acknowledgeByDesign } from '../../private/acknowledge-by-design';
import { nameByPath } from '../../private/name-tag';
import { finishSubnet } from '../subnets/finish-subnet';
import { PlannedAddresses } from '../subnets/planned-addresses';
import { SubnetTier } from '../subnets/subnet-tier';
import { subnetId, tierSubnets } from '../subnets/tier-subnets';
import type { Zone } from '../subnets/zone';
import { leaveThroughTransitGateway } from '../transit-gateway/transit-gateway';

/*
 * Models: a network as an `ec2.Vpc`.
 * Law: every subnet is where the address plan puts it, with the logical id of its tier and zone. Everything is reached through the extension points
 * of `ec2.Vpc`, or put right after it was defined.
 */

/** The parts that a VPC is made of. */
export interface LambdaVpcParts {
  readonly plan: AddressPlan;
  readonly zones: Zone[];
  readonly tiers: SubnetTier[];
  readonly egress: EgressDesign;
  readonly ipProtocol: ec2.IpProtocol;
}

/** A VPC, and the public IPv4 addresses that the internet sees, where they are known. */
export interface LambdaVpc {
  readonly vpc: ec2.Vpc;
  readonly natPublicIps: string[];
}

/**
 * Define an `ec2.Vpc` whose subnets follow the address plan and keep their logical ids by zone.
 *
 * Everything is said through the extension points of `ec2.Vpc`; what it cannot be told beforehand is put right afterwards:
 * public subnets in zones that need none are taken out, secondary blocks are added, logical ids are keyed by zone.
 */
export function lambdaVpc(scope: Construct, parts: LambdaVpcParts): LambdaVpc {
  const { egress, zones, tiers } = parts;
  const addresses = new PlannedAddresses(parts.plan, tiers, zones);
  const dualStack = parts.ipProtocol === ec2.IpProtocol.DUAL_STACK;
  // Without the flag, ec2.Vpc defines an egress-only internet gateway even when no subnet routes to it.
  scope.node.setContext(EGRESS_ONLY_GATEWAY_WHERE_USED, true);
  const vpc = new ec2.Vpc(scope, 'Vpc', {
    ipAddresses: addresses,
    ipProtocol: parts.ipProtocol,
    ipv6Addresses: dualStack ? addresses : undefined,
    availabilityZones: zones.map(({ availabilityZone }) => availabilityZone),
    subnetConfiguration: tiers.map((tier) => subnetConfiguration(tier, egress)),
    natGateways: natGateways(egress),
    natGatewayProvider: egress.natProvider,
    natGatewaySubnets: publicSubnets(egress),
    createInternetGateway: egress.internetGateway,
    restrictDefaultSecurityGroup: true,
  });
  nameByPath(vpc);
  removeUnusedPublicSubnets(vpc, parts);
  addSecondaryBlocks(vpc, parts);
  const natPublicIps = egress.finish?.(vpc) ?? [];
  fitPublicSubnets(vpc);
  if (egress.transitGateway !== undefined) {
    leaveThroughTransitGateway({ ...parts, network: scope, vpc, ipv6: dualStack }, egress.transitGateway);
  }
  eachSubnet(vpc, tiers, zones, (subnet, tier, zone) => {
    finishSubnet(scope, subnet, tier, zone);
    acknowledgeSubnet(subnet, tier, egress);
  });
  return { vpc, natPublicIps };
}

/** Acknowledge what cdk-nag finds in the subnets of any network, by the reason that they are for. */
function acknowledgeSubnet({ node }: ec2.Subnet, tier: SubnetTier, egress: EgressDesign): void {
  if (tier === SubnetTier._PUBLIC) {
    ['DefaultRoute', 'DefaultRoute6'].flatMap((id) => node.tryFindChild(id) ?? []).forEach((route) => acknowledgeByDesign(
      route, ['VPCNoUnrestrictedRouteToIGW'], 'NAT is in this subnet, which translates to public addresses; functions are in private subnets always',
    ));
  } else if (egress.transitGateway?.carriesIpv6 !== true) {
    acknowledgeByDesign(
      node.findChild('Subnet'), ['VPCSubnetAutoAssignPublicIpDisabled'],
      'it assigns no public IPv4 address; the rule counts IPv6 addresses, to which no route leads from the internet: an egress-only internet gateway lets nothing in',
    );
  }
}

/** All tiers that a network with this egress has. */
export function tiersOf(egress: EgressDesign, ownTiers: readonly SubnetTier[]): SubnetTier[] {
  const needsPublic = egress.publicZones.length > 0;
  return [SubnetTier._PRIVATE, SubnetTier._ISOLATED, ...needsPublic ? [SubnetTier._PUBLIC] : [], ...ownTiers];
}

function subnetConfiguration(tier: SubnetTier, egress: EgressDesign): ec2.SubnetConfiguration {
  return {
    name: tier.name,
    subnetType: tier._subnetType(egress.carriesIpv4 || egress.carriesIpv6),
  };
}

/** `ec2.Vpc` insists on at least one for a regional NAT gateway, whatever their number. */
function natGateways(egress: EgressDesign): number {
  return egress.natProvider === undefined ? 0 : Math.max(1, egress.publicZones.length);
}

/** The subnets of NAT gateways; a regional one has none, and `ec2.Vpc` warns of any that is named for it. */
function publicSubnets({ publicZones }: EgressDesign): ec2.SubnetSelection | undefined {
  const availabilityZones = publicZones.map(({ availabilityZone }) => availabilityZone);
  return publicZones.length === 0 ? undefined : { subnetType: ec2.SubnetType.PUBLIC, availabilityZones };
}

function removeUnusedPublicSubnets(vpc: ec2.Vpc, { zones, egress }: LambdaVpcParts): void {
  zones.forEach((zone, index) => {
    const id = subnetId(SubnetTier._PUBLIC, index);
    const unused = !egress.publicZones.some(({ slot }) => slot === zone.slot) && vpc.node.tryFindChild(id);
    if (unused) {
      vpc.publicSubnets.splice(vpc.publicSubnets.indexOf(unused as ec2.PublicSubnet), 1);
      vpc.node.tryRemoveChild(id);
    }
  });
}

function addSecondaryBlocks(vpc: ec2.Vpc, { plan, tiers, zones }: LambdaVpcParts): void {
  for (const { cidr, tier: name } of plan.secondaryBlocks) {
    const block = new ec2.CfnVPCCidrBlock(vpc, `SecondaryBlock${name}`, { vpcId: vpc.vpcId, cidrBlock: cidr });
    const tier = tiers.find((candidate) => candidate.name === name);
    if (tier !== undefined) {
      tierSubnets(vpc, tier, zones).forEach((subnet) => subnet.node.addDependency(block));
    }
  }
}

/** An action on a subnet, given its tier and zone. */
type VisitSubnet = (subnet: ec2.Subnet, tier: SubnetTier, zone: Zone) => void;

/** Visit the subnets of some tiers. */
export function eachSubnet(vpc: ec2.Vpc, tiers: SubnetTier[], zones: Zone[], visit: VisitSubnet): void {
  for (const tier of tiers) {
    zones.forEach((zone, index) => {
      const subnet = vpc.node.tryFindChild(subnetId(tier, index));
      if (subnet !== undefined) {
        visit(subnet as ec2.Subnet, tier, zone);
      }
    });
  }
}
