import { spellBlock } from './address-block';
import type { RouteTarget } from './network';
import type { ResourceId, Source } from './source';
import { describeSource } from './source';
import type { RuleBlock } from './traffic';

/*
 * Models: what a path passes, in order: components of the network, the routes that are taken, the destination.
 * Law: two hops are the same exactly when people would call them the same.
 */

/** The kinds of components that traffic passes. */
export type ComponentKind =
  | 'subnet' | 'vpc'
  | 'internet-gateway' | 'egress-only-internet-gateway' | 'nat-gateway' | 'nat-instance' | 'network-interface'
  | 'transit-gateway' | 'vpc-peering' | 'gateway-endpoint' | 'interface-endpoint';

/** A component of the network. */
export interface ComponentHop {
  readonly kind: ComponentKind;

  /** Where it stands; undefined of an internet gateway of which only its VPC is known. */
  readonly source?: Source;

  /** Tells whether people call it by its kind alone, because there is one of the kind. */
  readonly isOnlyOne?: boolean;
}

/** A route that is taken. */
export interface RouteHop {
  readonly kind: 'route';

  /** Undefined for the local route. */
  readonly block?: RuleBlock;
  readonly target: RouteTarget;
  readonly source?: Source;
}

/** An endpoint that would be needed. */
export interface MissingEndpointHop {
  readonly kind: 'missing-endpoint';
  readonly service: string;
}

/** The network of Lambda itself, where functions are that are attached to no VPC. */
export interface LambdaNetworkHop {
  readonly kind: 'lambda-network';
}

/** Where the path ends. */
export interface DestinationHop {
  readonly kind: 'destination';

  /** The name that was asked for, such as `the internet`, or the addresses. */
  readonly name: string;
}

export type Hop = ComponentHop | RouteHop | MissingEndpointHop | LambdaNetworkHop | DestinationHop;

/** The route by which a VPC reaches its own addresses. */
export const LOCAL_ROUTE: RouteHop = { kind: 'route', target: { kind: 'local' } };

/** What stands before the name of a component. Subnets and VPCs are called by their names alone. */
const KIND_NAMES: Record<Exclude<ComponentKind, 'subnet' | 'vpc'>, string> = {
  'internet-gateway': 'internet gateway',
  'egress-only-internet-gateway': 'egress-only internet gateway',
  'nat-gateway': 'NAT gateway',
  'nat-instance': 'NAT instance',
  'network-interface': 'network interface',
  'transit-gateway': 'transit gateway',
  'vpc-peering': 'peering connection',
  'gateway-endpoint': 'gateway endpoint',
  'interface-endpoint': 'interface endpoint',
};

/** The types of components that a path can lead to although no template defines them. */
const TYPES: Partial<Record<ComponentKind, string>> = {
  'subnet': 'AWS::EC2::Subnet',
  'vpc': 'AWS::EC2::VPC',
  'internet-gateway': 'AWS::EC2::InternetGateway',
  'egress-only-internet-gateway': 'AWS::EC2::EgressOnlyInternetGateway',
  'nat-gateway': 'AWS::EC2::NatGateway',
  'network-interface': 'AWS::EC2::NetworkInterface',
  'transit-gateway': 'AWS::EC2::TransitGateway',
  'vpc-peering': 'AWS::EC2::VPCPeeringConnection',
  'gateway-endpoint': 'AWS::EC2::VPCEndpoint',
};

/** A component that a path passes; of one that no template defines, its id in AWS. */
export function componentHop(kind: ComponentKind, component: { readonly source: Source } | undefined, id: ResourceId): ComponentHop {
  return { kind, source: component?.source ?? { id, type: TYPES[kind] ?? '' } };
}

/** The end of a path. */
export function destinationHop(name: string): DestinationHop {
  return { kind: 'destination', name };
}

/** A hop as people call it: `PrivateSubnet-a`, `route 0.0.0.0/0 → nat gateway`. */
export function describeHop(hop: Hop): string {
  switch (hop.kind) {
    case 'route':
      return hop.block === undefined ? 'local route' : `route ${spellRuleBlock(hop.block)} → ${describeTarget(hop.target)}${snapshotOf(hop.source)}`;
    case 'missing-endpoint':
      return `endpoint for ${hop.service}`;
    case 'lambda-network':
      return "Lambda's own network";
    case 'destination':
      return hop.name;
    case 'subnet':
    case 'vpc':
      return nameOf(hop);
    case 'internet-gateway':
    case 'egress-only-internet-gateway':
    case 'nat-gateway':
    case 'nat-instance':
    case 'network-interface':
    case 'transit-gateway':
    case 'vpc-peering':
    case 'gateway-endpoint':
    case 'interface-endpoint':
      return `${KIND_NAMES[hop.kind]} ${hop.isOnlyOne === true ? '' : nameOf(hop)}`.trimEnd();
  }
}

function nameOf({ source }: ComponentHop): string {
  return source === undefined ? '' : `${describeSource(source)}${source.snapshot === undefined ? '' : ` (snapshot of ${source.snapshot})`}`;
}

/** Names the table of a route that is there already: of a template, the route has a name of its own. */
function snapshotOf(source: Source | undefined): string {
  return source?.snapshot === undefined ? '' : ` (snapshot of ${source.snapshot}: ${describeSource(source)})`;
}

/** A block as a route table shows it. */
export function spellRuleBlock(block: RuleBlock): string {
  return block.kind === 'block' ? spellBlock(block.block) : block.kind === 'prefix-list' ? block.id : 'unknown addresses';
}

/** A target as a route table shows it. */
export function describeTarget(target: RouteTarget): string {
  if (target.kind === 'missing' || target.kind === 'unsupported') {
    return target.what;
  }
  return target.kind === 'unknown' ? 'something that is not known' : target.kind.replace(/-/g, ' ');
}
