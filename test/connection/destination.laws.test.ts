import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { FakeNetwork } from './fake-network';
import { egressRules, ingressRuleCount, rule } from './rules';
import { Destination } from '../../src/connection/destination';
import { AddressFamily } from '../../src/vpc/address-family';

/** Ports as a test writes them down: protocol, first, last. */
type Ports = readonly ['tcp' | 'udp', number, number];

/** A declaration as data, from which both the destination and what is expected of it are derived. */
type Declaration =
  | { readonly kind: 'internet'; readonly ports?: Ports[]; readonly families?: AddressFamily[] }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'group'; readonly index: number; readonly ports: Ports }
  | { readonly kind: 'cidr' | 'prefix-list'; readonly name: string; readonly ports: Ports };

interface World {
  readonly network: FakeNetwork;
  readonly groups: ec2.SecurityGroup[];
}

const openWorld = (): World => world(ec2.IpProtocol.DUAL_STACK, [AddressFamily.IPV4, AddressFamily.IPV6], ['s3', 'dynamodb']);

const WORLDS: World[] = [
  openWorld(),
  world(ec2.IpProtocol.DUAL_STACK, [AddressFamily.IPV6], ['s3']),
  world(ec2.IpProtocol.DUAL_STACK, [], ['s3', 'dynamodb']),
  world(ec2.IpProtocol.IPV4_ONLY, [AddressFamily.IPV4], []),
  world(ec2.IpProtocol.IPV4_ONLY, [], ['dynamodb']),
];

function world(ipProtocol: ec2.IpProtocol, internetAddressFamilies: AddressFamily[], gatewayServices: string[]): World {
  const network = new FakeNetwork(new Stack(new App(), 'Stack'), 'Network', { ipProtocol, internetAddressFamilies, gatewayServices });
  const groups = ['One', 'Two'].map((id) => new ec2.SecurityGroup(network, id, { vpc: network.vpc, allowAllOutbound: false }));
  return { network, groups };
}

const ports: fc.Arbitrary<Ports> = fc.oneof(
  fc.constant<Ports>(['tcp', 443, 443]),
  fc.tuple(fc.constantFrom('tcp' as const, 'udp' as const), fc.nat(65535), fc.nat(65535))
    .map(([protocol, one, other]): Ports => [protocol, Math.min(one, other), Math.max(one, other)]),
);

const families = fc.uniqueArray(fc.constantFrom(AddressFamily.IPV4, AddressFamily.IPV6), { minLength: 1 });

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  fc.record({ kind: fc.constant('internet'), ports: fc.array(ports, { minLength: 1, maxLength: 2 }), families }, { requiredKeys: ['kind'] }),
  fc.record({ kind: fc.constant('service'), name: fc.constantFrom('s3', 'dynamodb', 'secretsmanager') }),
  fc.record({ kind: fc.constant('group'), index: fc.nat(1), ports }),
  fc.record({ kind: fc.constant('cidr'), name: fc.constantFrom('10.0.0.0/8', '192.0.2.7/32', '2001:db8::/32'), ports }),
  fc.record({ kind: fc.constant('prefix-list'), name: fc.constantFrom('pl-0123456789abcdef0', 'pl-0fedcba9876543210'), ports }),
);

function destination(declared: Declaration, { groups }: World): Destination {
  switch (declared.kind) {
    case 'internet': return Destination.internet({ ports: declared.ports?.map(port), addressFamilies: declared.families });
    case 'service': return Destination.awsService(declared.name);
    case 'group': return Destination.connectable(groups[declared.index], port(declared.ports));
    case 'cidr': return Destination.cidr(declared.name, port(declared.ports));
    case 'prefix-list': return Destination.prefixList(declared.name, port(declared.ports));
  }
}

function port([protocol, first, last]: Ports): ec2.Port {
  return protocol === 'tcp' ? ec2.Port.tcpRange(first, last) : ec2.Port.udpRange(first, last);
}

