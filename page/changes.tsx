import { spellDeepLink } from '../src/analysis/report/deep-link';
import type { Difference } from '../src/analysis/difference/difference';
import type { ChangeGroup, Section } from '../src/analysis/report/difference-groups';
import {
  SECTIONS, changesIn, groupChanges, spellAssumptions, spellCounts, spellGroup, spellObstacles, spellVerdicts, spellWays,
} from '../src/analysis/report/difference-groups';
import { spellFigures, spellFindings, spellUnread } from '../src/analysis/report/difference-remarks';
import { spellResources } from '../src/analysis/report/difference-resources';
import { escapeLine } from '../src/analysis/report/escape';

const SECTION_LOOKS: Readonly<Record<Section, readonly [title: string, kind: string]>> = {
  lost: ['Lost', 'bad'], opened: ['Opened', 'open'], inconclusive: ['Not known on one side', 'open'], unmet: ['Declared now, and not reached', 'bad'],
  oneSided: ['Asked on one side alone', 'unasked'], changed: ['In another way', 'unasked'],
};

/** What a change does, before the state that it leads to. */
export function Changes({ difference }: { readonly difference: Difference }) {
  return (
    <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">What changes</h2>
      <p>{escapeLine(spellCounts(difference))}</p>
      {SECTIONS.map((section) => <List key={section} section={section} groups={groupChanges(changesIn(difference, section))} />)}
      <Lines title="Findings" lines={spellFindings(difference).map((lines) => lines.join(' '))} />
      <Lines title="Not read" lines={spellUnread(difference)} />
      <Lines title="Resources" lines={spellResources(difference).lines} />
      <Lines title="Figures" lines={spellFigures(difference)} />
    </section>
  );
}

function List({ section, groups }: { readonly section: Section; readonly groups: readonly ChangeGroup[] }) {
  const [title, kind] = SECTION_LOOKS[section];
  return groups.length === 0 ? null : <><h3>{title}</h3><ul class="problems">{groups.map((group, place) => <Group key={place} group={group} kind={kind} />)}</ul></>;
}

function Group({ group, kind }: { readonly group: ChangeGroup; readonly kind: string }) {
  const { change, functions } = group;
  const { details, mends } = spellObstacles(change);
  return (
    <li class={kind}>
      <p><a href={spellDeepLink({ name: functions[0], destination: change.destination, family: change.family })}>{escapeLine(spellGroup(group))}</a>: {spellVerdicts(change)} {change.codes.map((code) => <code key={code}>{code}</code>)}</p>
      {functions.length > 1 && <details><summary>{functions.length} functions</summary><p>{escapeLine(functions.join(', '))}</p></details>}
      {[...spellWays(change), ...spellAssumptions(change), ...details, ...mends].map((line) => <p key={line} class="soft">{escapeLine(line)}</p>)}
    </li>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return lines.length === 0 ? null : <><h3>{title}</h3><ul>{lines.map((line) => <li key={line}>{escapeLine(line.trim())}</li>)}</ul></>;
}
