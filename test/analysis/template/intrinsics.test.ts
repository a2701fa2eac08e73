import { spellBlock } from '../../../src/analysis/model/address-block';
import { Deployment } from '../../../src/analysis/template/deployment';
import type { StackIdentity } from '../../../src/analysis/template/template-input';
import type { Value } from '../../../src/analysis/template/value';
import { isComposite } from '../../../src/analysis/template/value';
import { resourcesOf, template } from '../read/reading';

const BODY = {
  Parameters: {
    Given: { Type: 'String' }, Standard: { Type: 'String', Default: 'd' }, Unset: { Type: 'String' }, Count: { Type: 'Number', Default: 3 },
    Names: { Type: 'CommaDelimitedList', Default: 'a, b ,c' }, UnsetList: { Type: 'List<AWS::EC2::Subnet::Id>' }, Empty: { Type: 'CommaDelimitedList', Default: '' },
    FromSsm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/vpc' },
    ListFromSsm: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/shop/subnets' },
    ForeignSsm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/elsewhere' },
  },
  Mappings: { Blocks: { 'prod': { Vpc: '10.1.0.0/16', List: ['x', 'y'] }, 'eu-west-1': { Vpc: '10.2.0.0/16' } } },
  Conditions: {
    Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] }, Open: { 'Fn::Equals': [{ Ref: 'Unset' }, 'x'] },
    OpenAndNo: { 'Fn::And': [{ Condition: 'Open' }, { Condition: 'No' }] }, OpenOrYes: { 'Fn::Or': [{ Condition: 'Open' }, { Condition: 'Yes' }] },
    Itself: { 'Fn::Not': [{ Condition: 'Itself' }] },
  },
  Resources: {
    ...resourcesOf({
      Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.7/16' }],
      Added: ['AWS::EC2::VPCCidrBlock', { VpcId: { Ref: 'Vpc' }, AmazonProvidedIpv6CidrBlock: true }],
      Pooled: ['AWS::EC2::VPC', { Ipv4IpamPoolId: 'ipam-pool-1', Ipv4NetmaskLength: 16 }],
      Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-1a' }],
      Group: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, GroupDescription: 'g' }],
      Published: ['AWS::SSM::Parameter', { Name: '/shop/vpc', Type: 'String', Value: { Ref: 'Vpc' } }],
      PublishedList: ['AWS::SSM::Parameter', { Name: '/shop/subnets', Type: 'StringList', Value: { 'Fn::Join': [',', [{ Ref: 'Subnet' }, 'subnet-0a']] } }],
      Circular: ['AWS::SSM::Parameter', { Name: '/circle', Type: 'String', Value: '{{resolve:ssm:/circle}}' }],
      LookUp: ['Custom::AWS', {
        Create: JSON.stringify({
          service: 'EC2', action: 'describeManagedPrefixLists', parameters: {
            Filters: [{ Name: 'prefix-list-name', Values: ['com.amazonaws.eu-west-1.dynamodb'] }],
          },
        }),
      }],
      OwnLookUp: ['Custom::GatewayPrefixList', { ServiceToken: 'arn', PrefixListName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.s3']] } }],
      FormerLookUp: ['Custom::GatewayPrefixList', {
        Create: JSON.stringify({
          service: 'EC2', action: 'describeManagedPrefixLists', parameters: { Filters: [{ Name: 'prefix-list-name', Values: ['com.amazonaws.eu-west-1.s3'] }] },
        }),
      }],
      OtherLookUp: ['Custom::OtherPrefixList', { ServiceToken: 'arn', PrefixListName: 'com.amazonaws.eu-west-1.s3' }],
      UnknownLookUp: ['Custom::GatewayPrefixList', { ServiceToken: 'arn', PrefixListName: { Ref: 'Unset' } }],
      OtherCall: ['Custom::AWS', { Create: JSON.stringify({ service: 'EC2', action: 'describeVpcs', parameters: {} }) }],
      Queue: ['AWS::SQS::Queue'],
    }),
    NotThere: { Type: 'AWS::EC2::VPC', Condition: 'No' },
    There: { Type: 'AWS::EC2::VPC', Condition: 'Yes' },
    Perhaps: { Type: 'AWS::EC2::VPC', Condition: 'Open' },
  },
  Outputs: { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-vpc' } } } },
};

