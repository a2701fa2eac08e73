import fc from 'fast-check';
import type { Open, OpenResources } from './random-networks';
import { inTemplate, networks, written } from './random-networks';
import { template, worldsOf } from './reading';
import type { NetworkModel } from '../../../src/analysis/model/network';
import { LISTENER_TYPES } from '../../../src/analysis/read/listener-types';
import type { TemplateInput } from '../../../src/analysis/template/template-input';
import { readWorlds } from '../../../src/analysis/worlds/read-worlds';

const RUNS = { numRuns: 300 };

/** A model as plain data in one order, with its names as they would be in one template called `t`. */
function canonical(model: NetworkModel, rename: (name: string) => string = (name) => name): unknown {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replace(/[\w@/]+#\w+/g, rename);
    }
    if (typeof value === 'bigint') {
      return value.toString();
    }
    if (value instanceof Map) {
      return [...value.values() as Iterable<unknown>].map(plain).sort(byText);
    }
    if (Array.isArray(value)) {
      return value.map(plain).sort(byText);
    }
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).filter(([key]) => !['template', 'logicalId', 'group'].includes(key)).map(([key, inner]) => [key, plain(inner)]))
      : value;
  };
  return plain({ ...model });
}

function byText(one: unknown, other: unknown): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function theModel(...templates: readonly TemplateInput[]): NetworkModel {
  const worlds = worldsOf(...templates);
  expect(worlds).toHaveLength(1);
  return worlds[0].model;
}

function asOne(resources: OpenResources): NetworkModel {
  return theModel(template({ Resources: written(resources, inTemplate) }));
}

/** A name of what a reference leads to, that parameters, outputs and exports can have. */
function nameOf({ target, attribute = '' }: Open): string {
  return `x${target}${attribute}`;
}

const local = (name: string) => `t#${name.split('#')[1]}`;

describe('law: what a network is does not hang on', () => {
  test('the order of its resources', () => {
    fc.assert(fc.property(networks, fc.array(fc.nat()), (resources, order) => {
      const placed = [...resources].map((entry, index) => [order[index] ?? 0, entry] as const);
      const shuffled = placed.sort(([one], [other]) => one - other).map(([, entry]) => entry);
      expect(canonical(asOne(new Map(shuffled)))).toEqual(canonical(asOne(resources)));
    }), RUNS);
  });

  test('its logical ids', () => {
    fc.assert(fc.property(networks, (resources) => {
      const renamed = written([...resources].map(([id, raw]) => [`Other${id}`, raw] as const), ({ target, attribute }) =>
        inTemplate({ target: `Other${target}`, attribute }));
      expect(canonical(theModel(template({ Resources: renamed })), (name) => name.replace('#Other', '#'))).toEqual(canonical(withoutNames(asOne(resources))));
    }), RUNS);
  });

  test('the stacks that it is split into', () => {
    fc.assert(fc.property(networks, fc.array(fc.boolean(), { minLength: 1 }), (resources, sides) => {
      const side = new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length] ? 'a' : 'b']));
      const split = (name: string) => {
        const exported = new Map<string, Open>();
        written(resources, (reference) => exported.set(nameOf(reference), reference));
        return template({
          Resources: written([...resources].filter(([id]) => side.get(id) === name), (reference) =>
            (side.get(reference.target) ?? name) === name ? inTemplate(reference) : { 'Fn::ImportValue': nameOf(reference) }),
          Outputs: Object.fromEntries([...exported].filter(([, { target }]) => side.get(target) === name)
            .map(([output, reference]) => [output, { Value: inTemplate(reference), Export: { Name: { 'Fn::Sub': output } } }])),
        }, { name });
      };
      expect(canonical(theModel(split('a'), split('b')), local)).toEqual(canonical(asOne(resources)));
    }), RUNS);
  });

  test('what of it is nested', () => {
    fc.assert(fc.property(networks, fc.array(fc.boolean(), { minLength: 1 }), (resources, sides) => {
      const isInner = new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length]]));
      const given = new Map<string, Open>();
      const returned = new Map<string, Open>();
      const inner = written([...resources].filter(([id]) => isInner.get(id)), (reference) => {
        if (isInner.get(reference.target) === false) {
          given.set(nameOf(reference), reference);
          return { Ref: nameOf(reference) };
        }
        return inTemplate(reference);
      });
      const outer = written([...resources].filter(([id]) => !isInner.get(id)), (reference) => {
        if (isInner.get(reference.target) === true) {
          returned.set(nameOf(reference), reference);
          return { 'Fn::GetAtt': ['Inner', `Outputs.${nameOf(reference)}`] };
        }
        return inTemplate(reference);
      });
      const nested = template({
        Parameters: Object.fromEntries([...given.keys()].map((name) => [name, { Type: 'String' }])),
        Resources: inner,
        Outputs: Object.fromEntries([...returned].map(([name, reference]) => [name, { Value: inTemplate(reference) }])),
      }, { name: 'inner' });
      const stack = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: Object.fromEntries([...given].map(([name, reference]) => [name, inTemplate(reference)])) } };
      const model = theModel(template({ Resources: { ...outer, Inner: stack } }, { nested: { Inner: nested } }));
      expect(canonical(model, local)).toEqual(canonical(asOne(resources)));
    }), RUNS);
  });
});

