import { App, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, Case, NAT, attribute, connectedFunction, endpoint, errorsIn, judgedApp, ref, subnet } from './public-case';
import { Destination, Egress, LambdaNetworkInjector, PrivateLambdaNetwork, Zones } from '../../src';
import type { Resources } from '../analysis/read/reading';

/*
 * Public cases about what AWS refuses, or hangs on: functions at the edge, in Local Zones, in other Regions, private names that are taken, and custom
 * resources that cannot answer.
 *
 * Not here, because they are no question to the analysis of templates or to the constructs that are:
 *
 * - dod-ccpo/atat-web-api#1177, aws/aws-cdk#14567, aws/aws-cdk#21357: all AwsCustomResources of a stack share one function, and with it a VPC.
 * - amazon-archives/gaming-analytics-pipeline#3, aws-samples/aws-bookstore-demo-app#52, aws/aws-cdk#21348: the order of creation and deletion.
 * - aws-solutions/streaming-data-solution-for-amazon-kinesis-and-amazon-msk#7, pulumi/pulumi-aws#1251: event source mappings of Amazon MSK.
 * - aws-samples/serverless-patterns#2100, aws-samples/serverless-patterns#1478: event source mappings of Amazon MQ, Kafka and DocumentDB.
 * - aws/aws-cdk#17265, aws/aws-cdk#23086: the rotation of a database secret.
 * - aws/aws-cdk#11734, aws/aws-cdk#19777, aws/aws-cdk#33229: BucketDeployment in the network.
 * - aws/aws-cdk#22456, aws/aws-cdk#35768, serverless/serverless#11856: all functions in the network, providers too.
 */

const ENV = { account: '123456789012', region: 'us-east-1' };

describe('serverless/serverless#7671, webiny/webiny-js#3505, serverless-nextjs/serverless-next.js#180: a function at the edge has no VPC', () => {
  const distribution: Resources = {
    Version: ['AWS::Lambda::Version', { FunctionName: ref('Fn') }],
    Shop: ['AWS::CloudFront::Distribution', {
      DistributionConfig: { DefaultCacheBehavior: { LambdaFunctionAssociations: [{ EventType: 'viewer-request', LambdaFunctionARN: ref('Version') }] } },
    }],
  };

  test('in a template', () => {
    expect(new Case(distribution).errors()).toEqual(['LAMBDA_AT_EDGE_IN_VPC Fn']);
    expect(new Case(distribution, { Fn: ['AWS::Lambda::Function', {}] }).errors()).toEqual([]);
  });

  const edge = (stack: Stack, fn: lambda.Function) => {
    const edgeLambdas = [{ eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST, functionVersion: fn.currentVersion }];
    new cloudfront.Distribution(stack, 'Shop', { defaultBehavior: { origin: new origins.HttpOrigin('shop.example.com'), edgeLambdas } });
  };
  const networkIn = (stack: Stack) => new PrivateLambdaNetwork(stack, 'Network', { zones: Zones.named('us-east-1a'), egress: Egress.none() });

  test('in an app, connected by its program', () => {
    const define = (isAtEdge: boolean) => judgedApp((app) => {
      const stack = new Stack(app, 'Stack', { env: ENV });
      const fn = connectedFunction(stack, networkIn(stack), []);
      if (isAtEdge) {
        edge(stack, fn);
      }
    });
    expect(() => define(true)).toThrow('LAMBDA_AT_EDGE_IN_VPC');
    expect(errorsIn(define(false))).toEqual([]);
  });

  test('in an app whose functions are all put into the network', () => {
    expect(() => judgedApp((app) => {
      const network = networkIn(new Stack(app, 'Networks', { env: ENV }));
      const stack = new Stack(app, 'Stack', { env: ENV, propertyInjectors: [new LambdaNetworkInjector(network)] });
      edge(stack, new lambda.Function(stack, 'Fn', { ...CODE }));
    })).toThrow('LAMBDA_AT_EDGE_IN_VPC');
  });
});

test('keboola/developer-portal#81: Lambda serves no subnet in a Local Zone', () => {
  expect(new Case(NAT, subnet('Pri1', '10.20.10.0/24', 'us-west-2-lax-1a')).errors()).toEqual(['LAMBDA_ZONE_NOT_SERVED Fn']);
  expect(new Case(NAT, subnet('Pri1', '10.20.10.0/24', 'us-west-2a')).errors()).toEqual([]);
});

describe('aws/aws-cdk#1642, aws/aws-cdk#10208: the network is in one Region, the function in another', () => {
  test.each([true, false])('the function is refused, with crossRegionReferences %s', (crossRegionReferences) => {
    const connect = (region: string) => {
      const app = new App();
      const network = new PrivateLambdaNetwork(new Stack(app, 'A', { env: ENV, crossRegionReferences }), 'N', { zones: Zones.named('us-east-1a') });
      connectedFunction(new Stack(app, 'B', { env: { ...ENV, region }, crossRegionReferences }), network, [Destination.internet()]);
    };
    expect(() => connect('eu-west-1')).toThrow('FUNCTION_IN_OTHER_ENVIRONMENT');
    expect(() => connect('us-east-1')).not.toThrow();
  });

  test.each([true, false])('of constructs of AWS CDK alone it is found, with crossRegionReferences %s', (crossRegionReferences) => {
    const report = (region: string) => judgedApp((app) => {
      const vpc = new ec2.Vpc(new Stack(app, 'A', { env: ENV, crossRegionReferences }), 'Vpc', { availabilityZones: ['us-east-1a'] });
      const stack = new Stack(app, 'B', { env: { ...ENV, region }, crossRegionReferences });
      const securityGroups = [new ec2.SecurityGroup(stack, 'Group', { vpc })];
      new lambda.Function(stack, 'Fn', { vpc, securityGroups, ...CODE });
    });
    expect(errorsIn(report('eu-west-1'))).toEqual([expect.stringMatching(/^LAMBDA_VPC_IN_OTHER_REGION .*Fn/)]);
    expect(errorsIn(report('us-east-1'))).toEqual([]);
  });
});

test('hashicorp/terraform-provider-aws#17269: two endpoints of one service have one private name', () => {
  const sqs = 'com.amazonaws.us-east-1.sqs';
  const second = (PrivateDnsEnabled: boolean): Resources => ({ Second: endpoint(sqs, 443, { PrivateDnsEnabled }).Ep });
  expect(new Case(endpoint(sqs), second(true)).report().findings.map(({ code, severity }) => `${code} ${severity}`)).toContain('VPCE_PRIVATE_DNS_CONFLICT error');
  expect(new Case(endpoint(sqs), second(false)).errors()).toEqual([]);
});

test('aws-solutions-library-samples/qnabot-on-aws#523: a custom resource whose function has no way to S3 hangs for an hour', () => {
  const thing: Resources = { Thing: ['Custom::Thing', { ServiceToken: attribute('Fn', 'Arn') }] };
  const gateway: Resources = { S3: ['AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.us-east-1.s3', RouteTableIds: [ref('Pri1Rt'), ref('Pri2Rt')] }] };
  expect(new Case(thing).errors()).toEqual(['LAMBDA_PROVIDER_CANNOT_ANSWER Fn']);
  expect(new Case(thing, gateway).errors()).toEqual([]);
  expect(new Case(thing, NAT).errors()).toEqual([]);
});
