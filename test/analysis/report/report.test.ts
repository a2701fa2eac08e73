import { judge } from '../../../src/analysis/judge/judge';
import type { Analysis } from '../../../src/analysis/model/analysis';
import type { DeclaredDestination } from '../../../src/analysis/model/declared-destination';
import type { Workload } from '../../../src/analysis/model/network';
import { describeSource } from '../../../src/analysis/model/source';
import { spellMend, subnetNames } from '../../../src/analysis/report/describe';
import type { Explanation } from '../../../src/analysis/report/explain';
import { explain } from '../../../src/analysis/report/explain';
import { renderReport } from '../../../src/analysis/report/render-report';
import { renderText } from '../../../src/analysis/report/render-text';
import type { ModelBuilder } from '../support/builders';
import { HTTPS, block, privateNetwork, source } from '../support/builders';

const INTERNET: DeclaredDestination = { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: HTTPS };
const IN_CDK = { ...source('Fn', 'AWS::Lambda::Function'), constructPath: 'Shop/Orders/Resource', template: 'Shop.template.json' };

function analysisOf(net: ModelBuilder): Analysis {
  return judge([{ assumptions: [], model: net.model }]);
}

function explained(net: ModelBuilder): Explanation[] {
  const [{ workload, judgements }] = analysisOf(net).functions;
  return explain(workload, judgements, subnetNames([{ assumptions: [], model: net.model }]));
}

function declaring(declared: readonly DeclaredDestination[] | undefined, props: Partial<Workload> = {}): ModelBuilder {
  const net = privateNetwork();
  net.lambda('Fn', ['Private'], ['Group'], { ...declared === undefined ? {} : { declared }, ...props });
  return net;
}

function withoutRoutes(net: ModelBuilder, subnet = 'Private'): ModelBuilder {
  net.model.routeTables.set(`${subnet} routes`, { ...net.model.routeTables.get(`${subnet} routes`)!, routes: [] });
  return net;
}

describe('what there is to do is said in the terms in which the function was written', () => {
  const mend = { inConstructs: 'egress: Egress.natGateways()', inTemplate: 'add an AWS::EC2::Route' };

  test.each<[string, Partial<Workload>, string]>([
    ['a function of this library', { declared: [], source: IN_CDK }, 'egress: Egress.natGateways()'],
    ['a function of AWS CDK alone, which declares nothing', { source: IN_CDK }, 'add an AWS::EC2::Route'],
    ['a template by hand that declares', { declared: [] }, 'add an AWS::EC2::Route'],
    ['a template by hand', {}, 'add an AWS::EC2::Route'],
  ])('%s', (_, props, expected) => {
    expect(spellMend(mend, declaring(undefined).lambda('Fn', [], [], props))).toBe(expected);
    expect(spellMend({ inTemplate: 'only so' }, declaring(undefined).lambda('Fn', [], [], props))).toBe('only so');
  });
});

test('subnets are called as people know them, those that are not known by their ids', () => {
  const net = privateNetwork();
  net.model.subnets.set('Private', { ...net.model.subnets.get('Private')!, source: { ...source('Private'), constructPath: 'Shop/Vpc/PrivateSubnet1/Subnet' } });
  const nameOf = subnetNames([{ assumptions: [], model: net.model }]);
  expect([nameOf('Private'), nameOf('Public'), nameOf('subnet-1')]).toEqual(['Shop/Vpc/PrivateSubnet1', 'Public', 'subnet-1']);
});

describe('explaining', () => {
  test('families that fare alike are told of together, others apart', () => {
    expect(explained(declaring([INTERNET])).map(({ families, verdict }) => `${families} ${verdict}`)).toEqual(['IPv4, IPv6 reachable']);
    expect(explained(withoutRoutes(declaring([INTERNET]))).map(({ families, verdict, codes }) => [families, verdict, ...codes])).toEqual([
      ['IPv4', 'blocked', 'NO_ROUTE_TO_DESTINATION'], ['IPv6', 'blocked', 'NO_ROUTE_TO_DESTINATION'],
    ]);
  });

  test('of subnets with the same in the way one is told, with the same mends once', () => {
    const net = declaring([INTERNET]);
    net.subnet('Second', 'Vpc', ['10.0.2.0/24', '2001:db9:0:102::/64']);
    net.lambda('Fn', ['Private', 'Second'], ['Group'], { declared: [INTERNET] });
    const [{ reasons, codes }] = explained(withoutRoutes(net));
    expect({ codes, count: reasons.length }).toEqual({ codes: ['NO_ROUTE_TO_DESTINATION'], count: 1 });
  });

  test('only what decides is told: of a blocked destination not the subnets that reach it', () => {
    const net = declaring([INTERNET]);
    net.subnet('Closed', 'Vpc', ['10.0.2.0/24', '2001:db9:0:102::/64']);
    net.lambda('Fn', ['Private', 'Closed'], ['Group'], { declared: [INTERNET] });
    expect(explained(net)[0].reasons.map(({ way }) => way)).toEqual([expect.stringContaining('Closed')]);
    expect(explained(net)[0].reasons[0].way).not.toContain('Private');
  });

  test('what is reached has no reasons, and says what it rests on', () => {
    expect(explained(declaring([INTERNET]))[0]).toMatchObject({ reasons: [], mends: [], codes: [], assumptions: ['Block Public Access of the account is off'] });
  });
});

