import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { NetworkFacts } from './network-facts';
import { knowledgeOf } from './network-knowledge';
import type { AwsEndpointService } from '../endpoints/aws-endpoint-service';
import { keepDeclaredService } from '../endpoints/declared-services';
import { NetworkError } from '../private/network-error';
import { canHavePrivateDns, hasGatewayEndpointsOnly } from '../services/private-names';

/** Someone who asks for an endpoint, in the words of messages. */
export interface Asker {
  /** The construct that an error points at. */
  readonly scope: IConstruct;
  readonly network: NetworkFacts;

  /** The thing that is asked, such as that a service is declared. */
  readonly asked: string;

  /** The way that is missing beside an endpoint. */
  readonly without: string;

  /** The change with which no endpoint is needed. */
  readonly otherwise: string;
}

/** The group that lets callers in to the endpoint of a service, which the network defines for it, or a refusal. */
export function inferredEndpoint(service: AwsEndpointService, { scope, network, asked, without, otherwise }: Asker): ec2.ISecurityGroup {
  const { name } = service;
  const reason = whyNotInferred(name, otherwise);
  if (reason !== undefined) {
    throw new NetworkError('DESTINATION_SERVICE_NO_PATH', `${asked}, and ${without}, but ${reason}`, scope);
  }
  keepDeclaredService(network, service);
  const group = network.inferEndpoint(name);
  if (group === undefined) {
    throw new NetworkError(
      'DESTINATION_SERVICE_NO_PATH',
      `${asked}, but the network ${network.node.path} has no endpoint for it and ${without}: `
      + `${remedy(network, name)}, or ${otherwise}`,
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
function whyNotInferred(service: string, otherwise: string): string | undefined {
  if (hasGatewayEndpointsOnly(service)) {
    return `it has gateway endpoints alone, which a network defines for Amazon S3 and Amazon DynamoDB only: ${otherwise}`;
  }
  return canHavePrivateDns(service) ? undefined
    : `its endpoints have no private DNS name, so that its usual name leads past them: ${otherwise}, `
    + 'or add the endpoint with network.addEndpoint(), and a private hosted zone in which the name leads to it';
}
