import { App, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FakeNetwork } from './fake-network';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import type { VpcConnectedFunctionProps } from '../../src/function/vpc-connected-function-props';

const CODE = {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {};'),
};

const LAMBDA = new iam.ServicePrincipal('lambda.amazonaws.com');

const arn = (service: string, resource: string): unknown => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${service}:`, { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:${resource}`]],
});

const OWN_LOGS = (logGroup: unknown): unknown => ({ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup });

const NETWORK_INTERFACES = [
  {
    Effect: 'Allow',
    Action: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
    Resource: arn('ec2', '*/*'),
  },
  { Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], Resource: '*' },
];

const DENY_TO_CODE = {
  Effect: 'Deny',
  Action: [
    'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets', 'ec2:DetachNetworkInterface', 'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: '*',
  Condition: {
    ArnLike: { 'lambda:SourceFunctionArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:*:', { Ref: 'AWS::AccountId' }, ':function:*']] } },
  },
};

/** Defines a network and a function, each in a stack of its own. */
function functionStack(props: (stack: Stack) => Partial<VpcConnectedFunctionProps> = () => ({})): Stack {
  const app = new App();
  const network = new FakeNetwork(new Stack(app, 'NetworkStack'), 'Network');
  const stack = new Stack(app, 'Stack');
  new VpcConnectedFunction(stack, 'Fn', { network, destinations: [], ...CODE, ...props(stack) });
  return stack;
}

describe('F3, F4: the execution role', () => {
  test('has exactly the permissions Lambda needs, and the denial for code, inline and from the start', () => {
    const template = Template.fromStack(functionStack());
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }] },
      ManagedPolicyArns: Match.absent(),
      Policies: [
        { PolicyDocument: { Statement: [...NETWORK_INTERFACES, OWN_LOGS({ 'Fn::GetAtt': [Match.stringLikeRegexp('LogGroup'), 'Arn'] })] } },
        { PolicyDocument: { Statement: [DENY_TO_CODE] } },
      ],
    });
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('takes grants in a policy of their own, and stays as it is', () => {
    const template = Template.fromStack(functionStack(() => ({ tracing: lambda.Tracing.ACTIVE })));
    template.hasResourceProperties('AWS::IAM::Role', { Policies: [Match.anyValue(), { PolicyDocument: { Statement: [DENY_TO_CODE] } }] });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' }] },
    });
  });

  test('of a log group from elsewhere names that one', () => {
    const template = Template.fromStack(functionStack((stack) => ({ logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'shared') })));
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: Match.arrayWith([{ PolicyName: Match.anyValue(), PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([OWN_LOGS(arn('logs', 'log-group:shared:*'))]) }) }]),
    });
  });
});

describe('F3, F4: a role that is given', () => {
  test('gets the same statements, and the function waits for them', () => {
    const template = Template.fromStack(functionStack((stack) => ({ role: new iam.Role(stack, 'Role', { assumedBy: LAMBDA }) })));
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayEquals([...NETWORK_INTERFACES, DENY_TO_CODE, OWN_LOGS({ 'Fn::GetAtt': [Match.stringLikeRegexp('LogGroup'), 'Arn'] })]) },
    });
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^RoleDefaultPolicy')]) });
  });

  test('of another stack gets what is the same everywhere there, and the log group in the function\'s stack', () => {
    const app = new App();
    const network = new FakeNetwork(new Stack(app, 'NetworkStack'), 'Network');
    const roles = new Stack(app, 'RoleStack');
    const stack = new Stack(app, 'Stack');
    const role = new iam.Role(roles, 'Role', { assumedBy: LAMBDA });
    new VpcConnectedFunction(stack, 'Fn', { network, destinations: [], role, ...CODE });
    app.synth();
    expect(stack.dependencies).toContain(roles);
    expect(roles.dependencies).not.toContain(stack);
    Template.fromStack(roles).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [...NETWORK_INTERFACES, DENY_TO_CODE] } });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [OWN_LOGS(Match.anyValue())] }, Roles: [Match.anyValue()] });
    template.hasResource('AWS::Lambda::Function', { DependsOn: [Match.stringLikeRegexp('LogPolicy')] });
  });

  test('that two functions share denies the code of both, once', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const network = new FakeNetwork(new Stack(app, 'NetworkStack'), 'Network');
    const role = new iam.Role(stack, 'Role', { assumedBy: LAMBDA });
    for (const id of ['One', 'Other']) {
      new VpcConnectedFunction(stack, id, { network, destinations: [], role, ...CODE });
    }
    const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const statements = policy.Properties.PolicyDocument.Statement as unknown[];
    expect(statements.filter((statement) => JSON.stringify(statement) === JSON.stringify({
      Action: DENY_TO_CODE.Action, Condition: DENY_TO_CODE.Condition, Effect: 'Deny', Resource: '*',
    }))).toHaveLength(1);
    expect(statements).toHaveLength(5);
  });

  test('imported from elsewhere gets the statements in a policy', () => {
    const template = Template.fromStack(functionStack((stack) => ({ role: iam.Role.fromRoleName(stack, 'Role', 'existing') })));
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: ['existing'], PolicyDocument: { Statement: Match.arrayWith([DENY_TO_CODE]) } });
    template.hasResource('AWS::Lambda::Function', { DependsOn: [Match.stringLikeRegexp('^RolePolicy')] });
  });

  test.each<[string, (scope: Stack) => iam.IRole]>([
    ['imported as immutable', (scope) => iam.Role.fromRoleName(scope, 'Role', 'existing', { mutable: false })],
    ['imported as immutable, with grants to resources', (scope) => iam.Role.fromRoleName(scope, 'Role', 'existing', { mutable: false, addGrantsToResources: true })],
    ['of the app, without policy updates', (scope) => new iam.Role(scope, 'Role', { assumedBy: LAMBDA, roleName: 'existing' }).withoutPolicyUpdates()],
  ])('that cannot be changed (%s) is left alone, with a warning that says what it needs', (_, role) => {
    const stack = functionStack((scope) => ({ role: role(scope), durableConfig: { executionTimeout: Duration.days(1) } }));
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    const warnings = ['/Stack/FnConnection', '/Stack/Fn'].flatMap((path) =>
      Annotations.fromStack(stack).findWarning(path, Match.stringLikeRegexp('cdk-lambda-network:roleNotUpdated')));
    expect(warnings).toHaveLength(2);
    const text = warnings.map(({ entry }) => entry.data).join();
    expect(text).toContain('the role ');
    for (const words of ['ec2:CreateNetworkInterface', 'ec2:DescribeSubnets', 'lambda:SourceFunctionArn', 'logs:PutLogEvents', 'lambda:CheckpointDurableExecution']) {
      expect(text).toContain(words);
    }
  });

  test('that is defined only when it is used gets the statements', () => {
    const template = Template.fromStack(functionStack((scope) => ({ role: new iam.LazyRole(scope, 'Role', { assumedBy: LAMBDA }) })));
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([DENY_TO_CODE]) } });
  });
});

