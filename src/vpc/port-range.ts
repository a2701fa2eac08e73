import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PortRange } from '../metadata/declared-destination';
import { NetworkError } from '../private/network-error';
import type { TcpPorts } from '../services/service-ports';

/** The part of a security group rule that a port becomes. */
interface RulePorts {
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

const HIGHEST_PORT = 65535;

/** Read a port; functions speak TCP and UDP only, and a path is proven for ports that are known. */
export function readPort(port: ec2.Port): PortRange {
  const { ipProtocol: protocol, fromPort, toPort } = port.toRuleJson() as RulePorts;
  if (Token.isUnresolved(fromPort) || Token.isUnresolved(toPort)) {
    throw new NetworkError(
      'TOKEN_NOT_ALLOWED', `port ${port} is known only during deployment, expected a number: write it out, such as ec2.Port.tcp(5432)`,
    );
  }
  if ((protocol !== 'tcp' && protocol !== 'udp') || fromPort === undefined || toPort === undefined) {
    throw new NetworkError(
      'DESTINATION_PORT', `port '${port}' is not of TCP or UDP, which is all that a function speaks: use ec2.Port.tcp() or ec2.Port.udp()`,
    );
  }
  if (!isPort(fromPort) || !isPort(toPort) || fromPort > toPort) {
    throw new NetworkError(
      'DESTINATION_PORT', `port '${port}' is no range between 0 and ${HIGHEST_PORT}, lowest first: use ec2.Port.tcp() or ec2.Port.tcpRange()`,
    );
  }
  return { protocol, fromPort, toPort };
}

/** A range in words, the same for the same range. */
export function describeRange({ protocol, fromPort, toPort }: PortRange): string {
  return `${protocol} ${fromPort}-${toPort}`;
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= HIGHEST_PORT;
}

/** The port of a rule for TCP ports of a service. */
export function tcpPort([from, to]: TcpPorts): ec2.Port {
  return from !== to ? ec2.Port.tcpRange(from, to) : from === 443 ? ec2.Port.HTTPS : ec2.Port.tcp(from);
}
