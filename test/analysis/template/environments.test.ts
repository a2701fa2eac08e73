import { isSameEnvironment } from '../../../src/analysis/model/environment';
import type { StackIdentity } from '../../../src/analysis/template/template-input';
import { judgeTemplates } from '../judging';
import { modelOf, template } from '../read/reading';

/*
 * What has a name is looked up in the account and Region of whoever looks, and what counts for a whole account counts in that one.
 */

const [HERE, REGION, ACCOUNT, NOWHERE]: readonly (readonly string[])[] = [['1', 'x'], ['1', 'y'], ['2', 'x'], []];

function stack(name: string, [account, region]: readonly string[]): StackIdentity {
  return { name, ...account === undefined ? {} : { account }, ...region === undefined ? {} : { region } };
}

/** A stack that tells the id of a VPC, each in its way. */
const TELLERS: Readonly<Record<string, (id: string) => object>> = {
  'export': (id) => ({ Resources: {}, Outputs: { O: { Value: id, Export: { Name: 'vpc' } } } }),
  'parameter of Systems Manager': (id) => ({ Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/vpc', Value: id } } } }),
};

const ASKS: Readonly<Record<string, unknown>> = { 'export': { 'Fn::ImportValue': 'vpc' }, 'parameter of Systems Manager': '{{resolve:ssm:/vpc}}' };

/** The VPC of a table in a stack here, as others tell it. */
function found(way: string, tellers: Readonly<Record<string, readonly string[]>>, asker = HERE): string {
  const asking = template({ Resources: { Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ASKS[way] } } } }, { name: 'asking', stack: stack('asking', asker) });
  const telling = Object.entries(tellers).map(([id, place]) => template(TELLERS[way](id), { name: id, stack: stack(id, place) }));
  return modelOf(asking, ...telling).routeTables.get('asking#Table')!.vpc;
}

describe.each(Object.keys(TELLERS))('an %s', (way) => {
  test.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[], string]>([
    ['is found here', { 'vpc-here': HERE }, HERE, 'vpc-here'],
    ['is found here, not in other Regions and accounts', { 'vpc-region': REGION, 'vpc-here': HERE, 'vpc-account': ACCOUNT }, HERE, 'vpc-here'],
    ['of another Region is none', { 'vpc-region': REGION }, HERE, `?${way} ${way === 'export' ? 'vpc' : '/vpc'}`],
    ['of another account is none', { 'vpc-account': ACCOUNT }, HERE, `?${way} ${way === 'export' ? 'vpc' : '/vpc'}`],
    ['may be in a stack whose place is not known', { 'vpc-somewhere': NOWHERE }, HERE, 'vpc-somewhere'],
    ['here or in a stack whose place is not known may be either', { 'vpc-here': HERE, 'vpc-somewhere': NOWHERE }, HERE, `?${way} ${way === 'export' ? 'vpc' : '/vpc'}`],
    ['of two Regions may be either for who is nowhere', { 'vpc-here': HERE, 'vpc-region': REGION }, NOWHERE, `?${way} ${way === 'export' ? 'vpc' : '/vpc'}`],
  ])('%s', (_, tellers, asker, expected) => {
    expect(found(way, tellers, asker)).toBe(expected);
  });
});

test('what is carried to two Regions under one name is told apart by the Region', () => {
  const writer = (region: string, id: string) => ({ Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: { region, exports: { '/cdk/exports/App/Vpc': id } } } });
  const producer = template({ Resources: { W1: writer('x', 'vpc-x'), W2: writer('y', 'vpc-y') } }, { name: 'producer', stack: stack('producer', ['1', 'z']) });
  const reading = (name: string, region: string) => template({
    Resources: {
      Reader: { Type: 'Custom::CrossRegionExportReader', Properties: {} },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { 'Fn::GetAtt': ['Reader', '/cdk/exports/App/Vpc'] } } },
    },
  }, { name, stack: stack('App', ['1', region]) });
  const { routeTables } = modelOf(producer, reading('a', 'x'), reading('b', 'y'));
  expect([...routeTables.values()].map(({ vpc }) => vpc)).toEqual(['vpc-x', 'vpc-y']);
});

describe('the environment of a VPC', () => {
  const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };

  test('is that of its stack, also when it is nested', () => {
    const inner = template({ Resources: { Vpc: vpc } }, { name: 'inner' });
    const outer = template({ Resources: { Inner: { Type: 'AWS::CloudFormation::Stack' } } }, { name: 'outer', stack: stack('outer', HERE), nested: { Inner: inner } });
    expect(modelOf(outer).vpcs.get('inner@outer/Inner#Vpc')!.environment).toEqual({ group: 'outer', account: '1', region: 'x' });
  });

  test('is that of the stacks with which it shares exports, and of these alone', () => {
    const options = { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: 'block-ingress' } };
    const exporting = template({ Resources: { Vpc: vpc }, Outputs: { O: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } } }, { name: 'exporting' });
    const importing = template({ Resources: { Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { 'Fn::ImportValue': 'vpc' } } }, Bpa: options } }, { name: 'importing' });
    const beside = template({ Resources: { Vpc: vpc } }, { name: 'beside' });
    const { vpcs, blockPublicAccess: [{ environment }] } = modelOf(exporting, importing, beside);
    expect(['exporting#Vpc', 'beside#Vpc'].map((id) => isSameEnvironment(vpcs.get(id)!.environment, environment))).toEqual(['yes', 'unknown']);
  });
});

test('whichever of them is read first', () => {
  const options = { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: 'block-bidirectional' } };
  const exporting = (name: string, more: object = {}) => template({
    Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } }, ...more }, Outputs: { O: { Value: { Ref: 'Vpc' }, Export: { Name: name } } },
  }, { name });
  const importing = (name: string, ...exports: readonly string[]) => template({
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: exports.map((each) => ({ 'Fn::ImportValue': each })), SecurityGroupIds: ['sg-0a'] } } },
    },
  }, { name });
  const { vpcs, blockPublicAccess: [{ environment }] } = modelOf(exporting('a', { Bpa: options }), exporting('b'), importing('c', 'a'), importing('d', 'b', 'a'));
  expect(['a#Vpc', 'b#Vpc'].map((id) => isSameEnvironment(vpcs.get(id)!.environment, environment))).toEqual(['yes', 'yes']);
});

test('a function without a VPC never meets Block Public Access', () => {
  const options = { Type: 'AWS::EC2::VPCBlockPublicAccessOptions', Properties: { InternetGatewayBlockMode: 'block-bidirectional' } };
  const { functions } = judgeTemplates([template({ Resources: { Bpa: options, Fn: { Type: 'AWS::Lambda::Function' } } })]);
  expect(functions[0].verdicts[0].verdict).toBe('reachable');
});
