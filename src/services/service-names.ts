/*
 * Models: the names of endpoint services. That of a service of AWS is a prefix, a Region and the endpoint name: `com.amazonaws.eu-west-1.ecr.api`. Some have
 * another prefix, some are in no Region or in one alone. Plain data of SERVICES_AS_OF, and how to read a name.
 * Sources: the ServiceName that `ec2.InterfaceVpcEndpoint` of aws-cdk-lib 2.273.0 writes for each constant; the AWS PrivateLink guide for those without one.
 * Refuses: endpoint services of others than AWS, `com.amazonaws.vpce.…`. They keep their full names.
 */

/** The Region in a name. */
const REGION = '${AWS::Region}';

/** The names that are not `com.amazonaws.${AWS::Region}.<endpoint name>`; of two spellings that sources have, the first one is written. */
const UNUSUAL_NAMES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['bcm-data-exports', [`aws.api.${REGION}.bcm-data-exports`]],
  ['cassandra-streams', [`api.aws.${REGION}.cassandra-streams`]],
  ['cloudfront', ['com.amazonaws.cloudfront']],
  ['codecatalyst', ['aws.api.global.codecatalyst']],
  ['experiments', [`aws.sagemaker.${REGION}.experiments`]],
  ['freetier', [`aws.api.${REGION}.freetier`, `com.amazonaws.${REGION}.freetier`]],
  ['iam', ['com.amazonaws.iam']],
  ['kendra-ranking', [`aws.api.${REGION}.kendra-ranking`]],
  ['notebook', [`aws.sagemaker.${REGION}.notebook`]],
  ['partner-app', [`aws.sagemaker.${REGION}.partner-app`]],
  ['pricingplanmanager', ['com.amazonaws.us-east-1.pricingplanmanager']],
  ['qbusiness', [`aws.api.${REGION}.qbusiness`]],
  ['resource-explorer-2', [`aws.api.${REGION}.resource-explorer-2`, `com.amazonaws.${REGION}.resource-explorer-2`]],
  ['route53', ['com.amazonaws.route53']],
  ['route53globalresolver', ['aws.api.us-east-2.route53globalresolver']],
  ['route53globalresolver-fips', ['aws.api.us-east-2.route53globalresolver-fips']],
  ['s3-global.accesspoint', ['com.amazonaws.s3-global.accesspoint']],
  ['s3files', [`aws.api.${REGION}.s3files`]],
  ['s3files-fips', [`aws.api.${REGION}.s3files-fips`]],
  ['savingsplans', ['com.amazonaws.savingsplans']],
  ['studio', [`aws.sagemaker.${REGION}.studio`]],
]);

/** The names without a Region, or with one that is part of them. */
const FIXED_NAMES: ReadonlyMap<string, string> = new Map(
  [...UNUSUAL_NAMES].flatMap(([service, names]) => names.filter((name) => !name.includes(REGION)).map((name): [string, string] => [name, service])),
);

/** A Region, spelled out or as a pseudo parameter, with what stands before and behind it. In China some services have `.cn` at their end. */
const REGIONAL_NAME = /^((?:[a-z0-9-]+\.)+?)([a-z]{2,4}(?:-[a-z]+)+-\d+|\$\{[^}]+\})\.(.+?)(\.cn)?$/;

/** A name taken apart. */
export interface EndpointServiceName {
  /** The endpoint name, such as `ecr.api`. */
  readonly service: string;

  /** The Region, as it is written; undefined when it is part of the name or there is none. */
  readonly region?: string;
}

/**
 * Take the full name of an endpoint service of AWS apart.
 *
 * @returns undefined for services of others, and for a name that the service does not have
 */
export function readServiceName(name: string): EndpointServiceName | undefined {
  const fixed = FIXED_NAMES.get(name);
  if (fixed !== undefined) {
    return { service: fixed };
  }
  const [, prefix, region, service] = REGIONAL_NAME.exec(name) ?? [];
  if (service === undefined || prefix.startsWith('com.amazonaws.vpce.') || service.includes('vpce-svc-')) {
    return undefined;
  }
  const names = UNUSUAL_NAMES.get(service);
  return names === undefined || names.includes(`${prefix}${REGION}.${service}`) ? { service, region } : undefined;
}

/**
 * The endpoint name of a service of AWS in a Region, such as `secretsmanager`.
 *
 * @param region the Region, or the pseudo parameter where it is not known: then the name of any Region is taken to be its
 * @returns undefined for services in other Regions and for those of others
 */
export function serviceInRegion(name: string, region: string): string | undefined {
  const found = readServiceName(name);
  return found !== undefined && (found.region === undefined || isRegion(found.region, region)) ? found.service : undefined;
}

function isRegion(found: string, region: string): boolean {
  return found === region || found.startsWith('${') || region.startsWith('${');
}

/** The names that a service is known to have, the Region in them as a pseudo parameter. */
export function serviceNamesOf(service: string): readonly string[] {
  return UNUSUAL_NAMES.get(service) ?? [`com.amazonaws.${REGION}.${service}`];
}
