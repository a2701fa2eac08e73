import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { deploymentOf } from './deployment-order';
import type { VpcConnectionOptions } from '../../src/connection/vpc-connection';
import { VpcConnectedFunction } from '../../src/function/vpc-connected-function';
import { LambdaVpcGuardrail } from '../../src/guardrail/lambda-vpc-guardrail';
import { FakeNetwork } from '../connection/fake-network';
import type { SynthesizedTemplate } from '../network/harm';
import { harm } from '../network/harm';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };
const RELEASED: VpcConnectionOptions = { releaseNetworkInterfacesOnDelete: true };
const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Shop/0123';

function shop(count: number, options: VpcConnectionOptions = RELEASED, change: (fn: VpcConnectedFunction) => void = () => undefined): App {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const network = new FakeNetwork(new Stack(app, 'Base'), 'Network');
  for (let index = 0; index < count; index++) {
    change(new VpcConnectedFunction(stack, `Fn${index}`, { network, destinations: [], ...CODE, ...options }));
  }
  return app;
}

function shopTemplate(app: App): Template {
  return Template.fromJSON(app.synth().getStackByName('Shop').template as Record<string, unknown>);
}

describe('F9: functions that are released on delete', () => {
  test('have a tag and a custom resource each, and one provider outside of the VPC together', () => {
    const template = shopTemplate(shop(3));
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { Tags: [{ Key: 'cdk-lambda-network:release', Value: { Ref: 'AWS::StackId' } }] }, 3);
    template.resourceCountIs('Custom::LambdaNetworkInterfaceRelease', 3);
    template.hasResourceProperties('Custom::LambdaNetworkInterfaceRelease', {
      FunctionName: { Ref: Match.stringLikeRegexp('^Fn0') },
      SubnetIds: Match.arrayWith([Match.objectLike({ 'Fn::ImportValue': Match.anyValue() })]),
      SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^LambdaSecurityGroups'), 'GroupId'] }],
    });
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { VpcConfig: Match.absent(), Timeout: 900 }, 1);
    template.resourceCountIs('AWS::Lambda::Function', 4);
  });

  test('the option off: nothing of it is there', () => {
    const template = shopTemplate(shop(2, {}));
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { Tags: Match.anyValue() }, 0);
  });

  test('the custom resource goes first, then the function; the provider and all it needs stay until then, and versions are gone before', () => {
    const deployment = deploymentOf(shop(2, RELEASED, (fn) => fn.addAlias('live')));
    const types = (id: string) => [...deployment.needsOf(id)].map((need) => deployment.resources.get(need)!.Type);
    const releases = deployment.ofType('Custom::LambdaNetworkInterfaceRelease');
    expect(deployment.hasOrder).toBe(true);
    for (const release of releases) {
      const needs = [...deployment.needsOf(release)];
      expect(needs.filter((id) => deployment.resources.get(id)!.Type === 'AWS::Lambda::Function')).toHaveLength(2);
      expect(needs.some((id) => id.includes('HandoverPolicy'))).toBe(true);
      expect(types(release)).not.toContain('AWS::Lambda::Version');
    }
    for (const version of deployment.ofType('AWS::Lambda::Version')) {
      expect(types(version).filter((type) => type === 'Custom::LambdaNetworkInterfaceRelease')).toHaveLength(1);
    }
  });

  test('switching it on or off replaces nothing', () => {
    const [off, on] = [{}, RELEASED].map((options) => shopTemplate(shop(2, options, (fn) => fn.addAlias('live'))).toJSON() as SynthesizedTemplate);
    const kept = (before: SynthesizedTemplate, after: SynthesizedTemplate) => Object.keys(before.Resources).filter((id) => !(id in after.Resources));
    expect([...harm(off, on), ...kept(off, on)]).toEqual([]);
    expect(kept(on, off).every((id) => /NetworkInterfaceRelease|LambdaNetworkRelease/.test(id))).toBe(true);
  });

  test('a function that outlives its stack is refused', () => {
    const app = shop(1, RELEASED, (fn) => fn.applyRemovalPolicy(RemovalPolicy.RETAIN));
    expect(() => app.synth()).toThrow(/the deletion policy Retain.*\[RELEASE_KEPT_FUNCTION\]/);
  });

  test('cdk-nag finds nothing in the provider', () => {
    const app = shop(1);
    expect(new AwsSolutionsChecks(app).validateScope(app.node.findChild('Shop').node.findChild('LambdaNetworkRelease')).violations).toEqual([]);
  });
});

