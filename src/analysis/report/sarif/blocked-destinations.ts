import type { Problem, Step, Subject } from './problem';
import { firstOfEach, joinDistinct, stableName, subjectOf } from './problem';
import type { SarifLevel } from './sarif-log';
import { connectorWords } from '../../model/connector';
import { describeHop } from '../../model/hop';
import type { FunctionJudgement, Judgement } from '../../model/judgement';
import { isOpen } from '../../model/judgement';
import type { Workload } from '../../model/network';
import type { Source } from '../../model/source';
import { describeSource } from '../../model/source';
import type { Obstacle } from '../../model/verdict';
import type { WrittenPlaces } from '../../model/written-place';
import { alike, ownNames, withoutNames } from '../alike';
import { REPORT_FILE, spellDeepLink } from '../deep-link';
import type { NameOf } from '../describe';
import { FAMILY_NAMES } from '../describe';
import type { Explanation } from '../explain';
import { explain } from '../explain';
import type { Passing } from '../render-junit';
import { separateCodes } from '../separate-codes';

/*
 * Models: what functions are to reach and do not, one problem for each code that stands in the way.
 * Law: destinations of a function with the same in the way are one problem, and functions with the same problem are. Two things that are not known are not the same.
 */

/** One destination of a function, limited to one code. */
interface Item {
  readonly workload: Workload;
  readonly code: string;
  readonly others: readonly string[];
  readonly level: SarifLevel;
  readonly judgement: Judgement;
  readonly explanation: Explanation;
}

type Items = readonly [Item, ...Item[]];

/** A problem of one function. */
interface Own {
  readonly items: Items;
  readonly acknowledged?: string;

  /** The names of the function and of its groups, which are others in each function. */
  readonly names: readonly string[];
}

/** The means to tell. */
export interface Telling {
  readonly nameOf: NameOf;
  readonly passing: Passing;
  readonly places: WrittenPlaces;
}

/** The problems of functions with what they are to reach. */
export function blockedDestinations(functions: readonly FunctionJudgement[], telling: Telling): Problem[] {
  const own = functions.flatMap((entry) => alike(itemsOf(entry, telling), causeWithin).map((items) => ownProblem(items, telling)));
  return alike(own, (each) => JSON.stringify(causeOf(each))).map((group) => problemOf(group));
}

function itemsOf({ workload, judgements }: FunctionJudgement, { nameOf, passing }: Telling): Item[] {
  const closed = judgements.filter((judgement) => !isOpen(judgement));
  return separateCodes(closed).flatMap(({ code, others, judgements: limited }) => limited.map((judgement): Item => ({
    workload, code, others, judgement,
    level: passing.failsBy(judgement) && judgement.verdict === 'blocked' ? 'error' : 'warning',
    explanation: explain(workload, [judgement], nameOf)[0],
  })));
}

/** The cause of what is said of one function. */
function causeWithin({ code, level, explanation: { reasons, mends, elsewhere } }: Item): string {
  return JSON.stringify([code, level, reasons.map(({ details }) => details), mends, elsewhere]);
}

function ownProblem(items: Items, { places }: Telling): Own {
  const [{ workload, code }] = items;
  const known = obstaclesOf(items).filter(({ status }) => status === 'violated').flatMap(({ source }) => source === undefined ? [] : [source]);
  return { items, acknowledged: places.acknowledgement(workload.source, code), names: ownNames(workload, known) };
}

function obstaclesOf(items: Items): Obstacle[] {
  return items.flatMap(({ judgement }) => judgement.subnets.flatMap(({ path }) => path.obstacles));
}

/** The cause of a problem, whichever function has it. */
function causeOf({ items, acknowledged, names }: Own): readonly unknown[] {
  const [{ code, level, workload }] = items;
  const inTheWay = obstaclesOf(items).map(({ source }) => source === undefined ? '' : names.includes(describeSource(source)) ? 'its own' : stableName(source));
  const destinations = items.map(({ judgement: { destination, family, ports } }) => [destination, family, ports ?? ''].join(' '));
  return [code, level, workload.kind, [...new Set(inTheWay)].sort(), [...new Set(destinations)].sort(), acknowledged !== undefined];
}

