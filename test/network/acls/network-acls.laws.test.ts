import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import type { Address, Packet, Subnet } from './packet-filter';
import { PacketFilter, addressIn } from './packet-filter';
import type { NetworkAclsOptions } from '../../../src/index';
import { AddressPlan, Egress, PrivateLambdaNetwork, SubnetTier, Zones } from '../../../src/index';
import { ACCOUNT_ZONES, templateIn } from '../template-in';

const EGRESS: Record<string, () => Egress> = {
  none: () => Egress.none(),
  natGateways: () => Egress.natGateways(),
  oneNatGateway: () => Egress.natGateways({ count: 1 }),
  regional: () => Egress.regionalNatGateway(),
  instances: () => Egress.natInstances(),
  ipv6Only: () => Egress.ipv6Only(),
};
const THROUGH_NAT_SUBNETS = ['natGateways', 'oneNatGateway', 'instances'];
const PRIVATE_BLOCKS = ['172.16.0.0/12', 'fd00:10::/32'];

/** Blocks beyond the VPC that no one names to the network ACLs. */
const PEER_BLOCK = '10.200.0.0/16';
const TRANSIT_BLOCKS = ['192.168.0.0/16', 'fd00:20::/32'];

interface Port {
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
}

interface Scenario {
  readonly egress: string;
  readonly dualStack: boolean;
  readonly zones: number;
  readonly pods: boolean;
  readonly ports: readonly Port[];

  /** Whether network ACLs are asked for before, or after, what they have to know of. */
  readonly aclsFirst: boolean;
  readonly peerOfIsolated: boolean;
}

const port: fc.Arbitrary<Port> = fc
  .tuple(fc.constantFrom('tcp' as const, 'udp' as const), fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 0, max: 9 }))
  .map(([protocol, from, more]) => ({ protocol, from, to: Math.min(65535, from + more) }));

const scenario: fc.Arbitrary<Scenario> = fc.record({
  egress: fc.constantFrom(...Object.keys(EGRESS)),
  dualStack: fc.boolean(),
  zones: fc.integer({ min: 1, max: 3 }),
  pods: fc.boolean(),
  ports: fc.array(port, { maxLength: 4 }),
  aclsFirst: fc.boolean(),
  peerOfIsolated: fc.boolean(),
}).map((one) => ({ ...one, dualStack: one.dualStack || one.egress === 'ipv6Only' }));

/** What differs from one packet to the next: hosts, ports, subnets. */
const chance = fc.record({
  source: fc.bigInt({ min: 4n, max: 2n ** 60n }),
  other: fc.bigInt({ min: 4n, max: 2n ** 60n }),
  ephemeral: fc.integer({ min: 1024, max: 65535 }),
  privileged: fc.oneof(fc.constantFrom(22, 443, 1023), fc.integer({ min: 1, max: 1023 })),
  anyPort: fc.integer({ min: 1, max: 65535 }),
  pick: fc.nat(),
});
type Chance = typeof chance extends fc.Arbitrary<infer T> ? T : never;

function filterOf(one: Scenario): PacketFilter {
  const options: NetworkAclsOptions = {
    internetPorts: one.ports.map(({ protocol, from, to }) => (protocol === 'tcp' ? ec2.Port.tcpRange(from, to) : ec2.Port.udpRange(from, to))),
    privateBlocks: one.dualStack ? PRIVATE_BLOCKS : PRIVATE_BLOCKS.slice(0, 1),
  };
  const template = templateIn('concrete', ACCOUNT_ZONES, (stack) => {
    const network = new PrivateLambdaNetwork(stack, 'Network', {
      egress: EGRESS[one.egress](),
      ipProtocol: one.dualStack ? ec2.IpProtocol.DUAL_STACK : ec2.IpProtocol.IPV4_ONLY,
      zones: Zones.named(...ACCOUNT_ZONES.slice(0, one.zones)),
      addressPlan: AddressPlan.cidr('10.0.0.0/16', { secondaryBlocks: one.pods ? [{ cidr: '100.64.0.0/16', tier: 'pods' }] : [] }),
      tiers: one.pods ? [SubnetTier.withEgress('pods', 5)] : [],
    });
    if (one.aclsFirst) {
      network.addNetworkAcls(options);
    }
    connect(network, one);
    if (!one.aclsFirst) {
      network.addNetworkAcls(options);
    }
  });
  return new PacketFilter(template.Resources);
}

