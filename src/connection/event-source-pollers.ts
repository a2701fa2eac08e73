import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** How the pollers of an event source mapping authenticate to Apache Kafka. It decides the port of Amazon MSK, and whether they need Secrets Manager. */
export enum KafkaAuthentication {
  /** IAM access control, with the role of the function: port 9098. Serverless clusters know no other. */
  IAM = 'IAM',

  /** SASL/SCRAM, with a user name and a password in a secret: port 9096. */
  SASL_SCRAM = 'SASL_SCRAM',

  /** Mutual TLS, with a certificate in a secret: port 9094. */
  CLIENT_CERTIFICATE_TLS = 'CLIENT_CERTIFICATE_TLS',

  /** None, encrypted: port 9094. */
  UNAUTHENTICATED_TLS = 'UNAUTHENTICATED_TLS',

  /** None, in plain text: port 9092. */
  UNAUTHENTICATED_PLAINTEXT = 'UNAUTHENTICATED_PLAINTEXT',
}

/** The settings of an event source mapping for Apache Kafka that decide what its pollers need. */
export interface KafkaPollersOptions {
  /**
   * Tells whether the mapping is in provisioned mode (`provisionedPollerConfig`). Its pollers then need no way to AWS services.
   *
   * @default false
   */
  readonly provisionedMode?: boolean;

  /**
   * The service to which batches are sent that the function fails to process, by its endpoint name: `sqs`, `sns` or `s3`.
   *
   * @default - none
   */
  readonly onFailureService?: string;
}

/** The settings of an event source mapping for Amazon MSK that decide what its pollers need. */
export interface MskPollersOptions extends KafkaPollersOptions {
  /**
   * How the pollers authenticate.
   *
   * @default KafkaAuthentication.IAM
   */
  readonly authentication?: KafkaAuthentication;
}

/** The settings of an event source mapping for Apache Kafka of your own that decide what its pollers need. */
export interface SelfManagedKafkaPollersOptions extends KafkaPollersOptions {
  /**
   * The port in the bootstrap servers.
   *
   * @default 9092
   */
  readonly port?: number;

  /**
   * Tells whether a secret authenticates the pollers, or has the certificate of the brokers.
   *
   * @default true
   */
  readonly usesSecret?: boolean;

  /**
   * The brokers, where they have other security groups than the mapping, to which rules are added, or their addresses, such as `ec2.Peer.ipv4('10.0.16.0/24')`.
   *
   * @default - the brokers have the security groups of the mapping
   */
  readonly brokers?: ec2.IConnectable;
}

/** The things that pollers need. */
interface PollerNeeds {
  readonly port: number;
  readonly services: readonly string[];
  readonly brokers?: ec2.IConnectable;
}

const PORTS: Readonly<Record<KafkaAuthentication, number>> = {
  [KafkaAuthentication.IAM]: 9098,
  [KafkaAuthentication.SASL_SCRAM]: 9096,
  [KafkaAuthentication.CLIENT_CERTIFICATE_TLS]: 9094,
  [KafkaAuthentication.UNAUTHENTICATED_TLS]: 9094,
  [KafkaAuthentication.UNAUTHENTICATED_PLAINTEXT]: 9092,
};

/** The services that pollers call to assume the role of the function and to invoke it. */
const ON_DEMAND = ['lambda', 'sts'];

/**
 * The pollers of an event source mapping, which Lambda places in the subnets of the event source, with its security groups.
 *
 * They connect to the broker and, unless in provisioned mode, to AWS Lambda and AWS STS, and to AWS Secrets Manager where a secret authenticates them. Amazon SQS, Amazon
 * Kinesis and Amazon DynamoDB are polled from outside of any VPC, so there is nothing to connect.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-cluster-network.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
 *
 * @example
 * import type * as ec2 from 'aws-cdk-lib/aws-ec2';
 * import { EventSourcePollers, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * declare const network: PrivateLambdaNetwork;
 * declare const securityGroupOfCluster: ec2.SecurityGroup;
 * network.connectEventSource(securityGroupOfCluster, { pollers: EventSourcePollers.amazonMsk() });
 */
export class EventSourcePollers {
  /**
   * Pollers of an Amazon MSK cluster, provisioned or serverless.
   *
   * @param options authentication, and what else the mapping says
   */
  public static amazonMsk(options: MskPollersOptions = {}): EventSourcePollers {
    const authentication = options.authentication ?? KafkaAuthentication.IAM;
    const usesSecret = [KafkaAuthentication.SASL_SCRAM, KafkaAuthentication.CLIENT_CERTIFICATE_TLS].includes(authentication);
    return new EventSourcePollers({ port: PORTS[authentication], services: kafkaServices(options, usesSecret) });
  }

  /**
   * Pollers of Apache Kafka that is not Amazon MSK, with brokers in the VPC. Their security groups are those of the mapping.
   *
   * @param options port, secret and brokers
   */
  public static selfManagedKafka(options: SelfManagedKafkaPollersOptions = {}): EventSourcePollers {
    const { port = 9092, usesSecret = true, brokers } = options;
    return new EventSourcePollers({ port, services: kafkaServices(options, usesSecret), brokers });
  }

  /** Pollers of an Amazon MQ broker for ActiveMQ: port 61617. */
  public static activeMq(): EventSourcePollers {
    return new EventSourcePollers({ port: 61617, services: [...ON_DEMAND, 'secretsmanager'] });
  }

  /** Pollers of a private Amazon MQ broker for RabbitMQ: port 5671. A publicly accessible one needs nothing of a VPC. */
  public static rabbitMq(): EventSourcePollers {
    return new EventSourcePollers({ port: 5671, services: [...ON_DEMAND, 'secretsmanager'] });
  }

  /**
   * Pollers of an Amazon DocumentDB cluster.
   *
   * @param port the port of the cluster, 27017 unless it has another one
   */
  public static documentDb(port: number = 27017): EventSourcePollers {
    return new EventSourcePollers({ port, services: [...ON_DEMAND, 'secretsmanager'] });
  }

  /** @internal */
  public readonly _needs: PollerNeeds;

  private constructor(needs: PollerNeeds) {
    this._needs = needs;
  }
}

function kafkaServices({ provisionedMode, onFailureService }: KafkaPollersOptions, usesSecret: boolean): string[] {
  return [
    ...provisionedMode === true ? [] : [...ON_DEMAND, ...usesSecret ? ['secretsmanager'] : []],
    ...onFailureService === undefined ? [] : [onFailureService],
  ];
}
