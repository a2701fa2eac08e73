import type { AskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import { readAskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import { Names } from '../../../src/analysis/judge/destinations/names';
import { judge } from '../../../src/analysis/judge/judge';
import type { DeclaredDestination } from '../../../src/analysis/model/declared-destination';
import type { Judgement } from '../../../src/analysis/model/judgement';
import { isUnproven } from '../../../src/analysis/model/judgement';
import type { Listener, ListeningPorts, Workload } from '../../../src/analysis/model/network';
import type { ModelBuilder } from '../support/builders';
import { HTTPS, block, known, privateNetwork, source, tcp } from '../support/builders';

/** What is judged of a function that declares these, when somebody asks for those. */
function judgementsOf(
  declared: readonly DeclaredDestination[] | undefined, asked: readonly string[] = [], props: Partial<Workload> = {}, net = privateNetwork(),
): readonly Judgement[] {
  net.lambda('Fn', ['Private'], ['Group'], { ...declared === undefined ? {} : { declared }, ...props });
  const names = new Names(net.model);
  const questions = asked.map((text) => readAskedDestination(text, (name) => names.has(name))!);
  return judge([{ assumptions: [], model: net.model }], { asked: questions }).functions[0].judgements;
}

/** Each with what is said of it: `internet ipv4 reachable declared`. */
function spelled(judgements: readonly Judgement[]): string[] {
  return judgements.map(({ destination, family, verdict, declared, asked }) =>
    [destination, family, verdict, ...declared ? ['declared'] : [], ...asked ? ['asked'] : []].join(' '));
}

const IPV4_ONLY: Partial<Workload> = { attachment: { kind: 'vpc', subnets: known(['Private']), securityGroups: known(['Group']), ipv6Allowed: 'no' } };

function closed(...families: readonly ('0.0.0.0/0' | '::/0')[]): ModelBuilder {
  const net = privateNetwork();
  const table = net.model.routeTables.get('Private routes')!;
  const lost = families.map((destination) => block(destination).family);
  net.model.routeTables.set('Private routes', {
    ...table, routes: table.routes.filter(({ destination }) => destination.kind !== 'block' || !lost.includes(destination.block.family)),
  });
  return net;
}

describe('the internet', () => {
  test('is declared for each family on its own, and judged for both', () => {
    expect(spelled(judgementsOf([{ kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS }]))).toEqual(['internet ipv4 reachable declared', 'internet ipv6 reachable']);
    expect(spelled(judgementsOf([{ kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: HTTPS }], [], {}, closed('::/0')))).toEqual([
      'internet ipv4 reachable declared', 'internet ipv6 blocked declared',
    ]);
  });

  test('on other ports is another destination', () => {
    expect(spelled(judgementsOf([{ kind: 'internet', addressFamilies: ['ipv4'], ports: [tcp(25), tcp(465, 587)] }]))).toEqual([
      'internet:25,465-587 ipv4 reachable declared', 'internet ipv4 reachable', 'internet ipv6 reachable',
    ]);
  });
});

describe('a name', () => {
  const service: DeclaredDestination = { kind: 'aws-service', service: 'sqs' };

  test('that is reached over one family needs no other', () => {
    const judgements = judgementsOf([service]);
    expect(spelled(judgements).slice(0, 2)).toEqual(['sqs ipv4 reachable declared', 'sqs ipv6 blocked']);
    expect(judgements.some(isUnproven)).toBe(false);
  });

  test('over IPv6 alone is good as well', () => {
    expect(spelled(judgementsOf([service], [], { dualStackEndpoints: 'yes' }, closed('0.0.0.0/0'))).slice(0, 2)).toEqual(['sqs ipv4 blocked', 'sqs ipv6 reachable declared']);
  });

  test('over both is proven over both', () => {
    expect(spelled(judgementsOf([service], [], { dualStackEndpoints: 'yes' })).slice(0, 2)).toEqual(['sqs ipv4 reachable declared', 'sqs ipv6 reachable declared']);
  });

  test('over neither is open over both, and what is perhaps comes before what is not', () => {
    expect(spelled(judgementsOf([service], [], {}, closed('0.0.0.0/0', '::/0'))).slice(0, 2)).toEqual(['sqs ipv4 blocked declared', 'sqs ipv6 blocked declared']);
    expect(spelled(judgementsOf([service], [], { dualStackEndpoints: 'unknown' }, closed('0.0.0.0/0'))).slice(0, 2)).toEqual(['sqs ipv4 blocked', 'sqs ipv6 inconclusive declared']);
  });

  test('is not followed over IPv6 by a function without it', () => {
    expect(spelled(judgementsOf([service], [], IPV4_ONLY)).filter((text) => text.startsWith('sqs'))).toEqual(['sqs ipv4 reachable declared']);
  });
});

describe('blocks, resources and prefix lists', () => {
  test('a block has one family', () => {
    expect(spelled(judgementsOf([{ kind: 'cidr', block: block('8.8.8.0/24'), ports: HTTPS }, { kind: 'cidr', block: block('2600::/32'), ports: [tcp(22)] }])).slice(0, 2)).toEqual([
      '8.8.8.0/24 ipv4 reachable declared', '2600::/32:22 ipv6 reachable declared',
    ]);
  });

  const listening: ListeningPorts = { ports: known([tcp(5432), tcp(6000)]), isSure: true, because: 'its Port is 5432', code: 'LISTENER_PORT_RESTRICTION', mend: 'Port' };

  function withDatabase(rules: readonly [string, number, string][], own: Partial<Listener> = { listening }): ModelBuilder {
    const net = privateNetwork();
    net.group('Group', { egress: [['all', undefined, '0.0.0.0/0']] }, { vpc: 'Vpc' });
    net.group('DbGroup', { ingress: rules.map(([protocol, port, peer]) => [protocol as 'tcp', port, peer]) }, { vpc: 'Vpc' });
    net.model.listeners.set('Db', { source: source('Db'), securityGroups: known(['DbGroup']), subnets: known(['Public']), ...own });
    return net;
  }

  test('a resource without a port is asked on the one on which it listens, whatever its groups let in', () => {
    expect(spelled(judgementsOf(undefined, ['Db'], IPV4_ONLY, withDatabase([['tcp', 5432, 'Group']])))).toEqual(['Db ipv4 reachable asked']);
    expect(spelled(judgementsOf(undefined, ['Db'], IPV4_ONLY, withDatabase([['tcp', 22, 'Group'], ['tcp', 443, 'Group']])))).toEqual(['Db ipv4 blocked asked']);
    expect(judgementsOf(undefined, ['Db'], IPV4_ONLY, withDatabase([['tcp', 5432, 'Group']]))[0].subnets[0].path.assumptions).toEqual(['programs connect to Db on tcp 5432: its Port is 5432']);
  });

  test('and is not known where no template says on which', () => {
    const [judgement] = judgementsOf(undefined, ['Db'], IPV4_ONLY, withDatabase([['tcp', 5432, 'Group']], {}));
    expect([judgement.verdict, judgement.subnets[0].path.obstacles[0].mend.inTemplate]).toEqual(['inconclusive', 'ask for it with its port, such as Db:5432']);
  });

  test('a port on which it does not listen is blocked', () => {
    const [judgement] = judgementsOf(undefined, ['Db:443'], IPV4_ONLY, withDatabase([['tcp', 443, 'Group']]));
    expect([judgement.destination, judgement.verdict, judgement.subnets[0].path.obstacles.map(({ detail }) => detail)]).toEqual([
      'Db:443', 'blocked', ['Db does not listen on tcp 443; it listens on tcp 5432, tcp 6000: its Port is 5432'],
    ]);
  });

  test('a port that a template cannot tell is not known', () => {
    const unknown = { listening: { ...listening, ports: { known: false, reason: 'its Port is not known' } } } as const;
    expect(spelled(judgementsOf(undefined, ['Db:5432'], IPV4_ONLY, withDatabase([['tcp', 5432, 'Group']], unknown)))).toEqual(['Db:5432 ipv4 inconclusive asked']);
  });

  test('only what is closed is named', () => {
    const net = withDatabase([['tcp', 5432, 'Group']]);
    expect(judgementsOf(undefined, ['Db:5432,6000'], IPV4_ONLY, net)[0].subnets[0].path.obstacles[0].detail).toMatch(/do not let tcp 6000 in/);
  });

  test('a prefix list by its id, by the resource that defines it, or by nothing', () => {
    const net = privateNetwork();
    net.model.prefixLists.set('t#Partners', known([block('8.8.8.0/24')]));
    const model = { ...net.model, prefixListSources: [{ source: { ...source('Partners'), constructPath: 'Shop/Partners' }, id: 't#Partners' }] };
    const ports = HTTPS;
    const declared: readonly DeclaredDestination[] = [{ kind: 'prefix-list', resource: 'Shop/Partners', ports }, { kind: 'prefix-list', prefixListId: 'pl-1', ports }, { kind: 'prefix-list', ports }];
    net.lambda('Fn', ['Private'], ['Group'], { declared, ...IPV4_ONLY });
    const asked: AskedDestination = { kind: 'resource', text: 'Partners', name: 'Partners' };
    expect(spelled(judge([{ assumptions: [], model }], { asked: [asked] }).functions[0].judgements)).toEqual([
      'Shop/Partners ipv4 reachable declared', 'pl-1 ipv4 inconclusive declared', 'prefix list ipv4 inconclusive declared', 'Partners ipv4 reachable asked',
      'internet ipv4 reachable', 'internet ipv6 blocked',
    ]);
  });

  test('what cannot be read is inconclusive, and says why', () => {
    const [judgement] = judgementsOf([{ kind: 'unreadable', text: '{"kind":"satellite"}', reason: 'the kind "satellite" is not known' }]);
    expect(judgement).toMatchObject({ destination: '{"kind":"satellite"}', verdict: 'inconclusive', declared: true });
    expect(judgement.subnets[0].path.obstacles[0]).toMatchObject({ code: 'UNKNOWN_DESTINATION', detail: 'the kind "satellite" is not known' });
  });
});

describe('what is asked', () => {
  test('is judged instead of the usual', () => {
    expect(spelled(judgementsOf(undefined, ['8.8.8.0/24'], IPV4_ONLY))).toEqual(['8.8.8.0/24 ipv4 reachable asked']);
  });

  test('is judged beside what is declared, and the internet, which must not be open undeclared', () => {
    expect(spelled(judgementsOf([{ kind: 'aws-service', service: 'sqs' }], ['8.8.8.0/24'], IPV4_ONLY))).toEqual([
      'sqs ipv4 reachable declared', '8.8.8.0/24 ipv4 reachable asked', 'internet ipv4 reachable', 'internet ipv6 blocked',
    ]);
  });

  test('is the internet over the families that the function has, and told of over the other', () => {
    expect(spelled(judgementsOf(undefined, ['internet'], IPV4_ONLY))).toEqual(['internet ipv4 reachable asked', 'internet ipv6 blocked']);
    expect(spelled(judgementsOf(undefined, ['internet']))).toEqual(['internet ipv4 reachable asked', 'internet ipv6 reachable asked']);
  });

  test('and declared, or asked twice, is judged once', () => {
    const declared: readonly DeclaredDestination[] = [{ kind: 'internet', addressFamilies: ['ipv6'], ports: HTTPS }, { kind: 'internet', addressFamilies: ['ipv6'], ports: HTTPS }];
    expect(spelled(judgementsOf(declared, ['internet', 'internet']))).toEqual(['internet ipv4 reachable asked', 'internet ipv6 reachable declared asked']);
  });
});

describe('the usual', () => {
  test('is the internet, and each service with an endpoint in the VPC of the function, by name', () => {
    const net = privateNetwork();
    net.vpc('Other', ['10.9.0.0/16']);
    net.interfaceEndpoint('Sqs', 'Vpc', 'sqs', ['Private'], ['Group']);
    net.gatewayEndpoint('S3', 'Vpc', 's3', ['Private']);
    net.interfaceEndpoint('Kms', 'Other', 'kms', [], []);
    net.interfaceEndpoint('Own', 'Vpc', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123', ['Private'], ['Group']);
    expect(spelled(judgementsOf(undefined, [], IPV4_ONLY, net)).map((text) => text.split(' ')[0])).toEqual(['internet', 'internet', 's3', 'sqs']);
  });

  test('of a function in no VPC is the internet', () => {
    expect(spelled(judgementsOf(undefined, [], { attachment: { kind: 'none' } }))).toEqual(['internet ipv4 reachable', 'internet ipv6 blocked']);
  });
});

describe('two functions that need what is called alike in two templates', () => {
  /** A listener in a subnet, behind the same group as any other. */
  function listensIn(net: ModelBuilder, id: string, subnet: string): DeclaredDestination {
    net.model.listeners.set(id, { source: source(id), securityGroups: known(['Brokers']), subnets: known([subnet]) });
    return { kind: 'listener', id, name: 'Cluster', ports: [tcp(9098)] };
  }

  test.each([['Near', 'Far'], ['Far', 'Near']])('are each asked for their own: %s and %s', (...order) => {
    const net = privateNetwork();
    net.vpc('Other', ['10.99.0.0/16']);
    net.subnet('Elsewhere', 'Other', ['10.99.1.0/24']);
    net.group('Brokers', { ingress: [['all', undefined, '0.0.0.0/0']] });
    const needs = { Near: listensIn(net, 'One#Cluster', 'Private'), Far: listensIn(net, 'Other#Cluster', 'Elsewhere') };
    net.model.workloads.clear();
    order.forEach((id) => net.lambda(id, ['Private'], ['Group'], { declared: [needs[id as keyof typeof needs]] }));
    const { functions } = judge([{ assumptions: [], model: net.model }]);
    expect(Object.fromEntries(functions.map(({ workload, judgements }) => [workload.source.id, judgements.find(({ destination }) => destination === 'Cluster:9098')!.verdict])))
      .toEqual({ Near: 'reachable', Far: 'blocked' });
  });
});