/** The same model: names of what is missing are those of the template and differ when it is renamed. */
function withoutNames(model: NetworkModel): NetworkModel {
  return JSON.parse(JSON.stringify(model, (_, value: unknown) => typeof value === 'bigint' ? { bigint: value.toString() }
    : value instanceof Map ? { map: [...value] } : value === 'Gone' ? 'OtherGone' : value), (_, value: unknown) => {
    const object = value as { bigint?: string; map?: [string, unknown][] } | null;
    return typeof object?.bigint === 'string' ? BigInt(object.bigint) : Array.isArray(object?.map) ? new Map(object.map) : value;
  }) as NetworkModel;
}

describe('law: nothing that a template holds is an exception', () => {
  const TYPES = [
    ...['VPC', 'VPCCidrBlock', 'Subnet', 'SubnetCidrBlock', 'RouteTable', 'Route', 'SubnetRouteTableAssociation', 'InternetGateway', 'VPCGatewayAttachment',
      'EgressOnlyInternetGateway', 'NatGateway', 'EIP', 'EIPAssociation', 'NetworkInterface', 'Instance', 'VPCEndpoint', 'VPCPeeringConnection', 'TransitGateway',
      'TransitGatewayAttachment', 'TransitGatewayRouteTable', 'TransitGatewayRoute', 'SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress', 'NetworkAcl',
      'NetworkAclEntry', 'SubnetNetworkAclAssociation', 'PrefixList', 'VPCBlockPublicAccessOptions', 'VPCBlockPublicAccessExclusion',
      'GatewayRouteTableAssociation', 'VPNGatewayRoutePropagation'].map((name) => `AWS::EC2::${name}`),
    ...['Function', 'CapacityProvider', 'NetworkConnector', 'Url'].map((name) => `AWS::Lambda::${name}`), 'AWS::Serverless::Function', 'AWS::SSM::Parameter',
    'AWS::CloudFormation::Stack', 'Custom::VpcRestrictDefaultSG', 'Custom::CrossRegionExportReader', 'Custom::CrossRegionExportWriter', 'Custom::AWS',
    ...LISTENER_TYPES.keys(),
  ];
  const PROPERTIES = ['VpcId', 'CidrBlock', 'Ipv6CidrBlock', 'SubnetId', 'SubnetIds', 'RouteTableId', 'RouteTableIds', 'GroupId', 'SecurityGroupIds', 'SecurityGroupEgress',
    'VpcConfig', 'Configuration', 'Environment', 'Name', 'Value', 'NetworkInterfaces', 'Entries', 'PolicyDocument', 'ServiceName', 'DestinationCidrBlock', 'GatewayId',
    'AmazonProvidedIpv6CidrBlock', 'WriterProps', 'ReaderProps', 'Create', 'Parameters', 'AvailabilityZoneAddresses', 'DBSubnetGroupName', 'VpcConfigs', 'TargetFunctionArn'];
  const IDS = ['A', 'B', 'C', 'P', 'constructor', '__proto__', 'AWS::Region', 'AWS::NoValue', 'AWS::StackName'];
  const FUNCTIONS = ['Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::Equals', 'Fn::And', 'Fn::Not', 'Condition', 'Fn::FindInMap',
    'Fn::GetAZs', 'Fn::Cidr', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Base64', 'Fn::ForEach::X', 'Fn::Transform'];
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 5, withCrossShrink: true },
      fc.constantFrom<unknown>(...IDS, '10.0.0.0/16', '::/0', 'a,b', '${A}', '${A.Outputs.X}', '{{resolve:ssm:A}}', 'com.amazonaws.eu-west-1.s3', '', 0, 1, -1, true, null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...PROPERTIES, 'Fn::If', 'subnet'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      fc.tuple(fc.constantFrom(...FUNCTIONS), tie('value')).map(([name, argument]) => ({ [name]: argument })),
      fc.tuple(fc.constantFrom(...IDS), fc.constantFrom('CidrBlock', 'Ipv6CidrBlocks', 'Outputs.X', 'Value', 'GroupId', 'AvailabilityZone', 'A')).map((names) => ({ 'Fn::GetAtt': names })),
      fc.jsonValue() as fc.Arbitrary<unknown>,
    ),
  }));
  const resource = fc.record({
    Type: fc.constantFrom(...TYPES), Condition: fc.constantFrom('A', 'B'), Properties: fc.dictionary(fc.constantFrom(...PROPERTIES), value, { noNullPrototype: true }),
    Metadata: value, DeletionPolicy: value,
  }, { requiredKeys: ['Type'] });
  const byId = <T>(each: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), each, { noNullPrototype: true });
  const body = fc.record({
    Transform: fc.constantFrom<unknown>('AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31', ['X'], 1),
    Globals: fc.record({ Function: value }),
    Parameters: byId(fc.oneof(fc.record({ Type: fc.constantFrom('String', 'CommaDelimitedList', 'AWS::SSM::Parameter::Value<String>'), Default: value, AllowedValues: value }, { requiredKeys: [] }), value)),
    Mappings: byId(value), Conditions: byId(value), Resources: byId(fc.oneof({ weight: 5, arbitrary: resource }, { weight: 1, arbitrary: value })),
    Outputs: byId(fc.oneof(fc.record({ Value: value, Export: fc.record({ Name: value }) }), value)),
  }, { requiredKeys: ['Resources'] });

  test('of templates that look like some', () => {
    fc.assert(fc.property(body, body, (one, other) => {
      const nested = template(other, { name: 'n' });
      const { worlds } = readWorlds({ templates: [template(one, { name: 'a', nested: { A: nested } }), template(other, { name: 'b', parameters: { A: 'x' } })] });
      expect(worlds.length).toBeGreaterThanOrEqual(1);
      expect(worlds.length).toBeLessThanOrEqual(2 * 64);
    }), { numRuns: 200 });
  });

  test('of anything at all', () => {
    fc.assert(fc.property(fc.anything(), (anything) => {
      expect(readWorlds({ templates: [template(anything)] }).worlds).toHaveLength(1);
    }), { numRuns: 500 });
  });

  test('of texts that double themselves, of circles, and of nests without end', () => {
    const doubling = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`O${index}`, {
      Value: index === 0 ? 'xxxxxxxx' : { 'Fn::Join': ['', [{ 'Fn::ImportValue': `e${index - 1}` }, { 'Fn::ImportValue': `e${index - 1}` }]] }, Export: { Name: `e${index}` },
    }]));
    const circular = { Value: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'circle' }, { 'Fn::ImportValue': 'circle' }]] }, Export: { Name: 'circle' } };
    const deep = Array.from({ length: 5000 }).reduce<unknown>((inner) => ({ 'Fn::Join': ['', [inner]] }), 'x');
    const { worlds } = readWorlds({
      templates: [template({
        Resources: {
          A: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::ImportValue': 'e59' } } },
          B: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: deep } },
          C: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::ImportValue': 'circle' } } },
        },
        Outputs: { ...doubling, circular },
      })],
    });
    expect([...worlds[0].model.vpcs.values()].map(({ blocksComplete }) => blocksComplete)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
