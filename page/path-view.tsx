import type { Place, ReachabilityRecord, RecordedVerdict } from '../src/analysis/record/reachability-record';
import { FAMILY_NAMES } from '../src/analysis/report/describe';
import { escapeLine } from '../src/analysis/report/escape';
import type { Chosen } from './data';
import { functionName, obstacleText, resourceName } from './data';
import { Sign, wordsOf } from './verdict-words';

interface Props {
  readonly record: ReachabilityRecord;
  readonly chosen: Chosen;
}

/** One verdict in full: each path with its hops, and what is in the way at its place, with the mend. */
export function PathView({ record, chosen: { of, verdict } }: Props) {
  const name = functionName(record, of);
  return (
    <div class="path-view" id="verdict" aria-live="polite">
      <h3><Sign verdict={verdict} /> {name} → {escapeLine(verdict.destination)} over {FAMILY_NAMES[verdict.family]}: {wordsOf(verdict)}</h3>
      {(verdict.conditions ?? []).map((condition) => <p class="soft" key={condition}>Where {escapeLine(condition)}.</p>)}
      {pathsOf(verdict).map(({ path, subnets }) => <PathOf key={path} record={record} name={name} path={path} subnets={subnets} />)}
    </div>
  );
}

/** Paths that several subnets share, once. */
function pathsOf({ from }: RecordedVerdict): readonly { readonly path: Place; readonly subnets: readonly (Place | null)[] }[] {
  const paths = new Map<Place, (Place | null)[]>();
  from.forEach(([subnet, , path]) => paths.set(path, [...paths.get(path) ?? [], subnet]));
  return [...paths].map(([path, subnets]) => ({ path, subnets }));
}

function PathOf({ record, name, path, subnets }: { readonly record: ReachabilityRecord; readonly name: string; readonly path: Place; readonly subnets: readonly (Place | null)[] }) {
  const { hops, obstacles, assumptions } = record.paths[path];
  const at = (hop: number) => obstacles.filter((place) => record.obstacles[place].hop === hop);
  const nowhere = obstacles.filter((place) => record.obstacles[place].hop === undefined);
  const places = subnets.flatMap((place) => place === null ? [] : [resourceName(record, place)]);
  return (
    <div class="path">
      {places.length > 0 && <p class="soft">From {places.join(', ')}:</p>}
      {nowhere.length > 0 && <Obstacles record={record} places={nowhere} name={name} />}
      <ol>
        {hops.map((hop, index) => (
          <li key={index} class={at(index).length > 0 ? 'stopped' : ''}>
            {escapeLine(hop.text)}
            {at(index).length > 0 && <Obstacles record={record} places={at(index)} name={name} />}
          </li>
        ))}
      </ol>
      {assumptions.length > 0 && <details><summary>What is assumed ({assumptions.length})</summary><ul>{assumptions.map((text) => <li key={text}>{escapeLine(text)}</li>)}</ul></details>}
    </div>
  );
}

function Obstacles({ record, places, name }: { readonly record: ReachabilityRecord; readonly places: readonly Place[]; readonly name: string }) {
  return (
    <ul class="obstacles">
      {places.map((place) => {
        const { code, status, mend } = record.obstacles[place];
        return (
          <li key={place} class={status}>
            <span class="sign-word">{status === 'violated' ? '✕ in the way' : '? not known'}</span> {obstacleText(record, place, name)} <code>{code}</code>
            <Mend record={record} place={mend} />
          </li>
        );
      })}
    </ul>
  );
}

/** The change that helps, for those who write constructs and for those who write templates. */
export function Mend({ record, place }: { readonly record: ReachabilityRecord; readonly place: Place }) {
  const { inConstructs, inTemplate } = record.mends[place];
  return (
    <dl class="mend">
      {inConstructs !== undefined && <><dt>CDK</dt><dd><Prose text={inConstructs} /></dd></>}
      <dt>CloudFormation</dt><dd><Prose text={inTemplate} /></dd>
    </dl>
  );
}

/** A sentence in which commands stand between backticks. */
function Prose({ text }: { readonly text: string }) {
  return <>{escapeLine(text).split('`').map((part, place) => place % 2 === 0 ? part : <code key={place}>{part}</code>)}</>;
}