function evaluated(raw: unknown, stack?: StackIdentity): Value {
  return new Deployment({ templates: [template(BODY, { stack, parameters: { Given: 'g' } })] }, new Map()).roots[0].value(raw);
}

/** A value as a text that a table can hold: `@` is a reference, `?` is unknown, `!` is missing. */
function spelled(value: Value): unknown {
  if (!isComposite(value)) {
    return value;
  }
  switch (value.kind) {
    case 'list':
      return value.items.map(spelled);
    case 'map':
      return Object.fromEntries(value.keys().map((key) => [key, spelled(value.get(key))]));
    case 'reference':
      return `@${value.id}`;
    case 'block':
      return spellBlock(value.block);
    case 'text':
      return value.parts.map(spelled).join('');
    case 'unknown':
      return '?';
    case 'missing':
      return '!';
    case 'none':
      return undefined;
    case 'zones':
      return `zones of ${value.region}`;
  }
}

const IRELAND: StackIdentity = { name: 'shop', account: '111111111111', region: 'eu-west-1' };

test.each<[string, unknown, unknown]>([
  ['a literal', 'x', 'x'],
  ['null', null, null],
  ['a list', ['a', 1, true], ['a', 1, true]],
  ['an object', { A: { Ref: 'Standard' } }, { A: 'd' }],
  ['Ref of a given parameter', { Ref: 'Given' }, 'g'],
  ['Ref of a default', { Ref: 'Standard' }, 'd'],
  ['Ref of a default that is a number', { Ref: 'Count' }, '3'],
  ['Ref of a parameter without value', { Ref: 'Unset' }, '?'],
  ['Ref of a list', { Ref: 'Names' }, ['a', 'b', 'c']],
  ['Ref of an empty list', { Ref: 'Empty' }, []],
  ['Ref of a list without value', { Ref: 'UnsetList' }, '?'],
  ['Ref of a parameter of Systems Manager', { Ref: 'FromSsm' }, '@t#Vpc'],
  ['Ref of a list in Systems Manager', { Ref: 'ListFromSsm' }, ['@t#Subnet', 'subnet-0a']],
  ['Ref of a parameter of Systems Manager that is elsewhere', { Ref: 'ForeignSsm' }, '?'],
  ['Ref of a resource', { Ref: 'Vpc' }, '@t#Vpc'],
  ['Ref of a parameter resource', { Ref: 'Published' }, '/shop/vpc'],
  ['Ref of what is not there', { Ref: 'Nothing' }, '!'],
  ['Ref of what a condition leaves out', { Ref: 'NotThere' }, '!'],
  ['Ref of what a condition lets in', { Ref: 'There' }, '@t#There'],
  ['Ref of what may be there', { Ref: 'Perhaps' }, '?'],
  ['Ref of a name of JavaScript', { Ref: 'constructor' }, '!'],
  ['Ref of no value', [{ Ref: 'AWS::NoValue' }, 'x'], ['x']],
  ['Ref of the Region', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['Ref of a list of topics', { Ref: 'AWS::NotificationARNs' }, '?'],
  ['Ref of a list', { Ref: ['Vpc'] }, '?'],
  ['GetAtt of an id', { 'Fn::GetAtt': ['Group', 'GroupId'] }, '@t#Group'],
  ['GetAtt in short', { 'Fn::GetAtt': 'Group.GroupId' }, '@t#Group'],
  ['GetAtt of a block', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, '10.0.0.0/16'],
  ['GetAtt of a pool\'s block', { 'Fn::GetAtt': ['Pooled', 'CidrBlock'] }, '/16 of t#Pooled IPv4'],
  ['GetAtt of IPv6 blocks', { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }, ['/56 of t#Vpc IPv6']],
  ['GetAtt of the default group', { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }, '@t#Vpc.DefaultSecurityGroup'],
  ['GetAtt of the default ACL', { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] }, '@t#Vpc.DefaultNetworkAcl'],
  ['GetAtt of a zone', { 'Fn::GetAtt': ['Subnet', 'AvailabilityZone'] }, 'eu-west-1a'],
  ['GetAtt of a parameter\'s value', { 'Fn::GetAtt': ['Published', 'Value'] }, '@t#Vpc'],
  ['GetAtt of anything else', { 'Fn::GetAtt': ['Queue', 'Arn'] }, '?'],
  ['GetAtt of nothing', { 'Fn::GetAtt': ['Nothing', 'Arn'] }, '!'],
  ['GetAtt with a reference in it', { 'Fn::GetAtt': ['Vpc', { 'Fn::Join': ['', ['Cidr', 'Block']] }] }, '10.0.0.0/16'],
  ['GetAtt of a look-up of a prefix list', { 'Fn::GetAtt': ['LookUp', 'PrefixLists.0.PrefixListId'] }, '@pl:dynamodb'],
  ['GetAtt of a look-up of this library', { 'Fn::GetAtt': ['OwnLookUp', 'PrefixListId'] }, '@pl:s3'],
  ['GetAtt of a look-up of earlier versions of this library', { 'Fn::GetAtt': ['FormerLookUp', 'PrefixLists.0.PrefixListId'] }, '@pl:s3'],
  ['GetAtt of a look-up of others', { 'Fn::GetAtt': ['OtherLookUp', 'PrefixListId'] }, '?'],
  ['GetAtt of a look-up of another attribute', { 'Fn::GetAtt': ['OwnLookUp', 'PrefixLists.0.PrefixListId'] }, '?'],
  ['GetAtt of a look-up by an unknown name', { 'Fn::GetAtt': ['UnknownLookUp', 'PrefixListId'] }, '?'],
  ['GetAtt of another call', { 'Fn::GetAtt': ['OtherCall', 'PrefixLists.0.PrefixListId'] }, '?'],
  ['Sub of nothing', { 'Fn::Sub': 'a' }, 'a'],
  ['Sub of parameters and resources', { 'Fn::Sub': '${Given}/${Vpc}/${Vpc.CidrBlock}' }, 'g/@t#Vpc/10.0.0.0/16'],
  ['Sub with variables', { 'Fn::Sub': ['${A}${Given}', { A: { Ref: 'Standard' } }] }, 'dg'],
  ['Sub of a literal', { 'Fn::Sub': '${!Given}' }, '${Given}'],
  ['Sub of the Region', { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' }, 'com.amazonaws.${AWS::Region}.s3'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Given' }, 1]] }, 'a-g-1'],
  ['Join of a list parameter', { 'Fn::Join': ['|', { Ref: 'Names' }] }, 'a|b|c'],
  ['Join of what is not known', { 'Fn::Join': ['|', { Ref: 'UnsetList' }] }, '?'],
  ['Split', { 'Fn::Split': ['/', 'a/b/c'] }, ['a', 'b', 'c']],
  ['Split of joined ids', { 'Fn::Split': [',', { 'Fn::Join': [',', [{ Ref: 'Vpc' }, { Ref: 'Subnet' }]] }] }, ['@t#Vpc', '@t#Subnet']],
  ['Split of an id', { 'Fn::Split': ['-', { Ref: 'Vpc' }] }, '?'],
  ['Split around a pseudo parameter', { 'Fn::Split': [':', 'a:${AWS::Region}:b'] }, ['a', '${AWS::Region}', 'b']],
  ['Split of what is not known', { 'Fn::Split': [',', { Ref: 'Unset' }] }, '?'],
  ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
  ['Select with a text as place', { 'Fn::Select': ['1', { Ref: 'Names' }] }, 'b'],
  ['Select beyond the end', { 'Fn::Select': [2, ['a', 'b']] }, '!'],
  ['Select of a negative place', { 'Fn::Select': [-1, ['a', 'b']] }, '!'],
  ['Select of what is not known', { 'Fn::Select': [0, { Ref: 'UnsetList' }] }, '?'],
  ['If that is true', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  ['If that is false', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
  ['If that is open', { 'Fn::If': ['Open', 'a', 'b'] }, '?'],
  ['If that is false whatever is open', { 'Fn::If': ['OpenAndNo', 'a', 'b'] }, 'b'],
  ['If that is true whatever is open', { 'Fn::If': ['OpenOrYes', 'a', 'b'] }, 'a'],
  ['If defined by itself', { 'Fn::If': ['Itself', 'a', 'b'] }, '?'],
  ['If without such a condition', { 'Fn::If': ['Nope', 'a', 'b'] }, '?'],
  ['FindInMap', { 'Fn::FindInMap': ['Blocks', 'prod', 'Vpc'] }, '10.1.0.0/16'],
  ['FindInMap of a list', { 'Fn::FindInMap': ['Blocks', 'prod', 'List'] }, ['x', 'y']],
  ['FindInMap of nothing', { 'Fn::FindInMap': ['Blocks', 'test', 'Vpc'] }, '!'],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Blocks', 'test', 'Vpc', { DefaultValue: 'z' }] }, 'z'],
  ['FindInMap by an unknown Region', { 'Fn::FindInMap': ['Blocks', { Ref: 'AWS::Region' }, 'Vpc'] }, '?'],
  ['GetAZs', { 'Fn::GetAZs': '' }, 'zones of ${AWS::Region}'],
  ['a zone by its place', { 'Fn::Select': [2, { 'Fn::GetAZs': '' }] }, '${Availability Zone 2}'],
  ['Cidr of a literal', { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', 2, '64'] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
  ['Cidr of an allocation', { 'Fn::Select': [1, { 'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }] }, 256, '64'] }] },
    '/64 of t#Vpc IPv6 at +0x10000000000000000'],
  ['Cidr of too many', { 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }, '?'],
  ['Cidr of more than a call returns', { 'Fn::Cidr': ['10.0.0.0/8', 257, 8] }, '?'],
  ['Cidr of nothing known', { 'Fn::Cidr': [{ Ref: 'Unset' }, 1, 8] }, '?'],
  ['ImportValue of what is not in the templates', { 'Fn::ImportValue': 'else' }, '?'],
  ['a reference to Systems Manager', '{{resolve:ssm:/shop/vpc}}', '@t#Vpc'],
  ['a reference to a version', '{{resolve:ssm:/shop/vpc:3}}', '@t#Vpc'],
  ['a reference to a secret', '{{resolve:secretsmanager:x}}', '?'],
  ['a reference that leads to itself', '{{resolve:ssm:/circle}}', '?'],
  ['Length', { 'Fn::Length': { Ref: 'Names' } }, 3],
  ['ToJsonString', { 'Fn::ToJsonString': { A: { Ref: 'Given' } } }, '{"A":"g"}'],
  ['Base64', { 'Fn::Base64': 'x' }, '?'],
  ['a macro', { 'Fn::Transform': { Name: 'x' } }, '?'],
])('%s', (_, raw, expected) => {
  expect(spelled(evaluated(raw))).toEqual(expected);
});

test.each<[string, unknown, unknown]>([
  ['the Region', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['the account', { Ref: 'AWS::AccountId' }, '111111111111'],
  ['the stack', { Ref: 'AWS::StackName' }, 'shop'],
  ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['the suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['a mapping by Region', { 'Fn::FindInMap': ['Blocks', { Ref: 'AWS::Region' }, 'Vpc'] }, '10.2.0.0/16'],
  ['an export of its own', { 'Fn::ImportValue': 'shop-vpc' }, '@t#Vpc'],
  ['an output by the stack\'s name', { 'Fn::GetStackOutput': { StackName: 'shop', OutputName: 'Vpc' } }, '@t#Vpc'],
  ['an output of another Region', { 'Fn::GetStackOutput': { StackName: 'shop', OutputName: 'Vpc', Region: 'us-east-1' } }, '?'],
])('of a stack whose environment is known: %s', (_, raw, expected) => {
  expect(spelled(evaluated(raw, IRELAND))).toEqual(expected);
});

test('every unknown value has a reason that names what is missing', () => {
  const reasons = [{ Ref: 'Unset' }, { 'Fn::ImportValue': 'else' }, { Ref: 'ForeignSsm' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }, { 'Fn::If': ['Open', 1, 2] }]
    .map((raw) => evaluated(raw)).map((value) => isComposite(value) && value.kind === 'unknown' ? value.reason : undefined);
  expect(reasons).toEqual([
    'the parameter Unset of t has no value', 'the export else is not in the templates', 'the parameter of Systems Manager /elsewhere is not in the templates',
    'the attribute Arn of Queue is known during deployment only', 'the condition Open of t is not decided',
  ]);
});
