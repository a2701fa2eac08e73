import * as fc from 'fast-check';
import type { TemplateInput } from '../../../src/analysis/template/template-input';
import type { Report } from '../judging';
import { Open, inTemplate, written } from '../read/random-networks';
import { template } from '../read/reading';

/*
 * Networks that work, most of the time, and random changes that break them; as resources whose references are still open.
 */

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: object;
}

/** Resources by logical id, their references still open. */
export type Network = ReadonlyMap<string, Resource>;

/** A rule that lets something through; `to` is a block or the name of a group. */
export interface Allow {
  readonly to: string;
  readonly port: number;
  readonly protocol: 'tcp' | '-1';
}

export interface Entry extends Allow {
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
}

export interface Scenario {
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

export const entries: fc.Arbitrary<readonly Entry[]> = fc.array(fc.record({
  egress: fc.boolean(), to: fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '8.0.0.0/8', '::/0'), port: fc.constantFrom(0, 443), protocol: fc.constantFrom('tcp' as const, '-1' as const),
  action: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
}), { maxLength: 6 }).chain((some) => fc.boolean().map((isOpen) => [...some, ...isOpen ? OPEN_ACL : []]));

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
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

export function network({ out, intoDatabase, acl, routes, subnets, isAttached, ipv6, endpoints }: Scenario): Network {
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
export function plainly(reference: Open): unknown {
  return reference.attribute === 'name' ? reference.target : inTemplate(reference);
}

export function asOne(resources: Network): TemplateInput {
  return template({ Resources: written(resources, plainly) });
}

/** The same network with other logical ids: `Zz` before each. */
export function renamed(resources: Network): TemplateInput {
  return template({ Resources: written([...resources].map(([id, raw]) => [`Zz${id}`, raw] as const), ({ target, attribute }) => plainly(new Open(`Zz${target}`, attribute))) });
}

/** The stack of each resource, `a` or `b`: that of the booleans in turn. */
export function sidesOf(resources: Network, sides: readonly boolean[]): ReadonlyMap<string, string> {
  return new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length] ? 'a' : 'b']));
}

/** A network as two templates, of which each imports what it names of the other. */
export function inTwoStacks(resources: Network, side: ReadonlyMap<string, string>, identify: (name: string) => object = () => ({})): TemplateInput[] {
  const exported = new Map<string, Open>();
  written(resources, (reference) => exported.set(nameOf(reference), reference));
  return ['a', 'b'].map((name) => template({
    Resources: written([...resources].filter(([id]) => side.get(id) === name), (reference) =>
      reference.attribute === 'name' || (side.get(reference.target) ?? name) === name ? plainly(reference) : { 'Fn::ImportValue': nameOf(reference) }),
    Outputs: Object.fromEntries([...exported].filter(([, { target, attribute }]) => attribute !== 'name' && side.get(target) === name)
      .map(([output, reference]) => [output, { Value: inTemplate(reference), Export: { Name: output } }])),
  }, { name, ...identify(name) }));
}

/** What is said of the function: each destination with its verdict and its codes, and the findings. */
export function said({ functions, findings }: Report, rename = (name: string) => name): string[] {
  const verdicts = functions.flatMap(({ logicalId, verdicts: all }) => all.map(({ destination, family, verdict, declared, subnets }) =>
    [logicalId, destination, family, declared, verdict, ...subnets.map((subnet) => `${subnet.subnet}: ${subnet.verdict} ${[...subnet.codes].sort().join(' ')}`).sort()].join(', ')));
  return [...verdicts, ...findings.map(({ code, resource }) => `${resource} ${code}`)].map(rename).sort();
}

/** A name that parameters, outputs and exports can have. */
export function nameOf({ target, attribute = '' }: Open): string {
  return `x${target}${attribute}`;
}
