import * as fc from 'fast-check';
import { verdictOn } from './judge';
import type { Fate } from './packets';
import { Walk, has, isPrivate, worst } from './packets';
import type { Question } from '../../../src/analysis/model/question';
import type { ModelBuilder } from '../support/builders';
import { INTERNET, block, cidr, resource, tcp } from '../support/builders';
import { BLOCKS, build, networkPlans } from '../support/random-networks';

/*
 * The verdict against packets. Whether a packet passes can change only at the edges of blocks and of port ranges, so that the packets
 * at all edges stand for all packets.
 */

const RUNS = 100;

const SPECIAL = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4',
];

const EDGES = [...new Set([...BLOCKS, ...SPECIAL, '10.0.2.0/24', '10.9.0.0/24'].flatMap((text) => {
  const { first, prefixLength } = block(text);
  const size = 2n ** BigInt(32 - prefixLength);
  return [first - 1n, first, first + size - 1n, first + size];
}))].filter((address) => address >= 0n && address < 2n ** 32n);

const ANSWERS = [1024, 2000, 2001, 65535];

function fates(net: ModelBuilder, wanted: (address: bigint) => boolean, purpose: 'internet' | 'addresses', port: number, groups?: readonly string[]): Fate {
  const walk = new Walk(net.model, purpose);
  const { attachment } = net.model.workloads.get('Fn')!;
  const subnets = attachment.kind === 'vpc' && attachment.subnets.known ? attachment.subnets.value.map((id) => net.model.subnets.get(id)!) : [];
  return worst(subnets.flatMap((subnet) => EDGES.filter((address) => wanted(address) && (purpose !== 'internet' || walk.isInternet(subnet, address)))
    .flatMap((to) => ANSWERS.map((answer) => walk.send(subnet, ['Group'], { from: subnet.ipv4Block!.first + 5n, to, port, answer }, groups)))));
}

function agrees(net: ModelBuilder, question: Question, fate: Fate): void {
  const { verdict } = verdictOn(net, question);
  expect([verdict, fate]).toEqual([expected(fate, verdict), fate]);
}

function expected(fate: Fate, verdict: string): string {
  switch (fate) {
    case 'arrives':
    case 'elsewhere':
      return 'reachable';
    case 'lost':
      return 'blocked';
    case 'murky':
      return verdict === 'reachable' ? 'anything else' : verdict;
  }
}

describe('a verdict is what packets say', () => {
  test.each([443, 1024])('of the internet, port %d', (port) => {
    fc.assert(fc.property(networkPlans(), (plan) => {
      const net = build(plan);
      agrees(net, { ...INTERNET, ports: [tcp(port)] } as Question, fates(net, (address) => !isPrivate(address), 'internet', port));
    }), { numRuns: RUNS });
  });

  test('of blocks', () => {
    fc.assert(fc.property(networkPlans(), fc.constantFrom('10.0.0.0/24', '10.9.1.0/24', '10.9.0.0/16', '10.0.0.0/16', '52.1.0.0/16', '192.168.0.0/16'), (plan, text) => {
      const net = build(plan);
      const wanted = block(text);
      agrees(net, cidr(text), fates(net, (address) => has(wanted, address), 'addresses', 443));
    }), { numRuns: RUNS });
  });

  test('of a resource in the same VPC and in another', () => {
    fc.assert(fc.property(networkPlans(), fc.constantFrom('Public', 'Private', 'Data'), (plan, subnet) => {
      const net = build(plan);
      const place = net.model.subnets.get(subnet)!.ipv4Block!;
      agrees(net, resource('Db', ['DbGroup'], [subnet], [tcp(443)]), fates(net, (address) => has(place, address), 'addresses', 443, ['DbGroup']));
    }), { numRuns: RUNS });
  });
});
