import type { Ternary } from '../model/ternary';
import { ternary } from '../model/ternary';
import type { PortedTransport, PortRange, RuleProtocol } from '../model/traffic';

/*
 * Models: which ports a rule is about.
 * Law: within a piece of what is asked, a rule matches every port or none.
 */

/** The part of a rule that decides whether it is about a packet, addresses aside. */
export interface Ported {
  readonly protocol: RuleProtocol;
  readonly ports?: PortRange;
}

/** Returns what is asked, cut where a rule begins or ends. */
export function pieces(asked: PortedTransport, rules: readonly Ported[]): readonly PortedTransport[] {
  const { fromPort, toPort } = asked.ports;
  const starts = new Set([fromPort]);
  for (const { ports } of rules) {
    for (const start of ports === undefined ? [] : [ports.fromPort, ports.toPort + 1]) {
      if (start > fromPort && start <= toPort) {
        starts.add(start);
      }
    }
  }
  if (starts.size === 1) {
    return [asked];
  }
  const sorted = [...starts].sort((one, other) => one - other);
  return sorted.map((start, place) => ({ transport: asked.transport, ports: { fromPort: start, toPort: (sorted[place + 1] ?? toPort + 1) - 1 } }));
}

/** Tells whether a rule is about all of a piece. */
export function matches(rule: Ported, { transport, ports }: PortedTransport): Ternary {
  if (rule.protocol === 'all') {
    return 'yes';
  }
  if (rule.protocol === 'unknown' || rule.protocol === transport && rule.ports === undefined) {
    return 'unknown';
  }
  return ternary(rule.protocol === transport && rule.ports!.fromPort <= ports.fromPort && ports.toPort <= rule.ports!.toPort);
}

/** Spelled for people and for keys: `tcp 443`, `udp 1000-2000`. */
export function describePorts(asked: readonly PortedTransport[]): string {
  return asked.map(({ transport, ports: { fromPort, toPort } }) =>
    fromPort === 0 && toPort === 65535 ? `${transport} on all ports`
      : `${transport} ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`}`).join(', ');
}
