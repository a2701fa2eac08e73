import * as fc from 'fast-check';
import { verdictOn } from './judge';
import type { AddressFamily } from '../../../src/analysis/model/address-block';
import { describeHop } from '../../../src/analysis/model/hop';
import type { NetworkAclEntry, NetworkModel, SecurityGroupRule, Workload } from '../../../src/analysis/model/network';
import type { Question } from '../../../src/analysis/model/question';
import type { Obstacle, Verdict, VerdictKind } from '../../../src/analysis/model/verdict';
import { verdictOf } from '../../../src/analysis/model/verdict';
import { Reasoner } from '../../../src/analysis/reason/reasoner';
import type { ModelBuilder } from '../support/builders';
import { FAMILIES, INTERNET, cidr, groupRule, known, notKnown, privateNetwork, resource, service, tcp } from '../support/builders';
import type { NetworkPlan } from '../support/random-networks';
import { build, networkPlans } from '../support/random-networks';

const RUNS = 100;

const QUESTIONS: readonly Question[] = [
  INTERNET, service('s3'), service('sqs'), cidr('10.9.1.0/24'), cidr('10.0.0.0/16'), cidr('52.1.0.0/16'), cidr('192.168.0.0/16'),
  resource('Db', ['DbGroup'], ['Data'], [tcp(443)]), resource('Db', ['DbGroup'], ['Public', 'Private'], [tcp(443)]), resource('Db', ['DbGroup'], undefined, [tcp(443)]),
  { kind: 'prefix-list', id: known('pl:s3'), ports: [tcp(443)] }, { kind: 'prefix-list', id: known('pl-1'), ports: [tcp(443)] },
];

function questions(): fc.Arbitrary<Question> {
  return fc.constantFrom(...QUESTIONS);
}

interface Scenario {
  readonly plan: NetworkPlan;
  readonly hasGateway: boolean;
  readonly privateDns?: 'yes' | 'no';
}

/** With endpoints, so that services have several ways. */
function scenarios(): fc.Arbitrary<Scenario> {
  return fc.record({ plan: networkPlans(), hasGateway: fc.boolean(), privateDns: fc.constantFrom(undefined, 'yes' as const, 'no' as const) });
}

function realize({ plan, hasGateway, privateDns }: Scenario): ModelBuilder {
  const net = build(plan);
  if (hasGateway) {
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
  }
  if (privateDns !== undefined) {
    net.interfaceEndpoint('Sqs', 'Vpc', 'sqs', ['Public', 'Private'], ['DbGroup'], { privateDns });
  }
  return net;
}

describe('what is not known', () => {
  test('never turns into an answer: with less known, a verdict stays or becomes inconclusive', () => {
    const some = fc.array(fc.tuple(fc.constantFrom(...Object.keys(BLURS)), fc.nat()), { minLength: 1, maxLength: 3 });
    fc.assert(fc.property(scenarios(), questions(), some, (scenario, question, blurs) => {
      const net = realize(scenario);
      // that no unknown route is narrower than a local one is an assumption
      fc.pre(!hasNarrowRoutes(scenario.plan));
      const before = verdictOn(net, question).verdict;
      blurs.forEach(([name, seed]) => BLURS[name](net, seed));
      const after = verdictOn(net, question).verdict;
      expect([before, 'inconclusive']).toContain(after);
    }), { numRuns: RUNS * 3 });
  });

  test('and one thing that is not known leaves most answers alone', () => {
    const samples = fc.sample(fc.tuple(networkPlans(), fc.constantFrom(...Object.keys(BLURS)), fc.nat()), { numRuns: 300, seed: 1 });
    const verdicts = samples.map(([plan, name, seed]) => {
      const net = build(plan);
      BLURS[name](net, seed);
      return verdictOn(net, INTERNET).verdict;
    });
    expect(verdicts.filter((verdict) => verdict === 'inconclusive').length).toBeLessThan(150);
  });
});

