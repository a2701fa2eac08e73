import type { AddressSet, BlockAddresses } from './address-set';
import {
  describeAddresses, everyAddressOf, familyName, internetAddresses, isAwsList, listAddresses, notPublic, serviceAddresses, serviceOfList,
  unknownAddress, without,
} from './address-set';
import { intoOtherVpcs } from './arrival-from-internet';
import type { PathSegment, CandidatePath } from './candidate-path';
import { behindUncertainRoute, egress, concat, requireAll } from './candidate-path';
import { throughCentralEgress } from './central-egress';
import { isCovered, touches } from './coverage';
import { carriesAll, toService } from './gateway-endpoints';
import { atAddresses } from './hosts';
import { alongMatch, notOnTheInternet } from './internet-paths';
import { throughNatGateway } from './nat-gateways';
import type { Flow, NetworkContext } from './network-context';
import { blockOf } from './network-index';
import { mendOfUnknown, unknown, violated } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { noRoute, routeHop, unknownTarget } from './route-tables';
import { intoTransitGateway, routeOfTransitGateway } from './transit-gateways';
import { isTranslating, overPeering, translatedExit } from './translated-paths';
import { findOutRoutes } from './unknown-routes';
import { subnetsIn, toDestination } from './vpc-paths';
import type { AddressBlock } from '../model/address-block';
import { addressBits, contains, parseBlock } from '../model/address-block';
import { componentHop, destinationHop, spellRuleBlock } from '../model/hop';
import type { PrefixListQuestion } from '../model/question';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the path to each address of a block or of a prefix list, wherever the route table leads it: inside of the VPC, to another one, to
 * the internet.
 * Law: every address of the block has to be reached, so that each part that the route table tells apart has to be.
 * Refuses: to say whether something listens there and lets the function in. That it does is an assumption.
 */

/** The addresses that NAT64 translates. RFC 6052 gives them this prefix. */
const NAT64 = parseBlock('64:ff9b::/96')!;

export function blockPaths(context: NetworkContext, flow: Omit<Flow, 'to'>, block: AddressBlock): readonly CandidatePath[] {
  return [fromSubnet(context, flow, everyAddressOf(block))];
}

/** Inside of a subnet nothing is routed and no network ACL is read; the rest goes where the route table leads it. */
function fromSubnet(context: NetworkContext, flow: Omit<Flow, 'to'>, addresses: BlockAddresses): CandidatePath {
  const { subnet, ports } = flow;
  const own = blockOf(subnet, addresses.family);
  const beyond = own === undefined || !touches(addresses, own) ? addresses : without(addresses, [own]);
  const inside = beyond === addresses ? []
    : [concat({
      hops: [componentHop('subnet', subnet, subnet.source.id)], demands: [egress(addresses, describeAddresses(addresses), ports)],
    }, atAddresses(context, { ...flow, to: addresses }, subnet.vpc, 'yes'))];
  const matches = isCovered(beyond.block, beyond.except) ? [] : context.routes.lookUp(subnet, beyond, 'addresses');
  return requireAll([...inside, ...matches.map((match) => alongBlockMatch(context, flow, match))]);
}

export function prefixListPaths(context: NetworkContext, flow: Omit<Flow, 'to'>, { id }: PrefixListQuestion, family: AddressSet['family']): readonly CandidatePath[] {
  if (!id.known) {
    return [unknownList(flow, unknownAddress(family), `a prefix list that is known only after deployment (${id.reason})`)];
  }
  if (isAwsList(id.value)) {
    return [toService(context, { ...flow, to: serviceAddresses(family, serviceOfList(id.value)) }, id.value)];
  }
  const entries = context.network.model.prefixLists.get(id.value);
  if (entries?.known !== true) {
    return [unknownList(flow, listAddresses(family, id.value), `prefix list ${id.value}: ${entries === undefined ? 'no template that was read defines it' : entries.reason}`)];
  }
  const blocks = entries.value.filter((block) => block.family === family);
  return blocks.length === 0 ? [unknownList(flow, listAddresses(family, id.value), `prefix list ${id.value}, which has no ${familyName(family)} addresses`)]
    : [requireAll(blocks.flatMap((block) => blockPaths(context, flow, block)))];
}

/** Whatever the addresses are, the groups of the function have to let it out to them. */
function unknownList({ subnet, ports }: Omit<Flow, 'to'>, to: AddressSet, what: string): CandidatePath {
  return concat({
    hops: [componentHop('subnet', subnet, subnet.source.id)], demands: [egress(to, describeAddresses(to), ports)], obstacles: [unknown({
      code: 'UNKNOWN_DESTINATION', detail: `which addresses are meant is not known: ${what}`,
      ...mendOfUnknown([what], ['define the prefix list in a template that is judged together with this one', 'name its blocks as destinations']),
    })],
  });
}

