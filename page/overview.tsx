import type { Place, ReachabilityRecord, RecordedFinding, RecordedVerdict } from '../src/analysis/record/reachability-record';
import { interfacesOf } from '../src/analysis/record/figures';
import { countStandings, isAmiss, standingOf } from '../src/analysis/picture/standing';
import { FAMILY_NAMES } from '../src/analysis/report/describe';
import { escapeLine } from '../src/analysis/report/escape';
import { functionName, obstacleText, resourceName } from './data';
import { Mend } from './path-view';
import { linkOf } from './topology';
import { Sign, wordsOf } from './verdict-words';

interface Props {
  readonly record: ReachabilityRecord;
}

export function Overview({ record }: Props) {
  const { good, bad, open } = countStandings(record);
  const interfaces = interfacesOf(record);
  const figures: readonly (readonly [string, string, string])[] = [
    ['as wanted', String(good), 'good'], ['not as wanted', String(bad), bad > 0 ? 'bad' : ''], ['not known', String(open), open > 0 ? 'open' : ''],
    ['functions', String(record.functions.length), ''], ['network interfaces at least', String(interfaces), ''], [`fixed in a month (${record.cost.pricesOf})`, `$${record.cost.perMonth}`, ''],
  ];
  return (
    <section id="overview" aria-labelledby="overview-title">
      <h2 id="overview-title">Overview</h2>
      <dl class="figures">{figures.map(([what, value, kind]) => <div key={what} class={kind}><dt>{what}</dt><dd>{value}</dd></div>)}</dl>
      <Problems record={record} />
      <Findings record={record} />
    </section>
  );
}

interface Problem {
  readonly verdict: RecordedVerdict;
  readonly functions: readonly Place[];
}

/** Verdicts that are not as wanted, once for all functions that fare alike. */
function problemsOf({ functions, answers }: ReachabilityRecord): readonly Problem[] {
  return answers.flatMap((verdicts, place) => {
    const own = functions.flatMap(({ answers: of }, index) => of === place ? [index] : []);
    return verdicts.filter(isAmiss).map((verdict) => ({ verdict, functions: own }));
  }).sort((one, other) => Number(standingOf(one.verdict) === 'open') - Number(standingOf(other.verdict) === 'open'));
}

const SHOWN = 3;

function Problems({ record }: Props) {
  const problems = problemsOf(record);
  return problems.length === 0 ? <p>Everything that somebody wants to know is as it should be.</p> : (
    <ul class="problems">
      {problems.map(({ verdict, functions }, place) => {
        const obstacles = [...new Set(verdict.from.flatMap(([, , path]) => record.paths[path].obstacles))];
        const names = functions.map((of) => functionName(record, of));
        return (
          <li key={place} class={standingOf(verdict)}>
            <p>
              <Sign verdict={verdict} /> <a href={linkOf(record, functions[0], verdict)}>{names.slice(0, SHOWN).join(', ')}{names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''} → {escapeLine(verdict.destination)} over {FAMILY_NAMES[verdict.family]}</a>: {wordsOf(verdict)}
            </p>
            {obstacles.slice(0, SHOWN).map((obstacle) => (
              <div key={obstacle} class="cause">
                <p>{obstacleText(record, obstacle, functions.length === 1 ? names[0] : 'each of the functions')} <code>{record.obstacles[obstacle].code}</code></p>
                <Mend record={record} place={record.obstacles[obstacle].mend} />
              </div>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

function Findings({ record }: Props) {
  const findings = groupsOf(record);
  return findings.length === 0 ? null : (
    <details open={record.findings.some(({ severity }) => severity !== 'info')}>
      <summary>Findings ({record.findings.length})</summary>
      <ul class="problems">
        {findings.map(({ finding: { code, severity, message, mend }, names }) => (
          <li key={`${code} ${names[0]}`} class={severity === 'error' ? 'bad' : severity === 'warning' ? 'open' : 'unasked'}>
            <p><strong>{severity}</strong> {names.slice(0, SHOWN).join(', ')}{names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}: {escapeLine(message)} <code>{code}</code></p>
            <Mend record={record} place={mend} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Equal findings of several functions, once. */
function groupsOf(record: ReachabilityRecord): readonly { readonly finding: RecordedFinding; readonly names: readonly string[] }[] {
  const groups = new Map<string, { readonly finding: RecordedFinding; readonly names: string[] }>();
  for (const finding of record.findings) {
    const key = JSON.stringify([finding.code, finding.message, finding.mend]);
    const group = groups.get(key) ?? { finding, names: [] };
    groups.set(key, group);
    group.names.push(resourceName(record, finding.resource));
  }
  return [...groups.values()];
}
