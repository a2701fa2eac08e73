import { Token, Tokenization } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { NetworkError } from '../private/network-error';
import { readServiceName } from '../services/service-names';

/** Gives the last of the fragments that a string with tokens is made of. */
const LAST = { join: (_: unknown, right: unknown): unknown => right };

/** The ways to name an AWS service. */
export type ServiceName = ec2.IInterfaceVpcEndpointService | ec2.IGatewayVpcEndpointService | string;

/** The name of a service in the names of its endpoints, such as `secretsmanager` or `ecr.api`. */
export function endpointName(service: ServiceName): string {
  const name = shortName(service);
  if (Token.isUnresolved(name)) {
    throw new NetworkError('TOKEN_NOT_ALLOWED', "the name of an AWS service is a token, expected a name that is known at synthesis: write it out, such as 'secretsmanager'");
  }
  if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name) || name.includes('vpce-svc-')) {
    throw new NetworkError(
      'DESTINATION_SERVICE',
      `'${name}' is not the endpoint name of an AWS service: use a constant such as ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, or a name such as 'secretsmanager'`,
    );
  }
  return name;
}

/** What follows the Region, which may be a token, in a full name such as `com.amazonaws.eu-west-1.ecr.api`. */
function shortName(service: ServiceName): string {
  if (typeof service !== 'string') {
    return 'shortName' in service ? service.shortName as string : shortName(service.name);
  }
  if (Tokenization.reverseString(service).length > 1) {
    return String(Tokenization.reverseString(service).join(LAST)).replace(/^\./, '');
  }
  return readServiceName(service)?.service ?? service;
}
