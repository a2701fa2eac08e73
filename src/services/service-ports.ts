/*
 * Models: the ports on which a service of AWS is spoken to. Plain data of SERVICES_AS_OF; what is not here is HTTPS on TCP port 443.
 * Sources: the guides of Amazon Keyspaces (vpc-endpoints), Amazon SES (smtp-connect, send-email-set-up-vpc-endpoints), AWS IoT Core (protocols), AWS Transfer
 * Family (create-server-in-vpc), Amazon WorkSpaces (creating-streaming-vpc-endpoints) and WorkSpaces Applications (creating-streaming-from-interface-vpc-endpoints).
 * AWS CDK's constants have 443 for SMTP, where nothing listens.
 */

/** TCP ports from the first to the last, both included. */
export type TcpPorts = readonly [from: number, to: number];

/** Ports that are needed together. */
export type PortSet = readonly TcpPorts[];

const HTTPS: PortSet = [[443, 443]];

/** The ways to speak to a service. One is enough; the first one is opened when nothing else is said. */
const PORTS: ReadonlyMap<string, readonly PortSet[]> = new Map<string, readonly PortSet[]>([
  ['appstream.streaming', [[[443, 443], [1400, 1499]]]],
  ['cassandra', alternatives(9142)],
  ['cassandra-fips', alternatives(9142)],
  ['email-smtp', alternatives(587, 465, 2465, 2587, 25)],
  ['highlander', alternatives(443, 4195)],
  ['iot.data', alternatives(443, 8883, 8443)],
  ['transfer.server', alternatives(22, 2222, 2223, 22000)],
]);

/** The ways to speak to a service. */
export function portsOfService(service: string): readonly PortSet[] {
  return PORTS.get(service) ?? [HTTPS];
}

/** Tells whether the ports of a service are documented, rather than taken to be those of HTTPS. */
export function hasDocumentedPorts(service: string): boolean {
  return PORTS.has(service);
}

/** The ports that are opened for a service, given the one that a constant has: 443 is what constants have when nobody thought of another. */
export function portsToOpen(service: string, port: number): PortSet {
  const ways = portsOfService(service);
  const chosen = ways.find((way) => way.some(([from, to]) => from <= port && port <= to));
  return chosen ?? (port === 443 ? ways[0] : [[port, port]]);
}

function alternatives(...ports: readonly number[]): readonly PortSet[] {
  return ports.map((port) => [[port, port]]);
}
