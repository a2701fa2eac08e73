import { spellDeepLink } from './deep-link';
import type { ChangeGroup, Section } from './difference-groups';
import { SECTIONS, changesIn, groupChanges, spellAssumptions, spellCodes, spellCounts, spellGroup, spellObstacles, spellVerdicts, spellWays } from './difference-groups';
import { spellFigures, spellFindings, spellUnread } from './difference-remarks';
import { spellResources } from './difference-resources';
import { escapeMarkdown } from './escape';
import { foldNames } from './fold-names';
import { isEmptyDifference } from '../difference/compare-records';
import type { Difference, VerdictChange } from '../difference/difference';

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

const TITLES: Readonly<Record<Section, string>> = {
  lost: '❌ Lost', opened: '🔓 Opened', inconclusive: '❔ Not known on one side', unmet: '🚧 Declared now, and not reached',
  oneSided: '➕ Asked on one side alone', changed: '🔀 In another way',
};

/**
 * The difference as Markdown.
 *
 * @param report where the report of the new side is; changes lead to their verdicts in it
 */
export function renderDifferenceMarkdown(difference: Difference, failed: readonly string[], report?: string): string {
  const head = [MARKER, '### Reachability of Lambda functions', ''];
  const unread = renderUnread(difference);
  if (isEmptyDifference(difference)) {
    return limited([...head, `Nothing changed: ${difference.unchanged} verdicts are as they were.`, ...unread.length === 0 ? [] : ['', ...unread]]);
  }
  const lists = SECTIONS.map((name) => ({ name, groups: groupChanges(changesIn(difference, name)) })).filter(({ groups }) => groups.length > 0)
    .flatMap(({ name, groups }) => renderList(name, groups, report));
  const { lines: resources, told, added } = spellResources(difference);
  const figures = spellFigures(difference);
  return limited([
    ...head,
    `**${capitalized(spellCounts(difference))}.**${failed.length === 0 ? '' : ` Does not pass: ${failed.map(escapeMarkdown).join(', ')}.`}`, '',
    ...lists,
    ...renderFindings(difference),
    ...unread,
    ...figures.length === 0 ? [] : [...figures.map((line) => `- ${capitalized(escapeMarkdown(line))}`), ''],
    ...fold(`Resources: ${told} replaced or removed, ${added} added`, resources.map((line) => `- ${escapeMarkdown(line)}`)),
  ]);
}

function renderList(name: Section, groups: readonly ChangeGroup[], report: string | undefined): string[] {
  const shown = groups.slice(0, MOST_GROUPS);
  return [
    `#### ${TITLES[name]}`, '',
    ...shown.map((group) => `- ${titleOf(group, report)}: ${escapeMarkdown(spellVerdicts(group.change))}${causeOf(group.change)}${spellCodes(group.change, (code) => `\`${code}\``)}`),
    ...groups.length > shown.length ? [`- and ${groups.length - shown.length} more`] : [],
    '',
    ...fold('What was, what is, and what to do', shown.flatMap(renderEvidence)),
  ];
}

/** The words for a group, which lead to the verdict on its first function. */
function titleOf(group: ChangeGroup, report: string | undefined): string {
  const { functions: [name], inFamilies: [family], change: { destination } } = group;
  return report === undefined ? escapeMarkdown(spellGroup(group)) : `[${escapeMarkdown(spellGroup(group))}](<${report}${spellDeepLink({ name, destination, family })}>)`;
}

/** The first thing that is in the way now, or that is assumed now, so that the line also says why where nothing folds. */
function causeOf(change: VerdictChange): string {
  const [first, ...more] = [...change.is.details, ...spellAssumptions(change)];
  return first === undefined ? '' : `: ${escapeMarkdown(first)}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}

function renderFindings(difference: Difference): string[] {
  const findings = spellFindings(difference);
  const shown = findings.slice(0, MOST_GROUPS);
  return findings.length === 0 ? [] : [
    '#### ⚠️ Findings', '', ...shown.flatMap(([first, ...more]) => [`- ${capitalized(escapeMarkdown(first))}`, ...more.map((line) => `  - ${escapeMarkdown(line)}`)]),
    ...findings.length > shown.length ? [`- and ${findings.length - shown.length} more`] : [], '',
  ];
}

function renderUnread(difference: Difference): string[] {
  const unread = spellUnread(difference);
  const shown = unread.slice(0, MOST_GROUPS);
  return unread.length === 0 ? [] : [
    '#### 🚫 Not read', '', ...shown.map((line) => `- ${capitalized(escapeMarkdown(line))}`), ...unread.length > shown.length ? [`- and ${unread.length - shown.length} more`] : [], '',
  ];
}

function renderEvidence(group: ChangeGroup): string[] {
  const { functions, change } = group;
  const { details, mends } = spellObstacles(change);
  return [
    `- **${escapeMarkdown(spellGroup(group))}**`,
    ...functions.length === 1 ? [] : [`  - ${escapeMarkdown(foldNames(functions))}`],
    ...[...spellWays(change), ...spellAssumptions(change)].map((way) => `  - ${escapeMarkdown(way)}`),
    ...details.map((detail) => `  - ${escapeMarkdown(detail)}`),
    ...mends.map((mend) => `  - ${escapeMarkdown(mend)}`),
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

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
