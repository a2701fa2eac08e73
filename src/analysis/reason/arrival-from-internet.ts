import type { BlockAddresses } from './address-set';
import { blockPublicAccess } from './block-public-access';
import type { PathSegment } from './candidate-path';
import { concat } from './candidate-path';
import { touches } from './coverage';
import { anyGateway } from './internet-gateways';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { noWayBack } from './transit-gateways';
import { subnetsIn } from './vpc-paths';
import type { Subnet } from '../model/network';
import type { ResourceId } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: public addresses that are those of another VPC of the templates, as IPv6 addresses are: how they are reached from the internet.
 * Law: its own internet gateway lets in, its network ACLs let through, and its subnets lead answers to an internet gateway. An egress-only
 * gateway lets nothing in.
 */

/** Returns what other VPCs say to what comes to their addresses over the internet. */
export function intoOtherVpcs(context: NetworkContext, flow: Flow & { readonly to: BlockAddresses }): PathSegment {
  const { network } = context;
  const others = flow.to.family === 'ipv4' ? [] : [...network.model.vpcs.keys()].filter((vpc) => vpc !== flow.subnet.vpc
    && network.blocksOf(vpc, 'ipv6').some((block) => block.allocation === undefined && touches(flow.to, block)));
  return concat(...others.map((vpc) => intoVpc(context, flow, vpc)));
}

function intoVpc(context: NetworkContext, flow: Flow, vpc: ResourceId): PathSegment {
  const subnets = subnetsIn(context, vpc, flow.to);
  return concat(
    { obstacles: anyGateway(context.network, vpc) },
    ...subnets.map((subnet) => concat(
      { obstacles: originsOf(context, flow).flatMap((from) => context.acls.entering(subnet, from, flow.ports)) },
      { obstacles: answersToInternet(context, flow, subnet) },
      blockPublicAccess(context.network, { vpc, subnet: subnet.source.id, isTwoWay: true }),
    )),
  );
}

function answersToInternet(context: NetworkContext, flow: Flow, subnet: Subnet): readonly Obstacle[] {
  return originsOf(context, flow).flatMap((addresses) => context.routes.lookUp(subnet, addresses, 'addresses').flatMap((match) => {
    const { entry, ambiguities } = match;
    if (entry?.target.kind === 'internet-gateway') {
      return context.routes.ambiguitiesOf(subnet, match, 'addresses');
    }
    const isOpen = ambiguities.length > 0 || entry?.target.kind === 'unknown' || entry?.target.kind === 'unsupported';
    return [noWayBack(context, subnet, match.addresses, isOpen, 'an internet gateway')];
  }));
}
