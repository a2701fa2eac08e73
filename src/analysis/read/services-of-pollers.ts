import type { EventSource } from './event-sources';
import { namedIn } from './event-sources';
import type { DeclaredDestination, Need } from '../model/declared-destination';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { any, ternary } from '../model/ternary';
import { entryOf, itemsOf, ternaryOf, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import { isComposite, isNone, literalText } from '../template/value';

/*
 * Models: the services of AWS that pollers call from the VPC in which they stand: `lambda` and `sts` as the service, `secretsmanager` with the role of the function where a
 * secret authenticates, and the destination of failed batches. In provisioned mode, which Kafka alone has, none of the first three.
 * Law: where AWS's pages disagree, or what decides is not known, the need is contested.
 */

/** The ways to authenticate for which there is a secret. */
const SECRETS: ReadonlySet<string> = new Set(['BASIC_AUTH', 'SASL_SCRAM_256_AUTH', 'SASL_SCRAM_512_AUTH', 'CLIENT_CERTIFICATE_TLS_AUTH', 'SERVER_ROOT_CA_CERTIFICATE']);

/** The principal that pollers are when they call as the service. */
const PRINCIPAL = 'lambda.amazonaws.com';

/** The services of destinations for failed batches, by the type of the destination. */
const FAILURE_TYPES: ReadonlyMap<string, string> = new Map([['AWS::SQS::Queue', 'sqs'], ['AWS::SNS::Topic', 'sns'], ['AWS::S3::Bucket', 's3']]);
const FAILURE_ARN = /^arn:(?:\$\{[\w:]+\}|[^:$]*):(sqs|sns|s3):/;

/** Returns the services that the pollers of a mapping call from the VPC. */
export function servicesOf(mapping: Resource, source: EventSource, deployment: Deployment): readonly DeclaredDestination[] {
  const isKafka = source.kind === 'msk' || source.kind === 'kafka';
  const isProvisioned = isKafka ? provisioned(mapping) : 'no';
  const failure = isKafka ? onFailure(mapping, deployment, isProvisioned) : [];
  if (isProvisioned === 'yes') {
    return failure;
  }
  const need: Need = {
    ...contestedByAccess(source),
    ...isProvisioned === 'unknown' ? { contested: 'it is not known whether its ProvisionedPollerConfig is written, with which it needs none' } : {},
    ...isKafka ? { otherwise: `ProvisionedPollerConfig of ${describeSource(mapping.source())}, with which its pollers need no way to lambda, sts and secretsmanager` } : {},
  };
  const secret = needsSecret(mapping, source);
  const caller = { principal: PRINCIPAL, environment: deployment.environments.of(mapping.scope) };
  return [
    { kind: 'aws-service', service: 'lambda', call: { ...caller, action: 'lambda:InvokeFunction' }, ...need },
    { kind: 'aws-service', service: 'sts', call: { ...caller, action: 'sts:AssumeRole' }, ...need, ...contestedByEngine(source) },
    ...secret === 'no' ? [] : [{
      kind: 'aws-service', service: 'secretsmanager', ...need,
      ...secret === 'yes' ? {} : { contested: 'whether a secret authenticates is not known, as SourceAccessConfigurations are not' },
    } as const],
    ...failure,
  ];
}

/** The mode is that of the property, whatever numbers are in it. */
function provisioned(mapping: Resource): Ternary {
  const config = mapping.get('ProvisionedPollerConfig');
  return isNone(config) ? 'no' : isComposite(config) && config.kind === 'unknown' ? 'unknown' : 'yes';
}

/** Amazon MQ and DocumentDB know no other way than a user and a password. */
function needsSecret(mapping: Resource, { kind }: EventSource): Ternary {
  return kind !== 'msk' && kind !== 'kafka' ? 'yes' : any(itemsOf(mapping.get('SourceAccessConfigurations')).map((access) => {
    const type = textOf(entryOf(access, 'Type'));
    return type.known ? ternary(SECRETS.has(type.value)) : 'unknown';
  }));
}

/** Contests a need: of public brokers for ActiveMQ one page says that a public address is enough, others make no exception. */
export function contestedByAccess({ kind, resource }: EventSource): Need {
  const isPublic = (kind === 'activemq' || kind === 'rabbitmq' || kind === 'mq') && resource.known ? ternaryOf(resource.value.get('PubliclyAccessible'), 'no') : 'no';
  return isPublic === 'no' ? {} : { contested: 'whether the pollers of a publicly accessible broker need a way inside of the VPC, AWS\'s pages do not agree' };
}

function contestedByEngine({ kind }: EventSource): Need {
  return kind === 'rabbitmq' ? { contested: 'whether the pollers of a broker for RabbitMQ call sts, AWS\'s pages do not agree' }
    : kind === 'mq' ? { contested: 'the engine of the broker is not known, and whether RabbitMQ needs sts, AWS\'s pages do not agree' } : {};
}

/** The guide asks for a way to the destination of failed batches, and says nothing of provisioned mode. */
function onFailure(mapping: Resource, deployment: Deployment, isProvisioned: Ternary): readonly DeclaredDestination[] {
  const destination = at(mapping, 'DestinationConfig.OnFailure.Destination');
  const resources = new Map([...FAILURE_TYPES.keys()].flatMap((type) => deployment.resources(type)).map((resource) => [resource.id, resource]));
  const service = FAILURE_TYPES.get(namedIn(destination, resources)?.type ?? '') ?? FAILURE_ARN.exec(literalText(destination) ?? '')?.[1];
  return service === undefined ? [] : [{
    kind: 'aws-service', service,
    ...isProvisioned === 'no' ? {} : { contested: 'no page of AWS says whether pollers in provisioned mode send failed batches from the VPC' },
  }];
}
