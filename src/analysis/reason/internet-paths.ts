import type { AddressSet, BlockAddresses } from './address-set';
import { describeAddresses, everywhereOf, familyName, internetAddresses, without } from './address-set';
import type { PathSegment, CandidatePath } from './candidate-path';
import { behindUncertainRoute, egress, isBlocked, concat, requireAll, partsOf } from './candidate-path';
import { throughCentralEgress } from './central-egress';
import { touches } from './coverage';
import { throughEgressOnlyGateway, throughInternetGateway } from './internet-gateways';
import { throughNatGateway } from './nat-gateways';
import { throughNatInstance } from './nat-instances';
import type { Flow, NetworkContext } from './network-context';
import { unknown, violated } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { noRoute, unknownTarget, routeHop } from './route-tables';
import { describeAmbiguity } from './routing';
import { componentHop, describeTarget, destinationHop, spellRuleBlock } from '../model/hop';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the path from a subnet to the internet, or to public addresses of a service, through whatever the route table leads to.
 * Law: the internet falls into as many parts as the route table has paths to it, and each of them has to be open. What a route leads to
 * somebody's own network is not the internet.
 */

/** The paths to every host on the internet, of which there is one: that of the route table, or the one that is missing. */
export function internetPaths(context: NetworkContext, flow: Omit<Flow, 'to'>, family: AddressSet['family']): readonly CandidatePath[] {
  return [publicPath(context, { ...flow, to: beyond(context, flow.subnet.vpc, family) }, 'the internet')];
}

/** A VPC has public addresses of its own, over IPv6 always: those are not the internet. */
function beyond({ network }: NetworkContext, vpc: ResourceId, family: AddressSet['family']): BlockAddresses {
  const internet = internetAddresses(family);
  return without(internet, network.blocksOf(vpc, family).filter((block) => touches(internet, block)));
}

/** The path to public addresses. */
export function publicPath(context: NetworkContext, flow: Flow, what: string, whyNot?: string): CandidatePath {
  const matches = context.routes.lookUp(flow.subnet, flow.to, 'internet');
  return requireAll(partsOf(flow.to, matches.map((match) => alongMatch(context, { ...flow, to: match.addresses }, match, what, whyNot))));
}

/** The path of one match to public addresses: filters of the function and its subnet, route, exit. */
export function alongMatch(context: NetworkContext, flow: Flow, match: SubnetRouteMatch, what: string, whyNot?: string): CandidatePath {
  const { subnet, to, ports } = flow;
  return concat(
    { hops: [componentHop('subnet', subnet, subnet.source.id)], demands: [egress(to, what, ports)], obstacles: context.acls.leaving(subnet, to, ports) },
    match.entry === undefined ? { obstacles: [missingExit(context, flow, withoutDeadEnds(context, flow, match), what, whyNot)] } : behindUncertainRoute(context.routes.ambiguitiesOf(subnet, match, 'internet'), alongRoute(context, flow, match)),
    { hops: [destinationHop(what)] },
  );
}

/** A route that is missing is not made up for by narrow ones that lead nowhere. */
function withoutDeadEnds(context: NetworkContext, flow: Flow, match: SubnetRouteMatch): SubnetRouteMatch {
  const dead = (match.narrowerRoutes ?? [])
    .filter((entry) => isBlocked(alongRoute(context, flow, { ...match, entry, ambiguities: [] })))
    .map(describeAmbiguity);
  return dead.length === 0 ? match : { ...match, ambiguities: match.ambiguities.filter((ambiguity) => !dead.includes(ambiguity)) };
}

function alongRoute(context: NetworkContext, flow: Flow, match: SubnetRouteMatch): PathSegment {
  const entry = match.entry!;
  return concat({ hops: [routeHop(entry)] }, throughTarget(context, flow, match));
}

function throughTarget(context: NetworkContext, flow: Flow, { entry: found }: SubnetRouteMatch): PathSegment {
  const entry = found!;
  const { target } = entry;
  switch (target.kind) {
    case 'internet-gateway':
      return throughInternetGateway(context, flow, target.id);
    case 'egress-only-internet-gateway':
      return throughEgressOnlyGateway(context, flow, target.id);
    case 'nat-gateway':
      return throughNatGateway(context, flow, target.id);
    case 'network-interface':
      return throughNatInstance(context, flow, target.id);
    case 'transit-gateway':
      return throughCentralEgress(context, flow, target.id);
    case 'vpc-peering':
      return {
        obstacles: [violated({
          code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', source: entry.source,
          detail: `the route to ${spellRuleBlock(entry.block)} leads to a peering connection, which carries only addresses of its two VPCs and nothing to the internet`,
          mend: 'lead the route to a NAT gateway in the VPC of the function', inConstructs: 'egress: Egress.natGateways()',
        })],
      };
    case 'local':
    case 'gateway-endpoint':
    case 'unsupported':
    case 'missing':
    case 'unknown':
      return { obstacles: [unknownTarget(target, entry)] };
  }
}

/** There is no route: the path that is missing is the one that would be cheapest to add. */
function missingExit({ routes }: NetworkContext, { subnet, to }: Flow, match: SubnetRouteMatch, what: string, whyNot = ''): Obstacle {
  const { status, source, detail, toFindOut } = noRoute(routes.of(subnet), match);
  const isIpv4 = to.family === 'ipv4';
  const details = {
    code: 'NO_ROUTE_TO_DESTINATION' as const,
    source: source ?? subnet.source,
    detail: `${detail}${whyNot === '' ? '' : `, and ${whyNot}`}`,
    mend: isIpv4
      ? `add an AWS::EC2::Route for ${everywhereOf('ipv4')} with a NatGatewayId to the route table of ${describeSource(subnet.source)}`
      : `add an AWS::EC2::Route for ${everywhereOf('ipv6')} with an EgressOnlyInternetGatewayId to the route table of ${describeSource(subnet.source)}`,
    inConstructs: isIpv4 ? 'egress: Egress.natGateways()' : `a dual-stack PrivateLambdaNetwork with an egress: ${what} over ${familyName(to.family)} through an egress-only internet gateway`,
    ...toFindOut,
  };
  return status === 'violated' ? violated(details) : unknown(details);
}

/** For addresses that no host on the internet has. */
export function notOnTheInternet(addresses: AddressSet, match: SubnetRouteMatch): Obstacle {
  const entry = match.entry!;
  return violated({
    code: 'NO_ROUTE_TO_DESTINATION', source: entry.source,
    detail: `${describeAddresses(addresses)} are not addresses of the internet, where the route to ${spellRuleBlock(entry.block)} leads (${describeTarget(entry.target)})`,
    mend: `add an AWS::EC2::Route for ${describeAddresses(addresses)} to a peering connection or a transit gateway`,
    inConstructs: 'network.peerWith() or network.attachToTransitGateway()',
  });
}
