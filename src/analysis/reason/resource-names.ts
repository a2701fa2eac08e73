import { serviceAddresses } from './address-set';
import { blockPublicAccess } from './block-public-access';
import type { CandidatePath, PathSegment } from './candidate-path';
import { concat, ingress, standingAt } from './candidate-path';
import { ANY_HOST, nameOfResources } from './domain-names';
import { ownsName } from './interface-endpoints';
import { internetPaths, publicPath } from './internet-paths';
import { portAssumptions } from './listening';
import { oneOrTheOther } from './name-alternatives';
import type { Flow, NetworkContext } from './network-context';
import { addressesOfSubnet } from './network-context';
import { unknown, unknownResource, unless, violated } from './obstacles';
import { atResource, resourcePaths } from './resource-paths';
import { unresolved } from './unresolved';
import type { AddressFamily } from '../model/address-block';
import type { Domain, NameLeads, PublicName } from '../model/dns';
import { destinationHop } from '../model/hop';
import type { Listener, Subnet } from '../model/network';
import type { ResourceQuestion } from '../model/question';
import { describeSource } from '../model/source';
import { not } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: where the name of a resource leads: to its interfaces, or to public addresses of it, which are reached like the internet and let in by groups
 * that see the public address of the way out.
 * Law: of a resource whose name may lead to either, both have to be reached.
 */

/** The paths to hosts on the internet, which are asked for by name. */
export function namedInternetPaths(context: NetworkContext, flow: Omit<Flow, 'to'>, family: AddressFamily): readonly CandidatePath[] {
  return internetPaths(context, flow, family).map((path) => concat(path, unresolved(context, flow.subnet, ANY_HOST, family)));
}

/** The paths to a resource: to its interfaces, or to what its name leads to. */
export function namedResourcePaths(
  context: NetworkContext, flow: Omit<Flow, 'to'>, question: ResourceQuestion, family: AddressFamily,
): readonly CandidatePath[] {
  return question.isAddressed === true ? resourcePaths(context, flow, question, family)
    : byName(context, flow, question, family).map((path) => concat(path, unresolved(context, flow.subnet, nameOf(question), family)));
}

function nameOf({ listeners = [] }: ResourceQuestion): Domain {
  return nameOfResources(listeners.map(({ source }) => source.type));
}

function byName(context: NetworkContext, flow: Omit<Flow, 'to'>, question: ResourceQuestion, family: AddressFamily): readonly CandidatePath[] {
  const named = (question.listeners ?? []).map((listener) => namedListener(context, flow, listener));
  const [first, ...others] = named.filter(leadsOutside);
  if (first === undefined) {
    const assumptions = named.flatMap(({ assumption }) => assumption ?? []);
    return resourcePaths(context, flow, question, family).map((path) => assumptions.length === 0 ? path : concat(path, { assumptions }));
  }
  const overInternet = [toPublicAddresses(context, flow, question, family, [first, ...others])];
  return named.every(({ leads }) => leads === 'public') ? overInternet
    : oneOrTheOther(resourcePaths(context, flow, question, family), overInternet, unknown({
      code: 'DNS_NAME_NOT_KNOWN', source: first.listener.source,
      detail: `whether the name of ${question.name} leads to its private addresses or to public ones is not known: ${describeSource(first.listener.source)} ${first.name.because}`,
      mend: first.name.mend,
    }));
}

/** What is known of the name of something that listens. */
interface NamedListener {
  readonly listener: Listener;
  readonly leads: NameLeads;
  readonly assumption?: string;

  /** Undefined when nothing says that it is more than private. */
  readonly name?: PublicName;
}

type PublicListener = NamedListener & { readonly name: PublicName };

function leadsOutside(named: NamedListener): named is PublicListener {
  return named.leads !== 'private' && named.name !== undefined;
}

function namedListener(context: NetworkContext, { subnet, ports }: Omit<Flow, 'to'>, listener: Listener): NamedListener {
  const { network } = context;
  const name = network.model.dns?.publicNames.get(listener.source.id);
  const range = name?.ports;
  const isAbout = range === undefined || ports.some((asked) => asked.ports.toPort >= range.fromPort && asked.ports.fromPort <= range.toPort);
  if (name === undefined || !isAbout) {
    return { listener, leads: 'private' };
  }
  const subnets = subnetsOf(network.model.subnets, listener);
  const vpcs = subnets.map(({ vpc }) => vpc);
  const isInside = vpcs.length > 0 && vpcs.every((vpc) => vpc === subnet.vpc);
  const outside = name.outside !== 'by gateway' ? name.outside : subnets.length > 0 && !subnets.some((each) => mayBePublic(context, each)) ? 'private' : 'unknown';
  const isAssumed = !isInside && name.outside === 'by gateway' && outside === 'private' && vpcs.some((vpc) => network.internetGatewaysOf(vpc).length > 0);
  return {
    listener, name, leads: isInside ? name.inside : outside,
    ...isAssumed ? { assumption: `${describeSource(listener.source)}, which has no PubliclyAccessible and no subnet with a route to an internet gateway, is not publicly accessible` } : {},
  };
}

