import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { includesPublicEndpoints } from './declared-destinations';
import { inferredEndpoint } from './inferred-endpoint';
import { knowledgeOf } from './network-knowledge';
import { PrefixListPeer } from './prefix-list-peer';
import type { OpenContext, DeclareContext, Target } from './target';
import type { AwsEndpointService } from '../endpoints/aws-endpoint-service';
import { fullNameOf } from '../endpoints/aws-endpoint-service';
import { onEndpoint } from '../endpoints/endpoint-arrivals';
import { admittingGroup } from '../endpoints/endpoint-groups';
import type { AwsServiceDestination, PortRange } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import { tcpPort } from '../vpc/port-range';

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
  const letIn = (endpoint: ec2.ISecurityGroup): void => {
    const group = admittingGroup(endpoint, securityGroup, ports.length);
    ports.forEach((range) => securityGroup.allowToGroup(group, tcpPort(range), scope));
  };
  const endpoint = network.endpointSecurityGroup(name);
  const blocks = endpoint === undefined ? knowledgeOf(network)?.endpointBlocks.get(name) : undefined;
  if (blocks !== undefined) {
    blocks.map((block) => block.includes(':') ? ec2.Peer.ipv6(block) : ec2.Peer.ipv4(block))
      .forEach((peer) => ports.forEach((range) => securityGroup.addEgressRule(peer, tcpPort(range), `AWS service ${name}`)));
    return;
  }
  if (endpoint === undefined && includesPublicEndpoints(declared, ports)) {
    // private DNS leads to an endpoint that comes later, past the way over the internet
    onEndpoint(network, ({ service: arrived, group }) => arrived === name && securityGroup.whileOpening(() => letIn(group)));
    return;
  }
  letIn(endpoint ?? inferredEndpoint(service, {
    scope, network, otherwise: 'declare Destination.internet() as well',
    asked: `AWS service '${name}' is declared`, without: 'the function does not declare the internet',
  }));
}
