import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { plain } from './apps/plain-app';
import { SQS, THREE_ZONES, shop, widen } from './apps/shop';
import type { Define } from './apps/state-of-app';
import { removeStates, stateOfApp } from './apps/state-of-app';
import { both, lines, tell } from './apps/tell';
import { AddressPlan, Destination, Egress, EndpointPolicy } from '../../../src/index';

/*
 * D1, D2, D4: what a reviewer is told of changes to real apps, both ways.
 */

// what AWS CDK warns of it prints
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(removeStates);

const NO_CHANGE = { lost: [], opened: [], changed: [], inconclusive: [], functions: { added: [], removed: [], unread: [] } };

describe('D1: changes to apps on this library', () => {
  test('NAT gateways give way to IPv6 alone: what is no longer declared is told first, and passes', () => {
    const [there, back] = both(shop(), shop({ egress: Egress.ipv6Only() }));
    expect(lines(there.json.lost)).toEqual(expect.arrayContaining(['Shop/Orders → internet ipv4: reachable → blocked', 'Shop/Mails → internet ipv4: reachable → blocked']));
    const [first, second] = there.text.split('\n');
    expect(first).toBe('lost:');
    expect(second).toContain('2 functions → internet (IPv4): reachable → blocked, no longer declared (');
    expect(there.text).toMatch(/was: .*NAT gateway Shop\/Network\/Vpc\/publicSubnet1\/NATGateway/);
    expect(there.text).toContain('• the route table of Shop/Network/Vpc/privateSubnet1 has no route to 0.0.0.0/0');
    expect(there.text).toMatch(/mend: .*egress: Egress\.natGateways\(\)/);
    expect(there.text).toContain('removed: 2 AWS::EC2::EIP Shop/Network/Vpc/publicSubnet1/EIP, Shop/Network/Vpc/publicSubnet2/EIP – whoever allows the address by its number has to be told');
    expect(there.text).toContain('fixed cost: 73.00 → 0.00 USD a month (−73.00;');
    expect(there.text).toContain('through NAT gateways, at least: 110,000 → 0');
    // services that nobody declares are told, and are no reason to fail
    expect(there.text).toContain('→ s3 (IPv4): reachable → blocked, not declared');
    expect(there).toMatchObject({ status: 0, error: '' });
    expect(back.text).toContain('2 functions → internet (IPv4): blocked → reachable, declared now (before: ENI_SG_RULES_MISMATCH, NO_ROUTE_TO_DESTINATION)');
    expect(back.text).toContain('• before: the route table of Shop/Network/Vpc/privateSubnet1 has no route to 0.0.0.0/0');
    expect(back.status).toBe(0);
  });

  test('what nobody declares fails where somebody asks for it', () => {
    const [one, other] = [stateOfApp(shop()), stateOfApp(shop({ egress: Egress.ipv6Only() }))];
    expect(tell(one, other, '--to', 's3')).toMatchObject({ status: 1, text: expect.stringContaining('does not pass: lost: 2') as string });
  });

  test('one more zone is interfaces, capacity and cost; one less is what goes with it', () => {
    const destinations = [Destination.internet(), Destination.awsService(SQS)];
    const [there, back] = both(shop({ destinations }), shop({ destinations, zones: THREE_ZONES }));
    expect([there.json, back.json]).toEqual([expect.objectContaining(NO_CHANGE), expect.objectContaining(NO_CHANGE)]);
    expect(there.text).toBe([
      'added: 3 AWS::EC2::Subnet, 1 AWS::EC2::EIP, 1 AWS::EC2::NatGateway', '',
      'fixed cost: 73.00 → 109.50 USD a month (+36.50; prices of us-east-1, November 2026): NAT gateways 2 → 3, public IPv4 addresses 2 → 3',
      'network interfaces of Lambda, at least: 4 → 6', 'connections at a time to one destination through NAT gateways, at least: 110,000 → 165,000', '',
      `no verdict changes; ${there.json.unchanged} unchanged`, '',
    ].join('\n'));
    expect(back.text).toContain('removed: 3 AWS::EC2::Subnet Shop/Network/Vpc/privateSubnet3, Shop/Network/Vpc/publicSubnet3, Shop/Network/Vpc/isolatedSubnet3 – ');
    expect([there.status, back.status]).toEqual([0, 0]);
  });

  test('a group that another stack widens opens what nobody declares', () => {
    const destinations = [Destination.cidr('10.0.4.0/24', ec2.Port.tcp(5432))];
    const [there, back] = both(shop({ destinations, apart: true }), shop({ destinations, apart: true, inTools: widen }), '--fail-on', 'opened');
    expect(lines(there.json.opened)[0]).toBe('Shop/Orders → internet ipv4: blocked → reachable');
    expect(there.text).toContain('+ Shop/Orders → internet (IPv4): blocked → reachable, not declared (before: ENI_SG_RULES_MISMATCH)');
    expect(there.text).toMatch(/new error: Shop\/Orders: the internet is reached over IPv4, .* \(LAMBDA_REACHES_UNDECLARED\)\n {6}mend: /);
    expect(there.markdown).toContain('- New error: Shop/Orders: the internet is reached over IPv4');
    expect(there.status).toBe(1);
    expect(back.text).toContain('gone: error: Shop/Orders: ');
    expect(back.status).toBe(0);
  });

  test('a service is reached by the NAT gateway once its endpoint is gone', () => {
    const destinations = [Destination.internet(), Destination.awsService(SQS)];
    const [there, back] = both(shop({ destinations, endpoints: [SQS], inferEndpoints: false }), shop({ destinations, inferEndpoints: false }));
    expect(there.text).toMatch(/^in another way:\n {2}~ Shop\/Orders → sqs \(IPv4\): still reachable\n {6}was: .* → interface endpoint Shop\/Network\/Endpoints\/sqs → sqs\n {6}is: .* → NAT gateway /);
    expect(there.text).toContain('removed: AWS::EC2::VPCEndpoint Shop/Network/Endpoints/sqs – the id, which policies may name, ');
    expect(back.text).toContain('fixed cost: 73.00 → 87.60');
    expect([lines(there.json.lost), lines(back.json.opened)]).toEqual([[], []]);
  });

  test('a policy of an endpoint that allows less is what a verdict rests on', () => {
    const narrow = EndpointPolicy.custom(new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage'], resources: ['*'], principals: [new iam.AnyPrincipal()] })],
    }));
    const destinations = [Destination.awsService(SQS)];
    const [there, back] = both(shop({ destinations, endpoints: [SQS] }), shop({ destinations, endpoints: [SQS], endpointPolicy: narrow }));
    expect(there.text).toContain('assumed now: the policy of Shop/Network/Endpoints/sqs allows what the function calls');
    expect(there.markdown.replace(/<details>[\s\S]*?<\/details>/g, '')).toContain('Shop/Orders → sqs (IPv4): still reachable: assumed now: the policy of Shop/Network/Endpoints/sqs');
    expect(back.text).toContain('assumed no longer: the policy of Shop/Network/Endpoints/sqs');
  });

  test('a refactoring into two stacks tells what is replaced, and nothing else', () => {
    const destinations = [Destination.internet(), Destination.awsService(SQS)];
    const [there, back] = both(shop({ destinations }), shop({ destinations, apart: true }));
    for (const { json, text, status } of [there, back]) {
      expect(json).toMatchObject({ ...NO_CHANGE, findings: { added: [], removed: [] }, cost: { parts: [] } });
      expect(text.split('\n').filter((line) => !/^(replaced|added|removed): |^no verdict changes; |^$/.test(line))).toEqual([]);
      // the group of the endpoints comes or goes, because functions of another stack need one
      expect(json.resources.filter(({ change }) => change !== 'replaced').map(({ type }) => type)).toEqual(['AWS::EC2::SecurityGroup']);
      expect(status).toBe(0);
    }
    expect(there.text).toContain('replaced: 6 AWS::EC2::Subnet Net/Network/Vpc/privateSubnet1, Net/Network/Vpc/publicSubnet1, Net/Network/Vpc/privateSubnet2 and 3 more: it moves from Shop to Net');
    expect(there.text).toMatch(/replaced: AWS::EC2::SecurityGroup Shop\/LambdaSecurityGroups\/\w+: its logical id was LambdaSecurityGroups\w+ and is /);
  });

  test('a destination that is declared now and not reached is told as such; once it is no longer declared, nobody has to do anything', () => {
    const [one, other] = [Destination.cidr('10.99.0.0/16', ec2.Port.tcp(443)), Destination.internet()];
    const [there, back] = both(shop({ destinations: [other] }), shop({ destinations: [other, one] }));
    expect(there.text).toMatch(/^declared now, and not reached:\n {2}✗ Shop\/Orders → 10\.99\.0\.0\/16 \(IPv4\): .*blocked.*\(NO_ROUTE_TO_DESTINATION\)\n(?: {6}.*\n)* {6}mend: /);
    expect(back.text).toMatch(/~ Shop\/Orders → 10\.99\.0\.0\/16 \(IPv4\): still blocked, no longer declared/);
    expect(back.text).not.toMatch(/mend: |• /);
    expect([there.status, back.status]).toEqual([0, 0]);
  });

  test('another block of a VPC replaces it, and comes before its subnets', () => {
    const [there] = both(shop(), shop({ addressPlan: AddressPlan.cidr('10.32.0.0/16') }), '--fail-on', 'replaced');
    expect(there.text.split('\n')[0]).toBe('replaced: AWS::EC2::VPC Shop/Network/Vpc: CidrBlock was 10.0.0.0/16 and is 10.32.0.0/16 – all that is inside goes too');
    expect(there).toMatchObject({ status: 1, json: NO_CHANGE });
  });
});

