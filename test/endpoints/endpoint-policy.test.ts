import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EndpointPolicy, PrivateLambdaNetwork } from '../../src';

const ACCOUNT = '111122223333';
const FOREIGN = '999988887777';
const ORGANIZATION = 'o-a1b2c3d4e5';

/** A request that arrives at an endpoint. */
interface Request {
  readonly action: string;
  readonly resource: string;
  readonly principalAccount: string;
  readonly context: Record<string, string>;
}

/** The policy of an endpoint as it stands in the template. */
function policyOf(policy: EndpointPolicy, service: string): object {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  new PrivateLambdaNetwork(stack, 'Network', { endpoints: [ec2.InterfaceVpcEndpointAwsService.STS, ec2.InterfaceVpcEndpointAwsService.APIGATEWAY], endpointPolicy: policy });
  const endpoints = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties);
  const found = endpoints.find(({ ServiceName }) => (JSON.stringify(ServiceName)).includes(service))!;
  return JSON.parse(JSON.stringify(found.PolicyDocument).replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"')) as object;
}

/** Whether a request that the caller's own policy allows passes the endpoint. */
async function passes(policy: object, { action, resource, principalAccount, context }: Request): Promise<boolean> {
  const result = await runSimulation({
    request: {
      principal: `arn:aws:iam::${principalAccount}:role/Caller`,
      action,
      resource: { resource, accountId: principalAccount },
      contextVariables: { 'aws:PrincipalAccount': principalAccount, ...context },
    },
    identityPolicies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    vpcEndpointPolicies: [{ name: 'endpoint', policy }],
  }, {});
  if (result.resultType === 'error') {
    throw new Error(JSON.stringify(result.errors));
  }
  return result.overallResult === 'Allowed';
}