function connect(network: PrivateLambdaNetwork, { dualStack, peerOfIsolated }: Scenario): void {
  network.attachToTransitGateway('Corporate', { transitGatewayId: 'tgw-0123456789abcdef0', destinations: TRANSIT_BLOCKS.slice(0, dualStack ? 2 : 1) });
  network.peerWith('Peer', {
    vpc: ec2.Vpc.fromVpcAttributes(network, 'Peer', { vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: PEER_BLOCK, availabilityZones: [ACCOUNT_ZONES[0]] }),
    furtherSubnets: peerOfIsolated ? network.isolatedSubnets : [],
  });
}

interface Ports {
  readonly protocol: string;
  readonly port: number;
  readonly ephemeral: number;
}

/** A packet and the answer to it. */
function exchange(from: Address, to: Address, ports: Ports): [Packet, Packet] {
  const protocol = ports.protocol === 'tcp' ? 6 : 17;
  return [
    { source: from, destination: to, protocol, destinationPort: ports.port },
    { source: to, destination: from, protocol, destinationPort: ports.ephemeral },
  ];
}

function choose<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length];
}

/** A host on the internet. */
function internetHost(bits: 32 | 128, nth: bigint): Address {
  return bits === 32 ? addressIn('198.51.100.0/24', nth) : addressIn('2600:1f00::/24', nth);
}

function senders(filter: PacketFilter): Subnet[] {
  return [...filter.of('private'), ...filter.of('pods')];
}

function families(filter: PacketFilter): Array<32 | 128> {
  return filter.subnets[0].ipv6 === undefined ? [32] : [32, 128];
}

function hostIn(subnet: Subnet, bits: 32 | 128, nth: bigint): Address {
  return addressIn(bits === 32 ? subnet.ipv4 : subnet.ipv6!, nth);
}

function check(law: (one: Scenario, filter: PacketFilter, by: Chance) => void): void {
  fc.assert(fc.property(scenario, fc.array(chance, { minLength: 24, maxLength: 24 }), (one, chances) => {
    const filter = filterOf(one);
    chances.forEach((by) => law(one, filter, by));
  }), { numRuns: 12 });
}

