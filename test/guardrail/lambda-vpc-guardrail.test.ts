import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Form, Policies, Request, VpcConfig } from './requests';
import { ACCOUNT, documentWith, inUse, isActionAllowed, isAllowed } from './requests';
import { Destination, LambdaVpcDeployerPolicy, LambdaVpcGuardrail, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';

const VPC = 'vpc-0123456789abcdef0';
const SUBNET = 'subnet-0123456789abcdef0';
const GROUP = 'sg-0123456789abcdef0';
const FOREIGN = 'subnet-0fedcba9876543210';
const TARGETS = { targetIds: ['ou-abcd-0123abcd'] };

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function stackWith(define: (stack: Stack) => void): Stack {
  const stack = new Stack(new App(), 'Stack');
  define(stack);
  return stack;
}

/** The only resource of a type, as it stands in the template. */
function only(stack: Stack, type: string): Record<string, unknown> {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties as Record<string, unknown>;
}

/** A value after deployment, where each resource has its logical id for an id. */
function deployed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(/\{"Ref":"([^"]+)"\}/g, '"$1"')) as T;
}

/** The statements of a guardrail in the template that deploys it in some form; a boundary's include what it leaves open. */
function deployedStatements(form: Form, define: (stack: Stack) => LambdaVpcGuardrail): Statement[] {
  const stack = stackWith((one) => {
    const guardrail = define(one);
    switch (form) {
      case 'identity': return void guardrail.toManagedPolicy(one, 'Guardrail');
      case 'boundary': return void guardrail.toPermissionsBoundary(one, 'Guardrail');
      case 'scp': return void guardrail.toServiceControlPolicy(one, 'Guardrail', TARGETS);
    }
  });
  const document = form === 'scp' ? only(stack, 'AWS::Organizations::Policy').Content : only(stack, 'AWS::IAM::ManagedPolicy').PolicyDocument;
  return deployed(document as { Statement: Statement[] }).Statement;
}

function policiesOf(form: Form, statements: Statement[]): Policies {
  return form === 'boundary' ? { ...inUse('identity', []), boundary: documentWith(statements) } : inUse(form, statements);
}

describe('G5, G6, G8: functions stay in a network', () => {
  const define = (stack: Stack) => LambdaVpcGuardrail.allowOnlyNetwork(new PrivateLambdaNetwork(stack, 'Network'));
  const network = stackWith((stack) => new PrivateLambdaNetwork(stack, 'Network'));
  const idsOf = (type: string) => Object.keys(Template.fromStack(network).findResources(type));
  const subnetsOf = (tier: string) => idsOf('AWS::EC2::Subnet').filter((id) => id.includes(`${tier}Subnet`));
  const inNetwork: VpcConfig = { vpc: idsOf('AWS::EC2::VPC')[0], subnets: subnetsOf('private'), groups: [GROUP] };
  const create = (says: Request['says']): Request => ({ action: 'lambda:CreateFunction', says });

  test.each<[string, Request, boolean]>([
    ['in its function subnets', create(inNetwork), true],
    ['in one of them', create({ ...inNetwork, subnets: inNetwork.subnets.slice(1) }), true],
    ['in its isolated subnets', create({ ...inNetwork, subnets: subnetsOf('isolated') }), false],
    ['in a function subnet and a public one', create({ ...inNetwork, subnets: [inNetwork.subnets[0], subnetsOf('public')[0]] }), false],
    ['in another VPC', create({ ...inNetwork, vpc: VPC }), false],
    ['without a VPC', create('nothing'), false],
    ['disconnected', { action: 'lambda:UpdateFunctionConfiguration', before: inNetwork, says: 'empty' }, false],
    ['with more memory', { action: 'lambda:UpdateFunctionConfiguration', before: inNetwork, says: 'nothing' }, true],
  ])('%s', async (_, request, allowed) => {
    expect(inNetwork.subnets).toHaveLength(2);
    for (const form of ['identity', 'boundary', 'scp'] as const) {
      expect([form, await isAllowed(policiesOf(form, deployedStatements(form, define)), request)]).toEqual([form, allowed]);
    }
  });

  test.each<[string, Partial<Request>, boolean]>([
    ['a principal that is exempt', { role: 'BreakGlass' }, true],
    ['a function that is exempt', { functionName: 'Shop-Provider-1' }, true],
    ['nobody and nothing that is exempt', {}, false],
  ])('without a VPC, for %s', async (_, who, allowed) => {
    const exempting = (stack: Stack) => LambdaVpcGuardrail.allowOnlyNetwork(new PrivateLambdaNetwork(stack, 'Network'), {
      exemptPrincipalArns: ['arn:aws:iam::*:role/BreakGlass'], exemptFunctionNames: ['*-Provider-*'],
    });
    await expect(isAllowed(policiesOf('scp', deployedStatements('scp', exempting)), { ...create('nothing'), ...who })).resolves.toBe(allowed);
  });

  test('of which the network itself knows nothing: no resource of it changes', () => {
    const resources = Template.fromStack(stackWith((stack) => define(stack).toManagedPolicy(stack, 'Guardrail'))).toJSON().Resources as Record<string, unknown>;
    expect(resources).toMatchObject(Template.fromStack(network).toJSON().Resources as object);
    expect(Object.keys(resources)).toHaveLength(Object.keys(Template.fromStack(network).toJSON().Resources as object).length + 1);
  });
});

