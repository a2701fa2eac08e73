import { UsageError, parseCall } from './parse-call';
import type { Gate, Gates } from '../difference/gates';
import { GATES, USUAL_GATES } from '../difference/gates';

/*
 * Models: how the command `diff` is called.
 */

const FORMATS = ['text', 'markdown', 'json', 'sarif', 'html'] as const;

export type DiffFormat = typeof FORMATS[number];

export interface DiffArguments {
  readonly base: string;
  readonly head: string;
  readonly to: readonly string[];
  readonly snapshots: readonly string[];
  readonly params?: string;
  readonly prices?: string;
  readonly gates: Gates;
  readonly format: DiffFormat;

  /** The address of the report of the new side, to which Markdown leads. */
  readonly reportUrl?: string;
}

const OPTIONS = {
  'to': { type: 'string', multiple: true },
  'snapshot': { type: 'string', multiple: true },
  'params': { type: 'string' },
  'prices': { type: 'string' },
  'fail-on': { type: 'string', multiple: true },
  'format': { type: 'string' },
  'report-url': { type: 'string' },
} as const;

/** Read the arguments that come after `diff`. */
export function readDiffArguments(argv: readonly string[]): DiffArguments {
  const { values, positionals } = parseCall(argv, OPTIONS);
  const { to = [], snapshot: snapshots = [], params, prices, format: written = 'text' } = values;
  if (positionals.length !== 2) {
    throw new UsageError(`diff compares two sides, and ${positionals.length} ${positionals.length === 1 ? 'is' : 'are'} given: name the old one and the new one, each a cdk.out, a template, a folder of templates or a saved reachability.json`);
  }
  const format = FORMATS.find((each) => each === written);
  if (format === undefined) {
    throw new UsageError(`--format is '${written}', expected ${FORMATS.slice(0, -1).join(', ')} or ${FORMATS[FORMATS.length - 1]}`);
  }
  return {
    base: positionals[0], head: positionals[1], to, snapshots, format,
    ...params === undefined ? {} : { params },
    ...values['report-url'] === undefined ? {} : { reportUrl: readReportUrl(values['report-url']) },
    ...prices === undefined ? {} : { prices },
    gates: values['fail-on'] === undefined ? USUAL_GATES : readGates(values['fail-on'].flatMap((text) => text.split(','))),
  };
}

/** An address that nothing in Markdown ends: what it has of spaces, brackets and lines is spelled as in addresses. */
function readReportUrl(text: string): string {
  if (!/^https?:\/\/[^\s<>#]+$/.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--report-url is '${text}', expected the address of a report, such as https://example.org/reachability.html, without a fragment`);
  }
  return new URL(text).href;
}

function readGates(texts: readonly string[]): Gates {
  const gates = new Set<Gate>();
  let cost: number | undefined;
  for (const text of texts) {
    const gate = GATES.find((each) => each === text);
    const amount = /^cost=(\d{1,9}(?:\.\d{1,2})?)$/.exec(text)?.[1];
    if (gate !== undefined) {
      gates.add(gate);
    } else if (amount !== undefined) {
      cost = Number(amount);
    } else if (text !== 'none') {
      throw new UsageError(`--fail-on is '${text}', expected ${GATES.join(', ')}, cost=<US dollars a month> or none`);
    }
  }
  return { gates, ...cost === undefined ? {} : { cost } };
}
