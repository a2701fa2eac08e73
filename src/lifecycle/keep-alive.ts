import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { acknowledgeByDesign } from '../private/acknowledge-by-design';
import { NetworkError } from '../private/network-error';

/** How a function is kept alive. */
export interface KeepAliveOptions {
  /**
   * The time between two invocations: whole hours, up to 13 days.
   *
   * @default Duration.days(7) - so that one invocation can fail before 14 days have passed
   */
  readonly rate?: Duration;
}

/** Which function is kept alive, and how. */
export interface KeepAliveProps extends KeepAliveOptions {
  /** The function, or a version or alias of it, which Lambda keeps network interfaces for on its own account. */
  readonly lambdaFunction: lambda.IFunction;
}

/**
 * Invokes a function from time to time, so that Lambda does not take its network interfaces away.
 *
 * After 14 days without an invocation Lambda reclaims the interfaces of a function in a VPC. The next invocation fails, and so do all
 * others until there are new ones. In the account appear a schedule of Amazon EventBridge Scheduler and a role that can invoke this function
 * and nothing else.
 *
 * The function's code is run. The event is `{ "cdk-lambda-network:keepAlive": true }`: let the handler return when the key is there.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 *
 * @example
 * import { Duration, Stack } from 'aws-cdk-lib';
 * import { KeepAlive, VpcConnectedFunction } from 'cdk-lambda-network';
 *
 * declare const stack: Stack;
 * declare const orders: VpcConnectedFunction;
 * new KeepAlive(stack, 'OrdersLive', { lambdaFunction: orders.addAlias('live'), rate: Duration.days(5) });
 */
export class KeepAlive extends Construct {
  /** The key of the event by which a handler knows that there is nothing to do. */
  public static readonly EVENT_KEY = 'cdk-lambda-network:keepAlive';

  constructor(scope: Construct, id: string, props: KeepAliveProps) {
    super(scope, id);
    const { functionArn } = props.lambdaFunction;
    const scheduleExpression = rateExpression(this, props.rate ?? Duration.days(7));
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }),
      description: 'Invokes a Lambda function so that it keeps its network interfaces',
      inlinePolicies: {
        Invoke: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })] }),
      },
    });
    acknowledgeByDesign(role.node.defaultChild!, ['IAMNoInlinePolicy'], 'the role is of one schedule, which invokes one function: its permission goes when it goes');
    new scheduler.CfnSchedule(this, 'Schedule', {
      description: `Keeps the network interfaces of ${props.lambdaFunction.node.path}`.slice(0, 512),
      scheduleExpression,
      // functions that were deployed together need not be invoked together
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 60 },
      target: { arn: functionArn, roleArn: role.roleArn, input: JSON.stringify({ [KeepAlive.EVENT_KEY]: true }) },
    });
  }
}

const DAY = 24;

function rateExpression(scope: Construct, rate: Duration): string {
  if (rate.isUnresolved()) {
    throw new NetworkError('TOKEN_NOT_ALLOWED', 'the rate of a KeepAlive is a token, expected a time that is known at synthesis: write it out', scope);
  }
  const hours = rate.toHours({ integral: false });
  if (!Number.isInteger(hours) || hours < 1 || hours > 13 * DAY) {
    throw new NetworkError(
      'KEEP_ALIVE_RATE',
      `the rate of a KeepAlive is ${rate.toHumanString()}, expected whole hours up to 13 days, because Lambda reclaims network interfaces after 14: choose another one, `
      + 'such as Duration.days(7)',
      scope,
    );
  }
  const [count, unit] = hours % DAY === 0 ? [hours / DAY, 'day'] : [hours, 'hour'];
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}