describe('D1: changes to apps of plain AWS CDK', () => {
  const change = (head: Define) => both(plain(), head);

  test('private DNS is turned off: the NAT gateway is the way', () => {
    const [there] = change(plain({ endpoint: 'without private DNS' }));
    expect(there.text).toMatch(/~ 2 functions → sqs \(IPv4\): still reachable\n.*\n {6}was: .*interface endpoint .*\n {6}is: .*NAT gateway/);
    expect(lines(there.json.lost)).toEqual([]);
  });

  test('an endpoint goes where nothing else leads: lost, with the way that was, what is missing and the mend', () => {
    const [one, other] = [stateOfApp(plain({ place: 'isolated' })), stateOfApp(plain({ place: 'isolated', endpoint: 'none' }))];
    const there = tell(one, other);
    expect(there.text).toMatch(/^lost:\n {2}✗ 2 functions → sqs \(IPv4\): reachable → blocked \(NO_ROUTE_TO_DESTINATION\)\n {6}Plain\/Orders, Plain\/Mails\n {6}was: .*interface endpoint /);
    expect(there.text).not.toContain('      is: ');
    expect(there.text).toMatch(/• the route table of .* no endpoint for sqs is in the VPC\n/);
    expect(there.text).toMatch(/mend: add an AWS::EC2::VPCEndpoint/);
    expect(there.markdown.replace(/<details>[\s\S]*?<\/details>/g, '')).toMatch(/- 2 functions → sqs \(IPv4\): reachable → blocked: the route table of .* \(`NO_ROUTE_TO_DESTINATION`\)/);
    expect(there.status).toBe(1);
    expect(tell(other, one)).toMatchObject({ status: 0, json: { lost: [] } });
  });

  test('one NAT gateway for all zones: an address that partners allow goes, and half of the connections', () => {
    const [there] = change(plain({ natGateways: 1 }));
    expect(there.json).toMatchObject({ ...NO_CHANGE, capacity: { natConnections: { before: 110_000, after: 55_000 } } });
    expect(there.text).toContain('removed: AWS::EC2::EIP Plain/Vpc/PublicSubnet2/EIP – ');
  });

  test('a rule that lets one port out is lost traffic, and what is in the way is said', () => {
    const [there, back] = change(plain({ port: 5432 }));
    expect(lines(there.json.lost)).toEqual(['Orders', 'Mails'].flatMap((name) => ['internet', 'sqs'].map((to) => `Plain/${name} → ${to} ipv4: reachable → blocked`)));
    expect(there.text).toContain('• the rules of Plain/Group do not let tcp 443 out to the internet (0.0.0.0/0)');
    expect(lines(back.json.opened)).toEqual(lines(there.json.lost).map((line) => line.replace('reachable → blocked', 'blocked → reachable')));
  });

  test('functions move to isolated subnets, or out of the VPC', () => {
    const [isolated] = change(plain({ place: 'isolated' }));
    expect(isolated.text).toMatch(/✗ 2 functions → internet \(IPv4\): reachable → blocked \(NO_ROUTE_TO_DESTINATION\)/);
    const [outside] = change(plain({ place: 'nowhere' }));
    expect(outside.text).toMatch(/new info: Plain\/Orders, Plain\/Mails: the function is attached to no VPC.*\(LAMBDA_NOT_IN_VPC\)/);
    expect(outside.text).toContain('network interfaces of Lambda, at least: 2 → 0');
  });

  test('functions come and go', () => {
    const [there, back] = change(plain({ functions: ['Orders', 'Mails', 'Reports'] }));
    expect(there.text).toMatch(/^1 new function: Plain\/Reports\n\nno verdict changes; \d+ unchanged\n$/);
    expect(back.text).toMatch(/^1 function removed: Plain\/Reports\n\nno verdict changes; \d+ unchanged\n$/);
  });

  test('a new function that does not reach what it declares is told with what is in the way', () => {
    const [one, other] = [stateOfApp(plain({ functions: [] })), stateOfApp(plain({ functions: ['Broken'], declared: '10.77.0.0/16' }))];
    const { text, json } = tell(one, other);
    expect(text).toMatch(/^declared now, and not reached:\n {2}✗ Plain\/Broken → 10\.77\.0\.0\/16 \(IPv4\): not asked → blocked \(NO_ROUTE_TO_DESTINATION\)\n/);
    expect(json.functions.added).toEqual(['Plain/Broken']);
    expect(text).toMatch(/\n1 declared now and not reached; \d+ unchanged\n$/);
  });

  test('a peering connection goes: the destination that is asked is lost', () => {
    const [one, other] = [stateOfApp(plain({ peering: true, declared: '10.9.0.0/16' })), stateOfApp(plain({ peering: false, declared: '10.9.0.0/16' }))];
    const there = tell(one, other);
    expect(lines(there.json.lost)).toEqual(['Orders', 'Mails'].map((name) => `Plain/${name} → 10.9.0.0/16 ipv4: reachable → blocked`));
    expect(there.text).toContain('removed: AWS::EC2::VPCPeeringConnection Plain/Peering – ');
    expect(there.status).toBe(1);
  });
});