describe('more that is allowed', () => {
  test.each(['egress', 'ingress'] as const)('by a security group never reaches less: %s', (direction) => {
    fc.assert(fc.property(scenarios(), questions(), fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '52.0.0.0/6', 'DbGroup', 'Group', 'pl:s3'), (scenario, question, peer) => {
      const net = realize(scenario);
      const before = verdictOn(net, question).verdict;
      const id = direction === 'egress' ? 'Group' : 'DbGroup';
      const group = net.model.securityGroups.get(id)!;
      net.model.securityGroups.set(id, { ...group, [direction]: [...group[direction], groupRule(id, ['tcp', 443, peer])] });
      expectNotWorse(before, verdictOn(net, question).verdict);
    }), { numRuns: RUNS });
  });

  test('by a network ACL, before all its rules, never reaches less', () => {
    fc.assert(fc.property(scenarios(), questions(), fc.constantFrom('Public', 'Private', 'Second', 'Data'), fc.constantFrom('10.0.0.0/8', '0.0.0.0/0'), (scenario, question, subnet, text) => {
      const net = realize(scenario);
      const acl = net.model.networkAcls.get(`${subnet} acl`);
      fc.pre(acl !== undefined);
      const before = verdictOn(net, question).verdict;
      net.networkAcl('Acl', [], [[1, 'out', 'allow', 'all', undefined, text], [1, 'in', 'allow', 'all', undefined, text]]);
      net.model.networkAcls.set(`${subnet} acl`, { ...acl!, entries: [...net.model.networkAcls.get('Acl')!.entries, ...acl!.entries] });
      expectNotWorse(before, verdictOn(net, question).verdict);
    }), { numRuns: RUNS });
  });

  test('taken away, it never reaches more', () => {
    fc.assert(fc.property(scenarios(), questions(), fc.nat(), (scenario, question, place) => {
      const net = realize(scenario);
      const before = verdictOn(net, question).verdict;
      const group = net.model.securityGroups.get('Group')!;
      net.model.securityGroups.set('Group', { ...group, egress: group.egress.filter((_, index) => index !== place % Math.max(1, group.egress.length)) });
      expectNotWorse(verdictOn(net, question).verdict, before);
    }), { numRuns: RUNS });
  });

  test('one subnet less never reaches less', () => {
    fc.assert(fc.property(networkPlans(), questions(), (plan, question) => {
      const both = verdictOn(build({ ...plan, subnets: ['Private', 'Second'] }), question).verdict;
      const each = ['Private', 'Second'].map((subnet) => verdictOn(build({ ...plan, subnets: [subnet] }), question).verdict);
      expect(both).toBe((['blocked', 'inconclusive', 'reachable'] as const).find((verdict) => each.includes(verdict)));
    }), { numRuns: RUNS });
  });
});

describe('the order and the names of things', () => {
  test('decide nothing', () => {
    fc.assert(fc.property(scenarios(), questions(), fc.nat(), (scenario, question, seed) => {
      const net = realize(scenario);
      const plain = verdictOn(net, question);
      const rename = (id: string) => `renamed-${(BigInt(seed) * 7919n + hash(id)) % 100003n}-${id.split('').reverse().join('')}`;
      const ids = new Set(Object.values(net.model).flatMap((things) => things instanceof Map ? [...things.keys()] as string[] : []));
      const model = renamed(net.model, (id) => ids.has(id) ? rename(id) : id) as NetworkModel;
      const asked = renamed(question, (id) => ids.has(id) && !['s3', 'sqs'].includes(id) ? rename(id) : id) as Question;
      const other = new Reasoner(model).judge(model.workloads.get(rename('Fn'))!, asked, 'ipv4');
      expect(summary(other)).toEqual(summary(plain));
    }), { numRuns: RUNS });
  });

  test('nor does what was asked before', () => {
    fc.assert(fc.property(scenarios(), fc.shuffledSubarray([...QUESTIONS], { minLength: 2 }), (scenario, asked) => {
      const net = realize(scenario);
      const reasoner = new Reasoner(net.model);
      const workload = net.model.workloads.get('Fn')!;
      const together = asked.map((question) => reasoner.judge(workload, question, 'ipv4'));
      expect(together).toEqual(asked.map((question) => verdictOn(net, question)));
    }), { numRuns: 50 });
  });
});