const OWN_OBJECT: Request = {
  action: 's3:GetObject', resource: 'arn:aws:s3:::receipts/1.json', principalAccount: ACCOUNT,
  context: { 'aws:ResourceAccount': ACCOUNT, 'aws:PrincipalOrgID': ORGANIZATION, 'aws:ResourceOrgID': ORGANIZATION },
};
const FOREIGN_OBJECT: Request = { ...OWN_OBJECT, context: { ...OWN_OBJECT.context, 'aws:ResourceAccount': FOREIGN, 'aws:ResourceOrgID': 'o-zzzzzzzzzz' } };
const FOREIGN_CALLER: Request = {
  ...OWN_OBJECT, principalAccount: FOREIGN, context: { ...OWN_OBJECT.context, 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' },
};
const RESPONSE: Request = {
  ...FOREIGN_OBJECT, action: 's3:PutObject', resource: 'arn:aws:s3:::cloudformation-custom-resource-response-euwest1/response',
};
const LAYER: Request = { ...FOREIGN_OBJECT, resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/layer' };

describe('N7: endpoint policies', () => {
  const presets = { ownAccount: EndpointPolicy.ownAccount(), organization: EndpointPolicy.organization(ORGANIZATION) };

  describe.each(Object.entries(presets))('EndpointPolicy.%s()', (_, preset) => {
    const policy = policyOf(preset, 's3');

    test.each([
      ['own objects of own callers', OWN_OBJECT, true],
      ['foreign objects', FOREIGN_OBJECT, false],
      ['foreign callers', FOREIGN_CALLER, false],
      ['responses of custom resources', RESPONSE, true],
      ['image layers of Amazon ECR', LAYER, true],
      ['writing image layers', { ...LAYER, action: 's3:PutObject' }, false],
    ] as const)('%s', async (__, request, expected) => {
      expect(await passes(policy, request)).toBe(expected);
    });

    test('requests without a resource', async () => {
      const { 'aws:ResourceAccount': account, 'aws:ResourceOrgID': organization, ...context } = OWN_OBJECT.context;
      expect([account, organization]).toEqual([ACCOUNT, ORGANIZATION]);
      expect(await passes(policyOf(preset, 'sts'), { ...OWN_OBJECT, action: 'sts:GetCallerIdentity', resource: '*', context })).toBe(true);
    });
  });

  describe.each(Object.entries(presets))('EndpointPolicy.%s(): requests that no principal signs', (_, preset) => {
    const invocation: Request = {
      action: 'execute-api:Invoke', resource: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/GET/orders', principalAccount: ACCOUNT,
      context: { 'aws:PrincipalAccount': 'anonymous', 'aws:ResourceAccount': ACCOUNT, 'aws:ResourceOrgID': ORGANIZATION },
    };
    const foreign = { ...invocation.context, 'aws:ResourceAccount': FOREIGN, 'aws:ResourceOrgID': 'o-zzzzzzzzzz' };

    test.each<[string, string, Request, boolean]>([
      ['pass to own private REST APIs', 'execute-api', invocation, true],
      ['do not pass to APIs of others', 'execute-api', { ...invocation, context: foreign }, false],
      ['and only what they are for', 'execute-api', { ...invocation, action: 'execute-api:InvalidateCache' }, false],
      ['pass to own roles', 'sts', { ...invocation, action: 'sts:AssumeRoleWithWebIdentity', resource: 'arn:aws:iam::111122223333:role/Build' }, true],
      ['do not pass to roles of others', 'sts', { ...invocation, action: 'sts:AssumeRoleWithWebIdentity', resource: 'arn:aws:iam::999988887777:role/Theirs', context: foreign }, false],
      ['pass to the repositories of Amazon Linux', 's3', { ...invocation, action: 's3:GetObject', resource: 'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/core/rpm', context: foreign }, true],
      ['do not pass to other buckets', 's3', { ...invocation, action: 's3:GetObject', resource: 'arn:aws:s3:::receipts/1.json' }, false],
    ])('%s', async (__, service, request, expected) => {
      expect(await passes(policyOf(preset, service), request)).toBe(expected);
    });

    test.each(['appsync-api', 'codeartifact.repositories', 'cognito-idp', 'cognito-identity'])('of %s it is said that they do not pass', (service) => {
      const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
      const network = new PrivateLambdaNetwork(stack, 'Network', { endpointPolicy: preset });
      network.addEndpoint(new ec2.InterfaceVpcEndpointAwsService(service));
      const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`the endpoint for ${service} lets through what principals sign`));
      expect(warnings).toHaveLength(1);
    });
  });

  test('an organisation lets in its other accounts, an account does not', async () => {
    const sister: Request = { ...OWN_OBJECT, principalAccount: FOREIGN };
    expect(await passes(policyOf(presets.organization, 's3'), sister)).toBe(true);
    expect(await passes(policyOf(presets.ownAccount, 's3'), sister)).toBe(false);
  });

  test('only the endpoint of Amazon S3 names buckets', () => {
    expect(JSON.stringify(policyOf(presets.ownAccount, 'sts'))).not.toContain('starport');
    expect(JSON.stringify(policyOf(presets.ownAccount, 'dynamodb'))).not.toContain('starport');
  });

  test('in an agnostic stack the Region without dashes is made during deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    new PrivateLambdaNetwork(stack, 'Network', { endpointPolicy: presets.ownAccount });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Sid: 'CloudFormationResponses',
          Resource: Match.arrayWith([{
            'Fn::Join': ['', Match.arrayWith([{ 'Fn::Join': ['', { 'Fn::Split': ['-', { Ref: 'AWS::Region' }] }] }])],
          }]),
        })]),
      },
    });
  });

  test('a policy of one\'s own is used as it is, and full access is no policy', () => {
    const document = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['sts:AssumeRole'], resources: ['*'] })],
    });
    expect(policyOf(EndpointPolicy.custom(document), 'sts')).toMatchObject({ Statement: [{ Action: 'sts:AssumeRole' }] });
    const stack = new Stack(new App(), 'Stack');
    new PrivateLambdaNetwork(stack, 'Network', { endpointPolicy: EndpointPolicy.fullAccess() });
    Template.fromStack(stack).allResourcesProperties('AWS::EC2::VPCEndpoint', { PolicyDocument: Match.absent() });
  });
});
