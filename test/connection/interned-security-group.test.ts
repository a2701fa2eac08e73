import { App, CfnResource, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FakeNetwork } from './fake-network';
import { SynthesizedTraffic } from './synthesized-traffic';
import type { IPrivateLambdaNetwork, VpcConnectedFunctionProps } from '../../src';
import { AddressFamily, Destination, PrivateLambdaNetwork, VpcConnectedFunction, Zones } from '../../src';
import { fullReplacements } from '../network/replacements';

const POSTGRES = ec2.Port.tcp(5432);

interface Fixture {
  readonly stack: Stack;
  readonly network: FakeNetwork;
  readonly database: ec2.SecurityGroup;
}

function fixture(stack = new Stack(new App(), 'Stack')): Fixture {
  const network = new FakeNetwork(stack, 'Network');
  return { stack, network, database: new ec2.SecurityGroup(stack, 'Database', { vpc: network.vpc, allowAllOutbound: false }) };
}

function define(scope: Construct, id: string, network: IPrivateLambdaNetwork, props: Partial<VpcConnectedFunctionProps>): VpcConnectedFunction {
  return new VpcConnectedFunction(scope, id, {
    network,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });
}

/** Every security group of functions in a stack, by its logical id. */
function functionGroups(stack: Stack): string[] {
  return Object.keys(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroup', {
    Properties: { GroupDescription: Match.stringLikeRegexp('^Lambda function') },
  })).sort();
}

function errorsOf(app: App): string[] {
  try {
    app.synth();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

describe('F8: functions that reach the same', () => {
  test('share one group, with one rule at the other end', () => {
    const { stack, network, database } = fixture();
    const destinations = [Destination.connectable(database, POSTGRES), Destination.awsService('s3')];
    const one = define(stack, 'One', network, { destinations });
    const other = define(stack, 'Other', network, { destinations: [...destinations].reverse() });
    expect(one.connection.securityGroup).toBe(other.connection.securityGroup);
    expect(functionGroups(stack)).toHaveLength(1);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
  });

  test('share it from whatever subnets, and with whatever further groups', () => {
    const { stack, network, database } = fixture();
    const isolated = define(stack, 'Isolated', network, { destinations: [], vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const further = define(stack, 'Further', network, { destinations: [], securityGroups: [database] });
    expect(isolated.connection.securityGroup).toBe(further.connection.securityGroup);
    expect(network.networkInterfaceCount).toBe(4);
  });

  test('add a function and a role each, their log groups apart', () => {
    const count = (functions: number): number => {
      const { stack, network, database } = fixture();
      const destinations = [Destination.internet(), Destination.connectable(database, POSTGRES), Destination.awsService('s3')];
      Array.from({ length: functions }, (_, index) => define(stack, `Fn${index}`, network, { destinations }));
      const resources = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>);
      return resources.filter(({ Type }) => Type !== 'AWS::Logs::LogGroup').length;
    };
    expect(count(11) - count(1)).toBe(20);
  });

  test('have a group that says by its name what it is for', () => {
    const { stack, network } = fixture();
    define(stack, 'Fn', network, { destinations: [Destination.internet(), Destination.awsService('s3')] });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Lambda functions that reach the same destinations',
      Tags: [{ Key: 'Name', Value: 'functions to aws-service s3 + internet any tcp 443-443' }],
    });
  });

  test('in stacks of their own have a group each, which neither stack exports', () => {
    const app = new App();
    const { network } = fixture(new Stack(app, 'Base'));
    const stacks = ['One', 'Other'].map((id) => new Stack(app, id));
    const nested = new NestedStack(stacks[0], 'Nested');
    [...stacks, nested].forEach((stack) => define(stack, 'Fn', network, { destinations: [] }));
    [...stacks, nested].forEach((stack) => expect(functionGroups(stack)).toHaveLength(1));
    expect(stacks[0].dependencies).not.toContain(stacks[1]);
    expect(JSON.stringify(stacks.map((stack) => Template.fromStack(stack).toJSON().Outputs as unknown))).toBe('[null,null]');
  });

  test('100 of them with 3 sets of destinations in 3 zones have 9 network interfaces', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const network = new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.named('eu-west-1a', 'eu-west-1b', 'eu-west-1c') });
    const sets = [[], [Destination.internet()], [Destination.awsService('s3')]];
    Array.from({ length: 100 }, (_, index) => network.connect(stack, `Connection${index}`, { destinations: sets[index % 3] }));
    expect(network.networkInterfaceCount).toBe(9);
  });
});

