import type { ChangeGroup } from './difference-groups';
import { LISTS, groupChanges, spellCounts, spellFigures, spellGroup, spellObstacles, spellResources, spellVerdicts, spellWays } from './difference-groups';
import { spellLines } from './escape';
import { foldNames } from './fold-names';
import { isEmptyDifference } from '../difference/compare-records';
import type { Difference } from '../difference/difference';

/*
 * Models: a difference for people at a terminal. Its wording is no interface: machines read the JSON.
 */

const TITLES = { lost: 'lost', opened: 'opened', inconclusive: 'not known on one side', changed: 'in another way' } as const;
const MARKS = { lost: '✗', opened: '+', inconclusive: '?', changed: '~' } as const;

/** The difference as text; one line where there is none. */
export function renderDifference(difference: Difference, failed: readonly string[]): string {
  if (isEmptyDifference(difference)) {
    return spellLines([`nothing changed: ${difference.unchanged} verdicts are as they were`]);
  }
  const lists = LISTS.filter((name) => difference[name].length > 0).flatMap((name) => [
    `${TITLES[name]}:`, ...groupChanges(difference[name]).flatMap((group) => renderGroup(group, MARKS[name])), '',
  ]);
  const { lines: resources } = spellResources(difference);
  const figures = spellFigures(difference, foldNames);
  return spellLines([
    ...lists,
    ...resources.length === 0 ? [] : [...resources, ''],
    ...figures.length === 0 ? [] : [...figures, ''],
    spellCounts(difference),
    ...failed.length === 0 ? [] : [`does not pass: ${failed.join(', ')}`],
  ]);
}

function renderGroup(group: ChangeGroup, mark: string): string[] {
  const { functions, change } = group;
  const { codes } = change;
  const { details, mends } = spellObstacles(change);
  return [
    `  ${mark} ${spellGroup(group)}: ${spellVerdicts(change)}${codes.length === 0 ? '' : ` (${codes.join(', ')})`}`,
    ...functions.length === 1 ? [] : [`      ${foldNames(functions)}`],
    ...spellWays(change).map((way) => `      ${way}`),
    ...details.map((detail) => `      • ${detail}`),
    ...mends.map((mend) => `      ${mend}`),
  ];
}
