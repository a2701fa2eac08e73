import * as fc from 'fast-check';
import { partsOf } from '../../../src/analysis/judge/forbidden/parts';
import { judge } from '../../../src/analysis/judge/judge';
import type { WrittenDestination } from '../../../src/analysis/model/declared-destination';
import type { Judgement } from '../../../src/analysis/model/judgement';
import type { PortedTransport } from '../../../src/analysis/model/traffic';
import { Walk, has, isPrivate } from '../reason/packets';
import type { ModelBuilder } from '../support/builders';
import { block, tcp } from '../support/builders';
import { BLOCKS, build, networkPlans } from '../support/random-networks';

/*
 * What is called closed against packets: there is no single one, to no address at the edge of any block and no port at the edge of any range, that
 * arrives from any of the function's subnets, at a member of any group or at something that has none.
 */

const RUNS = 100;

const EDGES = [...new Set([...BLOCKS, '10.0.2.0/24', '10.9.0.0/24', '192.0.2.0/24'].flatMap((text) => {
  const { first, prefixLength } = block(text);
  const size = 2n ** BigInt(32 - prefixLength);
  return [first - 1n, first, first + size - 1n, first + size];
}))].filter((address) => address >= 0n && address < 2n ** 32n);

const PORTS = [0, 399, 400, 442, 443, 444, 1023, 1024, 2000, 2001, 65535];

const ANSWERS = [1024, 2000, 2001, 65535];

/** What is said of the function `Fn` when it must not reach something. */
function judged(net: ModelBuilder, forbidden: WrittenDestination): Judgement {
  net.model.workloads.set('Fn', { ...net.model.workloads.get('Fn')!, forbidden: [forbidden] });
  const [only] = judge([{ assumptions: [], model: net.model }]).functions.find(({ workload }) => workload.source.id === 'Fn')!
    .judgements.filter((judgement) => judgement.forbidden === true && judgement.family === 'ipv4');
  return only;
}

interface Meant {
  readonly purpose: 'internet' | 'addresses';
  readonly ports: readonly PortedTransport[];
  readonly groups: readonly (readonly string[] | undefined)[];
  readonly address: (address: bigint) => boolean;
}

/** Whether any packet arrives. Members of groups are in a VPC. */
function anyArrives(net: ModelBuilder, { purpose, ports, groups, address }: Meant): boolean {
  const walk = new Walk(net.model, purpose);
  const isPlace = (to: bigint) => [...net.model.vpcs.values()].some(({ ipv4Blocks }) => ipv4Blocks.some((own) => has(own, to)));
  const { attachment } = net.model.workloads.get('Fn')!;
  const subnets = attachment.kind === 'vpc' && attachment.subnets.known ? attachment.subnets.value.map((id) => net.model.subnets.get(id)!) : [];
  const numbers = PORTS.filter((port) => ports.some((range) => range.ports.fromPort <= port && port <= range.ports.toPort))
    .flatMap((port) => ANSWERS.map((answer) => ({ port, answer })));
  const packets = subnets.flatMap((subnet) => EDGES.filter((to) => address(to) && (purpose !== 'internet' || walk.isInternet(subnet, to)))
    .flatMap((to) => numbers.map((pair) => ({ subnet, packet: { from: subnet.ipv4Block!.first + 5n, to, ...pair } }))));
  return packets.some(({ subnet, packet }) => groups.filter((listeners) => listeners === undefined || isPlace(packet.to))
    .some((listeners) => walk.send(subnet, ['Group'], packet, listeners) === 'arrives'));
}

/** Counts the verdicts, so that a law about one of them is known to have been asked. */
class Tally {
  readonly verdicts = new Map<string, number>();

  check({ verdict }: Judgement, arrives: () => boolean): void {
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + 1);
    if (verdict === 'blocked') {
      expect(arrives()).toBe(false);
    }
  }
}

