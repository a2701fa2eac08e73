import type { Analysis } from '../model/analysis';
import { CONNECTORS, connectorWords } from '../model/connector';

/*
 * Models: the analysis in one line.
 */

/** How many there are, and how much of what is declared is proven. */
export function summarize({ functions }: Analysis): string {
  const verdicts = functions.flatMap(({ judgements }) => judgements);
  const declared = verdicts.filter((judgement) => judgement.declared);
  const proven = declared.filter(({ verdict }) => verdict === 'reachable').length;
  const connectors = CONNECTORS.map((kind) => ({ kind, number: functions.filter(({ workload }) => workload.kind === kind).length }))
    .filter(({ number }) => number > 0);
  const others = connectors.map(({ kind, number }) => counted(number, connectorWords({ kind })!.counted));
  const count = [counted(functions.length - connectors.reduce((sum, { number }) => sum + number, 0), 'function'), ...others].join(' and ');
  const forbidden = verdicts.filter((judgement) => judgement.forbidden === true);
  const closed = forbidden.filter(({ verdict }) => verdict === 'blocked').length;
  const parts = [
    ...forbidden.length === 0 ? [] : [`${closed} of ${forbidden.length} that must not be reached are proven to be closed`],
    ...declared.length === 0 ? [] : [`${proven} of ${declared.length} declared destinations are proven`],
  ];
  return `${count}; ${parts.length === 0 ? 'nothing is declared' : parts.join('; ')}`;
}

/** A number of things. */
export function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