/** The rules, or the error, that follow from one declaration; what else is declared matters for AWS services alone. */
function expected(declared: Declaration, all: Declaration[], { network, groups }: World): string[] {
  const resolve = (value: unknown): unknown => Stack.of(network).resolve(value) as unknown;
  switch (declared.kind) {
    case 'internet': {
      const wanted = declared.families ?? network.internetAddressFamilies;
      if (network.internetAddressFamilies.length === 0) { throw new Error('DESTINATION_NO_EGRESS'); }
      if (!wanted.every((family) => network.internetAddressFamilies.includes(family))) { throw new Error('DESTINATION_FAMILY'); }
      const anywhere = wanted.map((family) => family === AddressFamily.IPV4 ? '0.0.0.0/0' : '::/0');
      return anywhere.flatMap((block) => (declared.ports ?? [['tcp', 443, 443] as const]).map((range) => rule(block, ...range)));
    }
    case 'service': {
      const prefixList = network.gatewayPrefixListId(declared.name);
      if (prefixList !== undefined) { return [rule(resolve(prefixList), 'tcp', 443)]; }
      if (all.some((other) => other.kind === 'internet' && opensHttps(other.ports))) { return []; }
      throw new Error('DESTINATION_SERVICE_NO_PATH');
    }
    case 'group': return [rule(resolve(groups[declared.index].securityGroupId), ...declared.ports)];
    case 'cidr':
      if (declared.name.includes(':') && network.ipProtocol === ec2.IpProtocol.IPV4_ONLY) { throw new Error('DESTINATION_FAMILY'); }
      return [rule(declared.name, ...declared.ports)];
    case 'prefix-list': return [rule(declared.name, ...declared.ports)];
  }
}

function opensHttps(ranges: Ports[] = [['tcp', 443, 443]]): boolean {
  return ranges.some(([protocol, first, last]) => protocol === 'tcp' && first <= 443 && 443 <= last);
}

/** What comes of it: the rules, sorted and each once, or the code of the error. */
function outcome(make: () => string[]): string[] | string {
  try {
    return [...new Set(make())].sort();
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  }
}

/** A network with everything, made anew after some runs: to make it costs more than a run, and a thousand runs in one tree are slower with each. */
function renewed(): () => World {
  let at: World;
  let runs = 0;
  return () => {
    at = runs % 20 === 0 ? openWorld() : at;
    runs += 1;
    return at;
  };
}

let counter = 0;

function connect(declarations: Declaration[], at: World): ReturnType<FakeNetwork['connect']> {
  counter += 1;
  return at.network.connect(at.network, `Connection${counter}`, { destinations: declarations.map((declared) => destination(declared, at)) });
}

describe('F5: for any list of destinations', () => {
  test('the group lets out what a naive reading of the declarations says, each rule once, and nothing in', () => {
    fc.assert(fc.property(fc.constantFrom(...WORLDS), fc.array(declaration, { maxLength: 6 }), (at, declarations) => {
      const wanted = [...declarations.filter(({ kind }) => kind !== 'service'), ...declarations.filter(({ kind }) => kind === 'service')];
      const result = outcome(() => {
        const connection = connect(declarations, at);
        expect(ingressRuleCount(connection)).toBe(0);
        const rules = egressRules(connection);
        expect(new Set(rules).size).toBe(rules.length);
        return rules;
      });
      const naive = outcome(() => wanted.flatMap((declared) => expected(declared, declarations, at)));
      expect(result).toEqual(naive);
    }), { numRuns: 1000 });
  });

  test('their order does not matter', () => {
    const twoOrders = fc.array(declaration, { maxLength: 5 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    const anywhere = renewed();
    fc.assert(fc.property(twoOrders, ([one, other]) => {
      const at = anywhere();
      const rules = (order: Declaration[]): string[] | string => outcome(() => egressRules(connect(order, at)));
      expect(rules(one)).toEqual(rules(other));
    }), { numRuns: 300 });
  });

  test('one more destination closes nothing', () => {
    const anywhere = renewed();
    fc.assert(fc.property(fc.array(declaration, { maxLength: 4 }), declaration, (list, more) => {
      const at = anywhere();
      const before = outcome(() => egressRules(connect(list, at)));
      const after = outcome(() => egressRules(connect([...list, more], at)));
      fc.pre(typeof before !== 'string' && typeof after !== 'string');
      expect(after).toEqual(expect.arrayContaining(before as string[]));
    }), { numRuns: 300 });
  });
});
