import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { SynthesizedTraffic } from './synthesized-traffic';
import type { IPrivateLambdaNetwork } from '../../src';
import { AddressFamily, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';

/** The stacks and logical ids of what the functions of these laws can reach. */
interface Peers {
  readonly database: ec2.SecurityGroup;
  readonly endpoints: ec2.SecurityGroup;
}

/** A destination, and what a naive reading says must get out of the function for it. */
interface Reachable {
  readonly declare: (peers: Peers) => Destination;
  readonly expect: (peers: Peers) => string[];
}

const REACHABLE: Reachable[] = [
  { declare: () => Destination.internet(), expect: () => ['0.0.0.0/0 tcp 443-443', '::/0 tcp 443-443'] },
  { declare: () => Destination.internet({ addressFamilies: [AddressFamily.IPV6] }), expect: () => ['::/0 tcp 443-443'] },
  { declare: () => Destination.internet({ ports: [ec2.Port.tcp(587)] }), expect: () => ['0.0.0.0/0 tcp 587-587', '::/0 tcp 587-587'] },
  { declare: () => Destination.awsService('sqs'), expect: ({ endpoints }) => [`${idOf(endpoints)} tcp 443-443`] },
  { declare: () => Destination.awsService('s3'), expect: () => ['pl-0aaaaaaaaaaaaaaaa tcp 443-443'] },
  { declare: ({ database }) => Destination.connectable(database, ec2.Port.tcp(5432)), expect: ({ database }) => [`${idOf(database)} tcp 5432-5432`] },
  { declare: ({ database }) => Destination.connectable(database, ec2.Port.tcp(3306)), expect: ({ database }) => [`${idOf(database)} tcp 3306-3306`] },
  { declare: () => Destination.cidr('192.0.2.0/24', ec2.Port.udp(53)), expect: () => ['192.0.2.0/24 udp 53-53'] },
  { declare: () => Destination.cidr('192.0.2.0/24', ec2.Port.tcp(53)), expect: () => ['192.0.2.0/24 tcp 53-53'] },
  { declare: () => Destination.prefixList('pl-0123456789abcdef0', ec2.Port.tcp(22)), expect: () => ['pl-0123456789abcdef0 tcp 22-22'] },
];

/** A function as data: what it reaches, in an order of its own, perhaps twice; in which stack it is; whether its group is its own. */
interface Wish {
  readonly reaches: number[];
  readonly stack: number;
  readonly isDedicated: boolean;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  reaches: fc.array(fc.nat(REACHABLE.length - 1), { maxLength: 4 }),
  stack: fc.nat(1),
  isDedicated: fc.boolean(),
});

/** A wish and one that differs from it in a single destination. */
const similar = fc.tuple(wish, fc.nat(REACHABLE.length - 1))
  .map(([one, other]): Wish[] => [one, { ...one, reaches: [...one.reaches.slice(1), other] }]);

/** Few different wishes, so that functions do have the same ones. */
const wishes = fc.tuple(similar, fc.array(wish, { maxLength: 1 }))
  .chain(([two, more]) => fc.array(fc.constantFrom(...two, ...more), { minLength: 1, maxLength: 5 }));

interface World extends Peers {
  readonly network: IPrivateLambdaNetwork;
  readonly traffic: SynthesizedTraffic;

  /** The stacks and logical ids of the functions, in the order of the wishes. */
  readonly functions: string[];
}

