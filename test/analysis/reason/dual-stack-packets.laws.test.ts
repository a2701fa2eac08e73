import * as fc from 'fast-check';
import { ANSWERS, edgesOf, subnetsOf } from './dual-stack-edges';
import { DualStackWalk } from './dual-stack-packets';
import { outcome, verdictOn } from './judge';
import type { Fate } from './packets';
import { worst } from './packets';
import type { AddressBlock, AddressFamily } from '../../../src/analysis/model/address-block';
import type { Subnet } from '../../../src/analysis/model/network';
import type { Question } from '../../../src/analysis/model/question';
import type { ModelBuilder } from '../support/builders';
import { FAMILIES, INTERNET, block, cidr, resource, service, tcp } from '../support/builders';
import type { DualStackPlan } from '../support/random-dual-stack';
import { DUAL_STACK_BLOCKS, buildDualStack, dualStackPlans } from '../support/random-dual-stack';

/*
 * The verdict against packets, in dual-stack networks with every kind of gateway. Whether a packet passes can change only at the edges of
 * blocks and of port ranges, so that the packets at all edges stand for all packets.
 */

const RUNS = 100;

const SPECIAL: Readonly<Record<AddressFamily, readonly string[]>> = {
  ipv4: ['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/4', '10.0.0.0/24', '10.0.2.0/24', '10.9.1.0/24'],
  ipv6: ['2000::/3', '2001:db8::/32', 'fc00::/7', '2001:db9:0:100::/64', '2001:db9:0:102::/64', '2001:db9:0:901::/64'],
};

function edges(family: AddressFamily): bigint[] {
  return [...new Set([...DUAL_STACK_BLOCKS[family], ...SPECIAL[family]].flatMap((text) => edgesOf(block(text))))];
}

const EDGES: Readonly<Record<AddressFamily, readonly bigint[]>> = { ipv4: edges('ipv4'), ipv6: edges('ipv6') };

function from(walk: DualStackWalk, subnet: Subnet): bigint {
  return walk.blockOf(subnet)!.first + 5n;
}

interface Sending {
  readonly net: ModelBuilder;
  readonly walk: DualStackWalk;
  readonly family: AddressFamily;
  readonly port?: number;
  readonly groups?: readonly string[];
}

/** What becomes of packets to some addresses, from every subnet of the function. */
function fate({ net, walk, family, port = 443, groups }: Sending, addresses: (subnet: Subnet) => readonly bigint[]): Fate {
  const subnets = subnetsOf(net, family);
  return subnets === undefined ? 'lost' : worst(subnets.flatMap((subnet) => addresses(subnet).flatMap((to) =>
    ANSWERS.map((answer) => walk.send(subnet, { from: from(walk, subnet), to, port, answer }, groups)))));
}

/** The verdict that a fate allows; undefined when it allows any. */
function agrees(net: ModelBuilder, question: Question, family: AddressFamily, found: Fate): void {
  const { verdict } = verdictOn(net, question, family);
  const expected = found === 'lost' ? 'blocked' : found === 'murky' ? verdict === 'reachable' ? 'anything else' : verdict : 'reachable';
  expect([outcome(net, question, family), verdict, found]).toEqual([outcome(net, question, family), expected, found]);
}

/** Without the lists of AWS, of which only services know what is in them. */
function withoutLists(plan: DualStackPlan): DualStackPlan {
  return { ...plan, out: plan.out.filter(([, , peer]) => !peer.startsWith('pl:')), gatewayEndpoint: [] };
}

describe('a verdict is what packets say', () => {
  test.each(FAMILIES.flatMap((family) => [443, 1024].map((port) => [family, port] as const)))('of the internet over %s, port %d', (family, port) => {
    fc.assert(fc.property(dualStackPlans, (plan) => {
      const net = buildDualStack(plan);
      const walk = new DualStackWalk(net.model, family, 'internet', ['Group']);
      const found = fate({ net, walk, family, port }, (subnet) => EDGES[family].filter((address) => walk.isInternet(subnet, address)));
      agrees(net, { ...INTERNET, ports: [tcp(port)] } as Question, family, found);
    }), { numRuns: RUNS });
  });

  test('of blocks over IPv6', () => {
    const blocks = ['2001:db9:0:100::/64', '2001:db9:0:900::/56', '2001:db9:0:901::/64', '2600:1f00::/24', '2001:db8::/32', 'fd00::/8'];
    fc.assert(fc.property(dualStackPlans.map(withoutLists), fc.constantFrom(...blocks), (plan, text) => {
      const net = buildDualStack(plan);
      const walk = new DualStackWalk(net.model, 'ipv6', 'addresses', ['Group']);
      const wanted = block(text);
      agrees(net, cidr(text), 'ipv6', fate({ net, walk, family: 'ipv6' }, () => EDGES.ipv6.filter((address) => walk.has(wanted, address))));
    }), { numRuns: RUNS });
  });

  test.each(FAMILIES)('of a resource in the same VPC and in another, over %s', (family) => {
    fc.assert(fc.property(dualStackPlans, fc.constantFrom('Public', 'Data'), (plan, place) => {
      const net = buildDualStack({ ...withoutLists(plan), gatewayEndpoint: plan.gatewayEndpoint });
      const walk = new DualStackWalk(net.model, family, 'addresses', ['Group']);
      const wanted = walk.blockOf(net.model.subnets.get(place)!)!;
      const found = fate({ net, walk, family, groups: ['DbGroup'] }, () => EDGES[family].filter((address) => walk.has(wanted, address)));
      agrees(net, resource('Db', ['DbGroup'], [place], [tcp(443)]), family, found);
    }), { numRuns: RUNS });
  });
});