/** Tells whether a subnet leads, or may lead, to an internet gateway. */
function mayBePublic({ routes }: NetworkContext, subnet: Subnet): boolean {
  return routes.of(subnet).gap !== undefined || routes.lookUp(subnet, serviceAddresses('ipv4', 'its way out'), 'internet')
    .some(({ entry, ambiguities }) => entry?.target.kind === 'internet-gateway' || ambiguities.length > 0);
}

function subnetsOf(all: ReadonlyMap<string, Subnet>, { subnets }: Listener): readonly Subnet[] {
  return subnets.known ? subnets.value.flatMap((id) => all.get(id) ?? []) : [];
}

function toPublicAddresses(
  context: NetworkContext, flow: Omit<Flow, 'to'>, question: ResourceQuestion, family: AddressFamily,
  [first, ...others]: readonly [PublicListener, ...PublicListener[]],
): CandidatePath {
  const to = serviceAddresses(family, question.name);
  const end = destinationHop(question.name);
  return concat(
    publicPath(context, { ...flow, to }, question.name, `the name of ${question.name} leads to public addresses: it ${first.name.because}`),
    { obstacles: standingAt(end, atResource(context, question, family)), assumptions: portAssumptions(question) },
    { obstacles: standingAt(end, [first, ...others].flatMap((each) => atTheOtherEnd(context, flow, each, family))) },
    ...[first, ...others].map((each) => whatIsBlocked(context, each)),
    { obstacles: standingAt(end, [first, ...others].flatMap((each) => takenOver(context, flow, each))) },
    ...[first, ...others].map(({ name }) => letsIn(context, flow, question, family, name)),
  );
}

/** The groups see where the traffic comes out: over IPv4 a NAT gateway, over IPv6 the function itself. */
function letsIn(context: NetworkContext, flow: Omit<Flow, 'to'>, { name: what, securityGroups }: ResourceQuestion, family: AddressFamily, name: PublicName): Partial<CandidatePath> {
  if (name.filter === 'none') {
    return {};
  }
  if (name.filter === 'unknown' || !securityGroups.known || securityGroups.value.length === 0) {
    const reason = securityGroups.known ? 'it is not read' : securityGroups.reason;
    return { obstacles: [unknownResource(`whom ${what} lets in from the internet`, reason)] };
  }
  return {
    demands: [ingress({
      groups: securityGroups.value, of: undefined, what, references: 'no', ports: flow.ports,
      from: family === 'ipv4' ? [serviceAddresses(family, 'its way out')] : addressesOfSubnet(context, flow.subnet, family),
      mend: family === 'ipv4' ? '0.0.0.0/0, or make it private' : '::/0, or make it private',
      inConstructs: 'internetFacing: false, or Destination.internet() and a rule that lets the internet in',
    })],
  };
}

/** An endpoint with private DNS has the usual names of all APIs of the Region, and answers for private ones alone. */
function takenOver(context: NetworkContext, { subnet }: Omit<Flow, 'to'>, { listener, name: { takenBy } }: PublicListener): readonly Obstacle[] {
  const endpoints = takenBy === undefined ? [] : context.network.endpointsIn(subnet.vpc).filter(({ kind, service }) =>
    kind.known && kind.value === 'interface' && service.known && service.value === takenBy);
  return endpoints.flatMap((endpoint) => unless(not(ownsName(context, endpoint)), {
    code: 'VPCE_PRIVATE_DNS_TAKES_PRECEDENCE', source: endpoint.source,
    detail: `${describeSource(endpoint.source)} has the usual name of ${describeSource(listener.source)} in the VPC, as those of all APIs of the Region, and answers for private ones alone`,
    mend: `call it by a custom domain name, or set PrivateDnsEnabled of ${describeSource(endpoint.source)} to false and call private APIs by the names that they have of it`,
  }));
}

/** Block Public Access stops what comes from the internet to an interface in a VPC, whichever its mode is. */
function whatIsBlocked({ network }: NetworkContext, { listener, name }: PublicListener): PathSegment {
  const subnets = name.isInSubnets ? subnetsOf(network.model.subnets, listener) : [];
  return concat(...subnets.map(({ vpc, source }) => blockPublicAccess(network, { vpc, subnet: source.id, isTwoWay: true })));
}

/** Public addresses are of use in a subnet that leads to an internet gateway and lets the traffic in. */
function atTheOtherEnd(context: NetworkContext, { ports }: Omit<Flow, 'to'>, { listener, leads, name }: PublicListener, family: AddressFamily): readonly Obstacle[] {
  const from = serviceAddresses(family, 'its way out');
  const subnets = name.isInSubnets ? subnetsOf(context.network.model.subnets, listener) : [];
  return subnets.flatMap((subnet) => {
    const leadsOut = context.routes.lookUp(subnet, from, 'internet').some(({ entry, ambiguities }) => entry?.target.kind === 'internet-gateway' || ambiguities.length > 0);
    const isKnown = context.routes.of(subnet).gap === undefined && leads === 'public';
    const details = {
      code: 'NO_ROUTE_TO_DESTINATION' as const, source: subnet.source,
      detail: `${describeSource(subnet.source)}, where ${describeSource(listener.source)} has a public address, has no route to an internet gateway, so that no answer gets out`,
      mend: 'lead the default route of that subnet to the AWS::EC2::InternetGateway, or make it private',
    };
    return [...leadsOut ? [] : [isKnown ? violated(details) : unknown(details)], ...context.acls.entering(subnet, from, ports)];
  });
}
