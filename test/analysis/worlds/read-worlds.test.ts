import type { NetworkModel } from '../../../src/analysis/model/network';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';
import { resourcesOf, template, worldsOf } from '../read/reading';

const NAT_BY_CONDITION = {
  Parameters: { UseNat: { Type: 'String', AllowedValues: ['true', 'false'] } },
  Conditions: { Nat: { 'Fn::Equals': [{ Ref: 'UseNat' }, 'true'] } },
  Resources: {
    Nat: { Type: 'AWS::EC2::NatGateway', Condition: 'Nat', Properties: { SubnetId: 'subnet-1', AllocationId: 'eipalloc-1' } },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: 'vpc-1' } },
    Route: {
      Type: 'AWS::EC2::Route', Condition: 'Nat', Properties: {
        RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' },
      },
    },
  },
};

function routes({ routeTables }: NetworkModel): number {
  return [...routeTables.values()].reduce((sum, table) => sum + table.routes.length, 0);
}

describe('conditions that are not decided', () => {
  test('each way makes a world that says what it assumes', () => {
    expect(worldsOf(template(NAT_BY_CONDITION)).map(({ assumptions, model }) => [assumptions, model.natGateways.size, routes(model)])).toEqual([
      [['condition Nat is true'], 1, 1],
      [['condition Nat is false'], 0, 0],
    ]);
  });

  test('a value given decides', () => {
    const [world, ...others] = worldsOf(template(NAT_BY_CONDITION, { parameters: { UseNat: 'false' } }));
    expect([others.length, world.assumptions, routes(world.model)]).toEqual([0, [], 0]);
  });

  test('a value assumed is a value: mappings follow it', () => {
    const worlds = worldsOf(template({
      Parameters: { Stage: { Type: 'String', AllowedValues: ['test', 'prod'] } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Mappings: { Blocks: { test: { Vpc: '10.1.0.0/16' }, prod: { Vpc: '10.2.0.0/16' } } },
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::FindInMap': ['Blocks', { Ref: 'Stage' }, 'Vpc'] } } },
        Igw: { Type: 'AWS::EC2::InternetGateway', Condition: 'Prod' },
      },
    }));
    expect(worlds.map(({ assumptions, model }) => [assumptions[0], model.internetGateways.size, model.vpcs.get('t#Vpc')!.ipv4Blocks[0].first])).toEqual([
      ['condition Prod is true', 1, 0x0A020000n],
      ['condition Prod is false', 0, 0x0A010000n],
    ]);
  });

  test('a value is one or another or something else, never two at once', () => {
    const worlds = worldsOf(template({
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { Test: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] }, Prod: { 'Fn::Equals': ['prod', { Ref: 'Stage' }] } },
      Resources: { A: { Type: 'AWS::EC2::InternetGateway', Condition: 'Test' }, B: { Type: 'AWS::EC2::InternetGateway', Condition: 'Prod' } },
    }));
    expect(worlds.map(({ model }) => [...model.internetGateways.keys()].join())).toEqual(['t#B', 't#A', '']);
    expect(worlds[2].assumptions).toEqual(['condition Prod is false', 'condition Test is false']);
  });

  test('an unknown value is equal to itself', () => {
    const [world, ...others] = worldsOf(template({
      Parameters: { P: { Type: 'String' } },
      Conditions: { Same: { 'Fn::Equals': [{ 'Fn::Sub': 'a-${P}' }, { 'Fn::Join': ['-', ['a', { Ref: 'P' }]] }] } },
      Resources: { A: { Type: 'AWS::EC2::InternetGateway', Condition: 'Same' } },
    }));
    expect([others.length, world.assumptions, world.model.internetGateways.size]).toEqual([0, [], 1]);
  });

  test('conditions that no network hangs on make no worlds', () => {
    const open = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] };
    expect(worldsOf(template({
      Conditions: { Open: open },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Condition: 'Open' },
        Function: {
          Type: 'AWS::Lambda::Function', Properties: {
            MemorySize: { 'Fn::If': ['Open', 128, 256] },
            Environment: { Variables: { SIZE: { 'Fn::If': ['Open', 'a', 'b'] }, AWS_USE_DUALSTACK_ENDPOINT: 'true' } },
          },
        },
      },
    })).map(({ assumptions }) => assumptions)).toEqual([[]]);
  });

  test('a Region that is not known is the same in all templates that have to do with each other', () => {
    const body = {
      Conditions: { Ireland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: { Igw: { Type: 'AWS::EC2::InternetGateway', Condition: 'Ireland' }, Entry: { Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: 'acl-1' } } },
    };
    const worlds = worldsOf(template(body, { name: 'a' }), template(body, { name: 'b' }));
    expect(worlds.map(({ assumptions, model }) => [assumptions, model.internetGateways.size])).toEqual([
      [['condition Ireland of a is true', 'condition Ireland of b is true'], 2],
      [['condition Ireland of a is false', 'condition Ireland of b is false'], 0],
    ]);
  });

  test('six open conditions make 64 worlds that differ; seven are too many, and every world says so', () => {
    const many = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `P${index}`);
      return template({
        Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
        Conditions: Object.fromEntries(names.map((name) => [`${name}C`, { 'Fn::Equals': [{ Ref: name }, 'x'] }])),
        Resources: Object.fromEntries(names.map((name) => [`${name}Igw`, { Type: 'AWS::EC2::InternetGateway', Condition: `${name}C` }])),
      });
    };
    const six = worldsOf(many(6));
    expect(new Set(six.map(({ model }) => [...model.internetGateways.keys()].join())).size).toBe(64);
    expect(six.some(({ undecided }) => undecided !== undefined)).toBe(false);
    const seven = worldsOf(many(7));
    expect(seven.length).toBeLessThanOrEqual(64);
    expect(seven.every(({ undecided }) => undecided?.includes('t#P6') === true)).toBe(true);
  });

  test('a condition of a nested stack\'s resource holds for all that is nested', () => {
    const inner = template({ Resources: resourcesOf({ Igw: ['AWS::EC2::InternetGateway'] }) }, { name: 'inner' });
    const worlds = worldsOf(template({
      Parameters: { Open: { Type: 'String' } },
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'Open' }, ''] } },
      Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Condition: 'C' } },
    }, { nested: { Inner: inner } }));
    expect(worlds.map(({ model }) => [...model.internetGateways.keys()])).toEqual([['inner@t/Inner#Igw'], []]);
  });
});

describe('templates that may become others', () => {
  test.each([
    [{ Transform: 'MyMacro', Resources: {} }, 'the transform MyMacro'],
    [{ Transform: ['AWS::Serverless-2016-10-31', { Name: 'AWS::Include' }], Resources: {} }, 'the transform AWS::Include'],
    [{ Resources: { 'Fn::Transform': { Name: 'AWS::Include' } } }, 'Fn::Transform in Resources'],
    [{ 'Fn::Transform': [{ Name: 'Mine' }], 'Resources': {} }, 'Fn::Transform in the template'],
    [{ Resources: { Igw: { 'Type': 'AWS::EC2::InternetGateway', 'Fn::Transform': { Name: 'Mine' } } } }, 'Fn::Transform in Igw'],
  ])('%j', (body, text) => {
    const { worlds, notes } = readWorlds({ templates: [template(body)] });
    expect(worlds[0].undecided).toContain(text);
    expect(notes[0].reason).toContain(text);
  });

  test('known transforms change nothing that is not read', () => {
    expect(worldsOf(template({ Transform: ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions'], Resources: {} }))[0].undecided).toBeUndefined();
  });
});