describe('functions that are judged together', () => {
  test('get the verdicts that each gets alone, also where their groups differ in nothing but the id', () => {
    const variants = fc.array(fc.record({
      rules: fc.constantFrom('those of Group', 'those of Group', 'none'), isNamed: fc.boolean(), isOfOtherVpc: fc.boolean(),
      dualStackEndpoints: fc.constantFrom('yes' as const, 'no' as const), ipv6Allowed: fc.constantFrom('yes' as const, 'no' as const),
    }), { minLength: 2, maxLength: 4 });
    const asked = fc.array(fc.tuple(questions(), fc.constantFrom(...FAMILIES)), { minLength: 2, maxLength: 6 });
    fc.assert(fc.property(scenarios(), variants, asked, fc.boolean(), (scenario, functions, pairs, isClosed) => {
      const net = realize(scenario);
      const database = net.model.securityGroups.get('DbGroup')!;
      net.model.securityGroups.set('DbGroup', { ...database, ingress: isClosed ? [] : database.ingress });
      const { attachment, ...rest } = net.model.workloads.get('Fn')!;
      functions.forEach(({ rules, isNamed, isOfOtherVpc, dualStackEndpoints, ipv6Allowed }, place) => {
        const [id, group, like] = [`Fn${place}`, `Group${place}`, net.model.securityGroups.get('Group')!];
        net.model.securityGroups.set(group, {
          ...like, source: { ...like.source, id: group, logicalId: group }, egress: rules === 'none' ? [] : like.egress, ...isOfOtherVpc ? { vpc: 'Other' } : {},
        });
        if (isNamed) {
          const peer = net.model.securityGroups.get('DbGroup')!;
          net.model.securityGroups.set('DbGroup', { ...peer, ingress: [...peer.ingress, groupRule(group, ['tcp', 443, group])] });
        }
        const own = { ...attachment, securityGroups: known([group]), ipv6Allowed } as Workload['attachment'];
        net.model.workloads.set(id, { ...rest, source: { ...rest.source, id, logicalId: id }, attachment: own, dualStackEndpoints });
      });
      const together = new Reasoner(net.model);
      for (const workload of net.model.workloads.values()) {
        for (const [question, family] of pairs) {
          expect(together.judge(workload, question, family)).toEqual(new Reasoner(net.model).judge(workload, question, family));
        }
      }
    }), { numRuns: RUNS });
  });
});