describe('F8: functions that may not reach the same', () => {
  test('a function that asks for a group of its own has one', () => {
    const { stack, network } = fixture();
    const own = define(stack, 'Own', network, { destinations: [], dedicatedSecurityGroup: true });
    const shared = define(stack, 'Shared', network, { destinations: [] });
    expect(own.connection.securityGroup).not.toBe(shared.connection.securityGroup);
    expect(own.connection.securityGroup.node.path).toBe('Stack/OwnConnection/SecurityGroup');
  });

  test('prefix lists that only the deployment knows are told apart', () => {
    const { stack, network } = fixture();
    const lists = new CfnResource(stack, 'Lists', { type: 'Custom::PrefixLists' });
    const one = Destination.prefixList(lists.getAtt('One').toString(), POSTGRES);
    const other = Destination.prefixList(lists.getAtt('Other').toString(), POSTGRES);
    const unknown = Destination.prefixList(Fn.importValue('list'), POSTGRES);
    const groups = [one, one, other, unknown, unknown].map((destination, index) =>
      network.connect(stack, `Connection${index}`, { destinations: [destination] }).securityGroup.node.path);
    expect(groups[0]).toBe(groups[1]);
    expect(new Set(groups).size).toBe(4);
  });

  test('two networks do not share groups', () => {
    const { stack, network } = fixture();
    const other = new FakeNetwork(stack, 'OtherNetwork');
    expect(network.connect(stack, 'One', { destinations: [] }).securityGroup).not.toBe(other.connect(stack, 'Two', { destinations: [] }).securityGroup);
  });
});

describe('F8: a shared group is not widened for one function', () => {
  const refused = expect.objectContaining({ code: 'SECURITY_GROUP_SHARED' }) as Error;

  test.each<[string, (fn: VpcConnectedFunction, at: Fixture) => void]>([
    ['fn.connections.allowTo', (fn, { database }) => fn.connections.allowTo(database, POSTGRES)],
    ['fn.connections.allowToAnyIpv4', (fn) => fn.connections.allowToAnyIpv4(POSTGRES)],
    ['connection.connections.allowTo', (fn, { database }) => fn.connection.connections.allowTo(database, POSTGRES)],
    ['securityGroup.addEgressRule', (fn) => fn.connection.securityGroup.addEgressRule(ec2.Peer.ipv4('10.0.0.0/8'), POSTGRES)],
    ['peer.connections.allowFrom', (fn, { database }) => database.connections.allowFrom(fn, POSTGRES)],
  ])('%s is refused, whether others have the group or not', (_, widen) => {
    const at = fixture();
    const fn = define(at.stack, 'Fn', at.network, { destinations: [] });
    expect(() => widen(fn, at)).toThrow(refused);
    expect(() => widen(fn, at)).toThrow(/dedicatedSecurityGroup: true/);
  });

  test('letting it in somewhere by hand is refused at the end of synthesis', () => {
    const { stack, network, database } = fixture();
    const { connection } = define(stack, 'Fn', network, { destinations: [Destination.internet()] });
    database.addIngressRule(connection.securityGroup, ec2.Port.tcp(443));
    const errors = errorsOf(stack.node.root as App);
    expect(errors.join()).toContain('SECURITY_GROUP_SHARED');
    expect(errors.join()).toContain('the rule Stack/Database/from');
  });

  test('what is declared may be asked for again, in this stack or another', () => {
    const app = new App();
    const { network, database, stack } = fixture(new Stack(app, 'Base'));
    const functions = [stack, new Stack(app, 'Other')].map((scope) => define(scope, 'Fn', network, { destinations: [Destination.connectable(database, POSTGRES)] }));
    functions.forEach((fn) => fn.connections.allowTo(database, POSTGRES));
    database.connections.allowFrom(functions[0], POSTGRES);
    const rules = new SynthesizedTraffic(app).rules();
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules.filter((rule) => rule.includes('into'))).toHaveLength(2);
  });

  test('a dedicated group takes any rule', () => {
    const at = fixture();
    const fn = define(at.stack, 'Fn', at.network, { destinations: [], dedicatedSecurityGroup: true });
    fn.connections.allowTo(at.database, POSTGRES);
    at.database.addIngressRule(fn.connection.securityGroup, ec2.Port.tcp(443));
    expect(errorsOf(at.stack.node.root as App)).toEqual([]);
  });

  test('an endpoint that is added later lets in all who declare the service', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network');
    const destinations = [Destination.internet(), Destination.awsService('sqs')];
    define(stack, 'Before', network, { destinations });
    network.addEndpoint(ec2.InterfaceVpcEndpointAwsService.SQS);
    define(stack, 'After', network, { destinations });
    expect(functionGroups(stack)).toHaveLength(1);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });
});

