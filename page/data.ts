import { isAmiss } from '../src/analysis/picture/standing';
import type { Difference } from '../src/analysis/difference/difference';
import type { Place, ReachabilityRecord, RecordedVerdict } from '../src/analysis/record/reachability-record';
import { detailFor } from '../src/analysis/record/reachability-record';
import { escapeLine } from '../src/analysis/report/escape';

/*
 * Models: the data in the page, and what all parts of it ask of them.
 */

export interface PageData {
  readonly record: ReachabilityRecord;

  /** What a change does, when the page is about one. */
  readonly difference?: Difference;
}

export function readData(): PageData {
  return JSON.parse(document.getElementById('data')!.textContent!) as PageData;
}

/** The name of a function, as everywhere in the page. */
export function functionName({ functions, resources }: ReachabilityRecord, place: Place): string {
  return escapeLine(resources[functions[place].resource].id);
}

export function resourceName({ resources }: ReachabilityRecord, place: Place): string {
  return escapeLine(resources[place].id);
}

/** A verdict of a function. */
export interface Chosen {
  readonly of: Place;
  readonly verdict: RecordedVerdict;
}

/** The interface group of a function. */
export function groupOf({ network }: ReachabilityRecord, place: Place): Place | undefined {
  const group = network.interfaceGroups.findIndex(({ functions }) => functions.includes(place));
  return group < 0 ? undefined : group;
}

export function obstacleText(record: ReachabilityRecord, place: Place, name: string): string {
  return escapeLine(detailFor(record.obstacles[place], name));
}

/** The verdict of a function on a destination and family. What is forbidden may be declared or asked as well: then the one that is not as wanted. */
export function findVerdict(record: ReachabilityRecord, name: string, destination: string, family: string): Chosen | undefined {
  const of = record.functions.findIndex((_, place) => record.resources[record.functions[place].resource].id === name);
  const found = of < 0 ? [] : record.answers[record.functions[of].answers].filter((verdict) => verdict.destination === destination && verdict.family === family);
  return found.length === 0 ? undefined : { of, verdict: found.find(isAmiss) ?? found[0] };
}