describe('the report of the plugin', () => {
  const nameOf = String;
  const report = (net: ModelBuilder, awaitsLookups = false) => renderReport(analysisOf(net), nameOf, { awaitsLookups });

  test('succeeds without violations when everything is proven', () => {
    expect(report(declaring([INTERNET]))).toMatchObject({ success: true, violations: [] });
  });

  test('law: what is declared and not proven is an error of a resource, with code, way and mend', () => {
    const { success, violations } = report(withoutRoutes(declaring([INTERNET], { source: IN_CDK })));
    expect(success).toBe(false);
    expect(violations.map(({ ruleName, severity, violatingResources }) => ({ ruleName, severity, violatingResources }))).toEqual(['IPv4', 'IPv6'].map(() => ({
      ruleName: 'NO_ROUTE_TO_DESTINATION', severity: 'error',
      violatingResources: [{ constructPath: 'Shop/Orders/Resource', locations: ['Metadata/cdk-lambda-network:destinations'] }],
    })));
    expect(violations[0].description).toMatch(/^Shop\/Orders cannot reach internet \(IPv4\) on tcp 443, which it declares: Private routes has no route to 0\.0\.0\.0\/0 \(way: Private → the internet\)$/);
    expect(violations[0].fix).toContain('Egress.natGateways()');
  });

  test('a resource without construct path is named by its logical id and template', () => {
    const [{ violatingResources }] = report(withoutRoutes(declaring([INTERNET], { source: { ...source('Fn'), template: 'shop.yaml' } }))).violations;
    expect(violatingResources[0]).toMatchObject({ resourceLogicalId: 'Fn', templatePath: 'shop.yaml' });
  });

  test('what is not known is an error as well, and is not called blocked', () => {
    const net = declaring([INTERNET]);
    net.lambda('Fn', ['subnet-1'], ['Group'], { declared: [INTERNET] });
    const { success, violations } = report(net);
    expect(success).toBe(false);
    expect(violations[0].description).toContain('Fn is not known to reach internet');
  });

  test('law: each code in the way is a violation of its own, with what it has in the way and what mends it', () => {
    const net = withoutRoutes(declaring([{ ...INTERNET, addressFamilies: ['ipv4'] }]));
    net.group('Group', { egress: [['tcp', 80, '0.0.0.0/0']] });
    const violations = report(net).violations;
    expect(violations.map(({ ruleName }) => ruleName).sort()).toEqual(['ENI_SG_RULES_MISMATCH', 'NO_ROUTE_TO_DESTINATION']);
    const [group, route] = ['ENI_SG_RULES_MISMATCH', 'NO_ROUTE_TO_DESTINATION'].map((code) => violations.find(({ ruleName }) => ruleName === code)!);
    expect(route.description).toMatch(/no route to 0\.0\.0\.0\/0 \(way: .*\); besides: ENI_SG_RULES_MISMATCH$/);
    expect(group.description).not.toContain('no route');
    expect(group.fix).not.toBe(route.fix);
  });

  test('law: what is not known in one subnet is told beside what is blocked in another', () => {
    const net = withoutRoutes(declaring([{ ...INTERNET, addressFamilies: ['ipv4'] }]));
    net.lambda('Fn', ['Private', 'subnet-1'], ['Group'], { declared: [{ ...INTERNET, addressFamilies: ['ipv4'] }] });
    expect(report(net).violations.map(({ ruleName, description }) => `${ruleName} ${/cannot reach|is not known to reach/.exec(description)![0]}`)).toEqual([
      'NO_ROUTE_TO_DESTINATION cannot reach', 'UNKNOWN_RESOURCE is not known to reach',
    ]);
  });

  test('nothing is an error while the CDK has to look something up', () => {
    const { success, violations = [] } = report(withoutRoutes(declaring([INTERNET])), true);
    expect({ success, severities: [...new Set(violations.map(({ severity }) => severity))] }).toEqual({ success: true, severities: ['info'] });
  });

  test('functions that declare nothing are none of its business, but they are in the table', () => {
    const { success, violations, metadata } = report(withoutRoutes(declaring(undefined)));
    expect({ success, violations }).toEqual({ success: true, violations: [] });
    expect(metadata).toEqual({ 'Fn → internet (IPv4, IPv6)': 'blocked' });
  });

  test('errors among findings fail, warnings are told, and what is only good to know is not', () => {
    const undeclared = report(declaring([]));
    expect(undeclared).toMatchObject({ success: false, violations: [{ ruleName: 'LAMBDA_REACHES_UNDECLARED', severity: 'error' }] });
    const net = declaring([]);
    net.group('Group', { egress: [['tcp', 1, '10.0.0.0/8']], ingress: [['tcp', 443, '10.0.0.0/8']] });
    net.lambda('Fn', ['Public'], ['Group'], { declared: [], hasUrl: 'yes' });
    expect(report(net)).toMatchObject({ success: true, violations: [{ ruleName: 'LAMBDA_PUBLIC_SUBNET', severity: 'warning' }] });
  });

  test('law: every violation has a severity and a resource', () => {
    for (const net of [withoutRoutes(declaring([INTERNET])), declaring([]), declaring([{ kind: 'unreadable', text: 'x', reason: 'y' }])]) {
      expect(report(net).violations).not.toEqual([]);
      for (const { severity, violatingResources, ruleName } of report(net).violations) {
        expect({ severity, count: violatingResources.length }).toEqual({ severity: 'error', count: 1 });
        expect(ruleName).toMatch(/^[A-Z][A-Z0-9_]+$/);
      }
    }
  });
});

