import { App, CfnOutput, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { FakeNetwork } from './fake-network';
import { Destination } from '../../src/connection/destination';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';

const POSTGRES = ec2.Port.tcp(5432);

function database(scope: Construct, { vpc }: FakeNetwork): rds.DatabaseInstance {
  return new rds.DatabaseInstance(scope, 'Database', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    engine: rds.DatabaseInstanceEngine.POSTGRES,
    storageEncrypted: true,
  });
}

function group(scope: Construct, { vpc }: FakeNetwork, id = 'Cache'): ec2.SecurityGroup {
  return new ec2.SecurityGroup(scope, id, { vpc, allowAllOutbound: false });
}

function connectedFunction(scope: Construct, network: FakeNetwork, peer: ec2.IConnectable, id = 'Fn'): VpcConnectedFunction {
  return new VpcConnectedFunction(scope, id, {
    network,
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    destinations: [Destination.connectable(peer, POSTGRES)],
  });
}

/** How many rules a stack's template has, after the whole app was synthesized and every template checked for cycles. */
function ruleCount(stack: Stack): { readonly egress: number; readonly ingress: number } {
  const template = Template.fromStack(stack);
  return {
    egress: Object.keys(template.findResources('AWS::EC2::SecurityGroupEgress')).length,
    ingress: Object.keys(template.findResources('AWS::EC2::SecurityGroupIngress')).length,
  };
}

const BOTH = { egress: 1, ingress: 1 };
const NONE = { egress: 0, ingress: 0 };

/** `Template.fromStack` refuses a template with a cycle, `synth` refuses stacks with one. */
function synthesize(app: App): void {
  app.synth();
  app.node.findAll().filter(Stack.isStack).forEach((stack) => Template.fromStack(stack));
}

