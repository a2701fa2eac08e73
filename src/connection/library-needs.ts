import type { CfnResource } from 'aws-cdk-lib';
import { Stack, Token } from 'aws-cdk-lib';
import type { AwsSdkCall } from 'aws-cdk-lib/custom-resources';
import type { IConstruct } from 'constructs';
import { customResourcesOf, propertyOf } from './plain-function';
import { THE_INTERNET, endpointsOfAction } from '../services/action-services';
import { actionPrefixOfSdk } from '../services/sdk-names';

/*
 * Models: what functions call for the libraries that define them. Whoever serves custom resources answers CloudFormation at an address of Amazon S3; the rest follows from
 * the types of these, and from the construct that a function lies in. Plain data of aws-cdk-lib 2.276.0 (the handlers in `custom-resource-handlers`), and how to read it.
 * Law: all that a function serves counts, whoever defined it: libraries have one function in a stack for all constructs of a class.
 * Refuses: to guess. What is not surely one endpoint in this Region is a remark.
 */

/** The needs of a function. */
export interface Needs {
  /** The names of endpoints, all of which it calls. */
  readonly services: readonly string[];

  /** The rest of what it calls, or may call. */
  readonly remarks: readonly Remark[];
}

/** A call of which it is not known that one endpoint in this Region answers it. */
export interface Remark {
  /** The call, and what to do about it. */
  readonly text: string;

  /** The names of endpoints that answer it, as far as these are known: each would do. Nobody knows them where they are left out. */
  readonly answeredBy?: readonly string[];
}

type Read = (resource: CfnResource) => Needs;

/** The symbol by which jsii marks classes with their names. */
const JSII_NAME = Symbol.for('jsii.rtti');

/** The frameworks that have functions of their own, with what these call in any case. */
const NEEDS_OF_PROVIDER: ReadonlyMap<string, readonly string[]> = new Map([
  ['framework-onEvent', ['s3', 'lambda']],
  ['framework-isComplete', ['s3', 'lambda']],
  // which invokes nobody, though AWS CDK lets it: a way is what keeps GRANT_WITHOUT_WAY from asking
  ['framework-onTimeout', ['s3', 'lambda']],
]);

/**
 * Services of SDKs whose host is another than that of the service which policies name, with the endpoints that answer at that host, too: the guide of Amazon S3,
 * "AWS PrivateLink for Amazon S3". Gateway endpoints are not said to, so that it is declared by whoever knows.
 */
const ANSWERED_BY: ReadonlyMap<string, readonly string[]> = new Map([['s3control', ['s3']]]);

/** The types of custom resources in AWS CDK and in this library, with what serves them calls. */
const NEEDS_OF_TYPE: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['Custom::AWSCDKCfnJson', () => calls()],
  ['Custom::AWSCDKCfnJsonStringify', () => calls()],
  ['Custom::AWSCDKOpenIdConnectProvider', (resource) => onInternet(resource, 'iam, and the address of the identity provider')],
  ['Custom::CDKBucketDeployment', (resource) => ({
    services: [],
    remarks: propertyOf(resource, 'DistributionId') === undefined ? []
      : [{ text: `cloudfront, for the invalidation that ${pathOf(resource)} asks for: ${overTheInternet()}`, answeredBy: ['cloudfront'] }],
  })],
  ['Custom::CrossAccountZoneDelegation', (resource) => ({ ...onInternet(resource, 'route53', ['route53']), services: ['sts'] })],
  ['Custom::CrossRegionExportReader', () => calls('ssm')],
  ['Custom::CrossRegionExportWriter', (resource) => onInternet(resource, 'ssm of another Region')],
  ['Custom::CrossRegionStringParameterReader', (resource) => onInternet(resource, 'ssm of another Region')],
  ['Custom::DeleteExistingRecordSet', (resource) => onInternet(resource, 'route53', ['route53'])],
  ['Custom::ECRAutoDeleteImages', () => calls('ecr.api')],
  ['Custom::GatewayPrefixList', () => calls('ec2')],
  ['Custom::LambdaNetworkInterfaceRelease', () => calls('ec2', 'lambda')],
  ['Custom::LogRetention', (resource) => inOtherRegion(resource, propertyOf(resource, 'LogGroupRegion'), 'logs') ?? calls('logs')],
  ['Custom::S3AutoDeleteObjects', () => calls()],
  ['Custom::S3BucketNotifications', () => calls()],
  ['Custom::S3ObjectCopy', () => calls()],
  ['Custom::SyntheticsAutoDeleteUnderlyingResources', () => calls('lambda', 'synthetics')],
  ['Custom::Trigger', () => calls('lambda')],
  ['Custom::VpcRestrictDefaultSG', () => calls('ec2')],
]);

/** Finds the needs of a function that a library has defined, or may have. */
export function needsOf(resource: CfnResource): Needs {
  const served = customResourcesOf(resource);
  const all = [
    calls(...served.length === 0 ? [] : ['s3']),
    ...frameworkNeeds(resource),
    ...served.map(needsOfCustomResource),
  ];
  return { services: [...new Set(all.flatMap(({ services }) => services))], remarks: all.flatMap(({ remarks }) => remarks) };
}

/** Returns whether a library has defined a function for its own purposes, which are known. */
export function isOfKnownLibrary(resource: CfnResource): boolean {
  const served = customResourcesOf(resource);
  return frameworkNeeds(resource).length > 0
    || served.length > 0 && served.every((each) => NEEDS_OF_TYPE.has(each.cfnResourceType) || sdkCallsOf(each) !== undefined);
}

