import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { includesPublicEndpoints } from './declared-destinations';
import { PrefixListPeer } from './prefix-list-peer';
import type { OpenContext, DeclareContext, Target } from './target';
import type { AwsServiceDestination } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';

/** An AWS service, over whatever leads to it in this network. */
export class AwsServiceTarget implements Target {
  constructor(private readonly service: string) {
  }

  public declare(): AwsServiceDestination {
    return { kind: 'aws-service', service: this.service };
  }

  /** A service has addresses that nobody knows before deployment. */
  public forbid({ scope }: DeclareContext): never {
    throw new NetworkError(
      'DESTINATION_FORBIDDEN',
      `AWS service '${this.service}' is in mustNotReach, and that its public addresses are closed cannot be proven: forbid Destination.internet() instead, or leave the service without an endpoint`,
      scope,
    );
  }

  public identity(): string {
    return `aws-service ${this.service}`;
  }

  public open(context: OpenContext): void {
    openService(this.service, context);
  }
}

/**
 * Open the cheapest path there is: a gateway endpoint costs nothing, an endpoint or the internet that is there already costs no more,
 * and an endpoint of its own is defined only for a service that nothing else leads to.
 */
function openService(service: string, { scope, network, securityGroup, declared }: OpenContext): void {
  const prefixListId = network.gatewayPrefixListId(service);
  if (prefixListId !== undefined) {
    securityGroup.addEgressRule(new PrefixListPeer(prefixListId), ec2.Port.HTTPS, `AWS service ${service}`);
    return;
  }
  const endpoint = network.endpointSecurityGroup(service);
  if (endpoint === undefined && includesPublicEndpoints(declared)) {
    return;
  }
  const group = endpoint ?? network.inferEndpoint(service);
  if (group === undefined) {
    throw new NetworkError(
      'DESTINATION_SERVICE_NO_PATH',
      `AWS service '${service}' is declared, but the network ${network.node.path} has no endpoint for it and the function does not declare the internet: `
      + `add an endpoint for ${service} to the network, or declare Destination.internet() as well`,
      scope,
    );
  }
  securityGroup.allowToGroup(group, ec2.Port.HTTPS);
}
