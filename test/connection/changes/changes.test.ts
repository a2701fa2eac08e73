import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { AppState, DestinationName, FunctionPlace } from './changing-app';
import { STRENGTHS, appOf, reaches } from './changing-app';
import { Destination } from '../../../src/connection/destination';
import { VpcConnectedFunction } from '../../../src/function/vpc-connected-function';
import { PrivateLambdaNetwork } from '../../../src/network/private-lambda-network';
import type { Assembly } from '../../support/deployer/assembly';
import { assemblyOf } from '../../support/deployer/assembly';
import { deployApp, firstDeployment } from '../../support/deployer/deploy-app';
import { FakeNetwork } from '../fake-network';

const STRONG = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
const WARNING = Match.stringLikeRegexp('^rules in the stack Database, which is deployed after Network, .*dedicatedSecurityGroup: true.*sharedGroupInDependentStack');
const FUNCTION = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

/** One function and the database. */
function state(place: FunctionPlace, destinations: readonly DestinationName[], isDedicated = false): AppState {
  return { functions: [{ id: 'Orders', place, destinations, isDedicated }], hasDatabase: true };
}

const NO_FUNCTION: AppState = { functions: [], hasDatabase: true };

/** Deploy one state after the other. Each must be deployable, but for the last. */
function deployed(states: readonly Assembly[]) {
  let account = firstDeployment(states[0]);
  states.slice(1, -1).forEach((assembly, index) => {
    const [outcome] = deployApp(account, states[index], assembly);
    expect(outcome.refusal).toBeUndefined();
    ({ account } = outcome);
  });
  return deployApp(account, states[states.length - 2], states[states.length - 1]);
}

/** The same app as versions of this library before 0014 made it: what a stack reads of another one, it imports. */
function importing(assembly: Assembly): Assembly {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(rewrite);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const read = (value as { 'Fn::GetStackOutput'?: { StackName: string; OutputName: string } })['Fn::GetStackOutput'];
    return read === undefined ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rewrite(each)])) : { 'Fn::ImportValue': exportOf(read) };
  };
  const exportOf = ({ StackName, OutputName }: { StackName: string; OutputName: string }): string => {
    const { Outputs = {} } = assembly.find(({ name }) => name === StackName)!.template;
    const text = JSON.stringify(Outputs[OutputName].Value);
    return Object.values(Outputs).find(({ Value, Export }) => Export !== undefined && JSON.stringify(Value) === text)!.Export!.Name;
  };
  return assembly.map((stack) => ({ ...stack, template: rewrite(stack.template) as Assembly[number]['template'] }));
}

function assemblies(context: Record<string, string>, ...states: readonly AppState[]): Assembly[] {
  return states.map((each) => appOf(each, context).assembly);
}

describe.each(STRENGTHS)('a function beside the network and a database in a stack that depends on them, %s', (_, context) => {
  test('a shared group is replaced: nothing is refused, but the function waits for the second stack and the old group is left behind, as the warning says', () => {
    const before = appOf(state('Network', ['database']), context);
    Annotations.fromStack(before.app.node.findChild('Network') as Stack).hasWarning('/Network/OrdersConnection', WARNING);
    const [{ refusal, moments, account }] = deployed([before.assembly, ...assemblies(context, state('Network', ['database', 'cache']))]);
    expect(refusal).toBeUndefined();
    expect(moments.map((moment) => reaches(moment, 'Network', 'Orders', 'Database', 'Database'))).toEqual([true, false, false, true, true]);
    expect(account.leftBehind.size).toBe(1);
  });

  test('a group of its own stays: the function reaches the database all along, and nothing is left behind', () => {
    const before = appOf(state('Network', ['database'], true), context);
    Annotations.fromStack(before.app.node.findChild('Network') as Stack).hasNoWarning('*', WARNING);
    const [{ refusal, moments, account }] = deployed([before.assembly, ...assemblies(context, state('Network', ['database', 'cache'], true))]);
    expect(refusal).toBeUndefined();
    expect(moments.map((moment) => reaches(moment, 'Network', 'Orders', 'Database', 'Database'))).toEqual([true, true, true, true, true]);
    expect(account.leftBehind.size).toBe(0);
  });

  test('a function that is removed first declares nothing', () => {
    const [[atOnce], [inSteps]] = [[], [state('Network', [], true)]].map((between) =>
      deployed(assemblies(context, state('Network', ['database'], true), ...between, NO_FUNCTION)));
    expect([atOnce.refusal, inSteps.refusal]).toEqual([undefined, undefined]);
    expect([atOnce.account.leftBehind.size, inSteps.account.leftBehind.size]).toEqual([1, 0]);
  });
});

