import { useState } from 'preact/hooks';
import { limitsFor } from '../src/analysis/picture/limits';
import type { ReachabilityRecord } from '../src/analysis/record/reachability-record';
import { resourceName } from './data';

/** Interfaces against the quota, and which limit a load comes to first. */
export function Capacity({ record }: { readonly record: ReachabilityRecord }) {
  return (
    <section id="capacity" aria-labelledby="capacity-title">
      <h2 id="capacity-title">Capacity</h2>
      {record.capacity.interfaces.map(({ vpc, interfaces, quota }) => (
        <p key={vpc}>
          <meter min={0} max={quota} high={quota * 0.8} value={interfaces} aria-label={`network interfaces in ${resourceName(record, vpc)}`} /> At least {interfaces} of {quota} network interfaces of Lambda in {resourceName(record, vpc)}: one for each subnet and
          each combination of security groups, whatever the number of functions. The quota can be raised.
        </p>
      ))}
      <Calculator record={record} />
    </section>
  );
}

function Calculator({ record }: { readonly record: ReachabilityRecord }) {
  const [concurrency, setConcurrency] = useState(500);
  const [connections, setConnections] = useState(1);
  const limits = limitsFor(record, { concurrency, connections });
  const [first] = limits;
  return (
    <fieldset>
      <legend>Which limit comes first?</legend>
      <p class="choice">
        <NumberField label="Invocations at a time" value={concurrency} change={setConcurrency} />
        <NumberField label="Connections of each to one destination" value={connections} change={setConnections} />
      </p>
      <p role="status">{first.used > 1 ? `Too much, the first limit is ${first.most.toLocaleString('en-US')} connections: ${first.what}. Beyond it ${first.then}.`
        : `Enough: ${(concurrency * connections).toLocaleString('en-US')} connections take ${percent(first.used)} of the first limit.`}</p>
      <ul>{limits.map(({ what, most, used }) => <li key={what}>{percent(used)} of {most.toLocaleString('en-US')}: {what}</li>)}</ul>
    </fieldset>
  );
}

function percent(part: number): string {
  return `${part < 0.1 ? Math.round(part * 1000) / 10 : Math.round(part * 100)} %`;
}

export function NumberField({ label, value, change }: { readonly label: string; readonly value: number; readonly change: (value: number) => void }) {
  return (
    <label>{label} <input
      type="number" min={0} value={String(value)}
      onInput={({ currentTarget: { valueAsNumber } }) => Number.isFinite(valueAsNumber) && valueAsNumber >= 0 && change(valueAsNumber)}
    /></label>
  );
}
