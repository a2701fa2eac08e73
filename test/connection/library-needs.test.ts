import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, CfnJson, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import type { IConstruct } from 'constructs';
import { isTypeKnown } from '../../src/connection/library-needs';
import { DESTINATIONS_METADATA_KEY } from '../../src/metadata/declared-destination';
import { templateOf } from '../support/synthesize';
import { Destination, Egress, PrivateLambdaNetwork } from 'cdk-lambda-network';

/*
 * E5: what the custom resources of AWS CDK have their functions call, as its handlers do.
 */

/** Types whose functions say themselves what they call: those of the provider framework, and those of `AwsCustomResource`. */
const SAID_BY_FUNCTIONS: ReadonlySet<string> = new Set([
  'Custom::AWSCDK-EKS-Cluster', 'Custom::AWSCDK-EKS-FargateProfile', 'Custom::AWSCDK-EKS-HelmChart', 'Custom::AWSCDK-EKS-KubernetesObjectValue', 'Custom::AWSCDK-EKS-KubernetesPatch',
  'Custom::AWSCDK-EKS-KubernetesResource', 'Custom::DynamoDBReplica', 'Custom::GluePartitionIndex',
  'Custom::AWS', 'Custom::CloudwatchLogResourcePolicy', 'Custom::DescribeCognitoUserPoolClient', 'Custom::ElasticsearchAccessPolicy', 'Custom::OpenSearchAccessPolicy',
  'Custom::UserPoolCloudFrontDomainName',
]);

/** The types of custom resources that the code in a folder names. */
function typesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' ? [] : typesIn(path);
    }
    return entry.name.endsWith('.js') ? [...readFileSync(path, 'utf8').matchAll(/Custom::[A-Za-z0-9-]+/g)].map(([type]) => type) : [];
  });
}

interface Attached {
  readonly warnings: string[];

  /** The services that the function declares. */
  readonly services: unknown[];
}

function attached(define: (stack: Stack) => IConstruct, destinations: Destination[] = []): Attached {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  new PrivateLambdaNetwork(stack, 'Network', destinations.length > 0 ? {} : { egress: Egress.none() }).connect(stack, 'Connection', { destinations }).attach(define(stack));
  const [resource] = Object.values(templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { VpcConfig: Match.anyValue() } })) as FunctionResource[];
  return {
    services: resource.Metadata[DESTINATIONS_METADATA_KEY].flatMap(({ service }) => service ?? []),
    warnings: Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('frameworkNeeds')).map(({ entry }) => String(entry.data)),
  };
}

interface FunctionResource {
  readonly Metadata: Readonly<Record<string, readonly { readonly service?: string }[]>>;
}

const zone = (stack: Stack): route53.PublicHostedZone => new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example.com' });

const OVER_THE_INTERNET: readonly (readonly [string, (stack: Stack) => IConstruct, RegExp, string[]])[] = [
  ['an identity provider', (stack) => new iam.OpenIdConnectProvider(stack, 'Users', { url: 'https://example.com' }), /iam, and the address of the identity provider, by Shop\/Users/, ['s3']],
  ['the delegation of a zone', (stack) => new route53.CrossAccountZoneDelegationRecord(stack, 'Delegation', {
    delegatedZone: zone(stack), parentHostedZoneName: 'example.com', delegationRole: iam.Role.fromRoleArn(stack, 'Delegate', 'arn:aws:iam::111122223333:role/Delegate'),
  }), /route53, by Shop\/Delegation/, ['s3', 'sts']],
];

describe('E5: what custom resources of AWS CDK have their functions call', () => {
  test('is known of every type', () => {
    const types = [...new Set(typesIn(dirname(require.resolve('aws-cdk-lib/package.json'))))];
    expect(types).toEqual(expect.arrayContaining(['Custom::LogRetention', 'Custom::S3AutoDeleteObjects']));
    expect(types.filter((type) => !isTypeKnown(type) && !SAID_BY_FUNCTIONS.has(type))).toEqual([]);
  });

  test.each(OVER_THE_INTERNET)('%s is reached over the internet, which nobody opens unasked', (_, define, message, services) => {
    expect(attached(define)).toEqual({ services, warnings: [expect.stringMatching(message)] });
    expect(attached(define, [Destination.internet()])).toEqual({ services, warnings: [] });
  });

  test('a value that is only written as JSON has no more than the answer', () => {
    expect(attached((stack) => new CfnJson(stack, 'Labels', { value: { shop: 'open' } }))).toEqual({ services: ['s3'], warnings: [] });
  });

  test('a canary that is cleaned up has its function deleted', () => {
    const canary = (stack: Stack): IConstruct => new synthetics.Canary(stack, 'Canary', {
      runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1, cleanup: synthetics.Cleanup.LAMBDA,
      test: synthetics.Test.custom({ handler: 'index.handler', code: synthetics.Code.fromInline('exports.handler = async () => {};') }),
    });
    expect(attached(canary)).toEqual({ services: ['s3', 'lambda', 'synthetics'], warnings: [] });
  });
});
