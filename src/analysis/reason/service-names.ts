import { serviceAddresses } from './address-set';
import type { CandidatePath } from './candidate-path';
import { toService } from './gateway-endpoints';
import { ownsName } from './interface-endpoints';
import { oneOrTheOther } from './name-alternatives';
import type { Flow, NetworkContext } from './network-context';
import { unknown } from './obstacles';
import { namesOf } from './servers-reached';
import { servicePaths } from './service-paths';
import type { AddressFamily } from '../model/address-block';
import type { ServiceQuestion } from '../model/question';
import { describeSource } from '../model/source';

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
  const paths = servicePaths(context, flow, question, family);
  const dns = context.dns.of(subnet.vpc);
  const owner = context.network.endpointsIn(subnet.vpc).find((endpoint) => endpoint.kind.known && endpoint.kind.value === 'interface'
    && endpoint.service.known && endpoint.service.value === service && ownsName(context, endpoint) !== 'no');
  if (dns.asksResolver === 'yes' || owner === undefined) {
    return paths;
  }
  const outside = [toService(context, { ...flow, to: serviceAddresses(family, service) }, service)];
  return oneOrTheOther(paths, outside, unknown({
    code: 'DNS_NAME_NOT_KNOWN', source: dns.source,
    detail: `whether the name of ${service} leads to ${describeSource(owner.source)} or to public addresses is not known: ${namesOf(dns)} know private names only when they ask the Route 53 Resolver`,
    mend: 'name AmazonProvidedDNS in DomainNameServers and forward domains of your own with AWS::Route53Resolver::ResolverRule, or make both ways open',
    inConstructs: 'useDhcpOptions() without domainNameServers',
  }));
}
