import type { ChangeGroup, ListName } from './difference-groups';
import { LISTS, groupChanges, spellCounts, spellFigures, spellGroup, spellObstacles, spellResources, spellVerdicts, spellWays } from './difference-groups';
import { escapeLine } from './escape';
import { foldNames } from './fold-names';
import { isEmptyDifference } from '../difference/compare-records';
import type { Difference } from '../difference/difference';

/*
 * Models: a difference as a comment on a pull request: what matters stands above the folds, so that it also reads where nothing folds.
 * Law: it is never longer than what GitHub takes for a comment, and its first line is always the same, so that a later one takes its place.
 */

/** Whoever updates a comment looks for this line. */
export const MARKER = '<!-- cdk-lambda-network diff -->';

/** GitHub takes 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/** How many groups of changes are told of before the others are only counted. */
const MOST_GROUPS = 40;

const TITLES: Readonly<Record<ListName, string>> = { lost: '❌ Lost', opened: '🔓 Opened', inconclusive: '❔ Not known on one side', changed: '🔀 In another way' };

/** The difference as Markdown. */
export function renderDifferenceMarkdown(difference: Difference, failed: readonly string[]): string {
  const head = [MARKER, '### Reachability of Lambda functions', ''];
  if (isEmptyDifference(difference)) {
    return `${[...head, `Nothing changed: ${difference.unchanged} verdicts are as they were.`].join('\n')}\n`;
  }
  const lists = LISTS.filter((name) => difference[name].length > 0).flatMap((name) => renderList(name, groupChanges(difference[name])));
  const { lines: resources, told, added } = spellResources(difference);
  const figures = spellFigures(difference, foldNames);
  return limited([
    ...head,
    `**${capitalized(spellCounts(difference))}.**${failed.length === 0 ? '' : ` Does not pass: ${failed.map(text).join(', ')}.`}`, '',
    ...lists,
    ...figures.length === 0 ? [] : [...figures.map((line) => `- ${capitalized(text(line))}`), ''],
    ...fold(`Resources: ${told} replaced or removed, ${added} added`, resources.map((line) => `- ${text(line)}`)),
  ]);
}

function renderList(name: ListName, groups: readonly ChangeGroup[]): string[] {
  const shown = groups.slice(0, MOST_GROUPS);
  return [
    `#### ${TITLES[name]}`, '',
    ...shown.map((group) => `- ${text(spellGroup(group))}: ${text(spellVerdicts(group.change))}${codesOf(group)}`),
    ...groups.length > shown.length ? [`- and ${groups.length - shown.length} more`] : [],
    '',
    ...fold('What was, what is, and what to do', shown.flatMap(renderEvidence)),
  ];
}

function codesOf({ change: { codes } }: ChangeGroup): string {
  return codes.length === 0 ? '' : ` (${codes.map((code) => `\`${code}\``).join(', ')})`;
}

function renderEvidence(group: ChangeGroup): string[] {
  const { functions, change } = group;
  const { details, mends } = spellObstacles(change);
  return [
    `- **${text(spellGroup(group))}**`,
    ...functions.length === 1 ? [] : [`  - ${text(foldNames(functions))}`],
    ...spellWays(change).map((way) => `  - ${text(way)}`),
    ...details.map((detail) => `  - ${text(detail)}`),
    ...mends.map((mend) => `  - ${text(mend)}`),
  ];
}

/** Lines that open when somebody asks. */
function fold(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>', ''];
}

/** Leaves folds out from the last one on, and then lines, until the text is short enough. */
function limited(lines: readonly string[]): string {
  let rest = [...lines];
  while (rest.join('\n').length > MOST_CHARACTERS) {
    const [start, end] = [rest.lastIndexOf('<details>'), rest.lastIndexOf('</details>')];
    rest = start < 0 ? [...rest.slice(0, Math.floor(rest.length / 2)), 'More than fits into a comment: see the output of the command.']
      : [...rest.slice(0, start), 'Details left out: see the output of the command.', ...rest.slice(end + 1)];
  }
  return `${rest.join('\n')}\n`;
}

/** A text as Markdown shows it: nothing in it is a tag, a link, a mention, an emphasis or code. */
function text(line: string): string {
  return escapeLine(line).replace(/[\\`*_{}[\]<>#|~!&@]/g, (mark) => mark === '@' ? '&#64;' : mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : mark === '&' ? '&amp;' : `\\${mark}`);
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
