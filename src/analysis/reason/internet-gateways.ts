import { familyName } from './address-set';
import { blockPublicAccess } from './block-public-access';
import type { PathSegment } from './candidate-path';
import { concat } from './candidate-path';
import type { Flow, NetworkContext } from './network-context';
import type { NetworkIndex } from './network-index';
import { notInTemplates, unknown, unless, violated } from './obstacles';
import { nameOfVpc } from './route-tables';
import { componentHop } from '../model/hop';
import type { EgressOnlyInternetGateway, InternetGateway, Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource, isSameResource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { any, ternary } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: internet gateways and egress-only internet gateways.
 * Law: an internet gateway passes IPv4 of what has a public address, which the network interface of a function never has. An
 * egress-only gateway passes IPv6 of its own VPC.
 * Refuses: to say whether IPv6 of a function passes an internet gateway: no source settles it.
 */

/** From the subnet of a function straight to an internet gateway. */
export function throughInternetGateway(context: NetworkContext, { subnet, to: { family } }: Flow, id: ResourceId): PathSegment {
  const attachment = attachedGateway(context.network, id, subnet.vpc);
  const hop = componentHop('internet-gateway', context.network.model.internetGateways.get(id), id);
  if (family === 'ipv6') {
    return concat(
      { hops: [hop], obstacles: [...attachment, viaInternetGateway(context.network, id)] },
      blockPublicAccess(context.network, { vpc: subnet.vpc, subnet: subnet.source.id, isTwoWay: true }),
    );
  }
  return {
    hops: [hop],
    obstacles: [violated({
      code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
      source: subnet.source,
      detail: `${describeSource(subnet.source)} leads ${familyName(family)} to an internet gateway, which passes only what has a public address; a function has none, in a public subnet either`,
      mend: 'attach the function to private subnets whose AWS::EC2::Route for 0.0.0.0/0 has a NatGatewayId',
      inConstructs: 'a PrivateLambdaNetwork puts functions into private subnets: egress: Egress.natGateways()',
    }), ...attachment],
  };
}

/** From the subnet of a function through an egress-only internet gateway. */
export function throughEgressOnlyGateway({ network }: NetworkContext, { subnet, to: { family } }: Flow, id: ResourceId): PathSegment {
  const gateway = network.model.egressOnlyInternetGateways.get(id);
  const hops = [componentHop('egress-only-internet-gateway', gateway, id)];
  if (gateway === undefined) {
    return { hops, obstacles: [notInTemplates(`egress-only internet gateway ${id}`)] };
  }
  return concat(
    { hops, obstacles: [...onlyIpv6(gateway, family), ...ofVpc(network, gateway, subnet)] },
    blockPublicAccess(network, { vpc: subnet.vpc, subnet: subnet.source.id, isTwoWay: false }),
  );
}

/** Tells whether an internet gateway serves a VPC. */
export function attachedGateway(network: NetworkIndex, id: ResourceId, vpc: ResourceId): readonly Obstacle[] {
  const gateway = network.model.internetGateways.get(id);
  if (gateway === undefined) {
    return [notInTemplates(`internet gateway ${id}`)];
  }
  return [...unless(isAttached(network, gateway, vpc), {
    code: 'IGW_NOT_ATTACHED',
    source: gateway.source,
    detail: `${describeSource(gateway.source)} is not attached to ${nameOfVpc(network, vpc)}`,
    mend: 'attach it with AWS::EC2::VPCGatewayAttachment',
  }), ...redirected(network, id)];
}

/** Tells whether a VPC has an internet gateway at all. */
export function anyGateway(network: NetworkIndex, vpc: ResourceId): readonly Obstacle[] {
  const [gateway] = network.internetGatewaysOf(vpc);
  if (gateway !== undefined) {
    return redirected(network, gateway.source.id);
  }
  const source = network.model.vpcs.get(vpc)?.source;
  const isCertain = network.model.vpcs.get(vpc)?.defined === true && !network.hasGatewayOfUnknownVpc;
  return unless(isCertain ? 'no' : 'unknown', {
    code: 'IGW_NOT_ATTACHED',
    source,
    detail: `no internet gateway of the templates is attached to ${nameOfVpc(network, vpc)}`,
    mend: 'attach an AWS::EC2::InternetGateway to the VPC with AWS::EC2::VPCGatewayAttachment',
    inConstructs: 'egress: Egress.natGateways() or Egress.regionalNatGateway()',
  });
}

/** A route table of the gateway itself can lead answers to an appliance. */
function redirected(network: NetworkIndex, id: ResourceId): readonly Obstacle[] {
  const table = network.model.gatewayRouteTables.get(id);
  return table === undefined ? [] : [unknown({
    code: 'UNSUPPORTED_COMPONENT',
    source: table,
    detail: `${describeSource(table)} is a route table of the gateway ${id} and can lead answers elsewhere, which is not modelled`,
    mend: 'try it with VPC Reachability Analyzer after deployment',
  })];
}

/** A gateway, or a VPC, that is not known may be any. */
function isAttached(network: NetworkIndex, gateway: InternetGateway, vpc: ResourceId): Ternary {
  const own = any(gateway.attachedTo.map((other) => isSameResource(other, vpc)));
  const isAnother = network.internetGatewaysOf(vpc).every(({ source }) => isSameResource(source.id, gateway.source.id) === 'no');
  return own === 'no' && !(gateway.defined && isAnother) ? 'unknown' : own;
}

function viaInternetGateway(network: NetworkIndex, id: ResourceId): Obstacle {
  return unknown({
    code: 'LAMBDA_IPV6_VIA_IGW',
    source: network.model.internetGateways.get(id)?.source,
    detail: 'the route for IPv6 leads to an internet gateway: no documentation says whether what a function sends passes it',
    mend: 'lead ::/0 to an AWS::EC2::EgressOnlyInternetGateway',
    inConstructs: 'a PrivateLambdaNetwork leads IPv6 through an egress-only internet gateway',
  });
}

function onlyIpv6(gateway: EgressOnlyInternetGateway, family: string): readonly Obstacle[] {
  return unless(ternary(family === 'ipv6'), {
    code: 'PROTOCOL_RESTRICTION',
    source: gateway.source,
    detail: `${describeSource(gateway.source)} carries IPv6 alone`,
    mend: 'lead 0.0.0.0/0 to an AWS::EC2::NatGateway',
    inConstructs: 'egress: Egress.natGateways()',
  });
}

function ofVpc(network: NetworkIndex, gateway: EgressOnlyInternetGateway, subnet: Subnet): readonly Obstacle[] {
  return unless(isSameResource(gateway.vpc, subnet.vpc), {
    code: 'EIGW_OTHER_VPC',
    source: gateway.source,
    detail: `${describeSource(gateway.source)} is of ${nameOfVpc(network, gateway.vpc)}, not of ${nameOfVpc(network, subnet.vpc)}`,
    mend: 'give the VPC an AWS::EC2::EgressOnlyInternetGateway of its own and lead the route there',
  });
}
