import { finding } from './finding';
import { KNOWN_SERVICES, SERVICES_AS_OF } from '../../services/known-services';
import { nearestServices } from '../../services/nearest-services';
import { readServiceName, serviceNamesOf } from '../../services/service-names';
import type { Finding } from '../model/finding';
import type { NetworkModel, VpcEndpoint } from '../model/network';
import { describeSource } from '../model/source';

/** Returns what is the matter with the names that endpoints lead to, and with those that they take over. */
export function endpointNames({ endpoints }: NetworkModel): Finding[] {
  const all = [...endpoints.values()];
  return [...conflicts(all), ...all.flatMap(takesPublicApis), ...all.flatMap(isNotKnown)];
}

/** Tells whether an endpoint surely takes the usual name of its service over. */
function takesName({ kind, privateDns }: VpcEndpoint): boolean {
  return kind.known && kind.value === 'interface' && privateDns === 'yes';
}

/** AWS refuses the second endpoint with private DNS for a service in a VPC. */
function conflicts(endpoints: readonly VpcEndpoint[]): Finding[] {
  const owners = new Map<string, VpcEndpoint>();
  return endpoints.filter(takesName).flatMap((endpoint) => {
    const { source, service, vpc } = endpoint;
    const key = service.known && !vpc.startsWith('?') ? `${vpc} ${service.value}` : source.id;
    const owner = owners.get(key);
    owners.set(key, owner ?? endpoint);
    return owner === undefined ? [] : [finding(
      'VPCE_PRIVATE_DNS_CONFLICT', source,
      `${describeSource(owner.source)} has the private DNS name of ${service.known ? service.value : ''} in the VPC, so that AWS refuses to create this endpoint with private DNS`,
      { inConstructs: 'leave one of the two endpoints out', inTemplate: 'set PrivateDnsEnabled to false on one of the two, or leave it out' },
    )];
  });
}

/** The services with public APIs whose names are under those of private ones, by the guides of both. */
const PUBLIC_APIS: ReadonlyMap<string, string> = new Map([['execute-api', 'Amazon API Gateway'], ['appsync-api', 'AWS AppSync']]);

/** All APIs of a Region have names under one, private ones and public ones alike. */
function takesPublicApis(endpoint: VpcEndpoint): Finding[] {
  const { source, service } = endpoint;
  return !takesName(endpoint) || !service.known || !PUBLIC_APIS.has(service.value) ? [] : [finding(
    'VPCE_TAKES_PUBLIC_APIS', source,
    `with private DNS the names of all APIs of ${PUBLIC_APIS.get(service.value)!} in the Region lead to this endpoint, which answers for private APIs alone: public APIs, those of others too, are not reached by their usual names from the VPC`,
    {
      inConstructs: 'privateDnsEnabled: false, with the endpoint\'s own names or the Route 53 alias of the private API; or custom domain names for the public APIs',
      inTemplate: 'set PrivateDnsEnabled to false and call private APIs by the names that they have of the endpoint, or call public APIs by custom domain names',
    },
  )];
}

/** An endpoint for a service that there is not cannot be created; the service of one that is there exists. */
function isNotKnown({ source, service, kind }: VpcEndpoint): Finding[] {
  if (!service.known || source.snapshot !== undefined || kind.known && kind.value === 'other' || service.value.includes('vpce-svc-') || !/^[a-z0-9$][\w$:{}.-]*$/.test(service.value)) {
    return [];
  }
  const name = readServiceName(service.value)?.service ?? service.value;
  const last = name.replace(/^.*\.(?:[a-z]{2}(?:-[a-z]+)+-\d+|\$\{AWS::Region\})\./, '');
  if (KNOWN_SERVICES.has(name)) {
    return [];
  }
  const meant = KNOWN_SERVICES.has(last) ? serviceNamesOf(last) : nearestServices(last).flatMap(serviceNamesOf);
  return [finding(
    'VPCE_SERVICE_NOT_KNOWN', source,
    `no endpoint service ${service.value} is known, as of ${SERVICES_AS_OF}${meant.length === 0 ? '' : `: ${meant.join(' or ')} may be meant`}; of one that does not exist no endpoint can be created`,
    { inTemplate: meant.length === 0 ? 'compare ServiceName with what `aws ec2 describe-vpc-endpoint-services` lists' : `set ServiceName to ${meant.join(' or ')}` },
  )];
}
