import { idOrSymbol, integerOf, known, notKnown, ternaryOf, textOf } from './coerce';
import type { PortFacts, PortsByValue } from './default-ports';
import { PORT_FACTS, PORT_OF_OTHER } from './default-ports';
import type { TemplateResource } from './evaluation-context';
import { at } from './property-path';
import { isNone } from './value';
import type { Known } from '../model/network';

/*
 * Models: the port on which a resource listens: what its template says, or else the default of its engine.
 * Law: a port that hangs on what is not known is unknown, with the reason; of a type that is not in the table nothing is said, nor of a resource that names
 * neither port nor engine, such as one that is made from a snapshot.
 */

/** What listens on a resource. */
export interface Listening {
  /** The ports, the usual one first. */
  readonly ports: Known<readonly number[]>;
  readonly udp: boolean;

  /** Tells whether other ports are surely closed. */
  readonly isSure: boolean;

  /** What says so, after the name of the resource and a colon. */
  readonly because: string;
}

/** How many resources may have their ports of one another in a row: a replica of a replica of a replica, as RDS has it, and one more. */
const MOST_OWNERS = 4;

/** The ports of a resource; undefined when its type does not tell. */
export function listeningPorts(resource: TemplateResource, depth = 0): Listening | undefined {
  const other = PORT_OF_OTHER.get(resource.type)?.find(({ property }) => !isNone(resource.get(property)));
  if (other !== undefined && !(other.isOwnFirst === true && !isNone(resource.get('Port')))) {
    const id = idOrSymbol(resource.get(other.property));
    const owner = resource.scope.deployment.resources(other.type).find((each) => each.id === id);
    return owner === undefined || depth >= MOST_OWNERS ? unknownPort(`its ${other.property} is not defined by the templates`) : listeningPorts(owner, depth + 1);
  }
  if (resource.type === 'AWS::MSK::Cluster') {
    return brokers(resource);
  }
  const facts = PORT_FACTS.get(resource.type);
  return facts === undefined ? undefined : ofFacts(resource, facts);
}

/** The value of an attribute that is the port. */
export function portAttribute(resource: TemplateResource, attribute: string): string | undefined {
  const listening = PORT_FACTS.get(resource.type)?.attributes?.includes(attribute) === true ? listeningPorts(resource) : undefined;
  return listening?.ports.known === true ? String(listening.ports.value[0]) : undefined;
}

function ofFacts(resource: TemplateResource, facts: PortFacts): Listening | undefined {
  const { properties = [], selector, otherwise, defaults = {}, udp = false, isCommonKnowledge = false } = facts;
  const written = properties.find((name) => !isNone(resource.get(name)));
  if (written !== undefined) {
    const port = integerOf(resource.get(written));
    return port === undefined ? unknownPort(`its ${written} is not known`) : { ports: known([port]), udp, isSure: true, because: `its ${written} is ${port}` };
  }
  const value = selector === undefined ? undefined : at(resource, selector);
  if (value !== undefined && isNone(value) && otherwise === undefined) {
    return undefined;
  }
  const text = value === undefined ? known('') : isNone(value) && otherwise !== undefined ? known(otherwise) : textOf(value);
  const name = selector === undefined ? '' : selector.slice(selector.lastIndexOf('.') + 1);
  if (!text.known) {
    return unknownPort(`${[...properties, name].filter((each) => each !== '').join(' and ')}: ${text.reason}`);
  }
  const ports = portsFor(text.value, defaults);
  const which = selector === undefined ? 'of its type' : `for ${name} ${text.value}`;
  return ports === undefined ? unknownPort(`it has no ${properties[0] ?? 'port'}, and the default ${which} is not known`)
    : { ports: known(ports), udp, isSure: !isCommonKnowledge, because: `${ports[0]} is the default ${which}` };
}

/** Services take the names of engines in small letters as in capitals. */
function portsFor(value: string, defaults: PortsByValue): readonly number[] | undefined {
  const wanted = value.toLowerCase();
  const entries = Object.entries(defaults).map(([key, ports]) => ({ key: key.toLowerCase(), ports }));
  return (entries.find(({ key }) => key === wanted) ?? entries.find(({ key }) => key.endsWith('*') && wanted.startsWith(key.slice(0, -1))))?.ports;
}

/** Amazon MSK listens on a port for each way to authenticate, and in plain text when the cluster allows it. */
function brokers(cluster: TemplateResource): Listening {
  const is = (path: string) => ternaryOf(at(cluster, path), 'no');
  const [iam, scram, tls] = ['Sasl.Iam', 'Sasl.Scram', 'Tls'].map((way) => is(`ClientAuthentication.${way}.Enabled`));
  const transit = at(cluster, 'EncryptionInfo.EncryptionInTransit.ClientBroker');
  const broker = isNone(transit) ? known('TLS') : textOf(transit);
  if ([iam, scram, tls].includes('unknown') || !broker.known) {
    return unknownPort('its ClientAuthentication is not known');
  }
  const hasTls = tls === 'yes' || iam === 'no' && scram === 'no' && broker.value !== 'PLAINTEXT';
  const own = [...iam === 'yes' ? [9098] : [], ...scram === 'yes' ? [9096] : [], ...hasTls ? [9094] : [], ...broker.value === 'TLS' ? [] : [9092]];
  const access = at(cluster, 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type');
  const ports = isNone(access) || access === 'DISABLED' ? own : [...own, ...own.filter((port) => port > 9092).map((port) => port + 100)];
  return ports.length === 0 ? unknownPort('its ClientAuthentication is not read') : { ports: known(ports), udp: false, isSure: true, because: 'its ClientAuthentication says so' };
}

function unknownPort(reason: string): Listening {
  return { ports: notKnown(reason), udp: false, isSure: true, because: reason };
}