describe.each([
  ['with settings as they come', {}],
  ['with aspects stabilized', { '@aws-cdk/core:aspectStabilization': true }],
  ['with weak references between stacks', { '@aws-cdk/core:defaultCrossStackReferences': 'weak' }],
])('F5: rules between a function and another resource close no dependency cycle, %s', (_settings, context) => {
  test('both in one stack', () => {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack');
    const network = new FakeNetwork(stack, 'Network');
    connectedFunction(stack, network, database(stack, network));
    synthesize(app);
    expect(ruleCount(stack)).toEqual(BOTH);
  });

  test('the database in a stack of its own, the network in the stack of the function', () => {
    const app = new App({ context });
    const app1 = new Stack(app, 'AppStack');
    const data = new Stack(app, 'DataStack');
    const network = new FakeNetwork(app1, 'Network');
    connectedFunction(app1, network, database(data, network));
    synthesize(app);
    expect(data.dependencies).toEqual([app1]);
    expect(app1.dependencies).toEqual([]);
    expect(ruleCount(data)).toEqual(BOTH);
    expect(ruleCount(app1)).toEqual(NONE);
  });

  test('the database and the network in one stack, the function in another', () => {
    const app = new App({ context });
    const data = new Stack(app, 'DataStack');
    const functions = new Stack(app, 'FunctionStack');
    const network = new FakeNetwork(data, 'Network');
    connectedFunction(functions, network, database(data, network));
    synthesize(app);
    expect(functions.dependencies).toEqual([data]);
    expect(ruleCount(functions)).toEqual(BOTH);
  });

  test('network, database and function in three stacks', () => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const data = new Stack(app, 'DataStack');
    const functions = new Stack(app, 'FunctionStack');
    const network = new FakeNetwork(base, 'Network');
    connectedFunction(functions, network, database(data, network));
    synthesize(app);
    expect(functions.dependencies).toEqual(expect.arrayContaining([base, data]));
    expect(data.dependencies).toEqual([base]);
    expect(ruleCount(functions)).toEqual(BOTH);
    expect(ruleCount(data)).toEqual(NONE);
  });

  test.each([
    ['before', (dependent: Stack, dependency: Stack, define: () => void) => { dependent.addStackDependency(dependency); define(); }],
    ['after', (dependent: Stack, dependency: Stack, define: () => void) => { define(); dependent.addStackDependency(dependency); }],
  ])('the database\'s stack told %s the function is defined to be deployed after its stack', (_, inOrder) => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const data = new Stack(app, 'DataStack');
    const functions = new Stack(app, 'FunctionStack');
    const network = new FakeNetwork(base, 'Network');
    const peer = database(data, network);
    inOrder(data, functions, () => connectedFunction(functions, network, peer));
    synthesize(app);
    expect(data.dependencies).toContain(functions);
    expect(functions.dependencies).not.toContain(data);
    expect(ruleCount(data)).toEqual(BOTH);
    expect(ruleCount(functions)).toEqual(NONE);
  });

  test('the database\'s stack refers to the function\'s by way of a third, from after the function is defined', () => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const data = new Stack(app, 'DataStack');
    const middle = new Stack(app, 'MiddleStack');
    const functions = new Stack(app, 'FunctionStack');
    const network = new FakeNetwork(base, 'Network');
    const fn = connectedFunction(functions, network, group(data, network));
    const between = new lambda.CfnAlias(middle, 'Alias', { functionName: fn.functionName, functionVersion: '1', name: 'live' });
    data.node.addDependency(between);
    synthesize(app);
    expect(functions.dependencies).not.toContain(data);
    expect(ruleCount(data)).toEqual(BOTH);
  });

  test('a construct beside the database told to be deployed after the function', () => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const data = new Stack(app, 'DataStack');
    const functions = new Stack(app, 'FunctionStack');
    const network = new FakeNetwork(base, 'Network');
    const fn = connectedFunction(functions, network, group(data, network));
    group(data, network, 'Other').node.addDependency(fn);
    synthesize(app);
    expect(data.dependencies).toContain(functions);
    expect(ruleCount(data)).toEqual(BOTH);
  });

  test('two functions in two stacks that each connect to a resource in the other\'s', () => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const one = new Stack(app, 'OneStack');
    const other = new Stack(app, 'OtherStack');
    const network = new FakeNetwork(base, 'Network');
    const peers = { one: group(one, network), other: group(other, network) };
    connectedFunction(one, network, peers.other);
    connectedFunction(other, network, peers.one);
    synthesize(app);
    expect(ruleCount(one)).toEqual({ egress: 2, ingress: 2 });
    expect(ruleCount(other)).toEqual(NONE);
  });

  test('the function in a nested stack, the database in its parent', () => {
    const app = new App({ context });
    const parent = new Stack(app, 'Stack');
    const network = new FakeNetwork(parent, 'Network');
    const nested = new NestedStack(parent, 'Functions');
    connectedFunction(nested, network, database(parent, network));
    synthesize(app);
    expect(ruleCount(parent)).toEqual(BOTH);
    expect(ruleCount(nested)).toEqual(NONE);
  });

  test('the function and the network in a nested stack, the database in its parent', () => {
    const app = new App({ context });
    const parent = new Stack(app, 'Stack');
    const nested = new NestedStack(parent, 'Functions');
    const network = new FakeNetwork(nested, 'Network');
    connectedFunction(nested, network, group(parent, network));
    synthesize(app);
    expect(ruleCount(parent)).toEqual(BOTH);
  });

  test('the database in a nested stack, the function in its parent', () => {
    const app = new App({ context });
    const parent = new Stack(app, 'Stack');
    const network = new FakeNetwork(parent, 'Network');
    const nested = new NestedStack(parent, 'Data');
    connectedFunction(parent, network, database(nested, network));
    synthesize(app);
    expect(ruleCount(parent)).toEqual(BOTH);
    expect(ruleCount(nested)).toEqual(NONE);
  });

  test.each([
    ['the network in their parent', 'parent', 'Functions'],
    ['the network with the function', 'functions', 'Data'],
    ['the network with the database', 'data', 'Functions'],
  ] as const)('both in nested stacks of one parent, %s', (_, home, place) => {
    const app = new App({ context });
    const parent = new Stack(app, 'Stack');
    const stacks = { parent, functions: new NestedStack(parent, 'Functions'), data: new NestedStack(parent, 'Data') };
    const network = new FakeNetwork(stacks[home], 'Network');
    connectedFunction(stacks.functions, network, group(stacks.data, network));
    synthesize(app);
    expect(ruleCount(parent)).toEqual(NONE);
    expect(ruleCount(parent.node.findChild(place) as NestedStack)).toEqual(BOTH);
  });

  test('both in nested stacks of one parent, the database\'s using a resource of the parent that uses the function', () => {
    const app = new App({ context });
    const parent = new Stack(app, 'Stack');
    const functions = new NestedStack(parent, 'Functions');
    const data = new NestedStack(parent, 'Data');
    const network = new FakeNetwork(parent, 'Network');
    const fn = connectedFunction(functions, network, group(data, network));
    const alias = new lambda.CfnAlias(parent, 'Alias', { functionName: fn.functionName, functionVersion: '1', name: 'live' });
    new CfnOutput(data, 'Output', { value: alias.ref });
    synthesize(app);
    expect(ruleCount(data)).toEqual(BOTH);
    expect(ruleCount(functions)).toEqual(NONE);
  });

  test('both in nested stacks, of two stacks of which the database\'s depends on the function\'s', () => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const one = new Stack(app, 'FunctionStack');
    const other = new Stack(app, 'DataStack');
    const network = new FakeNetwork(base, 'Network');
    const functions = new NestedStack(one, 'Functions');
    const data = new NestedStack(other, 'Data');
    connectedFunction(functions, network, group(data, network));
    other.addStackDependency(one);
    synthesize(app);
    expect(one.dependencies).not.toContain(other);
    expect(ruleCount(data)).toEqual(BOTH);
  });

  test('a function connects to many groups of another stack, each rule once however often the app is synthesized', () => {
    const app = new App({ context });
    const base = new Stack(app, 'NetworkStack');
    const functions = new Stack(app, 'FunctionStack');
    const network = new FakeNetwork(base, 'Network');
    const peers = new ec2.Connections({ securityGroups: [group(base, network, 'One'), group(base, network, 'Two')] });
    connectedFunction(functions, network, peers);
    app.synth();
    app.synth({ force: true });
    expect(ruleCount(functions)).toEqual({ egress: 2, ingress: 2 });
  });
});

test('rules that are all in the function\'s stack do close one', () => {
  const app = new App();
  const functions = new Stack(app, 'FunctionStack');
  const network = new FakeNetwork(functions, 'Network');
  const peer = group(new Stack(app, 'DataStack'), network);
  const own = group(functions, network, 'Own');
  own.connections.allowTo(peer, POSTGRES);
  expect(() => app.synth()).toThrow(/cyclic reference/);
});

test('a stage is an app of its own', () => {
  const app = new App();
  const stage = new Stage(app, 'Stage');
  const functions = new Stack(stage, 'FunctionStack');
  const data = new Stack(stage, 'DataStack');
  const network = new FakeNetwork(functions, 'Network');
  connectedFunction(functions, network, group(data, network));
  app.synth();
  expect(data.dependencies).toEqual([functions]);
  expect(ruleCount(data)).toEqual(BOTH);
});