describe('an explanation', () => {
  test('follows from its path, and speaks in sentences', () => {
    fc.assert(fc.property(scenarios(), questions(), (scenario, question) => {
      const net = realize(scenario);
      for (const { verdict, path } of verdictOn(net, question).subnets) {
        expect(verdict).toBe(verdictOf(path));
        expect(path.hops.length).toBeGreaterThan(0);
        for (const { detail, mend } of path.obstacles) {
          expect(detail).not.toMatch(/undefined|\[object|\.$| {2}/);
          expect(mend.inTemplate).not.toMatch(/undefined|\[object|\.$| {2}/);
        }
      }
    }), { numRuns: RUNS });
  });

  test('shows no obstacle at a hop that it does not show: an endpoint has an interface behind a narrower route', () => {
    const net = privateNetwork();
    net.route('Private', '10.0.0.0/24', { kind: 'nat-gateway', id: 'Nat' });
    net.networkAcl('Closed', ['Public'], []);
    net.interfaceEndpoint('Sqs', 'Vpc', 'sqs', ['Private', 'Public'], ['Group'], { privateDns: 'yes' });
    const [{ path: { hops, obstacles } }] = verdictOn(net, service('sqs')).subnets;
    expect(obstacles.map(({ code }) => code)).toContain('SUBNET_ACL_RESTRICTION');
    expect(obstacles.filter(({ hop }) => hop === undefined || !hops.map(describeHop).includes(describeHop(hop)))).toEqual([]);
  });

  test('says of each obstacle at which hop of its path it stands', () => {
    fc.assert(fc.property(scenarios(), questions(), (scenario, question) => {
      for (const { path: { hops, obstacles } } of verdictOn(realize(scenario), question).subnets) {
        expect(obstacles.filter(({ hop }) => hop === undefined || !hops.map(describeHop).includes(describeHop(hop)))).toEqual([]);
      }
    }), { numRuns: RUNS });
  });

  test('names what opens the way when all of it is mended', () => {
    let mended = 0;
    fc.assert(fc.property(networkPlans(), (plan) => {
      const net = build({ ...plan, subnets: ['Private'] });
      const { verdict, subnets } = verdictOn(net, INTERNET);
      const { obstacles } = subnets[0].path;
      fc.pre(verdict === 'blocked' && obstacles.every(isMendable));
      obstacles.forEach((obstacle) => mendIt(net, obstacle));
      mended++;
      expect(verdictOn(net, INTERNET).verdict).toBe('reachable');
    }), { numRuns: RUNS });
    expect(mended).toBeGreaterThan(RUNS / 2);
  });

  test('and nothing that could stay as it is', () => {
    fc.assert(fc.property(networkPlans(), (plan) => {
      const count = verdictOn(build({ ...plan, subnets: ['Private'] }), INTERNET).subnets[0].path.obstacles.filter(isMendable).length;
      for (let spared = 0; spared < count; spared++) {
        const net = build({ ...plan, subnets: ['Private'] });
        const { obstacles } = verdictOn(net, INTERNET).subnets[0].path;
        fc.pre(obstacles.every(isMendable));
        const isShared = obstacles.some((other, place) => place !== spared && other.source?.id === obstacles[spared].source?.id);
        obstacles.filter((_, place) => place !== spared).forEach((obstacle) => mendIt(net, obstacle));
        expect(isShared || verdictOn(net, INTERNET).verdict !== 'reachable').toBe(true);
      }
    }), { numRuns: RUNS });
  });
});

describe('broken models', () => {
  test('never make it throw', () => {
    const some = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 });
    fc.assert(fc.property(scenarios(), fc.constantFrom<AddressFamily>(...FAMILIES), some, (scenario, family, removals) => {
      const net = realize(scenario);
      const maps = Object.entries(net.model).flatMap(([name, things]) => things instanceof Map && name !== 'workloads' ? [things as Map<string, unknown>] : []);
      for (const [kind, place] of removals) {
        const things = maps[kind % maps.length];
        things.delete([...things.keys()][place % Math.max(1, things.size)]);
      }
      for (const question of QUESTIONS) {
        const { verdict } = verdictOn(net, question, family);
        expect(['reachable', 'blocked', 'inconclusive']).toContain(verdict);
      }
    }), { numRuns: RUNS });
  });
});

function hasNarrowRoutes({ routes }: NetworkPlan): boolean {
  return Object.values(routes).flat().some(([destination]) => destination.startsWith('10.') && destination.endsWith('/24'));
}

function expectNotWorse(before: VerdictKind, after: VerdictKind): void {
  const rank = { blocked: 0, inconclusive: 1, reachable: 2 };
  expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
}

function summary({ verdict, subnets }: Verdict) {
  return [verdict, ...subnets.map(({ path }) => [...new Set(path.obstacles.map(({ code, status }) => `${code} ${status}`))].sort())];
}

function hash(text: string): bigint {
  return [...text].reduce((sum, letter) => (sum * 31n + BigInt(letter.charCodeAt(0))) % 100003n, 7n);
}

/** The same model with other names, in the order of the new names. */
function renamed(value: unknown, rename: (id: string) => string): unknown {
  if (typeof value === 'string') {
    return rename(value);
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [rename(key as string), renamed(item, rename)] as const);
    return new Map(entries.sort(([one], [other]) => one < other ? -1 : 1));
  }
  if (Array.isArray(value)) {
    return value.map((item) => renamed(item, rename));
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, rename)])) : value;
}

type Blur = (net: ModelBuilder, seed: number) => void;

function pick<T>(things: readonly T[], seed: number): T | undefined {
  return things[seed % Math.max(1, things.length)];
}

