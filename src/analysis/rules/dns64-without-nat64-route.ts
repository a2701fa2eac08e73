import { finding } from './finding';
import type { Rule } from './rule';
import { knownSubnets } from './rule';
import { contains, parseBlock } from '../model/address-block';
import type { NetworkModel, Subnet } from '../model/network';
import { describeSource } from '../model/source';

/** RFC 6052 gives this block to the addresses that NAT64 translates. */
const NAT64_BLOCK = parseBlock('64:ff9b::/96')!;

/** Finds subnets with DNS64 alone, in which names without IPv6 addresses get addresses that lead nowhere (S6 of docs/requirements.md). */
export const dns64WithoutNat64Route: Rule = ({ model, workload }) => {
  const lost = knownSubnets(workload).map((id) => model.subnets.get(id))
    .filter((subnet): subnet is Subnet => subnet?.dns64 === 'yes' && routesNat64(model, subnet) === false);
  return lost.length === 0 ? [] : [finding(
    'DNS64_WITHOUT_NAT64_ROUTE', workload.source,
    `${lost.map(({ source }) => describeSource(source)).join(', ')} has DNS64, and no route takes 64:ff9b::/96 to a NAT gateway: names that have only IPv4 addresses hang`,
    { inConstructs: 'set nat64 on the egress, which writes both', inTemplate: 'route 64:ff9b::/96 to a NAT gateway, or set EnableDns64 to false' },
  )];
};

/** Tells whether some route takes the addresses of NAT64 to a NAT gateway; undefined when that is not known. */
function routesNat64(model: NetworkModel, { routeTable }: Subnet): boolean | undefined {
  const table = routeTable.known ? model.routeTables.get(routeTable.value) : undefined;
  if (table === undefined || table.furtherRoutes !== undefined) {
    return undefined;
  }
  return table.routes.some(({ destination, target }) => ['nat-gateway', 'transit-gateway', 'unknown', 'unsupported'].includes(target.kind)
    && (destination.kind !== 'block' || contains(destination.block, NAT64_BLOCK) === 'yes'));
}
