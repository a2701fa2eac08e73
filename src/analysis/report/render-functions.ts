import { alike, ownNames, spellOwnNames, withoutNames } from './alike';
import type { Explanation } from './explain';
import { foldNames } from './fold-names';
import { counted } from './summarize';
import { connectorWords } from '../model/connector';
import type { Judgement } from '../model/judgement';
import type { Workload } from '../model/network';
import type { Source } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: what is told of functions, one block for all of which the same is told.
 * Law: what differs in more than the names of a function and of its own security groups is not the same. Ways are never taken to be alike.
 */

/** The lines that tell of a function. */
export interface Told {
  readonly workload: Workload;

  /** The judgements that it is told of. */
  readonly judgements: readonly Judgement[];
  readonly isOfFailures: boolean;

  /** The lines, without a title. */
  readonly lines: readonly string[];
}

/** The column in which the code stands, when the text before it leaves room. */
const CODE_COLUMN = 60;

/** The beginning of the line of a way, which is compared as it is. */
const WAY = '      way: ';

/** Functions of which the same is told, in one block. */
export function renderAlike(all: readonly Told[]): string[][] {
  return alike(all, keyOf).map((group) => {
    const [{ workload, lines }] = group;
    const isSame = group.every((each) => String(each.lines) === String(lines));
    return [titleOf(group), ...lines, ...isSame ? [] : [spellOwnNames(describeSource(workload.source))]];
  });
}

function keyOf({ workload, judgements, lines, isOfFailures }: Told): string {
  const sources = judgements.flatMap(({ subnets }) => subnets.flatMap(({ path }) => path.obstacles.flatMap(violator)));
  const names = ownNames(workload, sources);
  return JSON.stringify([workload.kind, isOfFailures ? '' : declarationOf(workload, judgements), lines.map((line) => line.startsWith(WAY) ? line : withoutNames(line, names))]);
}

/** Returns the resource that stands in the way and is known. Two things that are not known are not alike: each is to be looked up. */
function violator({ source, status }: Obstacle): readonly Source[] {
  return source === undefined || status === 'unknown' ? [] : [source];
}

function titleOf(group: readonly [Told, ...Told[]]): string {
  const [{ workload, judgements, isOfFailures }] = group;
  const names = foldNames(group.map((each) => describeSource(each.workload.source)));
  const words = connectorWords(workload);
  if (group.length === 1) {
    const declaration = words?.title ?? (isOfFailures ? '' : declarationOf(workload, judgements));
    return declaration === '' ? names : `${names}: ${declaration}`;
  }
  const declaration = words !== undefined ? `each ${words.title}` : isOfFailures ? '' : declarationOf(workload, judgements).replace(/^declares/, 'each of which declares');
  return `${[counted(group.length, words?.counted ?? 'function'), declaration].filter((text) => text !== '').join(', ')}: ${names}`;
}

function declarationOf({ declared, forbidden }: Workload, judgements: readonly Judgement[]): string {
  return declared !== undefined ? declared.length === 0 ? 'declares that it reaches nothing' : ''
    : forbidden !== undefined ? 'declares only what it must not reach' : judgements.some(({ isMounted }) => isMounted) ? 'declares nothing but what it mounts' : 'declares no destinations';
}

/** A line for each destination, and below what explains it: once for all that have the same in the way. */
export function renderExplanations(explanations: readonly Explanation[]): string[] {
  return alike(explanations, ({ codes, reasons, mends, elsewhere, forbidden, isTold, verdict }) =>
    JSON.stringify([codes, reasons.map(({ details }) => details), mends, elsewhere, forbidden, isTold, verdict]))
    .flatMap((group) => [...group.map(renderDestination), ...renderCause(group[0])]);
}

function renderDestination(explanation: Explanation): string {
  const { destination, families, ports, verdict, declared, forbidden, isMounted, codes } = explanation;
  const name = `${destination} (${families})${ports}`;
  if (forbidden) {
    return verdict === 'blocked' ? `  ✓ not ${name}, which must not be reached` : `  ${verdict === 'reachable' ? '✗' : '?'} ${name}, which must not be reached`;
  }
  const line = `  ${mark(explanation)} ${name}${verdict === 'inconclusive' ? ', not known' : ''}${isMounted ? ', mounted' : declared ? ', declared' : ''}`;
  return codes.length === 0 ? line : `${line.padEnd(CODE_COLUMN)} ${codes.join(', ')}`;
}

/** Returns the cause, in a sentence each, and behind it the way and what there is to do. */
function renderCause({ verdict, declared, asked, forbidden, isTold, reasons, elsewhere, mends }: Explanation): string[] {
  if (isTold || forbidden && verdict === 'blocked') {
    return [];
  }
  return [
    ...reasons.flatMap(({ way, details }) => [...details.map((detail) => `      • ${detail}`), ...way === '' || forbidden ? [] : [`${WAY}${way}`]]),
    ...elsewhere === undefined || !declared && !asked ? [] : [`      ${elsewhere}`],
    ...forbidden ? [] : mends.map((mend) => `      mend: ${mend}`),
  ];
}

/** A way that is closed is no fault when nobody needs it. */
function mark({ verdict, declared, asked }: Explanation): string {
  switch (verdict) {
    case 'reachable':
      return '✓';
    case 'inconclusive':
      return '?';
    case 'blocked':
      return declared || asked ? '✗' : '–';
  }
}
