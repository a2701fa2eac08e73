import { Deployment } from '../../../src/analysis/template/deployment';
import { neighbourhoodsOf } from '../../../src/analysis/worlds/neighbourhoods';
import { template } from '../read/reading';

/*
 * Which templates bear on the functions of which: `a` on those of `b`, `b` on those of `a`.
 */

type Body = Readonly<Record<string, unknown>>;

type Resources = Readonly<Record<string, readonly [type: string, properties?: object, metadata?: object]>>;

function resources(all: Resources, rest: Body = {}): Body {
  const entries = Object.entries(all).map(([id, [Type, Properties, Metadata]]) => [id, { Type, Properties, Metadata }] as const);
  return { ...rest, Resources: Object.fromEntries(entries) };
}

const imported = { 'Fn::ImportValue': 'x' };
const exporting = (Value: unknown) => ({ Outputs: { X: { Value, Export: { Name: 'x' } } } });
const table = (VpcId: unknown) => resources({ T: ['AWS::EC2::RouteTable', { VpcId }] });
const subnet = (VpcId: unknown) => resources({ S: ['AWS::EC2::Subnet', { VpcId }] });
const declaring = (resource: string) => {
  const destinations = [{ kind: 'resource', resource, securityGroups: [resource] }];
  return resources({ F: ['AWS::Lambda::Function', {}, { 'cdk-lambda-network:destinations': destinations }] });
};

describe('two templates', () => {
  test.each<[string, Body, Body, readonly string[]]>([
    ['that have nothing to do with each other', table('vpc-0a'), table('vpc-0b'), ['a', 'b']],
    ['of which one uses an export', resources({}, exporting('vpc-0a')), table(imported), ['a', 'ab']],
    ['of which one adds to what it uses', resources({}, exporting('vpc-0a')), subnet(imported), ['ab', 'ab']],
    ['of which one may use an export', resources({}, exporting('vpc-0a')), table({ 'Fn::ImportValue': { 'Fn::Sub': '${P}-x' } }), ['a', 'ab']],
    ['that use one export, which none has', table(imported), table(imported), ['a', 'b']],
    ['of which one adds to what is exported by none', table(imported), subnet(imported), ['ab', 'b']],
    ['that write one id', table('vpc-0a'), table('vpc-0a'), ['a', 'b']],
    ['of which one adds to what has the id', table('vpc-0a'), subnet('vpc-0a'), ['ab', 'b']],
    ['of which one adds to what is looked up in Systems Manager', table('{{resolve:ssm:/x}}'), subnet('{{resolve:ssm:/x}}'), ['ab', 'b']],
    ['of which one reads parameters of Systems Manager', resources({ P: ['AWS::SSM::Parameter', { Name: '/x', Value: 'y' }] }), table('{{resolve:ssm:/x}}'), ['a', 'ab']],
    ['of which one has a parameter from there', resources({ P: ['AWS::SSM::Parameter', { Name: '/x', Value: 'y' }] }), { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>' } }, Resources: {} }, ['a', 'ab']],
    ['of which one reads outputs', resources({}, { Outputs: { X: { Value: 'y' } } }), table({ 'Fn::GetStackOutput': { StackName: 's', OutputName: 'X' } }), ['a', 'ab']],
    ['of which one reads what is carried between Regions', resources({ W: ['Custom::CrossRegionExportWriter'] }), resources({ R: ['Custom::CrossRegionExportReader'] }), ['a', 'ab']],
    ['of which one declares a destination in the other', resources({ Db: ['AWS::RDS::DBInstance', {}, { 'aws:cdk:path': 'App/Data/Db/Resource' }] }), declaring('App/Data/Db'), ['a', 'ab']],
    ['of which one declares another destination', resources({ Db: ['AWS::RDS::DBInstance', {}, { 'aws:cdk:path': 'App/Data/Db/Resource' }] }), declaring('App/Other'), ['a', 'b']],
    ['of which one names a subnet group', resources({ G: ['AWS::RDS::DBSubnetGroup', { DBSubnetGroupName: 'g' }] }), resources({ Db: ['AWS::RDS::DBInstance', { DBSubnetGroupName: 'g' }] }), ['a', 'ab']],
    ['of which one gives a URL to a function by name', resources({ F: ['AWS::Lambda::Function', { FunctionName: 'f' }] }), resources({ U: ['AWS::Lambda::Url', { TargetFunctionArn: 'f' }] }), ['ab', 'b']],
    ['of which one switches Block Public Access on', table('vpc-0a'), resources({ B: ['AWS::EC2::VPCBlockPublicAccessOptions'] }), ['ab', 'b']],
    ['of which one lets its own group into the other', resources({}, exporting('sg-0a')), resources({ G: ['AWS::EC2::SecurityGroup'], I: ['AWS::EC2::SecurityGroupIngress', { GroupId: imported, SourceSecurityGroupId: { Ref: 'G' } }] }), ['a', 'ab']],
    ['of which one lets a block into the other', resources({}, exporting('sg-0a')), resources({ I: ['AWS::EC2::SecurityGroupIngress', { GroupId: imported, CidrIp: '10.0.0.0/8' }] }), ['ab', 'ab']],
    ['of which one hands something to a stack that is not at hand', resources({}, exporting('rtb-0a')), resources({ N: ['AWS::CloudFormation::Stack', { Parameters: { T: imported } }] }), ['ab', 'ab']],
  ])('%s', (_, a, b, expected) => {
    const deployment = new Deployment({ templates: [template({ Parameters: { P: { Type: 'String' } }, ...a }, { name: 'a' }), template({ Parameters: { P: { Type: 'String' } }, ...b }, { name: 'b' })] }, new Map());
    const found = new Map(neighbourhoodsOf(deployment).flatMap(({ templates, own }) => [...own].map((name) => [name, templates.map((each) => each.name).join('')])));
    expect([found.get('a'), found.get('b')]).toEqual(expected);
  });
});

test('use goes on: what a used template uses, and what changes that', () => {
  const chain = [
    template(resources({}, { Outputs: { X: { Value: 'vpc-0a', Export: { Name: 'vpc' } } } }), { name: 'a' }),
    template(resources({}, { Outputs: { X: { Value: { 'Fn::ImportValue': 'vpc' }, Export: { Name: 'again' } } } }), { name: 'b' }),
    template(table({ 'Fn::ImportValue': 'again' }), { name: 'c' }),
    template(subnet({ 'Fn::ImportValue': 'vpc' }), { name: 'd' }),
  ];
  const found = neighbourhoodsOf(new Deployment({ templates: chain }, new Map()));
  expect(found.map(({ templates, own }) => [[...own].join(''), templates.map(({ name }) => name).join('')])).toEqual([['ad', 'ad'], ['b', 'abd'], ['c', 'abcd']]);
});
