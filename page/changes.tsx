import { spellDeepLink } from '../src/analysis/page/deep-link';
import type { Difference } from '../src/analysis/difference/difference';
import { LISTS, groupChanges, spellCounts, spellFigures, spellGroup, spellObstacles, spellResources, spellVerdicts, spellWays } from '../src/analysis/report/difference-groups';
import { escapeLine } from '../src/analysis/report/escape';

const TITLES = { lost: 'Lost', opened: 'Opened', inconclusive: 'Not known on one side', changed: 'In another way' } as const;
const KINDS = { lost: 'bad', opened: 'open', inconclusive: 'open', changed: 'unasked' } as const;

/** What a change does, before the state that it leads to. */
export function Changes({ difference }: { readonly difference: Difference }) {
  const { lines } = spellResources(difference);
  const figures = spellFigures(difference, (names) => names.join(', '));
  return (
    <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">What changes</h2>
      <p>{escapeLine(spellCounts(difference))}</p>
      {LISTS.filter((name) => difference[name].length > 0).map((name) => (
        <div key={name}>
          <h3>{TITLES[name]}</h3>
          <ul class="problems">{groupChanges(difference[name]).map((group, place) => {
            const { details, mends } = spellObstacles(group.change);
            return (
              <li key={place} class={KINDS[name]}>
                <p><a href={spellDeepLink({ name: group.change.function, destination: group.change.destination, family: group.change.family })}>{escapeLine(spellGroup(group))}</a>: {spellVerdicts(group.change)} {group.change.codes.map((code) => <code key={code}>{code}</code>)}</p>
                {group.functions.length > 1 && <details><summary>{group.functions.length} functions</summary><p>{escapeLine(group.functions.join(', '))}</p></details>}
                {[...spellWays(group.change), ...details, ...mends].map((line) => <p key={line} class="soft">{escapeLine(line)}</p>)}
              </li>
            );
          })}</ul>
        </div>
      ))}
      {lines.length > 0 && <ul>{lines.map((line) => <li key={line}>{escapeLine(line.trim())}</li>)}</ul>}
      {figures.length > 0 && <ul>{figures.map((line) => <li key={line}>{escapeLine(line.trim())}</li>)}</ul>}
    </section>
  );
}
