import { readRoute } from './read-routes';
import type { Route, RouteTable, VpcEndpoint } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { replacesAnother } from '../template/called-resources';
import { idOrSymbol, itemsOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { isSameData } from '../template/raw';
import type { Resource } from '../template/resource';

/*
 * Models: route tables with all routes that templates give them, those of gateway endpoints among them. Local routes are not
 * written: they follow from the blocks of the VPC. Tables that are defined elsewhere can have further routes.
 */

/** A table that is being put together. */
interface Draft {
  readonly source: Source;
  readonly vpc: ResourceId;
  readonly routes: Route[];
  furtherRoutes?: string;
  furtherRoutesArePropagated?: boolean;
}

/** The route tables that templates define, and those to which they add routes. */
export function readRouteTables(
  deployment: Deployment, endpoints: Iterable<VpcEndpoint>, associated: Iterable<ResourceId>,
): ReadonlyMap<ResourceId, RouteTable> {
  const drafts = new Map<ResourceId, Draft>();
  for (const resource of deployment.resources('AWS::EC2::RouteTable')) {
    drafts.set(resource.id, { source: resource.source(), vpc: idOrSymbol(resource.get('VpcId')), routes: [] });
  }
  deployment.existing?.routeTables.forEach((table, id) => drafts.set(id, { ...table, routes: [...table.routes] }));
  const draft = (id: ResourceId) => draftOf(drafts, id);
  for (const resource of deployment.resources('AWS::EC2::Route')) {
    addRoute(draft(idOrSymbol(resource.get('RouteTableId'))), resource);
  }
  for (const resource of deployment.resources('AWS::EC2::VPNGatewayRoutePropagation')) {
    for (const table of itemsOf(resource.get('RouteTableIds'))) {
      propagate(draft(idOrSymbol(table)));
    }
  }
  for (const resource of deployment.resources('AWS::EC2::RouteServerPropagation')) {
    Object.assign(draft(idOrSymbol(resource.get('RouteTableId'))), { furtherRoutes: 'a route server writes routes into it', furtherRoutesArePropagated: false });
  }
  for (const endpoint of endpoints) {
    addEndpointRoutes(endpoint, drafts);
  }
  for (const id of associated) {
    draft(id);
  }
  return drafts;
}

function draftOf(drafts: Map<ResourceId, Draft>, id: ResourceId): Draft {
  let draft = drafts.get(id);
  if (draft === undefined) {
    draft = { source: { id, type: 'AWS::EC2::RouteTable' }, vpc: `?VPC of ${id}`, routes: [], furtherRoutes: `the route table ${id} is not defined by the templates` };
    drafts.set(id, draft);
  }
  return draft;
}

/**
 * A call that replaces a route fails where there is none, so it comes after what it replaces. A table that is there already has the route of an earlier
 * deployment, since no table has two routes to one block.
 */
function addRoute({ routes }: Draft, resource: Resource): void {
  const route = readRoute(resource);
  const isReplacing = replacesAnother(resource);
  const same = (other: Route) => (isReplacing || other.source.snapshot !== undefined) && isSameData(other.destination, route.destination);
  const replaced = routes.findIndex(same);
  routes.splice(replaced < 0 ? routes.length : replaced, replaced < 0 ? 0 : 1, route);
}

function propagate(draft: Draft): void {
  if (draft.furtherRoutes === undefined) {
    draft.furtherRoutes = 'a virtual private gateway propagates routes into it';
    draft.furtherRoutesArePropagated = true;
  }
}

/** A gateway endpoint puts a route to the prefix list of its service into each of its tables. */
function addEndpointRoutes(endpoint: VpcEndpoint, drafts: Map<ResourceId, Draft>): void {
  if (!endpoint.kind.known || endpoint.kind.value !== 'gateway') {
    return;
  }
  if (!endpoint.routeTables.known) {
    for (const table of drafts.values()) {
      if (table.vpc === endpoint.vpc && (table.furtherRoutes === undefined || table.furtherRoutesArePropagated === true)) {
        table.furtherRoutesArePropagated = false;
        table.furtherRoutes = `it is not known which tables lead to ${endpoint.source.logicalId ?? endpoint.source.id}: ${endpoint.routeTables.reason}`;
      }
    }
    return;
  }
  const destination: Route['destination'] = endpoint.service.known ? { kind: 'prefix-list', id: `pl:${endpoint.service.value}` }
    : { kind: 'unknown', reason: endpoint.service.reason };
  for (const table of endpoint.routeTables.value) {
    const { routes } = draftOf(drafts, table);
    const route: Route = { source: endpoint.source, destination, target: { kind: 'gateway-endpoint', id: endpoint.source.id } };
    const before = routes.findIndex((other) => other.source.snapshot !== undefined && isSameData(other.destination, destination));
    routes.splice(before < 0 ? routes.length : before, before < 0 ? 0 : 1, route);
  }
}
