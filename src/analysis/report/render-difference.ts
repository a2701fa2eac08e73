import type { ChangeGroup } from './difference-groups';
import { SECTIONS, changesIn, groupChanges, spellAssumptions, spellCodes, spellCounts, spellGroup, spellObstacles, spellVerdicts, spellWays } from './difference-groups';
import { spellFigures, spellFindings, spellUnread } from './difference-remarks';
import { spellResources } from './difference-resources';
import { spellLines } from './escape';
import { foldNames } from './fold-names';
import { isEmptyDifference } from '../difference/compare-records';
import type { Difference } from '../difference/difference';

/*
 * Models: a difference for people at a terminal. Its wording is no interface: machines read the JSON.
 */

const TITLES = {
  lost: 'lost', opened: 'opened', inconclusive: 'not known on one side', unmet: 'declared now, and not reached',
  oneSided: 'asked on one side alone', changed: 'in another way',
} as const;
const MARKS = { lost: '✗', opened: '+', inconclusive: '?', unmet: '✗', oneSided: '±', changed: '~' } as const;

/** The difference as text; one line where there is none. */
export function renderDifference(difference: Difference, failed: readonly string[]): string {
  if (isEmptyDifference(difference)) {
    return spellLines([`nothing changed: ${difference.unchanged} verdicts are as they were`, ...block('not read:', spellUnread(difference)).slice(0, -1)]);
  }
  const lists = SECTIONS.map((name) => ({ name, groups: groupChanges(changesIn(difference, name)) })).filter(({ groups }) => groups.length > 0)
    .flatMap(({ name, groups }) => [`${TITLES[name]}:`, ...groups.flatMap((group) => renderGroup(group, MARKS[name])), '']);
  const { lines: resources } = spellResources(difference);
  const figures = spellFigures(difference);
  return spellLines([
    ...lists,
    ...spellFindings(difference).flatMap(([first, ...more]) => [first, ...more.map((line) => `      ${line}`), '']),
    ...block('not read:', spellUnread(difference)),
    ...resources.length === 0 ? [] : [...resources, ''],
    ...figures.length === 0 ? [] : [...figures, ''],
    spellCounts(difference),
    ...failed.length === 0 ? [] : [`does not pass: ${failed.join(', ')}`],
  ]);
}

/** Lines under a title, if there are any. */
function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function renderGroup(group: ChangeGroup, mark: string): string[] {
  const { functions, change } = group;
  const { details, mends } = spellObstacles(change);
  return [
    `  ${mark} ${spellGroup(group)}: ${spellVerdicts(change)}${spellCodes(change)}`,
    ...functions.length === 1 ? [] : [`      ${foldNames(functions)}`],
    ...[...spellWays(change), ...spellAssumptions(change)].map((way) => `      ${way}`),
    ...details.map((detail) => `      • ${detail}`),
    ...mends.map((mend) => `      ${mend}`),
  ];
}
