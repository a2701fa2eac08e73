import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { includesPublicEndpoints } from './declared-destinations';
import type { NetworkFacts } from './network-facts';
import { knowledgeOf } from './network-knowledge';
import { PrefixListPeer } from './prefix-list-peer';
import type { OpenContext, DeclareContext, Target } from './target';
import type { AwsEndpointService } from '../endpoints/aws-endpoint-service';
import { fullNameOf } from '../endpoints/aws-endpoint-service';
import { keepDeclaredService } from '../endpoints/declared-services';
import { admittingGroup } from '../endpoints/endpoint-groups';
import type { AwsServiceDestination, PortRange } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import { canHavePrivateDns, hasGatewayEndpointsOnly } from '../services/private-names';
import type { TcpPorts } from '../services/service-ports';

/** An AWS service, over whatever leads to it in this network. */
export class AwsServiceTarget implements Target {
  constructor(private readonly service: AwsEndpointService) {
  }

  public declare({ scope }: DeclareContext): AwsServiceDestination {
    const { name, isKnown } = this.service;
    const ports = this.unusualPorts();
    return {
      kind: 'aws-service', service: name,
      ...ports.length === 0 ? {} : { ports },
      ...isKnown ? {} : { serviceName: fullNameOf(this.service, scope) },
    };
  }

  /** A service has addresses that nobody knows before deployment. */
  public forbid({ scope }: DeclareContext): never {
    throw new NetworkError(
      'DESTINATION_FORBIDDEN',
      `AWS service '${this.service.name}' is in mustNotReach, and that its public addresses are closed cannot be proven: forbid Destination.internet() instead, or leave the service without an endpoint`,
      scope,
    );
  }

  public identity(): string {
    const ports = this.unusualPorts().map(({ fromPort, toPort }) => ` ${fromPort}-${toPort}`);
    return `aws-service ${this.service.name}${ports.join('')}`;
  }

  public open(context: OpenContext): void {
    openService(this.service, context);
  }

  /** The ports, unless it is 443 alone. */
  private unusualPorts(): PortRange[] {
    const { ports } = this.service;
    return ports.every(([from, to]) => from === 443 && to === 443) ? []
      : ports.map(([fromPort, toPort]) => ({ protocol: 'tcp', fromPort, toPort }));
  }
}

/**
 * Open the cheapest path there is: a gateway endpoint costs nothing, an endpoint or the internet that is there already costs no more,
 * and an endpoint of its own is defined only for a service that nothing else leads to.
 */
function openService(service: AwsEndpointService, context: OpenContext): void {
  const { scope, network, securityGroup, declared } = context;
  const { name, ports } = service;
  const prefixListId = network.gatewayPrefixListId(name);
  if (prefixListId !== undefined) {
    securityGroup.addEgressRule(new PrefixListPeer(prefixListId), ec2.Port.HTTPS, `AWS service ${name}`);
    return;
  }
  const endpoint = network.endpointSecurityGroup(name);
  if (endpoint === undefined && includesPublicEndpoints(declared, ports)) {
    return;
  }
  const blocks = endpoint === undefined ? knowledgeOf(network)?.endpointBlocks.get(name) : undefined;
  if (blocks !== undefined) {
    ports.forEach((range) => blocks.forEach((block) => securityGroup.addEgressRule(block.includes(':') ? ec2.Peer.ipv6(block) : ec2.Peer.ipv4(block), portOf(range), `AWS service ${name}`)));
    return;
  }
  const group = admittingGroup(endpoint ?? inferredEndpoint(service, context), securityGroup, ports.length);
  ports.forEach((range) => securityGroup.allowToGroup(group, portOf(range), scope));
}

function portOf([from, to]: TcpPorts): ec2.Port {
  return from !== to ? ec2.Port.tcpRange(from, to) : from === 443 ? ec2.Port.HTTPS : ec2.Port.tcp(from);
}

function inferredEndpoint(service: AwsEndpointService, { scope, network }: OpenContext): ec2.ISecurityGroup {
  const { name } = service;
  const reason = whyNotInferred(name);
  if (reason !== undefined) {
    throw new NetworkError('DESTINATION_SERVICE_NO_PATH', `AWS service '${name}' is declared, and the function does not declare the internet, but ${reason}`, scope);
  }
  keepDeclaredService(network, service);
  const group = network.inferEndpoint(name);
  if (group === undefined) {
    throw new NetworkError(
      'DESTINATION_SERVICE_NO_PATH',
      `AWS service '${name}' is declared, but the network ${network.node.path} has no endpoint for it and the function does not declare the internet: ${remedy(network, name)}, or declare Destination.internet() as well`,
      scope,
    );
  }
  return group;
}

function remedy(network: NetworkFacts, service: string): string {
  const known = knowledgeOf(network);
  return known === undefined ? `add an endpoint for ${service} to the network, or state the endpointSecurityGroups or gatewayEndpoints of an imported network`
    : `${known.whyNoEndpoint}; add an endpoint for ${service} there and take the snapshot again`;
}

/** Tells why an interface endpoint does not help. */
function whyNotInferred(service: string): string | undefined {
  if (hasGatewayEndpointsOnly(service)) {
    return 'it has gateway endpoints alone, which a network defines for Amazon S3 and Amazon DynamoDB only: declare Destination.internet() as well';
  }
  return canHavePrivateDns(service) ? undefined
    : 'its endpoints have no private DNS name, so that its usual name leads past them: declare Destination.internet() as well, '
    + 'or add the endpoint with network.addEndpoint(), and a private hosted zone in which the name leads to it';
}