function blurRule(change: (rule: SecurityGroupRule) => SecurityGroupRule): Blur {
  return ({ model }, seed) => {
    const id = pick(['Group', 'DbGroup'], seed)!;
    const group = model.securityGroups.get(id);
    const blurred = (rules: readonly SecurityGroupRule[]) => rules.map((rule, place) => place === seed % rules.length ? change(rule) : rule);
    if (group !== undefined) {
      model.securityGroups.set(id, { ...group, egress: blurred(group.egress), ingress: blurred(group.ingress) });
    }
  };
}

function blurEntry(change: (entry: NetworkAclEntry) => NetworkAclEntry): Blur {
  return ({ model }, seed) => {
    const acl = pick([...model.networkAcls.values()], seed);
    if (acl !== undefined) {
      const entries = acl.entries.map((entry, place) => place === seed % acl.entries.length ? change(entry) : entry);
      model.networkAcls.set(acl.source.id, { ...acl, entries });
    }
  };
}

function blurThing<K extends 'subnets' | 'routeTables' | 'networkAcls' | 'securityGroups' | 'natGateways' | 'endpoints' | 'peerings' | 'vpcs'>(
  kind: K, props: Partial<NetworkModel[K] extends ReadonlyMap<string, infer T> ? T : never>): Blur {
  return ({ model }, seed) => {
    const things = model[kind] as Map<string, object>;
    const id = pick([...things.keys()], seed);
    if (id !== undefined) {
      things.set(id, { ...things.get(id)!, ...props });
    }
  };
}

function forget(kind: 'routeTables' | 'networkAcls' | 'securityGroups' | 'natGateways' | 'internetGateways' | 'peerings'): Blur {
  return ({ model }, seed) => {
    const id = pick([...model[kind].keys()], seed);
    model[kind].delete(id ?? '');
  };
}

function blurFunction(change: Partial<Extract<Workload['attachment'], { kind: 'vpc' }>>): Blur {
  return ({ model }) => {
    const workload = model.workloads.get('Fn')!;
    model.workloads.set('Fn', workload.attachment.kind === 'vpc' ? { ...workload, attachment: { ...workload.attachment, ...change } } : workload);
  };
}

const BLURS: Record<string, Blur> = {
  'groups of the function': blurFunction({ securityGroups: notKnown() }),
  'subnets of the function': blurFunction({ subnets: notKnown() }),
  'a subnet of the function': ({ model }, seed) => {
    const { attachment } = model.workloads.get('Fn')!;
    const own = attachment.kind === 'vpc' && attachment.subnets.known ? attachment.subnets.value : [];
    model.subnets.delete(pick(['Private', 'Second'].filter((id) => own.includes(id)), seed) ?? '');
  },
  'attachment of the function': ({ model }) => {
    model.workloads.set('Fn', { ...model.workloads.get('Fn')!, attachment: { kind: 'unknown', reason: 'a parameter' } });
  },
  'ports of a rule': blurRule((rule) => ({ ...rule, ports: undefined })),
  'protocol of a rule': blurRule((rule) => ({ ...rule, protocol: 'unknown' })),
  'peer of a rule': blurRule((rule) => ({ ...rule, peer: { kind: 'unknown', reason: 'a parameter' } })),
  'ports of an entry': blurEntry((entry) => ({ ...entry, ports: undefined })),
  'protocol of an entry': blurEntry((entry) => ({ ...entry, protocol: 'unknown' })),
  'action of an entry': blurEntry((entry) => ({ ...entry, allow: 'unknown' })),
  'direction of an entry': blurEntry((entry) => ({ ...entry, egress: 'unknown' })),
  'number of an entry': blurEntry((entry) => ({ ...entry, ruleNumber: notKnown() })),
  'block of an entry': blurEntry((entry) => ({ ...entry, block: { kind: 'unknown', reason: 'a parameter' } })),
  'further rules': blurThing('securityGroups', { furtherRules: 'it is defined elsewhere' }),
  'contested egress': blurThing('securityGroups', { defaultEgress: 'contested' }),
  'further entries': blurThing('networkAcls', { furtherEntries: 'it is defined elsewhere' }),
  'further routes': blurThing('routeTables', { furtherRoutes: 'it is defined elsewhere' }),
  'zone': blurThing('subnets', { zone: notKnown() }),
  'network ACL of a subnet': blurThing('subnets', { networkAcl: notKnown() }),
  'route table of a subnet': blurThing('subnets', { routeTable: notKnown() }),
  'connectivity': blurThing('natGateways', { connectivity: notKnown() }),
  'place of a NAT gateway': blurThing('natGateways', { place: notKnown() }),
  'public address': blurThing('natGateways', { hasPublicAddress: 'unknown' }),
  'end of a peering': blurThing('peerings', { accepter: notKnown() }),
  'private DNS': blurThing('endpoints', { privateDns: 'unknown' }),
  'families': blurThing('endpoints', { families: notKnown() }),
  'groups of an endpoint': blurThing('endpoints', { securityGroups: notKnown() }),
  'service of an endpoint': blurThing('endpoints', { service: notKnown() }),
  'DNS support': blurThing('vpcs', { dnsSupport: 'unknown' }),
  'a thing of routeTables': forget('routeTables'),
  'a thing of networkAcls': forget('networkAcls'),
  'a thing of securityGroups': forget('securityGroups'),
  'a thing of natGateways': forget('natGateways'),
  'a thing of internetGateways': forget('internetGateways'),
  'a thing of peerings': forget('peerings'),
  'a route': ({ model }, seed) => {
    const table = pick([...model.routeTables.values()], seed)!;
    const routes = table === undefined ? [] : table.routes.map((route, place) => place !== seed % table.routes.length ? route
      : seed % 2 === 0 ? { ...route, target: { kind: 'unknown' as const, reason: 'a parameter' } } : { ...route, destination: { kind: 'unknown' as const, reason: 'a parameter' } });
    if (table !== undefined) {
      model.routeTables.set(table.source.id, { ...table, routes });
    }
  },
};

