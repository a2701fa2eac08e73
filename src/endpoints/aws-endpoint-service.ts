import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { ServiceName } from './endpoint-name';
import { endpointName } from './endpoint-name';
import { NetworkError } from '../private/network-error';
import { KNOWN_SERVICES } from '../services/known-services';
import { nearestServices } from '../services/nearest-services';
import { serviceNamesOf } from '../services/service-names';
import type { PortSet } from '../services/service-ports';
import { portsToOpen } from '../services/service-ports';

/*
 * Models: a service of AWS as its endpoints have it: the whole of its constant, with the full name, the ports and the private DNS name. A name as text
 * stands for the constant of AWS CDK that has it, or for a service that the PrivateLink guide lists.
 * Refuses: a text that is no service. A constant is taken at its word, so that a service which is newer than our tables works.
 */

/** A service of AWS. */
export interface AwsEndpointService {
  /** The endpoint name, such as `secretsmanager`. */
  readonly name: string;

  /** What an interface endpoint for it is made of. */
  readonly constant: ec2.IInterfaceVpcEndpointService;

  /** The ports to open for it, all of them. */
  readonly ports: PortSet;

  /** Whether our tables have it. */
  readonly isKnown: boolean;
}

/** The service that a constant or a text names. */
export function awsEndpointService(service: ServiceName): AwsEndpointService {
  const name = endpointName(service);
  const isKnown = KNOWN_SERVICES.has(name);
  const given = typeof service !== 'string' && isInterfaceService(service) ? service : constantOf(name);
  if (given === undefined && !isKnown && typeof service === 'string') {
    throw new NetworkError('DESTINATION_SERVICE', `'${name}' is the endpoint name of no AWS service that is known: ${suggestion(name)}`);
  }
  const constant = given ?? listedService(name);
  return { name, constant, isKnown, ports: portsToOpen(name, constant.port) };
}

/** The full name of a service's endpoints, with the Region as a template has it. */
export function fullNameOf({ constant }: AwsEndpointService, scope: IConstruct): string {
  const name: unknown = Stack.of(scope).resolve(constant.name);
  const parts = typeof name === 'string' ? [name] : (name as { readonly 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  return parts.map((part) => typeof part === 'string' ? part : `\${${(part as { readonly Ref: string }).Ref}}`).join('');
}

/** The port of a gateway endpoint's constant is not given. */
function isInterfaceService(service: ec2.IInterfaceVpcEndpointService | ec2.IGatewayVpcEndpointService): service is ec2.IInterfaceVpcEndpointService {
  return 'port' in service;
}

let constants: ReadonlyMap<string, ec2.InterfaceVpcEndpointAwsService> | undefined;

/** The constant of AWS CDK that has an endpoint name. */
function constantOf(name: string): ec2.InterfaceVpcEndpointAwsService | undefined {
  constants ??= new Map(Object.values(ec2.InterfaceVpcEndpointAwsService)
    .filter((value): value is ec2.InterfaceVpcEndpointAwsService => value instanceof ec2.InterfaceVpcEndpointAwsService)
    .map((constant) => [constant.shortName, constant]));
  return constants.get(name);
}

/** A service that has no constant. */
function listedService(name: string): ec2.IInterfaceVpcEndpointService {
  const [fullName] = serviceNamesOf(name);
  const [, prefix] = /^(.+)\.\$\{AWS::Region\}\./.exec(fullName) ?? [];
  return prefix === undefined ? { name: fullName, port: 443, privateDnsDefault: true }
    : new ec2.InterfaceVpcEndpointAwsService(name, prefix === 'com.amazonaws' ? undefined : prefix);
}

function suggestion(name: string): string {
  const nearest = nearestServices(name);
  return `${nearest.length === 0 ? '' : `did you mean ${nearest.map((service) => `'${service}'`).join(' or ')}? Otherwise `}`
    + 'use a constant such as ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, or new ec2.InterfaceVpcEndpointAwsService(name) for a service that is newer than this version; '
    + 'a service without endpoints is reached by Destination.internet()';
}
