import { resourcesOf, template } from './reading';
import type { AskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import { parseBlock } from '../../../src/analysis/model/address-block';
import { judgeTemplates, verdictOn } from '../judging';

/*
 * Programs that write networks: what they are handed may be added to; the calls of AWS custom resources are read.
 */

type Resources = Parameters<typeof resourcesOf>[0];

const ALL = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
const ref = (Ref: string) => ({ Ref });

/** A function with a way to the internet, and one to Secrets Manager by it. */
const NETWORK: Resources = {
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true }],
  Igw: ['AWS::EC2::InternetGateway'],
  Attached: ['AWS::EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }],
  Public: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' }],
  Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' }],
  Outside: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  Inside: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
  OfPublic: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Public'), RouteTableId: ref('Outside') }],
  OfPrivate: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('Inside') }],
  Nat: ['AWS::EC2::NatGateway', { SubnetId: ref('Public'), AllocationId: 'eipalloc-0a' }],
  ToIgw: ['AWS::EC2::Route', { RouteTableId: ref('Outside'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }],
  ToNat: ['AWS::EC2::Route', { RouteTableId: ref('Inside'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') }],
  Acl: ['AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }],
  AclOfPrivate: ['AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Private'), NetworkAclId: ref('Acl') }],
  Out: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 100, Egress: true, RuleAction: 'allow', Protocol: -1, CidrBlock: '0.0.0.0/0' }],
  In: ['AWS::EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: -1, CidrBlock: '0.0.0.0/0' }],
  Group: ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: ALL }],
  Fn: ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] } }],
};

const CLOSED: Resources[string] = ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/32' }] }];
const SECRETS: AskedDestination = { kind: 'aws-service', text: 'secretsmanager', service: 'secretsmanager' };

function without(...ids: readonly string[]): Resources {
  return Object.fromEntries(Object.entries(NETWORK).filter(([id]) => !ids.includes(id)));
}

function verdict(resources: Resources, destination: 'internet' | 'secretsmanager' = 'internet'): string {
  const asked = destination === 'internet' ? [] : [SECRETS];
  return verdictOn(judgeTemplates([template({ Resources: resourcesOf(resources) })], asked), destination, 'ipv4')!.verdict;
}

const TABLE = { Properties: { Deep: [{ Table: ref('Inside') }] } };

describe.each<[string, string, object]>([
  ['a custom resource', 'Custom::Routes', { ServiceToken: 'arn' }],
  ['a custom resource without a name', 'AWS::CloudFormation::CustomResource', { ServiceToken: 'arn' }],
  ['a resource of a third party', 'Acme::Network::Routes', {}],
  ['a stack set', 'AWS::CloudFormation::StackSet', { StackSetName: 'x', PermissionModel: 'SELF_MANAGED' }],
  ['a product', 'AWS::ServiceCatalog::CloudFormationProvisionedProduct', { ProductName: 'x' }],
  ['a nested stack', 'AWS::CloudFormation::Stack', { TemplateURL: 'https://x/y' }],
  ['a module', 'Acme::Network::Routes::MODULE', {}],
  ['an automation', 'AWS::SSM::Association', { Name: 'x' }],
])('%s', (_, type, rest) => {
  const handed = (value: unknown): Resources => ({ Program: [type, { ...rest, Parameters: value }] });

  test.each<[string, Resources, unknown]>([
    ['a route table', without('ToNat'), TABLE],
    ['a table in a text', without('ToNat'), { Text: { 'Fn::Sub': 'tables: ${Inside}' } }],
    ['a network ACL', without('In'), ref('Acl')],
    ['a group', { ...NETWORK, Group: CLOSED }, { 'Fn::GetAtt': ['Group', 'GroupId'] }],
    ['a subnet without a table', without('OfPrivate', 'ToNat'), [ref('Private')]],
  ])('may add to %s', (__, resources, value) => {
    expect(verdict({ ...resources, ...handed('nothing') })).toBe('blocked');
    expect(verdict({ ...resources, ...handed(value) })).toBe('inconclusive');
  });

  test('may make an endpoint in a VPC', () => {
    expect([verdict(without('ToNat'), 'secretsmanager'), verdict({ ...without('ToNat'), ...handed(ref('Vpc')) }, 'secretsmanager')]).toEqual(['blocked', 'inconclusive']);
    expect(verdict({ ...NETWORK, ...handed(ref('Vpc')) })).toBe('reachable');
  });

  test('leaves alone what it is not handed', () => {
    expect(verdict({ ...NETWORK, ...handed([ref('Outside2'), 'x']) })).toBe('reachable');
  });
});

