import { nameOfOwnService, ownService } from './endpoint-services';
import { readPolicy } from './policies';
import { GATEWAY_PREFIX_LIST_METADATA_KEY } from '../../metadata/gateway-prefix-list';
import { canHavePrivateDns } from '../../services/private-names';
import { serviceInRegion } from '../../services/service-names';
import type { AddressFamily } from '../model/address-block';
import type { Known, VpcEndpoint } from '../model/network';
import type { ResourceId } from '../model/source';
import { entryOf, idOrSymbol, idsOf, known, notKnown, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { regionOf } from '../template/pseudo-parameters';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: endpoints of a VPC. Without a type they are gateway endpoints, without security groups they have the VPC's default one,
 * without private DNS the service keeps its public addresses: the documentation of `AWS::EC2::VPCEndpoint`. That of Amazon S3 is for inbound
 * resolver endpoints alone, unless it says AllResolvers. Without an address type they answer over IPv4, as the user guide of AWS PrivateLink has it.
 * Assumed: an endpoint with both families whose DNS records are not chosen has records of both. AWS does not document it.
 */

const KINDS = new Map<string, 'gateway' | 'interface' | 'other'>([
  ['Gateway', 'gateway'], ['Interface', 'interface'], ['GatewayLoadBalancer', 'other'], ['Resource', 'other'], ['ServiceNetwork', 'other'],
]);

const FAMILIES = new Map<string, readonly AddressFamily[]>([['ipv4', ['ipv4']], ['ipv6', ['ipv6']], ['dualstack', ['ipv4', 'ipv6']]]);

/**
 * The families of the records that the name of the service has with private DNS. Records that the service defines are IPv4 for that
 * name, whatever the endpoint's own names have.
 */
const RECORDS = new Map<string, readonly AddressFamily[]>([...FAMILIES, ['service-defined', ['ipv4']]]);

/** The endpoints that templates define. */
export function readEndpoints(deployment: Deployment): ReadonlyMap<ResourceId, VpcEndpoint> {
  const defined = deployment.resources('AWS::EC2::VPCEndpoint').map((resource): [ResourceId, VpcEndpoint] => [resource.id, readEndpoint(resource)]);
  const existing = [...deployment.existing?.endpoints ?? []].filter(([, endpoint]) => !defined.some(([, other]) => isSameName(endpoint, other)));
  return new Map([...existing, ...defined]);
}

/** One VPC has one endpoint with the private name of a service: what is there already is that of an earlier deployment. */
function isSameName(one: VpcEndpoint, other: VpcEndpoint): boolean {
  return one.vpc === other.vpc && one.privateDns === 'yes' && other.privateDns === 'yes' && one.service.known && other.service.known && one.service.value === other.service.value;
}

/** One endpoint. */
export function readEndpoint(resource: Resource): VpcEndpoint {
  const vpc = idOrSymbol(resource.get('VpcId'));
  const kind = kindOf(resource);
  const written = idsOf(resource.get('SecurityGroupIds'));
  const policy = readPolicy(resource.get('PolicyDocument'));
  const service = serviceOf(resource);
  const list = resource.metadata(GATEWAY_PREFIX_LIST_METADATA_KEY);
  return {
    source: resource.source(),
    kind, vpc,
    service, ...privateDnsOf(resource, service),
    subnets: idsOf(resource.get('SubnetIds')),
    routeTables: idsOf(resource.get('RouteTableIds')),
    securityGroups: written.known && written.value.length === 0 && kind.known && kind.value === 'interface' ? known([`${vpc}.DefaultSecurityGroup`]) : written,
    families: familiesOf(resource),
    ...policy === undefined ? {} : { policy: { ...policy, environment: resource.scope.deployment.environments.of(resource.scope) } },
    ...kind.known && kind.value === 'gateway' && typeof list === 'string' ? { statedPrefixList: list } : {},
  };
}

function kindOf(resource: Resource): VpcEndpoint['kind'] {
  const type = resource.get('VpcEndpointType');
  const text = textOf(type);
  const kind = isNone(type) ? 'gateway' : text.known ? KINDS.get(text.value) : undefined;
  return kind === undefined ? notKnown(text.known ? `'${text.value}' is not a type of endpoint` : text.reason) : known(kind);
}

/** A service in another Region is not that of the VPC's own, whatever its name. */
function serviceOf(resource: Resource): Known<string> {
  const [name, elsewhere] = [textOf(resource.get('ServiceName')), resource.get('ServiceRegion')];
  const region = regionOf(resource.scope);
  const own = name.known ? undefined : ownService(resource);
  if (own !== undefined) {
    return known(nameOfOwnService(own));
  }
  if (!name.known) {
    return isNone(resource.get('ServiceName')) ? notKnown('it names no service') : name;
  }
  return isNone(elsewhere) || elsewhere === region ? known(serviceInRegion(name.value, region) ?? name.value) : known(name.value);
}

/** Returns whether an endpoint has private DNS. That of Amazon S3 is for inbound resolver endpoints alone unless it is said to be for all. */
function privateDnsOf(resource: Resource, service: Known<string>): Pick<VpcEndpoint, 'privateDns' | 'privateDnsLimit'> {
  const enabled = ternaryOf(resource.get('PrivateDnsEnabled'), 'no');
  if (service.known && !canHavePrivateDns(service.value)) {
    return { privateDns: 'no', privateDnsLimit: 'no private names' };
  }
  if (enabled === 'no') {
    return { privateDns: 'no' };
  }
  const written = entryOf(resource.get('DnsOptions'), 'PrivateDnsOnlyForInboundResolverEndpoint');
  const option = textOf(written);
  const standard = service.known && service.value === 's3' ? 'OnlyInboundResolver' : 'AllResolvers';
  const chosen = isNone(written) || option.known && option.value === 'NotSpecified' ? standard : option.known ? option.value : undefined;
  return chosen === 'OnlyInboundResolver' ? { privateDns: 'no', privateDnsLimit: 'inbound resolvers' }
    : { privateDns: chosen === 'AllResolvers' ? enabled : 'unknown' };
}

/** The families of its addresses, as far as the name of the service leads to them. */
function familiesOf(resource: Resource): VpcEndpoint['families'] {
  const [addresses, records] = [resource.get('IpAddressType'), entryOf(resource.get('DnsOptions'), 'DnsRecordIpType')];
  const [type, recordType] = [textOf(addresses), textOf(records)];
  const families = isNone(addresses) ? FAMILIES.get('ipv4') : type.known ? FAMILIES.get(type.value) : undefined;
  if (families === undefined) {
    return notKnown(type.known ? `'${type.value}' is not a type of addresses` : type.reason);
  }
  const named = recordType.known ? RECORDS.get(recordType.value) : undefined;
  return known(named === undefined ? families : families.filter((family) => named.includes(family)));
}
