import { useState } from 'preact/hooks';
import { breakEven, egressCosts } from '../src/analysis/picture/egress-costs';
import type { ReachabilityRecord } from '../src/analysis/record/reachability-record';
import { NumberField } from './capacity';

/** What the network costs while nothing is sent, and what other ways out would cost. */
export function Cost({ record }: { readonly record: ReachabilityRecord }) {
  const { parts, perMonth, pricesOf, notCounted } = record.cost;
  const [zones, setZones] = useState(Math.max(1, record.network.zones.length));
  const [gigabytes, setGigabytes] = useState(100);
  const costs = egressCosts(record.cost, { zones, gigabytes });
  return (
    <section id="cost" aria-labelledby="cost-title">
      <h2 id="cost-title">Cost</h2>
      <p class="soft">US dollars in a month of 730 hours, {pricesOf === 'given' ? 'at the prices that were given' : `at the prices of ${pricesOf}`}. Not counted: {notCounted.join(', ')}.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Fixed cost"><table>
        <thead><tr><th scope="col">What the templates make</th><th scope="col">Count</th><th scope="col">A month</th></tr></thead>
        <tbody>{parts.map((part) => <tr key={part.what}><th scope="row">{part.what}</th><td class="number">{part.count}</td><td class="number">{dollars(part.perMonth)}</td></tr>)}</tbody>
        <tfoot><tr><th scope="row">Together</th><td /><td class="number">{dollars(perMonth)}</td></tr></tfoot>
      </table></div>
      <fieldset>
        <legend>What would another way out cost?</legend>
        <p class="choice"><NumberField label="Zones" value={zones} change={setZones} /><NumberField label="Gigabytes in a month" value={gigabytes} change={setGigabytes} /></p>
        <div class="scroll" tabIndex={0} role="region" aria-label="Cost of other ways"><table>
          <thead><tr>{['Way', 'Fixed', 'A gigabyte', 'A month', 'But'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
          <tbody>{costs.map(({ what, fixed, perGigabyte, perMonth: all, but }) => (
            <tr key={what}><th scope="row">{what}</th><td class="number">{dollars(fixed)}</td><td class="number">{perGigabyte === 0 ? '–' : `$${perGigabyte}`}</td><td class="number">{dollars(all)}</td><td>{but}</td></tr>
          ))}</tbody>
        </table></div>
        <p role="status">An interface endpoint in {zones === 1 ? 'one zone' : `${zones} zones`} costs less than sending the same through a NAT gateway from {breakEven(record.cost, zones).toLocaleString('en-US')} gigabytes in a month on.
          Gateway endpoints for Amazon S3 and Amazon DynamoDB cost nothing.</p>
      </fieldset>
    </section>
  );
}

function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