const MENDABLE = ['NO_ROUTE_TO_DESTINATION', 'BAD_STATE_ROUTE', 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', 'ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES',
  'SUBNET_ACL_RESTRICTION', 'NGW_SUBNET_HAS_NO_IGW_ROUTE'];

function isMendable({ code, source: where }: Obstacle): boolean {
  return MENDABLE.includes(code) && where !== undefined && !where.id.startsWith('Data') && !where.id.startsWith('Outside');
}

/** Does in the model what the mend says. */
function mendIt(net: ModelBuilder, { code, source: where }: Obstacle): void {
  const id = where!.id;
  if (code === 'ENI_SG_RULES_MISMATCH' || code === 'SG_HAS_NO_RULES') {
    net.group(id, { egress: [['all', undefined, '0.0.0.0/0']], ingress: [['all', undefined, '0.0.0.0/0']] });
  } else if (code === 'SUBNET_ACL_RESTRICTION') {
    net.networkAcl(id, [], [[1, 'out', 'allow', 'all', undefined, '0.0.0.0/0'], [1, 'in', 'allow', 'all', undefined, '0.0.0.0/0']]);
  } else if (code === 'NGW_SUBNET_HAS_NO_IGW_ROUTE') {
    leadTo(net, id, { kind: 'internet-gateway', id: 'Igw' });
  } else {
    net.subnet('Fresh', 'Vpc', ['10.0.99.0/24'], { '0.0.0.0/0': { kind: 'internet-gateway', id: 'Igw' } });
    leadTo(net, id, net.natGateway('FreshNat', 'Fresh'));
  }
}

/** Sets the target of a route, or adds the default route to a table; a subnet stands for its table. */
function leadTo(net: ModelBuilder, id: string, target: Parameters<ModelBuilder['route']>[2]): void {
  const subnet = id.split(' ')[0];
  const table = net.model.routeTables.get(`${subnet} routes`)!;
  if (table.routes.some((route) => route.source.id === id)) {
    net.model.routeTables.set(`${subnet} routes`, { ...table, routes: table.routes.map((route) => route.source.id === id ? { ...route, target } : route) });
  } else if (id.endsWith(' routes')) {
    net.route(subnet, '0.0.0.0/0', target);
  } else {
    // a gateway straight from the subnet: each route there that leads to one
    net.model.routeTables.set(`${subnet} routes`, { ...table, routes: table.routes.map((route) => route.target.kind === 'internet-gateway' ? { ...route, target } : route) });
  }
}

