import { countStandings, isAmiss, isWanted, standingOf } from '../picture/standing';
import type { ReachabilityRecord, RecordedVerdict } from '../record/reachability-record';
import { detailFor } from '../record/reachability-record';
import { spellDeepLink } from '../report/deep-link';
import { FAMILY_NAMES } from '../report/describe';
import { escapeMarkdown } from '../report/escape';

/*
 * Models: the report as Markdown, for a pull request or a wiki: the picture, what is not as wanted, and a table of verdicts.
 * Law: names are text: no character of theirs makes a link, a tag or a column.
 */

const ROWS = 100;
const PROBLEMS = 50;
const SIGNS = { good: '✅', bad: '❌', open: '❔', unasked: '' } as const;
const SIGNS_OF_VERDICTS = { reachable: '✓', blocked: '✕', inconclusive: '?' } as const;

/** Write it; the picture and the page are in the same folder. */
export function reportMarkdown(record: ReachabilityRecord, { picture, page }: { readonly picture: string; readonly page: string }): string {
  const { good, bad, open } = countStandings(record);
  const problems = problemsIn(record, page);
  return [
    '# What each function reaches', '',
    `${good} as wanted, ${bad} not as wanted, ${open} not known, of ${record.functions.length} functions. [The report](${page}) shows each way.`, '',
    `![The networks](${picture})`, '',
    ...problems.length === 0 ? [] : [...problems.slice(0, PROBLEMS), ...problems.length > PROBLEMS ? [`- and ${problems.length - PROBLEMS} more`] : [], ''],
    ...table(record, page), '',
  ].join('\n');
}

function problemsIn(record: ReachabilityRecord, page: string): string[] {
  return record.functions.flatMap(({ resource, answers }) => record.answers[answers]
    .filter(isAmiss)
    .map((verdict) => {
      const { id } = record.resources[resource];
      const [obstacle] = verdict.from.flatMap(([, , path]) => record.paths[path].obstacles);
      const cause = obstacle === undefined ? '' : `: ${plain(detailFor(record.obstacles[obstacle], id))} (\`${record.obstacles[obstacle].code}\`)`;
      const what = link(id, verdict, page, `${plain(id)} → ${plain(verdict.destination)} over ${FAMILY_NAMES[verdict.family]}`);
      return `- ${SIGNS[standingOf(verdict)]} ${what} ${verdict.forbidden === true ? 'must not be reached and ' : ''}is ${verdict.verdict}${cause}`;
    }));
}

/** The verdicts that somebody wants to know, in columns by destination. */
function table(record: ReachabilityRecord, page: string): string[] {
  const wanted = record.functions.map(({ answers }) => record.answers[answers].filter(isWanted));
  const destinations = [...new Set(wanted.flatMap((verdicts) => verdicts.map(({ destination }) => destination)))];
  const rows = record.functions.map(({ resource }, place) => ({ name: record.resources[resource].id, verdicts: wanted[place] }))
    .filter(({ verdicts }) => verdicts.length > 0);
  return rows.length === 0 ? [] : [
    `| Function | ${destinations.map(plain).join(' | ')} |`,
    `|---|${destinations.map(() => '---|').join('')}`,
    ...rows.slice(0, ROWS).map(({ name, verdicts }) => `| ${plain(name)} | ${destinations.map((destination) => cell(name, verdicts, destination, page)).join(' | ')} |`),
    ...rows.length > ROWS ? ['', `${rows.length - ROWS} more functions are in [the report](${page}#matrix).`] : [],
  ];
}

function cell(name: string, verdicts: readonly RecordedVerdict[], destination: string, page: string): string {
  return verdicts.filter((verdict) => verdict.destination === destination).map((verdict) =>
    link(name, verdict, page, `${SIGNS[standingOf(verdict)]} ${verdict.family === 'ipv4' ? '4' : '6'}${SIGNS_OF_VERDICTS[verdict.verdict]}`)).join(' ');
}

function link(name: string, { destination, family }: RecordedVerdict, page: string, text: string): string {
  return `[${text}](${page}${spellDeepLink({ name, destination, family })})`;
}

/** Text without meaning to Markdown, in links and tables too. */
function plain(text: string): string {
  return escapeMarkdown(text).replace(/[()+$]/g, (character) => `&#${character.charCodeAt(0)};`);
}
