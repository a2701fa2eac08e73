import { App, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Account } from './account';
import type { Assembly } from './assembly';
import { assemblyOf, ordersOf } from './assembly';
import { deployApp, firstDeployment } from './deploy-app';

/*
 * The simulation does what is known of AWS: the deadlock of plain AWS CDK, what weak references do instead, and what Amazon EC2 does not delete.
 */

const STRONG = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
const WEAK = { '@aws-cdk/core:defaultCrossStackReferences': 'weak' };
const POSTGRES = ec2.Port.tcp(5432);

/** A VPC and a client's group in one stack, and in another one a database's group that lets the client in. */
function plainApp(context: Record<string, string>, client: string): Assembly {
  const app = new App({ context });
  const [base, data] = [new Stack(app, 'Base'), new Stack(app, 'Data')];
  const vpc = new ec2.CfnVPC(base, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  const group = new ec2.CfnSecurityGroup(base, client, { vpcId: vpc.ref, groupDescription: client });
  const database = new ec2.CfnSecurityGroup(data, 'Database', { vpcId: vpc.ref, groupDescription: 'database' });
  new ec2.CfnSecurityGroupIngress(data, 'Rule', { groupId: database.attrGroupId, sourceSecurityGroupId: group.attrGroupId, ...POSTGRES.toRuleJson() });
  return assemblyOf(app);
}

function codesOf(outcomes: ReturnType<typeof deployApp>): Array<string | undefined> {
  return outcomes.map(({ refusal }) => refusal?.code);
}

test('plain AWS CDK: an export that another stack imports is not removed', () => {
  const before = plainApp(STRONG, 'One');
  const account = firstDeployment(before);
  const [outcome, ...others] = deployApp(account, before, plainApp(STRONG, 'Two'));
  expect(outcome.refusal?.message).toMatch(/^EXPORT_IN_USE: Base cannot remove or change Base:ExportsOutputFnGetAttOneGroupId\w+, which Data imports$/);
  expect(outcome.account.stack('Base')).toBe(account.stack('Base'));
  expect(others).toEqual([]);
});

test('weak references: nothing is refused, and the group that is still named is left behind, so that the VPC stays too', () => {
  const before = plainApp(WEAK, 'One');
  const after = plainApp(WEAK, 'Two');
  const [{ refusal, account }] = deployApp(firstDeployment(before), before, after);
  expect(refusal).toBeUndefined();
  expect([...account.leftBehind]).toEqual([expect.stringMatching(/^sg\/Base\/One#/)]);
  expect(codesOf(deployApp(account, after, []))).toEqual(['VPC_IN_USE']);
});

test('an app that did not change deploys again, keeps every resource, and is deleted, importers first', () => {
  const app = plainApp(STRONG, 'One');
  const account = firstDeployment(app);
  const [{ account: again }] = deployApp(account, app, plainApp(STRONG, 'One'));
  expect(again.stack('Data')).toEqual(account.stack('Data'));
  expect(() => account.destroy('Base')).toThrow(/^EXPORT_IN_USE/);
  expect(codesOf(deployApp(account, app, []))).toEqual([undefined]);
});

test('with weak references too, a stack with a group that another stack\'s rule names is not deleted', () => {
  const account = firstDeployment(plainApp(WEAK, 'One'));
  expect(() => account.destroy('Base')).toThrow(/^GROUP_IN_USE: Base is not deleted: a rule of another stack names sg\/Base\/One#/);
});

test.each([[STRONG, 'EXPORT_MISSING'], [WEAK, 'OUTPUT_MISSING']])('what is imported or read must be there: %j', (context, code) => {
  const [base, data] = plainApp(context, 'One');
  expect(() => Account.empty().deploy(data)).toThrow(code);
  expect(() => Account.empty().deploy(base).after.deploy(data)).not.toThrow();
});

test('an export that is imported does not change its value either, and one that nobody imports does', () => {
  const app = (description: string, isImported: boolean): Assembly => {
    const root = new App();
    const [base, user] = [new Stack(root, 'Base'), new Stack(root, 'User')];
    const group = new ec2.CfnSecurityGroup(base, 'Group', { groupDescription: description });
    base.exportValue(group.attrGroupId);
    new ec2.CfnSecurityGroup(user, 'User', { groupDescription: isImported ? group.attrGroupId : 'none' });
    user.addStackDependency(base);
    return assemblyOf(root);
  };
  const change = (isImported: boolean) => deployApp(firstDeployment(app('a', isImported)), app('a', isImported), app('b', isImported));
  expect(codesOf(change(true))).toEqual(['EXPORT_IN_USE']);
  expect(codesOf(change(false))).toEqual([undefined]);
});

test('a rule that exists is not made a second time, whatever makes it', () => {
  const app = (id: string): Assembly => {
    const root = new App();
    const stack = new Stack(root, 'Stack');
    const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'group' });
    new ec2.CfnSecurityGroupIngress(stack, id, { groupId: group.attrGroupId, cidrIp: '10.0.0.0/8', ...POSTGRES.toRuleJson() });
    return assemblyOf(root);
  };
  expect(codesOf(deployApp(firstDeployment(app('Rule')), app('Rule'), app('Renamed')))).toEqual(['RULE_DUPLICATE']);
});

test('nested stacks are deployed with the stack around them, and values are handed in and out', () => {
  const app = new App();
  const parent = new Stack(app, 'Parent');
  const group = new ec2.CfnSecurityGroup(parent, 'Group', { groupDescription: 'group' });
  const nested = new NestedStack(parent, 'Nested');
  const inner = new ec2.CfnSecurityGroup(nested, 'Inner', { groupDescription: 'inner' });
  new ec2.CfnSecurityGroupIngress(nested, 'In', { groupId: inner.attrGroupId, sourceSecurityGroupId: group.attrGroupId, ipProtocol: '-1' });
  new ec2.CfnSecurityGroupEgress(parent, 'Out', { groupId: group.attrGroupId, destinationSecurityGroupId: inner.attrGroupId, ipProtocol: '-1' });
  const rules = firstDeployment(assemblyOf(app)).rules();
  const [outer] = rules.filter(({ direction }) => direction === 'out');
  expect(outer).toMatchObject({ group: expect.stringMatching(/^sg\/Parent\/Group#/), peer: expect.stringMatching(/^sg\/Parent\/.*\/Inner#/) });
  expect(rules).toContainEqual({ ...outer, direction: 'in', group: outer.peer, peer: outer.group });
});

test('texts are put together and taken apart', () => {
  const app = new App({ context: WEAK });
  const [base, user] = [new Stack(app, 'Base'), new Stack(app, 'User')];
  const group = new ec2.CfnSecurityGroup(base, 'Group', { groupDescription: 'group' });
  new ec2.CfnSecurityGroupIngress(user, 'Rule', { groupId: group.attrGroupId, sourceSecurityGroupId: Fn.select(0, Fn.split(',', `${group.attrGroupId},x`)), ipProtocol: '-1' });
  const [rule] = firstDeployment(assemblyOf(app)).rules();
  expect(rule.peer).toBe(rule.group);
});

test('all orders are tried that the dependencies allow', () => {
  const stack = (name: string, ...after: string[]) => ({ name, after, template: {}, nested: new Map() });
  const orders = ordersOf([stack('A'), stack('B', 'A'), stack('C', 'A'), stack('D', 'B', 'C')]);
  expect(orders.map((order) => order.map(({ name }) => name).join(''))).toEqual(['ABCD', 'ACBD']);
  expect(ordersOf([stack('A'), stack('B'), stack('C')])).toHaveLength(6);
});
