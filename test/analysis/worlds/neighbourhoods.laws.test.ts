import * as fc from 'fast-check';
import type { TemplateInput } from '../../../src/analysis/template/template-input';
import type { Report } from '../judging';
import { judgeTemplates } from '../judging';
import { Open, inTemplate, written } from '../read/random-networks';
import { template } from '../read/reading';
import type { Network } from '../support/scenarios';
import { asOne, nameOf, network, plainly, said, scenarios } from '../support/scenarios';

/*
 * Conditions that are not decided bear on the templates that have to do with them, and on no others.
 */

const RUNS = { numRuns: 30 };

/** Resources that nothing refers to, so that they can be left out. */
const OPTIONAL = /^(AWS::EC2::(Route|NetworkAclEntry|SecurityGroup(In|E)gress|VPCGatewayAttachment|VPCEndpoint|SubnetRouteTableAssociation))$/;

/** Some of the resources are deployed only under a condition of their own, which a parameter decides. */
function withConditions(resources: Network, places: readonly number[]): { readonly resources: Network; readonly names: readonly string[] } {
  const optional = [...resources].filter(([, { Type }]) => OPTIONAL.test(Type)).map(([id]) => id);
  const names = [...new Set(places.map((place) => optional[place % optional.length]))];
  return { names, resources: new Map([...resources].map(([id, resource]) => [id, names.includes(id) ? { ...resource, Condition: `Has${id}` } : resource])) };
}

/** The parameters and conditions of the resources that have one. */
function sections(names: readonly string[]): object {
  return {
    Parameters: Object.fromEntries(names.map((name) => [`With${name}`, { Type: 'String', AllowedValues: ['yes', 'no'] }])),
    Conditions: Object.fromEntries(names.map((name) => [`Has${name}`, { 'Fn::Equals': [{ Ref: `With${name}` }, 'yes'] }])),
  };
}

/** What is said of the functions of a template. */
function saidOf({ functions, findings }: Report, name: string): string[] {
  return said({ version: 1, findings: findings.filter(({ resource }) => resource === 'Fn'), functions: functions.filter(({ template: of }) => of === name) });
}

/** Each verdict, and no more: worlds are met in another order when their names are others. */
function verdicts({ functions }: Report): string[] {
  return functions.flatMap((each) => each.verdicts.map(({ destination, family, verdict, declared }) => `${destination} ${family} ${verdict} ${declared}`)).sort();
}

/** Another network, with a name before each logical id. */
function other(resources: Network, prefix: string): Record<string, unknown> {
  const renamed = [...resources].map(([id, raw]) => [`${prefix}${id}`, raw] as const);
  return written(renamed, ({ target, attribute }) => plainly(new Open(`${prefix}${target}`, attribute)));
}

const places = fc.array(fc.nat(), { minLength: 1, maxLength: 3 });

test('law: a template beside has no say, whatever is undecided in it', () => {
  const manyPlaces = fc.array(fc.nat(), { minLength: 1, maxLength: 7 });
  fc.assert(fc.property(scenarios, places, scenarios, manyPlaces, fc.boolean(), (one, own, two, foreign, isFirst) => {
    const judged = withConditions(network(one), own);
    const mine = template({ Resources: written(judged.resources, plainly), ...sections(judged.names) }, { name: 'mine' });
    const beside = withConditions(network(two), foreign);
    const theirs = template({ Resources: other(beside.resources, 'Zz'), ...sections(beside.names) }, { name: 'theirs' });
    const together = judgeTemplates(isFirst ? [mine, theirs] : [theirs, mine]);
    expect(saidOf(together, 'mine')).toEqual(saidOf(judgeTemplates([mine]), 'mine'));
  }), RUNS);
});

test('law: conditions of stacks that import from each other bear on each other as those of one template', () => {
  fc.assert(fc.property(scenarios, places, fc.array(fc.boolean(), { minLength: 5, maxLength: 40 }), (scenario, optional, sides) => {
    const { resources, names } = withConditions(network(scenario), optional);
    const side = new Map([...resources.keys()].map((id, index) => [id, sides[index % sides.length] ? 'a' : 'b']));
    const exported = new Map<string, Open>();
    written(resources, (reference) => exported.set(nameOf(reference), reference));
    const stack = (name: string): TemplateInput => template({
      ...sections(names.filter((id) => side.get(id) === name)),
      Resources: written([...resources].filter(([id]) => side.get(id) === name), (reference) => {
        const isHere = reference.attribute === 'name' || (side.get(reference.target) ?? name) === name;
        return isHere ? plainly(reference) : { 'Fn::ImportValue': nameOf(reference) };
      }),
      Outputs: Object.fromEntries([...exported].filter(([, { target, attribute }]) => attribute !== 'name' && side.get(target) === name)
        .map(([output, reference]) => [output, { Value: inTemplate(reference), Export: { Name: output } }])),
    }, { name });
    const one = template({ Resources: written(resources, plainly), ...sections(names) });
    expect(verdicts(judgeTemplates([stack('a'), stack('b')]))).toEqual(verdicts(judgeTemplates([one])));
  }), RUNS);
});

