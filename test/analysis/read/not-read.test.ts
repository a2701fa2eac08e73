import { resourcesOf, template } from './reading';
import { judgeTemplates, verdictOn } from '../judging';

/*
 * What a template hands to something that is not read makes the verdict inconclusive, whatever the network looks like beside it.
 */

type Resources = Parameters<typeof resourcesOf>[0];

const ALL = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];

/** A function with a way to the internet. */
const NETWORK: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
  Igw: ['AWS::EC2::InternetGateway'],
  Attached: ['AWS::EC2::VPCGatewayAttachment', { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Igw' } }],
  Public: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' }],
  Private: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' }],
  Outside: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
  Inside: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
  OfPublic: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Public' }, RouteTableId: { Ref: 'Outside' } }],
  OfPrivate: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Private' }, RouteTableId: { Ref: 'Inside' } }],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: { Ref: 'Public' }, AllocationId: 'eipalloc-0a' }],
  ToIgw: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Outside' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Igw' } }],
  ToNat: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Inside' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } }],
  Acl: ['AWS::EC2::NetworkAcl', { VpcId: { Ref: 'Vpc' } }],
  AclOfPrivate: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'Private' }, NetworkAclId: { Ref: 'Acl' } }],
  Out: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, Egress: true, RuleAction: 'allow', Protocol: -1, CidrBlock: '0.0.0.0/0' }],
  In: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: -1, CidrBlock: '0.0.0.0/0' }],
  Group: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: ALL }],
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ Ref: 'Group' }] } }],
};

function without(...ids: readonly string[]): Resources {
  return Object.fromEntries(Object.entries(NETWORK).filter(([id]) => !ids.includes(id)));
}

function verdictWith(resources: Resources, rest: object = {}): string {
  return verdictOn(judgeTemplates([template({ Resources: resourcesOf(resources), ...rest })]), 'internet', 'ipv4')!.verdict;
}

/** A nested stack of which there is no template. */
function stack(Parameters: object): Resources {
  return { Nested: ['AWS::CloudFormation::Stack', { TemplateURL: 'https://elsewhere', Parameters }] };
}

test('the network is good, and closed without its rules, its entries or its route', () => {
  expect([NETWORK, without('In'), without('ToNat'), { ...NETWORK, Group: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: [{ ...ALL[0], CidrIp: '10.0.0.0/8' }] }] } as Resources]
    .map((resources) => verdictWith(resources))).toEqual(['reachable', 'blocked', 'blocked', 'blocked']);
});

describe('a nested stack without a template', () => {
  test.each<[string, Resources, object]>([
    ['a route table, which may have the route', without('ToNat'), { Table: { Ref: 'Inside' } }],
    ['a network ACL, which may have the entry', without('In'), { Acl: { Ref: 'Acl' } }],
    ['a group, which may have the rule', { ...NETWORK, Group: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: [{ ...ALL[0], CidrIp: '10.0.0.0/8' }] }] }, { Group: { 'Fn::GetAtt': ['Group', 'GroupId'] } }],
    ['a table of several', without('ToNat'), { Tables: { 'Fn::Join': [',', [{ Ref: 'Outside' }, { Ref: 'Inside' }]] } }],
  ])('is handed %s', (_, resources, parameters) => {
    expect(verdictWith({ ...resources, ...stack({}) })).toBe('blocked');
    expect(verdictWith({ ...resources, ...stack(parameters) })).toBe('inconclusive');
  });

  test('is said not to be read', () => {
    const { findings } = judgeTemplates([template({ Resources: resourcesOf({ ...NETWORK, ...stack({}) }) })]);
    expect(findings).toMatchObject([{ code: 'LAMBDA_COMPUTE_NOT_READ', severity: 'info', resource: 'Nested' }]);
  });

  test('gives outputs that are not known', () => {
    const fromStack = (output: string) => ({ 'Fn::GetAtt': ['Nested', `Outputs.${output}`] });
    expect(verdictWith({ ...NETWORK, ...stack({}), Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [fromStack('Subnet')], SecurityGroupIds: [{ Ref: 'Group' }] } }] }))
      .toBe('inconclusive');
    expect(verdictWith({ ...NETWORK, ...stack({}), Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [fromStack('Group')] } }] }))
      .toBe('inconclusive');
  });
});