type Context = Record<string, string>;

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
const TAG = 'aws:ResourceTag/cdk-lambda-network:release';
const OWN: Context = { [TAG]: STACK_ID };
const IN_VPC: Context = { 'ec2:Vpc': arn('ec2', 'vpc/vpc-0123456789abcdef0') };
const FN = arn('lambda', 'function:orders');
const ENI = arn('ec2', 'network-interface/eni-0123456789abcdef0');

describe('F9: what the provider may do', () => {
  test.each<[action: string, resource: string, context: Context, decision: string]>([
    ['lambda:UpdateFunctionConfiguration', FN, OWN, 'Allowed'],
    ['lambda:UpdateFunctionConfiguration', FN, {}, 'ImplicitlyDenied'],
    ['lambda:UpdateFunctionConfiguration', FN, { [TAG]: `${STACK_ID}4` }, 'ImplicitlyDenied'],
    ['lambda:GetFunctionConfiguration', FN, OWN, 'Allowed'],
    ['lambda:GetFunctionConfiguration', FN, {}, 'ImplicitlyDenied'],
    ['lambda:ListTags', FN, OWN, 'Allowed'],
    ['lambda:ListVersionsByFunction', FN, OWN, 'Allowed'],
    ['lambda:UpdateFunctionCode', FN, OWN, 'ImplicitlyDenied'],
    ['lambda:DeleteFunction', FN, OWN, 'ImplicitlyDenied'],
    ['lambda:TagResource', FN, OWN, 'ImplicitlyDenied'],
    ['lambda:InvokeFunction', FN, OWN, 'ImplicitlyDenied'],
    ['lambda:InvokeFunction', arn('lambda', 'function:Provider'), {}, 'Allowed'],
    ['lambda:ListFunctions', '*', {}, 'Allowed'],
    ['ec2:DescribeNetworkInterfaces', '*', {}, 'Allowed'],
    ['ec2:DeleteNetworkInterface', ENI, IN_VPC, 'Allowed'],
    ['ec2:DeleteNetworkInterface', ENI, { 'ec2:Vpc': arn('ec2', 'vpc/vpc-0123456789abcdef1') }, 'ImplicitlyDenied'],
    ['ec2:DetachNetworkInterface', ENI, IN_VPC, 'ImplicitlyDenied'],
    ['ec2:CreateNetworkInterface', ENI, IN_VPC, 'ImplicitlyDenied'],
    ['iam:PassRole', 'arn:aws:iam::111122223333:role/any', {}, 'ImplicitlyDenied'],
  ])('%s on %s with %j: %s', async (action, resource, contextVariables, decision) => {
    const result = await runSimulation({
      request: { principal: 'arn:aws:sts::111122223333:assumed-role/Role/session', action, resource: { resource, accountId: '111122223333' }, contextVariables },
      identityPolicies: [{ name: 'role', policy: { Version: '2012-10-17', Statement: providerStatements() } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    }, {});
    expect(result).toMatchObject({ overallResult: decision });
  });

  test('its role has a path by which a guardrail can exempt it', () => {
    shopTemplate(shop(1)).hasResourceProperties('AWS::IAM::Role', { Path: '/cdk-lambda-network/' });
    expect(() => LambdaVpcGuardrail.requireVpc({ exemptPrincipalArns: ['arn:aws:iam::*:role/cdk-lambda-network/*'] })).not.toThrow();
  });
});

/** The statements of the provider's role, with values as they would be after deployment. */
function providerStatements(): object[] {
  const { Resources } = shopTemplate(shop(1)).toJSON() as { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
  const [, { Properties: role }] = Object.entries(Resources).find(([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith('LambdaNetworkRelease'))!;
  const [, { Properties: policy }] = Object.entries(Resources).find(([id]) => id.startsWith('LambdaNetworkReleaseHandoverPolicy'))!;
  const documents = [...(role.Policies as object[]), policy] as Array<{ PolicyDocument: { Statement: object[] } }>;
  return documents.flatMap(({ PolicyDocument }) => literal(PolicyDocument.Statement) as object[]);
}

const PSEUDO: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '111122223333', 'AWS::StackId': STACK_ID };

function literal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(literal);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { 'Ref': reference, 'Fn::Join': join, 'Fn::GetAtt': attribute, 'Fn::ImportValue': imported } = value as Record<string, never>;
  if (reference !== undefined) {
    return PSEUDO[reference] ?? reference;
  }
  if (join !== undefined) {
    return (join[1] as unknown[]).map(literal).join(join[0]);
  }
  if (attribute !== undefined) {
    return (attribute[0] as string).includes('LogGroup') ? arn('logs', 'log-group:Logs:*') : arn('lambda', 'function:Provider');
  }
  return imported !== undefined ? 'vpc-0123456789abcdef0' : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literal(each)]));
}
