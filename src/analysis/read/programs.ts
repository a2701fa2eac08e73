import { isRotationApplication } from './rotation-applications';
import type { ResourceId } from '../model/source';
import type { ApiCall } from '../template/api-calls';
import { apiCallsOf } from '../template/api-calls';
import { isReadAsResources } from '../template/called-resources';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite } from '../template/value';

/*
 * Models: what writes networks and is not read: nested stacks and modules without their templates, stack sets, products, resources of third parties, custom
 * resources and automations. What such a one is handed, anywhere in its properties, it may add to.
 * Law: what a program is not handed it leaves alone; that is an assumption (docs/MODEL.md). Which rights it has narrows nothing. Programs of AWS CDK and of this
 * library are known by the types that no others have, and add nothing; calls of AWS custom resources are read.
 */

/** Something that writes networks. */
export interface Program {
  readonly resource: Resource;

  /** What it is, such as `the nested stack Network, whose template is not at hand`. */
  readonly name: string;

  /** The values in which it is handed something. */
  readonly handed: readonly Value[];

  /** Tells whether it makes resources of CloudFormation and nothing else; those never add to what only AWS makes, such as a main route table. */
  readonly makesResources: boolean;

  /** Tells whether it may change the endpoints that it is handed, and not only look at them. */
  readonly changesEndpoints: boolean;

  /** Tells whether it is known to take rules away. */
  readonly takesAway: boolean;
}

const STACK_TYPES = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** Types of AWS that make or run something else, in words. */
const MAKERS: ReadonlyMap<string, { readonly what: string; readonly makesResources: boolean }> = new Map([
  ['AWS::CloudFormation::StackSet', { what: 'the stack set', makesResources: true }],
  ['AWS::ServiceCatalog::CloudFormationProvisionedProduct', { what: 'the product', makesResources: true }],
  ['AWS::SSM::Association', { what: 'the association of a document', makesResources: false }],
  ['AWS::SSM::MaintenanceWindowTask', { what: 'the task', makesResources: false }],
  ['AWS::Config::RemediationConfiguration', { what: 'the remediation', makesResources: false }],
]);

/** Custom resources whose programs are known, and that add nothing: those of AWS CDK and of this library. */
const KNOWN = new RegExp(`^Custom::(${[
  'VpcRestrictDefaultSG', 'GatewayPrefixList', 'LambdaNetworkInterfaceRelease', 'S3AutoDeleteObjects', 'S3BucketNotifications', 'CDKBucketDeployment', 'LogRetention',
  'CloudwatchLogResourcePolicy', 'CrossRegionExportReader', 'CrossRegionExportWriter', 'CrossRegionStringParameterReader', 'ECRAutoDeleteImages', 'Trigger',
  'DynamoDBReplica', 'UserPoolCloudFrontDomainName', 'DescribeCognitoUserPoolClient', 'CrossAccountZoneDelegation', 'DeleteExistingRecordSet', 'CertificateRequest',
  'AWSCDKCfnJson', 'AWSCDKOpenIdConnectProvider', 'AWSCDK-EKS-.+',
].join('|')})$`);

/** Calls of Amazon EC2 that change nothing of what is reached. */
const WITHOUT_EFFECT = /^(Describe|Get|List|Search|CreateTags|DeleteTags|UpdateSecurityGroupRuleDescriptions|ModifySubnetAttribute|ModifyVpcEndpointService|RunInstances|StartInstances|StopInstances|RebootInstances|TerminateInstances)|FlowLogs|Ipam|Snapshot|Image|Volume|KeyPair|LaunchTemplate/;

const NOT_HANDED: ReadonlySet<string> = new Set(['ServiceToken', 'ServiceTimeout', 'Tags', 'TemplateURL', 'TemplateBody', 'Location', 'InstallLatestAwsSdk']);

const MAX_DEPTH = 20;

/** The nested stacks of which there is no template. */
export function unreadStacks(deployment: Deployment): readonly Resource[] {
  return STACK_TYPES.flatMap((type) => deployment.resources(type)).filter(isUnread);
}

/** Applications of AWS that rotate secrets are read. */
function isUnread(resource: Resource): boolean {
  return resource.scope.nestedScope(resource.logicalId) === undefined && !isRotationApplication(resource);
}