describe('the text', () => {
  const text = (net: ModelBuilder) => renderText(analysisOf(net), String);

  test('marks what is reached, what is not, what is not known, and what is closed as it should be', () => {
    expect(text(declaring([INTERNET]))).toContain('✓ internet (IPv4, IPv6) on tcp 443, declared');
    expect(text(withoutRoutes(declaring([INTERNET])))).toContain('✗ internet (IPv4) on tcp 443, declared');
    expect(text(withoutRoutes(declaring(undefined)))).toContain('– internet (IPv4)');
    expect(text(withoutRoutes(declaring([])))).toContain('– not declared, and closed: internet (IPv4, IPv6)');
    const unknown = declaring(undefined);
    unknown.lambda('Fn', ['subnet-1'], ['Group']);
    expect(text(unknown)).toContain('? internet (IPv4, IPv6) on tcp 443, not known');
  });

  test('counts functions, and ways that are proven', () => {
    expect(text(declaring([INTERNET]))).toMatch(/^1 function; 2 of 2 declared destinations are proven\n\nFn\n/);
    const two = declaring(undefined);
    two.lambda('Other', ['Private'], ['Group']);
    expect(text(two)).toMatch(/^2 functions; nothing is declared\n\n2 functions, each of which declares no destinations: Fn, Other\n/);
    const closed = text(declaring(undefined, { forbidden: [{ kind: 'cidr', block: block('10.99.0.0/16'), ports: HTTPS }] }));
    expect(closed).toMatch(/\nFn: declares only what it must not reach\n/);
    expect(closed).toMatch(/^1 function; \d of 1 that must not be reached are proven to be closed\n/m);
  });

  test('a function outside of any VPC is told of by its finding alone', () => {
    const net = declaring(undefined, { attachment: { kind: 'none' } });
    expect(text(net)).toMatch(/^1 function; nothing is declared\n\ninfo: the function is attached to no VPC \(LAMBDA_NOT_IN_VPC\)\n\s+Fn\n/);
  });

  test('of a name that is reached over one family the other is not told', () => {
    expect(text(declaring([{ kind: 'aws-service', service: 'sqs' }, INTERNET]))).not.toContain('sqs (IPv6)');
  });
});

test('a source is called by its construct path, its logical id, or its id', () => {
  expect([{ ...source('a'), constructPath: 'Shop/Db/Resource' }, source('a'), { id: 'sg-1', type: 'AWS::EC2::SecurityGroup' }].map(describeSource)).toEqual(['Shop/Db', 'a', 'sg-1']);
});
