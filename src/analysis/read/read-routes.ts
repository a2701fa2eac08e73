import { prefixListOf } from './prefix-list-ids';
import type { Route, RouteTarget } from '../model/network';
import type { RuleBlock } from '../model/traffic';
import { idOf, ruleBlockOf } from '../template/coerce';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, isNone, reasonOf } from '../template/value';

/*
 * Models: one route: which addresses, and what they are led to. What a route leads to is told by the property that names it; of
 * `GatewayId`, by what it names.
 */

/** What a property of a route leads to, when it is a thing of the model. */
const TARGETS = new Map<string, 'egress-only-internet-gateway' | 'nat-gateway' | 'network-interface' | 'transit-gateway' | 'vpc-peering'>([
  ['NatGatewayId', 'nat-gateway'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['InstanceId', 'network-interface'],
  ['NetworkInterfaceId', 'network-interface'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'vpc-peering'],
]);

/** What is not modelled, in words. */
const UNSUPPORTED = new Map([
  ['VpcEndpointId', 'an endpoint of a firewall or Gateway Load Balancer'],
  ['CarrierGatewayId', 'a carrier gateway'],
  ['LocalGatewayId', 'a local gateway'],
  ['CoreNetworkArn', 'a core network of AWS Cloud WAN'],
  ['OdbNetworkArn', 'a network of Oracle Database@AWS'],
]);

const VIRTUAL_PRIVATE_GATEWAY: RouteTarget = { kind: 'unsupported', what: 'a virtual private gateway', isPrivateNetwork: true };

/** The route that a resource writes. */
export function readRoute(resource: Resource): Route {
  return { source: resource.source(), destination: destinationOf(resource), target: targetOf(resource) };
}

function destinationOf(resource: Resource): RuleBlock {
  const [ipv4, ipv6, list] = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'].map((name) => resource.get(name));
  if (!isNone(ipv4)) {
    return ruleBlockOf(ipv4, 'ipv4');
  }
  return !isNone(ipv6) ? ruleBlockOf(ipv6, 'ipv6')
    : !isNone(list) ? prefixListOf(list) : { kind: 'unknown', reason: 'the route names no destination' };
}

function targetOf(resource: Resource): RouteTarget {
  const gateway = resource.get('GatewayId');
  if (!isNone(gateway)) {
    return gatewayTarget(gateway);
  }
  for (const [property, kind] of TARGETS) {
    const value = resource.get(property);
    if (!isNone(value)) {
      const id = idOf(value);
      return isMissing(value) ? { kind: 'missing', what: value.what } : id.known ? { kind, id: id.value } : { kind: 'unknown', reason: id.reason };
    }
  }
  const unsupported = [...UNSUPPORTED].find(([property]) => !isNone(resource.get(property)));
  return unsupported === undefined ? { kind: 'unknown', reason: 'the route names no target' } : { kind: 'unsupported', what: unsupported[1] };
}

function gatewayTarget(gateway: Value): RouteTarget {
  if (isMissing(gateway)) {
    return { kind: 'missing', what: gateway.what };
  }
  if (isComposite(gateway) && gateway.kind === 'reference') {
    return gateway.type === 'AWS::EC2::InternetGateway' ? { kind: 'internet-gateway', id: gateway.id }
      : gateway.type === 'AWS::EC2::VPNGateway' ? VIRTUAL_PRIVATE_GATEWAY
        : { kind: 'unknown', reason: `GatewayId names ${gateway.id}, a ${gateway.type}` };
  }
  const id = idOf(gateway);
  if (!id.known) {
    return { kind: 'unknown', reason: id.reason };
  }
  return id.value === 'local' ? { kind: 'local' }
    : id.value.startsWith('igw-') ? { kind: 'internet-gateway', id: id.value }
      : id.value.startsWith('vgw-') ? VIRTUAL_PRIVATE_GATEWAY
        : id.value.startsWith('vpce-') ? { kind: 'gateway-endpoint', id: id.value }
          : { kind: 'unknown', reason: `GatewayId names ${reasonOf(gateway)}` };
}

function isMissing(value: Value): value is { readonly kind: 'missing'; readonly what: string } {
  return isComposite(value) && value.kind === 'missing';
}
