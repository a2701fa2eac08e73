import type { EgressOnlyInternetGateway, InternetGateway } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { idOrSymbol } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { isNone } from '../template/value';

/*
 * Models: internet gateways with the VPCs they are attached to, egress-only ones, and the route tables of gateways.
 */

/** An internet gateway that is being put together. */
interface Draft {
  readonly source: Source;
  readonly attachedTo: ResourceId[];
  readonly defined: boolean;
}

/** The internet gateways that templates define, and those that they attach. */
export function readInternetGateways(deployment: Deployment): ReadonlyMap<ResourceId, InternetGateway> {
  const drafts = new Map<ResourceId, Draft>();
  deployment.existing?.internetGateways.forEach((gateway, id) => drafts.set(id, { ...gateway, attachedTo: [...gateway.attachedTo] }));
  for (const resource of deployment.resources('AWS::EC2::InternetGateway')) {
    drafts.set(resource.id, { source: resource.source(), attachedTo: [], defined: true });
  }
  for (const resource of deployment.resources('AWS::EC2::VPCGatewayAttachment')) {
    const gateway = resource.get('InternetGatewayId');
    if (!isNone(gateway)) {
      const id = idOrSymbol(gateway);
      const draft = drafts.get(id) ?? { source: { id, type: 'AWS::EC2::InternetGateway' }, attachedTo: [], defined: false };
      drafts.set(id, draft);
      draft.attachedTo.push(idOrSymbol(resource.get('VpcId')));
    }
  }
  return drafts;
}

export function readEgressOnlyInternetGateways(deployment: Deployment): ReadonlyMap<ResourceId, EgressOnlyInternetGateway> {
  return new Map([...deployment.existing?.egressOnlyInternetGateways ?? [], ...deployment.resources('AWS::EC2::EgressOnlyInternetGateway')
    .map((resource): [ResourceId, EgressOnlyInternetGateway] => [resource.id, { source: resource.source(), vpc: idOrSymbol(resource.get('VpcId')) }])]);
}

/** The route tables of gateways, by gateway. */
export function readGatewayRouteTables(deployment: Deployment): ReadonlyMap<ResourceId, Source> {
  return new Map([...deployment.existing?.gatewayRouteTables ?? [], ...deployment.resources('AWS::EC2::GatewayRouteTableAssociation')
    .map((resource): [ResourceId, Source] => [idOrSymbol(resource.get('GatewayId')), resource.source()])]);
}
