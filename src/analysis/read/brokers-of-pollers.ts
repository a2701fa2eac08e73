import type { EventSource } from './event-sources';
import { SOURCE_NAMES, namedIn } from './event-sources';
import { contestedByAccess } from './services-of-pollers';
import { parseBlock } from '../model/address-block';
import type { DeclaredDestination, Need } from '../model/declared-destination';
import type { Known, Listener } from '../model/network';
import type { ResourceId } from '../model/source';
import { tcp } from '../model/traffic';
import { entryOf, itemsOf, known, notKnown, ternaryOf, textOf } from '../template/coerce';
import { separatedByCommas } from '../template/comma-separated';
import { listeningPorts } from '../template/listening-ports';
import { at } from '../template/property-path';
import type { Resource } from '../template/resource';
import type { Value } from '../template/value';
import { isComposite, literalText, reasonOf } from '../template/value';

/*
 * Models: the brokers that pollers connect to, on the port of the way in which they authenticate: Amazon MSK 9098 with IAM, 9096 with SCRAM, 9094 with TLS, 9092 in plain text; ActiveMQ
 * 61617, RabbitMQ 5671; DocumentDB its own port. Kafka of one's own is where the bootstrap servers say.
 * Sources: Amazon MSK Developer Guide, port-info; Amazon MQ Developer Guide, on connecting; the port of DocumentDB is that of listening-ports.ts.
 */

/** The places where brokers are looked for. */
export interface PollerSurroundings {
  readonly listeners: ReadonlyMap<ResourceId, Listener>;

  /** Tells whether the pollers stand in a VPC. */
  readonly isInVpc: boolean;
}

const KAFKA_PORT = 9092;

/** The ports that pollers take; several when no page says which of them. */
type BrokerPorts = Known<readonly number[]>;

/** Returns the brokers of a mapping as destinations. */
export function brokersOf(mapping: Resource, source: EventSource, { listeners, isInVpc }: PollerSurroundings): readonly DeclaredDestination[] {
  if (source.kind === 'kafka') {
    return bootstrapServers(mapping, listeners, isInVpc);
  }
  if (!source.resource.known) {
    return [unreadable(SOURCE_NAMES[source.kind], source.resource.reason, `judge it together with the template that defines the ${SOURCE_NAMES[source.kind]}`)];
  }
  const { id, logicalId } = source.resource.value;
  const ports = portsOf(mapping, source, source.resource.value);
  return [ports.known ? { ...broker(id, logicalId, ports.value), ...contestedByAccess(source), ...contestedByPorts(ports.value) }
    : unreadable(logicalId, `on which port its pollers connect to ${logicalId} is not known: ${ports.reason}`, 'give the parameters that decide it, as defaults or with --params')];
}

function broker(id: ResourceId, name: string, ports: readonly number[]): DeclaredDestination {
  return { kind: 'listener', id, name, ports: ports.map((port) => tcp(port)) };
}

function unreadable(text: string, reason: string, mend: string): DeclaredDestination {
  return { kind: 'unreadable', text, reason, mend };
}

function contestedByPorts(ports: readonly number[]): Need {
  return ports.length < 2 ? {} : { contested: `which of the ports ${ports.join(' and ')} the pollers take, no page of AWS says` };
}

function portsOf(mapping: Resource, { kind }: EventSource, source: Resource): BrokerPorts {
  switch (kind) {
    case 'msk':
      return source.type === 'AWS::MSK::ServerlessCluster' ? known([9098]) : kafkaPorts(mapping, source);
    case 'activemq':
      return known([61617]);
    case 'rabbitmq':
      return known([5671]);
    case 'documentdb': {
      const listening = listeningPorts(source)?.ports ?? notKnown('its Port is not read');
      return listening.known ? known(listening.value.slice(0, 1)) : listening;
    }
    case 'mq':
    case 'kafka':
      return notKnown('its EngineType is not known');
  }
}

/** Without a secret, pollers take the role of the function where the cluster has IAM, and nothing where it lets anybody in. */
function kafkaPorts(mapping: Resource, cluster: Resource): BrokerPorts {
  const types = itemsOf(mapping.get('SourceAccessConfigurations')).map((access) => textOf(entryOf(access, 'Type')));
  const unknown = types.find(({ known: isKnown }) => !isKnown);
  if (unknown?.known === false) {
    return unknown;
  }
  const written = types.flatMap((type) => type.known ? [type.value] : []);
  if (written.includes('SASL_SCRAM_512_AUTH')) {
    return known([9096]);
  }
  const listening = listeningPorts(cluster)?.ports ?? notKnown('its ClientAuthentication is not read');
  if (written.includes('CLIENT_CERTIFICATE_TLS_AUTH')) {
    return known([9094]);
  }
  if (!listening.known) {
    return listening;
  }
  const isOpen = ternaryOf(at(cluster, 'ClientAuthentication.Unauthenticated.Enabled'), 'no');
  const usual = listening.value.filter((port) => port === 9098 || (port === 9094 || port === 9092) && (isOpen !== 'no' || !listening.value.includes(9098)));
  return usual.length === 0 ? notKnown('the mapping names no secret, and the cluster lets nobody in without one') : known(usual);
}

/** The servers, each with its port. Names that are in no template lead nobody knows where; outside of a VPC that is the internet, of which there is nothing to say. */
function bootstrapServers(mapping: Resource, listeners: ReadonlyMap<ResourceId, Listener>, isInVpc: boolean): readonly DeclaredDestination[] {
  const servers = itemsOf(at(mapping, 'SelfManagedEventSource.Endpoints.KafkaBootstrapServers')).flatMap(separatedByCommas);
  const shown = new Map([...listeners].map(([id, { source }]) => [id, { id, name: source.logicalId ?? id }]));
  return servers.flatMap((server): DeclaredDestination[] => {
    const text = literalText(server)?.trim();
    const found = isByPublicAddress(server) ? undefined : namedIn(server, shown);
    const block = text === undefined ? undefined : parseBlock(text.replace(/:\d+$/, ''));
    if (found !== undefined) {
      return [broker(found.id, found.name, [portBehind(server)])];
    }
    return block !== undefined ? [{ kind: 'cidr', block, ports: [tcp(portBehind(server))] }] : !isInVpc ? [] : [nameOf(server, text)];
  });
}

/** A public address of an instance does not lead to its network interface inside of the VPC. */
function isByPublicAddress(server: Value): boolean {
  const parts = isComposite(server) && server.kind === 'text' ? server.parts : [server];
  return parts.some((part) => isComposite(part) && part.kind === 'unknown' && part.symbol?.endsWith('.PublicIp') === true);
}

function nameOf(server: Value, text: string | undefined): DeclaredDestination {
  const reason = text === undefined ? reasonOf(server) : `where the name ${text.replace(/:\d+$/, '')} leads is in no template`;
  return unreadable(text ?? 'bootstrap server', reason, 'name the brokers in KafkaBootstrapServers by private addresses, or by a resource of the templates, or acknowledge it when the subnets lead there');
}

function portBehind(server: Value): number {
  const end = literalText(server) ?? (isComposite(server) && server.kind === 'text' ? server.parts[server.parts.length - 1] : '');
  return Number(/:(\d{1,5})\s*$/.exec(typeof end === 'string' ? end : '')?.[1] ?? KAFKA_PORT);
}