describe('a transit gateway', () => {
  const attachment = (vpc: string, subnet: string): Resources[string] =>
    ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: ref('Tgw'), VpcId: ref(vpc), SubnetIds: [ref(subnet)] }];
  const route = (table: string, DestinationCidrBlock: string): Resources[string] => ['AWS::EC2::Route', { RouteTableId: ref(table), DestinationCidrBlock, TransitGatewayId: ref('Tgw') }];
  const transit = (name: string): Resources => ({
    [`Of${name}`]: ['AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayAttachmentId: ref(name), TransitGatewayRouteTableId: ref('Hub') }],
    [`Learns${name}`]: ['AWS::EC2::TransitGatewayRouteTablePropagation', { TransitGatewayAttachmentId: ref(name), TransitGatewayRouteTableId: ref('Hub') }],
  });
  const zone = { AvailabilityZone: 'eu-west-1a' };
  const connected = (associates: 'enable' | 'disable'): Resources => ({
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }], Far: ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' }],
    Private: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', ...zone }], Data: ['AWS::EC2::Subnet', { VpcId: ref('Far'), CidrBlock: '10.9.1.0/24', ...zone }],
    Inside: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }], Beyond: ['AWS::EC2::RouteTable', { VpcId: ref('Far') }],
    OfPrivate: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: ref('Inside') }],
    OfData: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Data'), RouteTableId: ref('Beyond') }],
    Tgw: ['AWS::EC2::TransitGateway', { DefaultRouteTableAssociation: associates, DefaultRouteTablePropagation: associates }],
    Near: attachment('Vpc', 'Private'), Away: attachment('Far', 'Data'), There: route('Inside', '10.9.0.0/16'), Back: route('Beyond', '10.0.0.0/16'),
    Group: NETWORK.Group, Fn: NETWORK.Fn,
  });
  const named: Resources = { ...connected('disable'), Hub: ['AWS::EC2::TransitGatewayRouteTable', { TransitGatewayId: ref('Tgw') }], ...transit('Near'), ...transit('Away') };
  const less = (resources: Resources, id: string): Resources => Object.fromEntries(Object.entries(resources).filter(([name]) => name !== id));
  const FAR: AskedDestination = { kind: 'cidr', text: '10.9.1.0/24:443', block: parseBlock('10.9.1.0/24')!, ports: [{ transport: 'tcp', ports: { fromPort: 443, toPort: 443 } }] };
  const far = (resources: Resources): string =>
    judgeTemplates([template({ Resources: resourcesOf(resources) })], [FAR]).functions[0].verdicts.find(({ asked }) => asked)!.verdict;
  const program = (value: unknown): Resources => ({ Program: ['Custom::Hub', { ServiceToken: 'arn', It: value }] });

  test.each<[string, Resources, string]>([
    ['routes to its table', less(named, 'LearnsAway'), 'Hub'],
    ['an association to an attachment that has none', less(named, 'OfNear'), 'Near'],
    ['an association to an attachment at the other end', less(named, 'OfAway'), 'Away'],
    ['routes to its default table', { ...connected('enable'), Away: attachment('Vpc', 'Private') }, 'Tgw'],
  ])('may get %s', (_, resources, handed) => {
    expect(far({ ...resources, ...program('nothing') })).toBe('blocked');
    expect(far({ ...resources, ...program(ref(handed)) })).toBe('inconclusive');
  });

  test('reaches where all of it is in the templates', () => {
    expect([far(named), far(connected('enable')), far({ ...named, ...program(ref('Vpc')) })]).toEqual(['reachable', 'reachable', 'reachable']);
  });
});

const KNOWN = ['VpcRestrictDefaultSG', 'S3AutoDeleteObjects', 'LogRetention', 'CrossRegionExportWriter', 'GatewayPrefixList', 'AWSCDK-EKS-Cluster'];

test.each(KNOWN)('Custom::%s adds nothing', (name) => {
  expect(verdict({ ...without('ToNat'), Known: [`Custom::${name}`, { ServiceToken: 'arn', Tables: [ref('Inside')] }] })).toBe('blocked');
});

/** A text of JSON in which values stand between quotes, as AWS CDK writes it. */
function text(call: object): unknown {
  const references: unknown[] = [];
  const marked = JSON.stringify(call, (_, value: unknown) =>
    typeof value === 'object' && value !== null && ('Ref' in value || 'Fn::GetAtt' in value)
      ? `<${references.push(value) - 1}>` : value);
  const parts = marked.split(/<(\d+)>/).map((part, index) => index % 2 === 0 ? part : references[Number(part)]);
  return parts.length === 1 ? marked : { 'Fn::Join': ['', parts] };
}

interface More {
  readonly service?: string;
  readonly on?: readonly string[];
  readonly call?: object;
}

function calls(action: string, parameters: object, more: More = {}): Resources {
  const call = text({ service: more.service ?? 'EC2', action, parameters, physicalResourceId: { id: 'x' }, ...more.call });
  return { Call: ['Custom::AWS', { ServiceToken: 'arn', ...Object.fromEntries((more.on ?? ['Create']).map((occasion) => [occasion, call])) }] };
}

