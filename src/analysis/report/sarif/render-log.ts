import { gzipSync } from 'node:zlib';
import { COMPRESSED_BYTES, RESULTS } from './limits';
import type { Problem } from './problem';
import { ROOT, resultOf } from './results';
import { REPOSITORY, ruleOf } from './rules';
import type { SarifInvocation, SarifLevel, SarifLog } from './sarif-log';
import type { WrittenPlaces } from '../../model/written-place';
import { escapeJson, escapeLine } from '../escape';
import { counted } from '../summarize';

/*
 * Models: problems as a whole report in SARIF 2.1.0, within what GitHub takes.
 * Law: the same problems are the same bytes: no time, no absolute path, no name of a machine. What is left out is told.
 */

/** The parts around the results. */
export interface Frame {
  /** The name of the command, which tells its reports apart from those of the others. */
  readonly command: 'check' | 'diff';
  readonly version: string;
  readonly places: WrittenPlaces;

  /** Says of what could not be judged why, a sentence each. */
  readonly unread: readonly string[];
}

const ORDER: readonly SarifLevel[] = ['error', 'warning', 'note'];

/** The report. */
export function renderLog(problems: readonly Problem[], frame: Frame): string {
  const sorted = ORDER.flatMap((level) => problems.filter((problem) => problem.level === level));
  for (let most = Math.min(sorted.length, RESULTS); ; most = Math.floor(most / 2)) {
    const text = escapeJson(`${JSON.stringify(logOf(sorted.slice(0, most), sorted.length - most, frame), undefined, 1)}\n`);
    if (most === 0 || text.length < COMPRESSED_BYTES || gzipSync(text).length <= COMPRESSED_BYTES) {
      return text;
    }
  }
}

function logOf(problems: readonly Problem[], left: number, { command, version, places, unread }: Frame): SarifLog {
  const ids = [...new Set(problems.map(({ rule }) => rule))];
  const results = problems.map((problem) => resultOf(problem, ids.indexOf(problem.rule), places));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-lambda-network', semanticVersion: version, informationUri: REPOSITORY, rules: ids.map(ruleOf) } },
      automationDetails: { id: `cdk-lambda-network/${command}/` },
      originalUriBaseIds: { [ROOT]: { description: { text: 'The working directory of the command.' } } },
      invocations: [invocationOf(unread, left)],
      columnKind: 'utf16CodeUnits',
      results,
    }],
  };
}

function invocationOf(unread: readonly string[], left: number): SarifInvocation {
  const sentences = [
    ...left === 0 ? [] : [`${counted(left, 'result')} left out, the least severe first, because GitHub takes no larger report: judge fewer templates at a time, or use --only-failures or --function`],
    ...unread,
  ];
  return {
    executionSuccessful: true,
    toolExecutionNotifications: sentences.map((sentence) => ({ level: 'warning', message: { text: `${escapeLine(sentence)}.` } })),
  };
}
