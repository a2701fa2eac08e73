import { NamedFunctions, byFunction } from './named-function';
import { definedIn, serviceIn, spelledTexts } from './spelled-texts';
import { entryOf, mapOf } from '../template/coerce';
import type { Deployment } from '../template/deployment';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isNone, literalText } from '../template/value';

/*
 * Models: what Lambda itself calls with the role of a function, by what the function is attached to: the sources that it polls, and what it sends records of invocations to.
 */

/** A resource that Lambda uses, as it is spelled, and the prefix of its service as far as that is known. */
export interface UsedResource {
  readonly text: string;
  readonly prefix?: string;
}

/** The resources that Lambda uses for a function. */
export interface OwnCalls {
  readonly sources: readonly UsedResource[];
  readonly destinations: readonly UsedResource[];

  /** Tells whether Lambda decrypts something of the function with a key. */
  readonly hasKey: boolean;

  /** Tells whether it mounts a bucket, or may. */
  readonly mountsBucket: boolean;
}

/** The events of AWS SAM that become event source mappings, with the property that names the source. */
const POLLED: ReadonlyMap<string, string | undefined> = new Map([
  ['SQS', 'Queue'], ['Kinesis', 'Stream'], ['DynamoDB', 'Stream'], ['MSK', 'Stream'], ['MQ', 'Broker'], ['DocumentDB', 'Cluster'], ['SelfManagedKafka', undefined],
]);

/** The prefixes of the services of what Lambda uses. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['AWS::SQS::Queue', 'sqs'], ['AWS::SNS::Topic', 'sns'], ['AWS::Events::EventBus', 'events'], ['AWS::Lambda::Function', 'lambda'], ['AWS::Serverless::Function', 'lambda'],
  ['AWS::Lambda::Alias', 'lambda'], ['AWS::Lambda::Version', 'lambda'], ['AWS::S3::Bucket', 's3'], ['AWS::Kinesis::Stream', 'kinesis'],
  ['AWS::Kinesis::StreamConsumer', 'kinesis'], ['AWS::DynamoDB::Table', 'dynamodb'], ['AWS::DynamoDB::GlobalTable', 'dynamodb'], ['AWS::Serverless::SimpleTable', 'dynamodb'],
  ['AWS::MSK::Cluster', 'kafka'], ['AWS::MSK::ServerlessCluster', 'kafka'], ['AWS::AmazonMQ::Broker', 'mq'], ['AWS::DocDB::DBCluster', 'rds'],
  ['AWS::SecretsManager::Secret', 'secretsmanager'], ['AWS::S3Files::AccessPoint', 's3files'], ['AWS::EFS::AccessPoint', 'elasticfilesystem'],
]);

/** The resources that are used, as they are written. */
interface Spelled {
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly hasKey: boolean;
}

/** Finds what Lambda uses. */
export class OwnCallsOfLambda {
  private readonly byFunction: ReadonlyMap<string, readonly Spelled[]>;
  private readonly byName: ReadonlyMap<string, readonly Spelled[]>;

  private readonly prefixes: ReadonlyMap<string, string>;

  constructor(deployment: Deployment) {
    this.prefixes = new Map([...PREFIXES].flatMap(([type, prefix]) => deployment.possible(type).map((resource) => [resource.id, prefix] as const)));
    const functions = new NamedFunctions(deployment);
    const settings = [
      ...deployment.possible('AWS::Lambda::EventSourceMapping').map((resource) => ({ resource, value: ofMapping((name) => resource.get(name)) })),
      ...deployment.possible('AWS::Lambda::EventInvokeConfig')
        .map((resource) => ({ resource, value: { sources: [], destinations: destinationsIn(resource.get('DestinationConfig')), hasKey: false } })),
    ];
    const named = settings.map(({ resource, value }) => {
      const name = resource.get('FunctionName');
      return { id: functions.named(name, resource)?.id ?? '', name: literalText(name) ?? '', value };
    });
    this.byFunction = byFunction(named);
    this.byName = byFunction(named.filter(({ id }) => id === '').map(({ name, value }) => ({ id: nameIn(name), value })));
  }

  /** Returns the resources that Lambda uses for a function. What it uses for one that is not known may be for any. */
  public of(lambda: Resource): OwnCalls {
    const name = literalText(lambda.get('FunctionName'));
    const all = [
      ofFunction(lambda), ...this.byFunction.get(lambda.id) ?? [], ...this.byName.get('') ?? [], ...name === undefined || name === '' ? [] : this.byName.get(name) ?? [],
    ];
    return {
      sources: all.flatMap(({ sources }) => this.used(sources)), destinations: all.flatMap(({ destinations }) => this.used(destinations)),
      hasKey: all.some(({ hasKey }) => hasKey), mountsBucket: spelledTexts(lambda.get('FileSystemConfigs')).some((text) => this.isBucket(text)),
    };
  }

  /** The texts of a mount are its path and its access point. */
  private isBucket(text: string): boolean {
    const prefix = this.prefixes.get(definedIn(text) ?? '') ?? serviceIn(text);
    return prefix === 's3files' || prefix === undefined && text.includes('${');
  }

  private used(texts: readonly string[]): UsedResource[] {
    return texts.map((text) => ({ text, prefix: this.prefixes.get(definedIn(text) ?? '') ?? serviceIn(text) }));
  }
}

/** The properties of the function itself; AWS SAM has some of its own. */
function ofFunction(lambda: Resource): Spelled {
  const events = mapOf(lambda.get('Events'));
  const mappings = (events?.keys() ?? []).map((key) => events!.get(key)).flatMap((event) => {
    const type = literalText(entryOf(event, 'Type')) ?? '';
    const properties = entryOf(event, 'Properties');
    return POLLED.has(type) ? [ofMapping((name) => entryOf(properties, name === 'EventSourceArn' ? POLLED.get(type) ?? name : name))] : [];
  });
  return {
    sources: mappings.flatMap(({ sources }) => sources),
    destinations: [
      ...spelledTexts(entryOf(lambda.get('DeadLetterConfig'), 'TargetArn')), ...spelledTexts(entryOf(lambda.get('DeadLetterQueue'), 'TargetArn')),
      ...destinationsIn(entryOf(lambda.get('EventInvokeConfig'), 'DestinationConfig')), ...mappings.flatMap(({ destinations }) => destinations),
    ],
    hasKey: !isNone(lambda.get('KmsKeyArn')),
  };
}

/** A schema registry is found by what it is for, whatever it is called. */
function ofMapping(get: (property: string) => Value): Spelled {
  const configurations = [get('AmazonManagedKafkaEventSourceConfig'), get('SelfManagedKafkaEventSourceConfig')];
  const hasRegistry = configurations.some((config) => !isNone(config) && !isNone(entryOf(config, 'SchemaRegistryConfig')));
  return {
    sources: [...spelledTexts(get('EventSourceArn')), ...spelledTexts(get('SourceAccessConfigurations')), ...hasRegistry ? ['${?}'] : []],
    destinations: destinationsIn(get('DestinationConfig')), hasKey: !isNone(get('KmsKeyArn')),
  };
}

function destinationsIn(config: Value): readonly string[] {
  return isNone(config) ? [] : ['OnSuccess', 'OnFailure'].flatMap((outcome) => spelledTexts(entryOf(entryOf(config, outcome), 'Destination')));
}

/** The name in an ARN, or with a version behind it. */
function nameIn(text: string): string {
  return text.includes('${') ? '' : /(?:^|:function:)([\w-]+)(?::[\w$-]+)?$/.exec(text)?.[1] ?? '';
}