const PORT_RANGES: readonly PortedTransport[] = [tcp(443), tcp(0, 65535), tcp(400, 1023), tcp(444, 1023)];

describe('what is called closed is', () => {
  test('blocks', () => {
    const tally = new Tally();
    fc.assert(fc.property(networkPlans(), fc.constantFrom(...BLOCKS.filter((text) => !text.endsWith('/0')), '10.9.0.0/24'), fc.constantFrom(...PORT_RANGES), (plan, text, port) => {
      const net = build(plan);
      const wanted = block(text);
      tally.check(judged(net, { kind: 'cidr', block: wanted, ports: [port] }), () => anyArrives(net, {
        purpose: 'addresses', ports: [port], groups: [undefined, ['DbGroup'], ['Group']], address: (address) => has(wanted, address),
      }));
    }), { numRuns: RUNS });
    expect([...tally.verdicts.keys()].sort()).toEqual(['blocked', 'inconclusive', 'reachable']);
  });

  test('the internet', () => {
    const tally = new Tally();
    fc.assert(fc.property(networkPlans(), fc.constantFrom(...PORT_RANGES), (plan, port) => {
      const net = build(plan);
      tally.check(judged(net, { kind: 'internet', addressFamilies: ['ipv4'], ports: [port] }), () => anyArrives(net, {
        purpose: 'internet', ports: [port], groups: [undefined], address: (address) => !isPrivate(address),
      }));
    }), { numRuns: RUNS });
    expect([...tally.verdicts.keys()]).toEqual(expect.arrayContaining(['blocked', 'reachable']));
  });

  test('a resource', () => {
    const tally = new Tally();
    fc.assert(fc.property(networkPlans(), fc.constantFrom('Public', 'Private', 'Data'), fc.constantFrom(...PORT_RANGES), (plan, subnet, port) => {
      const net = build(plan);
      const place = net.model.subnets.get(subnet)!.ipv4Block!;
      net.model.listeners.set('Db', {
        source: { id: 'Db', logicalId: 'Db', type: 'AWS::Test::Thing' },
        subnets: { known: true, value: [subnet] }, securityGroups: { known: true, value: ['DbGroup'] },
      });
      tally.check(judged(net, { kind: 'resource', resource: 'Db', securityGroups: ['DbGroup'], ports: [port] }), () => anyArrives(net, {
        purpose: 'addresses', ports: [port], groups: [['DbGroup']], address: (address) => has(place, address),
      }));
    }), { numRuns: RUNS });
    expect([...tally.verdicts.keys()]).toEqual(expect.arrayContaining(['blocked', 'reachable']));
  });
});

describe('the parts of a block', () => {
  const blocks = fc.constantFrom(...BLOCKS.map(block));
  const network = (first: bigint, prefixLength: number) => first / 2n ** BigInt(32 - prefixLength);
  const within = (outer: { first: bigint; prefixLength: number }, inner: { first: bigint; prefixLength: number }) =>
    inner.prefixLength >= outer.prefixLength && network(inner.first, outer.prefixLength) === network(outer.first, outer.prefixLength);

  test('law: no boundary crosses a part, and every address lies in the same boundaries as one of them', () => {
    fc.assert(fc.property(blocks, fc.array(blocks, { maxLength: 6 }), fc.constantFrom(...EDGES), (whole, boundaries, address) => {
      const parts = partsOf(whole, boundaries);
      for (const part of parts) {
        expect(within(whole, part)).toBe(true);
        expect(boundaries.every((boundary) => within(boundary, part) || !within(part, boundary))).toBe(true);
      }
      const sides = (one: { first: bigint; prefixLength: number }) => boundaries.map((boundary) => within(boundary, one)).join();
      const single = { first: address, prefixLength: 32 };
      expect(!within(whole, single) || parts.some((part) => sides(part) === sides(single))).toBe(true);
      expect(new Set(parts.map(sides)).size).toBe(parts.length);
    }), { numRuns: 1_000 });
  });
});
