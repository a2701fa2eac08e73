import type { Described } from './described';
import { blockOf, isEnabled } from './described';
import type { Item, SectionName } from './sections';
import { parseBlock } from '../model/address-block';
import type { TransitGateway, TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayRouteTable } from '../model/network';
import type { ResourceId, Source } from '../model/source';

/*
 * Models: transit gateways that are there: which table decides on what comes from an attachment, what the table learned, and what somebody wrote into it.
 * Law: a table has further routes when its routes or what it learns from are not known, or when an answer is not whole.
 */

export function describeTransitGateways(described: Described): ReadonlyMap<ResourceId, TransitGateway> {
  return new Map(described.items('TransitGateways').map(({ TransitGatewayId: id = '', Name: name, Options: options = {} }) => {
    const { AssociationDefaultRouteTableId: association, PropagationDefaultRouteTableId: propagation } = options;
    return [id, {
      source: described.source(id, 'AWS::EC2::TransitGateway', name),
      defaultAssociation: isEnabled(options.DefaultRouteTableAssociation), defaultPropagation: isEnabled(options.DefaultRouteTablePropagation),
      securityGroupReferencing: isEnabled(options.SecurityGroupReferencingSupport),
      ...association === undefined ? {} : { associationDefault: association },
      ...propagation === undefined ? {} : { propagationDefault: propagation },
      defined: true,
    }];
  }));
}

export function describeTransitGatewayAttachments(described: Described): ReadonlyMap<ResourceId, TransitGatewayAttachment> {
  return new Map(described.items('TransitGatewayVpcAttachments').map((item) => {
    const { TransitGatewayAttachmentId: id = '', TransitGatewayId: gateway, VpcId: vpc, SubnetIds: subnets, State: state, Options: options } = item;
    const unknown = { known: false, reason: `the snapshot of ${described.snapshot.takenOn} does not say it of ${id}` } as const;
    const unusable = { known: false, reason: `the attachment has the state '${state}'` } as const;
    return [id, {
      source: described.source(id, 'AWS::EC2::TransitGatewayAttachment', item.Name),
      transitGateway: gateway ?? `?transit gateway of ${id}`,
      vpc: vpc === undefined ? unknown : { known: true, value: vpc },
      subnets: subnets === undefined ? unknown : state === 'available' ? { known: true, value: subnets } : unusable,
      ipv6Support: isEnabled(options?.Ipv6Support),
    }];
  }));
}

/** Attachments, each with its table. */
function associations(described: Described): readonly (readonly [ResourceId, ResourceId])[] {
  return described.items('TransitGatewayAttachments').flatMap(({ TransitGatewayAttachmentId: id, Association: association }): (readonly [ResourceId, ResourceId])[] => {
    const table = association?.State === 'associated' ? association.TransitGatewayRouteTableId : undefined;
    return id === undefined || table === undefined ? [] : [[id, table]];
  });
}

export function describeTransitGatewayRouteTables(described: Described): ReadonlyMap<ResourceId, TransitGatewayRouteTable> {
  const own = associations(described);
  const propagations = new Map(described.items('TransitGatewayPropagations').map((item) => [item.TransitGatewayRouteTableId, item.TransitGatewayRouteTablePropagations]));
  const written = new Map(described.items('TransitGatewayStaticRoutes').map((item) => [item.TransitGatewayRouteTableId, item]));
  const tables = described.items('TransitGatewayRouteTables').map((item): [ResourceId, TransitGatewayRouteTable] => {
    const { TransitGatewayRouteTableId: id = '', TransitGatewayId: gateway = `?transit gateway of ${id}`, Name: name } = item;
    const source = described.source(id, 'AWS::EC2::TransitGatewayRouteTable', name);
    const [learned, routes] = [propagations.get(id), written.get(id)];
    const furtherRoutes = learned === undefined ? gap(described, 'TransitGatewayPropagations', id) : routes?.Routes === undefined ? gap(described, 'TransitGatewayStaticRoutes', id)
      : routes.AdditionalRoutesAvailable === true ? `the answer of AWS left routes of ${id} out` : undefined;
    return [id, {
      source, transitGateway: gateway, defined: true,
      associations: own.filter(([, table]) => table === id).map(([attachment]) => attachment),
      propagations: (learned ?? []).filter(({ State: state }) => state === undefined || state === 'enabled').flatMap(({ TransitGatewayAttachmentId: attachment }) => attachment ?? []),
      routes: (routes?.Routes ?? []).filter(({ Type: type }) => type !== 'propagated').map((route) => readRoute(described, route, source)),
      ...furtherRoutes === undefined ? {} : { furtherRoutes },
    }];
  });
  return new Map([...unknownTables(described, own), ...tables]);
}

/** The tables of attachments that are not there, or of which it is not known which ones they are. */
function unknownTables(described: Described, own: readonly (readonly [ResourceId, ResourceId])[]): [ResourceId, TransitGatewayRouteTable][] {
  const associated = new Map(own);
  const missing = [...new Set(associated.values())].map((id): [ResourceId, TransitGatewayRouteTable] => [id, {
    source: described.source(id, 'AWS::EC2::TransitGatewayRouteTable'), transitGateway: `?transit gateway of ${id}`, defined: true,
    associations: own.filter(([, table]) => table === id).map(([attachment]) => attachment), propagations: [], routes: [], furtherRoutes: gap(described, 'TransitGatewayRouteTables', id),
  }]);
  const unnamed = described.items('TransitGatewayVpcAttachments').filter(({ TransitGatewayAttachmentId: id = '' }) => !associated.has(id))
    .map(({ TransitGatewayAttachmentId: id = '', TransitGatewayId: gateway = `?transit gateway of ${id}` }): [ResourceId, TransitGatewayRouteTable] => [`route table of ${id}`, {
      source: described.source(`the route table of ${id}`, 'AWS::EC2::TransitGatewayRouteTable'), transitGateway: gateway, defined: true, associations: [id], propagations: [], routes: [],
      furtherRoutes: gap(described, 'TransitGatewayAttachments', id),
    }]);
  return [...missing, ...unnamed];
}

function gap(described: Described, name: SectionName, id: ResourceId): string {
  return described.has(name) ? `the ${name} in the snapshot of ${described.snapshot.takenOn} do not say it of ${id}` : described.why(name);
}

/** A route with several attachments spreads what it matches; a route to something that is no more drops it. */
function readRoute(described: Described, route: NonNullable<Item<'TransitGatewayStaticRoutes'>['Routes']>[number], source: Source): TransitGatewayRoute {
  const { DestinationCidrBlock: block, PrefixListId: list, State: state, TransitGatewayAttachments: attachments = [] } = route;
  const [first, ...others] = attachments.flatMap(({ TransitGatewayAttachmentId: id }) => id ?? []);
  return {
    source,
    destination: block !== undefined ? blockOf(block, parseBlock(block)?.family ?? 'ipv4') : list !== undefined ? described.list(list) : { kind: 'unknown', reason: `a route of ${source.id} names no destination` },
    ...state === 'blackhole' || first === undefined ? {} : { attachment: others.length === 0 ? first : [first, ...others].join(' or ') },
  };
}
