import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { FakeNetwork } from './fake-network';
import type { Decision, Statement } from './simulate';
import { ACCOUNT, arn, decide, statementsOf } from './simulate';
import { PrivateLambdaNetwork } from '../../src/network/private-lambda-network';

/** Who makes a call with the role. */
const CALLERS = {
  lambdaService: undefined,
  ownCode: arn('lambda', 'function:Own'),
  otherCode: arn('lambda', 'function:Other'),
};

type Caller = keyof typeof CALLERS;

/** An account that shares its subnets. */
const OWNER = '444455556666';

const INTERFACE = arn('ec2', 'network-interface/eni-0123456789abcdef0');
const NEW_INTERFACE = arn('ec2', 'network-interface/*');
const SUBNET = arn('ec2', 'subnet/subnet-0123456789abcdef0');
const GROUP = arn('ec2', 'security-group/sg-0123456789abcdef0');

const FOR_LAMBDA_ONLY: Record<Caller, Decision> = { lambdaService: 'Allowed', ownCode: 'ExplicitlyDenied', otherCode: 'ExplicitlyDenied' };
const FOR_NOBODY: Record<Caller, Decision> = { lambdaService: 'ImplicitlyDenied', ownCode: 'ExplicitlyDenied', otherCode: 'ExplicitlyDenied' };
const NOT_DENIED: Record<Caller, Decision> = { lambdaService: 'ImplicitlyDenied', ownCode: 'ImplicitlyDenied', otherCode: 'ImplicitlyDenied' };

/** What IAM is to decide, for every action on every type of resource that it concerns. */
const EXPECTED: [action: string, resource: string, decisions: Record<Caller, Decision>][] = [
  ['ec2:CreateNetworkInterface', NEW_INTERFACE, FOR_LAMBDA_ONLY],
  ['ec2:CreateNetworkInterface', SUBNET, FOR_LAMBDA_ONLY],
  ['ec2:CreateNetworkInterface', GROUP, FOR_LAMBDA_ONLY],
  ['ec2:DeleteNetworkInterface', INTERFACE, FOR_LAMBDA_ONLY],
  ['ec2:AssignPrivateIpAddresses', INTERFACE, FOR_LAMBDA_ONLY],
  ['ec2:UnassignPrivateIpAddresses', INTERFACE, FOR_LAMBDA_ONLY],
  ['ec2:DescribeNetworkInterfaces', '*', FOR_LAMBDA_ONLY],
  ['ec2:DescribeSubnets', '*', FOR_LAMBDA_ONLY],
  ['ec2:DetachNetworkInterface', INTERFACE, FOR_NOBODY],
  ['ec2:AttachNetworkInterface', INTERFACE, NOT_DENIED],
  ['ec2:DescribeVpcs', '*', NOT_DENIED],
  ['xray:PutTraceSegments', '*', NOT_DENIED],
  ['elasticfilesystem:ClientMount', arn('elasticfilesystem', 'file-system/fs-0123456789abcdef0'), NOT_DENIED],
  ['logs:PutLogEvents', arn('logs', 'log-group:elsewhere:log-stream:any'), NOT_DENIED],
  ['logs:CreateLogStream', arn('logs', 'log-group:elsewhere:log-stream:any'), NOT_DENIED],
  ['logs:CreateLogGroup', arn('logs', 'log-group:elsewhere'), NOT_DENIED],
];

/** The rows of the matrix in which IAM decides otherwise than expected. */
async function deviations(statements: Statement[]): Promise<string[]> {
  const rows = EXPECTED.flatMap(([action, resource, decisions]) => Object.entries(decisions).map(async ([caller, expected]) => {
    const actual = await decide(statements, action, resource, CALLERS[caller as Caller]);
    return actual === expected ? [] : [`${action} by ${caller}: ${actual}`];
  }));
  return [...new Set((await Promise.all(rows)).flat())];
}

function ownRole(): Statement[] {
  const stack = new Stack(new App(), 'Stack');
  // a role is defined for whoever asks for it
  expect(new FakeNetwork(stack, 'Network').connect(stack, 'Connection', { destinations: [] }).role).toBeDefined();
  return statementsOf(Template.fromStack(stack));
}

function sharedRole(): Statement[] {
  const stack = new Stack(new App(), 'Stack');
  const network = new FakeNetwork(stack, 'Network');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  network.connect(stack, 'Own', { destinations: [], role });
  network.connect(stack, 'Other', { destinations: [], role });
  return statementsOf(Template.fromStack(stack));
}

/** A role for a network of which nothing is known but its ids. */
function importedRole(ownerAccountId?: string): Statement[] {
  const stack = new Stack(new App(), 'Stack');
  const network = PrivateLambdaNetwork.fromAttributes(stack, 'Network', {
    vpcId: 'vpc-0123456789abcdef0', functionSubnets: [{ subnetId: 'subnet-0123456789abcdef0', availabilityZone: 'eu-west-1a' }], ownerAccountId,
  });
  expect(network.connect(stack, 'Connection', { destinations: [] }).role).toBeDefined();
  return statementsOf(Template.fromStack(stack));
}

/** The statements, with those that deny rewritten. */
function mutate(change: (statement: Statement) => Statement): Statement[] {
  return ownRole().map((statement) => statement.Effect === 'Deny' ? change(statement) : statement);
}

