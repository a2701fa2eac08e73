import { unless } from './obstacles';
import { describePorts } from './ports';
import type { Listener } from '../model/network';
import type { ResourceQuestion } from '../model/question';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { any } from '../model/ternary';
import type { PortedTransport } from '../model/traffic';
import type { Obstacle } from '../model/verdict';

/*
 * Models: whether anything listens on the ports that are asked.
 * Law: of several things that a name means, one that listens is enough. Of what no template tells about its ports, it is taken for granted.
 */

/** Returns what is in the path of reaching a resource on its ports. */
export function listensOn({ name, listeners = [], ports }: ResourceQuestion): readonly Obstacle[] {
  const answers = listeners.map((listener) => answerOf(listener, ports));
  const answer = listeners.length === 0 ? 'yes' : any(answers);
  const found = listeners[Math.max(0, answers.indexOf(answer))];
  if (answer === 'yes' || found.listening === undefined) {
    return [];
  }
  const { ports: own, because, code, mend } = found.listening;
  const what = !own.known ? `on which ports it listens is not known: ${own.reason}`
    : own.value.length === 0 ? `nothing listens on it: ${because}` : `it listens on ${describePorts(own.value)}: ${because}`;
  return unless(answer, {
    code, source: found.source, detail: `${name} ${answer === 'no' ? 'does not listen' : 'may not listen'} on ${describePorts(ports)}; ${what}`,
    mend: `${mend} (${describeSource(found.source)})`,
  });
}

/** Returns what is assumed of the port that is asked. */
export function portAssumptions({ name, ports, becauseOfPorts }: ResourceQuestion): readonly string[] {
  return becauseOfPorts === undefined ? [] : [`programs connect to ${name} on ${describePorts(ports)}: ${becauseOfPorts}`];
}

function answerOf({ listening }: Listener, asked: readonly PortedTransport[]): Ternary {
  if (listening === undefined) {
    return 'yes';
  }
  const { ports, isSure } = listening;
  if (!ports.known) {
    return 'unknown';
  }
  return asked.every((each) => isCovered(each, ports.value)) ? 'yes' : isSure ? 'no' : 'unknown';
}

/** Tells whether each port of a range is one of those that listen. */
function isCovered({ transport, ports: { fromPort, toPort } }: PortedTransport, own: readonly PortedTransport[]): boolean {
  const ranges = own.filter((each) => each.transport === transport).map(({ ports }) => ports).sort((one, other) => one.fromPort - other.fromPort);
  return ranges.reduce((next, range) => range.fromPort <= next ? Math.max(next, range.toPort + 1) : next, fromPort) > toPort;
}
