import { entry, isRawObject, objectOf } from './raw';

/*
 * Models: the event source mappings that AWS SAM makes of the `Events` of a function, for sources whose pollers stand in a VPC. The logical id is that of the function
 * with that of the event behind it. See "AWS::Serverless::Function" among the generated resources in the developer guide.
 */

/** The properties of a mapping, by the properties of the event that SAM writes there under another name. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['MSK', 'Stream'], ['MQ', 'Broker'], ['DocumentDB', 'Cluster'],
]);

/** The properties that an event and a mapping call alike. */
const ALIKE = ['Topics', 'Queues', 'SourceAccessConfigurations', 'ProvisionedPollerConfig', 'DestinationConfig'];

/** The mappings of a function, by logical id. */
export function eventSourceMappingsOf(logicalId: string, raw: unknown): readonly (readonly [string, unknown])[] {
  if (entry(raw, 'Type') !== 'AWS::Serverless::Function') {
    return [];
  }
  const condition = entry(raw, 'Condition');
  return Object.entries(objectOf(entry(entry(raw, 'Properties'), 'Events'))).flatMap(([name, event]) => {
    const properties = mappingOf(entry(event, 'Type'), entry(event, 'Properties'));
    return properties === undefined ? [] : [[`${logicalId}${name}`, {
      Type: 'AWS::Lambda::EventSourceMapping', Properties: properties, ...condition === undefined ? {} : { Condition: condition },
    }] as const];
  });
}

function mappingOf(type: unknown, event: unknown): object | undefined {
  const alike = Object.fromEntries(ALIKE.map((name) => [name, entry(event, name)]).filter(([, value]) => value !== undefined));
  const source = typeof type === 'string' ? RENAMED.get(type) : undefined;
  if (source !== undefined) {
    return { ...alike, EventSourceArn: entry(event, source), ...type === 'DocumentDB' ? { DocumentDBEventSourceConfig: { DatabaseName: entry(event, 'DatabaseName') } } : {} };
  }
  return type === 'SelfManagedKafka' && isRawObject(event)
    ? { ...alike, SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: entry(event, 'KafkaBootstrapServers') } } } : undefined;
}
