import type { TransitGateway, TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayRouteTable } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { blockOf } from '../template/cidr-function';
import { entryOf, idOf, idOrSymbol, idsOf, ruleBlockOf, ternaryOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { isSameData } from '../template/raw';
import type { Resource } from '../template/resource';
import { isNone } from '../template/value';

/*
 * Models: transit gateways, their attachments of VPCs, and their route tables. Unless it says otherwise, a transit gateway associates
 * each attachment with its default table and lets the table learn the attachment's blocks; that table is no resource of templates, unless the
 * gateway names one. A table that templates only name has routes that nobody knows.
 */

export function readTransitGateways(deployment: Deployment): ReadonlyMap<ResourceId, TransitGateway> {
  const gateways = new Map<ResourceId, TransitGateway>([...deployment.existing?.transitGateways ?? []].map(([id, gateway]) => [id, { ...gateway, defaultPropagation: 'no' }]));
  deployment.resources('AWS::EC2::TransitGateway').forEach((resource) => gateways.set(resource.id, {
    source: resource.source(),
    defaultAssociation: ternaryOf(resource.get('DefaultRouteTableAssociation'), 'yes'),
    defaultPropagation: ternaryOf(resource.get('DefaultRouteTablePropagation'), 'yes'),
    securityGroupReferencing: ternaryOf(resource.get('SecurityGroupReferencingSupport'), 'no'),
    ...namedTable(resource, 'AssociationDefaultRouteTableId', 'associationDefault'),
    ...namedTable(resource, 'PropagationDefaultRouteTableId', 'propagationDefault'),
    defined: true,
  }));
  for (const { transitGateway: id } of readTransitGatewayAttachments(deployment).values()) {
    if (!gateways.has(id)) {
      const source: Source = { id, type: 'AWS::EC2::TransitGateway' };
      gateways.set(id, { source, defaultAssociation: 'unknown', defaultPropagation: 'unknown', securityGroupReferencing: 'unknown', defined: false });
    }
  }
  return gateways;
}

function namedTable(resource: Resource, property: string, name: 'associationDefault' | 'propagationDefault') {
  const value = resource.get(property);
  return isNone(value) ? {} : { [name]: idOrSymbol(value) };
}

export function readTransitGatewayAttachments(deployment: Deployment): ReadonlyMap<ResourceId, TransitGatewayAttachment> {
  return new Map([...deployment.existing?.transitGatewayAttachments ?? [], ...definedAttachments(deployment)]);
}

function definedAttachments(deployment: Deployment): readonly [ResourceId, TransitGatewayAttachment][] {
  return ['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'].flatMap((type) => deployment.resources(type)).map((resource) =>
    [resource.id, {
      source: resource.source(),
      transitGateway: idOrSymbol(resource.get('TransitGatewayId')),
      vpc: idOf(resource.get('VpcId')),
      subnets: idsOf(resource.get('SubnetIds')),
      ipv6Support: ternaryOf(entryOf(resource.get('Options'), 'Ipv6Support'), 'no'),
    }]);
}

/** A table that is being put together. */
interface Draft {
  readonly source: Source;
  readonly transitGateway: ResourceId;
  readonly associations: ResourceId[];
  readonly propagations: ResourceId[];
  readonly routes: TransitGatewayRoute[];
  readonly defined: boolean;
}

/** The route tables of transit gateways, wherever their routes, associations and propagations are written. */
export function readTransitGatewayRouteTables(deployment: Deployment): ReadonlyMap<ResourceId, TransitGatewayRouteTable> {
  const drafts = existingTables(deployment);
  for (const resource of deployment.resources('AWS::EC2::TransitGatewayRouteTable')) {
    drafts.set(resource.id, draft(resource.source(), idOrSymbol(resource.get('TransitGatewayId')), true));
  }
  const tableOf = (resource: Resource) => {
    const id = idOrSymbol(resource.get('TransitGatewayRouteTableId'));
    const table = drafts.get(id) ?? elsewhere(id);
    drafts.set(id, table);
    return table;
  };
  const named = [...readTransitGateways(deployment).values()].flatMap(({ associationDefault }) => associationDefault ?? []);
  named.filter((id) => !drafts.has(id)).forEach((id) => drafts.set(id, elsewhere(id)));
  const attachmentOf = (resource: Resource) => idOrSymbol(resource.get('TransitGatewayAttachmentId'));
  for (const resource of deployment.resources('AWS::EC2::TransitGatewayRouteTableAssociation')) {
    tableOf(resource).associations.push(attachmentOf(resource));
  }
  for (const resource of deployment.resources('AWS::EC2::TransitGatewayRouteTablePropagation')) {
    tableOf(resource).propagations.push(attachmentOf(resource));
  }
  for (const resource of deployment.resources('AWS::EC2::TransitGatewayRoute')) {
    const [{ routes }, route] = [tableOf(resource), readRoute(resource, attachmentOf(resource))];
    const before = routes.findIndex(({ source, destination }) => source.snapshot !== undefined && isSameData(destination, route.destination));
    routes.splice(before < 0 ? routes.length : before, before < 0 ? 0 : 1, route);
  }
  return drafts;
}

/**
 * Tables that are there already show what they learned from whom; what templates attach to their gateways, they will learn where the gateway says so. A written route takes the place
 * of one to the same block.
 */
function existingTables(deployment: Deployment): Map<ResourceId, Draft> {
  const tables = new Map([...deployment.existing?.transitGatewayRouteTables ?? []].map(([id, table]): [ResourceId, Draft] => [id, {
    ...table, associations: [...table.associations], propagations: [...table.propagations], routes: [...table.routes],
  }]));
  for (const [id, { transitGateway }] of definedAttachments(deployment)) {
    const gateway = deployment.existing?.transitGateways.get(transitGateway);
    const learning = gateway?.defaultPropagation === 'yes' ? tables.get(gateway.propagationDefault ?? '') : undefined;
    learning?.propagations.push(id);
  }
  return tables;
}

function draft(source: Source, transitGateway: ResourceId, defined: boolean): Draft {
  return { source, transitGateway, associations: [], propagations: [], routes: [], defined };
}

/** A table that templates name and do not define. */
function elsewhere(id: ResourceId): Draft {
  return draft({ id, type: 'AWS::EC2::TransitGatewayRouteTable' }, `?transit gateway of ${id}`, false);
}

function readRoute(resource: Resource, attachment: ResourceId): TransitGatewayRoute {
  const destination = resource.get('DestinationCidrBlock');
  const drops = ternaryOf(resource.get('Blackhole'), 'no') === 'yes' || isNone(resource.get('TransitGatewayAttachmentId'));
  return {
    source: resource.source(),
    destination: ruleBlockOf(destination, blockOf(destination)?.family ?? 'ipv4'),
    ...drops ? {} : { attachment },
  };
}