/** Returns whether it is known what the function of a type of custom resources calls. */
export function isTypeKnown(type: string): boolean {
  return NEEDS_OF_TYPE.has(type);
}

/** The functions of the provider framework; the first one starts a state machine where completion is waited for. */
function frameworkNeeds({ node }: CfnResource): Needs[] {
  const owner = node.scope!;
  const framework = owner.node.scope;
  const services = framework !== undefined && jsiiName(framework) === 'aws-cdk-lib.custom_resources.Provider' ? NEEDS_OF_PROVIDER.get(owner.node.id) : undefined;
  if (services === undefined) {
    return [];
  }
  const waits = owner.node.id === 'framework-onEvent' && framework!.node.tryFindChild('framework-isComplete') !== undefined;
  return [calls(...services, ...waits ? ['states'] : [])];
}

function needsOfCustomResource(resource: CfnResource): Needs {
  const known = NEEDS_OF_TYPE.get(resource.cfnResourceType);
  if (known !== undefined) {
    return known(resource);
  }
  const needs = (sdkCallsOf(resource) ?? []).map((call) => needsOfCall(resource, call));
  const installs = sdkCallsOf(resource) !== undefined && installsSdk(resource)
    ? [{ text: `npm, from which ${pathOf(resource)} installs the latest AWS SDK: set installLatestAwsSdk: false, or declare Destination.internet()`, answeredBy: [] }] : [];
  return { services: needs.flatMap(({ services }) => services), remarks: [...needs.flatMap(({ remarks }) => remarks), ...installs] };
}

function needsOfCall(resource: CfnResource, { service, action, region, assumedRoleArn }: AwsSdkCall): Needs {
  const others = assumedRoleArn === undefined ? [] : ['sts'];
  const elsewhere = inOtherRegion(resource, region, service);
  if (elsewhere !== undefined) {
    return { services: others, remarks: elsewhere.remarks };
  }
  const endpoints = Token.isUnresolved(service) || Token.isUnresolved(action) ? []
    : endpointsOfAction({ prefix: actionPrefixOfSdk(service), name: action.toLowerCase().replace(/command$/, '') });
  if (endpoints.length === 1 && endpoints[0] !== THE_INTERNET) {
    return { services: [...endpoints, ...others], remarks: [] };
  }
  const answering = endpoints.length === 0 ? ANSWERED_BY.get(service.toLowerCase().replace(/^@aws-sdk\/client-|-/g, '')) : endpoints;
  return { services: others, remarks: [remarkOf(`${String(service)}, by ${pathOf(resource)}`, answering)] };
}

/** The remark on a call that several endpoints may answer, or the internet, or nobody knows which. */
function remarkOf(call: string, endpoints: readonly string[] | undefined): Remark {
  if (endpoints === undefined) {
    return { text: `${call}: declare the endpoint that answers, with Destination.awsService(), or Destination.internet() where none does` };
  }
  const answeredBy = endpoints.filter((name) => name !== THE_INTERNET);
  const text = answeredBy.length < endpoints.length ? overTheInternet()
    : `declare the endpoint that answers, ${endpoints.length === 1 ? '' : 'one of '}${endpoints.join(', ')}, with Destination.awsService()`;
  return { text: `${call}: ${text}`, answeredBy };
}

/** The calls of an `AwsCustomResource`, which keeps what it was given; undefined for any other. */
function sdkCallsOf({ node }: CfnResource): AwsSdkCall[] | undefined {
  const construct = node.scopes.find((each) => jsiiName(each) === 'aws-cdk-lib.custom_resources.AwsCustomResource');
  const { props } = construct as unknown as { readonly props?: Readonly<Record<string, AwsSdkCall | undefined>> } | undefined ?? {};
  return props === undefined ? undefined : ['onCreate', 'onUpdate', 'onDelete'].flatMap((event) => props[event] ?? []);
}

function installsSdk(resource: CfnResource): boolean {
  const installs = propertyOf(resource, 'InstallLatestAwsSdk');
  return installs === true || installs === 'true';
}

/** The remark on a Region that is, or may be, another one. */
function inOtherRegion(resource: CfnResource, region: unknown, service: string): Needs | undefined {
  return region === undefined || region === Stack.of(resource).region ? undefined
    : onInternet(resource, `${service} of the Region ${Token.isUnresolved(region) ? 'that the deployment tells' : String(region)}`);
}

/** The remark on what is reached over the internet, unless one of these endpoints answers it. */
function onInternet(resource: CfnResource, what: string, answeredBy: readonly string[] = []): Needs {
  return { services: [], remarks: [{ text: `${what}, by ${pathOf(resource)}: ${overTheInternet()}`, answeredBy }] };
}

function overTheInternet(): string {
  return 'declare Destination.internet(), or leave the function outside of the network';
}

function calls(...services: string[]): Needs {
  return { services, remarks: [] };
}

function pathOf({ node }: CfnResource): string {
  return node.scope!.node.path;
}

/** The name of the class of a construct in all languages, or of the class that it extends. */
export function jsiiName({ constructor }: IConstruct): string | undefined {
  return (constructor as unknown as { readonly [JSII_NAME]?: { readonly fqn: string } })[JSII_NAME]?.fqn;
}