/** An app with a network, a database and the functions wished for; names carry numbers, so that an order can be told from an identity. */
function world(list: readonly Wish[], order = list.map((_, index) => index)): World {
  const app = new App();
  const base = new Stack(app, 'Base');
  const stacks = list.some(({ stack }) => stack === 1) ? [base, new Stack(app, 'Other')] : [base];
  const vpc = ec2.Vpc.fromVpcAttributes(base, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'] });
  const group = (id: string): ec2.SecurityGroup => new ec2.SecurityGroup(base, id, { vpc, allowAllOutbound: false });
  const peers: Peers = { database: group('Database'), endpoints: group('Endpoints') };
  const network = existingNetwork(base, peers.endpoints);
  const defined = new Map(order.map((index) => [index, defineFunction(stacks[list[index].stack], `Fn${index}`, network, list[index], peers)]));
  return { ...peers, network, traffic: new SynthesizedTraffic(app), functions: list.map((_, index) => idOf(defined.get(index)!)) };
}

/** As little of a network as can be reached through in every way: a law needs many. */
function existingNetwork(scope: Stack, endpoints: ec2.SecurityGroup): IPrivateLambdaNetwork {
  return PrivateLambdaNetwork.fromAttributes(scope, 'Network', {
    vpcId: 'vpc-0123456789abcdef0',
    routedDestinations: ['192.0.2.0/24', 'pl-0123456789abcdef0'],
    functionSubnets: [
      { subnetId: 'subnet-0aaaaaaaaaaaaaaaa', availabilityZone: 'eu-west-1a' },
      { subnetId: 'subnet-0bbbbbbbbbbbbbbbb', availabilityZone: 'eu-west-1b' },
    ],
    ipProtocol: ec2.IpProtocol.DUAL_STACK,
    internetAddressFamilies: [AddressFamily.IPV4, AddressFamily.IPV6],
    prefixListIds: { s3: 'pl-0aaaaaaaaaaaaaaaa' },
    endpointSecurityGroups: { sqs: endpoints },
  });
}

function defineFunction(
  scope: Stack, id: string, network: IPrivateLambdaNetwork, { reaches, isDedicated }: Wish, peers: Peers,
): VpcConnectedFunction {
  return new VpcConnectedFunction(scope, id, {
    network,
    destinations: reaches.map((index) => REACHABLE[index].declare(peers)),
    dedicatedSecurityGroup: isDedicated,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
}

function idOf(construct: ec2.SecurityGroup | lambda.Function): string {
  const stack = Stack.of(construct);
  return `${stack.stackName}.${stack.getLogicalId(construct.node.defaultChild as ec2.CfnSecurityGroup | lambda.CfnFunction)}`;
}

const RUNS = { numRuns: 25 };

describe('F8: for any set of functions', () => {
  test('each gets out to what it declared and to nothing else, with and without sharing', () => {
    fc.assert(fc.property(wishes, (list) => {
      const shared = world(list);
      const alone = world(list.map((one) => ({ ...one, isDedicated: true })));
      list.forEach(({ reaches }, index) => {
        const naive = [...new Set(reaches.flatMap((each) => REACHABLE[each].expect(shared)))].sort();
        expect(shared.traffic.of(shared.functions[index])).toEqual(naive);
        expect(alone.traffic.of(alone.functions[index])).toEqual(naive);
      });
    }), RUNS);
  });

  test('no two destinations are taken for the same', () => {
    const { traffic, functions } = world(REACHABLE.map((_, index) => ({ reaches: [index], stack: 0, isDedicated: false })));
    expect(new Set(functions.map((id) => String(traffic.groupsOf(id)))).size).toBe(REACHABLE.length);
  });

  test('those of a stack with the same destinations have the same group, others never do', () => {
    fc.assert(fc.property(wishes, (list) => {
      const { traffic, functions } = world(list);
      const kind = ({ stack, isDedicated, reaches }: Wish, index: number): string =>
        isDedicated ? `Fn${index}` : JSON.stringify([stack, [...new Set(reaches)].sort((one, other) => one - other)]);
      list.forEach((one, index) => list.forEach((other, place) => {
        const haveOneGroup = String(traffic.groupsOf(functions[index])) === String(traffic.groupsOf(functions[place]));
        expect(haveOneGroup).toBe(kind(one, index) === kind(other, place));
      }));
    }), RUNS);
  });

  test('the order in which they are defined does not matter, and no rule is there twice', () => {
    const orderOf = (list: Wish[]): fc.Arbitrary<number[]> => fc.shuffledSubarray(list.map((_, index) => index), { minLength: list.length });
    const ordered = wishes.chain((list) => fc.tuple(fc.constant(list), orderOf(list)));
    fc.assert(fc.property(ordered, ([list, order]) => {
      const rules = world(list).traffic.rules();
      expect(new Set(rules).size).toBe(rules.length);
      expect(world(list, order).traffic.rules()).toEqual(rules);
    }), RUNS);
  });

  test('one more function changes no group and no rule of the others', () => {
    fc.assert(fc.property(wishes, wish, (list, more) => {
      const before = world(list);
      const after = world([...list, more]);
      expect(after.traffic.rules()).toEqual(expect.arrayContaining(before.traffic.rules()));
      before.functions.forEach((id, index) => {
        expect(after.traffic.groupsOf(after.functions[index])).toEqual(before.traffic.groupsOf(id));
      });
    }), RUNS);
  });

  test('network interfaces are as many as there are pairs of a subnet and a set of groups', () => {
    fc.assert(fc.property(wishes, (list) => {
      const { network, traffic, functions } = world(list);
      const sets = new Set(functions.map((id) => String(traffic.groupsOf(id))));
      expect(network.networkInterfaceCount).toBe(sets.size * network.functionSubnets.length);
    }), RUNS);
  });
});