test('a database whose group is in the function\'s stack has all rules there, and needs no second stack', () => {
  const app = (destinations: readonly string[]) => {
    const root = new App({ context: STRONG });
    const [base, data] = [new Stack(root, 'Network'), new Stack(root, 'Database')];
    const network = new PrivateLambdaNetwork(base, 'Network');
    const securityGroup = new ec2.SecurityGroup(base, 'DatabaseGroup', { vpc: network.vpc, allowAllOutbound: false });
    const database = new rds.DatabaseInstance(data, 'Database', {
      engine: rds.DatabaseInstanceEngine.POSTGRES,
      vpc: network.vpc,
      vpcSubnets: { subnets: network.isolatedSubnets },
      securityGroups: [securityGroup],
      storageEncrypted: true,
    });
    const all: Record<string, () => Destination> = { database: () => Destination.connectable(database, ec2.Port.tcp(5432)), sqs: () => Destination.awsService('sqs') };
    new VpcConnectedFunction(base, 'Orders', { network, destinations: destinations.map((name) => all[name]()), ...FUNCTION });
    const assembly = assemblyOf(root);
    Annotations.fromStack(base).hasNoWarning('*', WARNING);
    return assembly;
  };
  const [{ refusal, moments, account }] = deployed([app(['database']), app(['database', 'sqs'])]);
  expect(refusal).toBeUndefined();
  expect(moments.map((moment) => reaches(moment, 'Network', 'Orders', 'Network', 'DatabaseGroup'))).toEqual([true, true, true, true, true]);
  expect(account.leftBehind.size).toBe(0);
});

test('the update from versions that import is a deployment of its own, replaces no rule, and comes before a change', () => {
  const [one, other] = assemblies(STRONG, state('Network', ['database']), state('Network', ['cache']));
  const [{ refusal, account }] = deployed([importing(one), one]);
  expect(refusal).toBeUndefined();
  expect(account.rules()).toEqual(firstDeployment(one).rules());
  expect(deployed([importing(one), one, other])[0].refusal).toBeUndefined();
  expect(deployed([importing(one), other])[0].refusal?.code).toBe('EXPORT_IN_USE');
});

test('the last function of a stack takes exports of the network with it, which strong references refuse and a kept export does not', () => {
  const app = (hasFunction: boolean, keepsExports: boolean): Assembly => {
    const root = new App({ context: STRONG });
    const [base, user] = [new Stack(root, 'Network'), new Stack(root, 'Functions')];
    const network = new PrivateLambdaNetwork(base, 'Network');
    new ec2.SecurityGroup(user, 'Other', { vpc: network.vpc });
    if (hasFunction) {
      new VpcConnectedFunction(user, 'Orders', { network, destinations: [], ...FUNCTION });
    }
    if (keepsExports) {
      network.functionSubnets.forEach((subnet) => base.exportValue(subnet.subnetId));
    }
    return assemblyOf(root);
  };
  expect(deployed([app(true, false), app(false, false)])[0].refusal?.code).toBe('EXPORT_IN_USE');
  expect(deployed([app(true, false), app(false, true), app(false, false)])[0].refusal).toBeUndefined();
});

test.each([['Functions', 'Database'], ['Database', 'Functions']])('functions and databases in nested stacks, %s deployed before %s: nothing is refused', (...order) => {
  const app = (destinations: readonly string[]): Assembly => {
    const root = new App({ context: STRONG });
    const base = new Stack(root, 'Network');
    const network = new FakeNetwork(base, 'Network');
    const stacks = new Map(order.map((id) => [id, new NestedStack(new Stack(root, id), 'Nested')]));
    const [first, second] = order.map((id) => stacks.get(id)!.nestedStackParent!);
    second.addStackDependency(first);
    const group = (id: string) => new ec2.SecurityGroup(stacks.get('Database')!, id, { vpc: network.vpc, allowAllOutbound: false });
    const peers: Record<string, ec2.ISecurityGroup> = { One: group('One'), Two: group('Two') };
    const other = new ec2.SecurityGroup(base, 'Other', { vpc: network.vpc, allowAllOutbound: false });
    new VpcConnectedFunction(stacks.get('Functions')!, 'Orders', {
      network, destinations: destinations.map((id) => Destination.connectable(peers[id] ?? other, ec2.Port.tcp(5432))), ...FUNCTION,
    });
    return assemblyOf(root);
  };
  const changes = [[], ['One', 'Other'], ['Two'], ['One', 'Two'], ['Other'], []].map(app);
  changes.slice(2).forEach((_, index) => expect(deployed(changes.slice(0, index + 3))[0].refusal?.message).toBeUndefined());
});

test('a nested stack is deployed with the stack around it, so that there is nothing to warn of', () => {
  const app = new App();
  const parent = new Stack(app, 'Network');
  const network = new FakeNetwork(parent, 'Network');
  const nested = new NestedStack(parent, 'Functions');
  const peer = new ec2.SecurityGroup(parent, 'Peer', { vpc: network.vpc, allowAllOutbound: false });
  new VpcConnectedFunction(nested, 'Orders', { network, destinations: [Destination.connectable(peer, ec2.Port.tcp(5432))], ...FUNCTION });
  app.synth();
  Annotations.fromStack(parent).hasNoWarning('*', Match.stringLikeRegexp('sharedGroupInDependentStack'));
});

test.each([
  ['functions of another stack', 1, true, {}],
  ['functions of its own stack alone', 0, false, {}],
  ['functions of another stack, and endpoints that are named', 0, true, { inferEndpoints: false }],
])('the group of the endpoints of a network with %s: %d without endpoints', (_, count, isElsewhere, props) => {
  const app = new App();
  const base = new Stack(app, 'Network');
  const network = new PrivateLambdaNetwork(base, 'Network', props);
  new VpcConnectedFunction(isElsewhere ? new Stack(app, 'Functions') : base, 'Orders', { network, destinations: [], dedicatedSecurityGroup: true, ...FUNCTION });
  app.synth();
  const groups = Template.fromStack(base).findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: Match.stringLikeRegexp('^Interface endpoints') } });
  expect(Object.keys(groups)).toHaveLength(count);
});
