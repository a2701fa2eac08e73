import * as fc from 'fast-check';
import type { AskedDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import type { TemplateInput } from '../../../src/analysis/template/template-input';
import type { Report } from '../judging';
import { judgeTemplates } from '../judging';
import { written } from '../read/random-networks';
import { template } from '../read/reading';
import type { Network } from '../support/scenarios';
import { network, plainly, scenarios } from '../support/scenarios';

/*
 * Answers that are looked for in slices, each under the conditions that it hangs on, are those that all conditions together give.
 */

const RUNS = { numRuns: 40 };

/** What nothing refers to, so that it can be left out. */
const OPTIONAL = /^AWS::EC2::(Route|NetworkAclEntry|SecurityGroup(In|E)gress|VPCGatewayAttachment|VPCEndpoint|SubnetRouteTableAssociation)$/;

/** Whatever can have a condition gets one of three, or none. */
function conditional(resources: Network, places: readonly number[], refers: boolean): TemplateInput {
  const ids = [...resources.keys()].filter((id) => refers || OPTIONAL.test(resources.get(id)!.Type));
  const chosen = new Map(places.map((place, index) => [ids[place % ids.length], `C${index % 3}`]));
  const names = ['0', '1', '2'];
  return template({
    Parameters: Object.fromEntries(names.map((name) => [`P${name}`, { Type: 'String', AllowedValues: ['yes', 'no'] }])),
    Conditions: Object.fromEntries(names.map((name) => [`C${name}`, { 'Fn::Equals': [{ Ref: `P${name}` }, 'yes'] }])),
    Resources: written(
      [...resources].map(([id, resource]) => [id, chosen.has(id) ? { ...resource, Condition: chosen.get(id) } : resource] as const), plainly),
  });
}

function answers({ functions }: Report): Record<string, string> {
  return Object.fromEntries(functions.flatMap(({ id, verdicts }) => verdicts.map(({ destination, family, verdict, declared, asked }) =>
    [`${id} ${destination} ${family} ${declared} ${asked}`, verdict])));
}

const ASKED: readonly AskedDestination[] = [
  { kind: 'aws-service', text: 'sqs', service: 'sqs' }, { kind: 'aws-service', text: 'secretsmanager', service: 'secretsmanager' },
  { kind: 'resource', text: 'Database:5432', name: 'Database', ports: [{ transport: 'tcp', ports: { fromPort: 5432, toPort: 5432 } }] },
];

test.each([['of what may be left out', false], ['of anything', true]])('law: slices of answers are the answers, under conditions %s', (_, refers) => {
  let decided = 0;
  fc.assert(fc.property(scenarios, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), fc.boolean(), (scenario, places, isAsked) => {
    const input = conditional(network(scenario), places, refers);
    const asked = isAsked ? ASKED : [];
    const whole = answers(judgeTemplates([input], asked));
    const sliced = answers(judgeTemplates([input], asked, { isSliced: true }));
    expect(sliced).toEqual(whole);
    decided += Object.values(sliced).filter((verdict) => verdict !== 'inconclusive').length;
  }), RUNS);
  expect(decided).toBeGreaterThan(100);
});

describe('more conditions than can be followed', () => {
  const SERVICES = ['sqs', 'sns', 'kms', 'logs', 'events', 'states', 'ssm', 'sts', 'monitoring'];
  const sound = network({
    out: [{ to: '0.0.0.0/0', port: 443, protocol: 'tcp' }], intoDatabase: [], acl: undefined, routes: { '0.0.0.0/0': 'nat' }, subnets: ['Private'], isAttached: true, ipv6: false, endpoints: [],
  });

  /** The network, and for each name something under a condition of its own. */
  function optional(names: readonly string[], make: (name: string) => Record<string, object>): Report {
    const more = names.map((name) => Object.fromEntries(Object.entries(make(name)).map(([id, resource]) => [`${id}${name}`, { ...resource, Condition: `C${name}` }])));
    return judgeTemplates([template({
      Parameters: Object.fromEntries(names.map((name) => [`P${name}`, { Type: 'String' }])),
      Conditions: Object.fromEntries(names.map((name) => [`C${name}`, { 'Fn::Equals': [{ Ref: `P${name}` }, 'yes'] }])),
      Resources: Object.assign({}, written(sound, plainly), ...more) as object,
    })]);
  }

  const of = ({ functions }: Report, destination: string) =>
    functions.find(({ id }) => id === 'Fn')!.verdicts.find((verdict) => verdict.destination === destination && verdict.family === 'ipv4')!.verdict;

  test('of endpoints that no answer hangs on bear on none, and on the service itself alone where they matter', () => {
    const report = optional(SERVICES, (service) => ({
      Ep: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: { VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` }, PrivateDnsEnabled: true, SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ Ref: `Sg${service}` }] },
      },
      Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' } } },
    }));
    expect(of(report, 'internet')).toBe('reachable');
    expect(report.functions[0].verdicts.filter(({ destination }) => destination === 'sqs').map(({ verdict }) => verdict)).not.toContain('reachable');
  });

  test('of other functions, and of what nothing has, bear on none', () => {
    const report = optional(SERVICES, () => ({
      Other: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ Ref: 'Group' }] } } },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      Elsewhere: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
    }));
    expect(of(report, 'internet')).toBe('reachable');
    expect(report.functions.length).toBe(SERVICES.length + 1);
    expect(report.functions.every(({ verdicts }) => verdicts[0].verdict === 'reachable')).toBe(true);
  });

  test('of routes in the table of the function bear on all', () => {
    const report = optional(SERVICES, (service) => ({
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock: `8.8.${SERVICES.indexOf(service)}.0/24`, GatewayId: { Ref: 'Nothing' } } },
    }));
    expect(of(report, 'internet')).toBe('inconclusive');
  });
});
