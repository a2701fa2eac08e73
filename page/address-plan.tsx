import { addressLines } from '../src/analysis/picture/address-plan';
import { shortBlock } from '../src/analysis/picture/lay-out';
import type { ReachabilityRecord } from '../src/analysis/record/reachability-record';
import { resourceName } from './data';

const WIDTH = 1000;
const HEIGHT = 34;

/** The blocks of each VPC to scale, and a table of the subnets. */
export function AddressPlan({ record }: { readonly record: ReachabilityRecord }) {
  const lines = addressLines(record);
  const free = new Map(record.capacity.addresses.map((each) => [each.subnet, each.free]));
  return (
    <section id="addresses" aria-labelledby="addresses-title">
      <h2 id="addresses-title">Address plan</h2>
      {lines.map(({ vpc, block, stretches, free: rest }) => (
        <figure key={`${vpc} ${block}`}>
          <figcaption>{resourceName(record, vpc)}: {block}, {Math.round(rest * 1000) / 10} % in no subnet</figcaption>
          <svg class="picture plan" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${block} with ${stretches.length} subnets, to scale`}>
            <g class="box"><rect x="0.5" y="0.5" width={WIDTH - 1} height={HEIGHT - 1} /></g>
            {stretches.map(({ subnet, from, to, tier, label, block: own }) => (
              <g key={subnet} class={`box subnet tier-${tier}`}>
                <title>{`${label} ${own}`}</title>
                <rect x={from * WIDTH} y="1" width={Math.max(1.5, (to - from) * WIDTH)} height={HEIGHT - 2} />
              </g>
            ))}
          </svg>
        </figure>
      ))}
      <div class="scroll" tabIndex={0} role="region" aria-label="Subnets">
        <table>
          <thead><tr>{['Subnet', 'Tier', 'Zone', 'IPv4', 'IPv6', 'Free IPv4 addresses'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
          <tbody>{record.network.subnets.map(({ resource, tier, zone, ipv4Block, ipv6Block }) => (
            <tr key={resource}>
              <th scope="row">{resourceName(record, resource)}</th><td><span class={`key ${tier}`} aria-hidden="true" /> {tier === 'unknown' ? 'not known' : tier}</td><td>{zone === undefined ? 'not known' : shortZone(zone)}</td>
              <td>{ipv4Block === undefined ? '' : shortBlock(ipv4Block)}</td><td>{ipv6Block === undefined ? '' : shortBlock(ipv6Block)}</td><td class="number">{free.get(resource)?.toLocaleString('en-US') ?? ''}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

function shortZone(zone: string): string {
  return zone.replace(/^\$\{(.*)\}$/, '$1');
}