/** Returns what is deployed by other templates, which are not at hand, and may run code. What may be deployed or not is among it. */
export function deployedElsewhere(deployment: Deployment): readonly Resource[] {
  const makers = [...MAKERS].filter(([, { makesResources }]) => makesResources).flatMap(([type]) => deployment.possible(type));
  const stacks = STACK_TYPES.flatMap((type) => deployment.possible(type)).filter(isUnread);
  return [...stacks, ...deployment.types().filter(isModule).flatMap((type) => deployment.possible(type)), ...makers];
}

/** The programs of the templates that are deployed. */
export function programsIn(deployment: Deployment): readonly Program[] {
  const stacks = unreadStacks(deployment).map((resource) => program(resource, `the nested stack ${resource.logicalId}, whose template is not at hand`, true));
  const modules = modulesIn(deployment).map((resource) => program(resource, `the module ${resource.logicalId}, whose resources are not read`, true));
  const others = deployment.types().flatMap((type) => {
    const maker = MAKERS.get(type);
    return maker !== undefined
      ? deployment.resources(type).map((resource) => program(resource, `${maker.what} ${resource.logicalId}, which is not read`, maker.makesResources))
      : isProgram(type) ? deployment.resources(type).flatMap(customProgram) : [];
  });
  return [...stacks, ...modules, ...others];
}

/** The things that a program is handed, by their names. */
export function handedTo({ handed }: Program): ReadonlySet<ResourceId> {
  const ids = new Set<ResourceId>();
  handed.forEach((value) => namedIn(value, 0, (id) => ids.add(id)));
  return ids;
}

function modulesIn(deployment: Deployment): readonly Resource[] {
  return deployment.types().filter(isModule).flatMap((type) => deployment.resources(type));
}

function isModule(type: string): boolean {
  return type.endsWith('::MODULE');
}

/** Tells whether a type is of a custom resource or of a third party. */
function isProgram(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || /^(?!AWS::|Alexa::)\w+::/.test(type) && !isModule(type) && !KNOWN.test(type);
}

function program(resource: Resource, name: string, makesResources: boolean): Program {
  const handed = resource.properties().filter((each) => !NOT_HANDED.has(each)).map((each) => resource.get(each));
  return { resource, name, makesResources, changesEndpoints: false, takesAway: false, handed };
}

/** A custom resource whose calls are read adds what they write; what else they name may change. */
function customProgram(resource: Resource): Program[] {
  const found = apiCallsOf(resource);
  const isCustom = /^(Custom::|AWS::CloudFormation::)/.test(resource.type);
  const name = `the ${isCustom ? 'custom resource' : `resource of type ${resource.type}`} ${resource.logicalId}`;
  if (found === undefined) {
    return [program(resource, `${name}, whose program is not read`, false)];
  }
  const calls = found.calls.filter((call) => hasEffect(call) && (found.changes || !isReadAsResources(call)));
  return calls.length === 0 ? [] : [{
    resource, name: `${name}, which calls ${[...new Set(calls.map(({ action }) => action))].join(' and ')}`, makesResources: false, changesEndpoints: true,
    takesAway: calls.some(({ action }) => /^(Revoke|Modify)SecurityGroup/.test(action)),
    handed: calls.map(({ parameters }) => parameters),
  }];
}

function hasEffect({ service, action }: ApiCall): boolean {
  return service === 'ec2' && !WITHOUT_EFFECT.test(action);
}

/** The things that a value names, anywhere in it. */
function namedIn(value: Value, depth: number, found: (id: ResourceId) => void): void {
  if (typeof value === 'string') {
    value.match(/[a-z]+(?:-[a-z]+)*-[0-9a-zA-Z]+/g)?.forEach(found);
    return;
  }
  if (!isComposite(value) || depth > MAX_DEPTH) {
    return;
  }
  const inner = value.kind === 'list' ? value.items
    : value.kind === 'map' ? value.keys().map((key) => value.get(key))
      : value.kind === 'text' ? value.parts : [];
  inner.forEach((each) => namedIn(each, depth + 1, found));
  if (value.kind === 'reference') {
    found(value.id);
  } else if (value.kind === 'unknown' && value.symbol !== undefined) {
    found(`?${value.symbol}`);
  }
}
