import { useMemo } from 'preact/hooks';
import { drawSvg } from '../src/analysis/picture/draw-svg';
import { layOut } from '../src/analysis/picture/lay-out';
import { UNLIT, litPath } from '../src/analysis/picture/lit-path';
import { isAmiss, standingOf } from '../src/analysis/picture/standing';
import { spellDeepLink } from '../src/analysis/report/deep-link';
import type { Place, ReachabilityRecord, RecordedVerdict } from '../src/analysis/record/reachability-record';
import { FAMILY_NAMES } from '../src/analysis/report/describe';
import { escapeLine } from '../src/analysis/report/escape';
import type { Chosen } from './data';
import { functionName, groupOf, obstacleText } from './data';
import { PathView } from './path-view';
import { wordsOf } from './verdict-words';

interface Props {
  readonly record: ReachabilityRecord;
  readonly chosen: Chosen | undefined;
  readonly go: (fragment: string) => void;
}

/** The networks drawn; a function and a destination light the path between them. */
export function Topology({ record, chosen, go }: Props) {
  const svg = useMemo(() => draw(record, chosen), [record, chosen]);
  const pick = (target: EventTarget | null) => {
    const group = target instanceof Element ? target.closest('[data-group]')?.getAttribute('data-group') : undefined;
    if (group !== null && group !== undefined) {
      go(linkTo(record, record.network.interfaceGroups[Number(group)].functions[0], chosen?.verdict));
    }
  };
  return (
    <section id="topology" aria-labelledby="topology-title">
      <h2 id="topology-title">Topology</h2>
      <Choice record={record} chosen={chosen} go={go} />
      {svg === undefined ? <p>No function here is in a VPC, and no template has one.</p> : (
        <div
          class="scroll" tabIndex={0} role="region" aria-label="Picture of the networks" dangerouslySetInnerHTML={{ __html: svg }}
          onClick={({ target }) => pick(target)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === ' ') {
              if (event.target !== event.currentTarget) {
                event.preventDefault();
              }
              pick(event.target);
            }
          }}
        />
      )}
      {chosen === undefined ? <p class="soft">Choose a function in the picture, or in the lists above it, to see the way of its traffic.</p> : <PathView record={record} chosen={chosen} />}
    </section>
  );
}

function Choice({ record, chosen, go }: Props) {
  const verdicts = chosen === undefined ? [] : record.answers[record.functions[chosen.of].answers];
  const index = chosen === undefined ? -1 : verdicts.indexOf(chosen.verdict);
  return (
    <p class="choice">
      <label>Function <select
        value={chosen === undefined ? '' : String(chosen.of)}
        onChange={({ currentTarget: { value } }) => value !== '' && go(linkTo(record, Number(value), chosen?.verdict))}
      >
        <option value="">none chosen</option>
        {record.functions.map((_, place) => <option key={place} value={String(place)}>{functionName(record, place)}</option>)}
      </select></label>
      <label>Destination <select
        value={String(index)} disabled={chosen === undefined}
        onChange={({ currentTarget: { value } }) => go(linkOf(record, chosen!.of, verdicts[Number(value)]))}
      >
        {verdicts.map((verdict, place) => <option key={place} value={String(place)}>{escapeLine(verdict.destination)} over {FAMILY_NAMES[verdict.family]}: {wordsOf(verdict)}</option>)}
      </select></label>
    </p>
  );
}

/** To the same destination where the function is asked for it, otherwise to what is not as it should be, or to the first. */
function linkTo(record: ReachabilityRecord, of: Place, like: RecordedVerdict | undefined): string {
  const verdicts = record.answers[record.functions[of].answers];
  const same = verdicts.find(({ destination, family }) => destination === like?.destination && family === like.family);
  const found = same ?? verdicts.find(isAmiss) ?? verdicts.find((verdict) => standingOf(verdict) === 'good') ?? verdicts[0];
  return found === undefined ? '#topology' : linkOf(record, of, found);
}

export function linkOf(record: ReachabilityRecord, of: Place, { destination, family }: RecordedVerdict): string {
  return spellDeepLink({ name: record.resources[record.functions[of].resource].id, destination, family });
}

/** Undefined where there is nothing to draw. */
function draw(record: ReachabilityRecord, chosen: Chosen | undefined): string | undefined {
  const group = chosen === undefined ? undefined : groupOf(record, chosen.of);
  const lit = chosen === undefined || group === undefined ? UNLIT : litPath(record, group, chosen.verdict);
  const name = chosen === undefined ? '' : functionName(record, chosen.of);
  const picture = layOut(record, { resources: lit.resources, ...group === undefined ? {} : { group } }, lit.extra);
  return picture.boxes.length === 0 ? undefined : drawSvg(picture, {
    title: 'The networks: zones side by side, tiers one below the other', isInteractive: true,
    highlight: {
      boxes: lit.boxes, wires: lit.wires, isForbidden: chosen?.verdict.forbidden === true, ...group === undefined ? {} : { group },
      marks: lit.marks.map(({ box, obstacles }) => ({
        box, letter: obstacles.some((place) => record.obstacles[place].status === 'violated') ? '✕' : '?',
        title: obstacles.map((place) => obstacleText(record, place, name)).join('; '),
      })),
    },
  });
}
