import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { defineOrders } from '../../examples/orders/app';
import { context } from '../../examples/orders/cdk.json';

const app = new App({ context });
const { networkStack, ordersStack } = defineOrders(app);
const network = Template.fromStack(networkStack);
const orders = Template.fromStack(ordersStack);

test.each([networkStack, ordersStack])('%s has no finding of cdk-nag AwsSolutions that is not acknowledged with a reason', (stack) => {
  const { violations } = new AwsSolutionsChecks(app).validateScope(stack);
  expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map(({ constructPath }) => constructPath)])).toEqual([]);
});

describe('F5: rules follow declared destinations', () => {
  test('TakeOrder gets out to the internet on 443, to S3 and to the database; nothing comes in', () => {
    expect(Object.values(network.toJSON().Resources).length).toBeGreaterThan(0);
    orders.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: Match.arrayWith([
        Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 }),
        Match.objectLike({ CidrIpv6: '::/0', FromPort: 443, ToPort: 443 }),
      ]),
    });
    orders.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationSecurityGroupId: Match.anyValue(), IpProtocol: 'tcp' });
  });

  test('the database admits TakeOrder and nobody else', () => {
    orders.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });
});

test('F8: four functions with three sets of destinations in two zones have six network interfaces', () => {
  orders.resourceCountIs('AWS::Lambda::Function', 4);
  expect(networkStack.network.networkInterfaceCount).toBe(6);
});

test('F2: the functions of other classes and languages declare what they reach too', () => {
  for (const [Runtime, service] of [[lambda.Runtime.NODEJS_24_X.name, 'dynamodb'], [lambda.Runtime.PYTHON_3_14.name, 's3']]) {
    orders.hasResource('AWS::Lambda::Function', {
      Properties: { Runtime, Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Reports.*Connection'), 'Arn'] } },
      Metadata: { 'cdk-lambda-network:destinations': [{ kind: 'aws-service', service }] },
    });
  }
});

test('F6: all functions may use IPv6', () => {
  orders.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: Match.objectLike({ Ipv6AllowedForDualStack: true }) });
});

/**
 * Every difference here is a difference in the account of everybody who deployed the example: look for resources that
 * CloudFormation would replace before accepting it.
 */
test.each([['network', network], ['orders', orders]])('the template of the %s stack is as reviewed', (_, template) => {
  expect(withoutAssets(template.toJSON())).toMatchSnapshot();
});

/** Assets are named by the hash of what they hold, which is no concern of the template. */
function withoutAssets(template: object): unknown {
  return JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}\.(zip|json)/g, 'ASSET.$1'));
}
