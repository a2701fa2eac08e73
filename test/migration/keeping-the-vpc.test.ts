import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import type { Shop } from './shop';
import { CODE, defineOldFunction, defineShop, keptLogGroup, keptRole, useFunction } from './shop';
import type { Step } from './steps';
import { changes, losses, propertiesOf, step } from './steps';
import type { VpcConnectedFunctionProps } from '../../src';
import { AddressFamily, Destination, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';
import { templatesIn } from '../lifecycle/deployment-order';
import { awaitedBy, faultsIn, strandedBy } from '../lifecycle/network-interfaces-of';

type Options = (stack: Stack, shop: Shop) => Partial<VpcConnectedFunctionProps>;

/** The VPC as it is, with what it does not show of itself stated. */
function networkOf(stack: Stack, vpc: ec2.IVpc): PrivateLambdaNetwork {
  return PrivateLambdaNetwork.fromVpc(stack, 'Network', {
    vpc, internetAddressFamilies: [AddressFamily.IPV4], gatewayEndpoints: ['dynamodb'],
  }) as PrivateLambdaNetwork;
}

function destinationsOf({ database }: Pick<Shop, 'database'>): Destination[] {
  return [Destination.internet(), Destination.connectable(database, ec2.Port.tcp(5432))];
}

type More = (orders: lambda.Function, shop: Shop) => void;

function connected(options: Options, more: More = () => undefined, context: Record<string, unknown> = {}): Step {
  return step((stack) => {
    const shop = defineShop(stack);
    const orders = new VpcConnectedFunction(stack, 'Orders', {
      ...CODE, network: networkOf(stack, shop.vpc), destinations: destinationsOf(shop), ...options(stack, shop),
    });
    useFunction(orders, shop);
    more(orders, shop);
  }, context);
}

const before = step((stack) => void defineOldFunction(stack, defineShop(stack)));
const { logicalId: functionId } = propertiesOf(before, 'AWS::Lambda::Function', 'Orders');
const roleId = String(propertiesOf(before, 'AWS::IAM::Role', 'OrdersServiceRole').logicalId).replace('Shop.', '');
const kept: Options = (stack) => ({ role: keptRole(stack, roleId), logGroup: keptLogGroup(stack) });
const moved = connected(kept);
const own = connected((stack) => ({ logGroup: keptLogGroup(stack) }));

describe('migration: a function of an ec2.Vpc becomes a VpcConnectedFunction', () => {
  test('first: the function, its role and its log group stay; its security group is another one', () => {
    expect(changes(before, moved).filter((change) => !change.endsWith('WaitConditionHandle'))).toEqual([
      '+ EC2::SecurityGroup', '+ EC2::SecurityGroupEgress', '+ EC2::SecurityGroupIngress', '+ IAM::Policy',
      '- EC2::SecurityGroup', '- EC2::SecurityGroupIngress', '- IAM::Policy',
      '~ IAM::Role', '~ Lambda::Function LoggingConfig, VpcConfig',
    ]);
    expect(losses(before, moved)).toEqual([]);
    expect(propertiesOf(moved, 'AWS::Lambda::Function', 'Orders').logicalId).toBe(functionId);
  });

  test('the role changes only in what it waits for, so its old interfaces can be deleted with it', () => {
    const roleIn = (one: Step) => propertiesOf(one, 'AWS::IAM::Role', 'OrdersServiceRole');
    expect(roleIn(moved)).toEqual(roleIn(before));
    expect(strandedBy(before.deployment, moved.deployment)).toEqual([]);
    expect(awaitedBy(before.deployment, moved.deployment)).toEqual(['AWS::EC2::SecurityGroup']);
    expect(faultsIn(moved.deployment)).toEqual([]);
  });

  test('what the function is granted is granted before the old grant goes, and it writes to the log group that it has', () => {
    const grants = (one: Step) => propertiesOf(one, 'AWS::IAM::Policy', 'Orders');
    expect(JSON.stringify(grants(moved))).toContain('dynamodb:PutItem');
    expect(grants(moved).PolicyName).not.toBe(grants(before).PolicyName);
    expect(moved.deployment.needsOf(String(functionId)).has(String(grants(moved).logicalId))).toBe(true);
    expect(propertiesOf(moved, 'AWS::Lambda::Function', 'Orders').LoggingConfig).toEqual({ LogGroup: '/aws/lambda/Shop-OrdersA9B65338-abcdefghijkl' });
  });

  test('then: the function gets a role that has what it needs and nothing else', () => {
    expect(changes(moved, own)).toEqual(['+ IAM::Policy', '+ IAM::Role', '- IAM::Policy', '- IAM::Role', '~ Lambda::Function Role']);
    expect(strandedBy(moved.deployment, own.deployment)).toEqual([]);
    expect(awaitedBy(moved.deployment, own.deployment)).toEqual([]);
    expect(faultsIn(own.deployment)).toEqual([]);
    expect(propertiesOf(own, 'AWS::IAM::Role', 'OrdersConnectionRole').ManagedPolicyArns).toBeUndefined();
  });

  test('both at once would take the role away from the old interfaces', () => {
    expect(losses(before, own)).toEqual([]);
    expect(strandedBy(before.deployment, own.deployment)).toEqual([functionId]);
  });

  test('without the old log group, a new one is made and the old one is not touched, because no stack has it', () => {
    const newLogs = connected((stack) => ({ role: keptRole(stack, roleId) }));
    expect(changes(before, newLogs).filter((change) => change.includes('Logs'))).toEqual(['+ Logs::LogGroup']);
  });

  test('and back again, with the same role', () => {
    expect(losses(moved, before)).toEqual([]);
    expect(changes(moved, before)).toContain('~ Lambda::Function LoggingConfig, VpcConfig');
  });
});

describe('migration: whatever the app looks like', () => {
  test('a function that keeps its class comes to the same template', () => {
    const twoSteps = step((stack) => {
      const shop = defineShop(stack);
      const connection = networkOf(stack, shop.vpc).connect(stack, 'OrdersConnection', { destinations: destinationsOf(shop), ...kept(stack, shop) });
      const orders = new lambda.Function(stack, 'Orders', { ...CODE, ...connection.functionOptions });
      connection.attach(orders);
      useFunction(orders, shop);
    });
    expect(twoSteps.template).toEqual(moved.template);
  });

  test('lines that let the function into the database may stay where they name the port that is declared', () => {
    const again = connected(kept, (orders, { database }) => orders.connections.allowTo(database, ec2.Port.tcp(5432)));
    expect(again.template).toEqual(moved.template);
    const nameless: typeof useFunction = (orders, { database }) => database.connections.allowDefaultPortFrom(orders);
    expect(() => connected(kept, nameless)).toThrow(/on a port that only the deployment knows.*SECURITY_GROUP_SHARED/);
    expect(losses(before, connected((...shop) => ({ ...kept(...shop), dedicatedSecurityGroup: true }), nameless))).toEqual([]);
  });

  test('a security group that the code gives stays beside the new one, and no interface is awaited in it', () => {
    const groupOf = (stack: Stack, { vpc }: Shop) => new ec2.SecurityGroup(stack, 'Group', { vpc });
    const old = step((stack) => {
      const shop = defineShop(stack);
      useFunction(new lambda.Function(stack, 'Orders', { ...CODE, vpc: shop.vpc, securityGroups: [groupOf(stack, shop)] }), shop);
    });
    const next = connected((stack, shop) => ({ ...kept(stack, shop), securityGroups: [groupOf(stack, shop)] }));
    expect(changes(old, next).filter((change) => change.startsWith('-'))).toEqual(['- IAM::Policy']);
    expect(awaitedBy(old.deployment, next.deployment)).toEqual([]);
    const narrow: Options = (...shop) => ({ ...kept(...shop), securityGroups: [groupOf(...shop)], destinations: destinationsOf(shop[1]).slice(1) });
    expect(() => connected(narrow)).toThrow(/the internet is reached over IPv4, which is not among the destinations/);
  });

  test('an alias follows the version that the move publishes; the version before goes at the end', () => {
    const old = step((stack) => void new lambda.Alias(stack, 'Live', { aliasName: 'live', version: defineOldFunction(stack, defineShop(stack)).currentVersion }));
    const next = connected(kept, (orders) => void new lambda.Alias(orders.stack, 'Live', { aliasName: 'live', version: orders.currentVersion }));
    expect(changes(old, next).filter((change) => /Version|Alias/.test(change))).toEqual(['+ Lambda::Version', '- Lambda::Version', '~ Lambda::Alias FunctionVersion']);
  });

  test('with VPC and database in stacks of their own, no resource changes but those in the stack of the function', () => {
    const app = (define: (stack: Stack, shop: Pick<Shop, 'vpc' | 'database'>) => void) => {
      const root = new App();
      const vpc = new ec2.Vpc(new Stack(root, 'Base'), 'Vpc', { maxAzs: 2, natGateways: 1 });
      const database = new rds.DatabaseInstance(new Stack(root, 'Data'), 'Database', {
        engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }), vpc, storageEncrypted: true,
      });
      define(new Stack(root, 'Shop'), { vpc, database });
      return templatesIn(root);
    };
    const old = app((stack, { vpc, database }) => new lambda.Function(stack, 'Orders', { ...CODE, vpc }).connections.allowTo(database, ec2.Port.tcp(5432)));
    const next = app((stack, shop) => void new VpcConnectedFunction(stack, 'Orders', {
      ...CODE, network: networkOf(stack, shop.vpc), destinations: destinationsOf(shop), role: keptRole(stack, roleId), logGroup: keptLogGroup(stack),
    }));
    expect(next.get('Base')).toEqual(old.get('Base'));
    // another output is all that the rule in the other stack needs: it reads the database's group
    const resourcesOf = (stacks: typeof old) => (stacks.get('Data') as { readonly Resources: unknown }).Resources;
    expect(resourcesOf(next)).toEqual(resourcesOf(old));
    expect(next.get('Shop')).not.toEqual(old.get('Shop'));
  });
});

