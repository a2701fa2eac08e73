import * as fc from 'fast-check';
import { judge } from '../../../src/analysis/judge/judge';
import type { AddressBlock, AddressFamily } from '../../../src/analysis/model/address-block';
import type { WrittenDestination } from '../../../src/analysis/model/declared-destination';
import { ANSWERS, edgesOf, subnetsOf } from '../reason/dual-stack-edges';
import { DualStackWalk } from '../reason/dual-stack-packets';
import type { ModelBuilder } from '../support/builders';
import { FAMILIES, HTTPS, block } from '../support/builders';
import { DUAL_STACK_BLOCKS, buildDualStack, dualStackPlans } from '../support/random-dual-stack';

/*
 * What is called closed against packets of both families, through every kind of gateway: none arrives, to no address at the edge of any block, from
 * any of the function's subnets, whether something has a group there or not.
 */

const RUNS = 100;

/** What AWS has in its lists, as far as the packets are told. */
const LISTS: Readonly<Record<string, readonly AddressBlock[]>> = {
  'pl:s3': [block('52.1.0.0/16'), block('2600:1f00::/24')], 'pl:dynamodb': [block('52.2.0.0/16'), block('2600:9000::/28')],
};

const SPECIAL: Readonly<Record<AddressFamily, readonly string[]>> = {
  ipv4: ['10.0.0.0/24', '10.0.2.0/24', '10.9.1.0/24', '192.168.0.0/16', '52.1.0.0/16', '52.2.0.0/16'],
  ipv6: ['2000::/3', '2001:db8::/32', 'fc00::/7', '2001:db9:0:100::/64', '2001:db9:0:102::/64', '2600:1f00::/24'],
};

function edges(family: AddressFamily): bigint[] {
  return [...new Set([...DUAL_STACK_BLOCKS[family], ...SPECIAL[family]].flatMap((text) => edgesOf(block(text))))];
}

const EDGES: Readonly<Record<AddressFamily, readonly bigint[]>> = { ipv4: edges('ipv4'), ipv6: edges('ipv6') };

function verdictOn(net: ModelBuilder, forbidden: WrittenDestination, family: AddressFamily): string {
  net.model.workloads.set('Fn', { ...net.model.workloads.get('Fn')!, forbidden: [forbidden] });
  return judge([{ assumptions: [], model: net.model }]).functions.flatMap(({ judgements }) => judgements)
    .find((judgement) => judgement.forbidden === true && judgement.family === family)!.verdict;
}

/** Whether any packet arrives. Members of groups are in a VPC. */
function anyArrives(net: ModelBuilder, walk: DualStackWalk, family: AddressFamily, isMeant: (address: bigint, subnet: string) => boolean): boolean {
  const places = [...net.model.vpcs.values()].flatMap(({ ipv4Blocks, ipv6Blocks }) => [...ipv4Blocks, ...ipv6Blocks]);
  const isPlace = (to: bigint) => places.some((own) => walk.has(own, to));
  const groups = [undefined, ...[...net.model.securityGroups.keys()].map((id) => [id])];
  const packets = (subnetsOf(net, family) ?? []).flatMap((subnet) => EDGES[family].filter((to) => isMeant(to, subnet.source.id))
    .flatMap((to) => ANSWERS.map((answer) => ({ subnet, packet: { from: walk.blockOf(subnet)!.first + 5n, to, port: 443, answer } }))));
  return packets.some(({ subnet, packet }) => groups.filter((listeners) => listeners === undefined || isPlace(packet.to))
    .some((listeners) => walk.send(subnet, packet, listeners) === 'arrives'));
}

describe.each(FAMILIES)('what is called closed over %s is', (family) => {
  test('blocks', () => {
    const seen = new Set<string>();
    fc.assert(fc.property(dualStackPlans, fc.constantFrom(...DUAL_STACK_BLOCKS[family].filter((text) => !text.endsWith('/0'))), (plan, text) => {
      const net = buildDualStack(plan);
      const walk = new DualStackWalk(net.model, family, 'addresses', ['Group'], LISTS);
      const wanted = block(text);
      const verdict = verdictOn(net, { kind: 'cidr', block: wanted, ports: HTTPS }, family);
      seen.add(verdict);
      expect(verdict === 'blocked' && anyArrives(net, walk, family, (address) => walk.has(wanted, address))).toBe(false);
    }), { numRuns: RUNS });
    expect(seen).toContain('blocked');
  });

  test('the internet', () => {
    const seen = new Set<string>();
    fc.assert(fc.property(dualStackPlans, (plan) => {
      const net = buildDualStack(plan);
      const walk = new DualStackWalk(net.model, family, 'internet', ['Group']);
      const verdict = verdictOn(net, { kind: 'internet', addressFamilies: [family], ports: HTTPS }, family);
      seen.add(verdict);
      expect(verdict === 'blocked' && anyArrives(net, walk, family, (address, subnet) => walk.isInternet(net.model.subnets.get(subnet)!, address))).toBe(false);
    }), { numRuns: RUNS });
    expect(seen).toContain('blocked');
  });
});