function problemOf(group: readonly [Own, ...Own[]]): Problem {
  const [first] = group;
  const [{ workload, code, level, judgement }] = first.items;
  const isOne = group.length === 1;
  const acknowledged = group.flatMap((each) => each.acknowledged ?? []);
  const inTheWay = obstaclesOf(first.items).flatMap(({ source }) => source === undefined || source.id === workload.source.id ? [] : [source]);
  return {
    rule: code, level,
    subjects: group.map(({ items: [{ workload: { source } }] }) => subjectOf(source)) as [Subject, ...Subject[]],
    counted: connectorWords(workload)?.counted ?? 'function',
    text: spell(group),
    causes: distinctSubjects(inTheWay),
    steps: stepsOf(judgement),
    identity: [...causeOf(first), isOne ? stableName(workload.source) : ''],
    ...acknowledged.length === 0 ? {} : { acknowledged: [...new Set(acknowledged)] },
    properties: {
      destinations: [...new Set(first.items.map(({ judgement: { destination } }) => destination))], verdicts: [judgement.verdict],
      report: first.items.map((item) => inReport(item.workload, item.judgement)),
    },
  };
}

/** The place of a verdict in the report. */
export function inReport({ source }: Workload, { destination, family }: Judgement): string {
  return `${REPORT_FILE}${spellDeepLink({ name: describeSource(source), destination, family })}`;
}

function distinctSubjects(sources: readonly Source[]): Subject[] {
  return [...new Map(sources.map((source) => [source.id, subjectOf(source)])).values()];
}

/** The sentence on a problem, with the names of the first function that has it. */
function spell(group: readonly [Own, ...Own[]]): string {
  const [{ items }] = group;
  const [{ workload, judgement, explanation: { elsewhere } }] = items;
  const what = judgement.verdict === 'blocked' ? 'cannot reach' : group.length === 1 ? 'is not known to reach' : 'are not known to reach';
  const details = firstOfEach(group.flatMap((own) => detailsOf(own).map((detail) => [withoutNames(detail, own.names), detail] as const)));
  const isSame = group.every((own) => String(detailsOf(own)) === String(detailsOf(group[0])));
  const mends = firstOfEach(group.flatMap((own) => own.items[0].explanation.mends.map((mend) => [withoutNames(mend, own.names), mend] as const)));
  const others = [...new Set(group.flatMap((own) => own.items.flatMap((item) => item.others)))];
  const whose = isSame ? '' : ' (of the others it is the same, but for their own names)';
  return [
    ` ${what} ${destinationsOf(items)}, ${spellNeed(workload, judgement, group.length > 1)}: ${joinDistinct(details)}${whose}.`,
    ...elsewhere === undefined ? [] : [capitalized(`${elsewhere}.`)],
    ...others.length === 0 ? [] : [`Also in the way: ${others.join(', ')}.`],
    `To mend it: ${joinDistinct(mends)}.`,
  ].join(' ');
}

function detailsOf({ items }: Own): string[] {
  return items[0].explanation.reasons.flatMap(({ details }) => details);
}

function spellNeed(workload: Workload, { declared, isMounted }: Judgement, areMany: boolean): string {
  const words = connectorWords(workload);
  return words !== undefined ? `which ${words.need}` : isMounted === true ? `which ${areMany ? 'they mount' : 'it mounts'}`
    : declared ? `which ${areMany ? 'they declare' : 'it declares'}` : 'which was asked for';
}

function destinationsOf(items: Items): string {
  return alike(items, ({ judgement: { destination }, explanation: { ports } }) => JSON.stringify([destination, ports])).map((same) => {
    const [{ judgement: { destination }, explanation: { ports } }] = same;
    return `${destination} (${same.map(({ judgement: { family } }) => FAMILY_NAMES[family]).join(', ')})${ports}`;
  }).join(', ');
}

/** The path from the subnet that decides, with what stands in its way where it stands. */
export function stepsOf({ verdict, subnets }: Judgement): Step[] {
  const path = (subnets.find((subnet) => subnet.verdict === verdict) ?? subnets.at(0))?.path;
  return (path?.hops ?? []).map((hop): Step => {
    const here = path!.obstacles.filter((obstacle) => obstacle.hop === hop);
    const source = 'source' in hop ? hop.source : here.find((obstacle) => obstacle.source !== undefined)?.source;
    return {
      text: [describeHop(hop), ...new Set(here.map(({ detail }) => detail))].join(': '), isInTheWay: here.length > 0,
      ...source === undefined ? {} : { written: source },
    };
  });
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
