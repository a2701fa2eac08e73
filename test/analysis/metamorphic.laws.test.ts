import * as fc from 'fast-check';
import { judgeTemplates } from './judging';
import type { Report } from './judging';
import { Open, inTemplate, written } from './read/random-networks';
import { template } from './read/reading';
import type { TemplateInput } from '../../src/analysis/read/template';

/*
 * Laws of the analysis as a whole: how a network is written down says nothing of what is reached in it, and more that is allowed never
 * reaches less. Random changes break a network that works, so that verdicts are of every kind.
 */

const RUNS = { numRuns: 100 };

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: object;
}

/** Resources by logical id, their references still open. */
type Network = ReadonlyMap<string, Resource>;

/** A rule that lets something through; `to` is a block or the name of a group. */
interface Allow {
  readonly to: string;
  readonly port: number;
  readonly protocol: 'tcp' | '-1';
}

interface Entry extends Allow {
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
}

interface Scenario {
  readonly out: readonly Allow[];
  readonly intoDatabase: readonly Allow[];
  readonly acl: readonly Entry[] | undefined;

  /** Routes of the table of the functions, by what they lead to; the default ones among them. */
  readonly routes: Readonly<Record<string, string>>;
  readonly subnets: readonly string[];
  readonly isAttached: boolean;
  readonly ipv6: boolean;
  readonly endpoints: readonly ('s3' | 'sqs')[];
}

/** The rule that AWS CDK writes for none: without any, a group would let everything out. */
const NONE: Allow = { to: '255.255.255.255/32', port: 1, protocol: 'tcp' };
const OPEN_ACL: readonly Entry[] = [true, false].flatMap((egress) =>
  ['0.0.0.0/0', '::/0'].map((to): Entry => ({ egress, to, port: 0, protocol: '-1', action: 'allow' })));
const TARGETS: Readonly<Record<string, object>> = {
  nat: { NatGatewayId: new Open('Nat') }, igw: { GatewayId: new Open('Igw') }, eigw: { EgressOnlyInternetGatewayId: new Open('Eigw') },
  peering: { VpcPeeringConnectionId: new Open('Peering') }, gone: { NatGatewayId: new Open('Gone') },
};
const SOUND_ROUTES = { '0.0.0.0/0': 'nat', '::/0': 'eigw', '10.9.0.0/16': 'peering' };
const SOUND_RULES: readonly Allow[] = [{ to: '0.0.0.0/0', port: 443, protocol: 'tcp' }, { to: '::/0', port: 443, protocol: 'tcp' }, { to: '10.0.0.0/8', port: 5432, protocol: 'tcp' }];

/** What works, most of the time. */
function mostly<T>(sound: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(sound) }, { weight: 1, arbitrary: other });
}

function allows(...peers: readonly string[]): fc.Arbitrary<readonly Allow[]> {
  return fc.array(fc.record({ to: fc.constantFrom(...peers), port: fc.constantFrom(443, 5432), protocol: fc.constantFrom('tcp' as const, '-1' as const) }), { maxLength: 4 });
}

const entries: fc.Arbitrary<readonly Entry[]> = fc.array(fc.record({
  egress: fc.boolean(), to: fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '8.0.0.0/8', '::/0'), port: fc.constantFrom(0, 443), protocol: fc.constantFrom('tcp' as const, '-1' as const),
  action: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
}), { maxLength: 6 }).chain((some) => fc.boolean().map((isOpen) => [...some, ...isOpen ? OPEN_ACL : []]));

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  out: mostly(SOUND_RULES, allows('0.0.0.0/0', '::/0', '10.0.0.0/8', '128.0.0.0/1', 'DatabaseGroup', 'EndpointGroup')),
  intoDatabase: mostly([{ to: 'Group', port: 5432, protocol: 'tcp' }] as readonly Allow[], allows('10.0.0.0/8', '10.0.1.0/24', 'Group', 'DatabaseGroup')),
  acl: mostly<readonly Entry[] | undefined>(undefined, entries),
  routes: mostly<Readonly<Record<string, string>>>(SOUND_ROUTES, fc.dictionary(fc.constantFrom('0.0.0.0/0', '128.0.0.0/1', '10.9.0.0/16', '8.8.0.0/16'), fc.constantFrom('nat', 'nat', 'igw', 'peering', 'gone'), { noNullPrototype: true })),
  subnets: fc.constantFrom(['Private'], ['Private', 'Second'], ['Public'], ['Private', 'Public']),
  isAttached: mostly(true, fc.constant(false)),
  ipv6: mostly(true, fc.constant(false)),
  endpoints: fc.subarray(['s3' as const, 'sqs' as const]),
});

const ref = (target: string, attribute?: string) => new Open(target, attribute);

/** Names in metadata are texts: of a resource in whichever template it is. */
const named = (target: string) => new Open(target, 'name');

