import { describeAddresses } from './address-set';
import type { PathSegment } from './candidate-path';
import { behindUncertainRoute, concat, partsOf } from './candidate-path';
import { attachedGateway } from './internet-gateways';
import { redirected } from './local-routes';
import type { Flow, NetworkContext } from './network-context';
import { originsOf } from './network-context';
import { unknown, violated } from './obstacles';
import type { SubnetRouteMatch } from './route-tables';
import { noRoute, unknownTarget } from './route-tables';
import { componentHop, describeTarget, spellRuleBlock } from '../model/hop';
import type { Subnet } from '../model/network';
import type { Source } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the subnet of what translates addresses, a zonal NAT gateway or a NAT instance. Its network ACL sees the connection twice: from
 * the function with the address of the function, and to the internet. Its route table has to lead to an internet gateway of its VPC.
 * Law: in the function's own subnet the first crossing does not happen.
 */

export function throughTranslatingSubnet(context: NetworkContext, flow: Flow, subnet: Subnet, what: string): PathSegment {
  const { acls, routes } = context;
  const { to, ports } = flow;
  const isBeside = subnet.source.id !== flow.subnet.source.id;
  const fromFunction = isBeside ? originsOf(context, flow).flatMap((addresses) => acls.entering(subnet, addresses, ports)) : [];
  const back = isBeside && flow.from === undefined ? originsOf(context, flow).flatMap((addresses) => redirected(context, subnet, addresses)) : [];
  const matches = routes.lookUp(subnet, to, 'internet');
  return concat(
    { hops: [componentHop('subnet', subnet, subnet.source.id)], obstacles: [...fromFunction, ...back] },
    ...partsOf(to, matches.map((match) => concat(
      { obstacles: acls.leaving(subnet, match.addresses, ports) },
      behindUncertainRoute(routes.ambiguitiesOf(subnet, match, 'internet'), { obstacles: toInternetGateway(context, subnet, match, what) }),
    ))),
    { hops: [{ kind: 'internet-gateway', source: gatewayOf(context, matches), isOnlyOne: true }] },
  );
}

function toInternetGateway({ network, routes }: NetworkContext, subnet: Subnet, match: SubnetRouteMatch, what: string): readonly Obstacle[] {
  const details = {
    code: 'NGW_SUBNET_HAS_NO_IGW_ROUTE' as const,
    mend: `lead 0.0.0.0/0 of ${describeSource(subnet.source)} to an AWS::EC2::InternetGateway with AWS::EC2::Route`,
    inConstructs: 'egress: Egress.natGateways() puts it into a public subnet',
  };
  const table = routes.of(subnet);
  if (match.entry === undefined) {
    const { status, source, detail, toFindOut } = noRoute(table, match);
    const found = { ...details, source: source ?? subnet.source, detail: `${what} is in ${describeSource(subnet.source)}; ${detail}`, ...toFindOut };
    return [status === 'violated' ? violated(found) : unknown(found)];
  }
  const { target, block, source } = match.entry;
  if (target.kind === 'internet-gateway') {
    return attachedGateway(network, target.id, subnet.vpc);
  }
  if (target.kind === 'unsupported' || target.kind === 'unknown') {
    return [unknownTarget(target, match.entry)];
  }
  const found = {
    ...details, source,
    detail: `${what} is in ${describeSource(subnet.source)}, where ${table.name} leads ${describeAddresses(match.addresses)} by ${spellRuleBlock(block)} to ${describeTarget(target)} and not to an internet gateway`,
  };
  return [target.kind === 'gateway-endpoint' ? unknown(found) : violated(found)];
}

/** The gateway that the routes lead to, when it is one. */
function gatewayOf({ network }: NetworkContext, matches: readonly SubnetRouteMatch[]): Source | undefined {
  const ids = new Set(matches.map(({ entry }) => entry?.target.kind === 'internet-gateway' ? entry.target.id : undefined));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? network.model.internetGateways.get(id)?.source : undefined;
}
