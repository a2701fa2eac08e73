import type { Define } from './state-of-app';
import { stateOfApp } from './state-of-app';
import type { Difference, VerdictChange } from '../../../../src/analysis/difference/difference';
import { call } from '../../support/call-command';

/** What the command says of two sides, in each format. */
export interface Told {
  readonly status: number;
  readonly text: string;
  readonly error: string;
  readonly markdown: string;
  readonly json: Difference;
}

/** Ask what changes between two sides; a comment is never longer than what is taken. */
export function tell(base: string, head: string, ...argv: readonly string[]): Told {
  const { status, out, error } = call('diff', base, head, ...argv);
  const markdown = call('diff', base, head, ...argv, '--format', 'markdown').out;
  expect(markdown.length).toBeLessThan(65_536);
  return { status, text: out, error, markdown, json: JSON.parse(call('diff', base, head, ...argv, '--format', 'json').out) as Difference };
}

/** What is told of a change, and of its way back. */
export function both(base: Define, head: Define, ...argv: readonly string[]): readonly [Told, Told] {
  const [one, other] = [stateOfApp(base), stateOfApp(head)];
  return [tell(one, other, ...argv), tell(other, one, ...argv)];
}

/** A line for each change of a list. */
export function lines(changes: readonly VerdictChange[]): string[] {
  return changes.map((change) => `${change.function} → ${change.destination} ${change.family}: ${change.before} → ${change.after}`);
}
