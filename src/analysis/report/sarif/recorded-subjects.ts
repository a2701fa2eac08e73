import type { Step, Subject } from './problem';
import type { VerdictChange } from '../../difference/difference';
import type { Written } from '../../model/written-place';
import type { Place, ReachabilityRecord, RecordedFunction } from '../../record/reachability-record';
import { detailFor } from '../../record/reachability-record';

/*
 * Models: what a difference names, found again in the records of its two sides.
 */

/** The records, the new one first, because that is what somebody reviews. */
export type Sides = readonly ReachabilityRecord[];

/** A function that a difference names. */
export function functionNamed(name: string, sides: Sides): Subject {
  const [found] = functionsNamed(name, sides);
  return { name, written: found === undefined ? { id: name } : writtenAs(found.record, found.function.resource) };
}

interface Found {
  readonly record: ReachabilityRecord;
  readonly function: RecordedFunction;
}

function functionsNamed(name: string, sides: Sides): Found[] {
  return sides.flatMap((record) => record.functions.filter(({ resource }) => record.resources[resource].id === name)
    .map((each) => ({ record, function: each })));
}

/** A resource that a difference names. */
export function resourceNamed(name: string, type: string, sides: Sides): Subject {
  for (const record of sides) {
    const place = record.resources.findIndex((resource) => resource.id === name && resource.type === type);
    if (place >= 0) {
      return { name, written: writtenAs(record, place) };
    }
  }
  return { name, written: { id: name } };
}

/** The path that decides a verdict that changes: that of the new side where it asks. */
export function stepsOfChange({ function: name, destination, family, forbidden }: VerdictChange, sides: Sides): Step[] {
  for (const { record, function: { answers, resource } } of functionsNamed(name, sides)) {
    const verdict = record.answers[answers].find((each) =>
      each.destination === destination && each.family === family && (each.forbidden === true) === (forbidden === true));
    const path = verdict?.from.find(([, own]) => own === verdict.verdict)?.[2];
    if (path !== undefined) {
      return stepsOfPath(record, path, record.resources[resource].id);
    }
  }
  return [];
}

function stepsOfPath(record: ReachabilityRecord, place: Place, name: string): Step[] {
  const { hops, obstacles } = record.paths[place];
  return hops.map(({ text, resource }, index): Step => {
    const here = obstacles.map((each) => record.obstacles[each]).filter(({ hop }) => hop === index);
    return {
      text: [text, ...new Set(here.map((obstacle) => detailFor(obstacle, name)))].join(': '), isInTheWay: here.length > 0,
      ...resource === undefined ? {} : { written: writtenAs(record, resource) },
    };
  });
}

function writtenAs({ resources, templates }: ReachabilityRecord, place: Place): Written {
  const { id, template, logicalId, constructPath } = resources[place];
  return {
    id,
    ...template === undefined ? {} : { template: templates[template].name },
    ...logicalId === undefined ? {} : { logicalId },
    ...constructPath === undefined ? {} : { constructPath },
  };
}