function groupRule({ to, port, protocol }: Allow, property: 'SourceSecurityGroupId' | 'DestinationSecurityGroupId'): object {
  const peer = /^[A-Z]/.test(to) ? { [property]: ref(to, 'GroupId') } : to.includes(':') ? { CidrIpv6: to } : { CidrIp: to };
  return { IpProtocol: protocol, ...protocol === 'tcp' ? { FromPort: port, ToPort: port } : {}, ...peer };
}

function network({ out, intoDatabase, acl, routes, subnets, isAttached, ipv6, endpoints }: Scenario): Network {
  const resources = new Map<string, Resource>();
  const add = (id: string, type: string, Properties: Readonly<Record<string, unknown>> = {}, rest: object = {}) => {
    expect(resources.has(id)).toBe(false);
    resources.set(id, { Type: `AWS::${type}`, Properties, ...rest });
  };
  const addSubnet = (id: string, vpc: string, number: number, block: string, table: string) => {
    add(id, 'EC2::Subnet', {
      VpcId: ref(vpc), CidrBlock: block, AvailabilityZone: 'eu-west-1a',
      ...vpc === 'Vpc' ? { Ipv6CidrBlock: { 'Fn::Select': [number, { 'Fn::Cidr': [ref('Vpc', 'Ipv6CidrBlocks'), 8, '64'] }] } } : {},
    });
    add(`${id}Association`, 'EC2::SubnetRouteTableAssociation', { SubnetId: ref(id), RouteTableId: ref(table) });
  };
  const addRoute = (table: string, destination: string, target: object) => add(`${table}${destination.replace(/\W/g, 'x')}`, 'EC2::Route', {
    RouteTableId: ref(table), [destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: destination, ...target,
  });
  add('Vpc', 'EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true });
  add('Ipv6', 'EC2::VPCCidrBlock', { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true });
  add('Other', 'EC2::VPC', { CidrBlock: '10.9.0.0/16' });
  add('Peering', 'EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Other') });
  add('Igw', 'EC2::InternetGateway');
  add('Attached', 'EC2::VPCGatewayAttachment', { VpcId: ref(isAttached ? 'Vpc' : 'Other'), InternetGatewayId: ref('Igw') });
  add('Eigw', 'EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') });
  ['PublicTable', 'PrivateTable'].forEach((table) => add(table, 'EC2::RouteTable', { VpcId: ref('Vpc') }));
  add('OtherTable', 'EC2::RouteTable', { VpcId: ref('Other') });
  addSubnet('Public', 'Vpc', 0, '10.0.0.0/24', 'PublicTable');
  addSubnet('Private', 'Vpc', 1, '10.0.1.0/24', 'PrivateTable');
  addSubnet('Second', 'Vpc', 2, '10.0.2.0/24', 'PrivateTable');
  addSubnet('Data', 'Other', 3, '10.9.1.0/24', 'OtherTable');
  add('Nat', 'EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: 'eipalloc-1' });
  addRoute('PublicTable', '0.0.0.0/0', TARGETS.igw);
  addRoute('OtherTable', '10.0.0.0/16', TARGETS.peering);
  Object.entries(routes).forEach(([destination, target]) => addRoute('PrivateTable', destination, TARGETS[target]));
  add('Group', 'EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: [NONE, ...out.filter(({ to }) => !/^[A-Z]/.test(to))].map((rule) => groupRule(rule, 'DestinationSecurityGroupId')) });
  out.filter(({ to }) => /^[A-Z]/.test(to)).forEach((rule, index) =>
    add(`Out${index}`, 'EC2::SecurityGroupEgress', { GroupId: ref('Group', 'GroupId'), ...groupRule(rule, 'DestinationSecurityGroupId') }));
  add('DatabaseGroup', 'EC2::SecurityGroup', { VpcId: ref('Other') });
  intoDatabase.forEach((rule, index) => add(`In${index}`, 'EC2::SecurityGroupIngress', { GroupId: ref('DatabaseGroup', 'GroupId'), ...groupRule(rule, 'SourceSecurityGroupId') }));
  add('DatabaseSubnets', 'RDS::DBSubnetGroup', { SubnetIds: [ref('Data')] });
  add('Database', 'RDS::DBInstance', { DBSubnetGroupName: ref('DatabaseSubnets'), VPCSecurityGroups: [ref('DatabaseGroup', 'GroupId')] });
  if (acl !== undefined) {
    add('Acl', 'EC2::NetworkAcl', { VpcId: ref('Vpc') });
    add('AclOfPrivate', 'EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Private'), NetworkAclId: ref('Acl') });
    acl.forEach(({ egress, action, to, port, protocol }, index) => add(`Entry${index}`, 'EC2::NetworkAclEntry', {
      NetworkAclId: ref('Acl'), RuleNumber: 100 + index, Egress: egress, RuleAction: action, Protocol: protocol === 'tcp' ? 6 : -1,
      ...protocol === 'tcp' ? { PortRange: { From: port, To: 65535 } } : {}, [to.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: to,
    }));
  }
  add('EndpointGroup', 'EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [groupRule({ to: '10.0.0.0/16', port: 443, protocol: 'tcp' }, 'SourceSecurityGroupId')] });
  endpoints.forEach((service) => add(`Endpoint${service}`, 'EC2::VPCEndpoint', {
    VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
    ...service === 's3' ? { RouteTableIds: [ref('PrivateTable')] }
      : { VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SubnetIds: [ref('Second')], SecurityGroupIds: [ref('EndpointGroup', 'GroupId')] },
  }));
  const ports = (port: number) => [{ protocol: 'tcp', fromPort: port, toPort: port }];
  add('Fn', 'Lambda::Function', { VpcConfig: { SubnetIds: subnets.map((id) => ref(id)), SecurityGroupIds: [ref('Group', 'GroupId')], Ipv6AllowedForDualStack: ipv6 } }, {
    Metadata: {
      'cdk-lambda-network:destinations': [
        { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: ports(443) }, { kind: 'aws-service', service: 's3' }, { kind: 'aws-service', service: 'sqs' },
        { kind: 'resource', resource: named('Database'), securityGroups: [named('DatabaseGroup')], ports: ports(5432) }, { kind: 'cidr', cidr: '8.8.8.0/24', ports: ports(443) },
      ],
    },
  });
  return resources;
}

/** References within one template, names as they are. */
function plainly(reference: Open): unknown {
  return reference.attribute === 'name' ? reference.target : inTemplate(reference);
}

function asOne(resources: Network): TemplateInput {
  return template({ Resources: written(resources, plainly) });
}

/** What is said of the function: each destination with its verdict and its codes, and the findings. */
function said({ functions, findings }: Report, rename = (name: string) => name): string[] {
  const verdicts = functions.flatMap(({ logicalId, verdicts: all }) => all.map(({ destination, family, verdict, declared, subnets }) =>
    [logicalId, destination, family, declared, verdict, ...subnets.map((subnet) => `${subnet.subnet}: ${subnet.verdict} ${[...subnet.codes].sort().join(' ')}`).sort()].join(', ')));
  return [...verdicts, ...findings.map(({ code, resource }) => `${resource} ${code}`)].map(rename).sort();
}

const RANKS = { blocked: 0, inconclusive: 1, reachable: 2 };

/** Verdicts by destination, a number that is higher the more is reached. */
function reach(resources: Network): Record<string, number> {
  return Object.fromEntries(judgeTemplates([asOne(resources)]).functions.flatMap(({ verdicts }) =>
    verdicts.map(({ destination, family, verdict }) => [`${destination} ${family}`, RANKS[verdict]])));
}

function expectNoMore(after: Network, before: Network): void {
  const [more, less] = [reach(before), reach(after)];
  expect(Object.keys(less)).toEqual(Object.keys(more));
  expect(Object.entries(less).filter(([destination, rank]) => rank > more[destination])).toEqual([]);
}

test('the scenarios have every kind of verdict for every destination', () => {
  const seen = new Map<string, Set<number>>();
  for (const scenario of fc.sample(scenarios, { numRuns: 150, seed: 7 })) {
    for (const [destination, rank] of Object.entries(reach(network(scenario)))) {
      seen.set(destination, (seen.get(destination) ?? new Set()).add(rank));
    }
  }
  for (const destination of ['internet ipv4', 'internet ipv6', 's3 ipv4', 'sqs ipv4', 'Database:5432 ipv4', '8.8.8.0/24 ipv4']) {
    expect([...seen.get(destination)!].filter((rank) => rank !== RANKS.inconclusive).sort()).toEqual([RANKS.blocked, RANKS.reachable]);
  }
});

describe('law: what is reached does not hang on', () => {
  test('the order of the resources', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (scenario, order) => {
      const resources = network(scenario);
      const numbered = [...resources].map((entry, index) => [order[index % order.length], entry] as const);
      const shuffled = numbered.sort(([one], [other]) => one - other).map(([, entry]) => entry);
      expect(said(judgeTemplates([asOne(new Map(shuffled))]))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });

  test('logical ids', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const resources = network(scenario);
      const renamed = written([...resources].map(([id, raw]) => [`Zz${id}`, raw] as const), ({ target, attribute }) => plainly(new Open(`Zz${target}`, attribute)));
      expect(said(judgeTemplates([template({ Resources: renamed })]), (text) => text.replace(/Zz/g, ''))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });

  test('the stacks that they are split into, nor the order of those', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.boolean(), { minLength: 5, maxLength: 40 }), fc.boolean(), (scenario, sides, isReversed) => {
      const resources = network(scenario);
      const side = new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length] ? 'a' : 'b']));
      const exported = new Map<string, Open>();
      written(resources, (reference) => exported.set(nameOf(reference), reference));
      const stack = (name: string) => template({
        Resources: written([...resources].filter(([id]) => side.get(id) === name), (reference) =>
          reference.attribute === 'name' || (side.get(reference.target) ?? name) === name ? plainly(reference) : { 'Fn::ImportValue': nameOf(reference) }),
        Outputs: Object.fromEntries([...exported].filter(([, { target, attribute }]) => attribute !== 'name' && side.get(target) === name)
          .map(([output, reference]) => [output, { Value: inTemplate(reference), Export: { Name: output } }])),
      }, { name });
      const stacks = [stack('a'), stack('b')];
      expect(said(judgeTemplates(isReversed ? stacks.reverse() : stacks))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });

  test('what of them is in a nested stack', () => {
    fc.assert(fc.property(scenarios, fc.array(fc.boolean(), { minLength: 5, maxLength: 40 }), (scenario, sides) => {
      const resources = network(scenario);
      const isInner = new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length]]));
      const [given, returned] = [new Map<string, Open>(), new Map<string, Open>()];
      const inner = written([...resources].filter(([id]) => isInner.get(id)), (reference) => {
        if (reference.attribute === 'name' || isInner.get(reference.target) !== false) {
          return plainly(reference);
        }
        given.set(nameOf(reference), reference);
        return { Ref: nameOf(reference) };
      });
      const outer = written([...resources].filter(([id]) => !isInner.get(id)), (reference) => {
        if (reference.attribute === 'name' || isInner.get(reference.target) !== true) {
          return plainly(reference);
        }
        returned.set(nameOf(reference), reference);
        return { 'Fn::GetAtt': ['Inner', `Outputs.${nameOf(reference)}`] };
      });
      const nested = template({
        Parameters: Object.fromEntries([...given.keys()].map((name) => [name, { Type: 'String' }])),
        Resources: inner,
        Outputs: Object.fromEntries([...returned].map(([name, reference]) => [name, { Value: inTemplate(reference) }])),
      }, { name: 'inner' });
      const Parameters = Object.fromEntries([...given].map(([name, reference]) => [name, inTemplate(reference)]));
      const body = { Resources: { ...outer, Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'inner', Parameters } } } };
      expect(said(judgeTemplates([template(body, { nested: { Inner: nested } })]))).toEqual(said(judgeTemplates([asOne(resources)])));
    }), RUNS);
  });
});

