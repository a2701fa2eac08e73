import type { ApiCall } from './api-calls';
import { apiCallsOf } from './api-calls';
import { entryOf, itemsOf } from './coerce';
import type { ReadingNotes } from './reading-notes';
import { Resource } from './resource';
import type { Value } from './value';
import { NONE, isComposite, isNone } from './value';
import type { Source } from '../model/source';
import type { Ternary } from '../model/ternary';

/*
 * Models: what calls of Amazon EC2 write, as the resources of CloudFormation that would write the same. They stand where the custom resource
 * stands, under its name and its condition.
 * Refuses: calls that take something away or change what is there, but for the two that replace a route and set attributes of a VPC. Those are no
 * resources, and what they name may change (read/programs.ts).
 */

type Properties = Readonly<Record<string, Value>>;

/** A resource that a call makes. */
class CalledResource extends Resource {
  constructor(
    private readonly caller: Resource, notes: ReadingNotes, type: string, private readonly written: Properties, public readonly replaces: boolean,
  ) {
    super(caller.scope, notes, caller.logicalId, type, undefined);
  }

  public override get(property: string): Value {
    return this.written[property] ?? NONE;
  }

  public override presence(): Ternary {
    return this.caller.presence();
  }

  public override source(): Source {
    return this.caller.source();
  }
}

/** Tells whether a resource takes the place of another one that is the same but for what it leads to. */
export function replacesAnother(resource: Resource): boolean {
  return resource instanceof CalledResource && resource.replaces;
}

/** The type under which calls that set attributes of VPCs are found. */
export const MODIFIED_VPC = 'Custom::ModifyVpcAttribute of AWS::EC2::VPC';

/** The calls whose parameters are the properties of a resource. */
const SAME_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['CreateRoute', 'Route'],
  ['ReplaceRoute', 'Route'],
  ['AssociateRouteTable', 'SubnetRouteTableAssociation'],
  ['CreateNetworkAclEntry', 'NetworkAclEntry'],
  ['AttachInternetGateway', 'VPCGatewayAttachment'],
  ['AssociateVpcCidrBlock', 'VPCCidrBlock'],
  ['CreateTransitGatewayRoute', 'TransitGatewayRoute'],
  ['AssociateTransitGatewayRouteTable', 'TransitGatewayRouteTableAssociation'],
  ['EnableTransitGatewayRouteTablePropagation', 'TransitGatewayRouteTablePropagation'],
].map(([action, type]) => [action, `AWS::EC2::${type}`]));

/** Where the ranges of a permission stand, and the property of a rule that has such a one. */
const RANGES = [
  ['IpRanges', 'CidrIp', 'CidrIp'],
  ['Ipv6Ranges', 'CidrIpv6', 'CidrIpv6'],
  ['UserIdGroupPairs', 'GroupId', 'SecurityGroupId'],
  ['PrefixListIds', 'PrefixListId', 'PrefixListId'],
] as const;

/** Tells whether a call is read as the resources that it makes. */
export function isReadAsResources({ service, action, isHere, parameters }: ApiCall): boolean {
  return service === 'ec2' && isHere && isComposite(parameters) && parameters.kind === 'map'
    && (SAME_PROPERTIES.has(action) || /^AuthorizeSecurityGroup(In|E)gress$/.test(action) || action === 'ModifyVpcAttribute' || action === 'EnableVgwRoutePropagation');
}

/** The resources that a custom resource makes by calls. */
export function calledResources(caller: Resource, notes: ReadingNotes): readonly Resource[] {
  const { calls = [] } = apiCallsOf(caller) ?? {};
  return calls.filter(isReadAsResources).flatMap((call) => madeBy(call).map(({ type, properties }) =>
    new CalledResource(caller, notes, type, properties, call.action === 'ReplaceRoute')));
}

function madeBy({ action, parameters }: ApiCall): readonly { readonly type: string; readonly properties: Properties }[] {
  const same = SAME_PROPERTIES.get(action);
  if (same !== undefined) {
    return [{ type: same, properties: propertiesOf(parameters) }];
  }
  switch (action) {
    case 'EnableVgwRoutePropagation':
      return [{ type: 'AWS::EC2::VPNGatewayRoutePropagation', properties: { RouteTableIds: entryOf(parameters, 'RouteTableId') } }];
    case 'ModifyVpcAttribute':
      return [{
        type: MODIFIED_VPC,
        properties: Object.fromEntries(Object.entries(propertiesOf(parameters)).map(([name, value]) => [name, name === 'VpcId' ? value : entryOf(value, 'Value')])),
      }];
    default:
      return rulesOf(parameters, action.endsWith('Ingress') ? 'Source' : 'Destination')
        .map((properties) => ({ type: `AWS::EC2::SecurityGroup${action.endsWith('Ingress') ? 'Ingress' : 'Egress'}`, properties }));
  }
}

function propertiesOf(value: Value): Properties {
  return isComposite(value) && value.kind === 'map' ? Object.fromEntries(value.keys().map((key) => [key, value.get(key)])) : {};
}

/** A rule for each range of each permission, or the one that the short form is. */
function rulesOf(parameters: Value, side: 'Source' | 'Destination'): readonly Properties[] {
  const permissions = entryOf(parameters, 'IpPermissions');
  if (isNone(permissions)) {
    return [propertiesOf(parameters)];
  }
  const group = { GroupId: entryOf(parameters, 'GroupId') };
  return itemsOf(permissions).flatMap((permission) => RANGES.flatMap(([list, entry, property]) => itemsOf(entryOf(permission, list)).map((range) => ({
    ...propertiesOf(permission), ...group, [property.startsWith('Cidr') ? property : `${side}${property}`]: entryOf(range, entry),
  }))));
}
