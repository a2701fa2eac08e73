import type { Sections } from './snapshot';

/*
 * Models: the part of a snapshot that is about some VPCs: what is in them and what is attached to them. What no VPC has, such as prefix lists and transit gateways, stays.
 */

/** The sections with the things of those VPCs alone. */
export function withinVpcs(sections: Sections, vpcs: ReadonlySet<string>): Sections {
  const isIn = ({ VpcId: vpc }: { readonly VpcId?: string }) => vpc !== undefined && vpcs.has(vpc);
  const isAttached = ({ Attachments: attachments = [] }: { readonly Attachments?: readonly { readonly VpcId?: string }[] }) => attachments.some(isIn);
  return {
    ...sections,
    ...kept('Vpcs', sections.Vpcs, isIn), ...kept('VpcAttributes', sections.VpcAttributes, isIn), ...kept('Subnets', sections.Subnets, isIn),
    ...kept('RouteTables', sections.RouteTables, isIn), ...kept('SecurityGroups', sections.SecurityGroups, isIn),
    ...kept('SecurityGroupVpcAssociations', sections.SecurityGroupVpcAssociations, isIn), ...kept('NetworkAcls', sections.NetworkAcls, isIn),
    ...kept('NetworkInterfaces', sections.NetworkInterfaces, isIn), ...kept('NatGateways', sections.NatGateways, isIn), ...kept('VpcEndpoints', sections.VpcEndpoints, isIn),
    ...kept('InternetGateways', sections.InternetGateways, isAttached), ...kept('EgressOnlyInternetGateways', sections.EgressOnlyInternetGateways, isAttached),
    ...kept('VpcPeeringConnections', sections.VpcPeeringConnections, ({ RequesterVpcInfo: one = {}, AccepterVpcInfo: other = {} }) => isIn(one) || isIn(other)),
    ...kept('Functions', sections.Functions, ({ VpcConfig: config = {} }) => isIn(config)),
  };
}

function kept<N extends keyof Sections, T>(name: N, items: readonly T[] | undefined, isKept: (item: T) => boolean) {
  return items === undefined ? {} : { [name]: items.filter(isKept) };
}