describe('a custom resource in the place of an id', () => {
  const custom = (name: string): readonly [string, unknown][] => [[`${name} by Ref`, { Ref: 'Custom' }], [`${name} by attribute`, { 'Fn::GetAtt': ['Custom', 'Id'] }]];
  const places: readonly (readonly [string, (id: unknown) => Resources])[] = [
    ['subnet', (id) => ({ Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [id], SecurityGroupIds: [{ Ref: 'Group' }] } }] })],
    ['group', (id) => ({ Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [id] } }] })],
    ['all subnets', (id) => ({ Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: id, SecurityGroupIds: [{ Ref: 'Group' }] } }] })],
    ['NAT gateway', (id) => ({ ToNat: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Inside' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: id }] })],
    ['internet gateway', (id) => ({ ToIgw: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Outside' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: id }] })],
    ['route table of the function', (id) => ({ OfPrivate: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Private' }, RouteTableId: id }] })],
    ['route table of the route', (id) => ({ ToNat: ['AWS::EC2::Route', { RouteTableId: id, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } }] })],
    ['network ACL', (id) => ({ AclOfPrivate: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'Private' }, NetworkAclId: id }] })],
    ['network ACL of the entry', (id) => ({ In: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: id, RuleNumber: 100, RuleAction: 'allow', Protocol: -1, CidrBlock: '0.0.0.0/0' }] })],
    ['subnet of the NAT gateway', (id) => ({ Nat: ['AWS::EC2::NatGateway', { SubnetId: id, AllocationId: 'eipalloc-0a' }] })],
    ['VPC of the gateway', (id) => ({ Attached: ['AWS::EC2::VPCGatewayAttachment', { VpcId: id, InternetGatewayId: { Ref: 'Igw' } }] })],
    ['gateway that is attached', (id) => ({ Attached: ['AWS::EC2::VPCGatewayAttachment', { VpcId: { Ref: 'Vpc' }, InternetGatewayId: id }] })],
    ['subnet of the association', (id) => ({ OfPrivate: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: id, RouteTableId: { Ref: 'Inside' } }] })],
    ['attachment of the function', (id) => ({ Fn: ['AWS::Lambda::Function', { VpcConfig: id }] })],
  ];

  test.each(places.flatMap(([name, change]) => custom(name).map(([title, id]) => [title, change(id)] as const)))('%s', (_, change) => {
    expect(verdictWith({ ...NETWORK, Custom: ['AWS::CloudFormation::CustomResource', { ServiceToken: 'arn' }], ...change })).toBe('inconclusive');
  });
});

describe('a macro', () => {
  const MACRO = { 'Fn::Transform': { Name: 'Mine', Parameters: {} } };

  test.each<[string, object]>([
    ['in the place of a value', { VpcConfig: MACRO }],
    ['beside other entries', { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], ...MACRO } }],
    ['beside the properties, which it may change', { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ Ref: 'Group' }] }, ...MACRO }],
  ])('%s of a function', (_, properties) => {
    expect(verdictWith({ ...NETWORK, Fn: ['AWS::Lambda::Function', properties] })).toBe('inconclusive');
  });

  test('in a mapping', () => {
    const Fn = ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: { 'Fn::FindInMap': ['M', 'a', 'b'] }, SecurityGroupIds: [{ Ref: 'Group' }] } }] as const;
    expect(verdictWith({ ...NETWORK, Fn }, { Mappings: { M: { a: MACRO } } })).toBe('inconclusive');
    expect(verdictWith({ ...NETWORK, Fn }, { Mappings: { M: MACRO } })).toBe('inconclusive');
  });

  test.each(['MyMacro', ['AWS::Serverless-2016-10-31', 'MyMacro']])('over the whole template: %j', (Transform) => {
    expect(verdictWith(NETWORK, { Transform })).toBe('inconclusive');
  });

  test('in one resource spoils that one alone, where it is no part of a network', () => {
    const all = resourcesOf(NETWORK) as Record<string, object>;
    const verdict = (changed: object) => verdictOn(judgeTemplates([template({ Resources: { ...all, ...changed } })]), 'internet', 'ipv4')!.verdict;
    expect(verdict({ Table: { Type: 'AWS::DynamoDB::Table', ...MACRO } })).toBe('reachable');
    expect(verdict({ Gateway: { 'Type': 'AWS::EC2::InternetGateway', 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://x/y' } } } })).toBe('reachable');
    expect(verdict({ Fn: { ...all.Fn, ...MACRO } })).toBe('inconclusive');
    expect(verdict({ Waiter: { Type: 'AWS::CloudFormation::WaitConditionHandle', ...MACRO } })).toBe('inconclusive');
    expect(verdict({ Gateway: { Type: 'AWS::EC2::InternetGateway', ...MACRO } })).toBe('inconclusive');
    expect(verdict({ Another: { ...MACRO } })).toBe('inconclusive');
  });

  test('that makes the properties of a route may make one in any table', () => {
    const all = resourcesOf(NETWORK) as Record<string, object>;
    const judged = (route: object) => verdictOn(judgeTemplates([template({ Resources: { ...all, More: { Type: 'AWS::EC2::Route', ...route } } })]), 'internet', 'ipv4')!.verdict;
    expect(judged({ Properties: MACRO })).toBe('inconclusive');
    expect(judged({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://x/y' } } })).toBe('inconclusive');
  });
});

describe('a module', () => {
  const Module = ['Acme::Network::Routes::MODULE', {}] as const;

  test('that is handed nothing changes nothing', () => {
    expect(verdictWith({ ...NETWORK, Module })).toBe('reachable');
  });

  test('may add to what it is handed, and is said not to be read', () => {
    const resources: Resources = { ...without('ToNat'), Module: ['Acme::Network::Routes::MODULE', { Table: { Ref: 'Inside' } }] };
    expect(verdictWith(resources)).toBe('inconclusive');
    expect(judgeTemplates([template({ Resources: resourcesOf(resources) })]).findings).toMatchObject([{ code: 'LAMBDA_COMPUTE_NOT_READ', resource: 'Module' }]);
  });

  test.each(['ModuleNat', 'Module.Nat'])('makes what is called %s', (name) => {
    const ToNat = ['AWS::EC2::Route', { RouteTableId: { Ref: 'Inside' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: name } }] as const;
    expect(verdictWith({ ...NETWORK, ToNat })).toBe('blocked');
    expect(verdictWith({ ...NETWORK, Module, ToNat })).toBe('inconclusive');
  });
});
