import { serviceAddresses, unknownAddress } from './address-set';
import type { CandidatePath, Peer } from './candidate-path';
import { concat, egress, requireAll } from './candidate-path';
import { firewallOn } from './dns-firewall';
import { nameOfService, spellName } from './domain-names';
import { toService } from './gateway-endpoints';
import { ownsName } from './interface-endpoints';
import { oneOrTheOther } from './name-alternatives';
import type { Answer } from './name-answers';
import { throughNamedEndpoint } from './named-endpoints';
import type { Flow, NetworkContext } from './network-context';
import type { NetworkIndex } from './network-index';
import { unknown } from './obstacles';
import { namesOf } from './servers-reached';
import { assumptionsOf, listens } from './service-facts';
import { servicePaths } from './service-paths';
import type { AddressFamily } from '../model/address-block';
import { componentHop, destinationHop } from '../model/hop';
import type { ServiceQuestion } from '../model/question';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: what the name of a service leads to, seen from a VPC: the private name of an endpoint where the Route 53 Resolver of the VPC is asked; where
 * others are, that or the public addresses.
 * Law: of several things that a name may lead to, each has to be reached, and what is in the way to some of them only makes it inconclusive.
 */

/** The paths to a service, by whatever its name leads to. */
export function namedServicePaths(
  context: NetworkContext, flow: Omit<Flow, 'to'>, question: ServiceQuestion, family: AddressFamily,
): readonly CandidatePath[] {
  const { subnet } = flow;
  const { service } = question;
  const dns = context.dns.of(subnet.vpc);
  const owner = context.network.endpointsIn(subnet.vpc).find((endpoint) => endpoint.kind.known && endpoint.kind.value === 'interface'
    && endpoint.service.known && endpoint.service.value === service && ownsName(context, endpoint) !== 'no');
  const answer = context.names.of(subnet.vpc, nameOfService(service), family, owner?.source.id);
  const firewall = firewallOn(context.network, subnet.vpc, nameOfService(service), family);
  const paths = byAnswer(context, flow, { question, family }, answer).map((path) => underItsName(path, service));
  if (dns.asksResolver === 'yes') {
    return firewall.length === 0 ? paths : paths.map((path) => concat(path, { obstacles: firewall }));
  }
  if (owner === undefined && answer.kind === 'usual') {
    return paths;
  }
  const outside = [toService(context, { ...flow, to: serviceAddresses(family, service) }, service)];
  return oneOrTheOther(paths, outside, unknown({
    code: 'DNS_NAME_NOT_KNOWN', source: dns.source,
    detail: `whether the name of ${service} leads to ${owner === undefined ? 'what private hosted zones and rules say' : describeSource(owner.source)} or to public addresses is not known: ${namesOf(dns)} know private names only when they ask the Route 53 Resolver`,
    mend: 'name AmazonProvidedDNS in DomainNameServers and forward domains of your own with AWS::Route53Resolver::ResolverRule, or make both ways open',
    inConstructs: 'useDhcpOptions() without domainNameServers',
  }));
}

/** An endpoint has one name of a service; others, which programs may be told to ask for, lead past it. */
function underItsName(path: CandidatePath, service: string): CandidatePath {
  return path.hops.some(({ kind }) => kind === 'interface-endpoint')
    ? { ...path, assumptions: [...path.assumptions, `programs ask for ${spellName(nameOfService(service))}, ${OTHER_NAMES[service] ?? 'and not for a FIPS or dual-stack name'}`] }
    : path;
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  sts: 'and not for the global sts.amazonaws.com, nor for a FIPS or dual-stack name',
  s3: 'and not for a FIPS or dual-stack name, nor for a bucket of another Region',
};

interface Asked {
  readonly question: ServiceQuestion;
  readonly family: AddressFamily;
}

function byAnswer(context: NetworkContext, flow: Omit<Flow, 'to'>, { question, family }: Asked, answer: Answer): readonly CandidatePath[] {
  const { service } = question;
  switch (answer.kind) {
    case 'usual':
      return [...servicePaths(context, flow, question, family), ...centralEndpoints(context, flow, { question, family })]
        .map((path) => answer.assumptions === undefined ? path : concat(path, { assumptions: answer.assumptions }));
    case 'endpoints':
      return [concat(
        requireAll(answer.endpoints.map((id) => throughNamedEndpoint(context, flow, id, { service, family, by: answer.source }))),
        { obstacles: listens(question), assumptions: [...assumptionsOf(question), ...answer.assumptions ?? []] },
      )];
    case 'obstacle':
      return [somewhere(flow, { question, family }, answer.obstacle)];
  }
}

/** Nobody knows where; the function's groups have to let it out all the same. */
function somewhere({ subnet, ports }: Omit<Flow, 'to'>, { question: { service }, family }: Asked, obstacle: Obstacle): CandidatePath {
  return concat(
    { hops: [componentHop('subnet', subnet, subnet.source.id)], demands: [egress(unknownAddress(family), service, ports, SOMEBODY)] },
    { hops: [destinationHop(service)], obstacles: [obstacle] },
  );
}

const SOMEBODY: Peer = { groups: { known: false, reason: 'the endpoint is not known' }, references: 'unknown' };

/** An endpoint in a VPC that is connected with the function's is perhaps meant; who leads the name there is in no template. */
function centralEndpoints({ network }: NetworkContext, flow: Omit<Flow, 'to'>, asked: Asked): readonly CandidatePath[] {
  const { subnet } = flow;
  const { service } = asked.question;
  const isAlone = network.peeringsOf(subnet.vpc).length === 0 && !network.isAttachedToTransitGateway(subnet.vpc);
  const central = isAlone ? [] : network.endpointsFor(service).filter(({ vpc, kind }) =>
    vpc !== subnet.vpc && kind.known && kind.value === 'interface' && areConnected(network, subnet.vpc, vpc));
  return central.slice(0, 1).map(({ source }) => somewhere(flow, asked, unknown({
    code: 'DNS_NAME_NOT_KNOWN', source,
    detail: `whether the name of ${service} leads to ${describeSource(source)} in another VPC is not known: no private hosted zone and no Resolver rule of the templates leads it there`,
    mend: `an AWS::Route53::HostedZone for ${spellName(nameOfService(service)).replace('*.', '')} with the VPC of the function in VPCs, and an alias to the endpoint`,
  })));
}

function areConnected(network: NetworkIndex, one: ResourceId, other: ResourceId): boolean {
  const isPeered = network.peeringsOf(one).some(({ requester, accepter }) => [requester, accepter].some((end) => end.known && end.value === other));
  return isPeered || network.isAttachedToTransitGateway(one) && network.isAttachedToTransitGateway(other);
}