function alongBlockMatch(context: NetworkContext, start: Omit<Flow, 'to'>, match: SubnetRouteMatch): CandidatePath {
  const addresses = match.addresses as BlockAddresses;
  const flow = { ...start, to: addresses };
  const kind = match.entry?.target.kind;
  if (kind === 'local' || kind === 'vpc-peering' || kind === 'transit-gateway') {
    return toNetwork(context, flow, match);
  }
  if (kind === 'nat-gateway' && contains(NAT64, addresses.block) === 'yes') {
    return throughNat64(context, flow, match);
  }
  if (isTranslating(match) && isWhollyPrivate(addresses)) {
    return throughTranslation(context, flow, match);
  }
  if (isTranslating(match) || kind === 'internet-gateway' || kind === 'egress-only-internet-gateway') {
    return toPublicAddresses(context, flow, match);
  }
  const obstacle = match.entry === undefined ? missingRoute(context, start, match) : unknownTarget(match.entry.target, match.entry);
  return concat(direct(context, flow), behindUncertainRoute(context.routes.ambiguitiesOf(start.subnet, match, 'addresses'), { obstacles: [obstacle] }));
}

function missingRoute({ routes }: NetworkContext, { subnet }: Omit<Flow, 'to'>, match: SubnetRouteMatch): Obstacle {
  const addresses = match.addresses as BlockAddresses;
  const toInternet = addresses.family === 'ipv4' ? { inConstructs: 'egress: Egress.natGateways()', inTemplate: `add an AWS::EC2::Route for 0.0.0.0/0 with a NatGatewayId to the route table of ${describeSource(subnet.source)}` }
    : { inConstructs: 'a dual-stack PrivateLambdaNetwork with an egress', inTemplate: `add an AWS::EC2::Route for ::/0 with an EgressOnlyInternetGatewayId to the route table of ${describeSource(subnet.source)}` };
  const toNetworks = { inConstructs: 'network.peerWith() or network.attachToTransitGateway()', inTemplate: `add an AWS::EC2::Route for ${describeAddresses(addresses)}` };
  const { status, toFindOut, ...found } = noRoute(routes.of(subnet), match);
  const { inConstructs, inTemplate } = isPublic(addresses) ? toInternet : toNetworks;
  const details = { ...found, mend: inTemplate, inConstructs, ...toFindOut };
  return status === 'violated' ? violated(details) : unknown(details);
}

/** A NAT gateway sends on from its own subnet, with an address of its own. */
function throughTranslation(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, match: SubnetRouteMatch): CandidatePath {
  const { segment, onward } = translatedExit(context, flow, match);
  const further = onward === undefined ? []
    : [fromSubnet(context, { ...flow, ...onward }, flow.to), { obstacles: overPeering(context, onward.subnet, flow.to) }];
  return concat(
    direct(context, flow),
    behindUncertainRoute(context.routes.ambiguitiesOf(flow.subnet, match, 'addresses'), concat({ hops: [routeHop(match.entry!)] }, segment, ...further)),
  );
}

/** Returns what every path has: the function's groups and the network ACL of its subnet. */
function direct({ acls }: NetworkContext, { subnet, to, ports }: Flow): PathSegment {
  return { hops: [componentHop('subnet', subnet, subnet.source.id)], obstacles: acls.leaving(subnet, to, ports), demands: [egress(to, describeAddresses(to), ports)] };
}

function toPublicAddresses(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, found: SubnetRouteMatch): CandidatePath {
  if (!isPublic(flow.to)) {
    const ambiguities = context.routes.ambiguitiesOf(flow.subnet, found, 'addresses');
    return concat(direct(context, flow), behindUncertainRoute(ambiguities, { obstacles: [notOnTheInternet(flow.to, found)] }));
  }
  const { match, assumptions } = overEitherWay(context, flow, found);
  const along = (taken: SubnetRouteMatch) => alongMatch(context, flow, taken, describeAddresses(flow.to));
  const path = along(match);
  return concat(
    path.obstacles.length === 0 ? path : along(found),
    { assumptions: [listens(flow.to), ...assumptions] },
    intoOtherVpcs(context, flow),
  );
}

/** Addresses of a service that has a gateway endpoint are reached over that; where the other way is open, it makes no difference which addresses those are. */
function overEitherWay(
  context: NetworkContext, flow: Flow, match: SubnetRouteMatch,
): { readonly match: SubnetRouteMatch; readonly assumptions: readonly string[] } {
  const { alternatives = [] } = match;
  const carried = alternatives.filter(({ target }) => target.kind === 'gateway-endpoint' && carriesAll(context, flow, target.id));
  return {
    match: { ...match, alternatives: alternatives.filter((entry) => !carried.includes(entry)) },
    assumptions: carried.map(({ block }) => `addresses of ${spellRuleBlock(block)} in ${describeAddresses(flow.to)}, if any, are reached through its gateway endpoint`),
  };
}

/** Tells whether all addresses are those of hosts on the internet. */
function isPublic(addresses: BlockAddresses): boolean {
  return contains(internetAddresses(addresses.family).block, addresses.block) === 'yes' && !notPublic(addresses.family).some((block) => touches(addresses, block));
}