describe('migration: an app with the feature flags of a new one, where lambda.Function defines a log group', () => {
  const flags = CURRENTLY_RECOMMENDED_FLAGS as Record<string, unknown>;
  const flagged = step((stack) => void defineOldFunction(stack, defineShop(stack)), flags);
  const logGroupId = String(propertiesOf(flagged, 'AWS::Logs::LogGroup', 'OrdersLogGroup').logicalId).replace('Shop.', '');
  const keepLogGroup: More = (orders) => {
    const logGroup = new logs.LogGroup(orders.stack, 'OrdersLogGroup', { logGroupName: `/aws/lambda/${orders.functionName}`, retention: logs.RetentionDays.TWO_YEARS });
    (logGroup.node.defaultChild as logs.CfnLogGroup).overrideLogicalId(logGroupId);
  };

  test('the log group stays in the stack when it is named by its text, and defined with the logical id that it has', () => {
    const first = connected(kept, keepLogGroup, flags);
    expect(losses(flagged, first)).toEqual([]);
    expect(changes(flagged, first)).toEqual(expect.arrayContaining(['~ Lambda::Function LoggingConfig, VpcConfig', '~ Logs::LogGroup']));
    expect(strandedBy(flagged.deployment, first.deployment)).toEqual([]);
    expect(propertiesOf(first, 'AWS::Logs::LogGroup', 'OrdersLogGroup')).toEqual(propertiesOf(flagged, 'AWS::Logs::LogGroup', 'OrdersLogGroup'));
  });

  test('otherwise it is left in the account, with what is in it', () => {
    const first = connected(kept, undefined, flags);
    expect(losses(flagged, first)).toEqual(['- Logs::LogGroup']);
    expect(flagged.template).toHaveProperty(['Resources', logGroupId, 'DeletionPolicy'], 'Retain');
  });
});

describe('migration: what a function talks to is not known yet', () => {
  const anything: Options = (stack, { vpc }) => ({
    ...kept(stack, { vpc } as Shop),
    destinations: [Destination.internet({ ports: [ec2.Port.allTcp()] }), Destination.cidr('10.0.0.0/16', ec2.Port.allTcp())],
    dedicatedSecurityGroup: true,
  });

  test('it moves with all of TCP open; with a group of its own, what is closed later changes rules and moves no interface', () => {
    const wide = connected(anything, (orders, { database }) => database.connections.allowDefaultPortFrom(orders));
    const narrow = connected((stack, shop) => ({ ...kept(stack, shop), dedicatedSecurityGroup: true }));
    expect(losses(before, wide)).toEqual([]);
    expect(strandedBy(before.deployment, wide.deployment)).toEqual([]);
    expect(changes(wide, narrow)).toEqual([
      '+ EC2::SecurityGroupEgress', '+ EC2::SecurityGroupIngress', '- EC2::SecurityGroupEgress', '- EC2::SecurityGroupIngress',
      '~ EC2::SecurityGroup SecurityGroupEgress', '~ Lambda::Function',
    ]);
    expect(awaitedBy(wide.deployment, narrow.deployment)).toEqual([]);
  });
});
