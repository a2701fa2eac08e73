import { NO_FUNCTION } from './silence';
import { matchesPattern } from '../../services/action-services';
import { InputError } from '../load/input-error';
import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import type { Workload } from '../model/network';
import { describeSource } from '../model/source';
import { foldNames } from '../report/fold-names';

/*
 * Models: the functions that somebody wants to hear of, by patterns of their names.
 * Law: a pattern that names no function is an error, so that a check never passes because of a slip of the pen. What is said of no function in particular, such as
 * of a template that is not read, is said whatever is selected.
 */

/** The analysis of the functions that one of the patterns names; of all of them when there is no pattern. */
export function selectFunctions({ functions, findings }: Analysis, patterns: readonly string[]): Analysis {
  if (patterns.length === 0) {
    return { functions, findings };
  }
  const nothing = patterns.find((pattern) => !functions.some(({ workload }) => isNamed(workload, pattern)));
  if (nothing !== undefined) {
    throw new InputError(functions.length === 0 ? `--function is '${nothing}', and ${NO_FUNCTION}`
      : `--function is '${nothing}', which names no function; there ${functions.length === 1 ? 'is' : 'are'} ${foldNames(functions.map(({ workload }) => describeSource(workload.source)))}`);
  }
  const selected = functions.filter(({ workload }) => patterns.some((pattern) => isNamed(workload, pattern)));
  const ids = new Set(selected.map(({ workload }) => workload.source.id));
  const all = new Set(functions.map(({ workload }) => workload.source.id));
  return { functions: selected, findings: findings.filter((found) => concerns(found, ids, all)) };
}

function concerns({ source, functions = [] }: Finding, selected: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  const about = [...all.has(source.id) ? [source.id] : [], ...functions];
  return about.length === 0 || about.some((id) => selected.has(id));
}

/** An asterisk stands for any characters, a slash among them, a question mark for one. */
function isNamed({ source, functionName }: Workload, pattern: string): boolean {
  const { constructPath, logicalId } = source;
  const letters = [...pattern];
  return [describeSource(source), constructPath, logicalId, functionName].some((name) => name !== undefined && matchesPattern(letters, [...name]));
}