describe('F8: the logical id of a shared group', () => {
  const idsIn = (make: (stack: Stack) => IPrivateLambdaNetwork, scope: Construct = new App()): string[] => {
    const stack = new Stack(scope, 'Stack');
    const network = make(stack);
    const cache = new ec2.SecurityGroup(stack, 'Cache', { vpc: network.vpc });
    define(stack, 'Fn', network, { destinations: [Destination.internet(), Destination.connectable(cache, POSTGRES)] });
    return functionGroups(stack);
  };

  test('stays when the network gains a zone, a tier or an address family', () => {
    const before = idsIn((stack) => new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.named('eu-west-1a'), ipProtocol: ec2.IpProtocol.IPV4_ONLY }));
    const after = idsIn((stack) => new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.named('eu-west-1a', 'eu-west-1b') }));
    expect(after).toEqual(before);
  });

  test('is the same in each stage', () => {
    const make = (stack: Stack): FakeNetwork => new FakeNetwork(stack, 'Network');
    expect(idsIn(make, new Stage(new App(), 'Production'))).toEqual(idsIn(make));
  });

  test('is another for other destinations, and what the function keeps is not replaced', () => {
    const template = (props: Partial<VpcConnectedFunctionProps>): Record<string, unknown> => {
      const { stack, network } = fixture();
      define(stack, 'Stays', network, { destinations: [Destination.awsService('s3')] });
      define(stack, 'Changes', network, props);
      return Template.fromStack(stack).toJSON();
    };
    const shared = template({ destinations: [Destination.internet()] });
    const more = template({ destinations: [Destination.internet(), Destination.awsService('s3')] });
    const dedicated = template({ destinations: [Destination.internet()], dedicatedSecurityGroup: true });
    for (const [before, after] of [[shared, more], [more, shared], [shared, dedicated], [dedicated, shared]]) {
      expect(fullReplacements(before, after)).toEqual(['AWS::EC2::SecurityGroup removed']);
    }
  });
});

describe('F8: the quota of network interfaces', () => {
  const quotaOf = (networkInterfaceQuota?: number): string[] => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network', { networkInterfaceQuota });
    Array.from({ length: 2 }, (_, index) => network.connect(stack, `Connection${index}`, { destinations: [], dedicatedSecurityGroup: true }));
    return errorsOf(app);
  };

  test('is kept', () => {
    expect(quotaOf(4)).toEqual([]);
    expect(quotaOf()).toEqual([]);
  });

  test('is checked when everything is defined', () => {
    expect(quotaOf(3).join()).toMatch(/need 4 Hyperplane network interfaces .* may have 3.*NETWORK_INTERFACE_QUOTA/);
  });

  test('of a VPC counts the functions of all networks that stand for it', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network');
    const again = PrivateLambdaNetwork.fromVpc(stack, 'Again', { vpc: network.vpc, internetAddressFamilies: [AddressFamily.IPV4] });
    network.connect(stack, 'One', { destinations: [] });
    again.connect(stack, 'Two', { destinations: [] });
    expect([network.networkInterfaceCount, again.networkInterfaceCount]).toEqual([4, 4]);
  });

  test('is that of Lambda unless stated: 500', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const network = new PrivateLambdaNetwork(stack, 'Network');
    const connect = (index: number): unknown =>
      network.connect(stack, `Connection${index}`, { destinations: [Destination.prefixList(`pl-${index.toString(16)}`, POSTGRES)] });
    Array.from({ length: 250 }, (_, index) => connect(index));
    expect(network.node.validate()).toEqual([]);
    connect(250);
    expect(network.node.validate()).toEqual([expect.stringContaining('need 502')]);
  });
});

