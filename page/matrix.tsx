import { useMemo, useState } from 'preact/hooks';
import { isAmiss } from '../src/analysis/picture/standing';
import type { Place, ReachabilityRecord, RecordedVerdict } from '../src/analysis/record/reachability-record';
import { FAMILY_NAMES } from '../src/analysis/report/describe';
import { escapeLine } from '../src/analysis/report/escape';
import { functionName } from './data';
import { linkOf } from './topology';
import { Sign, wordsOf } from './verdict-words';

const ROWS = 100;

/** Functions and destinations; each cell leads to its verdict. */
export function Matrix({ record }: { readonly record: ReachabilityRecord }) {
  const [wanted, setWanted] = useState('');
  const [isShort, setShort] = useState(false);
  const [limit, setLimit] = useState(ROWS);
  const destinations = useMemo(() => [...new Set(record.answers.flatMap((verdicts) => verdicts.map(({ destination }) => destination)))], [record]);
  const columns = destinations.filter((destination) => matches(destination, wanted));
  const byName = columns.length === 0 || columns.length === destinations.length;
  const rows = record.functions.map((_, place) => place)
    .filter((place) => !byName || wanted === '' || matches(functionName(record, place), wanted))
    .filter((place) => !isShort || record.answers[record.functions[place].answers].some(isAmiss));
  return (
    <section id="matrix" aria-labelledby="matrix-title">
      <h2 id="matrix-title">Matrix</h2>
      <p class="choice">
        <label>Functions or destinations that contain <input type="search" value={wanted} onInput={({ currentTarget: { value } }) => setWanted(value)} /></label>
        <label><input type="checkbox" checked={isShort} onChange={({ currentTarget: { checked } }) => setShort(checked)} /> only what is not as wanted</label>
        <span class="soft" role="status">{rows.length} of {record.functions.length} functions</span>
      </p>
      <p class="soft"><span class="sign good reachable" /> reached, <span class="sign bad blocked" /> blocked, <span class="sign open inconclusive" /> not known. Filled: somebody wants to know. 4 and 6 are IPv4 and IPv6.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Verdicts of all functions">
        <table class="matrix">
          <thead><tr><th scope="col">Function</th>{(byName ? destinations : columns).map((destination) => <th scope="col" key={destination}>{escapeLine(destination)}</th>)}</tr></thead>
          <tbody>{rows.slice(0, limit).map((place) => <Row key={place} record={record} of={place} columns={byName ? destinations : columns} />)}</tbody>
        </table>
      </div>
      {rows.length > limit && <p><button type="button" onClick={() => setLimit(rows.length)}>Show all {rows.length} functions</button></p>}
    </section>
  );
}

function matches(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted.trim().toLowerCase());
}

function Row({ record, of, columns }: { readonly record: ReachabilityRecord; readonly of: Place; readonly columns: readonly string[] }) {
  const verdicts = record.answers[record.functions[of].answers];
  const name = functionName(record, of);
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((destination) => <td key={destination}>{verdicts.filter((verdict) => verdict.destination === destination).map((verdict, place) => (
        <Cell key={place} record={record} of={of} name={name} verdict={verdict} />
      ))}</td>)}
    </tr>
  );
}

function Cell({ record, of, name, verdict }: { readonly record: ReachabilityRecord; readonly of: Place; readonly name: string; readonly verdict: RecordedVerdict }) {
  return (
    <a href={linkOf(record, of, verdict)} aria-label={`${name} to ${escapeLine(verdict.destination)} over ${FAMILY_NAMES[verdict.family]}: ${wordsOf(verdict)}`} title={wordsOf(verdict)}>
      <span class={`family ${verdict.family}`} /><Sign verdict={verdict} />
    </a>
  );
}
