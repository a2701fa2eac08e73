import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { deploymentOf } from './deployment-order';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import type { KeepAliveOptions } from '../../src/lifecycle/keep-alive';
import { KeepAlive } from '../../src/lifecycle/keep-alive';
import { FakeNetwork } from '../connection/fake-network';
import { fullReplacements } from '../network/replacements';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

function shop(keepAlive?: KeepAliveOptions, change: (fn: VpcConnectedFunction, stack: Stack) => void = () => undefined): Stack {
  const stack = new Stack(new App(), 'Shop');
  change(new VpcConnectedFunction(stack, 'Orders', { network: new FakeNetwork(stack, 'Network'), destinations: [], ...CODE, keepAlive }), stack);
  return stack;
}

const ORDERS = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'Arn'] };

describe('F10: a function that is kept alive', () => {
  test('is invoked every week, with an event that it can tell', () => {
    Template.fromStack(shop({})).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(7 days)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 },
      Target: { Arn: ORDERS, Input: `{"${KeepAlive.EVENT_KEY}":true}`, RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersKeepAliveRole'), 'Arn'] } },
    });
  });

  test('by a role that can invoke it and nothing else, for schedules of this account', () => {
    Template.fromStack(shop({})).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }],
      },
      Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ORDERS }] } }],
      ManagedPolicyArns: Match.absent(),
    });
  });

  test.each([
    [Duration.hours(1), 'rate(1 hour)'], [Duration.hours(36), 'rate(36 hours)'], [Duration.days(1), 'rate(1 day)'], [Duration.days(13), 'rate(13 days)'],
  ])('at another rate (%s)', (rate, ScheduleExpression) => {
    Template.fromStack(shop({ rate })).hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression });
  });

  test('an alias is kept alive on its own account', () => {
    const stack = shop(undefined, (fn, scope) => new KeepAlive(scope, 'Live', { lambdaFunction: fn.addAlias('live') }));
    const alias = { Ref: Match.stringLikeRegexp('^OrdersAliaslive') };
    Template.fromStack(stack).hasResourceProperties('AWS::Scheduler::Schedule', { Target: { Arn: alias } });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Resource: alias }] } }] });
  });

  test('the schedule is gone before the function', () => {
    const deployment = deploymentOf(shop({}).node.root as App);
    const [schedule] = deployment.ofType('AWS::Scheduler::Schedule');
    expect([...deployment.needsOf(schedule)].some((id) => id.startsWith('Shop.Orders'))).toBe(true);
    expect(deployment.hasOrder).toBe(true);
  });

  test('not asked for: there is no schedule, and switching it on or off replaces nothing', () => {
    const [off, on] = [undefined, {}].map((options) => Template.fromStack(shop(options)).toJSON());
    expect(JSON.stringify(off)).not.toContain('Schedule');
    expect(fullReplacements(off, on)).toEqual([]);
    expect(fullReplacements(on, off)).toEqual(['AWS::IAM::Role removed', 'AWS::Scheduler::Schedule removed']);
  });

  test('cdk-nag finds nothing', () => {
    const stack = shop({});
    expect(new AwsSolutionsChecks(stack.node.root as App).validateScope(stack.node.findChild('Orders').node.findChild('KeepAlive')).violations).toEqual([]);
  });
});