describe('many services in one network', () => {
  const COUNT = 10;
  const declared = { 'cdk-lambda-network:destinations': [{ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] }] };
  const sound = network({
    out: [], intoDatabase: [], acl: undefined, routes: { '0.0.0.0/0': 'nat' }, subnets: ['Private'], isAttached: true, ipv6: true, endpoints: [],
  });

  /** A function with a condition of its own, which decides on whether its group lets anything out. */
  function service(number: number, more: object = {}): TemplateInput {
    return template({
      ...sections(['Out']),
      Resources: {
        Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { 'Fn::ImportValue': 'Vpc' }, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/32' }] } },
        Out: {
          Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
          ...number === 0 ? {} : { Condition: 'HasOut' },
        },
        Fn: {
          Type: 'AWS::Lambda::Function', Metadata: declared,
          Properties: { VpcConfig: { SubnetIds: [{ 'Fn::ImportValue': 'Private' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } },
        },
        ...more,
      },
    }, { name: `service${number}` });
  }

  const shared = template({
    Resources: written([...sound].filter(([id]) => id !== 'Fn'), plainly),
    Outputs: Object.fromEntries(['Vpc', 'Private', 'PrivateTable'].map((name) => [name, { Value: { Ref: name }, Export: { Name: name } }])),
  }, { name: 'network' });

  const verdictsOf = ({ functions }: Report) => [...functions].sort((one, two) => one.template < two.template ? -1 : 1)
    .map(({ verdicts: [{ verdict, subnets: [{ details = [] }] }] }) => `${verdict} ${details.join()}`.trim());

  test('each is judged under its own condition', () => {
    const said0 = verdictsOf(judgeTemplates([shared, ...Array.from({ length: COUNT }, (_, number) => service(number))]));
    expect(said0[0]).toBe('reachable');
    said0.slice(1).forEach((each, index) => expect(each).toMatch(new RegExp(`^inconclusive when condition HasOut of service${index + 1} is false:`)));
  });

  test('but for a service that adds to the network, whose condition bears on all', () => {
    const route = {
      Type: 'AWS::EC2::Route', Condition: 'HasOut',
      Properties: { RouteTableId: { 'Fn::ImportValue': 'PrivateTable' }, DestinationCidrBlock: '8.8.8.0/24', GatewayId: { Ref: 'Nothing' } },
    };
    const [first] = verdictsOf(judgeTemplates([shared, service(0), service(1, { Narrow: route })]));
    expect(first).toMatch(/^inconclusive when condition HasOut of service1 is true:/);
  });
});

test('a macro in a template beside has no say; in one that is used it has', () => {
  const sound = network({
    out: [{ to: '0.0.0.0/0', port: 443, protocol: 'tcp' }], intoDatabase: [], acl: undefined, routes: { '0.0.0.0/0': 'nat' }, subnets: ['Private'], isAttached: true, ipv6: false, endpoints: [],
  });
  const internet = (beside: TemplateInput) => judgeTemplates([asOne(sound), beside]).functions[0].verdicts[0].verdict;
  const uses = { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::ImportValue': 'Group' } } };
  const exporting = template({ Transform: 'Mine', Resources: {}, Outputs: {} }, { name: 'beside' });
  expect(internet(exporting)).toBe('reachable');
  const withExport = { ...asOne(sound), body: { ...asOne(sound).body as object, Outputs: { Group: { Value: { Ref: 'Group' }, Export: { Name: 'Group' } } } } };
  const using = template({ Transform: 'Mine', Resources: { Bucket: uses } }, { name: 'beside' });
  expect(judgeTemplates([withExport, using]).functions[0].verdicts[0].verdict).toBe('inconclusive');
  const withTopic = {
    ...asOne(sound),
    body: {
      Resources: { ...(asOne(sound).body as { readonly Resources: object }).Resources, Topic: { Type: 'AWS::SNS::Topic' } },
      Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'Topic' } } },
    },
  };
  const usingTopic = template({ Transform: 'Mine', Resources: { Bucket: { ...uses, Properties: { BucketName: { 'Fn::ImportValue': 'Topic' } } } } }, { name: 'beside' });
  expect(judgeTemplates([withTopic, usingTopic]).functions[0].verdicts[0].verdict).toBe('reachable');
});