function isWhollyPrivate({ block, except }: BlockAddresses): boolean {
  return isCovered(block, [...notPublic(block.family), ...except]);
}

/** The NAT gateway sees IPv4 addresses: the last 32 bits. */
function throughNat64(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, match: SubnetRouteMatch): CandidatePath {
  const { block } = flow.to;
  const target = match.entry!.target as { readonly id: ResourceId };
  const translated = everyAddressOf({ family: 'ipv4', first: block.first % 2n ** 32n, prefixLength: Math.max(0, block.prefixLength - (addressBits('ipv6') - 32)) }, notPublic('ipv4'));
  return concat(
    direct(context, flow),
    { assumptions: ['private addresses behind NAT64 are not asked for'] },
    behindUncertainRoute(context.routes.ambiguitiesOf(flow.subnet, match, 'addresses'), throughNatGateway(context, { ...flow, to: translated }, target.id)),
  );
}

function toNetwork(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, match: SubnetRouteMatch): CandidatePath {
  const { segment, parts } = partsBehind(context, flow, match);
  return concat(
    direct(context, flow),
    behindUncertainRoute(context.routes.ambiguitiesOf(flow.subnet, match, 'addresses'), concat(
      segment,
      ...parts.map(({ vpc, addresses }) => vpc !== undefined ? toPart(context, { ...flow, to: addresses }, match, vpc)
        : elsewhere(context, { ...flow, to: addresses }, match)),
    )),
    { hops: [destinationHop(describeAddresses(flow.to))] },
  );
}

function toPart(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, match: SubnetRouteMatch, vpc: ResourceId): PathSegment {
  const { segment, referencesIn, from } = toDestination(context, flow, match, { vpc, subnets: subnetsIn(context, vpc, flow.to), isExact: true });
  return concat(segment, atAddresses(context, { ...flow, ...from === undefined ? {} : { from } }, vpc, referencesIn));
}

/** Public addresses that a transit gateway leads on are reached by a central egress; of others nothing is known. */
function elsewhere(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, match: SubnetRouteMatch): PathSegment {
  const { target } = match.entry!;
  return target.kind === 'transit-gateway' && isPublic(flow.to)
    ? concat({ hops: [routeHop(match.entry!)], assumptions: [listens(flow.to)] }, throughCentralEgress(context, flow, target.id))
    : notShown(match, flow.to);
}

function notShown({ entry }: SubnetRouteMatch, addresses: AddressSet): PathSegment {
  return {
    obstacles: [unknown({
      code: 'UNKNOWN_DESTINATION',
      source: entry!.source,
      detail: `what is at ${describeAddresses(addresses)} is not known: no template that was read shows the other end`,
      ...findOutRoutes(undefined, []),
    })],
  };
}

/** A part of what a route leads to; its VPC is undefined when it is not known. */
interface Part {
  readonly vpc?: ResourceId;
  readonly addresses: BlockAddresses;
}

/** Everything that a route leads to, and what is before it. */
interface Behind {
  readonly segment: PathSegment;
  readonly parts: readonly Part[];
}

function partsBehind(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, { entry }: SubnetRouteMatch): Behind {
  const { subnet, to } = flow;
  const { target } = entry!;
  if (target.kind === 'transit-gateway') {
    return behindTransitGateway(context, flow, target.id);
  }
  const peering = target.kind === 'vpc-peering' ? context.network.model.peerings.get(target.id) : undefined;
  const ends = [peering?.requester, peering?.accepter].flatMap((end) => end?.known === true ? [end.value] : []);
  const others = ends.filter((vpc) => vpc !== subnet.vpc && context.network.model.vpcs.has(vpc));
  return { segment: {}, parts: [{ addresses: to, vpc: target.kind === 'local' ? subnet.vpc : others[0] }] };
}

function behindTransitGateway(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }, id: ResourceId): Behind {
  const { network } = context;
  const { segment, attachment } = intoTransitGateway(context, flow, id);
  if (attachment === undefined) {
    return { segment, parts: [] };
  }
  const { obstacles, matches, unknownRoutes } = routeOfTransitGateway(context, attachment, flow.to, 'addresses');
  const parts = matches.filter((match) => match.entry?.target !== undefined).map((match): Part => {
    const addresses = match.addresses as BlockAddresses;
    const vpc = network.model.transitGatewayAttachments.get(match.entry!.target!)?.vpc;
    const isThere = vpc?.known === true && isCovered(addresses.block, [...addresses.except, ...network.blocksOf(vpc.value, addresses.family)]);
    return isThere ? { addresses, vpc: vpc.value } : { addresses };
  });
  return { segment: concat(segment, { obstacles: [...unknownRoutes, ...obstacles] }), parts };
}

function listens(addresses: AddressSet): string {
  return `something listens at ${describeAddresses(addresses)} and lets the function in`;
}