describe('N8: what is declared passes every subnet boundary, there and back', () => {
  test('function → internet over IPv4, through the subnet of a NAT gateway or instance where there is one', () => {
    check((one, filter, by) => {
      const declared = ['none', 'ipv6Only'].includes(one.egress) ? [] : one.ports;
      const { protocol, from, to } = choose<Port>([{ protocol: 'tcp', from: 443, to: 443 }, ...declared], by.pick);
      const subnet = choose(senders(filter), by.pick);
      const host = internetHost(32, by.other);
      const ports = { protocol, port: from + by.pick % (to - from + 1), ephemeral: by.ephemeral };
      const [request, answer] = exchange(hostIn(subnet, 32, by.source), host, ports);
      expect(filter.leaves(subnet, request)).toBe(true);
      expect(filter.enters(subnet, answer)).toBe(true);
      if (THROUGH_NAT_SUBNETS.includes(one.egress)) {
        const natSubnet = choose(filter.of('public'), by.pick);
        const [translated, back] = exchange(hostIn(natSubnet, 32, by.other), host, ports);
        expect(filter.enters(natSubnet, request)).toBe(true);
        expect(filter.leaves(natSubnet, translated)).toBe(true);
        expect(filter.enters(natSubnet, back)).toBe(true);
        expect(filter.leaves(natSubnet, answer)).toBe(true);
      }
    });
  });

  test('function → internet over IPv6, through the egress-only internet gateway', () => {
    check((one, filter, by) => {
      if (one.dualStack && one.egress !== 'none') {
        const subnet = choose(senders(filter), by.pick);
        const { protocol, from } = choose<Port>([{ protocol: 'tcp', from: 443, to: 443 }, ...one.ports], by.pick);
        const ports = { protocol, port: from, ephemeral: by.ephemeral };
        const [request, answer] = exchange(hostIn(subnet, 128, by.source), internetHost(128, by.other), ports);
        expect(filter.leaves(subnet, request)).toBe(true);
        expect(filter.enters(subnet, answer)).toBe(true);
      }
    });
  });

  test('function → any subnet of the VPC, secondary blocks included, at any port', () => {
    check((_, filter, by) => {
      const subnet = choose(senders(filter), by.pick);
      const target = choose(filter.subnets.filter(({ tier }) => !['public', 'transit'].includes(tier)), by.pick + Number(by.other % 7n));
      for (const bits of families(filter)) {
        const ports = { protocol: choose(['tcp', 'udp'], by.pick), port: by.anyPort, ephemeral: by.ephemeral };
        const [request, answer] = exchange(hostIn(subnet, bits, by.source), hostIn(target, bits, by.other), ports);
        expect(filter.leaves(subnet, request) && filter.enters(target, request)).toBe(true);
        expect(filter.leaves(target, answer) && filter.enters(subnet, answer)).toBe(true);
      }
    });
  });

  test('function → private block beyond the VPC, at any port', () => {
    check((_, filter, by) => {
      const subnet = choose(senders(filter), by.pick);
      for (const bits of families(filter)) {
        const ports = { protocol: choose(['tcp', 'udp'], by.pick), port: by.anyPort, ephemeral: by.ephemeral };
        const [request, answer] = exchange(hostIn(subnet, bits, by.source), addressIn(PRIVATE_BLOCKS[bits === 32 ? 0 : 1], by.other), ports);
        expect(filter.leaves(subnet, request)).toBe(true);
        expect(filter.enters(subnet, answer)).toBe(true);
      }
    });
  });

  test('word that a packet was too big reaches the function', () => {
    check((one, filter, by) => {
      const subnet = choose(senders(filter), by.pick);
      const overIpv6 = one.dualStack && one.egress !== 'none';
      for (const bits of overIpv6 ? [32, 128] as const : [32] as const) {
        const word = { source: internetHost(bits, by.other), destination: hostIn(subnet, bits, by.source), protocol: bits === 32 ? 1 : 58 };
        const icmp = bits === 32 ? [3, 4] as const : [2, 0] as const;
        expect(filter.enters(subnet, { ...word, icmp })).toBe(true);
        expect(filter.enters(subnet, { ...word, icmp: [8, 0] })).toBe(false);
        if (bits === 32 && THROUGH_NAT_SUBNETS.includes(one.egress)) {
          const natSubnet = choose(filter.of('public'), by.pick);
          expect(filter.enters(natSubnet, { ...word, destination: hostIn(natSubnet, 32, by.source), icmp })).toBe(true);
          expect(filter.leaves(natSubnet, { ...word, icmp })).toBe(true);
        }
      }
    });
  });
});