const ROUTE = { RouteTableId: ref('Inside'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') };
const RULE = { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, IpPermissions: [{ IpProtocol: 'tcp', FromPort: '443', ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] };
const closed = { ...NETWORK, Group: CLOSED };
const entry = (RuleAction: string, RuleNumber: number) => ({ NetworkAclId: ref('Acl'), RuleNumber, Egress: false, RuleAction, Protocol: '-1', CidrBlock: '0.0.0.0/0' });

test.each<[string, Resources, Resources, string]>([
  ['a route', without('ToNat'), calls('createRoute', ROUTE), 'reachable'],
  ['a route, by version 3 of the SDK', without('ToNat'), calls('CreateRouteCommand', ROUTE, { service: '@aws-sdk/client-ec2' }), 'reachable'],
  ['a route, at creation and at each update', without('ToNat'), calls('createRoute', ROUTE, { on: ['Create', 'Update'] }), 'reachable'],
  ['a route, at updates alone', without('ToNat'), calls('createRoute', ROUTE, { on: ['Update'] }), 'inconclusive'],
  ['a route, at the deletion', without('ToNat'), calls('createRoute', ROUTE, { on: ['Delete'] }), 'blocked'],
  ['a route to a blackhole in the place of another', NETWORK, calls('replaceRoute', { ...ROUTE, NatGatewayId: undefined, GatewayId: ref('Igw') }), 'blocked'],
  ['a route of which the table is not known', without('ToNat'), calls('createRoute', { ...ROUTE, RouteTableId: { 'Fn::GetAtt': ['Other', 'Id'] } }), 'inconclusive'],
  ['a route in another account', without('ToNat'), calls('createRoute', ROUTE, { call: { assumedRoleArn: 'arn:aws:iam::111122223333:role/x' } }), 'inconclusive'],
  ['no route any more', NETWORK, calls('deleteRoute', { RouteTableId: ref('Inside'), DestinationCidrBlock: '0.0.0.0/0' }), 'inconclusive'],
  ['an association', without('OfPrivate'), calls('associateRouteTable', { RouteTableId: ref('Inside'), SubnetId: ref('Private') }), 'reachable'],
  ['a rule', closed, calls('authorizeSecurityGroupEgress', RULE), 'reachable'],
  ['a rule for another port', closed, calls('authorizeSecurityGroupEgress', { ...RULE, IpPermissions: [{ ...RULE.IpPermissions[0], FromPort: 80, ToPort: 80 }] }), 'blocked'],
  ['a rule in short', closed, calls('authorizeSecurityGroupEgress', { GroupId: RULE.GroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), 'reachable'],
  ['rules less', NETWORK, calls('revokeSecurityGroupEgress', RULE), 'inconclusive'],
  ['an entry', without('In'), calls('createNetworkAclEntry', entry('allow', 90)), 'reachable'],
  ['an entry that denies', NETWORK, calls('createNetworkAclEntry', entry('deny', 90)), 'blocked'],
  ['another entry', NETWORK, calls('replaceNetworkAclEntry', entry('deny', 100)), 'inconclusive'],
  ['an attachment', without('Attached'), calls('attachInternetGateway', { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') }), 'reachable'],
  ['nothing: it describes', without('ToNat'), calls('describeRouteTables', { RouteTableIds: [ref('Inside')] }), 'blocked'],
  ['nothing: it is another service', without('ToNat'), calls('putParameter', { Name: 'x', Value: ref('Inside') }, { service: 'SSM' }), 'blocked'],
  ['what is not JSON', without('ToNat'), { Call: ['Custom::AWS', { ServiceToken: 'arn', Create: { 'Fn::Join': ['', ['{', ref('Inside')]] } }] }, 'inconclusive'],
  ['what has another name', without('ToNat'), { Call: ['Custom::MyRoute', calls('createRoute', ROUTE).Call[1]!] }, 'reachable'],
])('a call writes %s', (_, resources, call, expected) => {
  expect(verdict({ ...resources, Other: ['Custom::Other', { ServiceToken: 'arn' }], ...call })).toBe(expected);
});

test('a call sets an attribute of a VPC', () => {
  const endpoint: Resources = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
    Endpoint: ['AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'), ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.secretsmanager' }, VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SubnetIds: [ref('Private')],
      SecurityGroupIds: [ref('Open')],
    }],
    Open: ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: ALL }],
  };
  const call = calls('modifyVpcAttribute', { VpcId: ref('Vpc'), EnableDnsHostnames: { Value: true } });
  expect(verdict({ ...without('ToNat'), ...endpoint }, 'secretsmanager')).toBe('blocked');
  expect(verdict({ ...without('ToNat'), ...endpoint, ...call }, 'secretsmanager')).toBe('reachable');
});