describe('a durable function', () => {
  test('may keep its own state, and nobody else\'s', () => {
    const template = Template.fromStack(functionStack(() => ({ durableConfig: { executionTimeout: Duration.days(1) } })));
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Fn'), 'Arn'] }, ':*']] },
        }],
      },
      Roles: [{ Ref: Match.stringLikeRegexp('^FnConnectionRole') }],
    });
  });
});

describe('cdk-nag', () => {
  const ENVIRONMENTS = [{}, { region: 'eu-west-1' }, { account: '111122223333', region: 'eu-west-1' }];

  /** What AwsSolutions has against a function and what belongs to it; nothing is synthesized. */
  function findings(env: object, props: (stack: Stack) => Partial<VpcConnectedFunctionProps>, context: Record<string, boolean> = {}, granted = ''): string[] {
    const app = new App({ context: { 'availability-zones:account=111122223333:region=eu-west-1': ['eu-west-1a', 'eu-west-1b'], ...context } });
    const network = new FakeNetwork(new Stack(app, 'NetworkStack', { env }), 'Network');
    const stack = new Stack(app, 'Stack', { env });
    const fn = new VpcConnectedFunction(stack, 'Fn', { network, destinations: [], ...CODE, ...props(stack) });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [granted === '' ? '*' : `arn:aws:${granted}`] }));
    return new AwsSolutionsChecks(app).validateScope(stack).violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`));
  }

  const OF_THE_USER = ['AwsSolutions-IAM5[Resource::*] at Stack/FnConnection/Role/DefaultPolicy/Resource'];

  test.each(ENVIRONMENTS)('AwsSolutions finds nothing but what the user adds, in environment %j', (env) => {
    expect(findings(env, () => ({}))).toEqual(OF_THE_USER);
  });

  test('AwsSolutions finds nothing but what the user adds, with partitions as literals', () => {
    expect(findings({ region: 'cn-north-1' }, () => ({}), { '@aws-cdk/core:enablePartitionLiterals': true })).toEqual(OF_THE_USER);
  });

  test.each(ENVIRONMENTS)('AwsSolutions finds nothing in what is added to a given role, in environment %j', (env) => {
    const given = (stack: Stack) => new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    expect(findings(env, (stack) => ({ role: given(stack) }), {}, 's3:::receipts/*')).toEqual([
      'AwsSolutions-IAM5[Resource::arn:aws:s3:::receipts/*] at Stack/Given/DefaultPolicy/Resource',
    ]);
    // one that exists, and may be changed
    const existing = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Existing', `arn:aws:iam::${stack.account}:role/orders`);
    expect(findings(env, (stack) => ({ role: existing(stack) }), {}, 's3:::receipts/*')).toEqual([
      expect.stringContaining('AwsSolutions-IAM5[Resource::arn:aws:s3:::receipts/*] at Stack/Existing/'),
    ]);
  });

  test.each(ENVIRONMENTS)('AwsSolutions finds nothing in a durable function, in environment %j', (env) => {
    expect(findings(env, () => ({ durableConfig: { executionTimeout: Duration.days(1) } }))).toEqual(OF_THE_USER);
  });

  test.each(ENVIRONMENTS)('AwsSolutions finds nothing in the streams of a log group from elsewhere, in environment %j', (env) => {
    for (const name of ['shared', Fn.importValue('LogGroupName'), Fn.ref('LogGroupName'), Fn.select(1, Fn.split('|', Fn.ref('LogGroupNames')))]) {
      expect(findings(env, (stack) => ({ logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', name) }))).toEqual(OF_THE_USER);
    }
  });
});
