import { Annotations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ILogGroupRef } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { internetFamilies } from './declared-destinations';
import { definedFunctionResource, functionResource } from './function-resource';
import { soleReference } from './sole-reference';
import type { DeclaredDestination } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';

/*
 * Models: constructs of libraries that have a function inside, which takes a role from outside and little else: deployments to buckets, custom resources, provider frameworks.
 * Law: what such a construct does not pass on to its function is set on the resource of the function. What somebody gave it stays, and is held against the connection like that
 * of any function.
 * Refuses: a construct with no function or with several, because nobody knows which is meant.
 */

/** A function that is attached. */
interface Attached {
  readonly lambdaFunction: lambda.IFunction;
  readonly resource: lambda.CfnFunction;

  /** Tells whether a construct of a library defines it, which passes on to it what it likes. */
  readonly isOfLibrary: boolean;
}

/** The things that a connection sets. */
interface Given {
  readonly subnets: ec2.ISubnet[];
  readonly securityGroups: ec2.ISecurityGroup[];
  readonly ipv6AllowedForDualStack?: boolean;
  readonly logGroup: ILogGroupRef;
}

/** The symbol by which jsii marks classes with their names. */
const JSII_NAME = Symbol.for('jsii.rtti');

/** The services that the frameworks of AWS CDK call. Each answers CloudFormation at an address of Amazon S3. */
const NEEDS: ReadonlyMap<string, (construct: IConstruct) => readonly string[]> = new Map([
  ['aws-cdk-lib.aws_s3_deployment.BucketDeployment', () => ['s3']],
  ['aws-cdk-lib.custom_resources.AwsCustomResource', () => ['s3']],
  ['aws-cdk-lib.custom_resources.Provider', ({ node }: IConstruct) => ['s3', 'lambda', ...node.tryFindChild('framework-isComplete') === undefined ? [] : ['states']]],
]);

/** The only function that a construct is, or contains. */
export function functionOf(construct: IConstruct): Attached {
  if (isFunction(construct)) {
    return { lambdaFunction: construct, resource: functionResource(construct), isOfLibrary: frameworkOf(construct) !== undefined };
  }
  const found = new Map<lambda.CfnFunction, lambda.IFunction>();
  for (const each of construct.node.findAll().filter(isFunction)) {
    const resource = definedFunctionResource(each);
    if (resource !== undefined && !found.has(resource)) {
      found.set(resource, each);
    }
  }
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    const names = [...found.values()].map(({ node }) => node.path).sort().join(', ');
    throw new NetworkError(
      'FUNCTION_AMBIGUOUS',
      `the construct ${construct.node.path} contains ${found.size} functions${names === '' ? '' : ` (${names})`}, expected one: `
      + `${names === '' ? 'attach the function itself' : 'attach each to a connection of its own'}`,
      construct,
    );
  }
  return { resource: only[0], lambdaFunction: only[1], isOfLibrary: true };
}

/** Give a function inside of a construct of a library what the construct could not pass on to it. */
export function placeInNetwork({ subnets, securityGroups, ipv6AllowedForDualStack, logGroup }: Given, resource: lambda.CfnFunction): void {
  const config = resource.vpcConfig as lambda.CfnFunction.VpcConfigProperty | undefined;
  const groups = config?.securityGroupIds ?? [];
  resource.vpcConfig = {
    subnetIds: config?.subnetIds ?? subnets.map(({ subnetId }) => subnetId),
    securityGroupIds: groups.every((id) => isOwnGroup(resource, id)) ? securityGroups.map(({ securityGroupId }) => securityGroupId) : groups,
    ipv6AllowedForDualStack,
  };
  const logging = resource.loggingConfig as lambda.CfnFunction.LoggingConfigProperty | undefined;
  resource.loggingConfig = { ...logging, logGroup: logging?.logGroup ?? logGroup.logGroupRef.logGroupName };
}

/** Say which services the framework calls that a function belongs to, where they are not declared. */
export function warnOfFrameworkNeeds(lambdaFunction: IConstruct, declared: readonly DeclaredDestination[]): void {
  const framework = frameworkOf(lambdaFunction);
  const missing = (framework?.needs ?? [])
    .filter((service) => !declared.some((each) => each.kind === 'aws-service' && each.service === service));
  if (framework !== undefined && missing.length > 0 && internetFamilies(declared).length === 0) {
    Annotations.of(framework.construct).addWarningV2(
      'cdk-lambda-network:frameworkNeeds',
      `the function ${lambdaFunction.node.path} calls ${missing.join(' and ')} for its framework, which its connection does not declare: add `
      + `${missing.map((service) => `Destination.awsService('${service}')`).join(' and ')} to the destinations`,
    );
  }
}

/** The framework that a construct is, or lies in, and what it needs. */
function frameworkOf({ node }: IConstruct): { readonly construct: IConstruct; readonly needs: readonly string[] } | undefined {
  const construct = [...node.scopes].reverse().find((each) => NEEDS.has(jsiiName(each) ?? ''));
  return construct === undefined ? undefined : { construct, needs: NEEDS.get(jsiiName(construct)!)!(construct) };
}

function isFunction(construct: IConstruct): construct is lambda.IFunction {
  return 'functionArn' in construct && 'grantInvoke' in construct;
}

/** A group that AWS CDK defined for the function alone. */
function isOwnGroup({ node }: lambda.CfnFunction, id: string): boolean {
  return soleReference(id)?.target.node.path.startsWith(`${node.scope!.node.path}/`) === true;
}

function jsiiName({ constructor }: IConstruct): string | undefined {
  return (constructor as unknown as { readonly [JSII_NAME]?: { readonly fqn: string } })[JSII_NAME]?.fqn;
}