describe('N8: what peerings and transit gateways lead to passes by itself', () => {
  test('function → host behind them, at any port, and the answer', () => {
    check((_, filter, by) => {
      const behind: Array<readonly [Subnet[], string, 32 | 128]> = [[filter.of('private'), PEER_BLOCK, 32], [senders(filter), TRANSIT_BLOCKS[0], 32]];
      const overIpv6: typeof behind = families(filter).length === 2 ? [[senders(filter), TRANSIT_BLOCKS[1], 128]] : [];
      for (const [subnets, block, bits] of [...behind, ...overIpv6]) {
        const subnet = choose(subnets, by.pick);
        const ports = { protocol: choose(['tcp', 'udp'], by.pick), port: by.anyPort, ephemeral: by.ephemeral };
        const host = addressIn(block, by.other);
        const [request, answer] = exchange(hostIn(subnet, bits, by.source), host, ports);
        expect([filter.leaves(subnet, request), filter.enters(subnet, answer)]).toEqual([true, true]);
        const [protocol, icmp] = bits === 32 ? [1, [3, 4]] as const : [58, [2, 0]] as const;
        expect(filter.enters(subnet, { source: host, destination: hostIn(subnet, bits, by.source), protocol, icmp })).toBe(true);
      }
    });
  });

  test('a connection from there to a port below 1024 of a function is dropped', () => {
    check((_, filter, by) => {
      const subnet = choose(senders(filter), by.pick);
      for (const block of [PEER_BLOCK, TRANSIT_BLOCKS[0]]) {
        const [source, destination] = [addressIn(block, by.other), hostIn(subnet, 32, by.source)];
        expect(filter.enters(subnet, { source, destination, protocol: 6, destinationPort: by.privileged })).toBe(false);
      }
    });
  });

  test('isolated subnets pass what a peer asks and answers exactly when they have routes there', () => {
    check((one, filter, by) => {
      const subnet = choose(filter.of('isolated'), by.pick);
      const ports = { protocol: choose(['tcp', 'udp'], by.pick), port: by.anyPort, ephemeral: by.ephemeral };
      const [request, answer] = exchange(addressIn(PEER_BLOCK, by.other), hostIn(subnet, 32, by.source), ports);
      expect([filter.enters(subnet, request), filter.leaves(subnet, answer)]).toEqual([one.peerOfIsolated, one.peerOfIsolated]);
      const [beyond] = exchange(hostIn(subnet, 32, by.source), addressIn(TRANSIT_BLOCKS[0], by.other), ports);
      expect(filter.leaves(subnet, beyond)).toBe(false);
    });
  });
});

describe('N8: what is not declared is dropped', () => {
  test('a new connection from the internet, or from a private block, to a port below 1024 of a function or NAT subnet', () => {
    check((_, filter, by) => {
      const subnet = choose([...senders(filter), ...filter.of('public')], by.pick);
      for (const bits of families(filter)) {
        for (const source of [internetHost(bits, by.other), addressIn(PRIVATE_BLOCKS[bits === 32 ? 0 : 1], by.other)]) {
          const packet = { source, destination: hostIn(subnet, bits, by.source), protocol: choose([6, 17], by.pick), destinationPort: by.privileged };
          expect(filter.enters(subnet, packet)).toBe(false);
        }
      }
    });
  });

  test('anything between an isolated subnet and what is not the VPC, either way', () => {
    check((_, filter, by) => {
      const subnet = choose(filter.of('isolated'), by.pick);
      for (const bits of families(filter)) {
        const [out, back] = exchange(hostIn(subnet, bits, by.source), internetHost(bits, by.other), { protocol: 'tcp', port: 443, ephemeral: by.ephemeral });
        expect(filter.leaves(subnet, out)).toBe(false);
        expect(filter.enters(subnet, back)).toBe(false);
      }
    });
  });

  test('a function\'s connection to the internet at a port that was not asked for', () => {
    check((one, filter, by) => {
      const asked = [{ from: 443, to: 443 }, ...one.ports].some(({ from, to }) => by.anyPort >= from && by.anyPort <= to);
      const subnet = choose([...senders(filter), ...filter.of('public')], by.pick);
      for (const bits of families(filter)) {
        const [out] = exchange(hostIn(subnet, bits, by.source), internetHost(bits, by.other), { protocol: 'tcp', port: by.anyPort, ephemeral: by.ephemeral });
        expect(asked || !filter.leaves(subnet, out)).toBe(true);
      }
    });
  });

  test('IPv6 between a NAT subnet and the internet', () => {
    check((one, filter, by) => {
      if (one.dualStack && filter.of('public').length > 0) {
        const subnet = choose(filter.of('public'), by.pick);
        const [out, back] = exchange(hostIn(subnet, 128, by.source), internetHost(128, by.other), { protocol: 'tcp', port: 443, ephemeral: by.ephemeral });
        expect(filter.leaves(subnet, out)).toBe(false);
        expect(filter.enters(subnet, back)).toBe(false);
      }
    });
  });
});