describe('G8: what becomes of a guardrail', () => {
  const guardrail = LambdaVpcGuardrail.allowOnly({ vpcIds: [VPC], securityGroupIds: [GROUP] });

  test('statements for a policy of one\'s own, in which those of several guardrails can stand', () => {
    const stack = stackWith((one) => {
      const role = new iam.Role(one, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
      const several = [guardrail, LambdaVpcGuardrail.allowOnly({ subnetIds: [SUBNET] }), LambdaVpcGuardrail.allowOnly({ subnetIds: [FOREIGN] })];
      several.flatMap(({ statements }) => statements).forEach((statement) => role.addToPolicy(statement));
    });
    const { Statement: statements } = only(stack, 'AWS::IAM::Policy').PolicyDocument as { Statement: Statement[] };
    expect(statements.map(({ Effect, Sid }) => [Effect, Sid])).toEqual(Array(5).fill(['Deny', undefined]));
  });

  test('statements of which changing one changes no other', () => {
    guardrail.statements[0].addResources('arn:aws:lambda:eu-west-1:111122223333:function:orders');
    expect(guardrail.statements[0].resources).toEqual(['*']);
  });

  test('a managed policy that only denies', () => {
    const properties = only(stackWith((stack) => guardrail.toManagedPolicy(stack, 'Guardrail', { managedPolicyName: 'in-vpc', description: 'Ours' })), 'AWS::IAM::ManagedPolicy');
    expect(properties).toMatchObject({ ManagedPolicyName: 'in-vpc', Description: 'Ours' });
    expect((properties.PolicyDocument as { Statement: Statement[] }).Statement.map(({ Effect, Sid }) => [Effect, Sid])).toEqual([
      ['Deny', 'DenyLambdaWithoutVpc'], ['Deny', 'DenyLambdaOtherVpcs'], ['Deny', 'DenyLambdaOtherSecurityGroups'],
    ]);
  });

  test('a permissions boundary for a role', () => {
    const stack = stackWith((one) => {
      const role = new iam.Role(one, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
      iam.PermissionsBoundary.of(role).apply(guardrail.toPermissionsBoundary(one, 'Guardrail'));
    });
    const [[boundary]] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(only(stack, 'AWS::IAM::Role').PermissionsBoundary).toEqual({ Ref: boundary });
  });

  test.each<[string, boolean]>([['lambda:CreateFunction', true], ['lambda:DeleteFunction', false]])('a boundary that leaves open what one says: %s', async (action, allowed) => {
    const maximumPermissions = [new iam.PolicyStatement({ actions: ['lambda:CreateFunction'], resources: ['*'] })];
    const stack = stackWith((one) => guardrail.toPermissionsBoundary(one, 'Guardrail', { maximumPermissions }));
    const boundary = only(stack, 'AWS::IAM::ManagedPolicy').PolicyDocument as object;
    const inVpc = { 'lambda:VpcIds': VPC, 'lambda:SubnetIds': [SUBNET], 'lambda:SecurityGroupIds': [GROUP] };
    const context: Record<string, string | string[]> = action === 'lambda:CreateFunction' ? inVpc : {};
    const orders = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`;
    await expect(isActionAllowed({ ...inUse('identity', []), boundary }, action, orders, context)).resolves.toBe(allowed);
    await expect(isActionAllowed({ ...inUse('identity', []), boundary }, action, orders, {})).resolves.toBe(false);
  });

  test('a service control policy, and the same as text', () => {
    const stack = stackWith((one) => guardrail.toServiceControlPolicy(one, 'Guardrail', { targetIds: ['r-abcd', 'ou-abcd-0123abcd', ACCOUNT] }));
    const properties = only(stack, 'AWS::Organizations::Policy');
    expect(properties).toMatchObject({ Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['r-abcd', 'ou-abcd-0123abcd', ACCOUNT] });
    expect(properties.Name).toMatch(/^[ -~]{1,128}$/);
    const text = guardrail.renderServiceControlPolicy();
    expect(JSON.parse(text)).toEqual(properties.Content);
    expect(text).not.toMatch(/\s/);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('a service control policy with a name of one\'s own', () => {
    const stack = stackWith((one) => guardrail.toServiceControlPolicy(one, 'Guardrail', { ...TARGETS, policyName: 'lambda-in-vpc', description: 'Ours' }));
    expect(only(stack, 'AWS::Organizations::Policy')).toMatchObject({ Name: 'lambda-in-vpc', Description: 'Ours' });
  });

  test('a service control policy about a VPC of the stack itself, which warns', () => {
    const stack = stackWith((one) => LambdaVpcGuardrail.deny({ vpcs: [new ec2.Vpc(one, 'Vpc')] }).toServiceControlPolicy(one, 'Guardrail', TARGETS));
    Annotations.fromStack(stack).hasWarning('/Stack/Guardrail/Resource', Match.stringLikeRegexp('written out.*cdk-lambda-network:guardrailTokensInServiceControlPolicy'));
  });
});

describe('G2-G7: what a guardrail is about', () => {
  const conditionsOf = (guardrail: LambdaVpcGuardrail) => guardrail.statements.map((statement) => statement.conditions as unknown);

  test('constructs and ids count together', () => {
    const stack = stackWith(() => {});
    const guardrail = LambdaVpcGuardrail.deny({
      subnets: [ec2.Subnet.fromSubnetId(stack, 'Imported', FOREIGN)],
      subnetIds: [SUBNET],
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP)],
    });
    expect(conditionsOf(guardrail)).toEqual([
      { 'ForAnyValue:StringEquals': { 'lambda:SubnetIds': [SUBNET, FOREIGN] } },
      { 'ForAnyValue:StringEquals': { 'lambda:SecurityGroupIds': [GROUP] } },
    ]);
  });

  test('neither order nor repetition changes a policy', () => {
    const one = LambdaVpcGuardrail.allowOnly({ subnetIds: [SUBNET, FOREIGN] });
    const other = LambdaVpcGuardrail.allowOnly({ subnetIds: [FOREIGN, SUBNET, FOREIGN] });
    expect(other.renderServiceControlPolicy()).toBe(one.renderServiceControlPolicy());
  });

  test('a VPC that is still looked up is accepted', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcName: 'shared' });
    expect(conditionsOf(LambdaVpcGuardrail.deny({ vpcs: [vpc] }))).toEqual([{ StringEquals: { 'lambda:VpcIds': [vpc.vpcId] } }]);
  });

  test('combined, equal statements stand once, and names that return are numbered', () => {
    const combined = LambdaVpcGuardrail.combine(
      LambdaVpcGuardrail.requireVpc(),
      LambdaVpcGuardrail.allowOnly({ subnetIds: [SUBNET] }),
      LambdaVpcGuardrail.allowOnly({ subnetIds: [FOREIGN], exemptPrincipalArns: [`arn:aws:iam::${ACCOUNT}:role/Admin`] }),
    );
    const { Statement: statements } = JSON.parse(combined.renderServiceControlPolicy()) as { Statement: Statement[] };
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'DenyLambdaWithoutVpc', 'DenyLambdaOtherSubnets', 'DenyLambdaWithoutVpc2', 'DenyLambdaOtherSubnets2',
    ]);
    expect(statements.map(({ Condition }) => Condition!.ArnNotLike !== undefined)).toEqual([false, false, true, true]);
  });
});

describe('capacity providers and network connectors', () => {
  const subnets = (includeComputeResources: boolean) => LambdaVpcGuardrail.allowOnly({ vpcIds: [VPC], subnetIds: [SUBNET], includeComputeResources });
  const calls: [action: string, resource: string][] = [
    ['lambda:CreateCapacityProvider', `arn:aws:lambda:eu-west-1:${ACCOUNT}:capacity-provider:fleet`],
    ['lambda:CreateNetworkConnector', `arn:aws:lambda:eu-west-1:${ACCOUNT}:network-connector:sandbox`],
  ];

  test.each(calls)('%s in a foreign subnet is denied when they are included, and in a subnet of the list allowed', async (action, resource) => {
    const decide = async (guardrail: LambdaVpcGuardrail, subnet: string) => isActionAllowed(
      inUse('scp', guardrail.statements.map((statement) => statement.toStatementJson() as object)), action, resource,
      { 'lambda:SubnetIds': [SUBNET, subnet], 'lambda:SecurityGroupIds': [GROUP] },
    );
    await expect(decide(subnets(true), FOREIGN)).resolves.toBe(false);
    await expect(decide(subnets(true), SUBNET)).resolves.toBe(true);
    await expect(decide(subnets(false), FOREIGN)).resolves.toBe(true);
  });
});

describe('functions that AWS CDK defines by itself', () => {
  const guide = readFileSync(join(__dirname, '..', '..', 'docs', 'guides', 'guardrails.md'), 'utf8');
  const exemptFunctionNames = [...new Set([...guide.matchAll(/'(\*-[A-Za-z0-9]+\*)'/g)].map(([, name]) => name))];

  test('the names in the guide exempt the providers of a network and its functions, and no other function', async () => {
    const stack = stackWith((one) => {
      const network = new PrivateLambdaNetwork(one, 'Network');
      new VpcConnectedFunction(one, 'Orders', {
        network, destinations: [Destination.awsService('s3')],
        runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
      });
    });
    const functions = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    const policies = inUse('scp', LambdaVpcGuardrail.requireVpc({ exemptFunctionNames }).statements.map((one) => one.toStatementJson() as object));
    const decisions = functions.map(async ([id, { Properties: { VpcConfig: config } }]) => {
      // CloudFormation puts the name of the stack in front of the logical id, shortens both, and adds 12 characters
      const functionName = `Stack-${id.slice(0, 24)}-0123456789AB`;
      return [config !== undefined, await isAllowed(policies, { action: 'lambda:CreateFunction', says: 'nothing', functionName })];
    });
    expect((await Promise.all(decisions)).sort()).toEqual([[false, true], [false, true], [true, false]]);
  });
});

describe('policies no longer than AWS accepts', () => {
  const subnets = (count: number) => Array.from({ length: count }, (_, index) => `subnet-${index.toString(16).padStart(17, '0')}`);

  /** Characters of a document without an id, and of each id with its quotes and comma. */
  const FIXED = LambdaVpcGuardrail.deny({ subnetIds: subnets(1) }).renderServiceControlPolicy().length - 26;
  const EACH = 27;
  const most = (characters: number) => Math.floor((characters - FIXED + 1) / EACH);

  test('a service control policy has 5,120 characters at most', () => {
    const text = LambdaVpcGuardrail.deny({ subnetIds: subnets(most(5_120)) }).renderServiceControlPolicy();
    expect(text.length).toBeGreaterThan(5_120 - EACH);
    expect(text.length).toBeLessThanOrEqual(5_120);
    expect(() => LambdaVpcGuardrail.deny({ subnetIds: subnets(most(5_120) + 1) }).renderServiceControlPolicy()).toThrow(/GUARDRAIL_POLICY_SIZE/);
  });

  test('exactly as many characters as there may be are accepted, and not one more', () => {
    const guardrail = LambdaVpcGuardrail.requireVpc();
    const { length } = guardrail.renderServiceControlPolicy();
    expect(guardrail.renderServiceControlPolicy({ maximumCharacters: length })).toHaveLength(length);
    expect(() => guardrail.renderServiceControlPolicy({ maximumCharacters: length - 1 })).toThrow(/GUARDRAIL_POLICY_SIZE/);
  });

  test('or as many as one says', () => {
    const guardrail = LambdaVpcGuardrail.deny({ subnetIds: subnets(most(5_120) + 1) });
    expect(() => guardrail.renderServiceControlPolicy({ maximumCharacters: 5_120 })).toThrow(/5120/);
    expect(() => stackWith((stack) => guardrail.toServiceControlPolicy(stack, 'Guardrail', { ...TARGETS, maximumCharacters: 5_120 }))).toThrow(/5120/);
  });

  test('a managed policy has 6,144 characters at most', () => {
    const define = (count: number) => () => stackWith((stack) => LambdaVpcGuardrail.deny({ subnetIds: subnets(count) }).toManagedPolicy(stack, 'Guardrail'));
    expect(define(most(6_144))).not.toThrow();
    expect(define(most(6_144) + 1)).toThrow(/GUARDRAIL_POLICY_SIZE.*Stack/);
  });

  test('ids that are known only during deployment count as the longest id', () => {
    const define = (count: number) => () => stackWith((stack) => {
      const tokens = Array.from({ length: count }, (_, index) => new ec2.CfnSubnet(stack, `Subnet${index}`, { vpcId: VPC, cidrBlock: `10.0.${index}.0/24` }).ref);
      LambdaVpcGuardrail.deny({ subnetIds: tokens }).toManagedPolicy(stack, 'Guardrail');
    });
    expect(define(most(6_144))).not.toThrow();
    expect(define(most(6_144) + 1)).toThrow(/GUARDRAIL_POLICY_SIZE/);
  });
});

describe('G9: the permissions of a deployer', () => {
  const define = (stack: Stack) => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    new LambdaVpcDeployerPolicy(stack, 'DeployToVpc', { roles: [role], managedPolicyName: 'deploy-to-vpc' });
  };

  test('a managed policy attached to a role', () => {
    expect(only(stackWith(define), 'AWS::IAM::ManagedPolicy')).toMatchObject({
      ManagedPolicyName: 'deploy-to-vpc', Roles: [{ Ref: expect.stringMatching(/^Role/) as string }],
    });
  });

  test.each<[string, string, boolean]>([
    ['ec2:DescribeSecurityGroups', '*', true],
    ['ec2:DescribeSubnets', '*', true],
    ['ec2:DescribeVpcs', '*', true],
    ['ec2:DescribeNetworkInterfaces', '*', true],
    ['ec2:GetSecurityGroupsForVpc', `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/${VPC}`, true],
    ['ec2:CreateNetworkInterface', `arn:aws:ec2:eu-west-1:${ACCOUNT}:subnet/${SUBNET}`, false],
    ['ec2:DescribeInstances', '*', false],
    ['lambda:CreateFunction', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`, false],
  ])('%s on %s: %s', async (action, resource, allowed) => {
    const document = only(stackWith(define), 'AWS::IAM::ManagedPolicy').PolicyDocument as object;
    await expect(isActionAllowed({ identity: [document] }, action, resource, {})).resolves.toBe(allowed);
  });
});

test('cdk-nag finds nothing in the policies that is not acknowledged with a reason', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const guardrail = LambdaVpcGuardrail.requireVpc();
  guardrail.toManagedPolicy(stack, 'Policy');
  guardrail.toPermissionsBoundary(stack, 'Boundary');
  guardrail.toServiceControlPolicy(stack, 'Organization', TARGETS);
  new LambdaVpcDeployerPolicy(stack, 'Deployers');
  expect(new AwsSolutionsChecks(app).validateScope(stack).violations).toEqual([]);
});