describe('a verdict on a service holds wherever its public addresses are', () => {
  const PUBLIC: Readonly<Record<AddressFamily, readonly string[]>> = {
    ipv4: ['3.5.0.0/19', '52.216.0.0/15', '140.1.0.0/16', '100.20.0.0/16'], ipv6: ['2600:9000::/28', '2a05:d018::/36', '2406:da00::/24'],
  };

  /** What the name of a service leads to. */
  interface Named {
    readonly to: readonly bigint[];
    readonly groups?: readonly string[];
  }

  /** The addresses that the name of the service has, and the groups behind them. */
  function named(net: ModelBuilder, name: string, walk: DualStackWalk, family: AddressFamily, addresses: AddressBlock): Named | undefined {
    const endpoint = [...net.model.endpoints.values()].find((each) => each.source.id === 'Secrets' && each.service.known && each.service.value === name);
    const { dnsSupport, dnsHostnames } = net.model.vpcs.get('Vpc')!;
    if (endpoint?.privateDns !== 'yes' || dnsSupport !== 'yes' || dnsHostnames !== 'yes') {
      return { to: edgesOf(addresses).slice(1, 3) };
    }
    const places = endpoint.subnets.known ? endpoint.subnets.value.map((id) => walk.blockOf(net.model.subnets.get(id)!)) : [];
    const answers = endpoint.families.known && endpoint.families.value.includes(family) && places.length > 0 && !places.includes(undefined);
    return answers ? { to: places.flatMap((place) => EDGES[family].filter((address) => walk.has(place!, address))), groups: ['EndpointGroup'] } : undefined;
  }

  test.each(FAMILIES.flatMap((family) => ['s3', 'secretsmanager', 'sqs'].map((name) => [name, family] as const)))('%s over %s', (name, family) => {
    fc.assert(fc.property(dualStackPlans, (plan) => {
      const net = buildDualStack(plan);
      const fates = PUBLIC[family].map((text): Fate => {
        const walk = new DualStackWalk(net.model, family, 'internet', ['Group'], { 'pl:s3': name === 's3' ? [block(text)] : [] });
        const found = named(net, name, walk, family, block(text));
        const isAsked = family === 'ipv4' || net.model.workloads.get('Fn')!.dualStackEndpoints === 'yes';
        return found === undefined || !isAsked ? 'lost' : fate({ net, walk, family, groups: found.groups }, () => found.to);
      });
      const { verdict } = verdictOn(net, service(name), family);
      const said = verdict === 'reachable' ? ['arrives'] : verdict === 'blocked' ? ['lost', 'murky'] : fates;
      expect([outcome(net, service(name), family), fates.filter((each) => !said.includes(each))]).toEqual([outcome(net, service(name), family), []]);
    }), { numRuns: RUNS });
  });
});

/** Networks in which a search once found the verdict to be wrong, as changes of a sound one. */
describe('stays mended', () => {
  const sound = fc.sample(dualStackPlans, { numRuns: 300, seed: 3 }).find(({ host }) => host.sourceDestCheck === 'no' && host.hasPublicAddress === 'yes')!;
  const open = [['all', undefined, '0.0.0.0/0'], ['all', undefined, '::/0']] as const;
  const base: DualStackPlan = {
    ...sound, acls: {}, out: open, withoutIpv6: [], vpcOfEigw: 'Vpc', vpcOfIgw: 'Vpc', gatewayEndpoint: [], blockPublicAccess: 'off', exclusions: [], dnsHostnames: 'yes', subnets: ['Private'],
    intoEndpoint: [['tcp', 443, 'Group']], interfaceEndpoint: { subnets: [], privateDns: 'yes', families: ['ipv4'] },
    routes: { Public: [['0.0.0.0/0', { kind: 'internet-gateway', id: 'Igw' }]], Private: [['0.0.0.0/0', { kind: 'nat-gateway', id: 'Nat' }]], Second: [], Data: [] },
  };

  test('groups of a host on the way to some of the addresses that a service may have do not block it', () => {
    const net = buildDualStack({
      ...base, ofHost: { egress: open, ingress: [] },
      routes: { ...base.routes, Private: [...base.routes.Private, ['128.0.0.0/1', { kind: 'network-interface', id: 'Host' }]] },
    });
    expect(verdictOn(net, service('sqs'), 'ipv4').verdict).toBe('inconclusive');
  });

  test.each([['a host', 'network-interface', 'Host'], ['a NAT gateway', 'nat-gateway', 'Nat']] as const)('what %s leads to an endpoint comes from no group of the function', (_, kind, id) => {
    const net = buildDualStack({
      ...base, subnets: ['Private', 'Second'], interfaceEndpoint: { ...base.interfaceEndpoint, subnets: ['Private'] },
      routes: { ...base.routes, Second: [['10.0.1.0/24', { kind, id } as const]] },
    });
    expect(verdictOn(net, service('secretsmanager'), 'ipv4').verdict).not.toBe('reachable');
  });
});

test('the networks have every kind of verdict', () => {
  const seen = (question: Question, family: AddressFamily) => [...new Set(fc.sample(dualStackPlans, { numRuns: 300, seed: 3 })
    .map((plan) => verdictOn(buildDualStack(plan), question, family).verdict))].sort();
  expect([INTERNET, service('s3'), service('secretsmanager')].flatMap((question) => FAMILIES.map((family) => seen(question, family).filter((kind) => kind !== 'inconclusive').join(' '))))
    .toEqual(Array(6).fill('blocked reachable'));
});
