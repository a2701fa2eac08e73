import type { ReachabilityRecord, RecordedVerdict } from './reachability-record';
import { RECORD_VERSION } from './reachability-record';

/*
 * Models: a record that was saved, such as the reachability.json of an earlier build.
 * Law: what is not a whole record is refused, and never read in part.
 */

const LISTS = ['templates', 'resources', 'mends', 'obstacles', 'paths', 'answers', 'functions', 'findings'] as const;

/** Tells whether a value claims to be a record, of whichever version. */
export function claimsToBeRecord(value: unknown): value is { readonly version: unknown } {
  return isObject(value) && 'version' in value && 'functions' in value && 'findings' in value && !('Resources' in value);
}

/** Returns why a value is no record that this version reads; undefined when it is one. */
export function problemOfRecord(value: { readonly version: unknown }): string | undefined {
  if (value.version !== RECORD_VERSION) {
    return `it has version ${JSON.stringify(value.version)}, and version ${RECORD_VERSION} is read: write it anew with check --format json --json-version ${RECORD_VERSION}`;
  }
  const fields = value as unknown as Readonly<Record<string, unknown>>;
  const missing = LISTS.find((name) => !Array.isArray(fields[name])) ?? (['network', 'capacity', 'cost'] as const).find((name) => !isObject(fields[name]));
  return missing !== undefined ? `${missing} is missing in it` : brokenPlace(value as unknown as ReachabilityRecord);
}

/** Returns the first thing that names something beyond the end of a list. */
function brokenPlace(record: ReachabilityRecord): string | undefined {
  const { templates, resources, mends, obstacles, paths, answers, functions, findings, network, capacity, cost } = record;
  const isIn = (list: readonly unknown[]) => (place: unknown) => typeof place === 'number' && Number.isInteger(place) && place >= 0 && place < list.length;
  const isVerdict = ({ destination, resource, from }: RecordedVerdict) => typeof destination === 'string' && (resource === undefined || isIn(resources)(resource))
    && Array.isArray(from) && from.every((each) => Array.isArray(each) && isIn(paths)(each[2]));
  const isSound = resources.every(({ id, type }) => typeof id === 'string' && typeof type === 'string')
    && resources.every(({ template }) => template === undefined || isIn(templates)(template))
    && templates.every(({ name }) => typeof name === 'string')
    && obstacles.every(({ mend, code, detail }) => isIn(mends)(mend) && typeof code === 'string' && typeof detail === 'string')
    && mends.every(({ inTemplate }) => typeof inTemplate === 'string')
    && paths.every(({ hops, obstacles: own }) => Array.isArray(hops) && hops.every(isObject) && Array.isArray(own) && own.every(isIn(obstacles)))
    && answers.every((list) => Array.isArray(list) && list.every(isVerdict))
    && functions.every(({ resource, answers: own }) => isIn(resources)(resource) && isIn(answers)(own))
    && findings.every(({ resource, mend, code, message }) => isIn(resources)(resource) && isIn(mends)(mend) && typeof code === 'string' && typeof message === 'string')
    && Array.isArray(cost.parts) && typeof cost.perMonth === 'number' && Array.isArray(capacity.interfaces) && Array.isArray(capacity.addresses)
    && Array.isArray(network.gateways) && Array.isArray(network.interfaceGroups)
    && network.interfaceGroups.every(({ securityGroups, functions: own }) =>
      Array.isArray(securityGroups) && Array.isArray(own) && own.every(isIn(functions)));
  return isSound ? undefined : 'parts of it name others that are not in it';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