describe('F3, F4: what IAM allows the Lambda service and the code of functions', () => {
  test('with a role that the connection defines', async () => {
    await expect(deviations(ownRole())).resolves.toEqual([]);
  });

  test('with a role that two functions share', async () => {
    await expect(deviations(sharedRole())).resolves.toEqual([]);
  });

  test('with a role for functions in any Region', async () => {
    const elsewhere = CALLERS.ownCode.replace('eu-west-1', 'us-east-1');
    await expect(decide(sharedRole(), 'ec2:CreateNetworkInterface', SUBNET, elsewhere)).resolves.toBe('ExplicitlyDenied');
  });

  test.each<[string, string | undefined, Decision, Decision]>([
    ['by an account that is stated', OWNER, 'Allowed', 'ImplicitlyDenied'],
    ['by an account of which nothing is said', undefined, 'Allowed', 'Allowed'],
    ['by nobody: the account is its own', ACCOUNT, 'ImplicitlyDenied', 'ImplicitlyDenied'],
  ])('in subnets that are shared %s', async (_, ownerAccountId, ofOwner, ofOther) => {
    const statements = importedRole(ownerAccountId);
    await expect(deviations(statements)).resolves.toEqual([]);
    for (const [owner, expected] of [[OWNER, ofOwner], ['777788889999', ofOther]] as const) {
      const shared = SUBNET.replace(ACCOUNT, owner);
      await expect(decide(statements, 'ec2:CreateNetworkInterface', shared)).resolves.toBe(expected);
      await expect(decide(statements, 'ec2:CreateNetworkInterface', shared, CALLERS.ownCode)).resolves.toBe('ExplicitlyDenied');
      await expect(decide(statements, 'ec2:DeleteNetworkInterface', INTERFACE.replace(ACCOUNT, owner))).resolves.toBe('ImplicitlyDenied');
    }
  });

  test.each(['logs:CreateLogStream', 'logs:PutLogEvents'])('%s of code in the function\'s own log group', async (action) => {
    const statements = ownRole();
    const own = statements.flatMap(({ Resource }) => Resource).find((candidate) => candidate.includes(':log-group:'));
    const stream = own!.replace(/\*$/, 'log-stream:any');
    await expect(decide(statements, action, stream, CALLERS.ownCode)).resolves.toBe('Allowed');
  });

  test.each([
    ['xray:PutTraceSegments', '*'],
    ['logs:PutLogEvents', arn('logs', 'log-group:elsewhere:log-stream:any')],
    ['elasticfilesystem:ClientMount', arn('elasticfilesystem', 'file-system/fs-0123456789abcdef0')],
  ])('%s of code, once it is granted', async (action, resource) => {
    const granted = [...ownRole(), { Effect: 'Allow', Action: action, Resource: '*' }];
    await expect(decide(granted, action, resource, CALLERS.ownCode)).resolves.toBe('Allowed');
  });

  test('code stays denied when the role is given everything', async () => {
    const granted = [...ownRole(), { Effect: 'Allow', Action: '*', Resource: '*' }];
    await expect(decide(granted, 'ec2:CreateNetworkInterface', SUBNET, CALLERS.ownCode)).resolves.toBe('ExplicitlyDenied');
    await expect(decide(granted, 'ec2:DescribeSubnets', '*', CALLERS.otherCode)).resolves.toBe('ExplicitlyDenied');
  });
});

describe('the matrix finds fault', () => {
  test('with the opposite operator, which denies the Lambda service', async () => {
    const wrong = mutate((statement) => ({ ...statement, Condition: { ArnNotLike: statement.Condition!.ArnLike } }));
    await expect(deviations(wrong)).resolves.toEqual(expect.arrayContaining([
      'ec2:CreateNetworkInterface by lambdaService: ExplicitlyDenied',
      'ec2:CreateNetworkInterface by ownCode: Allowed',
    ]));
  });

  test('with the ARN of one function, which leaves out the code of the others', async () => {
    const wrong = mutate((statement) => ({ ...statement, Condition: { ArnLike: { 'lambda:SourceFunctionArn': CALLERS.ownCode } } }));
    await expect(deviations(wrong)).resolves.toEqual(expect.arrayContaining(['ec2:CreateNetworkInterface by otherCode: Allowed']));
    expect((await deviations(wrong)).every((row) => row.includes('by otherCode'))).toBe(true);
  });

  test('with an action left out', async () => {
    const wrong = mutate((statement) => ({ ...statement, Action: (statement.Action as string[]).filter((action) => action !== 'ec2:DescribeSubnets') }));
    await expect(deviations(wrong)).resolves.toEqual(['ec2:DescribeSubnets by ownCode: Allowed', 'ec2:DescribeSubnets by otherCode: Allowed']);
  });

  test('with all actions denied, which stops logs, traces and file systems', async () => {
    const wrong = mutate((statement) => ({ ...statement, Action: '*' }));
    await expect(deviations(wrong)).resolves.toEqual(expect.arrayContaining([
      'logs:PutLogEvents by ownCode: ExplicitlyDenied',
      'xray:PutTraceSegments by ownCode: ExplicitlyDenied',
      'elasticfilesystem:ClientMount by ownCode: ExplicitlyDenied',
    ]));
  });
});
