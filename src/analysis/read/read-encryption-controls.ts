import type { EncryptionControl, UnencryptedResource } from '../model/deployment-facts';
import { idOrSymbol, ternaryOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: encryption controls of VPCs with their exclusions, and those resources that they are about and that the analysis has no other use for.
 */

/** The resources that may be excluded from encryption controls, as the properties of AWS::EC2::VPCEncryptionControl call them. */
export const EXCLUSIONS = [
  'EgressOnlyInternetGateway', 'ElasticFileSystem', 'InternetGateway', 'Lambda', 'NatGateway', 'VirtualPrivateGateway', 'VpcLattice', 'VpcPeering',
].map((name) => `${name}ExclusionInput`);

/** The encryption controls that templates define. */
export function readEncryptionControls(deployment: Deployment): readonly EncryptionControl[] {
  return deployment.resources('AWS::EC2::VPCEncryptionControl').map((resource) => ({
    source: resource.source(),
    vpc: idOrSymbol(resource.get('VpcId')),
    ...literalText(resource.get('Mode')) === undefined ? {} : { mode: literalText(resource.get('Mode')) },
    exclusions: new Map(EXCLUSIONS.map((property) => [property, ternaryOf(resource.get(property), 'no')])),
  }));
}

/** The virtual private gateways, associations with VPC Lattice, and firewalls. */
export function readUnencrypted(deployment: Deployment): readonly UnencryptedResource[] {
  const all = (type: string, property: string, exclusion?: string, isMeant: (resource: Resource) => boolean = () => true) =>
    deployment.resources(type).filter(isMeant).map((resource) =>
      ({ source: resource.source(), vpc: idOrSymbol(resource.get(property)), ...exclusion === undefined ? {} : { exclusion } }));
  return [
    ...all('AWS::EC2::VPCGatewayAttachment', 'VpcId', 'VirtualPrivateGatewayExclusionInput', (resource) => !isNone(resource.get('VpnGatewayId'))),
    ...all('AWS::VpcLattice::ServiceNetworkVpcAssociation', 'VpcIdentifier', 'VpcLatticeExclusionInput'),
    ...all('AWS::NetworkFirewall::Firewall', 'VpcId', undefined, (resource) => !isNone(resource.get('VpcId'))),
    ...all('AWS::EC2::VPCEndpoint', 'VpcId', undefined, (resource) => isGatewayLoadBalancer(resource.get('VpcEndpointType'))),
  ];
}

function isGatewayLoadBalancer(type: Value): boolean {
  return literalText(type) === 'GatewayLoadBalancer';
}
