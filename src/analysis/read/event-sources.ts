import type { Known } from '../model/network';
import type { ResourceId } from '../model/source';
import { known, notKnown, textOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, isNone, literalText, reasonOf } from '../template/value';

/*
 * Models: the sources of events whose pollers stand in a VPC, and which of them a mapping names. Queues, streams of Amazon Kinesis and of DynamoDB are none: Lambda polls
 * their public endpoints from its own network.
 * Law: the kind follows from what is named, or else from the properties that AWS demands of each kind; of a mapping that has none of them there is nothing to say.
 */

export type EventSourceKind = 'msk' | 'kafka' | 'activemq' | 'rabbitmq' | 'mq' | 'documentdb';

/** The words for a source of a kind. */
export const SOURCE_NAMES: Readonly<Record<EventSourceKind, string>> = {
  msk: 'MSK cluster', kafka: 'Kafka cluster', activemq: 'broker', rabbitmq: 'broker', mq: 'broker', documentdb: 'DocumentDB cluster',
};

/** The types of sources. Elastic clusters of DocumentDB are none: Lambda Developer Guide, "Process Amazon DocumentDB events with Lambda". */
const SOURCE_TYPES: ReadonlyMap<string, EventSourceKind> = new Map([
  ['AWS::MSK::Cluster', 'msk'], ['AWS::MSK::ServerlessCluster', 'msk'], ['AWS::AmazonMQ::Broker', 'mq'], ['AWS::DocDB::DBCluster', 'documentdb'],
]);

/** The service in the ARN of a source; DocumentDB has that of Amazon RDS. */
const ARN_SERVICE = /^arn:(?:\$\{[\w:]+\}|[^:$]*):([a-z0-9-]+):/;
const KINDS_BY_SERVICE: ReadonlyMap<string, EventSourceKind | undefined> = new Map([
  ['kafka', 'msk'], ['mq', 'mq'], ['rds', 'documentdb'], ['sqs', undefined], ['kinesis', undefined], ['dynamodb', undefined],
]);

/** The properties that only mappings of a kind have. */
const KINDS_BY_PROPERTY: readonly (readonly [string, EventSourceKind])[] = [
  ['Queues', 'mq'], ['DocumentDBEventSourceConfig', 'documentdb'], ['Topics', 'msk'], ['AmazonManagedKafkaEventSourceConfig', 'msk'],
];

/** A source that a mapping polls. */
export interface EventSource {
  readonly kind: EventSourceKind;

  /** Not known of a source that no template defines; of self-managed Kafka there is none. */
  readonly resource: Known<Resource>;
}

/** Returns the resources that can be sources, by id. */
export function eventSources(deployment: Deployment): ReadonlyMap<ResourceId, Resource> {
  return new Map([...SOURCE_TYPES.keys()].flatMap((type) => deployment.resources(type)).map((resource) => [resource.id, resource]));
}

/** Returns what a mapping polls; undefined when its pollers stand in no VPC. */
export function eventSourceOf(mapping: Resource, sources: ReadonlyMap<ResourceId, Resource>): EventSource | undefined {
  if (!isNone(mapping.get('SelfManagedEventSource'))) {
    return { kind: 'kafka', resource: notKnown('nobody but its owner manages it') };
  }
  const arn = mapping.get('EventSourceArn');
  const source = namedIn(arn, sources);
  if (source !== undefined) {
    return { kind: brokerKind(SOURCE_TYPES.get(source.type)!, source), resource: known(source) };
  }
  const service = ARN_SERVICE.exec(beginningOf(arn))?.[1] ?? '';
  const kind = KINDS_BY_SERVICE.has(service) ? KINDS_BY_SERVICE.get(service) : KINDS_BY_PROPERTY.find(([name]) => !isNone(mapping.get(name)))?.[1];
  return kind === undefined ? undefined : { kind, resource: notKnown(literalText(arn) === undefined ? reasonOf(arn) : `no template that was read defines ${literalText(arn)}`) };
}

/** Returns the thing of a resource that a value is made of: by reference, by an attribute, or by a text with one of these in it. */
export function namedIn<T>(value: Value, resources: ReadonlyMap<string, T>): T | undefined {
  const parts = isComposite(value) && value.kind === 'text' ? value.parts : [value];
  for (const part of parts) {
    const symbol = !isComposite(part) ? undefined : part.kind === 'reference' ? part.id : part.kind === 'unknown' ? part.symbol : undefined;
    const found = symbol === undefined ? undefined : resources.get(symbol) ?? resources.get(symbol.replace(/(#\w+)[.!].*$/, '$1'));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function brokerKind(kind: EventSourceKind, source: Resource): EventSourceKind {
  const engine = kind === 'mq' ? textOf(source.get('EngineType')) : notKnown('');
  switch (engine.known ? engine.value.toUpperCase() : '') {
    case 'ACTIVEMQ':
      return 'activemq';
    case 'RABBITMQ':
      return 'rabbitmq';
    default:
      return kind;
  }
}

function beginningOf(arn: Value): string {
  return literalText(arn) ?? (isComposite(arn) && arn.kind === 'text' && typeof arn.parts[0] === 'string' ? arn.parts[0] : '');
}