describe('law: with less allowed nothing more is reached, and with more nothing less', () => {
  test.each(['out', 'intoDatabase'] as const)('a rule of a security group: %s', (rules) => {
    fc.assert(fc.property(scenarios, fc.nat(), (scenario, seed) => {
      fc.pre(scenario[rules].length > 0);
      const place = seed % scenario[rules].length;
      expectNoMore(network({ ...scenario, [rules]: scenario[rules].filter((_, index) => index !== place) }), network(scenario));
    }), RUNS);
  });

  test('an entry of a network ACL that allows', () => {
    fc.assert(fc.property(scenarios, entries, fc.nat(), (scenario, acl, seed) => {
      const allowing = acl.filter(({ action }) => action === 'allow');
      fc.pre(allowing.length > 0);
      const removed = allowing[seed % allowing.length];
      expectNoMore(network({ ...scenario, acl: acl.filter((entry) => entry !== removed) }), network({ ...scenario, acl }));
    }), RUNS);
  });

  test('a default route', () => {
    fc.assert(fc.property(scenarios, fc.constantFrom('0.0.0.0/0', '::/0'), (scenario, destination) => {
      fc.pre(destination in scenario.routes);
      const rest = Object.fromEntries(Object.entries(scenario.routes).filter(([block]) => block !== destination));
      expectNoMore(network({ ...scenario, routes: rest }), network(scenario));
    }), RUNS);
  });

  test('the attachment of the internet gateway, and the flag for IPv6', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      expectNoMore(network({ ...scenario, isAttached: false }), network({ ...scenario, isAttached: true }));
      const [more, less] = [true, false].map((ipv6) => reach(network({ ...scenario, ipv6 })));
      expect(Object.entries(less).filter(([destination, rank]) => rank > more[destination])).toEqual([]);
    }), RUNS);
  });

  test('a subnet more to choose from reaches no more', () => {
    fc.assert(fc.property(scenarios, fc.constantFrom('Private', 'Second', 'Public'), (scenario, subnet) => {
      expectNoMore(network({ ...scenario, subnets: [...scenario.subnets, subnet] }), network(scenario));
    }), RUNS);
  });
});

/** A name that parameters, outputs and exports can have. */
function nameOf({ target, attribute = '' }: Open): string {
  return `x${target}${attribute}`;
}
